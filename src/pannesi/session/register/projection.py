"""The register as the walk needs it: every patient line, what is owed for it, how far it has come.

What a line amounts to is kept with all that it was derived from, so that one more fact derives one line again, not
five hundred. Keeping changes nothing that can be seen: the same facts give the same books, kept or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from pannesi.procedure.model.lines import PutsRight
from pannesi.procedure.register_fields import Field
from pannesi.session.events import Event
from pannesi.session.projection.read_model import DutyRow, Patient, Row
from pannesi.session.register.collisions import Number, SharedNumberDoubt, number_doubts_of, numbers_of, shared_numbers
from pannesi.session.register.duties import asking_lines, duties_owed, duties_settled_before, patient_id, patient_of
from pannesi.session.register.images import ImagesTarget, images_target, with_images_fate
from pannesi.session.register.reconciliation import interim_of, steps_put_right, with_state
from pannesi.session.state import State


@dataclass(frozen=True)
class _Requirements:
    """What the lines of the procedure ask for every patient."""

    lines: tuple[Row, ...]
    kinds: dict[str, PutsRight | None]
    interim: str | None
    lasting: frozenset[str]
    sheet: tuple[Field, ...]
    only_done: bool
    """Whether a step said impossible or not needed counts as not reached (rules 2)."""

    def same(self, other: _Requirements) -> bool:
        """Whether both ask the same, whatever became of the lines themselves."""
        mine, theirs = (
            [(row.key, row.phase, row.line) for row in requirements.lines] for requirements in (self, other)
        )
        mine_else, theirs_else = (
            (asked.kinds, asked.interim, asked.lasting, asked.only_done) for asked in (self, other)
        )
        return mine_else == theirs_else and mine == theirs and self.sheet == other.sheet


@dataclass(frozen=True)
class _Entry:
    """A line as it was entered and as it stands, what is owed for it, and what it was derived from."""

    stamp: tuple[int, int]
    asked: _Requirements
    entered: Patient
    patient: Patient
    owed: tuple[DutyRow, ...]
    still: tuple[DutyRow, ...]
    """Of what is owed, what was not settled yet."""
    due: tuple[tuple[str, str], ...]
    """The lines of the procedure that ask for it."""
    numbers: tuple[Number, ...] = ()
    """The numbers that it says."""
    aim: ImagesTarget | None = None
    """The line that its images go to, as it stood."""


@dataclass(frozen=True)
class RegisterProjection:
    """Every patient line in the order of entry, voided ones included, and every duty."""

    patients: tuple[Patient, ...]
    duties: tuple[DutyRow, ...]
    duties_by_patient: Mapping[str, tuple[DutyRow, ...]]
    """The duties of each line."""
    open_duties: tuple[tuple[DutyRow, ...], ...]
    """What is not settled yet, line by line, those left out of which nothing is owed any more."""
    due: Mapping[tuple[str, str], int]
    """For how many patients each line of the procedure is not settled yet."""
    number_doubts: tuple[SharedNumberDoubt, ...]
    """Numbers that two lines share, or that one says twice."""


@dataclass(frozen=True)
class _Snapshot:
    """The entries as they were at a number of changes."""

    folded_anew: int
    changes: int
    times_told: int
    asked: _Requirements
    entries: dict[str, _Entry]
    due: Counter[tuple[str, str]]
    shared: dict[str, tuple[str, ...]]
    """The numbers that are said more than once, and by which lines."""
    doubts: tuple[SharedNumberDoubt, ...] = ()


class RegisterProjectionCache:
    """The entries of the last look, and the state that they are of."""

    state: State | None = None
    kept: _Snapshot | None = None

    def of(self, state: State) -> _Snapshot | None:
        """The entries of a state, unless that was folded anew since."""
        if self.state is not state or self.kept is None or self.kept.folded_anew != state.refold_count:
            return None
        return self.kept


def project_register(
    state: State,
    rows: tuple[Row, ...],
    asking: set[tuple[str, str]],
    sheet: tuple[Field, ...],
    lasting: frozenset[str],
    cache: RegisterProjectionCache,
) -> RegisterProjection:
    """What the register amounts to; of `cache`, what was derived before and still stands.

    `asking` names the lines whose branch is taken, even if their case gave way since: patients stay owed.
    `lasting` names the visits whose return was not announced.
    """
    asked = _Requirements(
        asking_lines(rows, asking), steps_put_right(rows), interim_of(sheet), lasting, sheet, state.is_bound_by(2)
    )
    before = cache.of(state)
    if before is not None and before.asked.same(asked):
        asked = before.asked
    kept = _updated(state, asked, before) if before is not None else None
    kept = kept or _derive_all(state, asked, before.entries if before is not None else {})
    if before is not None and before.changes == kept.changes and before.asked is kept.asked:
        kept = replace(kept, doubts=before.doubts)
    elif kept.shared:
        lines = {name: entry.patient for name, entry in kept.entries.items()}
        said = {name: entry.numbers for name, entry in kept.entries.items()}
        kept = replace(kept, doubts=number_doubts_of(state, lines, said, kept.shared, sheet))
    cache.state, cache.kept = state, kept
    entries = kept.entries.values()
    return RegisterProjection(
        patients=tuple([entry.patient for entry in entries]),
        duties=tuple(chain.from_iterable([entry.owed for entry in entries])),
        duties_by_patient={name: entry.owed for name, entry in kept.entries.items()},
        open_duties=tuple([entry.still for entry in entries if entry.still]),
        due=kept.due,
        number_doubts=kept.doubts,
    )


def _updated(state: State, asked: _Requirements, before: _Snapshot) -> _Snapshot | None:
    """The entries with those lines derived again of which something was said since. None when that is not enough: what
    is asked, or the time of anything, was changed, or a line came or went."""
    if before.asked is not asked or before.times_told != state.time_corrections_at:
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
        now = entries[name] = _derive(state, replace(entered, label=entry.entered.label), asked)
        derived.append(name)
        due.subtract(entry.due)
        due.update(now.due)
    _update_images_targets(state, asked, entries)
    same = all(entries[name].numbers == before.entries[name].numbers for name in derived)
    met = before.shared if same else _shared(entries)
    return _Snapshot(state.refold_count, state.changes, state.time_corrections_at, asked, entries, +due, met)


def _derive_all(state: State, asked: _Requirements, before: dict[str, _Entry]) -> _Snapshot:
    """Every line, those of which nothing was said since as they were."""
    entries: dict[str, _Entry] = {}
    for entered in _entered_lines(state, before):
        entry = before.get(entered.id)
        if entry is None or entry.entered is not entered or entry.asked is not asked or _stale(state, entry):
            entry = _derive(state, entered, asked)
        entries[entered.id] = entry
    _update_images_targets(state, asked, entries)
    due = Counter(chain.from_iterable(entry.due for entry in entries.values()))
    return _Snapshot(
        state.refold_count, state.changes, state.time_corrections_at, asked, entries, due, _shared(entries)
    )


def _shared(entries: dict[str, _Entry]) -> dict[str, tuple[str, ...]]:
    return shared_numbers({name: entry.numbers for name, entry in entries.items() if entry.numbers})


def _stamp(state: State, patient: str) -> tuple[int, int]:
    return state.last_spoken_of.get(patient, 0), state.time_corrections_at


def _stale(state: State, entry: _Entry) -> bool:
    """Whether something was said of the line since, or of the time of anything."""
    return entry.stamp != _stamp(state, entry.entered.id)


def _update_images_targets(state: State, asked: _Requirements, entries: dict[str, _Entry]) -> None:
    """Derives again the lines whose images go to a line that is called otherwise now, or was struck out since. What
    they owe of the procedure stays as it was."""
    for name, entry in entries.items():
        to = images_target(entry.patient) if entry.patient.images_fate is not None else None
        if to is None:
            continue
        target = entries.get(to)
        aim = ImagesTarget(target.entered.label, target.entered.voided) if target is not None else None
        if aim != entry.aim:
            entries[name] = _derive(state, entry.entered, asked, aim)


def _derive(state: State, entered: Patient, asked: _Requirements, aim: ImagesTarget | None = None) -> _Entry:
    """A line as it stands. What the return asks of a waived line is not owed any more."""
    owed = duties_owed(state, entered, asked.lines, asked.sheet)
    steps = tuple(duty for duty in owed if duty.phase == "return_to_normal")
    patient = with_state(
        state, entered, steps, asked.kinds, asked.interim, asked.lasting, asked.sheet, only_done=asked.only_done
    )
    if patient.voided:
        patient = replace(patient, settled_before_voiding=duties_settled_before(state, patient, asked.lines))
    if patient.let_go:
        patient = with_images_fate(state, patient, asked.sheet, asked.lines, aim)
        owed = tuple(duty for duty in owed if duty.phase != "return_to_normal" or duty.status != "open")
    numbers = numbers_of(entered.fields, asked.sheet) if not patient.voided else ()
    still = tuple(duty for duty in owed if duty.status == "open")
    due = tuple(key for duty in still for key in duty.lines)
    return _Entry(_stamp(state, entered.id), asked, entered, patient, owed, still, due, numbers, aim)


def _entered_lines(state: State, before: dict[str, _Entry]) -> Iterator[Patient]:
    """The lines as they were entered, in that order. Two that were given the same number by people who did not know
    of each other are told apart: `A-02`, `A-02-2`."""
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
    return patient_of(state, head) if entry is None or _stale(state, entry) else entry.entered
