"""The duties owed for each patient examined in degraded mode, and the form of the patient line.

A duty comes from a line of the procedure (`DutyLine.duty`) and is owed once for each patient whose closed facts match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from pannesi.procedure.model.lines import Do, DutyLine, PatientFacts, Register
from pannesi.procedure.model.register_fields import Field
from pannesi.session.actions import CorrectPatient
from pannesi.session.claims import Slot
from pannesi.session.events import Event
from pannesi.session.facts.patients import (
    SAID_IMPOSSIBLE,
    DutyAnswered,
    DutyImpossible,
    OnDuty,
    PatientAdded,
    PatientVersion,
    PatientVoided,
)
from pannesi.session.moments import moment_or_none
from pannesi.session.projection.read_model import DutyRow, Patient, Row, Status, fields_of
from pannesi.session.register.contradictions import uncontradicted_facts
from pannesi.session.state import State

FACTS: tuple[str, ...] = ("origin", "exam", "unit", "identity")
"""The names of the closed facts of a patient line, on which duties are matched."""

_LABEL = re.compile(r"A-(\d{1,9})")


def duty_status(fact: Event | None) -> Status:
    """The status of a duty, from the event about it; `open` without one."""
    body = fact.body if fact is not None else None
    if isinstance(body, DutyAnswered):
        return "could_not" if body.passed_on else "open"
    return (body.settles if isinstance(body, OnDuty) else None) or "open"


def facts_of(event: Event) -> dict[str, str]:
    """The closed facts of an event that is a version of a patient line; empty for any other."""
    return dict(event.body.facts) if isinstance(event.body, PatientVersion) else {}


def next_label(state: State) -> str:
    """The next label of a patient line, as `A-04`: never one that was given before, even to a line since undone."""
    given = [0]
    for event in state.timeline:
        number = _LABEL.fullmatch(event.body.label) if isinstance(event.body, PatientAdded) else None
        if number is not None:
            given.append(int(number[1]))
    return f"A-{max(given) + 1:02d}"


_WHO_AND_WHAT = frozenset({"birth-name", "first-name", "birth-date", "exam"})
"""The meanings of the fields that a light form asks where no register line says which."""


def register_form(rows: Iterable[Row]) -> Literal["full", "light"]:
    """The form of a new patient line: `light` if every register line in force asks only for that, else `full`.

    Where no line opens the register it is light too: nothing is owed to patients, or only what an annex set up, as a
    backup route.
    """
    rows = tuple(rows)
    few = {line.form for line in _register_lines(rows)} == {"light"} or _no_case_needs_patients(rows)
    return "light" if few else "full"


def _no_case_needs_patients(rows: tuple[Row, ...]) -> bool:
    """Whether no line opens the register and no case owes anything to each patient; not while the case is searched:
    nobody knows yet what it owes."""
    of_cases = [row for row in rows if not row.of_search]
    owing = [row for row in of_cases if isinstance(row.line, DutyLine) and row.line.duty is not None]
    opens = any(isinstance(row.line, Register) for row in of_cases)
    return bool(of_cases) and not opens and all(row.of_annex for row in owing)


def asks_for_patients(rows: Iterable[Row]) -> bool:
    """Whether a line that applies asks to note patients, or is owed to each of them."""
    return any(
        isinstance(row.line, Register) or (isinstance(row.line, DutyLine) and row.line.duty is not None)
        for row in rows
        if row.status != "not_applicable"
    )


def _register_lines(rows: Iterable[Row]) -> list[Register]:
    """The register lines in force; where none is, all: the case still is what it was when its register has not begun,
    or is over."""
    lines = [row for row in rows if isinstance(row.line, Register)]
    in_force = [row for row in lines if row.status != "not_applicable"] or lines
    return [row.line for row in in_force if isinstance(row.line, Register)]


def fields_to_ask(fields: tuple[Field, ...], rows: Iterable[Row]) -> tuple[Field, ...]:
    """The fields of the sheet, those that a light register line adds (`also`) marked as belonging to the light form.

    Where no case needs patients: those that say who it is and what is examined, and where nothing at all is owed, to
    whom a result was given: that is what such a line is for.
    """
    rows = tuple(rows)
    also = {name for line in _register_lines(rows) for name in line.also}
    if _no_case_needs_patients(rows):
        also |= {field.id for field in fields if field.means in _WHO_AND_WHAT}
        also |= set() if asks_for_patients(rows) else _result_fields(fields)
    return tuple(replace(field, light="yes") if field.id in also else field for field in fields) if also else fields


def _result_fields(fields: tuple[Field, ...]) -> set[str]:
    """The ids of the fields that say to whom a provisional result was given, and when."""
    given = {field.id for field in fields if field.means == "interim"}
    beside = {field.id for field in fields if field.shown_when is not None and field.shown_when.field in given}
    return given | beside


def facts_to_ask(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """The closed facts to ask: all on the full form, on the light form only those on which a duty depends."""
    if register_form(rows) == "full":
        return FACTS
    owed = [row.line.duty for row in rows if isinstance(row.line, DutyLine) and row.line.duty is not None]
    return tuple(name for name in FACTS if any(getattr(duty.when, name) is not None for duty in owed))


def patient_of(state: State, head: Event) -> Patient | None:
    """The patient line whose slot has this head; None if the event that added it is missing."""
    patient = patient_id(head)
    slot = state.slot("patient", patient)
    entries = sorted(slot.events.values(), key=lambda event: event.order)
    added = next((event for event in entries if isinstance(event.body, PatientAdded)), None)
    if added is None or not isinstance(added.body, PatientAdded):
        return None
    latest = _last_written(slot, head) or added
    version = latest.body if isinstance(latest.body, PatientVersion) else added.body
    paper = _paper_of(slot, latest)
    label = paper or added.body.label
    voided = isinstance(head.body, PatientVoided)
    hour_told = _hour_of_examination(added, version.examined, paper=bool(paper))
    return Patient(
        id=patient,
        label=label,
        facts=dict(version.facts),
        visits=added.body.visits,
        examined=hour_told or state.when(added),
        voided=voided,
        identity=latest.text,
        event=added,
        filled=frozenset(version.filled),
        paper=bool(paper),
        light=added.body.form == "light",
        conflict=slot.conflict,
        latest=latest,
        voided_by=head if voided else None,
        base_label=label,
        draft=version.draft,
        hour_given=hour_told is not None,
    )


def _hour_of_examination(added: Event, examined: datetime | None, *, paper: bool) -> datetime | None:
    """The time of the examination that somebody gave, or None.

    Earlier programs (rules below 2) stored the time at which a line was added in its place, and corrections repeat
    that; a paper sheet was never entered without its hour.
    """
    only_noted = added.body.rules < 2 and not paper and examined == moment_or_none(added.at)
    return None if only_noted else examined


def patient_id(head: Event) -> str:
    """The id of the patient line that an event is a version or the voiding of; empty for any other."""
    return head.body.patient if isinstance(head.body, PatientVersion | PatientVoided) else ""


def _paper_of(slot: Slot, latest: Event) -> str:
    """The number of the paper sheet: of the first version, or of one that came before the entry was finished."""
    papers = {event.id: event.body.paper for event in slot.facts if isinstance(event.body, PatientVersion)}
    version: Event | None = latest if any(papers.values()) else None
    while version is not None and not papers.get(version.id):
        version = next(iter(slot.predecessors_of(version)), None)
    return papers[version.id] if version is not None else ""


def _last_written(slot: Slot, head: Event) -> Event | None:
    """The last version of a line; of a voided line, the last one before it was voided."""
    if not isinstance(head.body, PatientVoided):
        return head
    written = [event for event in slot.predecessors_of(head) if not isinstance(event.body, PatientVoided)]
    return written[-1] if written else None


def keep_version_intent(patient: str, version: Event) -> CorrectPatient:
    """The intent that keeps one of several conflicting versions of a line, with its fields and time of examination."""
    examined = version.body.examined if isinstance(version.body, PatientVersion) else None
    fields = fields_of(version.text)
    return CorrectPatient(patient, facts_of(version), examined=examined, fields=fields, hour_unknown=examined is None)


def facts_match(facts: dict[str, str], wanted: PatientFacts) -> bool | None:
    """Whether closed facts match the condition of a duty; None when a fact that decides is unknown."""
    unsure = False
    for name in FACTS:
        value = getattr(wanted, name)
        if value is None:
            continue
        fact = facts.get(name)
        if fact is None:
            unsure = True
        elif fact != value:
            return False
    return None if unsure else True


def rows_with_duties(rows: tuple[Row, ...], taken: set[tuple[str, str]]) -> tuple[Row, ...]:
    """The rows of lines that owe something to each patient.

    `taken` are the keys of the lines whose branch is taken, in a case still current or not: their duties stay owed.
    """
    return tuple(row for row in rows if isinstance(row.line, DutyLine) and row.line.duty and row.key in taken)


Returns = Mapping[str, tuple[int, str, int]]
"""By visit: the order of the event that announced its return, where it is announced."""


def duties_owed(
    state: State, patient: Patient, rows: Iterable[Row], sheet: tuple[Field, ...] = (), returns: Returns | None = None
) -> tuple[DutyRow, ...]:
    """The duties owed for one patient, each key once, from the cases that were in force at the examination.

    A question about what others saw is owed also where its case came later (rules 6): an examination of before may wait
    for its reading, and nobody would ask.
    A duty that depends on a contradicted fact is unsure, as if the fact were unknown. None for a voided line.
    One said impossible before the `returns` is owed again since (rules 7): what could not be done then may be now.
    """
    if patient.voided:
        return ()
    owed = _duties_of_rows(state, patient, rows, uncontradicted_facts(patient, sheet))
    return tuple(_owed_again(duty, returns) for duty in owed) if returns else owed


def _owed_again(duty: DutyRow, returns: Returns) -> DutyRow:
    """A duty, open again where it was said impossible before the return of each case that owes it."""
    fact = duty.fact
    if fact is None or not isinstance(fact.body, DutyImpossible):
        return duty
    orders = [returns.get(visit) for visit, _line in duty.lines]
    if any(order is None or order < fact.order for order in orders):
        return duty
    return replace(duty, status="open", answered=SAID_IMPOSSIBLE)


def duties_settled_before(state: State, patient: Patient, rows: Iterable[Row]) -> tuple[DutyRow, ...]:
    """The duties settled for a line before it was voided: a CD that was handed over stays handed over."""
    if not patient.voided:
        return ()
    return tuple(duty for duty in _duties_of_rows(state, patient, rows, patient.facts) if duty.status != "open")


def _duties_of_rows(state: State, patient: Patient, rows: Iterable[Row], facts: dict[str, str]) -> tuple[DutyRow, ...]:
    """The duties of rows that a patient's facts match, one for each key, with the lines that owe it."""
    by_key: dict[str, DutyRow] = {}
    joined = visits_since(state, patient) if state.is_bound_by(6) else frozenset()
    for row in rows:
        duty = row.line.duty if isinstance(row.line, DutyLine) else None
        owing = row.visit in patient.visits or (row.visit in joined and duty is not None and duty.question == "yes")
        match = facts_match(facts, duty.when) if duty is not None and owing else False
        if duty is None or match is False:
            continue
        earlier = by_key.get(duty.key)
        if earlier is not None:
            by_key[duty.key] = replace(earlier, sure=earlier.sure or match is True, lines=(*earlier.lines, row.key))
            continue
        fact = state.slot("duty", patient.id, duty.key).head
        status = duty_status(fact)
        label = duty.label or row.line.value
        by_key[duty.key] = DutyRow(
            patient,
            duty.key,
            label,
            row.phase,
            status,
            match is True,
            fact,
            (row.key,),
            duty.checks,
            question=duty.question == "yes",
            short=duty.short or label,
            answered=fact.body.answer if fact is not None and isinstance(fact.body, DutyAnswered) else "",
        )
    return tuple(by_key.values())


