"""The patients of a session in its account: what became of everything due to each, and which lines were let go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Literal

from pannesi.session.claims import slot_key
from pannesi.session.events import Event
from pannesi.session.facts.patients import DutyImpossible, PatientWaived
from pannesi.session.projection.read_model import DutyRow, Patient, Row, Status, Step, Walk
from pannesi.session.state import State
from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class RegisterCounts:
    """The patient register in numbers."""

    noted: int
    """Lines that are not voided."""
    voided: int
    duties: int
    """What is due to patients: by lines of the procedure, or by the program at the return, as an identity confirmed."""
    duties_open: int
    images_open: int = 0
    """Voided or waived lines of which it is not settled what becomes of their images."""


@dataclass(frozen=True)
class DutyOutcome:
    """What became of one thing due to one patient."""

    patient: str
    """The label of the patient line."""
    key: str
    label: str
    row: Row | None
    """The first line that owes it; None where the program does, as an identity confirmed."""
    status: Status
    fact: Event | None
    voided: bool = False
    """Whether the line was struck: it was settled before, and nothing more is due."""
    failed_before: Event | None = None
    """What said it impossible earlier, where something else was said since; not where that was undone."""

    @property
    def impossible(self) -> bool:
        """Whether it was said impossible, and nothing else since; it may be owed again."""
        return self.fact is not None and isinstance(self.fact.body, DutyImpossible)

    @property
    def made_good(self) -> bool:
        """Whether it was said impossible at first, and settled otherwise since."""
        return self.failed_before is not None and self.status in ("done", "not_needed")


@dataclass(frozen=True)
class DutyTotals:
    """What became of one thing due to several patients."""

    key: str
    label: str
    row: Row | None
    outcomes: tuple[DutyOutcome, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many there are of each status; `could_not` without those that are owed again."""
        return Counter(outcome.status for outcome in self.outcomes)

    @property
    def impossible(self) -> tuple[DutyOutcome, ...]:
        """Those said impossible."""
        return tuple(outcome for outcome in self.outcomes if outcome.impossible)


@dataclass(frozen=True)
class LetGo:
    """A patient line that was struck, or whose reconciliation was waived."""

    patient: str
    how: Literal["voided", "waived"]
    fact: Event


def register_counts(seen: Walk) -> RegisterCounts:
    """The register in numbers."""
    voided = sum(patient.voided for patient in seen.patients)
    built_in = _built_in_steps(seen)
    owed = sum(duty.status == "open" for duty in seen.duties) + sum(step.status == "open" for _line, step in built_in)
    images = sum(patient.voided_or_waived and not patient.settled for patient in seen.patients)
    return RegisterCounts(len(seen.patients) - voided, voided, len(seen.duties) + len(built_in), owed, images)


def duty_outcomes(seen: Walk, state: State) -> tuple[DutyOutcome, ...]:
    """What became of everything due, by patient line in order; of a struck line what had been settled before."""
    return tuple(_with_earlier_failure(outcome, state) for outcome in _all_outcomes(seen))


def _with_earlier_failure(outcome: DutyOutcome, state: State) -> DutyOutcome:
    key = slot_key(outcome.fact) if outcome.fact is not None and not outcome.impossible else None
    if key is None:
        return outcome
    slot = state.slot(*key)
    failures = [event for event in slot.facts if isinstance(event.body, DutyImpossible)]
    undone = slot.undone if failures else ()
    standing = [event for event in failures if event.id not in undone]
    return replace(outcome, failed_before=max(standing, key=lambda event: event.order)) if standing else outcome


def _all_outcomes(seen: Walk) -> Iterator[DutyOutcome]:
    built_in: dict[str, list[Step]] = {}
    for line, step in _built_in_steps(seen):
        built_in.setdefault(line.id, []).append(step)
    for patient in seen.patients:
        duties: Sequence[DutyRow] = patient.settled_before_voiding or seen.duties_by_patient.get(patient.id, ())
        for duty in duties:
            row = next((row for key in duty.lines if (row := seen.row(*key)) is not None), None)
            yield DutyOutcome(patient.label, duty.key, duty.label, row, duty.status, duty.fact, patient.voided)
        for step in built_in.get(patient.id, ()):
            yield DutyOutcome(patient.label, step.key, step.label, None, step.status, step.fact)


def duty_totals(outcomes: Iterable[DutyOutcome]) -> tuple[DutyTotals, ...]:
    """What became of each thing due, in the order in which it was first due."""
    by_key: dict[str, list[DutyOutcome]] = {}
    for outcome in outcomes:
        by_key.setdefault(outcome.key, []).append(outcome)
    return tuple(DutyTotals(key, those[0].label, those[0].row, tuple(those)) for key, those in by_key.items())


def lines_let_go(seen: Walk) -> tuple[LetGo, ...]:
    """The patient lines struck or waived, in order."""
    return tuple(_each_let_go(seen.patients))


def _each_let_go(patients: Iterable[Patient]) -> Iterator[LetGo]:
    for patient in patients:
        if patient.voided and patient.voided_by is not None:
            yield LetGo(patient.label, "voided", patient.voided_by)
        elif patient.verdict is not None and isinstance(patient.verdict.body, PatientWaived):
            yield LetGo(patient.label, "waived", patient.verdict)


def _built_in_steps(seen: Walk) -> list[tuple[Patient, Step]]:
    """The steps of the return that no line of the procedure owes, as the confirmation of an identity.

    None of a voided or waived line: what is left there is about its images, which are counted apart.
    """
    owed = {(duty.patient.id, duty.key) for duty in seen.duties}
    lines = (patient for patient in seen.patients if not patient.voided_or_waived)
    return [(patient, step) for patient in lines for step in patient.steps if (patient.id, step.key) not in owed]
