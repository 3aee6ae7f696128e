"""One invented night in which a fact of every kind is written, the same to the byte each time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pannesi.journal.audit_entries import (
    ClockConfirmedEntry,
    ErasureEntry,
    ExportEntry,
    ImportEntry,
    KnownEntry,
    RedlineAnswerEntry,
    RestoreEntry,
    SalvageEntry,
    SiteSeenEntry,
)
from pannesi.journal.audit_log import Who, record
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.store import AUDIT_SESSION, Journal
from pannesi.journal.writer import JournalWriter
from pannesi.session import actions as want
from pannesi.session.event_writer import ActContext
from pannesi.session.events import Draft, Event
from pannesi.session.handlers.dispatch import drafts
from tests.support.building import NIGHT, Played, site
from tests.support.session_sites import ANNEX, BOTH, CONTACTS, PACS, RIS, SENDING, TRIAGE
from tests.support.writers import Salts, Wall

_SHEET = {
    "id": "registre", "kind": "annex", "outcomes": {"fini": "Fini"},
    "steps": [{"id": "fin", "outcome": "fini", "label": "Fini"}],
    "fields": [
        {"id": name, "label": name, "kind": kind, "group": "personne", "means": means, "added": "test"}
        for name, kind, means in (
            ("nom", "name", "birth-name"), ("prenom", "name", "first-name"), ("naissance", "date", "birth-date"),
            ("ipp", "digits", "ipp"), ("ipp-provisoire", "text", "temporary-ipp"), ("console", "digits", "console-id"),
        )
    ],
}  # fmt: skip
_NOTED_IN_FULL: dict[str, Any] = {
    **PACS, "degraded_mode": [*PACS["degraded_mode"], {"id": "fiche", "register": "Ouvrir la fiche"}],
}  # fmt: skip
HOSPITAL = site(_NOTED_IN_FULL, RIS, BOTH, SENDING, ANNEX, TRIAGE, _SHEET, contacts=CONTACTS)
_UNKNOWN = {"nom": "?", "prenom": "?", "naissance": "?", "ipp-provisoire": "P2026001"}
_FIRST = {"nom": "Inventé", "prenom": "Essai", "naissance": "12/03/1950", "console": "300256"}
_SECOND = {"nom": "Imaginé", "prenom": "Exemple", "naissance": "01/01/1960", "console": "300256"}
_OUTSIDE = {"origin": "externe", "exam": "coupe", "identity": "connue"}
_EMERGENCY = {"origin": "urgences", "identity": "inconnue"}


MORNING = datetime(2026, 11, 25, 8, tzinfo=UTC)


@dataclass
class Kept(Played):
    """A session whose facts are committed to a journal, in an exercise where the wall clock is behind."""

    journal: Journal = field(default_factory=lambda: MemoryJournal(JournalWriter("w1", Wall(), Salts())))
    behind: timedelta | None = None
    clock: str = ""

    def do_all(self, *intents: want.Intent) -> None:
        """Does these intents, one after the other."""
        for intent in intents:
            self.now += timedelta(minutes=1)
            real = self.now - self.behind if self.behind is not None else None
            context = ActContext(self.session, self.now, self.actor, self.ids, real, clock=self.clock, rules=1)
            written = drafts(self.site, self.state, intent, context)
            for event in self.journal.append(written):
                self.take(event)

    def last(self, back: int = 1) -> str:
        """The id of a fact, counted from the last."""
        return self.events[-back].id

    def stamp(self, draft: Draft) -> Event:
        """Commits a draft to the journal."""
        return self.journal.append([draft])[0]


def _ids(prefix: str) -> Iterable[str]:
    return (f"{prefix}-{number:04d}" for number in itertools.count(1))


def night(journal: Journal, session: str = "nuit-1") -> Kept:
    """The night with every kind of fact."""
    played = Kept(HOSPITAL, session, "w1", NIGHT, "AB", journal=journal)
    played.ids = iter(_ids(session)).__next__
    do = played.do_all
    do(
        want.NamePerson("Claude Inventé", "manipulateur"), want.Open("triage", began=NIGHT - timedelta(minutes=12)),
    )  # fmt: skip
    search = played.look().current_cases[0]
    do(want.Answer(search, "ris", "oui"), want.Follow(search, "vers-3"))
    visit = played.look().current_cases[0]
    do(
        want.SetBegan(NIGHT - timedelta(minutes=10)), want.SetExpected(90), want.Note("générateur vérifié"),
        want.Note("vu au poste 2", visit, "appel"), want.Answer(visit, "un-seul", "ne-sait-pas"),
        want.Answer(visit, "un-seul", "oui"), want.Called(visit, "appel", "informatique", "no_answer"),
        want.Called(visit, "appel", "cadre", "reached"), want.Settle(visit, "message", "dit à tous"),
        want.Settle(visit, "images-continuent"), want.CouldNot(visit, "nuit", "pas de clé"),
        want.SetCondition(visit, "nuit", holds=False), want.Leave(visit, "cd"),
        want.NotNeeded(visit, "cd", "aucun externe"), want.Settle(visit, "cd"),
        want.Redline(visit, "cd", "unclear", "quel graveur ?"), want.Redline(visit, "cd", "wrong"),
    )  # fmt: skip
    do(want.CorrectTime(played.last(), played.now - timedelta(minutes=5)))
    do(want.Answer(visit, "teleradio", "non"), want.RunAnnex(visit, "secours"))
    annex = played.state.visits[-1].id
    do(
        want.Settle(annex, "renvoyer"), want.Answer(annex, "recu", "non"), want.Conclude(annex, "fin-non"),
        want.Follow(visit, "cas-cinq"),
    )  # fmt: skip
    _patients(played)
    do(
        want.OfferHandover("tout est dans le classeur"), want.TakeHandover(), want.TakeHandover(),
        want.OfferHandover(""), want.AnnounceReturn(visit, "CD, salle 2"), want.FellAgain(visit),
        want.AnnounceReturn(visit, "CD, salle 3"),
        want.Answer(visit, "ris-aussi", "non"), want.Follow(visit, "tourne"),
    )  # fmt: skip
    _in_conflict(played)
    do(want.Close("fin de service"))
    do(want.Undo(played.last()), want.Join("cas-2", "ris"), want.Close("tous revenus"), want.Note("relu au matin"))
    return played


def _patients(played: Kept) -> None:
    do = played.do_all
    do(
        want.AddPatient(_OUTSIDE, fields=_FIRST), want.AddPatient(_OUTSIDE, fields=_SECOND),
        want.AddPatient(_EMERGENCY, fields=_UNKNOWN), want.AddPatient({"origin": "service"}, "Nom en clair"),
        want.AddPatient({}, fields={"nom": "Papier"}, paper="P-7", examined=NIGHT - timedelta(minutes=3)),
    )  # fmt: skip
    first, second, unknown, plain, paper = (patient.id for patient in played.look().patients)
    do(want.AddPatient({"origin": "service"}, fields={"nom": "Commencé"}, draft=True))
    begun = played.look().patients[-1]
    do(
        want.CorrectPatient(
            begun.id, {"origin": "service"}, fields={"nom": "Fini"}, seen=played.last(), draft=True, same_act=True
        )
    )
    do(want.AbandonEntry(begun.id, played.last()))
    do(
        want.SettleDuty(first, "cd"), want.MarkDutyImpossible(second, "cd", "graveur en panne"),
        want.ConfirmSharedNumber(first, second, "relu au PACS"), want.MarkDutyNotNeeded(paper, "cd", "jamais venu"),
        want.CorrectPatient(plain, {"origin": "externe", "exam": "coupe"}, "Nom corrigé"),
        want.SettleDuty(plain, "cd", "remis en main propre"), want.HandIdentityOn(unknown, "la cellule, poste 4"),
        want.Reconcile(first, "images", "n° 12"),
    )  # fmt: skip
    for step in played.look().patients[0].missing:
        do(want.Reconcile(first, step.key))
    do(
        want.VerifyPatient(first),
        want.VoidPatient(plain, "doublon", want.ImagesFate("attach", first)),
        want.SetImagesFate(plain, want.ImagesFate("other", words="effacées")),
        want.Waive(second, "jamais venu", want.ImagesFate("none")),
        want.VoidPatient(paper, "erreur", want.ImagesFate("none")),
    )  # fmt: skip


def _in_conflict(played: Kept) -> None:
    """Somebody else answers without knowing; then one side goes."""
    visit = played.look().current_cases[0]
    other = Kept(HOSPITAL, played.session, "w2", played.now, "CD", journal=played.journal, clock="doubtful")
    other.ids = iter(_ids("autre")).__next__
    for event in played.events:
        other.take(event)
    line = played.look().patients[0]
    other.do_all(want.CorrectPatient(line.id, {"origin": "service"}, fields=_SECOND), want.Note("écrit ailleurs"))
    played.do_all(want.CorrectPatient(line.id, {"origin": "urgences"}, fields=_FIRST))
    for event in other.events:
        if event.writer == "w2" or event.id.startswith("autre"):
            played.take(event)
    played.do_all(want.Undo(played.events[len(played.events) - 3].id))
    played.clock = "confirmed"
    played.do_all(want.Note("montre comparée", visit))
    played.clock = ""


def exercise(journal: Journal, session: str = "exercice-1") -> Kept:
    """A short exercise whose hours are simulated, a week behind."""
    played = Kept(HOSPITAL, session, "w1", NIGHT, "EF", journal=journal, behind=timedelta(days=7))
    played.ids = iter(_ids(session)).__next__
    played.do_all(want.Open("cas-2", "ris", exercise=True, follows="nuit-1"), want.Note("pour s'exercer"))
    return played


def desk(journal: Journal) -> None:
    """One fact of every kind that is kept beside sessions."""
    ids = iter(_ids("poste"))
    who = Who(lambda: MORNING, ids.__next__, "CD")
    written: tuple[tuple[KnownEntry, str | None], ...] = (
        (SiteSeenEntry(folder="/hopital", site=HOSPITAL.digest), None),
        (ExportEntry(what="session", sessions=("nuit-1",), patients=True), "nuit-1.pannesi"),
        (RestoreEntry(file="copie.db", new=12, sessions=("nuit-1",)), None),
        (ImportEntry(session="nuit-1", new=3, patients=True, site=True), "nuit-1.pannesi"),
        (RedlineAnswerEntry(session="nuit-1", redline="nuit-1-0041", answer="fixed"), "2026-12"),
        (SalvageEntry(file="abîmé.db", new=2, lost=(["nuit-1", "w1", 4, "unreadable"],)), None),
        (ClockConfirmedEntry(now=MORNING, past=NIGHT), None),
        (ErasureEntry(session="exercice-1", events=("exercice-1-0004",), why="asked"), None),
    )
    for entry, text in written:
        record(journal, entry, who, text)


def foreign(journal: Journal) -> None:
    """Facts of earlier programs, of a newer one, and some that no program should have written."""
    at = "2026-11-24T05:00:00.000Z"
    facts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("line.done", {"visit": "v", "line": "l", "verb": "do", "response": "dit autrefois"}),
        ("weather.told", {"sky": ["grey", {"wind": 4}], "line": "l", "words": "clear"}),
        ("line.done", {"visit": 4, "line": None, "verb": "do"}),
        ("line.answered", {"visit": "v", "line": "l", "option": 3, "seen": "nothing", "later": {"a": None}}),
        ("session.closed", {"forced": "perhaps", "prevented": "all"}),
    )
    for number, (kind, payload) in enumerate(facts):
        journal.append([Draft(f"ailleurs-{number}", "ailleurs-1", kind, payload, at, "GH")])


SESSIONS = ("nuit-1", "exercice-1", "ailleurs-1", AUDIT_SESSION)


def write_all(journal: Journal) -> None:
    """Every fact of `SESSIONS`."""
    night(journal)
    exercise(journal)
    foreign(journal)
    desk(journal)
