"""Patients who could not be identified: each unknown trait, and the definitive number, is asked again at the return.

The state "vérifiée" of a line concerns this register only and says nothing of the identity in other systems. A trait
said to be unknown stays owed until it is known, recorded as impossible with a reason, or handed on to the identity
unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from pannesi.procedure.model.register_fields import IDENTIFYING_MEANINGS, Field
from pannesi.session.event_writer import is_unknown
from pannesi.session.events import Event
from pannesi.session.facts.patients import IdentityHandedOn
from pannesi.session.projection.read_model import Patient, Status, Step
from pannesi.session.register.duties import duty_status
from pannesi.session.register.field_values import UNKNOWN_VALUE, value_of_meaning
from pannesi.session.state import State
from pannesi.support.i18n import N_, _
from pannesi.support.light_dataclass import dataclass

TRAIT_STEP_PREFIX = "trait-"
"""Prefix of the key of a step about one trait; the id of its field follows."""
DEFINITIVE_NUMBER_STEP = "ipp-definitif"
HANDED_ON_WORDS = N_("restée inconnue, transmise à la cellule d'identitovigilance")


@dataclass(frozen=True)
class IdentifierPair:
    """The provisional and the definitive number of a patient."""

    provisional: str
    definitive: str
    """Empty as long as it is not known."""


def unknown_traits(sheet: Iterable[Field], patient: Patient) -> list[Field]:
    """The identifying fields of a line whose value is "inconnu"."""
    return [
        field
        for field in sheet
        if field.means in IDENTIFYING_MEANINGS and patient.fields.get(field.id) == UNKNOWN_VALUE
    ]


def identity_steps(state: State, patient: Patient, sheet: tuple[Field, ...], *, early: bool) -> Iterator[Step]:
    """The steps of the return for the unknown traits and the definitive number of a patient.

    None for lines of earlier programs (rules 0), and for lines whose texts were erased.
    """
    if patient.latest is None or patient.latest.body.rules < 1 or patient.latest.erased:
        return
    for field in sheet:
        if field.means not in IDENTIFYING_MEANINGS:
            continue
        fact = state.slot("duty", patient.id, TRAIT_STEP_PREFIX + field.id).head
        unknown = patient.fields.get(field.id) == UNKNOWN_VALUE
        if unknown or (fact is not None and field.id in patient.fields):
            words = _("{label} (pas su)") if unknown else _("{label} (d'abord pas su)")
            label = words.format(label=field.label)
            status = _step_status(fact, is_known=not unknown)
            yield Step(
                TRAIT_STEP_PREFIX + field.id, label, "identity", status, fact, early, fills=field.id, needs_words=True
            )
    pair = identifier_pair(patient, sheet)
    fact = state.slot("duty", patient.id, DEFINITIVE_NUMBER_STEP).head
    if pair is not None and (fact is not None or not pair.definitive):
        kept = _definitive_field(sheet)
        is_known = bool(pair.definitive) or (kept is None and fact is not None)
        yield Step(
            DEFINITIVE_NUMBER_STEP, _("IPP définitif"), "identity", _step_status(fact, is_known=is_known), fact, early,
            fills=kept.id if kept is not None else "", needs_words=True,
        )  # fmt: skip


def _step_status(fact: Event | None, *, is_known: bool) -> Status:
    """The status of a step: done only if its value is known, else open again."""
    if is_known:
        return "done"
    status = duty_status(fact)
    return "open" if status == "done" else status


def _definitive_field(sheet: Iterable[Field]) -> Field | None:
    return next((field for field in sheet if field.means == "ipp"), None)


def identifier_pair(patient: Patient, sheet: tuple[Field, ...]) -> IdentifierPair | None:
    """The provisional and the definitive number of a patient unknown to the system or given a provisional one; else
    None."""
    provisional = next((field for field in sheet if field.means == "temporary-ipp"), None)
    given = provisional is not None and provisional.id in patient.filled
    if patient.facts.get("identity") != "inconnue" and not given:
        return None
    return IdentifierPair(
        value_of_meaning(sheet, patient.fields, "temporary-ipp"), value_of_meaning(sheet, patient.fields, "ipp")
    )


def is_no_answer(words: str) -> bool:
    """Whether words are empty, or only say that the answer is unknown."""
    return not words.strip() or is_unknown(words)


def identifier_pair_words(patient: Patient, sheet: tuple[Field, ...], hour: Callable[[datetime], str]) -> str:
    """What became of a provisional identity, in words; empty where there was none, and for lines of earlier programs
    without both numbers."""
    pair = identifier_pair(patient, sheet)
    handed = patient.handed_on
    asked = any(step.needs_words for step in patient.steps)
    if (pair is None or not pair.definitive) and not asked and handed is None:
        return ""
    before = (pair.provisional if pair is not None else "") or _("sans IPP provisoire")
    if pair is not None and pair.definitive:
        return _("{before} → {after}").format(before=before, after=pair.definitive)
    step = next((candidate for candidate in patient.steps if candidate.key == DEFINITIVE_NUMBER_STEP), None)
    if handed is not None:
        moment = handed.body.moment if isinstance(handed.body, IdentityHandedOn) else None
        after = _("restée inconnue, transmise à {whom}, {hour}").format(
            whom=handed.text or _("(effacé)"), hour=hour(moment or handed.moment)
        )
        after += _(" (par {name})").format(name=handed.actor) if handed.actor else ""
    elif step is None:
        return ""
    elif step.status != "open" and step.fact is not None:
        after = step.fact.text or _("(effacé)")
    else:
        after = _("pas encore donné") if patient.state != "waived" else _("pas donné, ligne dispensée")
    return _("{before} → {after}").format(before=before, after=after)
