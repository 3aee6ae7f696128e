"""Letters and digits drawn with half blocks, several rows high: capitals with their accents, and telephone numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import combining, normalize

_HALVES = {"00": " ", "10": "▀", "01": "▄", "11": "█"}
_DOTS = {
    "A": "0110 1001 1111 1001 1001", "B": "1110 1001 1110 1001 1110", "C": "0111 1000 1000 1000 0111",
    "D": "1110 1001 1001 1001 1110", "E": "1111 1000 1110 1000 1111", "F": "1111 1000 1110 1000 1000",
    "G": "0111 1000 1011 1001 0111", "H": "1001 1001 1111 1001 1001", "I": "1 1 1 1 1",
    "J": "0011 0001 0001 1001 0110", "K": "1001 1010 1100 1010 1001", "L": "1000 1000 1000 1000 1111",
    "M": "10001 11011 10101 10001 10001", "N": "1001 1101 1011 1001 1001", "O": "0110 1001 1001 1001 0110",
    "P": "1110 1001 1110 1000 1000", "Q": "0110 1001 1001 1011 0111", "R": "1110 1001 1110 1010 1001",
    "S": "0111 1000 0110 0001 1110", "T": "11111 00100 00100 00100 00100", "U": "1001 1001 1001 1001 0110",
    "V": "10001 10001 01010 01010 00100", "W": "10001 10001 10101 11011 10001", "X": "10001 01010 00100 01010 10001",
    "Y": "10001 01010 00100 00100 00100", "Z": "1111 0001 0110 1000 1111", "Ç": "0111 1000 1000 0111 0010",
    "Œ": "0110111 1001100 1001110 1001100 0110111", "Æ": "0110111 1001100 1111110 1001100 1001111",
    "0": "111 101 101 101 111", "1": "010 110 010 010 111", "2": "111 001 111 100 111", "3": "111 001 011 001 111",
    "4": "101 101 111 001 001", "5": "111 100 111 001 111", "6": "111 100 111 101 111", "7": "111 001 010 010 010",
    "8": "111 101 111 101 111", "9": "111 101 111 001 111", "+": "000 010 111 010 000", "*": "000 101 010 101 000",
    "#": "101 111 101 111 101", ".": "0 0 0 0 1", ",": "00 00 00 01 10", ":": "0 1 0 1 0", ";": "00 01 00 01 10",
    "-": "000 000 111 000 000", "/": "001 001 010 100 100", "'": "1 1 0 0 0", "’": "1 1 0 0 0",
    "?": "111 001 011 000 010", "!": "1 1 1 0 1", "(": "01 10 10 10 01", ")": "10 01 01 01 10",
    "«": "00000 01010 10100 01010 00000", "»": "00000 10100 01010 10100 00000", "°": "11 11 00 00 00", " ": "0 0 0 0 0",
}  # fmt: skip
"""The dots of each sign, five rows of them."""
_ACCENTS = {"": "000 000", "\u0301": "001 010", "\u0300": "100 010", "\u0302": "010 101", "\u0308": "000 101"}
"""None, acute, grave, circumflex, diaeresis: the two rows of dots above a capital; a row is left free below them."""
_DIALLED = frozenset("0123456789+*#.-/ ")


def _rows_of_letter(letter: str) -> list[str] | None:
    """The eight rows of dots of a capital with its accent; None where it is not drawn."""
    base, mark = (letter, "") if letter in _DOTS else (normalize("NFD", letter)[:1], normalize("NFD", letter)[1:])
    if base not in _DOTS or mark not in _ACCENTS:
        return None
    rows, above = _DOTS[base].split(" "), _ACCENTS[mark].split(" ")
    width = max(len(rows[0]), 3 if mark else 1)
    return [row.center(width, "0") for row in (*(above if mark else ("0", "0")), "0", *rows)]


def _half_blocks(rows: Sequence[str]) -> list[str]:
    """Rows of dots as half blocks, two rows in one."""
    pairs = zip(rows[0::2], rows[1::2], strict=True)
    return ["".join(_HALVES[upper + lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs]


def tall_word(word: str) -> list[str] | None:
    """A word in capitals four rows high, the first for accents; None where one of its signs is not drawn."""
    letters = [_rows_of_letter(letter) for letter in _letters_with_accents(word.upper())]
    if not letters or None in letters:
        return None
    return _half_blocks(["0".join(rows) for rows in zip(*(letter for letter in letters if letter), strict=True)])


def _letters_with_accents(word: str) -> Iterator[str]:
    shown = normalize("NFC", word)
    for place, character in enumerate(shown):
        if not combining(character):
            end = next((at for at in range(place + 1, len(shown)) if not combining(shown[at])), len(shown))
            yield shown[place:end]


def tall_lines(units: Sequence[Sequence[str]], width: int) -> list[str]:
    """Words in capitals four rows high, on as few lines as have room; nothing where one is not drawn or too long.

    Each unit is words that stay together on a line. Accents stand a blank row below the line before them, whose letters
    they would seem to belong to.
    """
    lines: list[list[str]] = []
    for unit in units:
        words = [tall_word(word) for word in unit]
        if None in words:
            return []
        drawn = ["   ".join(rows) for rows in zip(*(word for word in words if word), strict=True)]
        if len(drawn[0]) > width:
            return []
        if lines and len(lines[-1][0]) + 3 + len(drawn[0]) <= width:
            lines[-1] = [f"{before}   {after}" for before, after in zip(lines[-1], drawn, strict=True)]
        else:
            lines.append(drawn)
    apart = [["", *line] if number and line[0].strip() else line for number, line in enumerate(lines)]
    return [row.rstrip() for line in apart for row in line]


def tall_number(number: str, width: int, rows: int) -> list[str]:
    """A telephone number in digits of `rows`, 5 or 3, or of 3 where 5 have no room; nothing where it has other signs or
    there is no room at all."""
    if not number.strip() or not _DIALLED.issuperset(number):
        return []
    dots = ["0".join(glyph) for glyph in zip(*(_DOTS[sign].split(" ") for sign in number), strict=True)]
    sizes = [[row.replace("0", "  ").replace("1", "██") for row in dots]] if rows == 5 else []
    sizes.append(_half_blocks([*dots, "0" * len(dots[0])]))
    fitting = next((lines for lines in sizes if len(lines[0]) <= width), [])
    return [line.rstrip() for line in fitting]
