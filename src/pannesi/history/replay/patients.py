"""The patient lines of a replay: the intent of each step, with invented values.

No patient data of the session is used: the value of each field is replaced by one that such a field accepts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pannesi.history.replay.recorded_session import PatientStep
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.register_fields import Field, ReadAs
from pannesi.session import actions as want
from pannesi.session.events import Draft
from pannesi.session.facts.patients import PatientAdded
from pannesi.session.projection.read_model import BARE_WORDS, Walk
from pannesi.session.register.collisions import numbers_of
from pannesi.session.register.field_values import UNKNOWN_VALUE
from pannesi.session.register.unidentified import DEFINITIVE_NUMBER_STEP, TRAIT_STEP_PREFIX
from pannesi.support.text_safety import fold_accents

_REASON = "rejeu"


@dataclass
class ReplayPatients:
    """The patient lines of a replay, and how they correspond to those of the session: by order of entry (rank)."""

    ids: list[str] = field(default_factory=list)
    """The id of each line of the replay by rank, `""` for one that could not be entered."""
    lost: dict[str, set[int]] = field(default_factory=dict)
    """What this site's register has no place for (`field ID`, `unit NAME`, `choice ID`), and the ranks of the lines."""

    def note_entered(self, written: Iterable[Draft]) -> None:
        """Remembers the id of the line that was just entered."""
        for draft in written:
            if isinstance(draft.body, PatientAdded):
                self.ids[-1] = draft.body.patient

    def rank(self, patient: str) -> int:
        """The rank of a line by its id. Raises ValueError."""
        return self.ids.index(patient)

    def can_play(self, step: PatientStep, seen: Walk) -> bool:
        """Whether the line of a step exists, and the duty it settles is owed to it; adds a place for a line to
        enter."""
        if step.act == "noted":
            self.ids += [""] * (step.patient + 1 - len(self.ids))
            return True
        line = next((patient for patient in seen.patients if patient.id == self.id_of(step)), None)
        if line is None or not step.key:
            return line is not None
        owed = {duty.key for duty in seen.duties if duty.patient.id == line.id}
        return step.key in owed | {return_step.key for return_step in line.steps}

    def refusal_without_label(self, step: PatientStep, seen: Walk, why: str) -> str:
        """A refusal without the label of the line, so that the same refusal of several lines is reported once."""
        label = next((patient.label for patient in seen.patients if patient.id == self.id_of(step)), "")
        return why.removeprefix(f"{label} : ").removesuffix(".")

    def intent(self, step: PatientStep, site: Site) -> want.Intent:
        """The intent of a step on this site."""
        return _INTENTS[step.act](self, step, site)

    def id_of(self, step: PatientStep) -> str:
        """The id of the line that a step is about, `""` when it could not be entered."""
        return self.ids[step.patient] if step.patient < len(self.ids) else ""

    def values(self, step: PatientStep, site: Site) -> dict[str, str]:
        """Invented values for the fields that the step filled and this site still has; the others go to `lost`."""
        sheet = {register_field.id: register_field for register_field in site.register_fields}
        for name in step.filled:
            if name != BARE_WORDS and name not in sheet:
                self._note_loss(step, f"field {name}")
        unit = step.facts.get("unit")
        if unit is not None and unit not in site.contacts.units:
            self._note_loss(step, f"unit {unit}")
        said = {name: self._invented_value(step, sheet[name]) for name in step.filled if name in sheet}
        numbers = [number.field for number in numbers_of(dict.fromkeys(said, "1000"), site.register_fields)]
        for place, name in enumerate(numbers):  # invented numbers must not look shared by two lines or fields
            if said[name] != UNKNOWN_VALUE and not sheet[name].choices:
                said[name] = f"{sheet[name].begins or ''}{_own_number(step, place)}"
        return said | ({BARE_WORDS: "x"} if BARE_WORDS in step.filled else {})

    def _invented_value(self, step: PatientStep, asked: Field) -> str:
        if step.chosen.get(asked.id) == UNKNOWN_VALUE:
            return UNKNOWN_VALUE
        if asked.traits.read_as is not ReadAs.CHOICE:
            return asked.traits.stand_in or asked.begins or "x"
        choices = asked.offered
        chosen = step.chosen.get(asked.id, choices[0])
        if chosen == UNKNOWN_VALUE or fold_accents(chosen) in {fold_accents(choice) for choice in choices}:
            return chosen
        self._note_loss(step, f"choice {asked.id}")
        return choices[0]

    def _note_loss(self, step: PatientStep, what: str) -> None:
        self.lost.setdefault(what, set()).add(step.patient)


