"""Charts as SVG, drawn by hand so that the same figures give the same bytes; every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

_SIZE = 13
"""Pixels. A chart is as wide as the page, about 180 mm for 660 of them: below 13 it could not be read on paper."""
_FONT = f'font-family="\'DejaVu Sans Mono\', monospace" font-size="{_SIZE}"'
_LABEL, _ROOM, _LINE = 262, 408, 16
"""Pixels: beside a label there is room for the longest bar and what is written after it."""
_LETTER = 7.9
"""How wide a letter is."""
_LETTERS = 31
"""How many letters of a label stand on one line."""


def svg_bars(rows: Sequence[tuple[str, float, str]]) -> str:
    """Horizontal bars: label (on two lines when it is long), length (not negative), what is written at the end.
    What is not nought is seen; what is written has its room."""
    most = max((value for _label, value, _words in rows), default=0) or 1
    written = max((len(words) for _label, _value, words in rows), default=0)
    longest = max(_ROOM - max(written * _LETTER + 12, 118), 60)
    parts: list[str] = []
    y = 4
    for label, value, words in rows:
        lines = _lines(label)
        width = round(max(longest * value / most, 1.5 if value else 0), 1)
        for place, line in enumerate(lines):
            parts.append(_text(_LABEL - 8, y + 12 + place * _LINE, line, "end"))
        parts.append(f'<rect x="{_LABEL}" y="{y}" width="{width}" height="15" fill="#333"/>')
        parts.append(_text(_LABEL + width + 6, y + 12, words, "start"))
        y += _LINE * len(lines) + 6
    return _svg(_LABEL + _ROOM, y + 2, parts)


def svg_columns(rows: Sequence[tuple[str, float]], height: int = 90) -> str:
    """Upright columns, each with its label below and its value above when it is not zero."""
    most = max((value for _label, value in rows), default=0) or 1
    width = 26
    parts = []
    for place, (label, value) in enumerate(rows):
        x, tall = place * width + 4, round(height * value / most, 1)
        parts.append(f'<rect x="{x}" y="{16 + height - tall}" width="18" height="{tall}" fill="#333"/>')
        parts.append(_text(x + 9, height + 30, label, "middle"))
        if value:
            parts.append(_text(x + 9, 12 + height - tall, f"{value:g}", "middle"))
    return _svg(width * len(rows) + 8, height + 36, parts)


def svg_timeline(marks: Sequence[tuple[float, str, str]]) -> str:
    """Moments, one a row: its name, a dot at its share (0 to 1) of the whole length, its hour beside the dot."""
    parts = []
    for place, (share, name, words) in enumerate(marks):
        y = 14 + 22 * place
        x = round(150 + 310 * min(max(share, 0.0), 1.0), 1)
        parts.append(_text(142, y + 4, name, "end"))
        parts.append(f'<line x1="150" y1="{y}" x2="{x}" y2="{y}" stroke="#000" stroke-width="2"/>')
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="#000"/>')
        parts.append(_text(x + 10, y + 4, words, "start"))
    return _svg(670, 22 * len(marks) + 8, parts)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {_FONT}>{escape(words)}</text>'


def _lines(label: str) -> list[str]:
    """A label on at most two lines, cut between words; what is longer still ends in an ellipsis."""
    found = wrap(label, _LETTERS, max_lines=2, placeholder=" …") or [""]
    return [line if len(line) <= _LETTERS else line[: _LETTERS - 1] + "…" for line in found]


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return head + "".join(parts) + "</svg>"
