"""The models of the files of `cases/`: cases, annexes and the triage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Annotated, Literal

from pannesi.procedure.model.contacts import Gap
from pannesi.procedure.model.entity import Bounds, DiscriminatedBy, Frozen
from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.register_fields import Field
from pannesi.procedure.model.scalars import Id, Ref, Text
from pannesi.support.i18n import N_, Marked, _, translated

Phase = Literal["alert", "degraded_mode", "return_to_normal"]
UnitStatus = Literal["brouillon", "à relire", "validé"]
PHASES: tuple[Phase, ...] = ("alert", "degraded_mode", "return_to_normal")
_PHASE_WORDS: Mapping[Phase, Marked] = {
    "alert": N_("Alerter"),
    "degraded_mode": N_("Mode dégradé"),
    "return_to_normal": N_("Retour à la normale"),
}


class Systems(Frozen):
    """The systems that a symptom shows to be down, and up; by them the program suggests a case for several failures."""

    down: tuple[Text, ...] = ()
    up: tuple[Text, ...] = ()


class Symptom(Frozen):
    """A symptom in the operator's words, by which a unit is entered. A phase that it gives replaces the unit's."""

    id: Id
    label: Text
    system: Text
    """The left column of the home screen."""
    words: tuple[Text, ...] = ()
    """Other words by which it is searched for."""
    recognise: Text | None = None
    mark: Annotated[str, Bounds(pattern=r"^[a-z]$")] | None = None
    """The letter in the numbers of its own lines (`2b.1`)."""
    systems: Systems = field(default_factory=Systems)
    answers: dict[Id, Id] = field(default_factory=dict)
    """Answers that are known when this symptom is chosen."""
    opens: Ref | None = None
    """The unit (`unit` or `unit/symptom`) that it enters instead of its own."""
    source: Text | None = None
    alert: tuple[Line, ...] | None = None
    degraded_mode: tuple[Line, ...] | None = None
    return_to_normal: tuple[Line, ...] | None = None


class Message(Frozen):
    """A message to broadcast. `missing` says why it has no text."""

    to: Text | None = None
    """The recipients."""
    type: Literal["⚠", "ⓘ"] | None = None
    """⚠ for a failure, ⓘ for its end or for information."""
    title: Text | None = None
    body: Text | None = None
    missing: Text | None = None
    source: Text | None = None
    added: Text | None = None


class _Unit(Frozen):
    """The fields of every unit."""

    format: Literal["1"]
    id: Id
    mark: Annotated[str, Bounds(pattern=r"^[A-Z]?[0-9]{0,2}$", min_length=1)]
    """The beginning of the numbers of its lines: `3`, `A4`, `T`."""
    title: Text
    recognise: Text
    source: Text | None = None
    added: Text | None = None
    symptoms: tuple[Symptom, ...] = ()
    messages: dict[Id, Message] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    questions: tuple[Gap, ...] = ()
    """Doubts about what is written, for the owner of the procedure."""
    status: UnitStatus = "à relire"
    """`brouillon`: a draft, for exercises only. `à relire`: in use, not yet approved. `validé`: approved."""
    version: Text | None = None
    """The version in the hospital's own documents."""
    reviewed_on: date | None = None
    review_by: date | None = None
    """The date by which it should be reviewed again."""

    @property
    def draft(self) -> bool:
        """Whether it is a draft, which must not be followed in a real outage."""
        return self.status == "brouillon"


class Case(_Unit):
    """A case: a numbered failure with alert, degraded mode and return to normal."""

    kind: Literal["case"]
    alert: tuple[Line, ...] = ()
    degraded_mode: tuple[Line, ...] = ()
    return_to_normal: tuple[Line, ...] = ()


class Annexe(_Unit):
    """An annex: a procedure that cases run and come back from. What it leaves in force ends with its own return."""

    kind: Literal["annex"]
    outcomes: dict[Id, Text] = field(default_factory=dict)
    """How it may end: the words of each outcome by its id."""
    steps: tuple[Line, ...] = ()
    return_to_normal: tuple[Line, ...] = ()
    fields: tuple[Field, ...] = ()
    """The fields of the downtime register, in the one annex that declares them."""


class UnwrittenTopic(Frozen):
    """What people search for and the procedure does not write: said, with whom to ask."""

    id: Id
    label: Text
    words: Annotated[tuple[Text, ...], Bounds(min_length=1)]
    """The phrases by which it is searched for."""
    call: tuple[Ref, ...] = ()
    """The contacts to ask; empty where nobody is written either."""
    near: tuple[Ref, ...] = ()
    """Entries (`unit/symptom`) that may be what is meant."""
    source: Text | None = None
    added: Text | None = None


class Triage(_Unit):
    """The triage: a few questions for a person who does not know which case applies; their answers lead to cases."""

    kind: Literal["triage"]
    steps: tuple[Line, ...] = ()
    unwritten: tuple[UnwrittenTopic, ...] = ()


def own_phases(symptom: Symptom | None) -> tuple[Phase, ...]:
    """The phases that a symptom gives itself, in order; none for a unit entered without a symptom."""
    return tuple(phase for phase in PHASES if symptom is not None and getattr(symptom, phase) is not None)


AnyUnit = Case | Annexe | Triage
Unit = Annotated[Case | Annexe | Triage, DiscriminatedBy("kind")]


def phase_word(phase: Phase) -> str:
    """The name of a phase, in words."""
    return translated(_PHASE_WORDS[phase])


def symptom_of(unit: AnyUnit, symptom: str | None) -> Symptom | None:
    """The symptom of a unit by its id; None where it has none of this id."""
    return next((entry for entry in unit.symptoms if entry.id == symptom), None)


def is_search(unit: AnyUnit, symptom: str | None) -> bool:
    """Whether entering a unit by a symptom only looks for the case: the triage does, but for a symptom of it that has
    lines of its own, which is a card like a case."""
    entered = symptom_of(unit, symptom)
    return isinstance(unit, Triage) and (entered is None or not is_card(unit, entered))


def is_card(unit: AnyUnit, symptom: Symptom) -> bool:
    """Whether a symptom is a card of the triage: it has lines of its own, and on paper a sheet of its own."""
    return isinstance(unit, Triage) and bool(own_phases(symptom))


def unit_title(unit: AnyUnit, symptom: str | None) -> str:
    """What a unit entered by a symptom is called: its title; a card of the triage, by what is seen."""
    entered = symptom_of(unit, symptom)
    return entered.label if entered is not None and is_card(unit, entered) else unit.title


def part_word(unit: AnyUnit, phase: Phase, symptom: Symptom | None = None) -> str:
    """The name of a phase in a unit, in words: the degraded mode of an annex or of the triage is called its steps, but
    for a `symptom` with lines of its own."""
    steps = phase == "degraded_mode" and not isinstance(unit, Case) and not own_phases(symptom)
    return _("Étapes") if steps else phase_word(phase)
