"""The sentence of each kind of fact. The type checker refuses a kind without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, assert_never

from pannesi.presentation.facts.fact_references import FactReferences
from pannesi.procedure.availability.moments import format_length
from pannesi.procedure.model.lines import text_of
from pannesi.session.events import Event
from pannesi.session.facts import lines as at_line
from pannesi.session.facts import patients as of_patient
from pannesi.session.facts import session as of_session
from pannesi.session.facts import visits as of_visit
from pannesi.session.facts.base import Unreadable
from pannesi.session.facts.reading import UnknownKind
from pannesi.session.labels import ELSEWHERE, answer_label, done_word, fact_word, redline_word
from pannesi.session.register.draft_entries import adds_patient
from pannesi.session.register.duties import FACTS
from pannesi.session.register.images import ATTACH_IMAGES_STEP, REPORT_STEP
from pannesi.session.register.reconciliation import IDENTITY_STEP
from pannesi.session.register.unidentified import DEFINITIVE_NUMBER_STEP, TRAIT_STEP_PREFIX
from pannesi.support.i18n import _


def event_words(references: FactReferences, event: Event, whole: Callable[[Event], str]) -> str:
    """The sentence of a recorded fact, without its free text.

    `whole` gives the sentence, free text included, of a fact that it undoes or corrects.
    """
    fact = event.body
    if isinstance(fact, UnknownKind):
        return _("fait d'une version plus récente : {kind}").format(kind=fact.name)
    if isinstance(fact, Unreadable):
        return _unreadable_words(fact)
    if isinstance(fact, at_line.LineFact):
        return _line_words(references, event, fact)
    if isinstance(fact, of_patient.PatientFact):
        return _patient_words(references, event, fact)
    if isinstance(fact, of_visit.VisitFact):
        return _visit_words(references, event, fact)
    return _session_words(references, fact, whole)


def _line_words(references: FactReferences, event: Event, fact: at_line.LineFact) -> str:
    """The sentence of a fact about a line of the procedure."""
    match fact:
        case at_line.LineDone() if fact.by_other:
            return _("{about} · fait par quelqu'un d'autre").format(about=references.about(event))
        case at_line.LineDone():
            line = references.line(event)
            done = done_word(line) if line is not None else _("fait")
            return _("{about} · {done}").format(about=references.about(event), done=done)
        case at_line.LineNotNeeded():
            return _("{about} · non nécessaire").format(about=references.about(event))
        case at_line.LineImpossible():
            return _("{about} · impossible").format(about=references.about(event))
        case at_line.LineLeft():
            return _("{about} · laissé pour le retour").format(about=references.about(event))
        case at_line.LineAnswered():
            line = references.line(event)
            label = answer_label(line, fact.option) if line is not None else fact.option
            words = _("{about} · réponse déduite : {answer}") if fact.preset else _("{about} · réponse : {answer}")
            return words.format(about=references.about(event), answer=label)
        case at_line.CallMade():
            words = _("{about} · {name} : joint") if fact.reached else _("{about} · {name}, sans réponse")
            return words.format(about=references.about(event), name=references.contact(fact.contact))
        case at_line.ConditionSet():
            words = _("{about} · dit : s'applique") if fact.holds else _("{about} · dit : ne s'applique pas")
            return words.format(about=references.about(event))
        case at_line.RedlineRaised():
            return _("{about} · signalé {what}").format(about=references.about(event), what=redline_word(fact.about))
        case _:
            assert_never(fact)


def _patient_words(references: FactReferences, event: Event, fact: of_patient.PatientFact) -> str:
    """The sentence of a fact about a patient line."""
    match fact:
        case of_patient.PatientAdded() | of_patient.PatientCorrected():
            return _version_words(references, event, fact)
        case of_patient.PatientVoided():
            return _("patient rayé : {who}").format(who=references.label(fact.patient))
        case of_patient.ImagesFateSet():
            return _images_words(references, fact)
        case of_patient.DutyDone() | of_patient.StepReconciled():
            asked = _is_question(references, fact.key)
            return _duty_words(
                references, fact, _("{patient} · {what} oui") if asked else _("{patient} · {what} : fait")
            )
        case of_patient.DutyNotNeeded():
            return _duty_words(references, fact, _("{patient} · {what} : non nécessaire"))
        case of_patient.DutyImpossible():
            return _duty_words(references, fact, _("{patient} · {what} : impossible"))
        case of_patient.DutyAnswered():
            no = fact.answer == of_patient.ANSWERED_NO
            return _duty_words(references, fact, _("{patient} · {what} NON") if no else _("{patient} · {what} pas su"))
        case of_patient.IdentityHandedOn():
            return _("{patient} · identité restée inconnue, transmise").format(patient=references.label(fact.patient))
        case of_patient.SharedNumberConfirmed():
            return _("{patient} · numéros en doute avec {other}, dits justes").format(
                patient=references.label(fact.patient), other=references.label(fact.other)
            )
        case of_patient.PatientWaived():
            return _("{patient} · dispensé").format(patient=references.label(fact.patient))
        case of_patient.PatientVerified():
            return _("{patient} · vérifié").format(patient=references.label(fact.patient))
        case _:
            assert_never(fact)


def _visit_words(references: FactReferences, event: Event, fact: of_visit.VisitFact) -> str:
    """The sentence of a fact about a passage through a unit."""
    match fact:
        case of_visit.VisitOpened():
            return _visit_opened_words(references, fact)
        case of_visit.VisitClosed():
            words = _("{about} · terminé") if fact.reached else _("{about} · non atteint")
            return words.format(about=references.about(event))
        case of_visit.VisitTurned():
            return _("laisse la place à un autre cas : {title}").format(title=references.visit_title(event))
        case of_visit.ReturnAnnounced():
            words = _("retour à la normale annoncé, « {title} »").format(title=references.visit_title(event))
            if fact.since is None:
                return words
            return words + _(", depuis {hour}").format(hour=references.moment(fact.since))
        case of_visit.CaseFellAgain():
            words = _("la panne dure, retour annulé, « {title} »") if fact.lasted else _("c'est retombé, « {title} »")
            return words.format(title=references.visit_title(event))
        case _:
            assert_never(fact)


def _session_words(references: FactReferences, fact: of_session.SessionFact, whole: Callable[[Event], str]) -> str:
    """The sentence of a fact about the session as a whole."""
    match fact:
        case of_session.SessionOpened():
            return _session_opened_words(references, fact)
        case of_session.NoteWritten():
            name = references.contact(fact.contact) if fact.contact else ""
            return _("numéro noté pour {name}").format(name=name) if name else _("note")
        case of_session.BeginningSet():
            return _("début de la panne : {hour}").format(hour=references.moment(fact.began))
        case of_session.OutageFound():
            return _("panne constatée par")
        case of_session.SameOutage():
            return _("même panne que {session}").format(session=fact.other)
        case of_session.LengthExpected():
            minutes = fact.possible_minutes
            length = _("pas lisible") if minutes is None else format_length(timedelta(minutes=minutes))
            return _("durée prévue : {length}").format(length=length)
        case of_session.TimeCorrected():
            return _time_corrected_words(references, fact, whole)
        case of_session.PersonNamed():
            return _("à l'écran : {name} {role}").format(name=fact.name, role=fact.role).strip()
        case of_session.HandoverOffered():
            return _("main proposée")
        case of_session.HandoverTaken():
            return _("main prise")
        case of_session.SessionClosed():
            words = _("clôture forcée") if fact.forced else _("clôture")
            return words + (_(", heure du retour pas sue") if fact.return_unknown else "")
        case of_session.SessionWord():
            return _("mot pour cette session")
        case of_session.Undone():
            return _undone_words(references, fact, whole)
        case _:
            assert_never(fact)


def _unreadable_words(lost: Unreadable) -> str:
    """What is said in the place of facts that cannot be read."""
    if lost.count > 1:
        return _("{count} FAITS ILLISIBLES ici : le journal a été abîmé").format(count=lost.count)
    return _("FAIT ILLISIBLE : le journal a été abîmé ici")


def patient_facts_words(facts: Mapping[str, Any]) -> str:
    """The closed facts of a patient, in the order of the form; without a unit that no standing order names."""
    closed = [(name, str(facts[name])) for name in FACTS if name in facts]
    return ", ".join(fact_word(name, value) for name, value in closed if (name, value) != ("unit", ELSEWHERE))


def _session_opened_words(references: FactReferences, fact: of_session.SessionOpened) -> str:
    words = _("ouverture, {title}").format(title=references.title(fact.unit, fact.symptom))
    if fact.began is not None:
        words += _(" ; début de la panne {hour}").format(hour=references.moment(fact.began))
    if fact.follows:
        words += _(" ; suite de {session}").format(session=fact.follows)
    return words + (_(" (EXERCICE)") if fact.exercise else "")


def _visit_opened_words(references: FactReferences, fact: of_visit.VisitOpened) -> str:
    words = {
        "run": _("procédure commencée : {title}"),
        "joined": _("ouvert aussi : {title}"),
        "turned": _("continué dans : {title}"),
    }.get(fact.reason, _("entrée dans : {title}"))
    return words.format(title=references.title(fact.unit, fact.symptom))


def _version_words(references: FactReferences, event: Event, fact: of_patient.PatientVersion) -> str:
    """That a patient line was noted or corrected, by the version that ended the entry."""
    noted = adds_patient(references.state, event)
    closed = patient_facts_words(fact.facts)
    who = references.label(fact.patient) + (f" ({closed})" if closed else "")
    words = (_("patient noté : {who}") if noted else _("patient corrigé : {who}")).format(who=who)
    return words + (_(" · saisie pas finie") if fact.draft else "")


def _images_words(references: FactReferences, fact: of_patient.ImagesFateSet) -> str:
    patient = references.label(fact.patient)
    if fact.becomes == "attach":
        return _("{patient} · images à rattacher à {other}").format(patient=patient, other=references.label(fact.to))
    words = _("{patient} · aucune image") if fact.becomes == "none" else _("{patient} · ce que deviennent les images")
    return words.format(patient=patient)


def _duty_words(references: FactReferences, fact: of_patient.OnDuty, words: str) -> str:
    return words.format(patient=references.label(fact.patient), what=_duty_label(references, fact.key))


def _is_question(references: FactReferences, key: str) -> bool:
    """Whether what is due under a key is a question, which oui settles."""
    duties = (getattr(place.line, "duty", None) for place in references.site.places.values())
    return any(duty is not None and duty.key == key and duty.question == "yes" for duty in duties)


def _duty_label(references: FactReferences, key: str) -> str:
    """The words of a duty or of a step of the reconciliation, by its key."""
    fixed_label = {
        IDENTITY_STEP: _("Identité confirmée"),
        REPORT_STEP: _("CR écrit"),
        ATTACH_IMAGES_STEP: _("Images à rattacher à une autre ligne"),
        DEFINITIVE_NUMBER_STEP: _("IPP définitif"),
    }.get(key)
    if fixed_label is not None:
        return fixed_label
    if key.startswith(TRAIT_STEP_PREFIX):
        labels = [field.label for field in references.site.register_fields if TRAIT_STEP_PREFIX + field.id == key]
        return labels[0] if labels else key.removeprefix(TRAIT_STEP_PREFIX)
    visited = {visit.unit for visit in references.state.visits}
    places = sorted(references.site.places.items(), key=lambda item: item[0][0] not in visited)
    for _where, place in places:
        duty = getattr(place.line, "duty", None)
        if duty is not None and duty.key == key:
            return duty.label or text_of(place.line)
    return key


def _undone_words(references: FactReferences, fact: of_session.Undone, whole: Callable[[Event], str]) -> str:
    target = references.state.events.get(fact.taken_back[-1])
    if fact.given_up:
        patient = target.body.patient if target is not None and isinstance(target.body, of_patient.OnPatient) else None
        return _("saisie abandonnée, rien n'en est gardé : {patient}").format(patient=references.label(patient))
    about, words = target, _("annulé : {what}")
    if target is not None and isinstance(target.body, of_session.Undone):
        about, words = references.state.events.get(target.body.taken_back[-1]), _("rétabli : {what}")
    if about is None or isinstance(about.body, of_session.Undone):
        return _("annulé : {what}").format(what=_("un fait inconnu"))
    return words.format(what=whole(about))


def _time_corrected_words(
    references: FactReferences, fact: of_session.TimeCorrected, whole: Callable[[Event], str]
) -> str:
    target = references.state.events.get(fact.event)
    hour = references.moment(fact.at)
    not_repeated = of_session.Undone | of_session.TimeCorrected | UnknownKind | Unreadable
    if target is None or isinstance(target.body, not_repeated):
        return _("heure corrigée en {hour}").format(hour=hour)
    return _("heure corrigée : {hour} et non {before}, pour : {what}").format(
        hour=hour, before=references.hour(target.moment), what=event_words(references, target, whole)
    )
