"""Charts as SVG, drawn by hand so that the same figures give the same bytes; every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_FONT = 'font-family="\'DejaVu Sans Mono\', monospace" font-size="11"'
_LABEL, _BAR, _ROW = 250, 300, 20


def bars(rows: Sequence[tuple[str, float, str]]) -> str:
    """Horizontal bars: label, length (not negative), and what is written at the end of each."""
    most = max((value for _label, value, _words in rows), default=0) or 1
    height = _ROW * len(rows) + 6
    parts = []
    for place, (label, value, words) in enumerate(rows):
        y, width = place * _ROW + 4, round(_BAR * value / most, 1)
        parts.append(_text(_LABEL - 8, y + 11, _short(label), "end"))
        parts.append(f'<rect x="{_LABEL}" y="{y}" width="{width}" height="14" fill="#333"/>')
        parts.append(_text(_LABEL + width + 6, y + 11, words, "start"))
    return _svg(_LABEL + _BAR + 110, height, parts)


def columns(rows: Sequence[tuple[str, float]], height: int = 90) -> str:
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


def timeline(marks: Sequence[tuple[float, str]]) -> str:
    """Moments on one line, each at its share (0 to 1) of the whole length, named below in turn."""
    parts = ['<line x1="10" y1="14" x2="690" y2="14" stroke="#000" stroke-width="3"/>']
    for place, (share, words) in enumerate(marks):
        x, y = round(10 + 680 * min(max(share, 0.0), 1.0), 1), 36 + 16 * place
        parts.append(f'<line x1="{x}" y1="6" x2="{x}" y2="{y - 10}" stroke="#555" stroke-width="1"/>')
        parts.append(f'<circle cx="{x}" cy="14" r="5" fill="#000"/>')
        parts.append(_text(x, y, words, "start" if x < 350 else "end"))
    return _svg(700, 42 + 16 * len(marks), parts)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {_FONT}>{escape(words)}</text>'


def _short(label: str) -> str:
    return label if len(label) <= 36 else label[:35] + "…"


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return head + "".join(parts) + "</svg>"
