"""Settling a patient whom nobody could name: each unknown thing is asked on its own, or the patient is handed on."""

from __future__ import annotations

from pannesi.plain.session import Guide
from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.unidentified import (
    HAND_ON,
    ON_LABEL,
    identity_check_question,
    step_asks_name,
    unknown_step_words,
)
from pannesi.procedure.availability.typed_times import parse_moment
from pannesi.session import actions as want
from pannesi.session.event_writer import is_refusal
from pannesi.session.projection.read_model import Step
from pannesi.session.register.unidentified import DEFINITIVE_NUMBER_STEP, unknown_traits
from pannesi.support.errors import ImpossibleTime
from pannesi.support.i18n import _, translated


def unknown_step(guide: Guide, patient: str, key: str) -> Step | None:
    """The step of a key, where it can be done only in words; None otherwise."""
    line = guide.desk.look().patient(patient)
    return (
        next((step for step in line.steps if step.key == key and step.needs_words), None) if line is not None else None
    )


def say_unknown(guide: Guide, sheet: RegisterView, patient: str, step: Step) -> None:
    """Asks for what was unknown; or (1) it stayed unknown, and the patient is handed on."""
    prompt = _("{what} : l'écrire (1 : {hand_on} ; Entrée : ne rien faire) : ").format(
        what=unknown_step_words(sheet.fields, step), hand_on=translated(HAND_ON)
    )
    unknown = _("Si personne ne le sait : 1, ou Entrée pour ne rien faire.")
    if step.key == DEFINITIVE_NUMBER_STEP:
        typed = guide.talk.ask_number(prompt, usual=1, unknown=unknown)
    else:
        typed = guide.talk.ask_words(prompt, usual=1, numbers=not step_asks_name(sheet.fields, step), unknown=unknown)
    if typed == "1":
        _hand_on(guide, patient)
    elif typed:
        guide.report(guide.do(want.Reconcile(patient, step.key, typed)))


def _hand_on(guide: Guide, patient: str) -> None:
    whom = guide.talk.ask_name(_("Transmise à qui ? (Entrée : ne rien faire) "))
    while whom and not is_refusal(whom):
        typed = guide.talk.ask(_("À quelle heure ? (1547, il y a 20 min ; Entrée : maintenant) "))
        try:
            moment = parse_moment(typed, guide.desk.environment.now(), guide.view.zone) if typed else None
        except ImpossibleTime as impossible:
            guide.say(str(impossible))
            continue
        guide.report(guide.do(want.HandIdentityOn(patient, whom, moment)))
        return


def ask_identity_check(guide: Guide, sheet: RegisterView, patient: str, key: str) -> str:
    """Asks by what an identity was checked where something of it is unknown; empty where nothing is asked."""
    walk = guide.desk.look()
    line = walk.patient(patient)
    duty = next((row for row in walk.duties_by_patient.get(patient, ()) if row.key == key), None)
    unknown = unknown_traits(sheet.fields, line) if line is not None else []
    if duty is None or duty.checks != "identity" or not unknown:
        return ""
    question, label = identity_check_question(unknown), translated(ON_LABEL)
    typed = guide.talk.ask_words(
        _("{question} (1 : {label} ; Entrée : ne rien faire) ").format(question=question, label=label),
        usual=1,
        unknown=_("Dire sur quoi : un bracelet, une étiquette, un proche… ; ou Entrée."),
    )
    return label if typed == "1" else typed
