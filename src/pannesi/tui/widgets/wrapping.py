"""Wrapping of lines longer than the screen is wide, under their own words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache

from rich.console import Console
from rich.text import Text

from pannesi.support import styled_text
from pannesi.support.styled_text import StyledText
from pannesi.support.text_safety import with_unbreakable_blanks, wrapped_lines
from pannesi.tui.theme.styles import Ink

NARROW = styled_text.NARROW
"""Columns below which a screen leaves out, or shortens, what stands beside the main words."""


def inked(line: StyledText, ink: Ink) -> Text:
    """A line in the colours of a theme."""
    text = Text()
    for words, meaning in line.parts:
        text.append(words, getattr(ink, meaning))
    return text


def wrapped_texts(text: Text, width: int, console: Console, hang: int = 0) -> list[Text]:
    """The lines of a styled text wrapped at `width`; at least one. All lines but the first are wrapped to leave `hang`
    columns free, which the caller adds."""
    if "\t" in text.plain:
        text = text.copy()
        text.expand_tabs(4)
    parts = text.split("\n", allow_blank=True) if "\n" in text.plain else (text,)
    lines: list[Text] = []
    for part in parts:
        lines += _wrap_line(part, width, console, hang) if not lines else _wrap_line(part, width - hang, console)
    return lines or [Text()]


def _wrap_line(text: Text, width: int, console: Console, hang: int = 0) -> list[Text]:
    """Wraps a text without line feeds; each letter keeps its style."""
    if text.cell_len <= width:
        return [text]
    if text.cell_len != len(text.plain):  # letters wider than a column: their number does not say how far they reach
        return list(text.wrap(console, width - hang))
    whole = with_unbreakable_blanks(text.plain)
    lines: list[Text] = []
    at = 0
    for line in textwrap.wrap(
        whole, width, subsequent_indent=" " * hang, expand_tabs=False, replace_whitespace=False, break_on_hyphens=False
    ):
        words = line[hang:] if lines else line
        first = whole.index(words, at)
        at = first + len(words)
        lines.append(text[first:at])
    return lines or [Text()]


@lru_cache(maxsize=2048)
def wrapped(words: str, width: int) -> tuple[str, ...]:
    """Words wrapped at `width` columns; one empty line for no words. Cached, since a screen says the same again and
    again."""
    return tuple(wrapped_lines(words, max(width, 12))) or ("",)


def pieces_after(head: Text, pieces: Iterable[Text], width: int) -> Text:
    """`head` followed by pieces none of which is split: on the same line where it fits, else on the next."""
    column = min(head.cell_len, width)
    for piece in pieces:
        fits = column + 2 + piece.cell_len <= width
        column = piece.cell_len + (column + 2 if fits else 0)
        head.append("  " if fits else "\n").append_text(piece)
    return head


def hanging_lines(head: Text, words: str, style: str, width: int, deeper: int = 0) -> tuple[Text, ...]:
    """`head`, then words wrapped at `width`; further lines are indented by the width of `head`, plus `deeper`."""
    margin = head.cell_len + deeper
    first, *others = wrapped(words, width - margin)
    head.append(first, style=style)
    lines = [head]
    for line in others:
        text = Text(" " * margin)
        text.append(line, style=style)
        lines.append(text)
    return tuple(lines)
