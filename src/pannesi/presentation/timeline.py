"""What happened in a session, each fact in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event, Kind
from pannesi.session.free_text import may_name, without_words
from pannesi.session.labels import (  # fmt: skip
    ELSEWHERE,
    answer_label,
    done_word,
    fact_word,
    free_words,
    gone_words,
    redline_word,
    text_of,
)
from pannesi.session.register.draft_entries import began_with, given_up, is_draft, is_passing, taken_with
from pannesi.session.register.duties import FACTS
from pannesi.session.register.images import ATTACH, REPORT
from pannesi.session.register.reconciliation import IDENTITY
from pannesi.session.register.unidentified import DEFINITIVE, TRAIT
from pannesi.session.state import State, moment_or_none
from pannesi.support.i18n import _


def is_behind(event: Event) -> bool:
    """Whether the program wrote a fact by itself, as a consequence of another that is told anyway."""
    if event.kind == Kind.VISIT_OPENED:
        return event.payload.get("reason") not in ("joined", "turned")
    return event.kind == Kind.VISIT_CLOSED or event.payload.get("preset") is True


_SETTLING = (
    Kind.DONE, Kind.NOT_NEEDED, Kind.COULD_NOT, Kind.LEFT, Kind.ANSWERED, Kind.CALLED, Kind.PATIENT_CORRECTED,
)  # fmt: skip
"""Facts that, replacing several at once, chose between what people said without knowing of each other."""
_OWN_STEPS = {
    IDENTITY: _("Identité confirmée"), REPORT: _("CR écrit"), ATTACH: _("Images à rattacher à une autre ligne"),
    DEFINITIVE: _("IPP définitif"),
}  # fmt: skip
"""Steps of the return that no line of the procedure names."""


@dataclass(frozen=True)
class Telling:
    """What is needed to put facts into words."""

    site: Site
    state: State
    hour: Callable[[datetime], str]
    reasons: bool = False
    """Whether what was written about one patient is told too: only where patients were asked for."""
    free: bool = True
    """Whether free words are told at all, those of a fact that another undid or corrected too."""

    def is_behind(self, event: Event) -> bool:
        """Whether a fact is told by another: the program wrote it as a consequence, or somebody was still typing."""
        return is_behind(event) or is_passing(self.state, event)

    def sentence(self, event: Event) -> str:
        """The fact, then the free words that go with it."""
        event = event if self.free else without_words(event)
        if event.unreadable:
            return unreadable_words(event)
        said = _SENTENCES.get(event.kind)
        if said is None:
            return _("fait d'une version plus récente : {kind}").format(kind=event.kind)
        words, free = said(self, event) + self._beside(event), free_words(event)
        named = may_name(event)
        if named == "the_patient":
            if event.kind == Kind.RECONCILED:
                return words + gone_words(event, _(" · précision effacée"), _(" · précision manquante"))
            return words + gone_words(event, _(" · nom effacé"), _(" · nom manquant"))
        if named == "a_patient" and event.text and not self.reasons:
            return words + _(" (motif dans sa ligne)")
        return words + (f" : {free}" if free else "")

    def _beside(self, event: Event) -> str:
        """What must be known of a fact beside its words: that its hour was corrected, that it contradicts another."""
        found = ""
        if self.state.when(event) != event.moment:
            found += _(" · noté à {hour}").format(hour=self.hour(event.moment))
        if event.id in self.state.uncertain:
            found += _(" · heure incertaine")
        if event.id in self._in_conflict:
            found += _(" · EN DOUBLE, pas tranché")
        elif len(event.replaces) > 1 and event.kind in _SETTLING:
            found += _(" · tranche entre {count} réponses").format(count=len(event.replaces))
        return found

    @cached_property
    def _in_conflict(self) -> frozenset[str]:
        return frozenset(event.id for _key, events in self.state.conflicts for event in events)

    def number(self, event: Event) -> str:
        """The number of the line that a fact is about, empty when it is about none."""
        return self.site.number(self.unit(event), str(event.payload.get("line") or ""))

    def unit(self, event: Event) -> str:
        """The unit that the visit of a fact went through, even if that visit was undone since; empty for none."""
        facts = self.state.slot("visit", str(event.payload.get("visit"))).facts
        return next((str(one.payload.get("unit")) for one in facts if one.kind == Kind.VISIT_OPENED), "")

    def line(self, event: Event) -> Line | None:
        """The line that a fact is about; None when it is about none, or the procedure has it no more."""
        place = self.site.places.get((self.unit(event), str(event.payload.get("line"))))
        return place.line if place is not None else None

    def about(self, event: Event) -> str:
        """The line that a fact is about, in words."""
        line = self.line(event)
        if line is None:
            return str(event.payload.get("line") or "")
        return f"{self.number(event)} {text_of(line)}"

    def title(self, unit: object) -> str:
        """The title of a unit, its id where the procedure has it no more."""
        found = self.site.unit_by_id.get(str(unit))
        return found.title if found is not None else str(unit)

    def moment(self, value: object) -> str:
        """A moment that a payload holds."""
        found = moment_or_none(value)
        return self.hour(found) if found is not None else _("heure illisible")

    def patient(self, event: Event) -> str:
        """The number of the patient line that a fact is about."""
        return self.label(event.payload.get("patient"))

    def label(self, patient: object) -> str:
        """The number of a patient line, by its id."""
        facts = self.state.slot("patient", str(patient)).facts
        labels = [one.payload.get("label") for one in facts if one.kind == Kind.PATIENT_ADDED]
        papers = [paper for one in facts if isinstance(paper := one.payload.get("paper"), str) and paper]
        return str([*labels, *papers][-1]) if labels else _("patient inconnu")

    def contact(self, event: Event) -> str:
        """Who was called."""
        name = str(event.payload.get("contact"))
        found = self.site.contact_by_id.get(name)
        return found.name if found is not None else name


def unreadable_words(event: Event) -> str:
    """What stands in the place of facts that cannot be read."""
    count = event.payload.get("count")
    if isinstance(count, int) and count > 1:
        return _("{count} FAITS ILLISIBLES ici : le journal a été abîmé").format(count=count)
    return _("FAIT ILLISIBLE : le journal a été abîmé ici")


def facts_words(facts: Mapping[str, Any]) -> str:
    """The closed facts about a patient, in the order of the sheet; a unit that no order names is left out."""
    known = [(name, str(facts[name])) for name in FACTS if name in facts]
    return ", ".join(fact_word(name, value) for name, value in known if (name, value) != ("unit", ELSEWHERE))


def _opened(tell: Telling, event: Event) -> str:
    words = _("ouverture, {title}").format(title=tell.title(event.payload.get("unit")))
    if event.payload.get("began"):
        words += _(" ; début de la panne {hour}").format(hour=tell.moment(event.payload.get("began")))
    if event.payload.get("follows"):
        words += _(" ; suite de {session}").format(session=event.payload.get("follows"))
    return words + (_(" (EXERCICE)") if event.payload.get("exercise") is True else "")


def _done(tell: Telling, event: Event) -> str:
    line = tell.line(event)
    done = done_word(line) if line is not None else _("fait")
    return _("{about} · {done}").format(about=tell.about(event), done=done)


def _answered(tell: Telling, event: Event) -> str:
    line, option = tell.line(event), str(event.payload.get("option"))
    label = answer_label(line, option) if line is not None else option
    return _("{about} · réponse : {answer}").format(about=tell.about(event), answer=label)


def _called(tell: Telling, event: Event) -> str:
    reached = event.payload.get("outcome") == "reached"
    words = _("{about} · {name} : joint") if reached else _("{about} · {name}, sans réponse")
    return words.format(about=tell.about(event), name=tell.contact(event))


def _patient_facts(tell: Telling, event: Event) -> str:
    facts = event.payload.get("facts")
    words = facts_words(facts) if isinstance(facts, dict) else ""
    return f"{tell.patient(event)}" + (f" ({words})" if words else "")


def _patient_said(tell: Telling, event: Event) -> str:
    """What an entering amounts to, by its last version."""
    noted = began_with(tell.state, event).kind == Kind.PATIENT_ADDED
    words = (_("patient noté : {who}") if noted else _("patient corrigé : {who}")).format(
        who=_patient_facts(tell, event)
    )
    return words + (_(" · saisie pas finie") if is_draft(event) else "")


def _duty(done: str) -> Callable[[Telling, Event], str]:
    def told(tell: Telling, event: Event) -> str:
        return done.format(patient=tell.patient(event), what=_duty_label(tell, event.payload.get("key")))

    return told


def _step(tell: Telling, event: Event) -> str:
    what = _duty_label(tell, event.payload.get("step"))
    return _("{patient} · {what} : fait").format(patient=tell.patient(event), what=what)


def _images(tell: Telling, event: Event) -> str:
    becomes = event.payload.get("becomes")
    if becomes == "attach":
        return _("{patient} · images à rattacher à {other}").format(
            patient=tell.patient(event), other=tell.label(event.payload.get("to"))
        )
    words = _("{patient} · aucune image") if becomes == "none" else _("{patient} · ce que deviennent les images")
    return words.format(patient=tell.patient(event))


def _duty_label(tell: Telling, key: Any) -> str:
    if isinstance(key, str) and key in _OWN_STEPS:
        return _OWN_STEPS[key]
    if isinstance(key, str) and key.startswith(TRAIT):
        labels = [one.label for one in tell.site.register_fields if TRAIT + one.id == key]
        return labels[0] if labels else key.removeprefix(TRAIT)
    lived = {visit.unit for visit in tell.state.visits}
    places = sorted(tell.site.places.items(), key=lambda item: item[0][0] not in lived)
    for _where, place in places:
        duty = getattr(place.line, "duty", None)
        if duty is not None and duty.key == key:
            return duty.label or text_of(place.line)
    return str(key)


def _undone(tell: Telling, event: Event) -> str:
    if given_up(event):
        return _("saisie abandonnée, rien n'en est gardé : {patient}").format(patient=_patient_undone(tell, event))
    target = tell.state.events.get(taken_with(event)[-1])
    known = target is not None and target.kind != Kind.UNDONE
    return _("annulé : {what}").format(what=tell.sentence(target) if known and target else _("un fait inconnu"))


def _patient_undone(tell: Telling, event: Event) -> str:
    target = tell.state.events.get(taken_with(event)[-1])
    return tell.patient(target) if target is not None else _("patient inconnu")


def _time_corrected(tell: Telling, event: Event) -> str:
    target = tell.state.events.get(str(event.payload.get("event")))
    hour = tell.moment(event.payload.get("at"))
    said = _SENTENCES.get(target.kind) if target is not None else None
    if target is None or said is None or target.kind in (Kind.UNDONE, Kind.TIME_CORRECTED):
        return _("heure corrigée en {hour}").format(hour=hour)
    return _("heure corrigée : {hour} et non {before}, pour : {what}").format(
        hour=hour, before=tell.hour(target.moment), what=said(tell, target)
    )


def _condition_set(tell: Telling, event: Event) -> str:
    holds = event.payload.get("holds") is True
    words = _("{about} · dit : s'applique") if holds else _("{about} · dit : ne s'applique pas")
    return words.format(about=tell.about(event))


def _of_line(words: str) -> Callable[[Telling, Event], str]:
    return lambda tell, event: words.format(about=tell.about(event))


def _of_case(words: str) -> Callable[[Telling, Event], str]:
    return lambda tell, event: words.format(title=tell.title(tell.unit(event)))


def _plain(words: str) -> Callable[[Telling, Event], str]:
    return lambda _tell, _event: words


def _visit_opened(tell: Telling, event: Event) -> str:
    words = {
        "run": _("procédure commencée : {title}"),
        "joined": _("ouvert aussi : {title}"),
        "turned": _("continué dans : {title}"),
    }.get(str(event.payload.get("reason")), _("entrée dans : {title}"))
    return words.format(title=tell.title(event.payload.get("unit")))


_SENTENCES: dict[str, Callable[[Telling, Event], str]] = {
    Kind.OPENED: _opened,
    Kind.VISIT_OPENED: _visit_opened,
    Kind.VISIT_CLOSED: _of_line(_("{about} · terminé")),
    Kind.VISIT_TURNED: _of_case(_("laisse la place à un autre cas : {title}")),
    Kind.DONE: _done,
    Kind.NOT_NEEDED: _of_line(_("{about} · non nécessaire")),
    Kind.COULD_NOT: _of_line(_("{about} · impossible")),
    Kind.LEFT: _of_line(_("{about} · laissé pour le retour")),
    Kind.ANSWERED: _answered,
    Kind.CALLED: _called,
    Kind.CONDITION_SET: _condition_set,
    Kind.NOTED: _plain(_("note")),
    Kind.REDLINED: lambda tell, event: _("{about} · signalé {what}").format(
        about=tell.about(event), what=redline_word(str(event.payload.get("about")))
    ),
    Kind.BEGAN_SET: lambda tell, event: _("début de la panne : {hour}").format(
        hour=tell.moment(event.payload.get("began"))
    ),
    Kind.EXPECTED_SET: lambda _tell, event: _("durée prévue : {minutes} min").format(
        minutes=event.payload.get("minutes")
    ),
    Kind.TIME_CORRECTED: _time_corrected,
    Kind.PATIENT_ADDED: lambda tell, event: _patient_said(tell, event),
    Kind.PATIENT_CORRECTED: lambda tell, event: _patient_said(tell, event),
    Kind.PATIENT_VOIDED: lambda tell, event: _("patient rayé : {who}").format(who=tell.patient(event)),
    Kind.IMAGES_TOLD: _images,
    Kind.DUTY_DONE: _duty(_("{patient} · {what} : fait")),
    Kind.DUTY_NOT_NEEDED: _duty(_("{patient} · {what} : non nécessaire")),
    Kind.DUTY_COULD_NOT: _duty(_("{patient} · {what} : impossible")),
    Kind.HANDED_ON: lambda tell, event: _("{patient} · identité restée inconnue, transmise").format(
        patient=tell.patient(event)
    ),
    Kind.TOLD_APART: lambda tell, event: _("{patient} · numéros en doute avec {other}, dits justes").format(
        patient=tell.patient(event), other=tell.label(event.payload.get("other"))
    ),
    Kind.RECONCILED: _step,
    Kind.WAIVED: lambda tell, event: _("{patient} · dispensé").format(patient=tell.patient(event)),
    Kind.VERIFIED: lambda tell, event: _("{patient} · vérifié").format(patient=tell.patient(event)),
    Kind.NAMED: lambda _tell, event: _("à l'écran : {name} {role}").format(
        name=event.payload.get("name"), role=event.payload.get("role") or ""
    ).strip(),
    Kind.HANDOVER_OFFERED: _plain(_("main proposée")),
    Kind.HANDOVER_TAKEN: _plain(_("main prise")),
    Kind.RETURN_ANNOUNCED: _of_case(_("retour à la normale annoncé, « {title} »")),
    Kind.FELL_AGAIN: _of_case(_("c'est retombé, « {title} »")),
    Kind.CLOSED: lambda _tell, event: (
        _("clôture forcée") if event.payload.get("forced") is True else _("clôture")
    ),
    Kind.UNDONE: _undone,
}  # fmt: skip

GROUPS = ("done", "undone", "calls", "messages", "patients", "notes", "changes", "session")
"""What facts may be told apart by, in the order in which they are offered."""
_GROUP_OF: dict[str, str] = {
    Kind.NOT_NEEDED: "undone", Kind.COULD_NOT: "undone", Kind.LEFT: "undone", Kind.CALLED: "calls",
    Kind.PATIENT_ADDED: "patients", Kind.PATIENT_CORRECTED: "patients", Kind.PATIENT_VOIDED: "patients",
    Kind.DUTY_DONE: "patients", Kind.DUTY_NOT_NEEDED: "patients", Kind.DUTY_COULD_NOT: "patients",
    Kind.IMAGES_TOLD: "patients", Kind.HANDED_ON: "patients", Kind.TOLD_APART: "patients",
    Kind.RECONCILED: "patients", Kind.WAIVED: "patients", Kind.VERIFIED: "patients",
    Kind.NOTED: "notes", Kind.REDLINED: "notes", Kind.UNDONE: "changes", Kind.TIME_CORRECTED: "changes",
    Kind.DONE: "done", Kind.ANSWERED: "done", Kind.CONDITION_SET: "done",
}  # fmt: skip


def group_of(tell: Telling, event: Event) -> str:
    """Which of `GROUPS` a fact belongs to; what is of none concerns the session as a whole."""
    line = tell.line(event)
    if line is not None and line.verb == "broadcast" and event.kind in (Kind.DONE, Kind.COULD_NOT, Kind.NOT_NEEDED):
        return "messages"
    return _GROUP_OF.get(event.kind, "session")


def group_word(group: str) -> str:
    """A group as it is called."""
    return {
        "done": _("lignes faites et réponses"), "undone": _("non nécessaire, impossible ou laissé"),
        "calls": _("appels"), "messages": _("messages"), "patients": _("patients"),
        "notes": _("notes et signalements"), "changes": _("annulations et heures corrigées"),
        "session": _("ouverture, retour, main, clôture"),
    }[group]  # fmt: skip
