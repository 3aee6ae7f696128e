"""Lines longer than the screen is wide, wrapped under their own words."""

from __future__ import annotations

import re
import textwrap
from functools import lru_cache

from rich.text import Text

_AFTER = re.compile(r" ([?!:;»])")


def held_together(words: str) -> str:
    """French punctuation kept on the line of its word."""
    return _AFTER.sub("\u00a0\\1", words).replace("« ", "«\u00a0")


@lru_cache(maxsize=2048)
def wrapped(words: str, width: int) -> tuple[str, ...]:
    """The words on lines of `width` columns, one empty line for none. Kept: a screen says the same again and again."""
    return tuple(textwrap.wrap(held_together(words), max(width, 12), break_on_hyphens=False)) or ("",)


def hanging(head: Text, words: str, style: str, width: int) -> tuple[Text, ...]:
    """`head`, then words in a style; what does not fit on a line of `width` columns goes on below, as far in."""
    margin = head.cell_len
    first, *others = wrapped(words, width - margin)
    head.append(first, style=style)
    found = [head]
    for line in others:
        text = Text(" " * margin)
        text.append(line, style=style)
        found.append(text)
    return tuple(found)
