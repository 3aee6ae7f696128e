"""The patient register as a table: for the report when patients are asked for, and as a file for the RIS team."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from pannesi.documents.page import ReportPage, Table, empty_page
from pannesi.history.session_record import SessionRecord
from pannesi.presentation.patients.asked_facts import fact_heading
from pannesi.presentation.patients.register_values import hour_placeholder, shown_value
from pannesi.presentation.text.date_times import date_time_formatter
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.register_fields import Field
from pannesi.session.labels import (
    asked_facts,
    duty_label,
    duty_word,
    fact_word,
    missing_text_words,
    settled_word,
    state_word,
)
from pannesi.session.projection.read_model import DutyRow, Patient, Step, Walk
from pannesi.session.register.duties import FACTS
from pannesi.session.register.images import ATTACH_IMAGES_STEP, images_fate_words
from pannesi.session.register.unidentified import identifier_pair_words
from pannesi.support.i18n import _

BARE_IDENTITY = "identite"
"""The column of an identity that was written as free words."""


def identity_fields(text: str | None) -> dict[str, str]:
    """What was written of a patient, by field: a JSON object of texts; anything else under `BARE_IDENTITY`."""
    if not text:
        return {}
    try:
        fields = json.loads(text)
    except ValueError:
        return {BARE_IDENTITY: text}
    if not isinstance(fields, dict):
        return {BARE_IDENTITY: text}
    return {str(key): value for key, value in fields.items() if isinstance(value, str)}


@dataclass(frozen=True)
class _Line:
    """One patient line, read once for all its cells."""

    patient: Patient
    values: Mapping[str, str]
    """What was written of the patient, by field."""
    facts: Mapping[str, str]
    """The closed facts that were asked."""
    done: str
    """What was done, in words."""
    not_done: str
    """What was not done, with the reasons."""
    left: str
    """What is left to do."""
    pair: str
    """The provisional number with the definitive one."""


@dataclass(frozen=True)
class _Column:
    """One column: its title, and its cell for a line."""

    title: str
    cell: Callable[[_Line], str]
    optional: bool = False
    """Whether the column is left out where no line has a value in it."""
    holds: bool = False
    """Whether what it says still holds of a line that was struck out."""


def register_table(walk: Walk, procedure: Site, *, for_people: bool = False) -> tuple[list[str], list[list[str]]]:
    """The titles of the columns, and one row for each patient line, voided ones too.

    Values stay as stored unless it is `for_people`: a program reads `1950-03-12` in one way only.
    """
    columns, lines = _columns_and_lines(walk, procedure, for_people=for_people)
    return [column.title for column in columns], [[column.cell(line) for column in columns] for line in lines]


def patient_details(walk: Walk, procedure: Site) -> Iterator[tuple[Patient, list[tuple[str, str, bool]]]]:
    """Each patient line with what is known of it: name, value, whether it still holds if the line was struck out."""
    columns, lines = _columns_and_lines(walk, procedure, for_people=True)
    for line in lines:
        yield (
            line.patient,
            [(column.title, column.cell(line), column.holds) for column in columns[1:] if column.cell(line)],
        )


def _columns_and_lines(walk: Walk, procedure: Site, *, for_people: bool) -> tuple[list[_Column], list[_Line]]:
    """The columns that are used, with the lines that they are made from."""
    hour, sheet, lines = _read_lines(walk, procedure)
    columns = _columns(sheet, lines, hour, for_people=for_people)
    return [column for column in columns if not column.optional or any(map(column.cell, lines))], lines


def patient_overview(walk: Walk, procedure: Site) -> tuple[list[str], list[list[str]], int]:
    """The register at a glance: titles of the columns, rows, and how many of the first columns say who it is about;
    those after them give the state, and in short words what is left."""
    hour, sheet, lines = _read_lines(walk, procedure)
    names = [field.id for field in sheet if field.means in ("birth-name", "first-name")]
    about = [_Column(_("Ligne"), lambda line: line.patient.label)]
    about.append(_Column(_("Nom"), partial(_name_words, [*names, BARE_IDENTITY])))
    for field in sheet:
        if field.means == "birth-date" and any(line.values.get(field.id) for line in lines):
            about.append(_Column(_("Naissance"), partial(_value_cell, field.id, partial(shown_value, field))))
    if any(patient.hour_given for patient in walk.patients):
        about.append(_Column(_("Heure de l'examen"), lambda line: _examination_hour(line.patient, hour)))
    columns = [
        *about,
        _Column(_("État"), lambda line: _state_in_short(walk, line.patient)),
        _Column(_("Reste à faire"), lambda line: _left_in_short(walk, line.patient)),
    ]
    return (
        [column.title for column in columns],
        [[column.cell(line) for column in columns] for line in lines],
        len(about),
    )


def _state_in_short(walk: Walk, patient: Patient) -> str:
    """The state of a line, and what of it was said impossible: a line may be verified without it."""
    duties = walk.duties_by_patient.get(patient.id, ())
    items: list[DutyRow | Step] = [duty for duty in duties if duty.phase != "return_to_normal"]
    items += patient.steps
    failed = [_left_words(item, in_short=True) for item in items if item.status == "could_not"]
    state = _state_words(patient)
    if patient.voided or patient.handed_on is not None or not failed:
        return state
    return _("{state} ; impossible : {what}").format(state=state, what=", ".join(dict.fromkeys(failed)))


def _left_in_short(walk: Walk, patient: Patient) -> str:
    """What is left to do of a line, its verification included, in short words."""
    left = _duties_words(walk, patient, in_short=True)[2]
    unverified = "" if patient.settled or patient.voided_or_waived else _("à vérifier")
    return ", ".join(filter(None, (left, unverified)))


def _name_words(fields: Sequence[str], line: _Line) -> str:
    return " ".join(line.values[field] for field in fields if line.values.get(field))


def _read_lines(walk: Walk, procedure: Site) -> tuple[Callable[[datetime], str], Sequence[Field], list[_Line]]:
    """What columns are made from: how moments are written, the fields of the sheet, the lines."""
    hour, sheet = date_time_formatter(procedure), procedure.register_fields
    lines = [
        _Line(
            patient, identity_fields(patient.identity), asked_facts(patient.facts), *_duties_words(walk, patient),
            identifier_pair_words(patient, sheet, hour),
        )
        for patient in walk.patients
    ]  # fmt: skip
    return hour, sheet, lines


def _columns(
    sheet: Sequence[Field], lines: Sequence[_Line], hour: Callable[[datetime], str], *, for_people: bool
) -> Iterator[_Column]:
    """The columns in order: who and when, closed facts, fields of the sheet, what was done."""
    yield _Column(_("Ligne"), lambda line: line.patient.label)
    yield _Column(_("État"), lambda line: _state_words(line.patient), holds=True)
    yield _Column(_("Heure de l'examen"), lambda line: _examination_hour(line.patient, hour))
    yield _Column(_("Saisi à"), lambda line: hour(line.patient.event.moment), holds=True)
    yield _Column(_("Saisi par"), lambda line: line.patient.event.actor, holds=True)
    for name in FACTS:
        yield _Column(fact_heading(name), partial(_fact_cell, name))
    for field in sheet:
        shown = partial(shown_value, field) if for_people else str
        yield _Column(field.label, partial(_value_cell, field.id, shown), optional=True)
    sheet_fields = {field.id for field in sheet}
    for key in dict.fromkeys(key for line in lines for key in line.values if key not in sheet_fields):
        yield _Column(_("Identité") if key == BARE_IDENTITY else key, partial(_value_cell, key, str), optional=True)
    yield _Column(_("Fait"), lambda line: line.done, holds=True)
    yield _Column(_("Pas fait"), lambda line: line.not_done, holds=True)
    yield _Column(_("Reste à faire"), lambda line: line.left, holds=True)
    yield _Column(_("Identité provisoire → définitive"), lambda line: line.pair, optional=True)


def _examination_hour(patient: Patient, hour: Callable[[datetime], str]) -> str:
    return hour(patient.examined) if patient.hour_given else hour_placeholder(patient)


def _fact_cell(name: str, line: _Line) -> str:
    return fact_word(name, line.facts[name]) if name in line.facts else ""


def _value_cell(key: str, shown: Callable[[str], str], line: _Line) -> str:
    return shown(line.values[key]) if line.values.get(key) else ""


def register_page(record: SessionRecord) -> ReportPage:
    """The register of a session as a page of one table; every row names the session."""
    columns, rows = register_table(record.account.walk, record.procedure)
    session = _("{id} EXERCICE").format(id=record.name) if record.state.exercise else record.name
    table = Table("", "", [_("Session"), *columns], [[session, *row] for row in rows])
    return replace(empty_page(record.procedure, _("Registre"), exercise=record.state.exercise), sections=[table])


def _state_words(patient: Patient) -> str:
    """The state of a patient line, by whom, and why where nothing more is asked of it."""
    fact = patient.voided_by or (patient.verdict if patient.settled or patient.voided_or_waived else None)
    word = _("rayée") if patient.voided else state_word(patient.state).lower()
    if patient.draft and not patient.settled:
        word = _("{state}, saisie pas finie").format(state=word)
    gone = missing_text_words(patient.latest, _("(effacé)"), _("(manquant)")) if patient.latest is not None else ""
    if gone:
        word = f"{gone} {word}"
    if patient.conflict:
        return _("{state}, DEUX VERSIONS à trancher").format(state=word)
    if fact is None:
        return word
    by = _("{state} par {name}").format(state=word, name=fact.actor) if fact.actor else word
    return f"{by} : {fact.text}" if fact.text else by


def _left_words(item: DutyRow | Step, *, in_short: bool = False) -> str:
    if isinstance(item, Step):
        return item.short if in_short and item.short else item.label
    return duty_label(item, in_short=in_short)


def _duties_words(walk: Walk, patient: Patient, *, in_short: bool = False) -> tuple[str, str, str]:
    """What was done, with numbers and details; what was not done, with the reason; what is left.

    A duty that was impossible is never among those done: somebody would count on it.
    """
    duties = patient.settled_before_voiding or walk.duties_by_patient.get(patient.id, ())
    owed: list[DutyRow | Step] = [duty for duty in duties if patient.voided or duty.phase != "return_to_normal"]
    steps = [step for step in patient.steps if step.status != "open" or step in patient.missing]
    done, not_done, left = [], [], []
    for item in (*owed, *steps):
        note = item.fact.text if item.fact is not None else None
        if item.status == "open":
            left.append(_left_words(item, in_short=in_short))
        elif item.status == "done":
            done.append(f"{item.label} : {note}" if note else item.label)
        else:
            word = settled_word(item.status) if isinstance(item, Step) else duty_word(item)
            not_done.append(" : ".join([item.label, word, *([note] if note else [])]))
    if patient.images_fate is not None and not any(step.key == ATTACH_IMAGES_STEP for step in patient.steps):
        done.append(images_fate_words(patient, {line.id: line.label for line in walk.patients}))
    return ", ".join(done), ", ".join(not_done), ", ".join(left)
