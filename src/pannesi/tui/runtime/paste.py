"""What is pasted reaches the fields as text alone: no piece of it is taken for keys."""

from __future__ import annotations

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

from pannesi.support.text_safety import without_sequences

BEGIN, END = "\x1b[200~", "\x1b[201~"


class PasteBuffer:
    """What a terminal sends, each paste held until it is whole and given on without control sequences."""

    def __init__(self) -> None:
        self._held: str | None = None
        """The paste so far, from its beginning; None outside of one."""
        self._last = ""
        """The end of what went on: the mark of a beginning may come in two reads."""

    def feed(self, data: str) -> str:
        """What to read of what came."""
        passed_on = ""
        while data:
            if self._held is None:
                before, begun, data = self._split(data)
                passed_on += before
                if begun:
                    self._held = ""
                continue
            self._held, data = self._held + data, ""
            pasted, end, after = self._held.partition(END)
            if end:
                passed_on += without_sequences(pasted) + END
                self._held, data = None, after
        return passed_on

    def _split(self, data: str) -> tuple[str, bool, str]:
        """What comes before a paste and its mark, whether one begins, and what follows."""
        overlap = len(self._last)
        at = (self._last + data).find(BEGIN)
        if at < 0:
            self._last = (self._last + data)[1 - len(BEGIN) :]
            return data, False, ""
        after = at + len(BEGIN) - overlap
        self._last = ""
        return data[:after], True, data[after:]


class PasteParser(XTermParser):
    """Textual takes an ESC inside a paste for the beginning of a key, and gives what follows it as keys: a coloured
    line copied from another terminal would answer questions."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pastes = PasteBuffer()

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
        elif read := self._pastes.feed(data):
            yield from super().feed(read)
