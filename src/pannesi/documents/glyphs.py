"""Characters that the fonts of the PDF lack, replaced by their code, `[U+4E2D]`: an empty box would be overlooked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pannesi.support.i18n import _

NOTE_KEY = "unprintable"
"""The key under which the values then hold a note about it."""
_ALWAYS_PRINTS = 0x17F
"""Up to this code point (Latin with the accents of Europe) the fonts have every character but controls."""


def name_unprintable(values: dict[str, Any], prints: Callable[[str], bool]) -> dict[str, Any]:
    """The values with each character that `prints` refuses replaced by its code, and a note when there is any.

    Keys stay; so do the values themselves when every character prints.
    """
    rare = sorted({character for text in _texts_in(values) for character in text if ord(character) > _ALWAYS_PRINTS})
    unprintable = set(_unprintable_characters(rare, prints))
    if not unprintable:
        return values
    names = {ord(character): f"[U+{ord(character):04X}]" for character in unprintable}
    note = _("[U+…] : un caractère que la police du PDF n'a pas, nommé par son code ; la page HTML le garde tel quel.")
    return {**_with_names_of_glyphs(values, names), NOTE_KEY: note}


def _unprintable_characters(rare: list[str], prints: Callable[[str], bool]) -> Iterator[str]:
    """The characters of `rare` that do not print, by bisection: one question where all print."""
    if not rare or prints(" ".join(rare)):
        return
    if len(rare) == 1:
        yield rare[0]
        return
    middle = len(rare) // 2
    yield from _unprintable_characters(rare[:middle], prints)
    yield from _unprintable_characters(rare[middle:], prints)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)


def _with_names_of_glyphs(value: Any, names: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(names)
    if isinstance(value, dict):
        return {key: _with_names_of_glyphs(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_names_of_glyphs(inner, names) for inner in value]
    return value
