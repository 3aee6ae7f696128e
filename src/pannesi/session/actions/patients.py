"""Intents about patients: their lines, what is owed to them, the reconciliation at the return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from pannesi.support.light_dataclass import dataclass


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


PatientIntent = (
    AddPatient | CorrectPatient | AbandonEntry | VoidPatient | SetImagesFate | SettleDuty | AnswerDuty
    | MarkDutyNotNeeded | MarkDutyImpossible | Reconcile | HandIdentityOn | ConfirmSharedNumber | Waive | VerifyPatient
)  # fmt: skip
