"""The patients examined in degraded mode, and what each standing order owes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from pannesi.procedure.model.lines import Do, Facts, Register, Standing
from pannesi.procedure.register_fields import Field
from pannesi.session.actions import CorrectPatient
from pannesi.session.claims import Slot
from pannesi.session.events import Event, Kind
from pannesi.session.projection.read_model import DutyRow, Patient, Row, Status, fields_of
from pannesi.session.register.contradictions import agreed
from pannesi.session.state import State, moment_or_none

FACTS: tuple[str, ...] = ("origin", "exam", "unit", "identity")
"""The closed facts that duties are matched on."""

_OURS = re.compile(r"A-(\d{1,9})")

DUTY_STATUS: dict[str, Status] = {
    Kind.DUTY_DONE: "done",
    Kind.DUTY_NOT_NEEDED: "not_needed",
    Kind.DUTY_COULD_NOT: "could_not",
    Kind.RECONCILED: "done",
}
"""What became of a duty, by the fact about it."""


def facts_of(event: Event) -> dict[str, str]:
    """The closed facts that an event about a patient holds."""
    facts = event.payload.get("facts")
    return {k: v for k, v in facts.items() if isinstance(v, str)} if isinstance(facts, dict) else {}


def next_label(state: State) -> str:
    """The next number of the session, `A-04`: never one that was given before, even to a line since undone."""
    given = [0]
    for event in state.timeline:
        number = _OURS.fullmatch(str(event.payload.get("label"))) if event.kind == Kind.PATIENT_ADDED else None
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
    return tuple(replace(one, light="yes") if one.id in also else one for one in fields) if also else fields


def facts_asked(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """The closed facts worth asking: all on the full form, on the light one those that duties depend on."""
    if form_of(rows) == "full":
        return FACTS
    owed = [row.line.duty for row in rows if isinstance(row.line, Do | Standing) and row.line.duty is not None]
    return tuple(name for name in FACTS if any(getattr(duty.when, name) is not None for duty in owed))


def patient_of(state: State, head: Event) -> Patient | None:
    """One line as it was entered; None when what entered it is not there."""
    slot = state.slot("patient", str(head.payload.get("patient")))
    entries = sorted(slot.events.values(), key=lambda event: event.order)
    added = next((event for event in entries if event.kind == Kind.PATIENT_ADDED), None)
    if added is None:
        return None
    latest = _last_written(slot, head) or added
    visits = added.payload.get("visits")
    filled = latest.payload.get("filled")
    paper = _paper_of(slot, latest)
    label = paper or str(added.payload.get("label", ""))
    return Patient(
        id=str(head.payload["patient"]),
        label=label,
        facts=facts_of(latest),
        visits=tuple(v for v in visits if isinstance(v, str)) if isinstance(visits, list | tuple) else (),
        examined=moment_or_none(latest.payload.get("examined")) or state.when(added),
        voided=head.kind == Kind.PATIENT_VOIDED,
        identity=latest.text,
        event=added,
        filled=frozenset(one for one in filled if isinstance(one, str)) if isinstance(filled, list | tuple) else _EMPTY,
        paper=bool(paper),
        light=added.payload.get("form") == "light",
        conflict=slot.conflict,
        latest=latest,
        struck=head if head.kind == Kind.PATIENT_VOIDED else None,
        given=label,
        draft=latest.payload.get("draft") is True,
        hour_told=moment_or_none(latest.payload.get("examined")) is not None,
    )


_EMPTY: frozenset[str] = frozenset()


def _paper_of(slot: Slot, latest: Event) -> str:
    """The number of the sheet that a line was first written on: its first version says it, or one that came before the
    entering was finished."""
    told = {one.id: paper for one in slot.facts if isinstance(paper := one.payload.get("paper"), str) and paper}
    version: Event | None = latest if told else None
    while version is not None and version.id not in told:
        version = next(iter(slot.before(version)), None)
    return told[version.id] if version is not None else ""


def _last_written(slot: Slot, head: Event) -> Event | None:
    """What a line says: its last version, for one that is struck out that which was struck out."""
    if head.kind != Kind.PATIENT_VOIDED:
        return head
    written = [event for event in slot.before(head) if event.kind != Kind.PATIENT_VOIDED]
    return written[-1] if written else None


def as_kept(patient: str, version: Event) -> CorrectPatient:
    """What makes one of several versions of a line the only one: all that it says, the time of the examination too."""
    examined = moment_or_none(version.payload.get("examined"))
    return CorrectPatient(patient, facts_of(version), examined=examined, fields=fields_of(version.text))


def matches(facts: dict[str, str], wanted: Facts) -> bool | None:
    """Whether a patient's facts match a duty's; None when a fact that decides is not known yet."""
    unsure = False
    for name in FACTS:
        value = getattr(wanted, name)
        if value is None:
            continue
        known = facts.get(name)
        if known is None:
            unsure = True
        elif known != value:
            return False
    return None if unsure else True


def asking_lines(rows: tuple[Row, ...], asking: set[tuple[str, str]]) -> tuple[Row, ...]:
    """The lines that ask something for each patient. `asking` names those whose branch is taken, even if their case
    gave way since: patients stay owed."""
    return tuple(row for row in rows if isinstance(row.line, Do | Standing) and row.line.duty and row.key in asking)


def owed_to(
    state: State, patient: Patient, asking: Iterable[Row], sheet: tuple[Field, ...] = ()
) -> tuple[DutyRow, ...]:
    """What is owed for one patient, once for each key whatever the case, by the cases in force at the examination. What
    depends on a fact that another one of the line contradicts is unsure, as if nobody had said it."""
    return () if patient.voided else _asked_for(state, patient, asking, agreed(patient, sheet))


def settled_before(state: State, patient: Patient, asking: Iterable[Row]) -> tuple[DutyRow, ...]:
    """What had been settled for a patient whose line was then struck out: a CD that was handed over stays so."""
    if not patient.voided:
        return ()
    return tuple(duty for duty in _asked_for(state, patient, asking, patient.facts) if duty.status != "open")


def _asked_for(state: State, patient: Patient, asking: Iterable[Row], facts: dict[str, str]) -> tuple[DutyRow, ...]:
    by_key: dict[str, DutyRow] = {}
    for row in asking:
        if row.visit not in patient.visits:
            continue
        duty = row.line.duty if isinstance(row.line, Do | Standing) else None
        match = matches(facts, duty.when) if duty is not None else False
        if duty is None or match is False:
            continue
        earlier = by_key.get(duty.key)
        if earlier is not None:
            by_key[duty.key] = replace(earlier, sure=earlier.sure or match is True, lines=(*earlier.lines, row.key))
            continue
        fact = state.slot("duty", patient.id, duty.key).head
        status = DUTY_STATUS.get(fact.kind, "open") if fact is not None else "open"
        label = duty.label or row.line.value
        by_key[duty.key] = DutyRow(
            patient, duty.key, label, row.phase, status, match is True, fact, (row.key,), duty.checks
        )
    return tuple(by_key.values())


def with_patients_due(rows: tuple[Row, ...], due: Mapping[tuple[str, str], int]) -> tuple[Row, ...]:
    """The rows, each saying for how many patients its duty is still open."""
    return tuple(replace(row, patients_due=due[row.key]) if row.key in due else row for row in rows)
