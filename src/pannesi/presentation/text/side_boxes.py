"""The boxes of a second column beside a list: what they hold, and how they are drawn in the height that there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pannesi.presentation.home.side import box
from pannesi.support.styled_text import Meaning, StyledText
from pannesi.support.text_safety import clean_line, wrapped_lines

WIDTH = 46
"""Columns of a box."""
INNER = WIDTH - 4
"""Columns between its edges."""
LABEL = 13
"""Columns of the labels of facts."""


class SideBox(NamedTuple):
    """A title, and lines below it that fit between the edges."""

    title: str
    lines: tuple[StyledText, ...]


def said(words: str, style: Meaning = "plain", hanging: str = "", width: int = INNER) -> list[StyledText]:
    """Words wrapped between the edges of a box; further lines are indented by `hanging`."""
    return [StyledText(line, style) for line in wrapped_lines(clean_line(words), width, hanging)]


def labelled(pairs: Iterable[tuple[str, str]], width: int = INNER, label: int = LABEL) -> list[StyledText]:
    """Labels with their values, aligned, each value wrapped under itself; one without words is left out."""
    lines: list[StyledText] = []
    for name, words in pairs:
        parts = wrapped_lines(clean_line(words), width - label)
        for number, part in enumerate(parts):
            lines.append(StyledText(f"{name if not number else '':<{label}}", "quiet").append(part))
    return lines


def drawn_boxes(boxes: Iterable[SideBox], height: int, width: int = WIDTH) -> list[StyledText]:
    """Boxes on `height` lines at most, a blank line between any two. One for which there is no room is cut, and says
    so; none begins without room for a line of its own."""
    lines: list[StyledText] = []
    for title, said_there in boxes:
        gap = [StyledText()] if lines else []
        room = height - len(lines) - len(gap) - 2
        if room < 1 or (room < len(said_there) and room < 2):
            break
        shown = said_there if len(said_there) <= room else (*said_there[: room - 1], StyledText("…", "quiet"))
        lines += [*gap, *box(title, shown, width)]
    return lines
