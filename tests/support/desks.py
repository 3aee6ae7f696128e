"""Desks on a journal in memory, with a clock of their own, and a journal that refuses commits."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta

from pannesi.application.desk_environment import DeskEnvironment, StandIn
from pannesi.application.session_service import Desk
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.store import Journal, NotWritten
from pannesi.session import actions as want
from pannesi.session.events import Draft, Event
from pannesi.support.errors import JournalError
from tests.support.building import NIGHT
from tests.support.session_sites import HOSPITAL
from tests.support.writers import fake_writer


class Failing(MemoryJournal):
    """Refuses the next commits; `landing` ones are written all the same, as when the answer alone is lost."""

    def __init__(self, writer: str = "w1") -> None:
        super().__init__(fake_writer(writer))
        self.failures = 0
        self.landing = False

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        if self.failures == 0:
            return super().append(drafts)
        self.failures -= 1
        if self.landing:
            super().append(drafts)
        raise NotWritten("Le disque est plein.")


class Clock:
    """A clock that goes on by a second each time somebody looks at it."""

    def __init__(self) -> None:
        self.now = NIGHT

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def desk_on(journal: Journal, spare: MemoryJournal | None = None, exercise: bool = False, tag: str = "x") -> Desk:
    ids = map(("{:06d}" + tag).format, itertools.count(1))
    clock = Clock()

    def stand_in(failure: JournalError) -> StandIn:
        assert spare is not None
        return StandIn(spare, f"{failure} Secours.")

    outside = DeskEnvironment(clock, clock, ids.__next__, "AB", exercise, stand_in if spare is not None else None)
    return Desk(HOSPITAL, {"contacts.yaml": b"x"}, journal, outside)


def opened(journal: Journal, **more: object) -> tuple[Desk, str]:
    desk = desk_on(journal, **more)  # type: ignore[arg-type]
    return desk, desk.open(want.Open("cas-3", "images")).current_cases[0]
