"""Long pieces of work: how they let others go first, how far they are, told on the terminal now and then, and what
Ctrl-C left behind."""

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
"""Seconds after which a rest ends, however long the work before it took."""
SWITCH_INTERVAL = 0.0002
"""Seconds that a thread may hold the interpreter while another asks for it. Python's own 5 ms are longer than a tick
takes: one that asks for it twice would wait for twice that beside a thread that reads the journal."""


def lower_priority() -> None:
    """Let every other program of the machine go first: nobody's tick waits for a check or a copy."""
    nice = getattr(os, "nice", None)
    if nice is not None:
        nice(15)


def pause_after(worked: float) -> None:
    """As long a rest as the piece of work before it, so that a thread leaves the processor half of the time to whoever
    ticks. It is not made less urgent than the others instead: as soon as the machine is busy, they would wait for the
    interpreter that it holds while the system lets it wait."""
    time.sleep(min(worked, LONGEST_PAUSE))


class Progress:
    """Called with how much is done, and of how much where that is known. Says nothing for the first second, then a
    line now and then, and only on a terminal: a log wants the end, not the way."""

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
    """Work that Ctrl-C may end anywhere: says what it left behind, then lets the program end."""
    try:
        with _ended_as_by_a_key():
            yield
    except KeyboardInterrupt:
        stderr().wrapped(_("Interrompu. {left}").format(left=left))
        raise


@contextlib.contextmanager
def _ended_as_by_a_key() -> Iterator[None]:
    """A program told to end, or whose window is closed, tidies up as well: half a copy holds the names of patients."""
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
