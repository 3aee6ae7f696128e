"""Intents: what a person wants to do, the same for every face. `handlers.dispatch.drafts` turns one into events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pannesi.session.outage_actions import SaySameOutage, SayWhoFound


@dataclass(frozen=True)
class Open:
    """Start a session at an entry point."""

    unit: str
    symptom: str | None = None
    began: datetime | None = None
    """When the outage began, if before now."""
    exercise: bool = False
    follows: str | None = None
    """The id of a closed session that this one continues: the same outage came back."""


@dataclass(frozen=True)
class Settle:
    """Tick a line: done, read, taken note of, seen."""

    visit: str
    line: str
    response: str = ""
    """What was seen, in a few words, when the line asks for it: stored as free text, since it may name somebody."""
    by_other: bool = False
    """Whether somebody else did it; `response` then says who."""


@dataclass(frozen=True)
class NotNeeded:
    """Say why a line is not needed."""

    visit: str
    line: str
    reason: str


@dataclass(frozen=True)
class CouldNot:
    """Say why a line could not be done."""

    visit: str
    line: str
    reason: str


@dataclass(frozen=True)
class Leave:
    """Put a line off until the return to normal."""

    visit: str
    line: str


@dataclass(frozen=True)
class Answer:
    """Answer a question, or change the answer. The option `numbering.UNKNOWN` is "je ne sais pas"."""

    visit: str
    line: str
    option: str


@dataclass(frozen=True)
class Called:
    """Record a call."""

    visit: str
    line: str
    contact: str
    """The contact that was called: of a group, the member on duty now, or the next that the site gives."""
    outcome: str
    """`reached` or `no_answer`."""


@dataclass(frozen=True)
class SetCondition:
    """Say whether a line's condition holds, whatever the clock says."""

    visit: str
    line: str
    holds: bool


@dataclass(frozen=True)
class RunAnnex:
    """Walk through the annex that a `run` line names (once more, if it was run before)."""

    visit: str
    line: str


@dataclass(frozen=True)
class Conclude:
    """End an annex by its `outcome` line."""

    visit: str
    line: str


@dataclass(frozen=True)
class Follow:
    """Go to the case where a `becomes` or `joins` line leads."""

    visit: str
    line: str


@dataclass(frozen=True)
class Join:
    """Open another case beside the current ones, in the same outage."""

    unit: str
    symptom: str | None = None


@dataclass(frozen=True)
class TurnAll:
    """Replace these visits by one other case: a proposal that was taken, or "autre panne"."""

    visits: tuple[str, ...]
    unit: str
    symptom: str | None = None


@dataclass(frozen=True)
class Undo:
    """Undo one act: the event of this id, with those of the same act. `put_back`: an undoing that nobody meant."""

    event: str
    put_back: bool = False


@dataclass(frozen=True)
class UndoLast:
    """Undo the last act of the person that is in force; refused when there are only acts of others."""


@dataclass(frozen=True)
class Note:
    """Write a note, at a line or about the whole session; it may be the number of a `contact` without a written one."""

    text: str
    visit: str | None = None
    line: str | None = None
    contact: str = ""


@dataclass(frozen=True)
class Redline:
    """Report a line of the procedure to its authors: `wrong`, `impossible` or `unclear`."""

    visit: str
    line: str
    about: str
    words: str = ""


@dataclass(frozen=True)
class SetBegan:
    """Say when the outage began."""

    began: datetime


@dataclass(frozen=True)
class SetExpected:
    """Say how many minutes the outage is expected to last, from its beginning."""

    minutes: int


@dataclass(frozen=True)
class CorrectTime:
    """Correct the time of an event; what was written stays in the journal."""

    event: str
    at: datetime


@dataclass(frozen=True)
class AddPatient:
    """Add a patient line to the register."""

    facts: Mapping[str, str] = field(default_factory=dict)
    """Closed facts: `origin`, `exam`, `unit`, `identity`; those not known yet are left out."""
    identity: str = ""
    """The identity in bare words, where the register has no fields: stored as free text."""
    examined: datetime | None = None
    """When the patient was examined, where somebody gave it."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What was written, by id of the field of the register: stored as free text."""
    paper: str = ""
    """The number of the paper sheet on which the line was first written; `examined` is the time written there."""
    hour_unknown: bool = False
    """Whether nobody knows when the examination was; else a paper sheet requires `examined`."""
    draft: bool = False
    """Whether the entry is not finished: nothing is required yet."""


