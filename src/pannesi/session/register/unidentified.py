"""The patient whom nobody could name: what is not known is asked again at the return, each thing on its own.

"Vérifiée" is this register's own check and says nothing of the patient's identity elsewhere. So a trait said unknown
stays owed until it is known, said impossible with its reason, or handed on: nobody must lie to close a session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pannesi.procedure.register_fields import IDENTIFYING_MEANINGS, Field
from pannesi.session.event_writer import is_unknown
from pannesi.session.events import Event
from pannesi.session.facts.patients import IdentityHandedOn
from pannesi.session.projection.read_model import Patient, Status, Step
from pannesi.session.register.duties import duty_status
from pannesi.session.register.field_values import UNKNOWN, value_of_meaning
from pannesi.session.state import State
from pannesi.support.i18n import N_, _

TRAIT = "trait-"
"""What the key of the step about one trait begins with; the id of its field follows."""
DEFINITIVE = "ipp-definitif"
HANDED_ON = N_("restée inconnue, transmise à la cellule d'identitovigilance")


@dataclass(frozen=True)
class IdentifierPair:
    """The number that a patient was given meanwhile, and the one that is theirs."""

    provisional: str
    definitive: str
    """Empty as long as nobody gave it."""


def unknown_traits(sheet: Iterable[Field], patient: Patient) -> list[Field]:
    """The traits of an identity that a line says to be unknown."""
    return [field for field in sheet if field.means in IDENTIFYING_MEANINGS and patient.fields.get(field.id) == UNKNOWN]


def steps_of(state: State, patient: Patient, sheet: tuple[Field, ...], *, early: bool) -> Iterator[Step]:
    """What is asked at the return of a patient of whom something is unknown; nothing of a line of an earlier program,
    nor of one whose words were erased."""
    if patient.latest is None or patient.latest.body.rules < 1 or patient.latest.erased:
        return
    for field in sheet:
        fact = state.slot("duty", patient.id, TRAIT + field.id).head if field.means in IDENTIFYING_MEANINGS else None
        unknown = patient.fields.get(field.id) == UNKNOWN
        if field.means in IDENTIFYING_MEANINGS and (unknown or (fact is not None and field.id in patient.fields)):
            label = _("{label}, dit inconnu").format(label=field.label)
            status = _status(fact, is_known=not unknown)
            yield Step(TRAIT + field.id, label, "identity", status, fact, early, fills=field.id, needs_words=True)
    pair = identifier_pair(patient, sheet)
    fact = state.slot("duty", patient.id, DEFINITIVE).head
    if pair is not None and (fact is not None or not pair.definitive):
        kept = _definitive(sheet)
        is_known = bool(pair.definitive) or (kept is None and fact is not None)
        yield Step(
            DEFINITIVE, _("IPP définitif"), "identity", _status(fact, is_known=is_known), fact, early,
            fills=kept.id if kept is not None else "", needs_words=True,
        )  # fmt: skip


def _status(fact: Event | None, *, is_known: bool) -> Status:
    """A step said done says what it gave: without that it is open again."""
    if is_known:
        return "done"
    status = duty_status(fact)
    return "open" if status == "done" else status


def _definitive(sheet: Iterable[Field]) -> Field | None:
    return next((field for field in sheet if field.means == "ipp"), None)


def identifier_pair(patient: Patient, sheet: tuple[Field, ...]) -> IdentifierPair | None:
    """The provisional number and the definitive one, of a patient whom the system did not know; None of any other."""
    provisional = next((field for field in sheet if field.means == "temporary-ipp"), None)
    given = provisional is not None and provisional.id in patient.filled
    if patient.facts.get("identity") != "inconnue" and not given:
        return None
    return IdentifierPair(
        value_of_meaning(sheet, patient.fields, "temporary-ipp"), value_of_meaning(sheet, patient.fields, "ipp")
    )


def is_no_answer(words: str) -> bool:
    """Whether nothing is said, or only that it is not known."""
    return not words.strip() or is_unknown(words)


def identifier_pair_words(patient: Patient, sheet: tuple[Field, ...], hour: Callable[[datetime], str]) -> str:
    """What became of a provisional identity, in words; empty of any other, and of a line of an earlier program that
    does not say both numbers."""
    pair = identifier_pair(patient, sheet)
    handed = patient.handed_on
    asked = any(step.needs_words for step in patient.steps)
    if (pair is None or not pair.definitive) and not asked and handed is None:
        return ""
    before = (pair.provisional if pair is not None else "") or _("sans IPP provisoire")
    if pair is not None and pair.definitive:
        return _("{before} → {after}").format(before=before, after=pair.definitive)
    step = next((candidate for candidate in patient.steps if candidate.key == DEFINITIVE), None)
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
