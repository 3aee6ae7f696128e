"""How many columns of a terminal a text takes, and cutting it to a number of them."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, east_asian_width

_SIMPLE = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x300), *range(0x2500, 0x25FD))))
"""Characters of one column, without looking further: Latin letters, box drawing, geometric signs."""
_FIRST_WIDE = "\u1100"
"""No letter before it takes two columns."""
_NARROW_TO_WIDE = "\ufe0f"
"""After a sign of one column, it asks for its coloured picture of two."""


def cell_width(text: str) -> int:
    """The columns that a text takes: two for a wide letter (Unicode TR 11), none for one that joins the letter before
    it."""
    return len(text) if _SIMPLE.issuperset(text) else _summed_width(text)


@lru_cache(maxsize=1024)
def _summed_width(text: str) -> int:
    return sum(map(_width_of, text)) + text.count(_NARROW_TO_WIDE)


def _width_of(character: str) -> int:
    if category(character) in ("Mn", "Mc", "Me", "Cf", "Cc"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def widened(text: str, filler: str) -> str:
    """A text with `filler` behind each letter of two columns, so that it is at least as long as the columns it
    takes."""
    if text.isascii() or _SIMPLE.issuperset(text):
        return text
    return "".join(letter + filler if letter >= _FIRST_WIDE and _width_of(letter) == 2 else letter for letter in text)


def cut(words: str, room: int) -> str:
    """`words` in `room` columns, with an ellipsis where its end is cut."""
    room = max(room, 1)
    if cell_width(words) <= room:
        return words
    shown = ""
    for character in words:
        if cell_width(shown + character) > room - 1:
            break
        shown += character
    return shown + " " * (room - 1 - cell_width(shown)) + "…"


def cut_start(words: str, room: int) -> str:
    """`words` in `room` columns, with an ellipsis where its beginning is cut: the end of a path tells most."""
    return words if len(words) <= room else "…" + words[len(words) - max(room - 1, 0) :]
