"""What a figure is told with: lines of a terminal, rows, tables and charts of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from pannesi.history.figures.statistics import OutageStatistics
from pannesi.support.i18n import n_

FigureStyle = Literal["title", "plain", "chart", "quiet"]
FigureLine = tuple[FigureStyle, str] | tuple[FigureStyle, str, str]
"""One line with its style, and where it has one of its own the lead to its sessions, see
`history/figures/figure_sessions.py`. Titles and sentences may be wrapped, charts not."""
MOST, MONTHS = 12, 24
"""How many rows of a list are shown; the JSON has them all."""
WHOLE = "+"
"""The lead of a line that says how many rows are left out: to the lists with all of their rows."""
EVERY_ROW = 1 << 30


class ShownLine(NamedTuple):
    """One line of the figures, with the lead to its sessions; empty where it has none."""

    style: FigureStyle
    words: str
    lead: str


def rest_line(count: int, most: int) -> Iterator[FigureLine]:
    """A line that says how many of `count` rows are left out; none where all are shown."""
    if count > most:
        yield "quiet", n_("et {count} autre", "et {count} autres", count - most), WHOLE


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
    axes: tuple[str, str] = ("", "")
    """What is along the labels, and along the lengths."""


class FigureWords:
    """How one figure is shown. A place whose method is not overridden does not show it."""

    most = MOST
    """How many rows of a list it shows."""
    lead = "pannes"
    """What leads from its lines to their sessions, where a line has none of its own."""
    leads_page = False
    """Whether its table comes before the others on a page."""
    charted = False
    """Whether its charts say all that its table says: a page with charts leaves the table out."""
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
