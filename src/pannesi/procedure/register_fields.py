"""The fields of the downtime register, as the site declares them: a site can align them with its own sheet."""

from __future__ import annotations

from typing import Literal

from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.field_kinds import FieldKind, FieldTraits, field_traits
from pannesi.procedure.model.lines import Facts, PutsRight
from pannesi.procedure.model.scalars import Id, Text, YesNo
from pannesi.support.i18n import translated

Meaning = Literal[
    "birth-name", "first-name", "used-name", "birth-date", "sex",
    "exam", "room",
    "ipp", "temporary-ipp", "console-id", "interim", "accession", "temporary-accession", "final-accession",
]  # fmt: skip
"""What the program itself understands of a field: doubles are recognised, and a line's initials made, by it."""

IDENTIFYING_MEANINGS: tuple[Meaning, ...] = ("birth-name", "first-name", "birth-date", "sex")
"""The least that identifies a person; each may be "inconnu"."""


class FieldWhen(Facts):
    """When a field is shown, or required. Several keys together must all hold; none at all always holds."""

    field: Id | None = None
    """Another field of the register, which must have been filled."""
    equals: Text | None = None
    """What that other field must say."""
    paper: YesNo | None = None
    """Whether the line was first written on a pre-printed sheet."""


class Implied(Facts):
    """What a choice says of the patient besides: a scanner is cross-sectional imaging."""

    says: Text
    """The choice."""


class Field(Frozen):
    """One field of a line of the register."""

    id: Id
    label: Text
    kind: FieldKind = "text"
    group: Literal["personne", "examen", "demande", "remise"]
    """The person, the study, the order: three things that must meet again; then what was handed over."""
    means: Meaning | None = None
    ask: Literal["first", "later"] = "later"
    """`first`: asked at once; the others can wait."""
    light: YesNo = "no"
    """Asked even on the light line."""
    choices: tuple[Text, ...] = ()
    implies: tuple[Implied, ...] = ()
    """What its choices say of the closed facts: a line that says both is doubted where something is owed by them."""
    begins: Text | None = None
    """What the value must begin with."""
    trace: YesNo = "no"
    """Filled, it shows that the examination was made: the line is not let go before its images are spoken of."""
    filled_by: PutsRight | None = None
    """The step of the return whose number comes here, so that it is typed once."""
    required_when: FieldWhen | None = None
    shown_when: FieldWhen | None = None
    help: Text | None = None
    source: Text | None = None
    added: Text | None = None
    """Why it is here, though the procedure does not show its sheet."""

    @property
    def traits(self) -> FieldTraits:
        """What its kind means."""
        return field_traits(self.kind)

    @property
    def offered(self) -> tuple[str, ...]:
        """Its choices: those that the site lists, else those of its kind; none where anything may be written."""
        return self.choices or tuple(translated(choice) for choice in self.traits.offers)


def field_condition_holds(when: FieldWhen, facts: dict[str, str], values: dict[str, str], *, paper: bool) -> bool:
    """Whether a condition holds for a line: by its facts, by what else it says, by where it was first written."""
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
