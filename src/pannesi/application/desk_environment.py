"""What a desk needs from outside: clocks, ids, the person, another journal when its own fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pannesi.journal.store import Journal
from pannesi.procedure.model.procedure import Site
from pannesi.support.clock import ClockDoubt
from pannesi.support.errors import JournalError


@dataclass(frozen=True)
class StandIn:
    """A journal that takes the place of one that cannot be written, and the sentence that says why."""

    journal: Journal
    problem: str


@dataclass(frozen=True)
class DeskEnvironment:
    """The dependencies of a desk on the outside world: clocks, ids, the person, other journals."""

    now: Callable[[], datetime]
    """The time of the session: simulated in an exercise."""
    real_now: Callable[[], datetime]
    """The wall clock."""
    new_id: Callable[[], str]
    actor: str
    exercise: bool = False
    stand_in: Callable[[JournalError], StandIn] | None = None
    """Opens another journal when a commit failed twice; the last one that it gives is in memory."""
    read_site: Callable[[Mapping[str, bytes]], Site | None] = lambda files: None
    """Makes a site of the files stored in the journal; None when they cannot be read."""
    doubt: Callable[[], ClockDoubt | None] = lambda: None
    """Why the machine's clock is doubtful; None when it is not."""
    clock_word: Callable[[], str] = lambda: ""
    """What events record about the clock: `doubtful`, `confirmed` or nothing."""
