"""Patients' lines as a table: for the report when they are asked for, and for the RIS team."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from pannesi.documents.page import Page, Table, page
from pannesi.history.session_record import SessionRecord
from pannesi.presentation.dated_moments import dated_in
from pannesi.presentation.register import not_told, shown_value
from pannesi.procedure.model.procedure import Site
from pannesi.session.labels import asked_facts, fact_word, gone_words, settled_word, state_word
from pannesi.session.projection.read_model import DutyRow, Patient, Step, Walk
from pannesi.session.register.duties import FACTS
from pannesi.session.register.images import ATTACH, fate_words
from pannesi.session.register.unidentified import pair_words
from pannesi.support.i18n import _

BARE = "identite"
"""The column of an identity that was written in bare words."""


def written(text: str | None) -> dict[str, str]:
    """What was written of a patient, by field: a JSON object of texts, or bare words."""
    if not text:
        return {}
    try:
        fields = json.loads(text)
    except ValueError:
        return {BARE: text}
    if not isinstance(fields, dict):
        return {BARE: text}
    return {str(key): value for key, value in fields.items() if isinstance(value, str)}


def register_table(walk: Walk, procedure: Site, *, for_people: bool = False) -> tuple[list[str], list[list[str]]]:
    """The columns and one row a line, struck ones too; fields in the order of the procedure's sheet.

    Values stay as kept unless it is `for_people`: a program reads `1950-03-12` only patient way.
    """
    hour, sheet = dated_in(procedure), procedure.register_fields
    fields = {field.id: field for field in sheet}
    labels = {field.id: field.label for field in sheet}

    def shown(key: str, value: str) -> str:
        return shown_value(fields[key], value) if for_people and key in fields else value

    kept = [written(patient.identity) for patient in walk.patients]
    asked = [asked_facts(patient.facts) for patient in walk.patients]
    met = list(dict.fromkeys([*labels, *(key for values in kept for key in values)]))
    used = [key for key in met if any(values.get(key) for values in kept)]
    columns = [
        _("Ligne"), _("État"), _("Heure de l'examen"), _("Saisi à"), _("Saisi par"), _("Provenance"),
        _("Type d'examen"), _("Unité"), _("Connu du SI"), *(_label(labels, key) for key in used), _("Fait"),
        _("Pas fait"), _("Reste à faire"),
    ]  # fmt: skip
    rows = [
        [
            patient.label,
            _state(patient),
            hour(patient.examined) if patient.hour_told else not_told(patient),
            hour(patient.event.moment),
            patient.event.actor,
            *(fact_word(name, facts[name]) if name in facts else "" for name in FACTS),
            *(shown(key, values[key]) if values.get(key) else "" for key in used),
            *_duties(walk, patient),
        ]
        for patient, values, facts in zip(walk.patients, kept, asked, strict=True)
    ]
    pairs = [pair_words(patient, sheet, hour) for patient in walk.patients]
    if any(pairs):
        columns.append(_("Identité provisoire → définitive"))
        rows = [[*row, pair] for row, pair in zip(rows, pairs, strict=True)]
    return columns, rows


def register_page(record: SessionRecord) -> Page:
    """The register of a session as a page of one table, for the RIS team: every line says whose session it is of."""
    columns, rows = register_table(record.account.walk, record.procedure)
    session = _("{id} EXERCICE").format(id=record.name) if record.state.exercise else record.name
    table = Table("", "", [_("Session"), *columns], [[session, *row] for row in rows])
    return replace(page(record.procedure, _("Registre"), exercise=record.state.exercise), sections=[table])


def _label(labels: dict[str, str], key: str) -> str:
    return labels.get(key) or (_("Identité") if key == BARE else key)


def _state(patient: Patient) -> str:
    """How far the line has come, by whom, and why when nothing more is asked of it."""
    fact = patient.struck or (patient.verdict if patient.settled or patient.let_go else None)
    word = _("rayée") if patient.voided else state_word(patient.state).lower()
    if patient.draft and not patient.settled:
        word = _("{state}, saisie pas finie").format(state=word)
    gone = gone_words(patient.latest, _("(effacé)"), _("(manquant)")) if patient.latest is not None else ""
    if gone:
        word = f"{gone} {word}"
    if patient.conflict:
        return _("{state}, DEUX VERSIONS à trancher").format(state=word)
    if fact is None:
        return word
    by = _("{state} par {name}").format(state=word, name=fact.actor) if fact.actor else word
    return f"{by} : {fact.text}" if fact.text else by


def _duties(walk: Walk, patient: Patient) -> Sequence[str]:
    """What was done, with its number or its precision; what was not, with the reason; what is left.

    Something said impossible is never among what was done: somebody else would count on it.
    """
    duties = patient.done_before or walk.owed.get(patient.id, ())
    owed: list[DutyRow | Step] = [duty for duty in duties if patient.voided or duty.phase != "return_to_normal"]
    steps = [step for step in patient.steps if step.status != "open" or step in patient.missing]
    done, not_done, left = [], [], []
    for item in (*owed, *steps):
        note = item.fact.text if item.fact is not None else None
        if item.status == "open":
            left.append(item.label if isinstance(item, Step) or item.sure else f"{item.label} ?")
        elif item.status == "done":
            done.append(f"{item.label} : {note}" if note else item.label)
        else:
            not_done.append(" : ".join([item.label, settled_word(item.status), *([note] if note else [])]))
    if patient.fate is not None and not any(step.key == ATTACH for step in patient.steps):
        done.append(fate_words(patient, {line.id: line.label for line in walk.patients}))
    return ", ".join(done), ", ".join(not_done), ", ".join(left)
