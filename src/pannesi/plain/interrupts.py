"""Ctrl-C during an act: it takes effect once what was recorded is also shown, so that no tick is kept in silence."""

from __future__ import annotations

import signal
import threading
from types import FrameType


class Interrupts:
    """Holds Ctrl-C back from an act to the next question; pressed twice, it ends the program at once."""

    def __init__(self) -> None:
        self._held = False
        self._pressed = False

    def hold(self) -> None:
        """From here on Ctrl-C waits. Nothing where somebody else handles it, or outside the main thread."""
        here = threading.current_thread() is threading.main_thread()
        if not self._held and here and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._note_interrupt)
            self._held = True

    def release(self) -> None:
        """From here on Ctrl-C ends the program. Raises KeyboardInterrupt where it was pressed meanwhile."""
        if not self._held:
            return
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._held, pressed, self._pressed = False, self._pressed, False
        if pressed:
            raise KeyboardInterrupt

    def forget(self) -> None:
        """From here on Ctrl-C ends the program; what was pressed is forgotten."""
        self._pressed = False
        self.release()

    def _note_interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self._pressed:
            raise KeyboardInterrupt
        self._pressed = True
