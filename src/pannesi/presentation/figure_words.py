"""What a figure is told with: lines of a terminal, rows, tables and charts of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pannesi.history.statistics import OutageStatistics

FigureStyle = Literal["title", "plain", "chart", "quiet"]
FigureLine = tuple[FigureStyle, str]
"""One line with its style. Titles and sentences may be wrapped, charts not."""
MOST, MONTHS = 12, 24
"""How many rows of a list are shown; the JSON has them all."""


@dataclass(frozen=True)
class PageTable:
    """A table of a page; one without rows is left out."""

    title: str
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class PageChart:
    """A chart of a page."""

    title: str
    rows: list[tuple[str, float, str]]
    """Label, length (not negative), what is written at the end of the bar."""
    upright: bool = False
    """Whether the chart has upright columns rather than horizontal bars."""


class FigureWords:
    """How one figure is shown. A place whose method is not overridden does not show it."""

    leads = False
    """Whether its table comes before the others on a page."""
    of_outages = True
    """Whether it says nothing about a period without outages."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """The figure as lines for a terminal of `width` columns; moments are those of `zone`."""
        return iter(())

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """Its rows in the summary of a page: a name, a number."""
        return []

    def charts(self, figures: OutageStatistics) -> list[PageChart]:
        """Its charts on a page."""
        return []

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable | None:
        """Its table on a page; None without one. `hour` writes a moment."""
        return None
