"""The projection of the register: every patient line with its duties and its state of reconciliation.

Each line is cached with all that it was projected from, so that a new event costs one line, not five hundred. The cache
does not change the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from pannesi.procedure.model.lines import PutsRight
from pannesi.procedure.model.register_fields import Field
from pannesi.session.events import Event
from pannesi.session.facts.patients import SAID_IMPOSSIBLE
from pannesi.session.projection.read_model import DutyRow, Patient, Row
from pannesi.session.register.collisions import Number, SharedNumberDoubt, number_doubts_of, numbers_of, shared_numbers
from pannesi.session.register.duties import (
    Returns,
    duties_owed,
    duties_settled_before,
    patient_id,
    patient_of,
    rows_with_duties,
)
from pannesi.session.register.images import ImagesTarget, images_target, with_images_fate
from pannesi.session.register.reconciliation import interim_field, kinds_of_return_steps, with_reconciliation_state
from pannesi.session.state import State
from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class _Requirements:
    """What the lines of the procedure owe for every patient."""

    lines: tuple[Row, ...]
    kinds: dict[str, PutsRight | None]
    interim: str | None
    ongoing: frozenset[str]
    sheet: tuple[Field, ...]
    only_done: bool
    """Whether a step recorded as impossible or not needed does not count as reached (rules 2)."""
    questions_later: bool
    """Whether the questions of a case that came later are owed too (rules 6)."""
    returns: Returns
    """What was said impossible before these is owed again (rules 7)."""

    def same(self, other: _Requirements) -> bool:
        """Whether both require the same, whatever the status of the rows."""
        mine, theirs = (
            [(row.key, row.phase, row.line) for row in requirements.lines] for requirements in (self, other)
        )
        mine_else, theirs_else = (
            (
                requirements.kinds, requirements.interim, requirements.ongoing, requirements.only_done,
                requirements.questions_later, requirements.returns,
            )
            for requirements in (self, other)
        )  # fmt: skip
        return mine_else == theirs_else and mine == theirs and self.sheet == other.sheet


@dataclass(frozen=True)
class _Entry:
    """A projected patient line, with its duties and what it was projected from."""

    stamp: tuple[int, int]
    requirements: _Requirements
    entered: Patient
    patient: Patient
    duties: tuple[DutyRow, ...]
    open_duties: tuple[DutyRow, ...]
    """The duties that are not settled."""
    due: tuple[tuple[str, str], ...]
    """The keys of the lines of the procedure whose duties are open."""
    numbers: tuple[Number, ...] = ()
    """The numbers held by the line."""
    images_target: ImagesTarget | None = None
    """The line that its images go to, at that time."""


@dataclass(frozen=True)
class RegisterProjection:
    """Every patient line in order of entry, voided ones included, with its duties."""

    patients: tuple[Patient, ...]
    duties: tuple[DutyRow, ...]
    duties_by_patient: Mapping[str, tuple[DutyRow, ...]]
    """The duties of each line, by its id."""
    open_duties: tuple[tuple[DutyRow, ...], ...]
    """The open duties of each line that has some."""
    due: Mapping[tuple[str, str], int]
    """For how many patients each line of the procedure has an open duty."""
    number_doubts: tuple[SharedNumberDoubt, ...]
    """Numbers that two lines share, or that one line holds twice."""


@dataclass(frozen=True)
class _Snapshot:
    """The projected lines at a given number of changes of the state."""

    refold_count: int
    changes: int
    time_corrections_at: int
    requirements: _Requirements
    entries: dict[str, _Entry]
    due: Counter[tuple[str, str]]
    shared: dict[str, tuple[str, ...]]
    """The numbers held more than once, with the ids of their lines."""
    doubts: tuple[SharedNumberDoubt, ...] = ()


class RegisterProjectionCache:
    """The last projected lines, and the state that they were projected from."""

    state: State | None = None
    snapshot: _Snapshot | None = None

    def of(self, state: State) -> _Snapshot | None:
        """The snapshot of a state; None if it is of another one, or that one was folded again since."""
        if self.state is not state or self.snapshot is None or self.snapshot.refold_count != state.refold_count:
            return None
        return self.snapshot


def project_register(
    state: State,
    rows: tuple[Row, ...],
    taken: set[tuple[str, str]],
    sheet: tuple[Field, ...],
    ongoing: frozenset[str],
    cache: RegisterProjectionCache,
    returns: Returns,
) -> RegisterProjection:
    """The projection of the register, taking unchanged lines from `cache`.

    `taken` are the keys of the lines whose branch is taken, in a case still current or not. `ongoing` are the ids of
    the visits whose return was not announced, `returns` the announced ones.
    """
    requirements = _Requirements(
        rows_with_duties(rows, taken),
        kinds_of_return_steps(rows),
        interim_field(sheet),
        ongoing,
        sheet,
        state.is_bound_by(2),
        state.is_bound_by(6),
        returns if state.is_bound_by(7) else {},
    )
    snapshot = _snapshot_of(state, requirements, cache.of(state))
    cache.state, cache.snapshot = state, snapshot
    entries = snapshot.entries.values()
    return RegisterProjection(
        patients=tuple([entry.patient for entry in entries]),
        duties=tuple(chain.from_iterable([entry.duties for entry in entries])),
        duties_by_patient={name: entry.duties for name, entry in snapshot.entries.items()},
        open_duties=tuple([entry.open_duties for entry in entries if entry.open_duties]),
        due=snapshot.due,
        number_doubts=snapshot.doubts,
    )


def _snapshot_of(state: State, requirements: _Requirements, before: _Snapshot | None) -> _Snapshot:
    """Each line of the register, unchanged ones taken from `before`, with the doubts about shared numbers."""
    if before is not None and before.requirements.same(requirements):
        requirements = before.requirements
    snapshot = _project_changes(state, requirements, before) if before is not None else None
    snapshot = snapshot or _project_all(state, requirements, before.entries if before is not None else {})
    if before is not None and before.changes == snapshot.changes and before.requirements is snapshot.requirements:
        return replace(snapshot, doubts=before.doubts)
    if not snapshot.shared:
        return snapshot
    lines = {name: entry.patient for name, entry in snapshot.entries.items()}
    said = {name: entry.numbers for name, entry in snapshot.entries.items()}
    return replace(snapshot, doubts=number_doubts_of(state, lines, said, snapshot.shared, requirements.sheet))


def _project_changes(state: State, requirements: _Requirements, before: _Snapshot) -> _Snapshot | None:
    """The snapshot with the changed lines projected again.

    None when that is not enough: the requirements or the time of an event changed, or a line was added or removed.
    """
    if before.requirements is not requirements or before.time_corrections_at != state.time_corrections_at:
        return None
    entries, due = before.entries.copy(), before.due.copy()
    derived: list[str] = []
    for name in state.spoken_of_since(before.changes):
        head, entry = state.slot("patient", name).head, entries.get(name)
        if head is None and entry is None:
            continue  # a visit, a fact, or a line that was undone before
        entered = patient_of(state, head) if head is not None else None
        if entry is None or entered is None or entered.event is not entry.entered.event:
            return None
        if entered.base_label != entry.entered.base_label:
            return None
        now = entries[name] = _project_line(state, replace(entered, label=entry.entered.label), requirements)
        derived.append(name)
        due.subtract(entry.due)
        due.update(now.due)
    _update_images_targets(state, requirements, entries)
    same = all(entries[name].numbers == before.entries[name].numbers for name in derived)
    met = before.shared if same else _shared_among(entries)
    return _Snapshot(state.refold_count, state.changes, state.time_corrections_at, requirements, entries, +due, met)


def _project_all(state: State, requirements: _Requirements, before: dict[str, _Entry]) -> _Snapshot:
    """The snapshot of every line, unchanged ones taken from `before`."""
    entries: dict[str, _Entry] = {}
    for entered in _entered_lines(state, before):
        entry = before.get(entered.id)
        if (
            entry is None
            or entry.entered is not entered
            or entry.requirements is not requirements
            or _is_stale(state, entry)
        ):
            entry = _project_line(state, entered, requirements)
        entries[entered.id] = entry
    _update_images_targets(state, requirements, entries)
    due = Counter(chain.from_iterable(entry.due for entry in entries.values()))
    return _Snapshot(
        state.refold_count, state.changes, state.time_corrections_at, requirements, entries, due, _shared_among(entries)
    )


def _shared_among(entries: dict[str, _Entry]) -> dict[str, tuple[str, ...]]:
    return shared_numbers({name: entry.numbers for name, entry in entries.items() if entry.numbers})


def _version_stamp(state: State, patient: str) -> tuple[int, int]:
    return state.last_spoken_of.get(patient, 0), state.time_corrections_at


def _is_stale(state: State, entry: _Entry) -> bool:
    """Whether an event concerned the line since, or the time of any event was corrected."""
    return entry.stamp != _version_stamp(state, entry.entered.id)


def _update_images_targets(state: State, requirements: _Requirements, entries: dict[str, _Entry]) -> None:
    """Projects again the lines whose images go to a line that was relabelled or voided since."""
    for name, entry in entries.items():
        to = images_target(entry.patient) if entry.patient.images_fate is not None else None
        if to is None:
            continue
        receiving = entries.get(to)
        target = ImagesTarget(receiving.entered.label, receiving.entered.voided) if receiving is not None else None
        if target != entry.images_target:
            entries[name] = _project_line(state, entry.entered, requirements, target)


def _project_line(
    state: State, entered: Patient, requirements: _Requirements, target: ImagesTarget | None = None
) -> _Entry:
    """A line with its duties and state. Open duties of the return are not owed any more for a voided or waived line."""
    duties = duties_owed(state, entered, requirements.lines, requirements.sheet, requirements.returns)
    steps = tuple(duty for duty in duties if duty.phase == "return_to_normal")
    patient = with_reconciliation_state(
        state,
        entered,
        steps,
        requirements.kinds,
        requirements.interim,
        requirements.ongoing,
        requirements.sheet,
        only_done=requirements.only_done,
        owing=any(duty.status == "open" and duty.phase != "return_to_normal" for duty in duties),
    )
    if patient.voided:
        patient = replace(patient, settled_before_voiding=duties_settled_before(state, patient, requirements.lines))
    if patient.voided_or_waived:
        patient = with_images_fate(state, patient, requirements.sheet, requirements.lines, target)
        duties = tuple(_asked_no_more(duty) for duty in duties if _stands_all_the_same(duty))
    numbers = numbers_of(entered.fields, requirements.sheet) if not patient.voided else ()
    open_duties = tuple(duty for duty in duties if duty.status == "open")
    due = tuple(key for duty in open_duties for key in duty.lines)
    return _Entry(
        _version_stamp(state, entered.id), requirements, entered, patient, duties, open_duties, due, numbers, target
    )


def _stands_all_the_same(duty: DutyRow) -> bool:
    """Whether a duty is still one for a line that was voided or waived: no open step of the return."""
    return duty.phase != "return_to_normal" or duty.status != "open" or duty.answered == SAID_IMPOSSIBLE


def _asked_no_more(duty: DutyRow) -> DutyRow:
    """A duty of such a line: a step of the return that was impossible is not asked again."""
    if duty.phase != "return_to_normal" or duty.answered != SAID_IMPOSSIBLE:
        return duty
    return replace(duty, status="could_not", answered="")


def _entered_lines(state: State, before: dict[str, _Entry]) -> Iterator[Patient]:
    """The lines in order of entry. Equal labels, given by people working apart, get a number: `A-02`, `A-02-2`."""
    entered = [
        patient
        for patient in (_entered_line(state, head, before) for head in state.heads("patient"))
        if patient is not None
    ]
    entered.sort(key=lambda patient: patient.event.order)
    met: Counter[str] = Counter()
    for patient in entered:
        label = patient.base_label
        met[label] += 1
        wanted = f"{label}-{met[label]}" if met[label] > 1 else label
        yield patient if patient.label == wanted else replace(patient, label=wanted)


def _entered_line(state: State, head: Event, before: dict[str, _Entry]) -> Patient | None:
    entry = before.get(patient_id(head))
    return patient_of(state, head) if entry is None or _is_stale(state, entry) else entry.entered
