"""What a person may want, in one form for every face. `handlers.dispatch.drafts` turns an intent into facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Open:
    """Start a session at an entry point."""

    unit: str
    symptom: str | None = None
    began: datetime | None = None
    """When the outage began, if before now."""
    exercise: bool = False
    follows: str | None = None
    """The closed session that this one goes on from: the same outage fell again."""


@dataclass(frozen=True)
class Settle:
    """Tick a line: done, read, taken note of, seen."""

    visit: str
    line: str
    response: str = ""
    """What was seen, when the line asks for it, in a few words: kept as free text, for they may name somebody."""


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
    """Answer a question, or change the answer. `site.tree.UNKNOWN` is "je ne sais pas"."""

    visit: str
    line: str
    option: str


@dataclass(frozen=True)
class Called:
    """The outcome of a call: `reached` or `no_answer`."""

    visit: str
    line: str
    contact: str
    """The contact tried: the member that the clock opened, or the next that the site gives."""
    outcome: str


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
    """Go where a `becomes` or `joins` line leads."""

    visit: str
    line: str


@dataclass(frozen=True)
class Join:
    """Open another case beside, in the same outage."""

    unit: str
    symptom: str | None = None


@dataclass(frozen=True)
class TurnAll:
    """Continue all of these visits in one other case (a proposal taken, or "autre panne")."""

    visits: tuple[str, ...]
    unit: str
    symptom: str | None = None


@dataclass(frozen=True)
class Undo:
    """Undo one act: the event, and those written together with it."""

    event: str


@dataclass(frozen=True)
class UndoLast:
    """Undo the last act of whoever asks that is not undone; refused when only others did something."""


@dataclass(frozen=True)
class Note:
    """Write a few words, at a line or about the whole session."""

    text: str
    visit: str | None = None
    line: str | None = None


@dataclass(frozen=True)
class Redline:
    """Say that a line of the procedure is `wrong`, `impossible` or `unclear`, for whoever keeps the procedure."""

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
    """How long the outage is expected to last, in minutes from its beginning."""

    minutes: int


@dataclass(frozen=True)
class CorrectTime:
    """Say when something was really done; what was written stays."""

    event: str
    at: datetime


@dataclass(frozen=True)
class AddPatient:
    """Note a patient examined meanwhile."""

    facts: Mapping[str, str] = field(default_factory=dict)
    """Closed facts: `origin`, `exam`, `unit`, `identity`; those not known yet are left out."""
    identity: str = ""
    """Free words, where no field was filled: kept apart from the chain."""
    examined: datetime | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """What was written, by field of the site's sheet: kept apart from the chain."""
    paper: str = ""
    """The number printed on the sheet that the line was first written on; `examined` is then the time written there."""
    hour_unknown: bool = False
    """Whether somebody said that nobody knows when the examination was: a paper sheet may do without its hour then."""
    draft: bool = False
    """Whether the entering goes on: nothing is required of it yet."""


@dataclass(frozen=True)
class CorrectPatient:
    """Complete or correct a patient line."""

    patient: str
    facts: Mapping[str, str]
    identity: str = ""
    examined: datetime | None = None
    fields: Mapping[str, str] | None = None
    """All that the line says from now on; None leaves what it says."""
    seen: str | None = None
    """The fact that the person had before their eyes while correcting."""
    paper: str = ""
    """The number of the paper sheet, where it is learnt once the entering has begun."""
    hour_unknown: bool = False
    """Whether somebody said that nobody knows when the examination was, whatever the line said before."""
    draft: bool = False
    """Whether the entering goes on: nothing is required of it yet."""
    going_on: bool = False
    """Whether it belongs to the act that wrote `seen`: all of it is undone together."""


@dataclass(frozen=True)
class AbandonEntry:
    """Give up what was entered of a line and not finished: no word of it is kept."""

    patient: str
    seen: str
    """The last version that was written of it."""


@dataclass(frozen=True)
class ImagesFate:
    """What becomes of the images of a line that is let go."""

    becomes: str
    """`none`: there are none. `attach`: they go to another line. `other`: in words."""
    to: str = ""
    """The line that they go to."""
    words: str = ""


@dataclass(frozen=True)
class VoidPatient:
    """Strike a patient line out; where something physical was done, what becomes of the images too."""

    patient: str
    reason: str
    images: ImagesFate | None = None


@dataclass(frozen=True)
class SetImagesFate:
    """Say, or say otherwise, what becomes of the images of a line that was let go."""

    patient: str
    images: ImagesFate


@dataclass(frozen=True)
class SettleDuty:
    """Say that a patient got what a standing order owes them."""

    patient: str
    key: str
    note: str = ""
    """On what an identity of which something is unknown was looked at."""


@dataclass(frozen=True)
class MarkDutyNotNeeded:
    """Say why a patient is owed something no more."""

    patient: str
    key: str
    reason: str


@dataclass(frozen=True)
class MarkDutyImpossible:
    """Say why a patient could not get what is owed."""

    patient: str
    key: str
    reason: str


@dataclass(frozen=True)
class Reconcile:
    """One step of the return done for one patient; the note tells the number given, or how it was done."""

    patient: str
    step: str
    note: str = ""


@dataclass(frozen=True)
class HandIdentityOn:
    """Say to whom, and when, an identity that stayed unknown was handed on."""

    patient: str
    to: str
    at: datetime | None = None
    """Now where nothing is said."""


@dataclass(frozen=True)
class ConfirmSharedNumber:
    """Say why a number that two lines share, or one line says twice, is right all the same."""

    patient: str
    other: str
    reason: str


@dataclass(frozen=True)
class Waive:
    """Ask nothing more of a patient line; where something physical was done, say what becomes of the images."""

    patient: str
    reason: str
    images: ImagesFate | None = None


@dataclass(frozen=True)
class VerifyLine:
    """Say that a patient line was looked at again once everything was done."""

    patient: str


@dataclass(frozen=True)
class NamePerson:
    """Say who is at the screen."""

    name: str
    role: str = ""


@dataclass(frozen=True)
class OfferHandover:
    """Leave the session to somebody else, with a short word."""

    word: str


@dataclass(frozen=True)
class TakeHandover:
    """Take the session over."""


@dataclass(frozen=True)
class AnnounceReturn:
    """Say that what failed works again."""

    visit: str
    seen: str
    """Who saw it, on which workstation."""


@dataclass(frozen=True)
class FellAgain:
    """Say that it fell again after its return was announced."""

    visit: str


@dataclass(frozen=True)
class Close:
    """Close the session; with a reason, even though something prevents it."""

    reason: str = ""


Intent = (
    Open | Settle | NotNeeded | CouldNot | Leave | Answer | Called | SetCondition | RunAnnex | Conclude | Follow
    | Join | TurnAll | Undo | UndoLast | Note | Redline | SetBegan | SetExpected | CorrectTime | AddPatient
    | CorrectPatient | AbandonEntry | VoidPatient | SetImagesFate | HandIdentityOn | SettleDuty | MarkDutyNotNeeded
    | MarkDutyImpossible | Reconcile | ConfirmSharedNumber | Waive | VerifyLine | NamePerson | OfferHandover
    | TakeHandover | AnnounceReturn | FellAgain | Close
)  # fmt: skip
