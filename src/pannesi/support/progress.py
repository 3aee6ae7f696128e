"""Long-running work: its priority, its progress on the terminal, and how it is interrupted."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from pannesi.support.console import Output, stderr
from pannesi.support.i18n import _, format_number

_QUIET_SECONDS = 1.0
_BETWEEN_SECONDS = 2.0
LONGEST_PAUSE = 0.05
"""Seconds that a pause takes at most, however long the work before it took."""


def lower_priority() -> None:
    """Lowers the priority of this process, so that a check or a copy slows down nobody's key presses."""
    nice = getattr(os, "nice", None)
    if nice is not None:
        nice(15)


def pause_after(worked: float) -> None:
    """Sleeps as long as the work before took (`worked`, in seconds), so that a thread uses half of the time at most.

    A lower thread priority would not do: on a busy machine, the other threads would wait for the interpreter lock that
    the suspended thread holds (priority inversion).
    """
    time.sleep(min(worked, LONGEST_PAUSE))


class Progress:
    """A progress report, called with how much is done and, where known, the total.

    Writes nothing in the first second, then a line every two seconds, and only on a terminal.
    """

    def __init__(self, what: str, out: Output | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._what, self._clock = out or stderr(), what, clock
        self._next = clock() + _QUIET_SECONDS

    def __call__(self, done: int, whole: int | None = None) -> None:
        now = self._clock()
        if now < self._next or not self._out.is_terminal:
            return
        self._next = now + _BETWEEN_SECONDS
        if whole:
            self._out.line(_("{what} : {percent} %…").format(what=self._what, percent=min(100 * done // whole, 99)))
        else:
            self._out.line(_("{what} : {count}…").format(what=self._what, count=format_number(done)))


@contextlib.contextmanager
def interruptible(left: str) -> Iterator[None]:
    """A block that Ctrl-C may end anywhere: `left` says in what state things are then. Raises KeyboardInterrupt."""
    try:
        with _signals_as_interrupts():
            yield
    except KeyboardInterrupt:
        stderr().wrapped(_("Interrompu. {left}").format(left=left))
        raise


@contextlib.contextmanager
def _signals_as_interrupts() -> Iterator[None]:
    """SIGTERM and SIGHUP raise KeyboardInterrupt in the block, so that half a copy with patients' names is removed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            before[number] = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
