"""A Unix terminal taken over before Textual does: no echo, the other screen; whatever ends it, all is put back."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

BEGIN = "\x1b[?1049h\x1b[?25l\x1b[?7l"
"""The alternate screen, no cursor, no wrapping at the last column."""
END = "\x1b[?7h\x1b[?1049l\x1b[?25h"
OF_TEXTUAL = "\x1b[<u\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l\x1b[?2004l"
"""Ends what Textual asks a terminal for: keys of the kitty protocol, the mouse, focus, marks around a paste."""
DEFAULT_SIZE = (80, 24)
"""Columns and rows assumed where the terminal tells no size: a serial line, some tools that run a program in a
terminal."""
_ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGABRT", "SIGINT")
_LFLAG, _IFLAG, _CC = 3, 0, 6


class EarlyTerminal:
    """The terminal of the program, from its first paint until Textual holds it."""

    def __init__(self, keyboard: int, screen: int, ended: Callable[[int], None]) -> None:
        import termios  # of Unix alone

        self.keyboard, self.screen = keyboard, screen
        self._system = termios
        self._ended = ended
        """Called with the number of a signal once the terminal is restored; does not return."""
        self.modes: list[Any] | None = None
        """The modes that the terminal had before; None while it is not taken."""
        self.lock = threading.RLock()
        """Held while it is written to, while Textual changes its modes, and for good once it is left: nothing comes to
        a terminal that was put back."""
        self.handed_over = False
        """Whether Textual has changed its modes."""
        self.given_back = False
        """Whether Textual has put the screen back."""
        self._handlers: dict[int, Any] = {}

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows; 0 where the terminal does not tell."""
        try:
            return os.get_terminal_size(self.keyboard)
        except OSError:
            return 0, 0

    def take(self) -> bool:
        """Takes the terminal; returns whether it could. Ctrl+C still ends the program, Ctrl+Z does nothing."""
        system = self._system
        try:
            self.modes, modes = system.tcgetattr(self.keyboard), system.tcgetattr(self.keyboard)
            modes[_LFLAG] &= ~(system.ECHO | system.ICANON | system.IEXTEN)
            modes[_IFLAG] &= ~(system.IXON | system.IXOFF | system.ICRNL | system.INLCR | system.IGNCR)
            modes[_CC] = [*modes[_CC]]
            modes[_CC][system.VMIN], modes[_CC][system.VTIME] = 1, 0
            modes[_CC][system.VSUSP] = bytes([os.fpathconf(self.keyboard, "PC_VDISABLE")])
            for number in (getattr(signal, name) for name in _ENDING):
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._handlers[number] = signal.signal(number, self._end)
            system.tcsetattr(self.keyboard, system.TCSANOW, modes)
        except (system.error, OSError, ValueError):
            self.restore()
            return False
        self.write(BEGIN)
        return True

    def write(self, text: str) -> None:
        """Writes all of a text; nothing more where the terminal is gone."""
        data = text.encode("utf-8", "replace")
        with self.lock, contextlib.suppress(OSError):
            while data:
                data = data[os.write(self.screen, data) :]

    def leave(self, ended: Callable[[], None]) -> None:
        """Puts everything back and calls `ended`, from any thread, unless Textual has put it back."""
        with self.lock:
            if not self.given_back:
                self._restore_screen()
                ended()

    def hand_over(self) -> None:
        """Leaves Ctrl+C to Textual, and the other signals too once it has set its own handlers of them."""
        if signal.SIGINT in self._handlers:
            signal.signal(signal.SIGINT, self._handlers.pop(signal.SIGINT))

    def restore(self) -> None:
        """Puts everything back as it was; does nothing a second time."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers = {}
        self._restore_screen()

    def _restore_screen(self) -> None:
        modes, self.modes = self.modes, None
        if modes is None:
            return
        if not self.given_back:
            self.write(OF_TEXTUAL + END if self.handed_over else END)
        with contextlib.suppress(self._system.error):
            self._system.tcsetattr(self.keyboard, self._system.TCSANOW, modes)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        with self.lock:
            self.restore()
            self._ended(number)
