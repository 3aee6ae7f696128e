"""What is said of one patient line of the register, and of what each patient is owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from pannesi.session.facts.base import Category, Fact, Named, Settling


class OnPatient(Fact):
    """Any fact about one patient line, whose id comes first in its claim."""

    claim_fields: ClassVar[tuple[str, ...]] = ("patient",)
    category: ClassVar[Category] = "patients"
    free_text: ClassVar[Named | None] = "a_patient"

    patient: str


class PatientVersion(OnPatient):
    """What a line says, all of it; its text is what was written, field by field."""

    claim: ClassVar[str] = "patient"
    free_text: ClassVar[Named | None] = "the_patient"

    facts: Mapping[str, str]
    """The closed facts: `origin`, `exam`, `unit`, `identity`."""
    filled: tuple[str, ...]
    """The fields that say something."""
    examined: datetime | None = None
    """When the patient was examined, where somebody said it."""
    paper: str = ""
    """The number of the paper sheet that the line was first written on."""
    draft: bool = False
    """Whether the entering went on."""


class PatientAdded(PatientVersion):
    """A line was begun."""

    kind: ClassVar[str] = "patient.added"

    label: str
    visits: tuple[str, ...]
    """The cases in force: what they owe this patient is owed even after they give way."""
    form: str
    """`full` or `light`."""


class PatientCorrected(PatientVersion):
    """A line was completed or corrected."""

    kind: ClassVar[str] = "patient.corrected"


class PatientVoided(OnPatient):
    """A line was struck out; its text says why."""

    kind: ClassVar[str] = "patient.voided"
    claim: ClassVar[str] = "patient"


class ImagesFateSet(OnPatient):
    """Somebody said what becomes of the images of a line that is let go."""

    kind: ClassVar[str] = "patient.images"
    claim: ClassVar[str] = "images"

    becomes: str
    """`none`, `attach` (to another line) or `other` (its text says it)."""
    to: str | None = None
    """The line that they go to."""


class OnDuty(OnPatient):
    """Any fact about one thing owed to one patient, or one step of the return for them."""

    claim: ClassVar[str] = "duty"
    claim_fields: ClassVar[tuple[str, ...]] = ("patient", "key")

    key: str


class DutyDone(OnDuty):
    """A patient got what is owed."""

    kind: ClassVar[str] = "duty.done"
    settles: ClassVar[Settling | None] = "done"


class DutyNotNeeded(OnDuty):
    """A patient is owed it no more; its text says why."""

    kind: ClassVar[str] = "duty.not_needed"
    settles: ClassVar[Settling | None] = "not_needed"


class DutyImpossible(OnDuty):
    """A patient could not get it; its text says why."""

    kind: ClassVar[str] = "duty.could_not"
    settles: ClassVar[Settling | None] = "could_not"


class StepReconciled(OnDuty):
    """One step of the return was done for a patient; its text is the number given, or how."""

    kind: ClassVar[str] = "patient.reconciled"
    claim_fields: ClassVar[tuple[str, ...]] = ("patient", "step")
    free_text: ClassVar[Named | None] = "the_patient"
    settles: ClassVar[Settling | None] = "done"
    stored_names: ClassVar[Mapping[str, str]] = {"key": "step"}

    key: str


class IdentityHandedOn(OnPatient):
    """An identity that stayed unknown was handed on; its text says to whom."""

    kind: ClassVar[str] = "patient.handed_on"
    claim: ClassVar[str] = "handed_on"

    moment: datetime | None
    stored_names: ClassVar[Mapping[str, str]] = {"moment": "told"}


class SharedNumberConfirmed(OnPatient):
    """A number that two lines share, or that one says twice, is right; its text says why."""

    kind: ClassVar[str] = "patient.told_apart"
    claim: ClassVar[str] = "told_apart"
    claim_fields: ClassVar[tuple[str, ...]] = ("patient", "other")

    other: str
    """The other line, or the same one."""
    seen: tuple[str, ...]
    """The versions of both that were looked at."""


class PatientWaived(OnPatient):
    """Nothing more is asked of a line; its text says why."""

    kind: ClassVar[str] = "patient.waived"
    claim: ClassVar[str] = "verdict"


class PatientVerified(OnPatient):
    """A line was looked at again in the systems."""

    kind: ClassVar[str] = "patient.verified"
    claim: ClassVar[str] = "verdict"


PatientFact = (
    PatientAdded | PatientCorrected | PatientVoided | ImagesFateSet | DutyDone | DutyNotNeeded | DutyImpossible
    | StepReconciled | IdentityHandedOn | SharedNumberConfirmed | PatientWaived | PatientVerified
)  # fmt: skip