def _addition(lines: ReplayPatients, step: PatientStep, site: Site) -> want.Intent:
    return want.AddPatient(
        dict(step.facts), fields=lines.values(step, site), examined=step.examined, paper=step.paper,
        hour_unknown=step.examined is None,
    )  # fmt: skip


def _correction(lines: ReplayPatients, step: PatientStep, site: Site) -> want.Intent:
    return want.CorrectPatient(
        lines.id_of(step), dict(step.facts), fields=lines.values(step, site), examined=step.examined,
        hour_unknown=step.examined is None,
    )  # fmt: skip


def _told_after(step: PatientStep) -> want.ImagesFate | None:
    """The fate of the images of a line to void or waive, required by later rules; the real one is a step of its own."""
    return want.ImagesFate("other", words=_REASON) if step.rules else None


def _images_fate(lines: ReplayPatients, step: PatientStep) -> want.ImagesFate:
    to = lines.ids[step.other] if step.other is not None and step.other < len(lines.ids) else ""
    return want.ImagesFate(step.becomes, to, _REASON)


def _duty_answer(lines: ReplayPatients, step: PatientStep, answer: str) -> want.Intent:
    return want.AnswerDuty(lines.id_of(step), step.key, answer, _REASON if step.said else "")


def _own_number(step: PatientStep, place: int) -> int:
    return 100_000 + 100 * step.patient + place


def _invented_step_words(step: PatientStep, site: Site) -> str:
    """An invented text for a step of the return that requires one; empty for any other."""
    if step.key == DEFINITIVE_NUMBER_STEP:
        return str(_own_number(step, 99))
    register_field = next(
        (candidate for candidate in site.register_fields if TRAIT_STEP_PREFIX + candidate.id == step.key), None
    )
    if register_field is None:
        return ""
    return register_field.traits.stand_in or (register_field.choices[0] if register_field.choices else "x")


_INTENTS: dict[str, Callable[[ReplayPatients, PatientStep, Site], want.Intent]] = {
    "noted": _addition,
    "corrected": _correction,
    "voided": lambda lines, step, site: want.VoidPatient(lines.id_of(step), _REASON, _told_after(step)),
    "handed_on": lambda lines, step, site: want.HandIdentityOn(lines.id_of(step), _REASON),
    "images_told": lambda lines, step, site: want.SetImagesFate(lines.id_of(step), _images_fate(lines, step)),
    "duty_done": lambda lines, step, site: want.SettleDuty(lines.id_of(step), step.key, _REASON if step.said else ""),
    "duty_answered_no": lambda lines, step, site: _duty_answer(lines, step, "no"),
    "duty_answered_unknown": lambda lines, step, site: _duty_answer(lines, step, "unknown"),
    "duty_not_needed": lambda lines, step, site: want.MarkDutyNotNeeded(lines.id_of(step), step.key, _REASON),
    "duty_could_not": lambda lines, step, site: want.MarkDutyImpossible(lines.id_of(step), step.key, _REASON),
    "reconciled": lambda lines, step, site: want.Reconcile(
        lines.id_of(step), step.key, _invented_step_words(step, site)
    ),
    "waived": lambda lines, step, site: want.Waive(lines.id_of(step), _REASON, _told_after(step)),
    "verified": lambda lines, step, site: want.VerifyPatient(lines.id_of(step)),
}
