"""Lines longer than the screen is wide, wrapped under their own words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache

from rich.text import Text

from pannesi.text import IN_FIGURES, IN_FRENCH


def lines_of(words: str, width: int, hanging: str = "") -> list[str]:
    """Words on lines of `width` columns: French punctuation stays with its word, a length or a number in one piece."""
    held = IN_FIGURES.sub("\0", IN_FRENCH.sub("\N{NO-BREAK SPACE}", words))
    lines = textwrap.wrap(held, width, subsequent_indent=hanging, break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


@lru_cache(maxsize=2048)
def wrapped(words: str, width: int) -> tuple[str, ...]:
    """The words on lines of `width` columns, one empty line for none. Kept: a screen says the same again and again."""
    return tuple(lines_of(words, max(width, 12))) or ("",)


def beside(head: Text, pieces: Iterable[Text], width: int) -> Text:
    """`head`, then each piece whole: on the same line where it fits, else at the beginning of the next."""
    column = min(head.cell_len, width)
    for piece in pieces:
        fits = column + 2 + piece.cell_len <= width
        column = piece.cell_len + (column + 2 if fits else 0)
        head.append("  " if fits else "\n").append_text(piece)
    return head


def hanging(head: Text, words: str, style: str, width: int, deeper: int = 0) -> tuple[Text, ...]:
    """`head`, then words in a style; what does not fit on a line of `width` columns goes on below, as far in or so many
    columns deeper."""
    margin = head.cell_len + deeper
    first, *others = wrapped(words, width - margin)
    head.append(first, style=style)
    found = [head]
    for line in others:
        text = Text(" " * margin)
        text.append(line, style=style)
        found.append(text)
    return tuple(found)
