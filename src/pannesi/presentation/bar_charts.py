"""Bars made of characters, for any terminal: their length is said in figures beside them, never by colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FULL, HALF = "█", "▌"
_SHORTEST_CUT = 12
"""No label is cut to fewer columns, however narrow the screen is; else to half of it."""
_TALLEST = 5


@dataclass(frozen=True)
class ChartBar:
    """One row of a chart."""

    label: str
    length: float
    """Not negative; the longest row fills the width."""
    said: str
    """The length in figures, with its unit."""


def text_bars(rows: Sequence[ChartBar], width: int) -> list[str]:
    """Rows of a chart, `width` columns at most: label, bar, figures. A length that is not nought is seen."""
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
    halves = round(length / longest * room * 2)
    if length > 0:
        halves = max(halves, 1)
    return FULL * (halves // 2) + HALF * (halves % 2)


def text_columns(counts: Sequence[int], each: int = 3) -> list[str]:
    """Columns side by side, `each` characters wide, their counts above them; one row of numbers from 0 below. Nothing
    when a count would touch its neighbour: no figure is ever cut."""
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
