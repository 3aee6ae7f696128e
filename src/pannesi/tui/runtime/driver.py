"""The terminal's driver on Unix: it tells when keys came, takes no paste for keys, sees that the terminal is gone, and
does not wait when the program is left."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from textual.driver import Driver

if TYPE_CHECKING:
    from textual.message import Message

    from pannesi.tui.program import Program

LOOK = 0.1
"""Seconds between two looks at whether the program was left."""
LOADING = 1.0
"""Seconds for which nobody looked at the keyboard before the first look: the program was being loaded."""
SIZE = (80, 24)
"""What a terminal that says no size is taken for: a serial line, some tools that give a program a terminal."""


@cache
def terminal_driver() -> type[Driver]:
    """A driver that leaves at once, and knows a burst of keys.

    The usual one waits for its thread of the keyboard, which looks up every tenth of a second, twice. Nothing is
    lost by not waiting: what was typed after the key that quits is thrown away either way.
    """
    if sys.platform == "win32":
        return _windows_driver()
    import selectors
    from codecs import getincrementaldecoder
    from os import get_terminal_size, read

    from textual.drivers import linux_driver

    from pannesi.support.text_safety import repair_latin_1
    from pannesi.tui.runtime.key_bursts import NEAR, BurstDetector, estimate_key_times, is_scanner_key
    from pannesi.tui.runtime.paste import PasteParser
    from pannesi.tui.runtime.textual_internals import crash, is_leaving, key_time

    class Writer(linux_driver.WriterThread):  # type: ignore[name-defined,misc]
        """Textual's own ends with the first write that fails; the screen then waits for ever for room in its queue."""

        def run(self) -> None:
            """Writes until it is told to end, and throws away what can no more be shown."""
            try:
                super().run()
            except (OSError, ValueError):
                while self._queue.get() is not None:
                    pass

    linux_driver.WriterThread = Writer  # type: ignore[attr-defined]  # it makes its own, and can be given none

    class QuickDriver(linux_driver.LinuxDriver):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            width, height = self._get_terminal_size()
            self._size = self._size or (width, height)

        def _get_terminal_size(self) -> tuple[int, int]:
            """The one size that all go by: what draws guessed another, and both were drawn in turn for ever."""
            try:
                width, height = get_terminal_size(self.fileno)
            except OSError:
                width, height = 0, 0
            return width or SIZE[0], height or SIZE[1]

        def _run_input_thread(self) -> None:
            """A failure here is one of the program, told as any other is."""
            try:
                self.run_input_thread()
            except Exception as failure:  # noqa: BLE001  raised again where the program handles its crashes
                self._app.call_later(crash, self._app, failure)

        def run_input_thread(self) -> None:
            """Reads keys as they come, whatever the screen is doing: by the times when they came a burst is known."""
            parser, sorter = PasteParser(self._debug), BurstDetector()
            decode = getincrementaldecoder("utf-8")("surrogateescape").decode
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                empty_at, before_us = key_time() - LOADING, True
                while not self.exit_event.is_set():
                    began, patience = key_time(), NEAR if sorter.pending else LOOK
                    messages: list[Message] = []
                    if selector.select(patience):
                        read_at = key_time()
                        data = self._read()
                        if not data:
                            self._app.call_later(cast("Program", self._app).terminal_gone)
                            return
                        if before_us:
                            data = data.replace(b"\n", b"\r")  # an Enter typed then: the terminal was not ours yet
                        before_us = False
                        text = repair_latin_1(decode(data))
                        messages += parser.feed(text) if text else ()  # a letter of several bytes may come in two reads
                        keys = [message for message in messages if is_scanner_key(message)]
                        for key, at in zip(keys, estimate_key_times(len(keys), read_at, empty_at), strict=True):
                            key.time = at
                        messages, empty_at = sorter.take(messages), read_at
                    else:
                        empty_at, before_us = began + patience, False
                        messages += sorter.flush(key_time())
                    for message in (*messages, *sorter.take(parser.tick())):
                        self.process_message(message)

        def _read(self) -> bytes:
            """What there is to read; nothing where the terminal is gone."""
            try:
                return read(self.fileno, 4096)
            except OSError:
                return b""

        def disable_input(self) -> None:
            if is_leaving(self._app):
                self._key_thread = None
            super().disable_input()
            if is_leaving(self._app):
                self.exit_event.set()  # the thread ends by itself

    return QuickDriver


def _windows_driver() -> type[Driver]:
    """Textual's own on Windows, which gives keys one by one, by a thread of its own."""
    from textual.drivers.windows_driver import WindowsDriver

    from pannesi.tui.runtime.key_bursts import TimedBurstDetector

    class SortingDriver(WindowsDriver):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            self._sorting = TimedBurstDetector(super().process_message)

        def process_message(self, message: Message) -> None:
            self._sorting.take(message)

    return SortingDriver
