"""Bar charts made of characters, for any terminal.

Lengths are written in figures beside the bars, never told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FULL, HALF = "█", "▌"
_SHORTEST_CUT = 12
"""Columns. A label is cut to half of the width of the chart, but never to less than this."""
_TALLEST = 5


@dataclass(frozen=True)
class ChartBar:
    """One bar of a chart, with its label and its value in words."""

    label: str
    length: float
    """Not negative; the longest row fills the width."""
    said: str
    """The length in figures, with its unit."""


def text_bars(rows: Sequence[ChartBar], width: int) -> list[str]:
    """A horizontal bar chart as lines of at most `width` columns: label, bar, figures.

    A length above zero is always visible.
    """
    if not rows:
        return []
    most = max(width // 2, _SHORTEST_CUT)
    labels = [row.label if len(row.label) <= most else row.label[: most - 1] + "…" for row in rows]
    named = max(map(len, labels))
    room = max(width - named - max(len(row.said) for row in rows) - 2, 5)
    longest = max(row.length for row in rows) or 1
    drawn = [_bar(row.length, longest, room) for row in rows]
    return [
        f"{label:<{named}} {bar}{' ' if bar else ''}{row.said}"
        for label, bar, row in zip(labels, drawn, rows, strict=True)
    ]


def _bar(length: float, longest: float, room: int) -> str:
    """A bar of at most `room` columns, in steps of half a column."""
    halves = round(length / longest * room * 2)
    if length > 0:
        halves = max(halves, 1)
    return FULL * (halves // 2) + HALF * (halves % 2)


def text_columns(counts: Sequence[int], each: int = 3) -> list[str]:
    """An upright chart as lines: columns of `each` characters, their counts above, numbers from 0 below.

    Empty when a count is as wide as its column: no figure is ever cut.
    """
    most = max(counts, default=0)
    if not most or len(str(most)) >= each:
        return []
    heights = [max(round(count * _TALLEST / most), 1) if count else 0 for count in counts]
    rows = []
    for level in range(_TALLEST, -1, -1):
        row = ""
        for count, height in zip(counts, heights, strict=True):
            cell = "" if level > height or not count else str(count) if level == height else FULL * (each - 1)
            row += f"{cell:<{each}}"
        rows.append(row.rstrip())
    rows.append("".join(f"{number:<{each}}" for number in range(len(counts))).rstrip())
    return [row for row in rows if row]
