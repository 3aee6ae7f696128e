"""Contradictions within a patient line: a choice in one field that implies another value of a closed fact.

For example the exam is « autre » and a field says that it was a scanner. Neither value is then used.
"""

from __future__ import annotations

from pannesi.procedure.model.register_fields import Field
from pannesi.session.projection.read_model import Patient
from pannesi.support.light_dataclass import dataclass

_IMPLIED = ("origin", "exam", "unit", "identity")


@dataclass(frozen=True)
class Contradiction:
    """A closed fact, with the field whose value implies another value of it."""

    fact: str
    field: Field
    value: str


def contradictions(patient: Patient, sheet: tuple[Field, ...]) -> list[Contradiction]:
    """The contradictions of a line; none for lines written by earlier programs (rules 0), whose duties stay as they
    were."""
    if patient.latest is None or patient.latest.body.rules < 1:
        return []
    values = patient.fields
    return [
        Contradiction(name, field, implied.says)
        for field in sheet
        for implied in field.implies
        if values.get(field.id) == implied.says
        for name in _IMPLIED
        if (wanted := getattr(implied, name)) is not None and patient.facts.get(name, wanted) != wanted
    ]


def uncontradicted_facts(patient: Patient, sheet: tuple[Field, ...]) -> dict[str, str]:
    """The closed facts of a line that no field contradicts."""
    against = {contradiction.fact for contradiction in contradictions(patient, sheet)}
    return {name: value for name, value in patient.facts.items() if name not in against}
