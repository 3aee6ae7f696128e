"""A line whose answers contradict each other: « autre examen », and a scanner. Neither is taken for true."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.procedure.register_fields import Field
from pannesi.session.projection.read_model import Patient

_IMPLIED = ("origin", "exam", "unit", "identity")


@dataclass(frozen=True)
class Contradiction:
    """A fact, and the field whose choice implies another."""

    fact: str
    field: Field
    value: str


def contradictions(patient: Patient, sheet: tuple[Field, ...]) -> list[Contradiction]:
    """What a line says against itself; nothing of a line of an earlier program, which keeps what it owed."""
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
    """The closed facts that nothing on the line contradicts."""
    against = {contradiction.fact for contradiction in contradictions(patient, sheet)}
    return {name: value for name, value in patient.facts.items() if name not in against}
