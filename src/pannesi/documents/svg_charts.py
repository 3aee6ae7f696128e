"""Charts as SVG. The same figures give the same bytes; every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

_SIZE = 13
"""Pixels. A chart of 660 pixels is as wide as a page, about 180 mm: smaller letters could not be read on paper."""
_FONT = f'font-family="\'DejaVu Sans Mono\', monospace" font-size="{_SIZE}"'
_LABEL, _ROOM, _LINE = 262, 408, 16
"""Pixels: the width of labels, the width of a bar with what is written after it, the height of a line."""
_HEAD = 22
"""Pixels: the height of the names of axes."""
_LETTER = 7.9
"""Pixels: the width of a letter."""
_LETTERS = 31
"""How many letters of a label fit on a line."""


def svg_bars(rows: Sequence[tuple[str, float, str]], axes: tuple[str, str] = ("", "")) -> str:
    """A horizontal bar chart of (label, length, words after the bar); `axes` name what labels and lengths are, and are
    drawn unless both are empty. Lengths are not negative.

    A length above zero is always visible; the words always have room; long labels take two lines.
    """
    most = max((value for _label, value, _words in rows), default=0) or 1
    written = max((len(words) for _label, _value, words in rows), default=0)
    longest = max(_ROOM - max(written * _LETTER + 12, 118), 60)
    parts: list[str] = []
    top = 4 + _HEAD if any(axes) and rows else 4
    y = top
    for label, value, words in rows:
        lines = _label_lines(label)
        width = round(max(longest * value / most, 1.5 if value else 0), 1)
        for index, line in enumerate(lines):
            parts.append(_text_svg(_LABEL - 8, y + 12 + index * _LINE, line, "end"))
        parts.append(f'<rect x="{_LABEL}" y="{y}" width="{width}" height="15" fill="#333"/>')
        parts.append(_text_svg(_LABEL + width + 6, y + 12, words, "start"))
        y += _LINE * len(lines) + 6
    if y > top > 4:
        parts.append(_text_svg(_LABEL - 24, _LINE, axes[0], "end"))
        parts.append(_text_svg(_LABEL, _LINE, f"{axes[1]} →", "start"))
        parts.append(_line_svg(_LABEL, top - 6, _LABEL, y - 2))
        parts.append(_line_svg(_LABEL, top - 6, _LABEL + _ROOM, top - 6))
    return _svg_image(_LABEL + _ROOM, y + 2, parts)


def svg_columns(rows: Sequence[tuple[str, float]], height: int = 90, axes: tuple[str, str] = ("", "")) -> str:
    """An upright chart of (label, value), with bars of at most `height` pixels and the values above zero written on
    them; with axes named by what the labels and the values are, unless both are empty."""
    most = max((value for _label, value in rows), default=0) or 1
    width = 26
    parts = []
    for index, (label, value) in enumerate(rows):
        x, tall = index * width + 4, round(height * value / most, 1)
        parts.append(f'<rect x="{x}" y="{16 + height - tall}" width="18" height="{tall}" fill="#333"/>')
        parts.append(_text_svg(x + 9, height + 30, label, "middle"))
        if value:
            parts.append(_text_svg(x + 9, 12 + height - tall, f"{value:g}", "middle"))
    if not (any(axes) and rows):
        return _svg_image(width * len(rows) + 8, height + 36, parts)
    across = width * len(rows) + 4
    parts = [f'<g transform="translate(0 {_HEAD})">', *parts, "</g>"]
    parts += [
        _line_svg(2, _HEAD, 2, _HEAD + height + 16),
        _line_svg(2, _HEAD + height + 16, across, _HEAD + height + 16),
    ]
    parts += [_text_svg(2, _LINE - 2, f"↓ {axes[1]}", "start")]
    parts += [_text_svg(across, _HEAD + height + 30 + _LINE, f"{axes[0]} →", "end")]
    return _svg_image(width * len(rows) + 8, _HEAD + height + 36 + _LINE, parts)


def svg_timeline(marks: Sequence[tuple[float, str, str]]) -> str:
    """Moments as rows: name, a dot at its share (0 to 1) of the whole length, words beside the dot."""
    parts = []
    for index, (share, name, words) in enumerate(marks):
        y = 20 + 22 * index
        x = round(150 + 310 * min(max(share, 0.0), 1.0), 1)
        parts.append(_text_svg(142, y + 4, name, "end"))
        parts.append(f'<line x1="150" y1="{y}" x2="{x}" y2="{y}" stroke="#000" stroke-width="2"/>')
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="#000"/>')
        parts.append(_text_svg(x + 10, y + 4, words, "start"))
    return _svg_image(670, 22 * len(marks) + 20, parts)


def _line_svg(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#000" stroke-width="1"/>'


def _text_svg(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {_FONT}>{escape(words)}</text>'


def _label_lines(label: str) -> list[str]:
    """A label on at most two lines, cut between words; a longer one ends in an ellipsis."""
    lines = wrap(label, _LETTERS, max_lines=2, placeholder=" …") or [""]
    return [line if len(line) <= _LETTERS else line[: _LETTERS - 1] + "…" for line in lines]


def _svg_image(width: float, height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return head + "".join(parts) + "</svg>"
