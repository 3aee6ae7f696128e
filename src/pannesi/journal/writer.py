"""Who writes to journals: one run of the program, its clock and its randomness, and how it waits for other programs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from typing import TypeVar

from pannesi.support.clock import wall_clock
from pannesi.support.i18n import N_, translated
from pannesi.support.light_dataclass import dataclass

_Result = TypeVar("_Result")
LOCK_WAIT_WORDS = N_("En attente du journal : un autre programme l'occupe…")
TELL_AFTER_SECONDS = 1.0
"""Seconds of waiting after which a person is told."""
_PAUSES = (0.001, 0.002, 0.005, 0.01, 0.015, 0.02)
"""Seconds between one try and the next; the last one is repeated. They are short because a file to which others commit
all the time is free for moments only."""


def _tell_nobody(waits: bool) -> None:
    """Ignores the beginning and end of a wait."""


class LockWait:
    """How the journals of one program wait for a locked file: clock (seconds), pauses, and who is told of a long
    wait."""

    def __init__(
        self,
        tell: Callable[[bool], None] = _tell_nobody,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
        begins: Callable[[], None] = lambda: None,
    ) -> None:
        self.tell = tell
        """Called with True once a wait has lasted a second, with False when it has ended; on the thread that waits."""
        self.begins = begins
        """Called where a wait begins, on the thread that waits."""
        self.clock, self.pause = clock, pause

    def retry(
        self, work: Callable[[], _Result], is_busy: Callable[[Exception], bool], began: float, patience: float
    ) -> _Result:
        """The result of `work`, tried again while it fails because the file is locked (`is_busy` of the exception),
        until `patience` seconds after `began` (by `clock`). Raises the last exception of `work`."""
        tries, said = 0, False
        try:
            while True:
                try:
                    return work()
                except Exception as failure:  # `is_busy` says which are of a lock; the others are raised again
                    waited = self.clock() - began
                    if not is_busy(failure) or waited >= patience:
                        raise
                if not tries:
                    self.begins()
                if not said and waited >= TELL_AFTER_SECONDS:
                    said = True
                    self.tell(True)
                self.pause(_PAUSES[min(tries, len(_PAUSES) - 1)])
                tries += 1
        finally:
            if said:
                self.tell(False)


@dataclass(frozen=True)
class JournalWriter:
    """A run of the program as a journal sees it: its id, and the clock, randomness and waiting that it brings."""

    id: str
    """A random id, new for each run of the program: events of one writer in one session form a hash chain."""
    now_ms: Callable[[], int]
    """The wall clock, milliseconds since 1970."""
    new_salt: Callable[[], str]
    """Gives 256 random bits, in hex."""
    waiting: LockWait = field(default_factory=LockWait)
    """How the journal waits for other programs."""


def random_id() -> str:
    """128 random bits, in hexadecimal."""
    return os.urandom(16).hex()


def new_writer(now: Callable[[], datetime] = wall_clock, waiting: LockWait | None = None) -> JournalWriter:
    """A writer with a new id. Without `waiting`, a long wait is told on standard error."""
    waiting = waiting or LockWait(tell_on_stderr)
    return JournalWriter(random_id(), lambda: int(now().timestamp() * 1000), lambda: os.urandom(32).hex(), waiting)


def tell_on_stderr(waits: bool) -> None:
    """Says on standard error that another program locks the journal, for when there is no face yet to say it."""
    if waits:
        from pannesi.support.console import stderr

        stderr().wrapped(translated(LOCK_WAIT_WORDS))
