"""Questions about a patient whom nobody could name, shared by both faces."""

from __future__ import annotations

from collections.abc import Iterable

from pannesi.procedure.model.register_fields import Field
from pannesi.session.projection.read_model import Step
from pannesi.support.i18n import N_, _

HAND_ON = N_("identité restée inconnue : la transmettre à la cellule d'identitovigilance")
"""The step for an identity that stayed unknown."""
ON_LABEL = N_("IPP provisoire lu sur le bracelet ou l'étiquette")
"""The question for a provisional number that was read off a label."""


def step_asks_name(sheet: Iterable[Field], step: Step) -> bool:
    """Whether what a step asks for is a name; an answer of digits alone is then doubtful."""
    return any(field.id == step.fills and field.traits.names_somebody for field in sheet)


def unknown_step_words(sheet: Iterable[Field], step: Step) -> str:
    """What a step asks for, with the choices where it is one of a list: `Sexe (pas su), F, M ou indéterminé`."""
    choices = next((field.offered for field in sheet if field.id == step.fills), ())
    if not choices:
        return step.label
    *others, last = choices
    return _("{what}, {others} ou {last}").format(what=step.label, others=", ".join(others), last=last)


def identity_check_question(unknown: Iterable[Field]) -> str:
    """The question by what means an identity was checked, where these identity fields are unknown."""
    what = ", ".join(field.label for field in unknown)
    return _("{what} : pas su. Sur quoi l'identité a-t-elle été vérifiée ?").format(what=what)
