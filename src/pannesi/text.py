"""Text from outside made safe to show: what it says stays visible, what it would do to a terminal does not happen."""

from __future__ import annotations

import re
import textwrap

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}\u2028\u2029\ufeff\ufff9-\ufffb\ud800-\udfff]")
_UNSAFE_IN_ONE_LINE = re.compile(r"[\t\n]")
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, moves
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # titles, links
    r"|\x1b[()*+][0-9A-Za-z]|\x1b"
)

_IN_FRENCH = re.compile(r" (?=[?!:;»])|(?<=«) ")
"""Blanks of French punctuation, at which no line ends: a mark never begins the next."""
_IN_FIGURES = re.compile(r"(?<=\d) (?=\d|(?:h|min)\b)|(?<=\d h) (?=\d)")
"""Blanks inside a length or a phone number, at which no line ends either; they are kept as they are."""


WHOLE = "\0"
"""Stands for a blank at which no line ends."""


def lines_of(words: str, width: int, hanging: str = "") -> list[str]:
    """Words on lines of `width` columns: French punctuation stays with its word, a length or a number in one piece."""
    lines = textwrap.wrap(held(words), width, subsequent_indent=hanging, break_on_hyphens=False)
    return [line.replace(WHOLE, " ") for line in lines]


def held(words: str) -> str:
    """The words, letter by letter, with a mark of our own for each blank at which no line may end."""
    return _IN_FIGURES.sub(WHOLE, _IN_FRENCH.sub(WHOLE, words))


def _mark(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"⟦U+{code:04X}⟧"


def clean(text: str) -> str:
    """`text` with each control, bidirectional or lone surrogate character replaced by a visible mark.

    Line feeds and tabs are kept: they only lay text out. ESC becomes ␛, U+202E becomes ⟦U+202E⟧. Idempotent.
    """
    return _CONTROLS.sub(_mark, text)


def clean_line(text: str) -> str:
    """Like `clean`, for text that must stay on one line: line feeds and tabs become spaces."""
    return _UNSAFE_IN_ONE_LINE.sub(" ", clean(text.replace("\r\n", "\n")))


def first_unsafe(text: str) -> re.Match[str] | None:
    """Where the first character that `clean` would replace stands, or None."""
    return _CONTROLS.search(text)


def without_sequences(text: str) -> str:
    """`text` without what was meant for a terminal: colours, titles, lone ESC. No letter to be read is lost."""
    return _SEQUENCE.sub("", text)
