"""Words to be read from afar: in capitals, spread widely where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, normalize

from pannesi.support.text_safety import cell_width, cut

BETWEEN_WORDS = "   "
_BOUND_BEFORE, _BOUND_AFTER = frozenset("?!:;»"), frozenset("«")
"""Signs that stay on the line of the word before them, or after them."""
_AROUND = '«»()[]"“”.,;:!?…'


def letters_of(word: str) -> list[str]:
    """The letters of a word, each with the accents that join it."""
    letters: list[str] = []
    for character in normalize("NFC", word):
        if letters and category(character) in ("Mn", "Mc", "Me"):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def is_to_the_letter(word: str) -> bool:
    """Whether a word is a name or a number that must be read as it is written: `telerad_secours`, `VueShare`, `2/3`."""
    core = normalize("NFC", word).strip(_AROUND)
    parts = core.replace("’", "'").replace("-", "'").split("'")
    return not all(part.isalpha() and part in (part.lower(), part.upper(), part.capitalize()) for part in parts if part)


def spread_word(word: str) -> str:
    """A word in capitals with a blank between its letters; what must be read to the letter as it is."""
    return word if is_to_the_letter(word) else " ".join(letters_of(word.upper()))


def spread_lines(words: str, width: int) -> list[str]:
    """Words spread, on lines of `width` columns; a word too long for one is in capitals only, or cut in pieces."""
    return _packed_lines((tuple(map(spread_word, unit)) for unit in units_of(words)), BETWEEN_WORDS, width)


def capital_lines(words: str, width: int) -> list[str]:
    """The same in capitals that are not spread, where there is little room."""
    shown = ((word if is_to_the_letter(word) else word.upper() for word in unit) for unit in units_of(words))
    return _packed_lines((tuple(unit) for unit in shown), " ", width)


def units_of(words: str) -> Iterator[list[str]]:
    """The words, each with the signs that stay on its line."""
    unit: list[str] = []
    for word in words.split():
        if unit and not (set(word) <= _BOUND_BEFORE or set(unit[-1]) <= _BOUND_AFTER):
            yield unit
            unit = []
        unit.append(word)
    if unit:
        yield unit


def _packed_lines(units: Iterator[tuple[str, ...]], between: str, width: int) -> list[str]:
    lines: list[str] = []
    for unit in units:
        shown = between.join(unit)
        if cell_width(shown) > width:
            shown = " ".join(word.replace(" ", "") for word in unit)
        if lines and cell_width(lines[-1] + between + shown) <= width:
            lines[-1] += between + shown
            continue
        while cell_width(shown) > width:
            piece = cut(shown, width + 1).removesuffix("…").rstrip()
            lines.append(piece)
            shown = shown[len(piece) :].lstrip()
        lines.append(shown)
    return lines or [""]