def visits_since(state: State, patient: Patient) -> frozenset[str]:
    """The visits that began after a patient line was added."""
    return frozenset(visit.id for visit in state.visits if visit.event.order > patient.event.order)


def with_patients_due(rows: tuple[Row, ...], due: Mapping[tuple[str, str], int]) -> tuple[Row, ...]:
    """The rows, each with the number of patients for whom its duty is open."""
    return tuple(replace(row, patients_due=due[row.key]) if row.key in due else row for row in rows)


def with_patients_of_earlier_cases(
    rows: tuple[Row, ...], owing: Iterable[tuple[DutyRow, ...]], before: Callable[[str], Collection[str]]
) -> tuple[Row, ...]:
    """The rows, those still to be done counting also the patients of the earlier cases that led to their case.

    A duty owed in an earlier case is owed in the case that follows it, under the same key. `before` gives the visits
    that led to a visit.
    """
    open_ones = [(duty.key, {visit for visit, _line in duty.lines}) for duties in owing for duty in duties]
    counted = []
    for row in rows:
        duty = row.line.duty if isinstance(row.line, Do) and row.is_open else None
        led = set(before(row.visit)) if duty is not None and open_ones else set()
        more = sum(
            duty is not None and name == duty.key and row.visit not in visits and bool(visits & led)
            for name, visits in open_ones
        )
        counted.append(replace(row, patients_due=row.patients_due + more) if more else row)
    return tuple(counted)
