"""Facts about one patient line of the register, its duties, and its reconciliation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from pannesi.session.facts.base import Category, Fact, Named, RecordedState, Settling


class OnPatient(Fact):
    """The base of all facts about one patient line, whose id is the second part of the slot key."""

    claim_fields: ClassVar[tuple[str, ...]] = ("patient",)
    category: ClassVar[Category] = "patients"
    free_text: ClassVar[Named | None] = "a_patient"

    patient: str


class PatientVersion(OnPatient):
    """A complete version of a patient line. The text of the event is a JSON object of field values."""

    claim: ClassVar[str] = "patient"
    free_text: ClassVar[Named | None] = "the_patient"

    facts: Mapping[str, str]
    """The closed facts: `origin`, `exam`, `unit`, `identity`."""
    filled: tuple[str, ...]
    """The ids of the fields that are filled."""
    examined: datetime | None = None
    """When the patient was examined, where somebody gave it."""
    paper: str = ""
    """The number of the paper sheet on which the line was first written."""
    draft: bool = False
    """Whether the entry was not finished."""


class PatientAdded(PatientVersion):
    """A patient line was added."""

    kind: ClassVar[str] = "patient.added"

    label: str
    visits: tuple[str, ...]
    """The visits of the current cases: the duties of their lines are owed even after another case replaced them."""
    form: str
    """`full` or `light`."""


class PatientCorrected(PatientVersion):
    """A patient line was completed or corrected."""

    kind: ClassVar[str] = "patient.corrected"


class PatientVoided(OnPatient):
    """A patient line was voided. The text of the event says why."""

    kind: ClassVar[str] = "patient.voided"
    claim: ClassVar[str] = "patient"


class ImagesFateSet(OnPatient):
    """Somebody said what becomes of the images of a voided or waived line."""

    kind: ClassVar[str] = "patient.images"
    claim: ClassVar[str] = "images"

    becomes: str
    """`none`, `attach` (to another line) or `other` (the text of the event says it)."""
    to: str | None = None
    """The id of the line to which they belong."""


class OnDuty(OnPatient):
    """The base of all facts about one duty to a patient, or one step of the return for them."""

    claim: ClassVar[str] = "duty"
    claim_fields: ClassVar[tuple[str, ...]] = ("patient", "key")

    key: str


class DutyDone(OnDuty):
    """A duty was done."""

    kind: ClassVar[str] = "duty.done"
    settles: ClassVar[Settling | None] = "done"


class DutyNotNeeded(OnDuty):
    """A duty is not needed. The text of the event says why."""

    kind: ClassVar[str] = "duty.not_needed"
    settles: ClassVar[Settling | None] = "not_needed"


class DutyImpossible(OnDuty):
    """A duty could not be done. The text of the event says why."""

    kind: ClassVar[str] = "duty.could_not"
    settles: ClassVar[Settling | None] = "could_not"


ANSWERED_NO, ANSWERED_UNKNOWN = "no", "unknown"
"""What `DutyAnswered` stores; yes is a `DutyDone`."""
SAID_IMPOSSIBLE = "impossible"
"""What is said of a duty that was impossible before the return, and is owed again since; it is not stored."""


class DutyAnswered(OnDuty):
    """A duty that is a question was answered no, or that nobody knows. The text of the event says whom it was told, or
    why it leads to nothing more."""

    kind: ClassVar[str] = "duty.answered"

    answer: str
    """`ANSWERED_NO` or `ANSWERED_UNKNOWN`."""
    passed_on: bool = False
    """Whether the text says whom it was told: without that it is still owed."""

    @property
    def recorded_state(self) -> RecordedState:
        """Never done: nobody saw it done."""
        return "could_not" if self.passed_on else "unanswered"


class StepReconciled(OnDuty):
    """One step of the return was done for a patient. The text of the event is the number given, or how."""

    kind: ClassVar[str] = "patient.reconciled"
    claim_fields: ClassVar[tuple[str, ...]] = ("patient", "step")
    free_text: ClassVar[Named | None] = "the_patient"
    settles: ClassVar[Settling | None] = "done"
    stored_names: ClassVar[Mapping[str, str]] = {"key": "step"}

    key: str


class IdentityHandedOn(OnPatient):
    """An identity that stayed unknown was reported. The text of the event says to whom."""

    kind: ClassVar[str] = "patient.handed_on"
    claim: ClassVar[str] = "handed_on"

    moment: datetime | None
    stored_names: ClassVar[Mapping[str, str]] = {"moment": "told"}


class SharedNumberConfirmed(OnPatient):
    """A number that two lines share, or one line holds twice, is right. The text of the event says why."""

    kind: ClassVar[str] = "patient.told_apart"
    claim: ClassVar[str] = "told_apart"
    claim_fields: ClassVar[tuple[str, ...]] = ("patient", "other")

    other: str
    """The id of the other line, or of the same one."""
    seen: tuple[str, ...]
    """The ids of the events with the versions of both lines that were looked at."""


class PatientWaived(OnPatient):
    """The reconciliation of a line was waived. The text of the event says why."""

    kind: ClassVar[str] = "patient.waived"
    claim: ClassVar[str] = "verdict"


class PatientVerified(OnPatient):
    """A line was checked in the systems at the return."""

    kind: ClassVar[str] = "patient.verified"
    claim: ClassVar[str] = "verdict"


PatientFact = (
    PatientAdded | PatientCorrected | PatientVoided | ImagesFateSet | DutyDone | DutyNotNeeded | DutyImpossible
    | DutyAnswered | StepReconciled | IdentityHandedOn | SharedNumberConfirmed | PatientWaived | PatientVerified
)  # fmt: skip
