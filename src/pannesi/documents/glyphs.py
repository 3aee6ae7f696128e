"""Characters that the fonts of the PDF lack are named, `[U+4E2D]`: an empty box would be read as nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pannesi.support.i18n import _

NOTE_KEY = "unprintable"
"""The key under which a page says that such characters are in it."""
_KNOWN = 0x17F
"""Up to here (Latin with every accent of Europe) the fonts have everything that is no control."""


def name_unprintable(page: dict[str, Any], prints: Callable[[str], bool]) -> dict[str, Any]:
    """The page with each character that `prints` refuses named instead, and a note when there is any.

    The names of keys stay; so does the page itself when every character prints.
    """
    rare = sorted({one for text in _texts(page) for one in text if ord(one) > _KNOWN})
    lacking = set(_lacking(rare, prints))
    if not lacking:
        return page
    names = {ord(one): f"[U+{ord(one):04X}]" for one in lacking}
    note = _(
        "[U+…] : un caractère que la police du PDF n'a pas, nommé par son code ; la page HTML (--html, --format html)"
        " le garde tel quel."
    )
    return {**_renamed(page, names), NOTE_KEY: note}


def _lacking(rare: list[str], prints: Callable[[str], bool]) -> Iterator[str]:
    """Those of `rare` that do not print, halving what fails: one question where all do."""
    if not rare or prints(" ".join(rare)):
        return
    if len(rare) == 1:
        yield rare[0]
        return
    middle = len(rare) // 2
    yield from _lacking(rare[:middle], prints)
    yield from _lacking(rare[middle:], prints)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _renamed(value: Any, names: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(names)
    if isinstance(value, dict):
        return {key: _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    return value
