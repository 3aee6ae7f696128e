"""The way back from a stand-in to the journal that could not be written for a while: tried now and then, waited for by
nobody. What the stand-in holds is merged first; its file stays where it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from pannesi.journal.audit_entries import AUDIT_SESSION
from pannesi.journal.merge import LossCheck, merge
from pannesi.journal.store import BUSY_SECONDS, Corrupt, Journal, NotWritten, WentBack
from pannesi.support.errors import JournalError

FIRST_TRY, LAST_TRY = 2.0, 30.0
"""Seconds before the journal is tried again; twice as many after each failure, up to the last."""
MOMENT = 0.3
"""Seconds that another program is waited for once the journal could be opened."""


def may_recover(failure: JournalError) -> bool:
    """Whether what could not be written may be written later as it is: not what is damaged, gone, or another's now."""
    return isinstance(failure, NotWritten) and not isinstance(failure, WentBack | Corrupt)


@dataclass(frozen=True)
class RegainedJournal:
    """The journal that can be written again, and how far what a stand-in held was merged into it."""

    main: Journal
    stand_in: Journal
    mark: int
    """What the stand-in held at that moment; what came there since is to follow."""
    new: int


class MainJournalRetry:
    """Leads back to one journal, which `opened` gives."""

    def __init__(self, opened: Callable[[], Journal], clock: Callable[[], float] = time.monotonic) -> None:
        self._opened, self._clock = opened, clock
        self._wait, self._next = FIRST_TRY, clock() + FIRST_TRY
        self.lost = False
        """Whether that journal is gone for good: another program start will see what stands in its place."""

    @property
    def due(self) -> bool:
        """Whether it is time for another try."""
        return not self.lost and self._clock() >= self._next

    def postpone(self) -> None:
        """Another try failed."""
        self._next = self._clock() + self._wait
        self._wait = min(2 * self._wait, LAST_TRY)

    def try_return(self, stand_in: Journal, check_loss: LossCheck) -> RegainedJournal | None:
        """Merges what a stand-in holds into the journal, where that can be written again. Takes as long as there is
        much; the stand-in is in use meanwhile."""
        first: Journal | None = None
        try:
            first = self._opened()
            first.patience = MOMENT
            mark = stand_in.mark()
            if any(first.has_lost(row.id) for row in stand_in.sessions()):
                self.lost = True
                return None
            return RegainedJournal(first, stand_in, mark, merge(stand_in, first, check_loss).new)
        except JournalError as failure:
            self.lost = isinstance(failure, WentBack)
            self.postpone()
            if first is not None:
                first.close()
            return None


def merge_remainder(found: RegainedJournal) -> None:
    """Merges what came into the stand-in since; from then on the journal waits for others as usual. Raises
    JournalError."""
    sessions, _mark = found.stand_in.sessions_since(found.mark, 1_000_000)
    for session in (AUDIT_SESSION, *sessions):
        found.main.receive(*found.stand_in.events_with_salts(session))
    found.main.patience = BUSY_SECONDS
