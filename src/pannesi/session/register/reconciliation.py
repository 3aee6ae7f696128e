"""The reconciliation of a patient line at the return: its steps, and the state that they amount to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from pannesi.procedure.model.lines import DutyLine, PutsRight
from pannesi.procedure.model.register_fields import Field
from pannesi.session.facts.patients import PatientWaived
from pannesi.session.projection.read_model import SETTLED, DutyRow, Patient, ReconciliationState, Row, Step
from pannesi.session.register.duties import duty_status
from pannesi.session.register.images import REPORT_STEP
from pannesi.session.register.unidentified import identity_steps
from pannesi.session.state import State
from pannesi.support.i18n import N_, _

IDENTITY_STEP = "identite-confirmee"
"""The key of the step that confirms an identity, where no line of the procedure has one."""
MERGES = (N_("fusion automatique"), N_("fusion à la main"), N_("identité déjà bonne"))
"""How an identity is usually put right, offered as words for the step."""
_ORDER = ("identity", "episode", "order", "images", "report", None)


def interim_field(sheet: tuple[Field, ...]) -> str | None:
    """The id of the field that says whether a provisional result was given, or None."""
    return next((field.id for field in sheet if field.means == "interim"), None)


def kinds_of_return_steps(rows: tuple[Row, ...]) -> dict[str, PutsRight | None]:
    """What each duty of the return puts right, by its key."""
    lines = [row.line for row in rows if row.phase == "return_to_normal" and isinstance(row.line, DutyLine)]
    return {line.duty.key: line.duty.step for line in lines if line.duty is not None}


def with_reconciliation_state(
    state: State,
    patient: Patient,
    owed: Iterable[DutyRow],
    kinds: dict[str, PutsRight | None],
    interim: str | None,
    ongoing: Collection[str],
    sheet: tuple[Field, ...],
    *,
    only_done: bool,
    owing: bool,
) -> Patient:
    """The line with its steps and its reconciliation state.

    `owed` are its duties of the return, `ongoing` the ids of the visits whose return was not announced: their steps are
    early. With `only_done` (rules 2), a step recorded as impossible or not needed does not count as reached. `owing`:
    whether anything else is owed, as a CD.
    """
    if patient.voided:
        return patient
    steps = [_owed_step(duty, kinds, ongoing) for duty in owed]
    early = all(visit in ongoing for visit in patient.visits)
    if steps and not any(step.puts_right == "identity" for step in steps):
        words = _("Identité confirmée"), _("id. confirmée")
        steps.append(_built_in_step(state, patient, IDENTITY_STEP, words, "identity", early=early))
    if interim in patient.filled:
        words = _("CR écrit, résultat provisoire confirmé"), _("CR écrit")
        steps.append(_built_in_step(state, patient, REPORT_STEP, words, "report", early=early))
    steps = [*identity_steps(state, patient, sheet, early=early), *steps]
    steps.sort(key=lambda step: _ORDER.index(step.puts_right))
    verdict = state.slot("verdict", patient.id).head
    handed_on = state.slot("handed_on", patient.id).head
    with_steps = replace(patient, steps=tuple(steps), verdict=verdict, handed_on=handed_on)
    reached = _reconciliation_state(with_steps, only_done=only_done, owing=owing)
    return replace(with_steps, state=reached)


def _owed_step(duty: DutyRow, kinds: dict[str, PutsRight | None], ongoing: Collection[str]) -> Step:
    early = all(visit in ongoing for visit, _line in duty.lines)
    return Step(duty.key, duty.label, kinds.get(duty.key), duty.status, duty.fact, early=early, short=duty.short)


def _built_in_step(
    state: State, patient: Patient, key: str, words: tuple[str, str], puts_right: PutsRight, *, early: bool
) -> Step:
    """A step that no line of the procedure owes; `words`: its label, and its name in the table of the register."""
    fact = state.slot("duty", patient.id, key).head
    return Step(key, words[0], puts_right, duty_status(fact), fact, early=early, short=words[1])


def _reconciliation_state(patient: Patient, *, only_done: bool, owing: bool) -> ReconciliationState:
    """The state of a line, the highest reached in the order of the steps.

    A verification is void once the line is corrected or a step recorded after it, and while anything is owed; not one
    of earlier programs, which took it all the same.
    """
    verdict = patient.verdict
    if verdict is not None and isinstance(verdict.body, PatientWaived):
        return "waived"
    seen = [fact for fact in (patient.latest, *(step.fact for step in patient.steps)) if fact is not None]
    fresh = verdict is not None and all(fact.order < verdict.order for fact in seen)
    owed = owing and verdict is not None and verdict.body.rules > 0
    if fresh and not (patient.missing or patient.conflict or owed):
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
        if mine and (not only_done or _is_reached(mine)):
            reached = name
    return reached


def _is_reached(steps: list[Step]) -> bool:
    """Whether steps of one kind count as reached: at least one done, none impossible.

    A step done only by words, like a trait now known, does not confirm an identity.
    """
    done = any(step.status == "done" and not step.needs_words for step in steps)
    return done and all(step.status != "could_not" for step in steps)
