"""Cases, annexes and the triage: what one file of `cases/` holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Annotated, Literal

from pannesi.procedure.model.constraints import Bounds, DiscriminatedBy
from pannesi.procedure.model.contacts import Gap
from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.scalars import Id, Ref, Text
from pannesi.procedure.register_fields import Field
from pannesi.support.i18n import N_, Marked, _, translated

Phase = Literal["alert", "degraded_mode", "return_to_normal"]
Status = Literal["brouillon", "à relire", "validé"]
PHASES: tuple[Phase, ...] = ("alert", "degraded_mode", "return_to_normal")
_PHASE_WORDS: Mapping[Phase, Marked] = {
    "alert": N_("Alerter"),
    "degraded_mode": N_("Mode dégradé"),
    "return_to_normal": N_("Retour à la normale"),
}


class Systems(Frozen):
    """Which systems a symptom says are down, and which up: lets two failures *propose* a common case."""

    down: tuple[Text, ...] = ()
    up: tuple[Text, ...] = ()


class Symptom(Frozen):
    """An entry point in the operator's words. Its own phases replace the case's where it gives them."""

    id: Id
    label: Text
    system: Text
    """The left column of the home screen."""
    words: tuple[Text, ...] = ()
    """Other words by which people look for it."""
    recognise: Text | None = None
    mark: Annotated[str, Bounds(pattern=r"^[a-z]$")] | None = None
    """Letter in the line numbers when the symptom has its own lines (`2b.1`)."""
    systems: Systems = field(default_factory=Systems)
    answers: dict[Id, Id] = field(default_factory=dict)
    """Questions that choosing this symptom answers."""
    opens: Ref | None = None
    """The unit (`unit` or `unit/symptom`) that this entry opens instead of its own file."""
    source: Text | None = None
    alert: tuple[Line, ...] | None = None
    degraded_mode: tuple[Line, ...] | None = None
    return_to_normal: tuple[Line, ...] | None = None


class Message(Frozen):
    """A message to broadcast, to the letter; `missing` says that its text is not in the procedure."""

    to: Text | None = None
    type: Literal["⚠", "ⓘ"] | None = None
    title: Text | None = None
    body: Text | None = None
    missing: Text | None = None
    source: Text | None = None
    added: Text | None = None


class _Unit(Frozen):
    format: Literal["1"]
    id: Id
    mark: Annotated[str, Bounds(pattern=r"^[A-Z]?[0-9]{0,2}$", min_length=1)]
    """What its line numbers begin with: `3`, `A4`, `T`."""
    title: Text
    recognise: Text
    source: Text | None = None
    added: Text | None = None
    symptoms: tuple[Symptom, ...] = ()
    messages: dict[Id, Message] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    questions: tuple[Gap, ...] = ()
    """What the procedure's owner should be asked: doubtful, yet written."""
    status: Status = "à relire"
    """`brouillon`: run as an exercise only. `à relire`: written, used, not yet approved. `validé`: approved."""
    version: Text | None = None
    """The version that the hospital's own documents give it."""
    reviewed_on: date | None = None
    review_by: date | None = None

    @property
    def draft(self) -> bool:
        """Whether it is not to be followed in a real outage."""
        return self.status == "brouillon"


class Case(_Unit):
    """A numbered failure: alerting, degraded mode, return to normal."""

    kind: Literal["case"]
    alert: tuple[Line, ...] = ()
    degraded_mode: tuple[Line, ...] = ()
    return_to_normal: tuple[Line, ...] = ()


class Annexe(_Unit):
    """A procedure that cases run and come back from; it may leave something in force, with its own return."""

    kind: Literal["annex"]
    outcomes: dict[Id, Text] = field(default_factory=dict)
    """How it may end, and in which words."""
    steps: tuple[Line, ...] = ()
    return_to_normal: tuple[Line, ...] = ()
    fields: tuple[Field, ...] = ()
    """The sheet of the downtime register, in the one annex that describes it."""


class Triage(_Unit):
    """A few discriminating observations for someone who does not know; its answers lead into cases."""

    kind: Literal["triage"]
    steps: tuple[Line, ...] = ()


AnyUnit = Case | Annexe | Triage
Unit = Annotated[Case | Annexe | Triage, DiscriminatedBy("kind")]


def phase_word(phase: Phase) -> str:
    """A phase, in words."""
    return translated(_PHASE_WORDS[phase])


def part_word(unit: AnyUnit, phase: Phase) -> str:
    """The part of a unit that stands in a phase, in words: an annex and the triage have steps."""
    return _("Étapes") if phase == "degraded_mode" and not isinstance(unit, Case) else phase_word(phase)
