"""What is read from the keyboard as messages: keys with their times, a burst as one, a paste as text, never as keys."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

from pannesi.support.text_safety import repair_latin_1, without_sequences
from pannesi.tui.runtime.key_bursts import BurstDetector, estimate_key_times, is_scanner_key

BEGIN, END = "\x1b[200~", "\x1b[201~"


class PasteBuffer:
    """Holds back a bracketed paste until it is complete, then passes it on without control sequences."""

    def __init__(self) -> None:
        self._paste: str | None = None
        """The text of the paste so far; None outside of one."""
        self._tail = ""
        """The last characters passed on: the mark that begins a paste may arrive in two reads."""

    def feed(self, data: str) -> str:
        """Takes what was read from the terminal; returns what the parser of keys may see of it now."""
        passed_on = ""
        while data:
            if self._paste is None:
                before, begun, data = self._split_at_paste(data)
                passed_on += before
                if begun:
                    self._paste = ""
                continue
            self._paste, data = self._paste + data, ""
            pasted, end, after = self._paste.partition(END)
            if end:
                passed_on += without_sequences(pasted) + END
                self._paste, data = None, after
        return passed_on

    def _split_at_paste(self, data: str) -> tuple[str, bool, str]:
        """Splits at the mark that begins a paste: what comes before it and the mark, whether there is one, what
        follows."""
        overlap = len(self._tail)
        at = (self._tail + data).find(BEGIN)
        if at < 0:
            self._tail = (self._tail + data)[1 - len(BEGIN) :]
            return data, False, ""
        after = at + len(BEGIN) - overlap
        self._tail = ""
        return data[:after], True, data[after:]


class PasteParser(XTermParser):
    """Textual's parser of terminal input behind a `PasteBuffer`.

    Textual takes an ESC inside a paste for the beginning of a key, and what follows it for keys: a coloured line copied
    from another terminal would answer questions.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pastes = PasteBuffer()

    def feed(self, data: str) -> Iterable[Message]:
        """Parses what was read, pastes made safe; an empty string ends the input."""
        if not data:
            yield from super().feed(data)
        elif read := self._pastes.feed(data):
            yield from super().feed(read)


class KeyboardInput:
    """Makes messages of the bytes that are read from a Unix terminal."""

    def __init__(self, empty_at: float, *, debug: bool) -> None:
        self._parser, self._detector = PasteParser(debug), BurstDetector()
        self._decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        self._empty_at = empty_at
        """When there was last nothing to read, by the clock that dates keys."""
        self._before_us = True
        """Whether what is read next may have been typed before the terminal was in raw mode."""

    @property
    def key_waits(self) -> bool:
        """Whether a key waits for the next one, to know whether they are a burst."""
        return self._detector.pending

    def take(self, data: bytes, read_at: float) -> list[Message]:
        """What was read at a moment."""
        if self._before_us:
            data = data.replace(b"\n", b"\r")  # an Enter typed then: the terminal was not ours yet
        self._before_us = False
        text = repair_latin_1(self._decode(data))
        messages = list(self._parser.feed(text)) if text else []  # a letter of several bytes may come in two reads
        keys = [message for message in messages if is_scanner_key(message)]
        for key, at in zip(keys, estimate_key_times(len(keys), read_at, self._empty_at), strict=True):
            key.time = at
        self._empty_at = read_at
        return [*self._detector.take(messages), *self._timed_out()]

    def nothing_came(self, until: float, now: float) -> list[Message]:
        """What goes on because nothing was there to read `until` a moment."""
        self._empty_at, self._before_us = until, False
        return [*self._detector.flush(now), *self._timed_out()]

    def _timed_out(self) -> list[Message]:
        """Keys of an escape sequence that was not completed in time."""
        return self._detector.take(self._parser.tick())
