"""Lines longer than the screen is wide, wrapped under their own words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache

from rich.console import Console
from rich.text import Text

from pannesi.support.text_safety import with_unbreakable_blanks, wrapped_lines

NARROW = 60
"""Below this width a screen has no room for what can be told beside the words, or in fewer of them."""


def wrapped_texts(text: Text, width: int, console: Console, hang: int = 0) -> list[Text]:
    """The lines of a text in several styles, each letter keeping its own; at least one. All lines but the first leave
    `hang` columns free, and are returned without them."""
    if "\t" in text.plain:
        text = text.copy()
        text.expand_tabs(4)
    parts = text.split("\n", allow_blank=True) if "\n" in text.plain else (text,)
    lines: list[Text] = []
    for part in parts:
        lines += _folded(part, width, console, hang) if not lines else _folded(part, width - hang, console)
    return lines or [Text()]


def _folded(text: Text, width: int, console: Console, hang: int = 0) -> list[Text]:
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
    """The words on lines of `width` columns, one empty line for none. Kept: a screen says the same again and again."""
    return tuple(wrapped_lines(words, max(width, 12))) or ("",)


def pieces_after(head: Text, pieces: Iterable[Text], width: int) -> Text:
    """`head`, then each piece whole: on the same line where it fits, else at the beginning of the next."""
    column = min(head.cell_len, width)
    for piece in pieces:
        fits = column + 2 + piece.cell_len <= width
        column = piece.cell_len + (column + 2 if fits else 0)
        head.append("  " if fits else "\n").append_text(piece)
    return head


def hanging_lines(head: Text, words: str, style: str, width: int, deeper: int = 0) -> tuple[Text, ...]:
    """`head`, then words in a style; what does not fit on a line of `width` columns goes on below, as far in or so many
    columns deeper."""
    margin = head.cell_len + deeper
    first, *others = wrapped(words, width - margin)
    head.append(first, style=style)
    lines = [head]
    for line in others:
        text = Text(" " * margin)
        text.append(line, style=style)
        lines.append(text)
    return tuple(lines)
