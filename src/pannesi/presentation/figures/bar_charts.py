"""Bar charts made of characters, for any terminal.

Lengths are written in figures beside the bars, never told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pannesi.support.text_safety import wrapped_lines

FULL, HALF = "█", "▌"
_SHORTEST_WRAPPED = 12
"""Columns. A label is wrapped at half of the width of the chart, but never at less than this."""
_TALLEST = 5


@dataclass(frozen=True)
class ChartBar:
    """One bar of a chart, with its label and its value in words."""

    label: str
    length: float
    """Not negative; the longest row fills the width."""
    value_words: str
    """The length in figures, with its unit."""


def text_bars(rows: Sequence[ChartBar], width: int) -> list[str]:
    """A horizontal bar chart as lines of at most `width` columns: label, bar, figures; below them what a long label has
    no room for.

    A length above zero is always visible.
    """
    return [line for lines in bars_by_row(rows, width) for line in lines]


def bars_by_row(rows: Sequence[ChartBar], width: int) -> list[list[str]]:
    """The lines of `text_bars`, those of each row together."""
    if not rows:
        return []
    label_width = max(width // 2, _SHORTEST_WRAPPED)
    labels = [wrapped_lines(row.label, label_width) or [""] for row in rows]
    widest_label = max(len(line) for label in labels for line in label)
    room = max(width - widest_label - max(len(row.value_words) for row in rows) - 2, 5)
    longest = max(row.length for row in rows) or 1
    bars = [_bar_of_blocks(row.length, longest, room) for row in rows]
    return [
        [f"{first:<{widest_label}} {bar}{' ' if bar else ''}{row.value_words}", *others]
        for (first, *others), bar, row in zip(labels, bars, rows, strict=True)
    ]


def _bar_of_blocks(length: float, longest: float, room: int) -> str:
    """A bar of at most `room` columns, in steps of half a column."""
    halves = round(length / longest * room * 2)
    if length > 0:
        halves = max(halves, 1)
    return FULL * (halves // 2) + HALF * (halves % 2)


def text_columns(counts: Sequence[int], width: int = 3) -> list[str]:
    """An upright chart as lines: columns of `width` characters, their counts above, numbers from 0 below.

    Empty when a count is as wide as its column: no figure is ever cut.
    """
    most = max(counts, default=0)
    if not most or len(str(most)) >= width:
        return []
    heights = [max(round(count * _TALLEST / most), 1) if count else 0 for count in counts]
    rows = []
    for level in range(_TALLEST, -1, -1):
        row = ""
        for count, height in zip(counts, heights, strict=True):
            cell = "" if level > height or not count else str(count) if level == height else FULL * (width - 1)
            row += f"{cell:<{width}}"
        rows.append(row.rstrip())
    rows.append("".join(f"{number:<{width}}" for number in range(len(counts))).rstrip())
    return [row for row in rows if row]
