"""Whole nights written to a journal, with plainly invented patients, by the wall clock of the test."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from pannesi.journal.audit_log import Who
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.store import Journal
from pannesi.journal.writer import JournalWriter
from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.events import Draft, Event
from tests.support.building import Played
from tests.support.plain_playing import shipped
from tests.support.session_playing import to_the_end
from tests.support.writers import Salts, Wall


@dataclass
class Night(Played):
    """A session played by intents, each fact committed to a journal whose wall clock follows."""

    journal: Journal = field(kw_only=True)
    wall: Wall = field(kw_only=True)

    def stamp(self, draft: Draft) -> Event:
        """Commits a draft to the journal."""
        self.wall.ms = int(self.now.timestamp() * 1000)
        return self.journal.append([draft])[0]


def site() -> Site:
    """The shipped site."""
    return shipped().site


@lru_cache(maxsize=32)
def _facts(
    began: datetime, session: str, identity: str, words: str, close: str | None
) -> tuple[tuple[Event, ...], dict[str, str]]:
    wall = Wall()
    journal = MemoryJournal(JournalWriter("w1", wall, Salts()))
    played = Night(site(), session, "w1", began, "AB", journal=journal, wall=wall)
    played.ids = map((session + "-{:05d}").format, itertools.count()).__next__
    played.do(want.Open("cas-3", "images-invisibles"))
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, identity))
    played.do(want.Note(words))
    played.do(want.Settle(*played.line("production").key, f"vu par {words}"))
    if close == "":
        to_the_end(played)
    elif close is not None:
        played.do(want.Close(close))
    return journal.events_with_salts()


def night(
    journal: Journal, wall: Wall, began: datetime, session: str, *, identity: str = "Inventé Essai",
    words: str = "mot laissé", close: str | None = "",
) -> Night:  # fmt: skip
    """One night on case 3 with a patient and a note. `close`: empty closes it once all is done, a reason forces it,
    None leaves it open."""
    events, salts = _facts(began, session, identity, words, close)
    journal.keep_site(site().digest, shipped().files)
    journal.receive(events, salts)
    played = Night(site(), session, "w1", events[-1].moment, "AB", journal=journal, wall=wall)
    played.ids = map((session + "-more-{:05d}").format, itertools.count()).__next__
    for event in events:
        played.take(event)
    return played


def who(moment: datetime) -> Who:
    """Who writes to the audit log at a moment."""
    ids = (f"desk-{moment:%Y%m%d%H%M}-{number:05d}" for number in range(100_000))
    return Who(lambda: moment, ids.__next__, "CD")


DAY = timedelta(days=1)
