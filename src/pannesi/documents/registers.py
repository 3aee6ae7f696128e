"""Patients' lines as a table: for the report when they are asked for, and for the RIS team."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from pannesi.procedure.register_fields import Field
from pannesi.session.labels import asked_facts, fact_word, gone_words, settled_word, state_word
from pannesi.session.projection.read_model import DutyRow, Patient, Step, Walk
from pannesi.session.register.duties import FACTS
from pannesi.session.register.images import ATTACH, fate_words
from pannesi.session.register.unidentified import pair_words
from pannesi.support.i18n import _

Words = Callable[[str, str], str]
"""A value of a field (its id, what was written) as people write it."""
BARE = "identite"
"""The column of an identity that was written in bare words."""


def written(text: str | None) -> dict[str, str]:
    """What was written of a patient, by field: a JSON object of texts, or bare words."""
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {BARE: text}
    if not isinstance(found, dict):
        return {BARE: text}
    return {str(key): value for key, value in found.items() if isinstance(value, str)}


def register_table(
    walk: Walk,
    labels: dict[str, str],
    hour: Callable[[datetime], str],
    words: Words = lambda _field, value: value,
    sheet: tuple[Field, ...] = (),
) -> tuple[list[str], list[list[str]]]:
    """The columns and one row a line, struck ones too; `labels` gives the words of each field, in order.

    Values stay as kept unless `words` is given: a program reads `1950-03-12` only one way.
    """
    known = [written(one.identity) for one in walk.patients]
    asked = [asked_facts(one.facts) for one in walk.patients]
    met = list(dict.fromkeys([*labels, *(key for fields in known for key in fields)]))
    used = [key for key in met if any(fields.get(key) for fields in known)]
    columns = [
        _("Ligne"), _("État"), _("Heure de l'examen"), _("Saisi à"), _("Saisi par"), _("Provenance"),
        _("Type d'examen"), _("Unité"), _("Connu du SI"), *(_label(labels, key) for key in used), _("Fait"),
        _("Pas fait"), _("Reste à faire"),
    ]  # fmt: skip
    rows = [
        [
            one.label,
            _state(one),
            hour(one.examined),
            hour(one.event.moment),
            one.event.actor,
            *(fact_word(name, facts[name]) if name in facts else "" for name in FACTS),
            *(words(key, fields[key]) if fields.get(key) else "" for key in used),
            *_duties(walk, one),
        ]
        for one, fields, facts in zip(walk.patients, known, asked, strict=True)
    ]
    pairs = [pair_words(one, sheet, hour) for one in walk.patients]
    if any(pairs):
        columns.append(_("Identité provisoire → définitive"))
        rows = [[*row, pair] for row, pair in zip(rows, pairs, strict=True)]
    return columns, rows


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
    steps = [one for one in patient.steps if one.status != "open" or one in patient.missing]
    done, not_done, left = [], [], []
    for one in (*owed, *steps):
        note = one.fact.text if one.fact is not None else None
        if one.status == "open":
            left.append(one.label if isinstance(one, Step) or one.sure else f"{one.label} ?")
        elif one.status == "done":
            done.append(f"{one.label} : {note}" if note else one.label)
        else:
            not_done.append(" : ".join([one.label, settled_word(one.status), *([note] if note else [])]))
    if patient.fate is not None and not any(one.key == ATTACH for one in patient.steps):
        done.append(fate_words(patient, {one.id: one.label for one in walk.patients}))
    return ", ".join(done), ", ".join(not_done), ", ".join(left)
