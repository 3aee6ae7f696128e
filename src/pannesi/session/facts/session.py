"""What is said of a session as a whole: its opening and end, notes, times, people, what was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pannesi.session.facts.base import Category, Fact, Key, Named
from pannesi.support.i18n import _


class SessionOpened(Fact):
    """A session began."""

    kind: ClassVar[str] = "session.opened"
    claim: ClassVar[str] = "opened"

    unit: str | None
    symptom: str | None
    entry: tuple[str | None, ...]
    """The unit and the symptom that were asked for, before `opens` was followed."""
    began: datetime | None
    exercise: bool
    site: str | None
    """The digest of the procedure that it follows."""
    hospital: str | None
    follows: str | None
    """The session that it follows."""

    @property
    def instead_of_undoing(self) -> str:
        return _("L'ouverture de la session ne s'annule pas : clore la session avec un motif.")


class NoteWritten(Fact):
    """A note, on its own or at a line."""

    kind: ClassVar[str] = "noted"
    category: ClassVar[Category] = "notes"
    free_text: ClassVar[Named | None] = "anybody"
    undone_after_closing: ClassVar[bool] = True

    visit: str | None
    line: str | None


class BeginningSet(Fact):
    """Somebody said when the outage began."""

    kind: ClassVar[str] = "began.set"
    claim: ClassVar[str] = "began"

    began: datetime | None


class LengthExpected(Fact):
    """Somebody said how long the outage should last."""

    kind: ClassVar[str] = "expected.set"
    claim: ClassVar[str] = "expected"

    minutes: int | None


class TimeCorrected(Fact):
    """A fact was lived at another hour than it says."""

    kind: ClassVar[str] = "time.corrected"
    claim: ClassVar[str] = "time"
    claim_fields: ClassVar[tuple[str, ...]] = ("event",)
    category: ClassVar[Category] = "changes"
    undone_after_closing: ClassVar[bool] = True

    event: str
    at: datetime | None


class PersonNamed(Fact):
    """Somebody is at the screen."""

    kind: ClassVar[str] = "person.named"

    name: str
    role: str

    @property
    def instead_of_undoing(self) -> str:
        return _("Un nom donné ne s'annule pas : en donner un autre.")


class HandoverOffered(Fact):
    """The session was offered to whoever comes next; its text is the word left."""

    kind: ClassVar[str] = "handover.offered"
    claim: ClassVar[str] = "handover"
    free_text: ClassVar[Named | None] = "anybody"


class HandoverTaken(Fact):
    """The session was taken over."""

    kind: ClassVar[str] = "handover.taken"
    claim: ClassVar[str] = "handover"

    offer: str | None
    by: str


class SessionClosed(Fact):
    """A session ended; where something prevented that, its text says why it was closed all the same."""

    kind: ClassVar[str] = "session.closed"
    claim: ClassVar[str] = "closed"
    free_text: ClassVar[Named | None] = "anybody"
    undone_after_closing: ClassVar[bool] = True

    forced: bool
    prevented: tuple[str, ...]
    """What prevented closing, in words."""


class Undone(Fact):
    """A fact was taken back. It goes where that fact is, and what stood there before stands again."""

    kind: ClassVar[str] = "undone"
    category: ClassVar[Category] = "changes"

    event: str
    about: tuple[str, ...]
    """The claim of the fact."""
    keeps: tuple[str, ...]
    """What stood beside it, in conflict with it, and stands on."""
    later: tuple[str, ...] = ()
    """The versions that go with it."""
    given_up: bool = False
    """Whether an entering was given up: its words leave the journal."""
    stored_names: ClassVar[Mapping[str, str]] = {"later": "with"}

    @classmethod
    def key_of(cls, payload: Mapping[str, Any], event: str) -> Key | None:
        about = payload.get("about")
        if isinstance(about, list | tuple) and about and all(isinstance(part, str) for part in about):
            return tuple(about)
        return None

    @property
    def taken_back(self) -> tuple[str, ...]:
        """Every fact that it takes back."""
        return (self.event, *self.later)

    @property
    def instead_of_undoing(self) -> str:
        return _("Une annulation ne s'annule pas : dire de nouveau, à sa ligne, ce qui avait été annulé.")


SessionFact = (
    SessionOpened | NoteWritten | BeginningSet | LengthExpected | TimeCorrected | PersonNamed | HandoverOffered
    | HandoverTaken | SessionClosed | Undone
)  # fmt: skip
