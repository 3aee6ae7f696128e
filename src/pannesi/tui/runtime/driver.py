"""The terminal driver: dates each key, makes pastes and bursts safe, notices a closed terminal, exits at once."""

from __future__ import annotations

import os
import selectors
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from textual.driver import Driver

from pannesi.tui.first_paint.terminal import DEFAULT_SIZE
from pannesi.tui.runtime.textual_internals import crash, is_leaving, key_time

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver as UnixBase
    from textual.message import Message

    from pannesi.tui.first_paint.first_paint import FirstPaint
    from pannesi.tui.program import Program
    from pannesi.tui.runtime.keyboard_input import KeyboardInput
else:
    UnixBase = Driver

LOADING_TIME = 1.0
"""Seconds that are taken to have passed, before the first read, without anybody reading the keyboard: the program was
being loaded."""
ALTERNATE_SCREEN = "\x1b[?1049h"
OVER_POLL = 0.05
"""Seconds between two looks whether the program was left while the first paint still reads the keyboard."""


@cache
def terminal_driver() -> type[Driver]:
    """The class of the driver for this system; made when first asked for, since its base is imported late."""
    return _windows_driver() if sys.platform == "win32" else _unix_driver()


class UnixDriverMethods(UnixBase):
    """What is done otherwise than in Textual's `LinuxDriver`, which only Unix can import: mixed in before it.

    Textual's driver waits, when it ends, for its thread of the keyboard, which looks up every tenth of a second, twice.
    Nothing is lost by not waiting: what was typed after the key that quits is thrown away either way.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._size = self._size or self._get_terminal_size()

    @property
    def _first_paint(self) -> FirstPaint | None:
        """What was painted before Textual was loaded, if something was."""
        first = cast("Program", self._app).first_paint
        return first if first is not None and first.painted else None

    def write(self, data: str) -> None:
        """Writes to the terminal: at once while the first paint reads the keyboard, so that nothing is left to write
        where it ends the program. The other screen is there by then: asked for again, some terminals would clear it."""
        first = self._first_paint
        if first is None or first.handed is not None:
            super().write(data)
        elif data != ALTERNATE_SCREEN:
            first.terminal.write(data)

    def start_application_mode(self) -> None:
        """Takes the terminal; at the end it gets back the modes from before the first paint."""
        first = self._first_paint
        with first.terminal.lock if first is not None else nullcontext():
            if first is not None:
                first.terminal.handed_over = True
            super().start_application_mode()  # type: ignore[no-untyped-call]
            if first is not None and first.terminal.modes is not None:
                self.attrs_before = first.terminal.modes

    def stop_application_mode(self) -> None:
        """Gives the terminal back."""
        first = self._first_paint
        with first.terminal.lock if first is not None else nullcontext():
            super().stop_application_mode()
            if first is not None:
                first.terminal.given_back = True

    def _get_terminal_size(self) -> tuple[int, int]:
        """The one size that Textual and the screens go by: had each its own, both were drawn in turn for ever."""
        try:
            width, height = os.get_terminal_size(self.fileno)
        except OSError:
            width, height = 0, 0
        return width or DEFAULT_SIZE[0], height or DEFAULT_SIZE[1]

    def _run_input_thread(self) -> None:
        """Runs the thread of the keyboard; an exception in it ends the program as any other does."""
        try:
            self.run_input_thread()
        except Exception as failure:  # noqa: BLE001  raised again where the program handles its crashes
            self._app.call_later(crash, self._app, failure)

    def run_input_thread(self) -> None:
        """Reads keys as they come, whatever the event loop is doing: their times tell a burst from a person."""
        from pannesi.tui.runtime.keyboard_input import KeyboardInput

        keyboard = KeyboardInput(key_time() - LOADING_TIME, debug=self._debug)
        if self._first_paint is not None:
            self._take_early_keys(self._first_paint, keyboard)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                began, patience = key_time(), keyboard.patience
                if selector.select(patience):
                    read_at = key_time()
                    data = self._read()
                    if not data:
                        self._app.call_later(cast("Program", self._app).terminal_gone)
                        return
                    messages = keyboard.take(data, read_at)
                else:
                    messages = keyboard.nothing_came(began + patience, key_time())
                for message in messages:
                    self.process_message(message)

    def _take_early_keys(self, first: FirstPaint, keyboard: KeyboardInput) -> None:
        """Takes what was typed while home was painted already and Textual not ready: for home, and only shown where it
        was typed behind a key that leads away from there."""
        while not first.over.wait(OVER_POLL):
            if self.exit_event.is_set() or is_leaving(self._app):
                return
        if first.handed is None:
            return
        for at, data in first.handed.chunks:
            for message in keyboard.take(data, at):
                self.process_message(message)
        if first.handed.unseen:
            for message in keyboard.nothing_came(key_time(), float("inf")):
                self.process_message(message)
            from pannesi.tui.runtime.key_bursts import Burst

            self.process_message(Burst(first.handed.unseen, begun=0))

    def _read(self) -> bytes:
        """The bytes that there are to read; none where the terminal is closed."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def disable_input(self) -> None:
        """Stops reading; where the program is left, without waiting for the thread, which then ends by itself."""
        if is_leaving(self._app):
            self._key_thread = None
        super().disable_input()
        if is_leaving(self._app):
            self.exit_event.set()


def _unix_driver() -> type[Driver]:
    from textual.drivers import linux_driver

    from pannesi.tui.runtime import keyboard_input  # noqa: F401  here, rather than in the thread that needs it

    class SafeWriter(linux_driver.WriterThread):  # type: ignore[name-defined,misc]
        """Goes on after a failed write. Textual's own ends; the screen then waits for ever for room in its queue."""

        def run(self) -> None:
            """Writes until it is told to end; throws away what can be shown no more."""
            try:
                super().run()
            except (OSError, ValueError):
                while self._queue.get() is not None:
                    pass

    linux_driver.WriterThread = SafeWriter  # type: ignore[attr-defined]  # the driver makes its own, and takes none

    class UnixDriver(UnixDriverMethods, linux_driver.LinuxDriver):
        """The driver of a Unix terminal."""

    return UnixDriver


def _windows_driver() -> type[Driver]:
    """Textual's own on Windows, whose thread gives the keys of each read one by one."""
    from textual.drivers import win32
    from textual.drivers.windows_driver import WindowsDriver

    from pannesi.tui.runtime.keyboard_input import KeyboardBatches, PasteParser

    win32.XTermParser = PasteParser  # type: ignore[attr-defined]  # its thread makes its own, and takes none

    class BatchDriver(WindowsDriver):
        """The driver of a Windows console."""

        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            self._keyboard = KeyboardBatches(key_time() - LOADING_TIME, super().process_message, key_time)
            self.exit_event = ReadLoopEvent(self._keyboard.turn)

        def process_message(self, message: Message) -> None:
            """Takes a message of the batch that is being read."""
            self._keyboard.take(message)

    return BatchDriver


class ReadLoopEvent(threading.Event):
    """The event that ends the thread of the keyboard: each time that its loop looks at it, it looks at the keyboard."""

    def __init__(self, looked: Callable[[], None]) -> None:
        super().__init__()
        self._looked = looked

    def is_set(self) -> bool:
        """Whether the thread is to end."""
        self._looked()
        return super().is_set()
