"""Makes the picture of the floors of the program: from the import contracts, and what each package says of itself."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "boxes.svg"
WIDTH, HEIGHT, GAP, MARGIN = 860, 58, 12, 16
"""Pixels: of the picture, of a floor, between two floors, around everything."""


@dataclass(frozen=True)
class Box:
    """One package of a floor."""

    name: str
    says: str


def floors() -> list[list[Box]]:
    """The floors from top to bottom, as the first contract lists them; boxes side by side may not import each other."""
    text = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = [one for one in text["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    return [[box_of(name.strip()) for name in floor.split("|")] for floor in contract["layers"] if floor != "__main__"]


def box_of(name: str) -> Box:
    """A package with the first sentence that it says of itself."""
    package = ROOT / "src" / "pannesi" / name
    says = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    return Box(name, says.split("\n\n")[0].replace("\n", " ").replace("`", ""))


def picture() -> str:
    """The SVG: one row a floor, the lowest at the bottom, since each stands on those below."""
    rows = floors()
    height = 2 * MARGIN + len(rows) * (HEIGHT + GAP) - GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number, row in enumerate(rows):
        y = MARGIN + number * (HEIGHT + GAP)
        room = (WIDTH - 2 * MARGIN - GAP * (len(row) - 1)) / len(row)
        for place, box in enumerate(row):
            parts.append(drawn(box, MARGIN + place * (room + GAP), y, room))
    return "\n".join([*parts, "</svg>", ""])


def drawn(box: Box, x: float, y: float, width: float) -> str:
    """A box with its name, and what it says on at most three lines."""
    lines = wrapped(box.says, int((width - 160) / 6.2))
    first = y + 35 - 8 * len(lines[1:3])
    words = "".join(
        f'<text x="{x + 144:g}" y="{first + 16 * number:g}" font-size="12" fill="#333333">{escape(line)}</text>'
        for number, line in enumerate(lines[:3])
    )
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{HEIGHT}" rx="6" fill="#eef3f8" stroke="#345"/>'
        f'<text x="{x + 14:g}" y="{y + 35:g}" font-size="16" font-weight="bold" fill="#123">{box.name}</text>{words}'
    )


def wrapped(text: str, width: int) -> list[str]:
    """The words on lines of so many characters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
