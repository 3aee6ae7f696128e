"""Many sessions as people live them, with what chance decides: overlaps, ends of months, changes of the clock."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from pannesi.application.context import Station
from pannesi.application.site_selection import SelectedSite
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.session import actions as want
from tests.support.plain_playing import Hand, station_of
from tests.support.small_site import SMALL, small_loaded, small_site

MINUTE = timedelta(minutes=1)
SESSIONS = int(os.environ.get("PANNESI_SESSIONS", "120"))
FIRST, LAST = datetime(2025, 9, 1, tzinfo=UTC), datetime(2026, 12, 1, 3, 12, tzinfo=UTC)
CROWDED = (
    datetime(2025, 12, 31, 20, tzinfo=UTC),
    datetime(2026, 3, 28, 22, tzinfo=UTC),
    datetime(2026, 10, 24, 21, tzinfo=UTC),
    datetime(2026, 10, 31, 19, tzinfo=UTC),
)
"""Around each of these many outages begin."""
Act = Callable[[], object]
CALL, CONTACT = "prevenir", "informatique"


class Night:
    """One session as people live it, with what chance decides."""

    def __init__(self, station: Station, dice: random.Random, others: list[str]) -> None:
        minutes = int((LAST - FIRST) / MINUTE) - 10_000
        around = dice.choice(CROWDED) if dice.random() < 0.5 else FIRST + dice.randrange(minutes) * MINUTE
        self.at, ago = around + dice.randrange(600) * MINUTE, dice.randrange(60) * MINUTE
        self.back = self.at + (dice.choice([5, 90, 300, 900, 5000]) + dice.randrange(60)) * MINUTE
        self.desk, self.dice, self.others = station.desk(), dice, others
        unit, symptom = dice.choice([("cas-1", "images"), ("cas-2", "tout")])
        self.entry = want.Open(unit, symptom, self.at - ago, exercise=dice.random() < 0.1)

    def acts(self) -> Iterator[tuple[datetime, Act]]:
        """Each act with its moment."""
        yield self.at, self.open
        if self.entry.unit == "cas-1":
            yield from self.care()
        for moment, act, chance in (
            (self.at + 4 * MINUTE, self.join, 0.2),
            (self.back, self.announce, 0.85),
            (self.back + self.dice.randrange(1, 6) * MINUTE, self.reconcile, 0.5),
            (self.back + self.dice.randrange(6, 600) * MINUTE, self.close, 0.85),
        ):
            if self.dice.random() < chance:
                yield moment, act

    def care(self) -> Iterator[tuple[datetime, Act]]:
        """Calls and patients in the first minutes of the PACS case."""
        for minutes, act, chance in (
            (1, self.call, 0.7), (2, self.call, 0.6), (2, self.note, 0.8), (3, self.note, 0.5), (3, self.settle, 0.8),
            (3, self.settle, 0.5), (4, self.strike, 0.2), (4, self.signal, 0.1), (4, self.settle, 0.4),
            (5, self.make_good, 0.6),
        ):  # fmt: skip
            if self.dice.random() < chance:
                yield self.at + minutes * MINUTE, act

    def call(self) -> None:
        """Calls IT, unless somebody was reached before."""
        row = self.desk.look().row(self.visit, CALL)
        if row is not None and row.is_open:
            outcome = self.dice.choice(["no_answer", "no_answer", "reached"])
            self.desk.do(want.Called(self.visit, CALL, CONTACT, outcome))

    def note(self) -> None:
        """Notes a patient of whom every closed fact is known."""
        facts = {
            "origin": self.dice.choice(["externe", "urgences"]), "exam": self.dice.choice(["coupe", "autre"]),
            "unit": self.dice.choice(["réanimation", "autre"]),
            "identity": self.dice.choice(["connue", "connue", "inconnue"]),
        }  # fmt: skip
        self.desk.do(want.AddPatient(facts, identity="Inventée"))

    def settle(self) -> None:
        """Does, cannot do, or need not do, one thing that is due."""
        due = [duty for duty in self.desk.look().duties if duty.status == "open"]
        if due:
            duty = self.dice.choice(due)
            acts = (
                want.SettleDuty(duty.patient.id, duty.key), want.MarkDutyImpossible(duty.patient.id, duty.key, "graveur HS"),
                want.MarkDutyNotNeeded(duty.patient.id, duty.key, "déjà fait"),
            )  # fmt: skip
            self.desk.do(self.dice.choice(acts))

    def make_good(self) -> None:
        """Does after all what was said impossible for a patient."""
        failed = [duty for duty in self.desk.look().duties if duty.status == "could_not"]
        if failed:
            self.desk.do(want.SettleDuty(failed[0].patient.id, failed[0].key))

    def strike(self) -> None:
        """Strikes the first patient line."""
        standing = [patient for patient in self.desk.look().patients if not patient.voided]
        if standing:
            self.desk.do(want.VoidPatient(standing[0].id, "doublon", images=want.ImagesFate("none")))

    def signal(self) -> None:
        """Signals the call line."""
        self.desk.do(want.Redline(self.visit, CALL, self.dice.choice(["wrong", "impossible", "unclear"]), "à revoir"))

    def open(self) -> None:
        """Opens the session."""
        (self.visit,) = self.desk.open(self.entry).current_cases
        if not self.entry.exercise:
            self.others.append(self.desk.session or "")

    def join(self) -> None:
        """Says that one of the sessions before is about the same outage."""
        other = self.dice.choice(self.others)
        if other != self.desk.session:
            self.desk.do(want.SaySameOutage(other))

    def announce(self) -> None:
        """Announces the return, now or some minutes ago."""
        ago = self.dice.randrange(5)
        self.desk.do(want.AnnounceReturn(self.visit, "AB, poste 2", self.back - ago * MINUTE if ago else None))

    def reconcile(self) -> None:
        """Does all that is due to patients, and lets their lines go."""
        for duty in self.desk.look().duties:
            if duty.status == "open":
                self.desk.do(want.SettleDuty(duty.patient.id, duty.key))
        for patient in self.desk.look().patients:
            if not patient.voided:
                self.desk.do(want.Waive(patient.id, "recopiée à la main", images=want.ImagesFate("none")))

    def close(self) -> None:
        """Closes the session."""
        self.desk.do(want.Close("fini [oui]"))


def lived_nights() -> Station:
    """A journal of many sessions, up to `LAST`."""
    opened = station_of(SelectedSite(small_site(), small_loaded().files, SiteFolder(SMALL)), now=FIRST)
    hand = opened.clock.real_now
    assert isinstance(hand, Hand)
    dice, others = random.Random(17), list[str]()
    nights = [Night(opened, dice, others) for _number in range(SESSIONS)]
    for moment, act in sorted((row for night in nights for row in night.acts()), key=lambda row: row[0]):
        hand.now = moment
        act()
    hand.now = LAST
    return opened
