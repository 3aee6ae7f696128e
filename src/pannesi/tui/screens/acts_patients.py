"""Patients noted in degraded mode, and what is due to each."""

from __future__ import annotations

from typing import Any

from pannesi.i18n import _
from pannesi.session import intents as want
from pannesi.session.rows import Patient
from pannesi.session.words import fact_word
from pannesi.telling.timeline import ELSEWHERE
from pannesi.telling.usual import IMPOSSIBLE, NOT_NEEDED
from pannesi.tui.screens.acting import Acting

_CLOSED = (
    ("origin", _("D'où vient le patient ?"), ("externe", "urgences", "service")),
    ("exam", _("Quel examen ?"), ("coupe", "autre")),
    ("unit", _("Quelle unité ?"), ()),
    ("identity", _("Le système d'information connaît-il le patient ?"), ("connue", "inconnue")),
)


class PatientActs(Acting):
    """The methods that the commands about patients name."""

    def do_patient(self) -> None:
        """Four closed facts by a digit each, then a name if there is one: a few seconds."""
        self._ask_facts({}, lambda facts, words: want.AddPatient(facts, words))

    def _ask_facts(self, known: dict[str, str], intent: Any) -> None:
        facts = dict(known)

        def step(number: int) -> None:
            if number == len(_CLOSED):
                question = _("Nom, ou ce qui permet de le retrouver (facultatif)")
                self.ask(question, lambda words: self.do(intent(facts, words)))
                return
            name, title, values = _CLOSED[number]
            pairs = [(value, fact_word(name, value)) for value in values or self.view.site.contacts.units]
            if name == "unit":
                pairs.append((ELSEWHERE, _("une autre")))

            def chosen(value: str) -> None:
                if value != "none":
                    facts[name] = value
                step(number + 1)

            self.pick(title, [*pairs, ("none", _("inchangé") if name in facts else _("pas su"))], chosen)

        step(0)

    def do_duties(self) -> None:
        found: list[tuple[Any, str]] = []
        for duty in self.view.walk.duties:
            if duty.status == "open":
                sure = "" if duty.sure else _(" (à préciser)")
                who = f" {duty.patient.identity}" if duty.patient.identity else ""
                found.append((("duty", duty.patient.id, duty.key), f"{duty.patient.label}{who} · {duty.label}{sure}"))
        for patient in self.view.walk.patients:
            if not patient.voided:
                who = f" {patient.identity}" if patient.identity else ""
                words = _("{patient} : corriger ou rayer").format(patient=f"{patient.label}{who}")
                found.append((("patient", patient.id, ""), words))

        def chosen(key: Any) -> None:
            what, patient, duty = key
            if what == "duty":
                self._about_duty(patient, duty)
            else:
                self._about_patient(next(one for one in self.view.walk.patients if one.id == patient))

        self.pick(_("Patients : ce qui leur est dû, et leurs lignes"), found, chosen)

    def _about_duty(self, patient: str, key: str) -> None:
        def chosen(what: str) -> None:
            if what == "done":
                self.do(want.SettleDuty(patient, key))
            elif what == "not_needed":
                question = _("Pourquoi n'est-ce pas nécessaire ?")
                self.ask(question, lambda words: self.do(want.DutyNotNeeded(patient, key, words)), usual=NOT_NEEDED)
            else:
                question = _("Pourquoi est-ce impossible ?")
                self.ask(question, lambda words: self.do(want.DutyCouldNot(patient, key, words)), usual=IMPOSSIBLE)

        acts = [("done", _("fait")), ("not_needed", _("non nécessaire")), ("could_not", _("impossible"))]
        self.pick(_("Dû à ce patient"), acts, chosen)

    def _about_patient(self, patient: Patient) -> None:
        def chosen(what: str) -> None:
            if what == "correct":
                self._ask_facts(
                    patient.facts,
                    lambda facts, words: want.CorrectPatient(patient.id, facts, words or patient.identity or ""),
                )
            else:
                question = _("Pourquoi rayer cette ligne ?")
                self.ask(question, lambda words: self.do(want.VoidPatient(patient.id, words)))

        self.pick(patient.label, [("correct", _("corriger")), ("void", _("rayer la ligne"))], chosen)
