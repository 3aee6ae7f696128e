"""What the return demands for each patient line, and how far each line has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from pannesi.procedure.model.lines import DutyLine, PutsRight
from pannesi.procedure.register_fields import Field
from pannesi.session.facts.patients import PatientWaived
from pannesi.session.projection.read_model import SETTLED, DutyRow, Patient, ReconciliationState, Row, Step
from pannesi.session.register.duties import duty_status
from pannesi.session.register.images import REPORT
from pannesi.session.register.unidentified import steps_of
from pannesi.session.state import State
from pannesi.support.i18n import N_, _

IDENTITY = "identite-confirmee"
MERGES = (N_("fusion automatique"), N_("fusion à la main"), N_("identité déjà bonne"))
"""How an identity is usually put right."""
_ORDER = ("identity", "episode", "order", "images", "report", None)


def interim_of(sheet: tuple[Field, ...]) -> str | None:
    """The field that says a provisional result was given, if the sheet has one."""
    return next((field.id for field in sheet if field.means == "interim"), None)


def steps_put_right(rows: tuple[Row, ...]) -> dict[str, PutsRight | None]:
    """What each duty of the return puts right, by its key."""
    lines = [row.line for row in rows if row.phase == "return_to_normal" and isinstance(row.line, DutyLine)]
    return {line.duty.key: line.duty.step for line in lines if line.duty is not None}


def with_state(
    state: State,
    patient: Patient,
    owed: Iterable[DutyRow],
    kinds: dict[str, PutsRight | None],
    interim: str | None,
    lasting: Collection[str],
    sheet: tuple[Field, ...],
    *,
    only_done: bool,
) -> Patient:
    """The line with its steps, from the duties of the return owed for it, and with the state that they amount to.

    `lasting` names the visits whose return was not announced. `only_done`: a step that was said impossible, or not
    needed, was not reached by that.
    """
    if patient.voided:
        return patient
    steps = [_owed_step(duty, kinds, lasting) for duty in owed]
    early = all(visit in lasting for visit in patient.visits)
    if steps and not any(step.puts_right == "identity" for step in steps):
        steps.append(_own(state, patient, IDENTITY, _("Identité confirmée"), "identity", early=early))
    if interim in patient.filled:
        steps.append(_own(state, patient, REPORT, _("CR écrit, résultat provisoire confirmé"), "report", early=early))
    steps = [*steps_of(state, patient, sheet, early=early), *steps]
    steps.sort(key=lambda step: _ORDER.index(step.puts_right))
    verdict = state.slot("verdict", patient.id).head
    handed_on = state.slot("handed_on", patient.id).head
    with_steps = replace(patient, steps=tuple(steps), verdict=verdict, handed_on=handed_on)
    return replace(with_steps, state=_state(with_steps, only_done=only_done))


def _owed_step(duty: DutyRow, kinds: dict[str, PutsRight | None], lasting: Collection[str]) -> Step:
    early = all(visit in lasting for visit, _line in duty.lines)
    return Step(duty.key, duty.label, kinds.get(duty.key), duty.status, duty.fact, early=early)


def _own(state: State, patient: Patient, key: str, label: str, puts_right: PutsRight, *, early: bool) -> Step:
    """A step that no line of the procedure names."""
    fact = state.slot("duty", patient.id, key).head
    return Step(key, label, puts_right, duty_status(fact), fact, early=early)


def _state(patient: Patient, *, only_done: bool) -> ReconciliationState:
    """A verification stands for what was there when it was made: a later correction, or a step done since, asks for
    another."""
    verdict = patient.verdict
    if verdict is not None and isinstance(verdict.body, PatientWaived):
        return "waived"
    seen = [fact for fact in (patient.latest, *(step.fact for step in patient.steps)) if fact is not None]
    fresh = verdict is not None and all(fact.order < verdict.order for fact in seen)
    if fresh and not patient.missing and not patient.conflict:
        return "verified"
    reached: ReconciliationState = "entered"
    ladder: tuple[tuple[PutsRight, ReconciliationState], ...] = (
        ("identity", "identity_confirmed"),
        ("episode", "episode_set"),
        ("order", "order_recreated"),
        ("images", "images_linked"),
    )
    for kind, name in ladder:
        mine = [step for step in patient.steps if step.puts_right == kind]
        if any(step.status not in SETTLED for step in mine):
            return reached
        if mine and (not only_done or _reached(mine)):
            reached = name
    return reached


def _reached(steps: list[Step]) -> bool:
    """Whether steps of one kind put right what they are for: one at least done, and none impossible. A name that is
    known now confirms no identity: somebody says that it was looked at."""
    done = any(step.status == "done" and not step.needs_words for step in steps)
    return done and all(step.status != "could_not" for step in steps)
