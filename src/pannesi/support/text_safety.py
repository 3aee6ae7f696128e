"""Text from outside made safe to show: what it says stays visible, what it would do to a terminal does not happen."""

from __future__ import annotations

import re
import textwrap

_REFUSED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e" + (
    "\u2066-\u2069\u2028\u2029\ufeff\ufff9-\ufffb\ud800-\udfff"
)
"""What acts on a terminal, or turns the direction of reading: a site's file may not hold it."""
_UNSEEN = (
    "\u00ad\u034f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d"
    "\u2060-\u2065\u206a-\u206f\u2800\u3164\uffa0\ufff0-\ufff8\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What takes no room, or only looks like a blank: every format character (Cf), fillers, variation selectors, tags."""
_PRIVATE = "\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
"""What each font shows as it likes, and code points that are no characters."""
_VARIANT = "(?<![\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff])[\ufe00-\ufe0f]"
"""A variation selector, unless it follows a symbol: « ⚠ » typed from a palette of emoji has one."""
_CONTROLS = f"[{_REFUSED}]"
_MARKED = re.compile(f"[{_REFUSED}{_UNSEEN}{_PRIVATE}]|{_VARIANT}")
_LEFT_OUT = f"[{_UNSEEN}\ufeff]|{_VARIANT}"
_BYTES = "[\udc80-\udcff]+"
"""Bytes that are no UTF-8, as Python reads them from a terminal."""
_UNSAFE_IN_ONE_LINE = re.compile(r"[\t\n]")
_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, moves
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # titles, links
    r"|\x1b[()*+][0-9A-Za-z]|\x1b"
)

_IN_FRENCH = re.compile(r" (?=[?!:;»])|(?<=«) ")
"""Blanks of French punctuation, at which no line ends: a mark never begins the next."""
_IN_FIGURES = re.compile(r"(?<=\d) (?=\d|(?:h|min)\b)|(?<=\d h) (?=\d)")
"""Blanks inside a length or a phone number, at which no line ends either; they are kept as they are."""


UNBREAKABLE_BLANK = "\0"
"""Stands for a blank at which no line ends."""


def wrapped_lines(words: str, width: int, hanging: str = "") -> list[str]:
    """Words on lines of `width` columns: French punctuation stays with its word, a length or a number in one piece."""
    lines = textwrap.wrap(with_unbreakable_blanks(words), width, subsequent_indent=hanging, break_on_hyphens=False)
    return [line.replace(UNBREAKABLE_BLANK, " ") for line in lines]


def with_unbreakable_blanks(words: str) -> str:
    """The words, letter by letter, with a mark of our own for each blank at which no line may end."""
    return _IN_FIGURES.sub(UNBREAKABLE_BLANK, _IN_FRENCH.sub(UNBREAKABLE_BLANK, words))


def _mark(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"⟦U+{code:04X}⟧"


def clean(text: str) -> str:
    """`text` with each character that cannot be seen, or would act on a terminal, replaced by a visible mark.

    Marked are controls (Cc), format characters (Cf: bidirectional and zero-width ones, soft hyphens, tags), lone
    surrogates (Cs), private use (Co), line and paragraph separators (Zl, Zp), code points that are no characters, and
    the few letters and marks that show nothing. Line feeds and tabs are kept: they only lay text out. ESC becomes ␛,
    U+202E becomes ⟦U+202E⟧. Idempotent. For showing only: what is kept, hashed or exported is never changed.
    """
    return _MARKED.sub(_mark, text)


def clean_line(text: str) -> str:
    """Like `clean`, for text that must stay on one line: line feeds and tabs become spaces."""
    return _UNSAFE_IN_ONE_LINE.sub(" ", clean(text.replace("\r\n", "\n")))


def typed_line(text: str) -> str:
    """One line as a person meant it who typed or pasted it: letters that a terminal sent in Latin-1 are those letters,
    and what cannot be seen is left out, since nobody meant it. The rest is made visible as `clean_line` does."""
    return clean_line(re.sub(_LEFT_OUT, "", repair_latin_1(text)))


def repair_latin_1(text: str) -> str:
    """Text read from a terminal, where bytes that are no UTF-8 are the letters of Latin-1 that it sent."""
    return re.sub(_BYTES, _in_latin_1, text)


def _in_latin_1(found: re.Match[str]) -> str:
    return found.group().encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def first_unsafe(text: str) -> re.Match[str] | None:
    """Where the first character that `clean` would replace stands, or None."""
    return _MARKED.search(text)


def first_refused(text: str) -> re.Match[str] | None:
    """Where the first character stands that no file of a site may hold, or None."""
    return re.search(_CONTROLS, text)


def without_sequences(text: str) -> str:
    """`text` without what was meant for a terminal: colours, titles, lone ESC. No letter to be read is lost."""
    return re.sub(_SEQUENCE, "", text)
