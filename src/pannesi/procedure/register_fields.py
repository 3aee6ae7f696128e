"""The fields of the downtime register, which each site declares after its own paper sheet."""

from __future__ import annotations

from typing import Literal

from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.field_kinds import FieldKind, FieldTraits, field_traits
from pannesi.procedure.model.lines import PatientFacts, PutsRight
from pannesi.procedure.model.scalars import Id, Text, YesNo
from pannesi.support.i18n import translated

FieldMeaning = Literal[
    "birth-name", "first-name", "used-name", "birth-date", "sex",
    "exam", "room",
    "ipp", "temporary-ipp", "console-id", "interim", "accession", "temporary-accession", "final-accession",
]  # fmt: skip
"""What a field means to the program, which finds duplicates and makes a line's initials by it."""

IDENTIFYING_MEANINGS: tuple[FieldMeaning, ...] = ("birth-name", "first-name", "birth-date", "sex")
"""The fields that identify a person at least; each may be "inconnu"."""


class FieldWhen(PatientFacts):
    """When a field is shown, or required. All of the keys given must hold; without any, it always holds."""

    field: Id | None = None
    """Another field of the register, which must be filled."""
    equals: Text | None = None
    """The value that the other field must have."""
    paper: YesNo | None = None
    """Whether the line was first written on paper."""


class Implied(PatientFacts):
    """Facts that a choice implies about the patient: a scanner is cross-sectional imaging."""

    says: Text
    """The choice."""


class Field(Frozen):
    """One field of a line of the register."""

    id: Id
    label: Text
    kind: FieldKind = "text"
    group: Literal["personne", "examen", "demande", "remise"]
    """What it belongs to: the person, the study, the order, or what was handed over."""
    means: FieldMeaning | None = None
    ask: Literal["first", "later"] = "later"
    """`first`: asked at once. `later`: may be filled afterwards."""
    light: YesNo = "no"
    """Whether it is asked on the light form too."""
    choices: tuple[Text, ...] = ()
    implies: tuple[Implied, ...] = ()
    """Facts that its choices imply; a line whose facts contradict them is doubtful where a duty depends on them."""
    begins: Text | None = None
    """What the value must begin with."""
    trace: YesNo = "no"
    """Whether it shows, once filled, that the examination was made: voiding the line then asks about its images."""
    filled_by: PutsRight | None = None
    """The step of the return whose number is copied here, so that it is typed once."""
    required_when: FieldWhen | None = None
    shown_when: FieldWhen | None = None
    help: Text | None = None
    source: Text | None = None
    added: Text | None = None
    """Why it was added, when it is not on the sheet of the procedure."""

    @property
    def traits(self) -> FieldTraits:
        """What its kind implies: how it is asked, checked and printed."""
        return field_traits(self.kind)

    @property
    def offered(self) -> tuple[str, ...]:
        """Its choices: those that the site lists, else those of its kind; empty where anything may be written."""
        return self.choices or tuple(translated(choice) for choice in self.traits.offers)


def field_condition_holds(when: FieldWhen, facts: dict[str, str], values: dict[str, str], *, paper: bool) -> bool:
    """Whether a condition on a field holds for a patient line.

    `facts`: the closed facts of the line by name. `values`: its other fields by id. `paper`: first written on paper.
    """
    for name in ("origin", "exam", "unit", "identity"):
        wanted = getattr(when, name)
        if wanted is not None and facts.get(name) != wanted:
            return False
    if when.paper is not None and (when.paper == "yes") is not paper:
        return False
    if when.field is None:
        return True
    value = values.get(when.field)
    return value == when.equals if when.equals is not None else bool(value)
