"""The patients examined in degraded mode, and what each standing order owes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from pannesi.procedure.model.lines import Do, DutyLine, Facts, Register
from pannesi.procedure.register_fields import Field
from pannesi.session.actions import CorrectPatient
from pannesi.session.claims import Slot
from pannesi.session.events import Event
from pannesi.session.facts.patients import OnDuty, PatientAdded, PatientVersion, PatientVoided
from pannesi.session.moments import moment_or_none
from pannesi.session.projection.read_model import DutyRow, Patient, Row, Status, fields_of
from pannesi.session.register.contradictions import uncontradicted_facts
from pannesi.session.state import State

FACTS: tuple[str, ...] = ("origin", "exam", "unit", "identity")
"""The closed facts that duties are matched on."""

_OURS = re.compile(r"A-(\d{1,9})")


def duty_status(fact: Event | None) -> Status:
    """What became of a duty, by the fact about it."""
    return (fact.body.settles if fact is not None and isinstance(fact.body, OnDuty) else None) or "open"


def facts_of(event: Event) -> dict[str, str]:
    """The closed facts that an event about a patient holds."""
    return dict(event.body.facts) if isinstance(event.body, PatientVersion) else {}


def next_label(state: State) -> str:
    """The next number of the session, `A-04`: never one that was given before, even to a line since undone."""
    given = [0]
    for event in state.timeline:
        number = _OURS.fullmatch(event.body.label) if isinstance(event.body, PatientAdded) else None
        if number is not None:
            given.append(int(number[1]))
    return f"A-{max(given) + 1:02d}"


def form_of(rows: Iterable[Row]) -> Literal["full", "light"]:
    """What a line asks: everything where some case opens the full register or none says, else what an order needs."""
    forms = {row.line.form for row in rows if isinstance(row.line, Register) and row.status != "not_applicable"}
    return "light" if forms == {"light"} else "full"


def sheet_asked(fields: tuple[Field, ...], rows: Iterable[Row]) -> tuple[Field, ...]:
    """The sheet as these lines ask it: what a light form asks besides belongs to the light line too."""
    also = {
        name
        for row in rows
        if isinstance(row.line, Register) and row.status != "not_applicable"
        for name in row.line.also
    }
    return tuple(replace(field, light="yes") if field.id in also else field for field in fields) if also else fields


def facts_asked(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """The closed facts worth asking: all on the full form, on the light one those that duties depend on."""
    if form_of(rows) == "full":
        return FACTS
    owed = [row.line.duty for row in rows if isinstance(row.line, DutyLine) and row.line.duty is not None]
    return tuple(name for name in FACTS if any(getattr(duty.when, name) is not None for duty in owed))


def patient_of(state: State, head: Event) -> Patient | None:
    """One line as it was entered; None when what entered it is not there."""
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
    hour_told = _told_hour(added, version.examined, paper=bool(paper))
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


def _told_hour(added: Event, examined: datetime | None, *, paper: bool) -> datetime | None:
    """When the examination was, as somebody said it. Earlier programs (rules below 2) took the hour at which a line was
    noted for it where nobody did, and corrections of it repeat that; a paper sheet was never entered without its hour.
    """
    only_noted = added.body.rules < 2 and not paper and examined == moment_or_none(added.at)
    return None if only_noted else examined


def patient_id(head: Event) -> str:
    """The line that what stands in its slot is about; empty for any other fact."""
    return head.body.patient if isinstance(head.body, PatientVersion | PatientVoided) else ""


def _paper_of(slot: Slot, latest: Event) -> str:
    """The number of the sheet that a line was first written on: its first version says it, or one that came before the
    entering was finished."""
    papers = {event.id: event.body.paper for event in slot.facts if isinstance(event.body, PatientVersion)}
    version: Event | None = latest if any(papers.values()) else None
    while version is not None and not papers.get(version.id):
        version = next(iter(slot.predecessors_of(version)), None)
    return papers[version.id] if version is not None else ""


def _last_written(slot: Slot, head: Event) -> Event | None:
    """What a line says: its last version, for one that is struck out that which was struck out."""
    if not isinstance(head.body, PatientVoided):
        return head
    written = [event for event in slot.predecessors_of(head) if not isinstance(event.body, PatientVoided)]
    return written[-1] if written else None


def keep_version(patient: str, version: Event) -> CorrectPatient:
    """What makes one of several versions of a line the only one: all that it says, the time of the examination too."""
    examined = version.body.examined if isinstance(version.body, PatientVersion) else None
    fields = fields_of(version.text)
    return CorrectPatient(patient, facts_of(version), examined=examined, fields=fields, hour_unknown=examined is None)


def matches(facts: dict[str, str], wanted: Facts) -> bool | None:
    """Whether a patient's facts match a duty's; None when a fact that decides is not known yet."""
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


def asking_lines(rows: tuple[Row, ...], asking: set[tuple[str, str]]) -> tuple[Row, ...]:
    """The lines that ask something for each patient. `asking` names those whose branch is taken, even if their case
    gave way since: patients stay owed."""
    return tuple(row for row in rows if isinstance(row.line, DutyLine) and row.line.duty and row.key in asking)


def duties_owed(
    state: State, patient: Patient, asking: Iterable[Row], sheet: tuple[Field, ...] = ()
) -> tuple[DutyRow, ...]:
    """What is owed for one patient, once for each key whatever the case, by the cases in force at the examination. What
    depends on a fact that another one of the line contradicts is unsure, as if nobody had said it."""
    return () if patient.voided else _asked_for(state, patient, asking, uncontradicted_facts(patient, sheet))


def duties_settled_before(state: State, patient: Patient, asking: Iterable[Row]) -> tuple[DutyRow, ...]:
    """What had been settled for a patient whose line was then struck out: a CD that was handed over stays so."""
    if not patient.voided:
        return ()
    return tuple(duty for duty in _asked_for(state, patient, asking, patient.facts) if duty.status != "open")


def _asked_for(state: State, patient: Patient, asking: Iterable[Row], facts: dict[str, str]) -> tuple[DutyRow, ...]:
    by_key: dict[str, DutyRow] = {}
    for row in asking:
        if row.visit not in patient.visits:
            continue
        duty = row.line.duty if isinstance(row.line, DutyLine) else None
        match = matches(facts, duty.when) if duty is not None else False
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
            patient, duty.key, label, row.phase, status, match is True, fact, (row.key,), duty.checks
        )
    return tuple(by_key.values())


def with_patients_due(rows: tuple[Row, ...], due: Mapping[tuple[str, str], int]) -> tuple[Row, ...]:
    """The rows, each saying for how many patients its duty is still open."""
    return tuple(replace(row, patients_due=due[row.key]) if row.key in due else row for row in rows)


def with_patients_of_earlier_cases(
    rows: tuple[Row, ...], owing: Iterable[tuple[DutyRow, ...]], before: Callable[[str], Collection[str]]
) -> tuple[Row, ...]:
    """The rows, of which one that is still to be done counts the patients of the cases that led to its own too: what a
    case owed its patients is owed where it goes on, under the same key. `before` gives the visits that led to one."""
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
