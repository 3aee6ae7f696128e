"""What stands at the foot of the register about the line under the cursor: who it is in full, and what is owed, each
thing by its digit."""

from __future__ import annotations

from collections.abc import Sequence

from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_values import shown_value
from pannesi.procedure.model.register_fields import IDENTIFYING_MEANINGS, Field, FieldMeaning
from pannesi.session.labels import duty_label, duty_word, glyph_of
from pannesi.session.projection.read_model import BARE_WORDS, DutyRow, Patient
from pannesi.session.register.field_values import UNKNOWN_VALUE
from pannesi.support.i18n import _

NUMBERS: tuple[FieldMeaning, ...] = (
    "ipp", "temporary-ipp", "console-id", "accession", "temporary-accession", "final-accession",
)  # fmt: skip
"""The meanings of the fields that hold a number of the patient."""
MOST_DIGITS = 9


def identity_words(view: RegisterView, patient: Patient) -> str:
    """Name, first name, whole birth date, sex and a number: what a patient is recognised by before something is said
    done."""
    gone = view.missing_identity_words(patient)
    values = patient.fields
    if gone or BARE_WORDS in values:
        return gone or values[BARE_WORDS]
    identifying = (*IDENTIFYING_MEANINGS, "used-name", *NUMBERS)
    if not any(field.id in values for field in view.fields if field.means in identifying):
        return _("identité pas notée")
    by_meaning = {field.means: field for field in view.fields if field.means is not None}
    lacks = {field.id for field in view.empty_required_fields(patient)}

    def said(what: FieldMeaning, unknown: str, missing: str) -> str:
        field = by_meaning.get(what)
        value = values.get(field.id, "") if field is not None else ""
        if field is None or (not value and field.id not in lacks):
            return ""
        return missing if not value else unknown if value == UNKNOWN_VALUE else shown_value(field, value)

    names = [said("birth-name", _("nom inconnu"), _("nom pas noté"))]
    names.append(said("first-name", _("prénom inconnu"), _("prénom pas noté")))
    named = [values.get(field.id, UNKNOWN_VALUE) for field in view.fields if field.means in IDENTIFYING_MEANINGS[:2]]
    parts = [" ".join(filter(None, names))] if UNKNOWN_VALUE not in named else names
    parts.append(_used_name(by_meaning.get("used-name"), values))
    parts.append(_birth_words(by_meaning.get("birth-date"), values, lacks))
    parts.append(said("sex", _("sexe inconnu"), _("sexe pas noté")))
    parts.append(_number_words(view.fields, values))
    return ", ".join(filter(None, parts))


def _used_name(field: Field | None, values: dict[str, str]) -> str:
    value = values.get(field.id, "") if field is not None else ""
    return _("dit {name}").format(name=value) if value and value != UNKNOWN_VALUE else ""


def _birth_words(field: Field | None, values: dict[str, str], lacks: set[str]) -> str:
    value = values.get(field.id, "") if field is not None else ""
    if field is None or not value:
        return _("naissance pas notée") if field is not None and field.id in lacks else ""
    if value == UNKNOWN_VALUE:
        return _("naissance inconnue")
    words = shown_value(field, value)
    whole = len(value) == len("1961-04-03")
    return _("né(e) le {day}").format(day=words) if whole else _("naissance : {words}").format(words=words)


def _number_words(fields: Sequence[Field], values: dict[str, str]) -> str:
    """The first number that the line has, by the order of `NUMBERS`."""
    held = [
        field for field in fields if field.means in NUMBERS and values.get(field.id, UNKNOWN_VALUE) != UNKNOWN_VALUE
    ]
    held.sort(key=lambda field: NUMBERS.index(field.means) if field.means is not None else 0)
    return f"{held[0].label} {values[held[0].id]}" if held else ""


def duties_by_digit(view: RegisterView, patient: Patient) -> tuple[DutyRow, ...]:
    """What standing orders owe to a patient: the first has the digit 1. A digit stays that of its duty, done or not."""
    return () if patient.voided else view.duties_of(patient)[:MOST_DIGITS]


def duty_at_foot(duty: DutyRow) -> str:
    """A duty behind its digit: its sign, and its words."""
    if duty.status == "open":
        return f"○ {duty_label(duty)}"
    state = "" if duty.status == "done" and not duty.question else f" · {duty_word(duty)}"
    return f"{glyph_of(duty.status)} {duty.label}{state}"
