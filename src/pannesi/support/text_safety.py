"""Text as it is shown: made safe, so that every character is visible and none can act on the terminal; measured in
columns; compared without accents."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from unicodedata import category, combining, east_asian_width, normalize

_SIMPLE = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x300), *range(0x2500, 0x25FD))))
"""Characters of one column, without looking further: Latin letters, box drawing, geometric signs."""
_FIRST_WIDE = "\u1100"
"""No letter before it takes two columns."""
_NARROW_TO_WIDE = "\ufe0f"
"""After a sign of one column, it asks for its coloured picture of two."""

_REFUSED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e" + (
    "\u2066-\u2069\u2028\u2029\ufeff\ufff9-\ufffb\ud800-\udfff"
)
"""Control characters, and those that change the reading direction: a site's file may not hold them."""
_INVISIBLE = (
    "\u00ad\u034f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d"
    "\u2060-\u2065\u206a-\u206f\u2800\u3164\uffa0\ufff0-\ufff8\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters of no width or that look like a blank: format characters (Cf), fillers, variation selectors, tags."""
_PRIVATE = "\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
"""Private use, whose look depends on the font, and code points that are no characters."""
_VARIANT = "(?<![\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff])[\ufe00-\ufe0f]"
"""A variation selector, unless it follows a symbol: « ⚠ » typed from a palette of emoji has one."""
_CONTROLS = f"[{_REFUSED}]"
_UNSAFE = f"[{_REFUSED}{_INVISIBLE}{_PRIVATE}]|{_VARIANT}"
_PLAIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x180)))) | frozenset(
    "\n\t’…œŒ–—●▲■✓→⚠⏎€"
)
"""What nearly every text is made of, all of it safe: looked at first, since the expression of what is unsafe takes
longer to compile than home to be drawn."""
_REMOVED_FROM_TYPED = f"[{_INVISIBLE}\ufeff]|{_VARIANT}"
_BYTES = "[\udc80-\udcff]+"
"""Bytes that are not UTF-8, as Python reads them (the `surrogateescape` error handler, PEP 383)."""
_ESCAPE_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, moves
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # titles, links
    r"|\x1b[()*+][0-9A-Za-z]|\x1b"
)

_IN_FRENCH = r" (?=[?!:;»])|(?<=«) "
"""Spaces of French punctuation, at which no line may break: a mark never begins the next line."""
_IN_FIGURES = r"(?<=\d) (?=\d|(?:h|min)\b)|(?<=\d h) (?=\d)|(?:(?<=\bà)|(?<=\bdès)) (?=\d\d:\d\d)"
"""Spaces inside a duration or a phone number, or before an hour ("jusqu'à 08:00"), at which no line may break
either."""


UNBREAKABLE_BLANK = "\0"
"""Stands, while text is wrapped, for a space at which no line may break."""
_SECOND_COLUMN = "\1"
"""Stands, while text is wrapped, for the second column of a letter that takes two."""


def wrapped_lines(words: str, width: int, hanging: str = "") -> list[str]:
    """Text wrapped at `width` columns; French punctuation stays with its word, a duration or a number in one piece.

    `hanging` precedes every line after the first.
    """
    whole = with_unbreakable_blanks(words)
    return wrapped_in_columns(whole, width, subsequent_indent=hanging, break_on_hyphens=False)


def wrapped_in_columns(words: str, width: int, **options: Any) -> list[str]:
    """Text wrapped as `textwrap` does with these options, at `width` columns rather than letters, some of which take
    two; never at an `UNBREAKABLE_BLANK`."""
    import textwrap

    wide = widened(words, _SECOND_COLUMN)
    lines = textwrap.wrap(wide, width, **options)
    if wide != words and any(widened(line[-1:], " ") != line[-1:] for line in lines):
        lines = textwrap.wrap(wide, max(width - 1, 1), **options)  # a letter was parted from its second column
    return [line.replace(UNBREAKABLE_BLANK, " ").replace(_SECOND_COLUMN, "") for line in lines]


def with_unbreakable_blanks(words: str) -> str:
    """A text of the same length, with `UNBREAKABLE_BLANK` for each space at which no line may break."""
    return re.sub(_IN_FIGURES, UNBREAKABLE_BLANK, re.sub(_IN_FRENCH, UNBREAKABLE_BLANK, words))


def _visible_mark(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"⟦U+{code:04X}⟧"


def clean(text: str) -> str:
    """`text` with each character that is invisible, or would act on a terminal, replaced by a visible mark.

    Replaced are controls (Cc), format characters (Cf: bidirectional and zero-width ones, soft hyphens, tags), lone
    surrogates (Cs), private use (Co), line and paragraph separators (Zl, Zp), code points that are no characters, and
    the few letters and marks that show nothing. Line feeds and tabs are kept: they only lay text out. ESC becomes ␛,
    U+202E becomes ⟦U+202E⟧. Idempotent. For showing only: what is stored, hashed or exported is never changed.
    """
    return text if _PLAIN.issuperset(text) else re.sub(_UNSAFE, _visible_mark, text)


def clean_line(text: str) -> str:
    """Like `clean`, for text that must stay on one line: line feeds and tabs become spaces."""
    return clean(text.replace("\r\n", "\n")).replace("\n", " ").replace("\t", " ")


def typed_line(text: str) -> str:
    """A line that a person typed or pasted, cleaned: Latin-1 bytes become letters, invisible characters are removed.

    The other unsafe characters are made visible, as `clean_line` does.
    """
    if not _PLAIN.issuperset(text):
        text = re.sub(_REMOVED_FROM_TYPED, "", repair_latin_1(text))
    return clean_line(text)


def repair_latin_1(text: str) -> str:
    """Text read from a terminal, with bytes that are not UTF-8 decoded as Latin-1 (Windows code page 1252)."""
    return re.sub(_BYTES, _in_latin_1, text)


def _in_latin_1(match: re.Match[str]) -> str:
    return match.group().encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def first_unsafe(text: str) -> re.Match[str] | None:
    """The first character that `clean` would replace, or None."""
    return None if _PLAIN.issuperset(text) else re.search(_UNSAFE, text)


def first_refused(text: str) -> re.Match[str] | None:
    """The first character that no file of a site may hold, or None."""
    return re.search(_CONTROLS, text)


def without_sequences(text: str) -> str:
    """`text` without escape sequences of a terminal: colours, titles, links, lone ESC."""
    return re.sub(_ESCAPE_SEQUENCE, "", text)


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


def fold_accents(text: str) -> str:
    """`text` without case, accents or ligatures: `Cœur` and `coeur` become equal."""
    split = normalize("NFKD", text.casefold()).replace("œ", "oe").replace("æ", "ae")
    return "".join(part for part in split if not combining(part)).casefold()
