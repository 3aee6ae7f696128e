"""The graph of a unit as an SVG image: a column for each depth, a box for each node."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from pannesi.procedure.wording.graph import Node

_COLUMN, _BOX, _GAP, _LINE, _PAD, _MARGIN = 270, 236, 10, 15, 7, 20
"""In pixels: the widths of a column and of a box, the gap between boxes, the height of a line of text, the padding of a
box, the margin of the image."""
_CHARACTERS = 35
"""Characters on a line of a box."""
_FILL = {"unit": "#1f2933", "phase": "#d9e2ec", "elsewhere": "#ffffff"}


@dataclass(frozen=True)
class Box:
    """A node with its place, in pixels from the top left."""

    node: Node
    x: int
    y: int
    height: int
    lines: tuple[str, ...]
    """The lines of its label."""
    edge_lines: tuple[str, ...]
    """The lines, before those of the label, of the answer or condition that leads to it."""
    parent: Box | None


def layout(root: Node) -> tuple[Box, ...]:
    """The box of every node, in reading order: children are one column further, and no boxes overlap."""
    boxes: list[Box] = []
    _place_node(root, 0, _MARGIN, None, boxes)
    return tuple(boxes)


def _place_node(node: Node, depth: int, top: int, parent: Box | None, boxes: list[Box]) -> int:
    """Places a node and all below it from `top` on; returns the top of what follows."""
    edge_lines, lines = _wrapped_text(node.edge), _wrapped_text(node.label) or ("",)
    height = (len(edge_lines) + len(lines)) * _LINE + 2 * _PAD
    box = Box(node, _MARGIN + depth * _COLUMN, top, height, lines, edge_lines, parent)
    boxes.append(box)
    following = top
    for child in node.children:
        following = _place_node(child, depth + 1, following, box, boxes)
    return max(following, top + height + _GAP)


def _wrapped_text(text: str) -> tuple[str, ...]:
    """A text in lines that fit into a box; French punctuation stays with the word before."""
    unbreakable = re.sub(r" (?=[?!:;»])|(?<=«) ", "\u00a0", text)
    return tuple(textwrap.wrap(unbreakable, _CHARACTERS, break_on_hyphens=False))


def as_svg(root: Node) -> str:
    """The image as an SVG document. Texts are escaped; it has no script, no link and no font of its own."""
    boxes = layout(root)
    width = max(box.x for box in boxes) + _BOX + _MARGIN
    height = max(box.y + box.height for box in boxes) + _MARGIN
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        ' font-family="DejaVu Sans, Verdana, sans-serif" font-size="11">',
        f"<title>{html.escape(root.label)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for box in boxes:
        rows += _box_elements(box)
    return "\n".join([*rows, "</svg>"]) + "\n"


def _box_elements(box: Box) -> Iterator[str]:
    middle = _PAD + _LINE // 2
    if box.parent is not None:
        begin, bend = box.parent.x + _BOX, box.x - (_COLUMN - _BOX) // 2
        yield (
            f'<path d="M{begin} {box.parent.y + middle} H{bend} V{box.y + middle} H{box.x}" fill="none"'
            f' stroke="#627d98"{_dash_of_box(box)}/>'
        )
    dark = box.node.kind == "unit"
    yield (
        f'<rect x="{box.x}" y="{box.y}" width="{_BOX}" height="{box.height}" rx="4"'
        f' fill="{_FILL.get(box.node.kind, box.node.fill)}" stroke="#627d98"{_dash_of_box(box)}/>'
    )
    for number, text in enumerate((*box.edge_lines, *box.lines)):
        edge = number < len(box.edge_lines)
        ink = "#ffffff" if dark else "#8d2b0b" if edge else "#102a43"
        style = ' font-style="italic"' if edge else ' font-weight="bold"' if box.node.kind in ("unit", "phase") else ""
        y = box.y + _PAD + number * _LINE + 11
        yield f'<text x="{box.x + _PAD}" y="{y}" fill="{ink}"{style}>{html.escape(text)}</text>'


def _dash_of_box(box: Box) -> str:
    return ' stroke-dasharray="4 3"' if box.node.kind == "elsewhere" else ""
