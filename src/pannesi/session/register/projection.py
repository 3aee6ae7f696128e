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
from pannesi.session.register.collisions import Doubt, Number, doubts_of, numbers_of, shared
from pannesi.session.register.duties import asking_lines, owed_to, patient_id, patient_of, settled_before
from pannesi.session.register.images import Aim, goes_to, with_fate
from pannesi.session.register.reconciliation import interim_of, kinds_of, with_state
from pannesi.session.state import State


@dataclass(frozen=True)
class _Asked:
    """What the lines of the procedure ask for every patient."""

    lines: tuple[Row, ...]
    kinds: dict[str, PutsRight | None]
    interim: str | None
    lasting: frozenset[str]
    sheet: tuple[Field, ...]
    only_done: bool
    """Whether a step said impossible or not needed counts as not reached (rules 2)."""

    def same(self, other: _Asked) -> bool:
        """Whether both ask the same, whatever became of the lines themselves."""
        mine, theirs = ([(row.key, row.phase, row.line) for row in one.lines] for one in (self, other))
        mine_else, theirs_else = (
            (asked.kinds, asked.interim, asked.lasting, asked.only_done) for asked in (self, other)
        )
        return mine_else == theirs_else and mine == theirs and self.sheet == other.sheet


@dataclass(frozen=True)
class _Entry:
    """A line as it was entered and as it stands, what is owed for it, and what it was derived from."""

    stamp: tuple[int, int]
    asked: _Asked
    entered: Patient
    patient: Patient
    owed: tuple[DutyRow, ...]
    still: tuple[DutyRow, ...]
    """Of what is owed, what was not settled yet."""
    due: tuple[tuple[str, str], ...]
    """The lines of the procedure that ask for it."""
    numbers: tuple[Number, ...] = ()
    """The numbers that it says."""
    aim: Aim | None = None
    """The line that its images go to, as it stood."""


@dataclass(frozen=True)
class Books:
    """Every patient line in the order of entry, voided ones included, and every duty."""

    patients: tuple[Patient, ...]
    duties: tuple[DutyRow, ...]
    owed: Mapping[str, tuple[DutyRow, ...]]
    """The duties of each line."""
    owing: tuple[tuple[DutyRow, ...], ...]
    """What is not settled yet, line by line, those left out of which nothing is owed any more."""
    due: Mapping[tuple[str, str], int]
    """For how many patients each line of the procedure is not settled yet."""
    doubts: tuple[Doubt, ...]
    """Numbers that two lines share, or that one says twice."""


@dataclass(frozen=True)
class _Kept:
    """The entries as they were at a number of changes."""

    folded_anew: int
    changes: int
    times_told: int
    asked: _Asked
    entries: dict[str, _Entry]
    due: Counter[tuple[str, str]]
    shared: dict[str, tuple[str, ...]]
    """The numbers that are said more than once, and by which lines."""
    doubts: tuple[Doubt, ...] = ()


class BooksCache:
    """The entries of the last look, and the state that they are of."""

    state: State | None = None
    kept: _Kept | None = None

    def of(self, state: State) -> _Kept | None:
        """The entries of a state, unless that was folded anew since."""
        if self.state is not state or self.kept is None or self.kept.folded_anew != state.folded_anew:
            return None
        return self.kept


def books(
    state: State,
    rows: tuple[Row, ...],
    asking: set[tuple[str, str]],
    sheet: tuple[Field, ...],
    lasting: frozenset[str],
    cache: BooksCache,
) -> Books:
    """What the register amounts to; of `cache`, what was derived before and still stands.

    `asking` names the lines whose branch is taken, even if their case gave way since: patients stay owed.
    `lasting` names the visits whose return was not announced.
    """
    asked = _Asked(asking_lines(rows, asking), kinds_of(rows), interim_of(sheet), lasting, sheet, state.is_bound_by(2))
    before = cache.of(state)
    if before is not None and before.asked.same(asked):
        asked = before.asked
    kept = _brought_on(state, asked, before) if before is not None else None
    kept = kept or _read(state, asked, before.entries if before is not None else {})
    if before is not None and before.changes == kept.changes and before.asked is kept.asked:
        kept = replace(kept, doubts=before.doubts)
    elif kept.shared:
        lines = {name: entry.patient for name, entry in kept.entries.items()}
        said = {name: entry.numbers for name, entry in kept.entries.items()}
        kept = replace(kept, doubts=doubts_of(state, lines, said, kept.shared, sheet))
    cache.state, cache.kept = state, kept
    found = kept.entries.values()
    return Books(
        patients=tuple([entry.patient for entry in found]),
        duties=tuple(chain.from_iterable([entry.owed for entry in found])),
        owed={name: entry.owed for name, entry in kept.entries.items()},
        owing=tuple([entry.still for entry in found if entry.still]),
        due=kept.due,
        doubts=kept.doubts,
    )


