"""The return from a stand-in to the main journal, once that can be written again.

The main journal is tried now and then, without waiting. What the stand-in holds is merged first; its file stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from pannesi.journal.exchange.merge import LossCheck, merge
from pannesi.journal.store import AUDIT_SESSION, BRIEF_SECONDS, BUSY_SECONDS, Corrupt, Journal, NotWritten, WentBack
from pannesi.support.errors import JournalError

FIRST_TRY, LAST_TRY = 2.0, 30.0
"""Seconds before the first retry, doubled after each failure up to the second value (exponential backoff)."""


def may_recover(failure: JournalError) -> bool:
    """Whether a journal that failed so may be written again later: not one that is damaged, deleted or replaced."""
    return isinstance(failure, NotWritten) and not isinstance(failure, WentBack | Corrupt)


@dataclass(frozen=True)
class RegainedJournal:
    """The main journal, which can be written again, with what the stand-in held merged into it."""

    main: Journal
    stand_in: Journal
    mark: int
    """The mark of the stand-in up to which it was merged; what is committed there since is to follow."""
    new: int
    """How many events were new in the main journal."""


class MainJournalRetry:
    """When to try the main journal again, and the attempt itself; `opened` opens it, `clock` is in seconds."""

    def __init__(self, opened: Callable[[], Journal], clock: Callable[[], float] = time.monotonic) -> None:
        self._opened, self._clock = opened, clock
        self._wait, self._next = FIRST_TRY, clock() + FIRST_TRY
        self.lost = False
        """Whether the main journal lost events or was replaced: it is not tried again in this run of the program."""

    @property
    def due(self) -> bool:
        """Whether it is time for another attempt."""
        return not self.lost and self._clock() >= self._next

    def postpone(self) -> None:
        """Waits before the next attempt, twice as long each time."""
        self._next = self._clock() + self._wait
        self._wait = min(2 * self._wait, LAST_TRY)

    def try_return(self, stand_in: Journal, check_loss: LossCheck) -> RegainedJournal | None:
        """Opens the main journal and merges the stand-in into it; None where that fails.

        The time grows with the size of the stand-in, which stays in use meanwhile: what is committed to it then is
        merged by `merge_remainder`.
        """
        main: Journal | None = None
        try:
            main = self._opened()
            main.patience = BRIEF_SECONDS
            mark = stand_in.mark()
            if any(main.has_lost(row.id) for row in stand_in.sessions()):
                self.lost = True
                return None
            return RegainedJournal(main, stand_in, mark, merge(stand_in, main, check_loss).new)
        except JournalError as failure:
            self.lost = isinstance(failure, WentBack)
            self.postpone()
            if main is not None:
                main.close()
            return None


def merge_remainder(regained: RegainedJournal) -> None:
    """Merges what was committed to the stand-in since; from then on the main journal waits for others as usual.

    Raises JournalError.
    """
    sessions, _mark = regained.stand_in.sessions_since(regained.mark, 1_000_000)
    for session in (AUDIT_SESSION, *sessions):
        regained.main.receive(*regained.stand_in.events_with_salts(session))
    regained.main.patience = BUSY_SECONDS
