"""Output to a terminal or a pipe: every text goes through here and is made safe to show first."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from pannesi.support.text_safety import cell_width, clean, with_unbreakable_blanks, wrapped_in_columns

WIDTH = 80
"""Columns where there is no terminal, or one that does not know its width."""
_NARROWEST = 20
_LOOK_ALIKES = {
    "«": '"', "»": '"', "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE",
    "·": "-", "–": "-", "—": "-", "●": "*", "■": "*", "○": "o", "✓": "v", "✗": "x", "▶": ">", "→": "->", "⚠": "(!)",
    "ⓘ": "(i)", "▲": "!", "≠": "!=", "€": "EUR", "°": "o", "\u00a0": " ", "\u202f": " ", "⟦": "[", "⟧": "]",
    "█": "#", "▌": "=",
    "├": "+", "└": "`", "│": "|", "─": "-", "−": "-", "↕": "^",
}  # fmt: skip


class OutputClosed(Exception):
    """The output has no reader any more: its pipe was closed, or the terminal is gone."""


def replacement_for(character: str) -> str:
    """ASCII for a character that an encoding lacks: a look-alike, the letter without its accent, else `?`."""
    substitute = _LOOK_ALIKES.get(character)
    if substitute is not None:
        return substitute
    import unicodedata

    if 0x2400 <= ord(character) <= 0x2421:
        return f"<{unicodedata.name(character).removeprefix('SYMBOL FOR ')}>"
    ascii_letters = "".join(part for part in unicodedata.normalize("NFKD", character) if part.isascii())
    return ascii_letters or "?"


def _replace_unencodable(error: UnicodeError) -> tuple[str, int]:
    """A codec error handler (PEP 293) that writes `replacement_for` each character."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unencodable = error.object[error.start : error.end]
    return "".join(replacement_for(character) for character in unencodable), error.end


_ERROR_HANDLER = "pannesi.readable"
codecs.register_error(_ERROR_HANDLER, _replace_unencodable)


class Output:
    """A text stream with a width in columns. Every method that writes raises OutputClosed when the reader is gone."""

    def __init__(self, stream: TextIO | None, width: int = WIDTH) -> None:
        self._stream = stream
        self.width = max(width, _NARROWEST)

    def line(self, text: str = "") -> None:
        """Writes a line, or several when `text` has line feeds, without wrapping them."""
        self._write_text("".join(f"{clean(part)}\n" for part in text.split("\n")))

    @property
    def height(self) -> int | None:
        """The number of rows of the terminal; None where there is no terminal."""
        try:
            return os.get_terminal_size(self._stream.fileno()).lines if self._stream is not None else None
        except (OSError, ValueError):
            return None

    @property
    def is_terminal(self) -> bool:
        """Whether the stream is an open terminal."""
        return self._stream is not None and not self._stream.closed and self._stream.isatty()

    def wipe(self) -> None:
        """Clears the screen and puts the cursor at its top left; does nothing where there is no terminal."""
        if self.height is not None and os.environ.get("TERM", "") not in ("", "dumb"):
            self._write_text("\x1b[2J\x1b[H")

    def prompt(self, text: str) -> None:
        """Writes text without a line feed, for the person to type after it."""
        self._write_text(clean(text).replace("\n", " "))

    def wrapped(self, text: str, indent: str = "", hanging: str | None = None) -> None:
        """Writes text wrapped at the width, between words only; `indent` precedes the first line, `hanging` others."""
        after = indent if hanging is None else hanging
        for number, part in enumerate(clean(text).split("\n")):
            begin = indent if number == 0 else after
            lines = wrapped_in_columns(
                with_unbreakable_blanks(part), self.width, initial_indent=begin, subsequent_indent=after,
                expand_tabs=False, replace_whitespace=False, break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
            for line in lines or [begin.rstrip()]:
                self.line(line)

    def packed(self, parts: Sequence[str], between: str = " · ", hanging: str = "  ") -> None:
        """Writes short parts, joined by `between`, on as few lines as possible; a line never ends inside a part."""
        line = ""
        for part in parts:
            joined = f"{line}{between}{part}" if line.strip() else f"{line}{part}"
            if line.strip() and cell_width(joined) > self.width:
                self.wrapped(line, "", hanging)
                joined = hanging + part
            line = joined
        if line.strip():
            self.wrapped(line, "", hanging)

    def json(self, value: Any) -> None:
        """Writes a value as JSON; characters that could act on a terminal are escaped, so that nothing is lost."""
        text = json.dumps(value, ensure_ascii=not self._writes_unicode, indent=2)
        if clean(text) != text:
            text = "".join(
                character if clean(character) == character else _json_escapes(character) for character in text
            )
        self._write_text(text + "\n")

    @property
    def _writes_unicode(self) -> bool:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        return encoding.lower().replace("-", "") in ("utf8", "utf16", "utf32")

    def _write_text(self, text: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError) as error:
            stream, self._stream = self._stream, None
            _redirect_to_null(stream)
            raise OutputClosed from error


def _json_escapes(character: str) -> str:
    """A character as JSON escapes of its UTF-16 code units."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _redirect_to_null(stream: TextIO) -> None:
    """Redirects a closed stream to the null device, so that flushing its buffer at exit does not fail again."""
    try:
        target = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, target)
    os.close(nowhere)


def output_on(stream: TextIO | None) -> Output:
    """An output on a standard stream, as wide as its terminal. Characters that its encoding lacks are replaced."""
    if stream is None:
        return Output(None)
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors=_ERROR_HANDLER)
    return Output(stream, _width_of(stream))


def _width_of(stream: TextIO) -> int:
    """The terminal's width in columns, else `WIDTH`."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or WIDTH
    except (OSError, ValueError):
        return WIDTH


def stdout() -> Output:
    """An output on standard output."""
    return output_on(sys.stdout)


def stderr() -> Output:
    """An output on standard error."""
    return output_on(sys.stderr)
