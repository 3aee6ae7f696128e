"""The patients examined in degraded mode: noting them, and settling what each is owed."""

from __future__ import annotations

import re
from datetime import datetime

from pannesi.failures import ImpossibleTime
from pannesi.i18n import _
from pannesi.plain.acts_line import why_impossible, why_not_needed
from pannesi.plain.guide import Guide
from pannesi.session import intents as want
from pannesi.session.register import facts_asked
from pannesi.session.rows import DutyRow, Patient
from pannesi.session.words import fact_word
from pannesi.site.when import parse_moment
from pannesi.telling.timeline import ELSEWHERE, facts_words

_CLOSED = {"origin": ("externe", "urgences", "service"), "exam": ("coupe", "autre"), "identity": ("connue", "inconnue")}


def patient_words(patient: Patient) -> str:
    """`A-02 DUPONT (externe, imagerie en coupe)`."""
    facts = facts_words(patient.facts)
    name = f" {patient.identity}" if patient.identity else ""
    return f"{patient.label}{name}" + (f" ({facts})" if facts else "") + (_(" RAYÉ") if patient.voided else "")


def patient(guide: Guide, label: str) -> None:
    """Notes a patient; with a label (`2` or `A-02`), corrects or strikes out that line."""
    if not label:
        facts = _ask_facts(guide, {})
        name = guide.talk.ask(_("Nom (facultatif, gardé à part ; Entrée : aucun) : "))
        examined = _ask_examined(guide)
        guide.tell(guide.do(want.AddPatient(facts, name, examined)))
        _tell_owed(guide)
        return
    found = _labelled(guide, label)
    if found is not None:
        _correct(guide, found)


def _labelled(guide: Guide, label: str) -> Patient | None:
    wanted = re.sub(r"[^0-9]", "", label)[:6].lstrip("0")
    for one in guide.desk.look().patients:
        if wanted and re.sub(r"[^0-9]", "", one.label).lstrip("0") == wanted:
            return one
    guide.say(_("Aucun patient {label} au registre : d les montre.").format(label=label))
    return None


def _ask_facts(guide: Guide, known: dict[str, str]) -> dict[str, str]:
    """The closed facts by their digits; an empty line leaves one as it is."""
    facts = dict(known)
    questions = {
        "origin": _("D'où vient le patient ?"),
        "exam": _("Quel examen ?"),
        "unit": _("Quelle unité ?"),
        "identity": _("Le SI connaît-il le patient ?"),
    }
    for name in facts_asked(guide.desk.look().rows):
        values = _CLOSED.get(name) or (*guide.station.site.contacts.units, ELSEWHERE)
        if name == "unit" and facts.get("origin") == "externe":
            facts[name] = ELSEWHERE
            continue
        choices = [(value, _unit_word(value) if name == "unit" else fact_word(name, value)) for value in values]
        otherwise = _("inchangé") if name in facts else _("pas su")
        chosen = guide.talk.choose(questions[name], choices, otherwise=otherwise)
        if chosen is not None:
            facts[name] = chosen
    return facts


def _unit_word(value: str) -> str:
    return _("une autre") if value == ELSEWHERE else value


def _ask_examined(guide: Guide) -> datetime | None:
    """When the patient was examined; None for now."""
    while True:
        text = guide.talk.ask(_("Heure de l'examen (1547, il y a 20 min ; Entrée : maintenant) : "))
        if not text:
            return None
        try:
            return parse_moment(text, guide.desk.outside.now(), guide.view.where)
        except ImpossibleTime as impossible:
            guide.say(str(impossible))


def _tell_owed(guide: Guide) -> None:
    patients = guide.desk.look().patients
    if not patients:
        return
    for duty in guide.desk.look().duties:
        if duty.patient.id == patients[-1].id and duty.status == "open":
            guide.say(_("  dû : {what}").format(what=_duty_words(duty)))


def _correct(guide: Guide, found: Patient) -> None:
    guide.say(patient_words(found))
    choice = guide.talk.choose(
        _("Que faire ?"), [("correct", _("corriger")), ("void", _("rayer la ligne"))], otherwise=_("ne rien faire")
    )
    if choice == "void":
        reason = guide.talk.ask(_("Pourquoi rayer cette ligne ? (Entrée : ne rien faire) "))
        if reason:
            guide.tell(guide.do(want.VoidPatient(found.id, reason)))
    elif choice == "correct":
        facts = _ask_facts(guide, found.facts)
        name = guide.talk.ask(_("Nom (Entrée : inchangé) : "))
        guide.tell(guide.do(want.CorrectPatient(found.id, facts, name)))
        _tell_owed(guide)


def _duty_words(duty: DutyRow) -> str:
    return duty.label if duty.sure else _("{what} (à vérifier : renseigner le patient)").format(what=duty.label)


def duties(guide: Guide, _given: str) -> None:
    """Lists the patients and what each is owed, and settles by number until an empty line."""
    while True:
        walk = guide.desk.look()
        owed = [duty for duty in walk.duties if duty.status == "open"]
        if not walk.patients:
            guide.say(_("Aucun patient noté. 0 patient noté ne veut pas dire 0 examen. a pour en noter un."))
            return
        for one in walk.patients:
            guide.say(patient_words(one))
            for number, duty in enumerate(owed, start=1):
                if duty.patient.id == one.id:
                    guide.say(f"  {number}  {_duty_words(duty)}")
        if not owed:
            guide.say(_("Plus rien n'est dû à ces patients."))
            return
        typed = guide.talk.ask(
            _("Numéros de ce qui est fait, ou n 3 (non nécessaire), i 3 (impossible) ; Entrée : fini : ")
        )
        if not typed or not _settle(guide, owed, typed):
            return


def _settle(guide: Guide, owed: list[DutyRow], typed: str) -> bool:
    """Settles the duties that `typed` numbers; False when nothing was typed that could be."""
    found = re.fullmatch(r"([nNiI]?)\s*(\d{1,4}(?:[\s,;]+\d{1,4})*)\s*(.*)", typed)
    numbers = [int(one) for one in re.findall(r"\d+", found[2])] if found is not None else []
    if found is None or (found[3] and not found[1]) or not all(1 <= one <= len(owed) for one in numbers):
        guide.say(_("Taper des numéros de 1 à {last}, par exemple 1 3, ou n 2, ou i 2.").format(last=len(owed)))
        return True
    how = found[1].lower()
    reason = ""
    if how:
        reason = (why_not_needed if how == "n" else why_impossible)(guide, found[3].strip())
        if not reason:
            return True
    for number in dict.fromkeys(numbers):
        key = (owed[number - 1].patient.id, owed[number - 1].key)
        if not how:
            guide.tell(guide.do(want.SettleDuty(*key)))
        elif how == "n":
            guide.tell(guide.do(want.DutyNotNeeded(*key, reason)))
        else:
            guide.tell(guide.do(want.DutyCouldNot(*key, reason)))
    return True
