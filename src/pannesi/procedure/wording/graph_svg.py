"""A case as a picture: one column a depth, one box a line, drawn without any library."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from pannesi.procedure.wording.graph import Node

_COLUMN, _BOX, _GAP, _LINE, _PAD, _MARGIN = 270, 236, 10, 15, 7, 20
"""In pixels: a column and the box in it, between boxes, a line of text, inside a box, around the picture."""
_CHARACTERS = 35
"""How many characters of 12 pixels a box holds in its width."""
_FILL = {"unit": "#1f2933", "phase": "#d9e2ec", "elsewhere": "#ffffff"}


@dataclass(frozen=True)
class Box:
    """A node in its place, in pixels from the top left."""

    node: Node
    x: int
    y: int
    height: int
    lines: tuple[str, ...]
    ways: tuple[str, ...]
    """The first lines, which say by which answer or condition one comes here."""
    parent: Box | None


def layout(root: Node) -> tuple[Box, ...]:
    """Every box, in reading order: children one column further, never two boxes in one place."""
    boxes: list[Box] = []
    _place(root, 0, _MARGIN, None, boxes)
    return tuple(boxes)


def _place(node: Node, depth: int, top: int, parent: Box | None, boxes: list[Box]) -> int:
    """Places a node and all below it from `top`; returns where the next may begin."""
    ways, lines = _wrapped(node.way), _wrapped(node.label) or ("",)
    height = (len(ways) + len(lines)) * _LINE + 2 * _PAD
    box = Box(node, _MARGIN + depth * _COLUMN, top, height, lines, ways, parent)
    boxes.append(box)
    following = top
    for child in node.children:
        following = _place(child, depth + 1, following, box, boxes)
    return max(following, top + height + _GAP)


def _wrapped(text: str) -> tuple[str, ...]:
    """Text in lines that fit a box; none begins with a mark that French typography binds to the word before."""
    bound = re.sub(r" (?=[?!:;»])|(?<=«) ", "\u00a0", text)
    return tuple(textwrap.wrap(bound, _CHARACTERS, break_on_hyphens=False))


def as_svg(root: Node) -> str:
    """The picture, a whole SVG document. Texts are escaped; it holds no script, no link, no font of its own."""
    boxes = layout(root)
    wide = max(box.x for box in boxes) + _BOX + _MARGIN
    high = max(box.y + box.height for box in boxes) + _MARGIN
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
        ' font-family="DejaVu Sans, Verdana, sans-serif" font-size="11">',
        f"<title>{html.escape(root.label)}</title>",
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
    ]
    for box in boxes:
        rows += _drawn(box)
    return "\n".join([*rows, "</svg>"]) + "\n"


def _drawn(box: Box) -> Iterator[str]:
    middle = _PAD + _LINE // 2
    if box.parent is not None:
        begin, bend = box.parent.x + _BOX, box.x - (_COLUMN - _BOX) // 2
        yield (
            f'<path d="M{begin} {box.parent.y + middle} H{bend} V{box.y + middle} H{box.x}" fill="none"'
            f' stroke="#627d98"{_dashed(box)}/>'
        )
    dark = box.node.kind == "unit"
    yield (
        f'<rect x="{box.x}" y="{box.y}" width="{_BOX}" height="{box.height}" rx="4"'
        f' fill="{_FILL.get(box.node.kind, box.node.fill)}" stroke="#627d98"{_dashed(box)}/>'
    )
    for number, text in enumerate((*box.ways, *box.lines)):
        way = number < len(box.ways)
        ink = "#ffffff" if dark else "#8d2b0b" if way else "#102a43"
        style = ' font-style="italic"' if way else ' font-weight="bold"' if box.node.kind in ("unit", "phase") else ""
        y = box.y + _PAD + number * _LINE + 11
        yield f'<text x="{box.x + _PAD}" y="{y}" fill="{ink}"{style}>{html.escape(text)}</text>'


def _dashed(box: Box) -> str:
    return ' stroke-dasharray="4 3"' if box.node.kind == "elsewhere" else ""