@dataclass(frozen=True)
class CorrectPatient:
    """Complete or correct a patient line."""

    patient: str
    facts: Mapping[str, str]
    identity: str = ""
    examined: datetime | None = None
    fields: Mapping[str, str] | None = None
    """All fields of the line from now on; None leaves them as they are."""
    seen: str | None = None
    """The id of the event with the version that the person saw while correcting."""
    paper: str = ""
    """The number of the paper sheet, where it is given after the entry was begun."""
    hour_unknown: bool = False
    """Whether nobody knows when the examination was, whatever the line held before."""
    draft: bool = False
    same_act: bool = False
    """Whether it belongs to the act that wrote `seen`: both are undone together."""


@dataclass(frozen=True)
class AbandonEntry:
    """Abandon an entry that is not finished: its texts are erased."""

    patient: str
    seen: str
    """The id of the event with its last version."""


@dataclass(frozen=True)
class ImagesFate:
    """What becomes of the images of a patient line that is voided or waived."""

    becomes: str
    """`none`: there are none. `attach`: they belong to another line. `other`: as `words` say."""
    to: str = ""
    """The id of the line that they belong to."""
    words: str = ""


@dataclass(frozen=True)
class VoidPatient:
    """Void a patient line; `images` is required where something physical was done for the patient."""

    patient: str
    reason: str
    images: ImagesFate | None = None


@dataclass(frozen=True)
class SetImagesFate:
    """Say what becomes of the images of a line that was voided or waived, or change it."""

    patient: str
    images: ImagesFate


@dataclass(frozen=True)
class SettleDuty:
    """Record that a duty to a patient was done."""

    patient: str
    key: str
    note: str = ""
    """How the identity was verified, where something of it is unknown."""


@dataclass(frozen=True)
class AnswerDuty:
    """Answer no, or that nobody knows, to a duty that is a question; `SettleDuty` answers yes."""

    patient: str
    key: str
    answer: str
    """`ANSWERED_NO` or `ANSWERED_UNKNOWN` of `facts.patients`."""
    follow_up: str = ""
    """Whom it was told, or why it leads to nothing more; without it the duty is still owed."""


@dataclass(frozen=True)
class MarkDutyNotNeeded:
    """Say why a duty to a patient is not needed."""

    patient: str
    key: str
    reason: str


@dataclass(frozen=True)
class MarkDutyImpossible:
    """Say why a duty to a patient could not be done."""

    patient: str
    key: str
    reason: str


@dataclass(frozen=True)
class Reconcile:
    """Record one step of the return for one patient; the note is the number given, or how it was done."""

    patient: str
    step: str
    note: str = ""


@dataclass(frozen=True)
class HandIdentityOn:
    """Record to whom an identity that stayed unknown was reported, and when (None: now)."""

    patient: str
    to: str
    at: datetime | None = None


@dataclass(frozen=True)
class ConfirmSharedNumber:
    """Say why a number that two patient lines share, or one line holds twice, is right all the same."""

    patient: str
    other: str
    reason: str


@dataclass(frozen=True)
class Waive:
    """Waive the reconciliation of a patient line; `images` is required where something physical was done."""

    patient: str
    reason: str
    images: ImagesFate | None = None


@dataclass(frozen=True)
class VerifyPatient:
    """Record that a patient line was checked in the systems, once everything was done."""

    patient: str


@dataclass(frozen=True)
class NamePerson:
    """Say who is at the screen."""

    name: str
    role: str = ""


@dataclass(frozen=True)
class OfferHandover:
    """Offer the session to the next person, with a few words."""

    word: str


@dataclass(frozen=True)
class TakeHandover:
    """Take the session over."""


@dataclass(frozen=True)
class AnnounceReturn:
    """Announce the return to normal of a case, `since` a moment (None: now)."""

    visit: str
    seen: str
    """Who saw that it works again, on which workstation."""
    since: datetime | None = None


@dataclass(frozen=True)
class FellAgain:
    """Say that a case failed again after its return was announced."""

    visit: str


@dataclass(frozen=True)
class Close:
    """Close the session; with a `reason`, even where something prevents it."""

    reason: str = ""


Intent = (
    Open | Settle | NotNeeded | CouldNot | Leave | Answer | Called | SetCondition | RunAnnex | Conclude
    | Follow | Join | TurnAll | Undo | UndoLast | Note | Redline | SetBegan | SetExpected | CorrectTime | AddPatient
    | CorrectPatient | AbandonEntry | VoidPatient | SetImagesFate | HandIdentityOn | SettleDuty | AnswerDuty
    | MarkDutyNotNeeded | MarkDutyImpossible | Reconcile | ConfirmSharedNumber | Waive | VerifyPatient | NamePerson
    | OfferHandover | TakeHandover | AnnounceReturn | FellAgain | SayWhoFound | SaySameOutage | Close
)  # fmt: skip
