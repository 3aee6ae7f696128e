"""Comparing two replays of a session or scenario, on two versions of a site. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pannesi.history.replay.player import DifferenceKind, ReplayRun
from pannesi.history.replay.recorded_session import PatientStep, RecordedSession
from pannesi.history.replay.scenario import Scenario, ScenarioStep
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import N_, _, n_, translated


@dataclass(frozen=True)
class Difference:
    """One difference between two replays, in French, with the line of the procedure that it is about."""

    how: DifferenceKind
    text: str
    unit: str = ""
    line: str = ""

    @property
    def grave(self) -> bool:
        """Whether the replay takes another way or another end."""
        return self.how in ("elsewhere", "answer", "unclosed")

    def as_json(self) -> dict[str, Any]:
        """The difference as plain JSON values."""
        return {"how": self.how, "unit": self.unit, "line": self.line, "text": self.text}


def compare_runs(
    scenario: Scenario | RecordedSession, before: ReplayRun | None, after: ReplayRun, old: Site | None, new: Site
) -> tuple[Difference, ...]:
    """The differences between the replays `before`, on the site `old`, and `after`, on `new`.

    Without `before` (the old site is lost), the route that a scenario `expects` is compared. Patients are counted,
    never named.
    """
    return tuple(_differences_of_runs(scenario, before, after, old or new, new))


def _differences_of_runs(
    lived: Scenario | RecordedSession, before: ReplayRun | None, after: ReplayRun, old: Site, new: Site
) -> Iterator[Difference]:
    head = lived.scenario if isinstance(lived, RecordedSession) else lived
    route = before.route if before is not None else head.expects
    patients_by_sentence: dict[tuple[DifferenceKind, str], set[int]] = {}
    for rank, (how, why) in after.failed.items():
        if before is not None and rank in before.failed:
            continue
        if rank < 0:
            yield Difference(how, _("Entrée {entry} : {why}").format(entry=head.entry, why=why))
            continue
        step = lived.steps[rank]
        if isinstance(step, PatientStep):
            if why:  # duties no longer owed are reported below, once for all patients
                sentence = f"{translated(_PATIENT_ACTS[step.act])} : {why}"
                patients_by_sentence.setdefault((how, sentence), set()).add(step.patient)
            continue
        unit = (step.visit or "").partition("+")[0]
        yield Difference(how, _failure_sentence(step, unit, why, old, new), unit, step.line or "")
    if route and after.route != route:
        words = _("Menait à {old} ; mène à {new}") if after.route else _("Menait à {old} ; ne mène plus nulle part")
        yield Difference("elsewhere", words.format(old=", ".join(route), new=", ".join(after.route)))
    for (visit, line), words in after.asked.items():
        if before is not None and (visit, line) not in before.asked:
            yield Difference("asked", words, visit.partition("+")[0], line)
    for (how, words), patients in patients_by_sentence.items():
        yield Difference(how, _for_patients(words, patients))
    if before is not None:
        yield from _patient_differences(before, after, old)


def _patient_differences(before: ReplayRun, after: ReplayRun, old: Site) -> Iterator[Difference]:
    """Duties that are no longer owed to patients, new ones, and values for which the register has no field any more."""
    for key, owed in before.owed.items():
        gone = owed.patients - (after.owed[key].patients if key in after.owed else set())
        if gone:
            yield Difference("unasked", _for_patients(owed.label, gone), owed.unit, owed.line)
    for key, owed in after.owed.items():
        besides = owed.patients - (before.owed[key].patients if key in before.owed else set())
        if besides:
            yield Difference("asked", _for_patients(owed.label, besides), owed.unit, owed.line)
    for what, patients in after.lost.items():
        if what not in before.lost:
            yield Difference("field", _for_patients(_lost_words(what, old), patients))


def _lost_words(what: str, old: Site) -> str:
    kind, _space, name = what.partition(" ")
    if kind == "unit":
        return _("l'unité « {name} » n'est plus dans la liste").format(name=name)
    label = next((field.label for field in old.register_fields if field.id == name), name)
    if kind == "choice":
        return _("« {field} » : un choix fait n'est plus proposé").format(field=label)
    return _("le champ « {field} » n'existe plus").format(field=label)


def _for_patients(words: str, patients: set[int]) -> str:
    many = n_("{count} patient", "{count} patients", len(patients))
    return _("{words}, pour {patients}").format(words=words, patients=many)


def _failure_sentence(step: ScenarioStep, unit: str, why: str, old: Site, new: Site) -> str:
    if step.line is None:
        act = translated(_ACTS[step.act])
        where = f"{act} ({step.value or unit})" if step.value or unit else act
        return _("{act} : {why}").format(act=where, why=why)
    site = new if (unit, step.line) in new.places else old
    place = site.places.get((unit, step.line))
    words = f"{place.number} {text_of(place.line)}" if place is not None else f"{unit}/{step.line}"
    return _("{line} : {why}").format(line=words, why=why)


_ACTS = {
    "settle": N_("cocher"), "answer": N_("répondre"), "reached": N_("appeler"),
    "no_answer": N_("appeler, sans réponse"),
    "not_needed": N_("dire non nécessaire"), "could_not": N_("dire impossible"), "leave": N_("laisser pour le retour"),
    "holds": N_("dire que la condition est remplie"), "holds_not": N_("dire que la condition n'est pas remplie"),
    "run": N_("dérouler une annexe"), "conclude": N_("finir une annexe"), "follow": N_("passer à un autre cas"),
    "join": N_("ouvrir un cas en plus"), "turn": N_("passer tout à un autre cas"), "began": N_("dire depuis quand"),
    "expected": N_("dire la durée prévue"), "return": N_("annoncer le retour"), "fell_again": N_("dire la rechute"),
    "close": N_("clore"), "close_forced": N_("clore quand même"),
}  # fmt: skip
"""What each act of a scenario is called."""

_PATIENT_ACTS = {
    "noted": N_("noter un patient"), "corrected": N_("corriger une ligne"), "voided": N_("rayer une ligne"),
    "duty_done": N_("cocher ce qui est dû"), "duty_not_needed": N_("dire non nécessaire ce qui est dû"),
    "duty_answered_no": N_("répondre non"), "duty_answered_unknown": N_("répondre pas su"),
    "duty_could_not": N_("dire impossible ce qui est dû"), "reconciled": N_("réconcilier"),
    "waived": N_("dispenser une ligne"), "verified": N_("vérifier une ligne"),
}  # fmt: skip
"""What each act about a patient is called."""
