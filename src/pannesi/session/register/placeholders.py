"""Placeholder numbers: 0 and provisional numbers, which are refused as the definitive number."""

from __future__ import annotations

from pannesi.procedure.model.register_fields import Field, FieldMeaning
from pannesi.session.event_writer import Refused
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.collisions import comparable_number
from pannesi.session.register.field_values import UNKNOWN_VALUE, value_of_meaning
from pannesi.support.i18n import _

_TAKES_THE_PLACE_OF: dict[FieldMeaning, FieldMeaning] = {
    "final-accession": "temporary-accession",
    "ipp": "temporary-ipp",
}


def is_to_come(number: str) -> bool:
    """Whether a number is 0, the placeholder of a number to come."""
    return number.strip() not in ("", UNKNOWN_VALUE) and not comparable_number(number)


def is_short(number: str) -> bool:
    """Whether a number has one or two digits, and may be a key typed for something else."""
    kept = number.strip()
    return kept.isascii() and kept.isdigit() and len(kept) < 3


def refuse_placeholder(sheet: tuple[Field, ...], line: Patient, field: Field, number: str) -> None:
    """Raises Refused where the number given as definitive is 0, or the provisional number of the same line."""
    if is_to_come(number):
        raise Refused(
            _("{label} : {number} est ce qui tient lieu de « {field} » : donner le vrai, ou rien.").format(
                label=line.label, number=number.strip(), field=field.label
            )
        )
    replaced = _TAKES_THE_PLACE_OF.get(field.means) if field.means is not None else None
    provisional = comparable_number(value_of_meaning(sheet, line.fields, replaced)) if replaced is not None else ""
    if provisional and comparable_number(number) == provisional:
        raise Refused(
            _("{label} : {number} est le numéro provisoire : donner « {field} ».").format(
                label=line.label, number=number.strip(), field=field.label
            )
        )