def _brought_on(state: State, asked: _Asked, before: _Kept) -> _Kept | None:
    """The entries with those lines derived again of which something was said since. None when that is not enough: what
    is asked, or the time of anything, was changed, or a line came or went."""
    if before.asked is not asked or before.times_told != state.times_told:
        return None
    entries, due = before.entries.copy(), before.due.copy()
    told: list[str] = []
    for name in state.touched_since(before.changes):
        head, entry = state.slot("patient", name).head, entries.get(name)
        if head is None and entry is None:
            continue  # a visit, a fact, or a line that was undone before
        entered = patient_of(state, head) if head is not None else None
        if entry is None or entered is None or entered.event is not entry.entered.event:
            return None
        if entered.given != entry.entered.given:
            return None
        now = entries[name] = _derived(state, replace(entered, label=entry.entered.label), asked)
        told.append(name)
        due.subtract(entry.due)
        due.update(now.due)
    _look_at_aims(state, asked, entries)
    same = all(entries[name].numbers == before.entries[name].numbers for name in told)
    met = before.shared if same else _shared(entries)
    return _Kept(state.folded_anew, state.changes, state.times_told, asked, entries, +due, met)


def _read(state: State, asked: _Asked, before: dict[str, _Entry]) -> _Kept:
    """Every line, those of which nothing was said since as they were."""
    entries: dict[str, _Entry] = {}
    for entered in _entered(state, before):
        entry = before.get(entered.id)
        if entry is None or entry.entered is not entered or entry.asked is not asked or _stale(state, entry):
            entry = _derived(state, entered, asked)
        entries[entered.id] = entry
    _look_at_aims(state, asked, entries)
    due = Counter(chain.from_iterable(entry.due for entry in entries.values()))
    return _Kept(state.folded_anew, state.changes, state.times_told, asked, entries, due, _shared(entries))


def _shared(entries: dict[str, _Entry]) -> dict[str, tuple[str, ...]]:
    return shared({name: entry.numbers for name, entry in entries.items() if entry.numbers})


def _stamp(state: State, patient: str) -> tuple[int, int]:
    return state.touched.get(patient, 0), state.times_told


def _stale(state: State, entry: _Entry) -> bool:
    """Whether something was said of the line since, or of the time of anything."""
    return entry.stamp != _stamp(state, entry.entered.id)


def _look_at_aims(state: State, asked: _Asked, entries: dict[str, _Entry]) -> None:
    """Derives again the lines whose images go to a line that is called otherwise now, or was struck out since. What
    they owe of the procedure stays as it was."""
    for name, entry in entries.items():
        to = goes_to(entry.patient) if entry.patient.fate is not None else None
        if to is None:
            continue
        found = entries.get(to)
        aim = Aim(found.entered.label, found.entered.voided) if found is not None else None
        if aim != entry.aim:
            entries[name] = _derived(state, entry.entered, asked, aim)


def _derived(state: State, entered: Patient, asked: _Asked, aim: Aim | None = None) -> _Entry:
    """A line as it stands. What the return asks of a waived line is not owed any more."""
    owed = owed_to(state, entered, asked.lines, asked.sheet)
    steps = tuple(duty for duty in owed if duty.phase == "return_to_normal")
    patient = with_state(
        state, entered, steps, asked.kinds, asked.interim, asked.lasting, asked.sheet, only_done=asked.only_done
    )
    if patient.voided:
        patient = replace(patient, done_before=settled_before(state, patient, asked.lines))
    if patient.let_go:
        patient = with_fate(state, patient, asked.sheet, asked.lines, aim)
        owed = tuple(duty for duty in owed if duty.phase != "return_to_normal" or duty.status != "open")
    numbers = numbers_of(entered.fields, asked.sheet) if not patient.voided else ()
    still = tuple(duty for duty in owed if duty.status == "open")
    due = tuple(key for duty in still for key in duty.lines)
    return _Entry(_stamp(state, entered.id), asked, entered, patient, owed, still, due, numbers, aim)


def _entered(state: State, before: dict[str, _Entry]) -> Iterator[Patient]:
    """The lines as they were entered, in that order. Two that were given the same number by people who did not know
    of each other are told apart: `A-02`, `A-02-2`."""
    found = [one for one in (_one(state, head, before) for head in state.heads("patient")) if one is not None]
    found.sort(key=lambda patient: patient.event.order)
    met: Counter[str] = Counter()
    for patient in found:
        label = patient.given
        met[label] += 1
        wanted = f"{label}-{met[label]}" if met[label] > 1 else label
        yield patient if patient.label == wanted else replace(patient, label=wanted)


def _one(state: State, head: Event, before: dict[str, _Entry]) -> Patient | None:
    entry = before.get(patient_id(head))
    return patient_of(state, head) if entry is None or _stale(state, entry) else entry.entered
