"""Facts about a session as a whole: opening and closing, notes, times, people, undoings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pannesi.session.facts.base import Category, Fact, Named, SlotKey
from pannesi.session.moments import MAX_OUTAGE_MINUTES
from pannesi.support.i18n import _


class SessionOpened(Fact):
    """A session was opened."""

    kind: ClassVar[str] = "session.opened"
    claim: ClassVar[str] = "opened"

    unit: str | None
    symptom: str | None
    entry: tuple[str | None, ...]
    """The unit and the symptom that the person chose, before `opens` of the symptom was followed."""
    began: datetime | None
    exercise: bool
    site: str | None
    """The digest of the site that it pins."""
    hospital: str | None
    follows: str | None
    """The id of the closed session that it continues."""

    @property
    def instead_of_undoing(self) -> str:
        """Closing the session."""
        return _("L'ouverture de la session ne s'annule pas : clore la session avec un motif.")


class NoteWritten(Fact):
    """A note was written, about the session or at a line. It is the text of the event."""

    kind: ClassVar[str] = "noted"
    category: ClassVar[Category] = "notes"
    free_text: ClassVar[Named | None] = "anybody"
    undone_after_closing: ClassVar[bool] = True

    visit: str | None
    line: str | None
    contact: str = ""
    """Whose phone number it begins with, by id, where it was noted at a call to somebody without a written one."""


class BeginningSet(Fact):
    """Somebody said when the outage began."""

    kind: ClassVar[str] = "began.set"
    claim: ClassVar[str] = "began"
    undone_after_closing: ClassVar[bool] = True

    began: datetime | None


class OutageFound(Fact):
    """Somebody said who found the outage. The text of the event is who."""

    kind: ClassVar[str] = "outage.found"
    claim: ClassVar[str] = "found"
    free_text: ClassVar[Named | None] = "anybody"
    undone_after_closing: ClassVar[bool] = True


class SameOutage(Fact):
    """Somebody said that another session is about the same outage. The other session says so in its own chain, or does
    not yet."""

    kind: ClassVar[str] = "outage.same"
    claim: ClassVar[str] = "same"
    claim_fields: ClassVar[tuple[str, ...]] = ("other",)
    undone_after_closing: ClassVar[bool] = True

    other: str
    """The id of the other session."""


class SessionWord(Fact):
    """Somebody gave the session a word by which it is told from others. It is the text of the event."""

    kind: ClassVar[str] = "session.word"
    claim: ClassVar[str] = "word"
    category: ClassVar[Category] = "notes"
    free_text: ClassVar[Named | None] = "anybody"
    undone_after_closing: ClassVar[bool] = True


class LengthExpected(Fact):
    """Somebody said how long the outage is expected to last."""

    kind: ClassVar[str] = "expected.set"
    claim: ClassVar[str] = "expected"

    minutes: int | None

    @property
    def possible_minutes(self) -> int | None:
        """The minutes; None where none are written, or so many as no outage has."""
        return self.minutes if self.minutes is not None and 0 <= self.minutes <= MAX_OUTAGE_MINUTES else None


class TimeCorrected(Fact):
    """Somebody corrected the time of an event."""

    kind: ClassVar[str] = "time.corrected"
    claim: ClassVar[str] = "time"
    claim_fields: ClassVar[tuple[str, ...]] = ("event",)
    category: ClassVar[Category] = "changes"
    undone_after_closing: ClassVar[bool] = True

    event: str
    at: datetime | None


class PersonNamed(Fact):
    """Somebody said who is at the screen."""

    kind: ClassVar[str] = "person.named"

    name: str
    role: str

    @property
    def instead_of_undoing(self) -> str:
        """Giving another name."""
        return _("Un nom donné ne s'annule pas : en donner un autre.")


class HandoverOffered(Fact):
    """The session was offered to the next person. The text of the event is their message."""

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
    """A session was closed. Where something prevented that, the text of the event says why it was closed all the
    same."""

    kind: ClassVar[str] = "session.closed"
    claim: ClassVar[str] = "closed"
    free_text: ClassVar[Named | None] = "anybody"
    undone_after_closing: ClassVar[bool] = True

    forced: bool
    prevented: tuple[str, ...]
    """What prevented closing, in French."""
    return_unknown: bool = False
    """Whether nobody knows when it worked again: then no duration of the outage is known."""


class Undone(Fact):
    """An event was undone. It goes to the slot of that event; what was in force there before is in force again."""

    kind: ClassVar[str] = "undone"
    category: ClassVar[Category] = "changes"

    event: str
    about: tuple[str, ...]
    """The key of the slot."""
    keeps: tuple[str, ...]
    """The ids of events in conflict with it, which stay in force."""
    later: tuple[str, ...] = ()
    """The ids of later versions that are undone with it."""
    given_up: bool = False
    """Whether an unfinished entry was abandoned: its texts are erased."""
    stored_names: ClassVar[Mapping[str, str]] = {"later": "with"}

    @classmethod
    def key_of(cls, payload: Mapping[str, Any], event: str) -> SlotKey | None:
        """The key of the slot of the undone event, as it is stored."""
        about = payload.get("about")
        if isinstance(about, list | tuple) and about and all(isinstance(part, str) for part in about):
            return tuple(about)
        return None

    @property
    def taken_back(self) -> tuple[str, ...]:
        """The ids of all events that it undoes."""
        return (self.event, *self.later)

    @property
    def instead_of_undoing(self) -> str:
        """Saying again what was undone."""
        return _("Une annulation ne s'annule pas : dire de nouveau, à sa ligne, ce qui avait été annulé.")


SessionFact = (
    SessionOpened | NoteWritten | BeginningSet | OutageFound | SameOutage | LengthExpected | TimeCorrected
    | PersonNamed | HandoverOffered | SessionWord
    | HandoverTaken | SessionClosed | Undone
)  # fmt: skip
