"""The one way out for text: nothing reaches a terminal or a pipe that was not made safe first."""

from __future__ import annotations

import codecs
import json
import os
import sys
import textwrap
import unicodedata
from collections.abc import Sequence
from typing import Any, TextIO

from pannesi.support.text_safety import UNBREAKABLE_BLANK, clean, with_unbreakable_blanks

WIDTH = 80
_NARROWEST = 20
_STAND_INS = {
    "«": '"', "»": '"', "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE",
    "·": "-", "–": "-", "—": "-", "●": "*", "■": "*", "○": "o", "✓": "v", "✗": "x", "▶": ">", "→": "->", "⚠": "(!)",
    "ⓘ": "(i)", "▲": "!", "≠": "!=", "€": "EUR", "°": "o", "\u00a0": " ", "\u202f": " ", "⟦": "[", "⟧": "]",
    "█": "#", "▌": "=",
    "├": "+", "└": "`", "│": "|", "─": "-", "−": "-", "↕": "^",
}  # fmt: skip


class OutputClosed(Exception):
    """Nobody reads any more: a pipe was closed, the terminal is gone."""


def replacement_for(character: str) -> str:
    """What stands for a character that an encoding lacks: a look-alike, the letter without its accent, else `?`."""
    known = _STAND_INS.get(character)
    if known is not None:
        return known
    if 0x2400 <= ord(character) <= 0x2421:
        return f"<{unicodedata.name(character).removeprefix('SYMBOL FOR ')}>"
    bare = "".join(part for part in unicodedata.normalize("NFKD", character) if part.isascii())
    return bare or "?"


def _readable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wanted = error.object[error.start : error.end]
    return "".join(replacement_for(one) for one in wanted), error.end


codecs.register_error("pannesi.readable", _readable)


class Output:
    """Writes lines. Raises OutputClosed when they can go nowhere."""

    def __init__(self, stream: TextIO | None, width: int = WIDTH) -> None:
        self._stream = stream
        self.width = max(width, _NARROWEST)

    def line(self, text: str = "") -> None:
        """One line, or several when `text` has line feeds, as they are."""
        self._write("".join(f"{clean(one)}\n" for one in text.split("\n")))

    @property
    def height(self) -> int | None:
        """The terminal's lines; None where there is no terminal."""
        try:
            return os.get_terminal_size(self._stream.fileno()).lines if self._stream is not None else None
        except (OSError, ValueError):
            return None

    @property
    def is_terminal(self) -> bool:
        """Whether somebody may be looking."""
        return self._stream is not None and not self._stream.closed and self._stream.isatty()

    def wipe(self) -> None:
        """An empty screen, the next line at its top; nothing where there is no terminal."""
        if self.height is not None and os.environ.get("TERM", "") not in ("", "dumb"):
            self._write("\x1b[2J\x1b[H")

    def prompt(self, text: str) -> None:
        """The beginning of a line that the reader finishes."""
        self._write(clean(text).replace("\n", " "))

    def wrapped(self, text: str, indent: str = "", hanging: str | None = None) -> None:
        """Text broken at the width, between words only; `hanging` begins every line after the first."""
        after = indent if hanging is None else hanging
        for number, part in enumerate(clean(text).split("\n")):
            begin = indent if number == 0 else after
            lines = textwrap.wrap(
                with_unbreakable_blanks(part), self.width, initial_indent=begin, subsequent_indent=after,
                expand_tabs=False, replace_whitespace=False, break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
            for line in lines or [begin.rstrip()]:
                self.line(line.replace(UNBREAKABLE_BLANK, " "))

    def packed(self, parts: Sequence[str], between: str = " · ", hanging: str = "  ") -> None:
        """Short parts on as few lines as they fit, each kept whole."""
        line = ""
        for part in parts:
            joined = f"{line}{between}{part}" if line.strip() else f"{line}{part}"
            if line.strip() and len(joined) > self.width:
                self.wrapped(line, "", hanging)
                joined = hanging + part
            line = joined
        if line.strip():
            self.wrapped(line, "", hanging)

    def json(self, value: Any) -> None:
        """Values as JSON, nothing lost: what could act on a terminal is escaped, never replaced."""
        text = json.dumps(value, ensure_ascii=not self._writes_unicode, indent=2)
        if clean(text) != text:
            text = "".join(one if clean(one) == one else _escaped(one) for one in text)
        self._write(text + "\n")

    @property
    def _writes_unicode(self) -> bool:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        return encoding.lower().replace("-", "") in ("utf8", "utf16", "utf32")

    def _write(self, text: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError) as gone:
            stream, self._stream = self._stream, None
            _drain(stream)
            raise OutputClosed from gone


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _drain(stream: TextIO) -> None:
    """Sends what is left in a stream's buffer nowhere, so that ending the program does not fail again."""
    try:
        target = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, target)
    os.close(nowhere)


def output_on(stream: TextIO | None) -> Output:
    """An output on standard output or standard error, as wide as the terminal."""
    if stream is None:
        return Output(None)
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="pannesi.readable")
    return Output(stream, _width_of(stream))


def _width_of(stream: TextIO) -> int:
    """The terminal's width; that of a sheet where there is no terminal, or one that does not tell."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or WIDTH
    except (OSError, ValueError):
        return WIDTH


def stdout() -> Output:
    """The standard output."""
    return output_on(sys.stdout)


def stderr() -> Output:
    """The standard error."""
    return output_on(sys.stderr)
