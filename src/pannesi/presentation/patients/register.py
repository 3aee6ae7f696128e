"""The patient register in words: a line in the list, a line opened, what is missing, possible duplicates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from functools import cached_property

from pannesi.presentation.facts.sentences import patient_facts_words
from pannesi.presentation.patients.asked_facts import FACT_QUESTIONS, fact_label
from pannesi.presentation.patients.identity_alarms import identity_alarms, identity_marks
from pannesi.presentation.patients.register_cache import Missing, RegisterCache
from pannesi.presentation.patients.register_values import UNFINISHED, age_words, hour_placeholder, shown_value
from pannesi.procedure.model.register_fields import Field
from pannesi.session.facts.patients import SAID_IMPOSSIBLE
from pannesi.session.labels import (
    ELSEWHERE,
    asked_facts,
    duty_label,
    duty_word,
    fact_word,
    missing_text_words,
    reason_words,
    state_word,
)
from pannesi.session.projection.caches import ProjectionCaches
from pannesi.session.projection.read_model import BARE_WORDS, DutyRow, Patient, Step
from pannesi.session.register.collisions import SharedNumberDoubt
from pannesi.session.register.due import due_to
from pannesi.session.register.duplicates import DuplicatesCache, PossibleDuplicate, possible_duplicates
from pannesi.session.register.field_values import (
    UNKNOWN_VALUE,
    field_filled_by,
    initials,
    missing_fields,
    value_of_meaning,
)
from pannesi.session.register.images import images_fate_words
from pannesi.session.register.placeholders import is_to_come
from pannesi.session.register.unidentified import identifier_pair_words
from pannesi.session.state import State
from pannesi.support.i18n import _, translated


@dataclass(frozen=True)
class RegisterView:
    """The patient lines of a session, and what is shown of each."""

    fields: tuple[Field, ...]
    """The fields of the register, in the order of the sheet."""
    state: State
    duties: Mapping[str, tuple[DutyRow, ...]]
    """What standing orders and the return owe, by the id of the patient line."""
    hour: Callable[[datetime], str]
    """Writes a moment."""
    labels: Mapping[str, str] = dataclass_field(default_factory=dict)
    """The number of each patient line, by its id."""
    doubts: tuple[SharedNumberDoubt, ...] = ()
    """Numbers that two lines share, or that one line gives twice."""
    caches: ProjectionCaches = dataclass_field(default_factory=ProjectionCaches)
    """Holds the caches that outlive one look at the session."""

    def person_words(self, patient: Patient) -> str:
        """The initials of a patient as lists show them; what tells one without a name apart; that the name was erased,
        or is missing."""
        gone = self.missing_identity_words(patient)
        if gone:
            return gone
        name_initials = initials(self.fields, patient.fields)
        return name_initials if any(sign.isalpha() for sign in name_initials) else self._without_name(patient)

    def missing_identity_words(self, patient: Patient) -> str:
        """That what was said of a patient was erased, or is missing; empty where it is there, or nothing was said."""
        if patient.identity is not None or "text" not in patient.event.payload:
            return ""
        return missing_text_words(patient.latest or patient.event, "", _("(manquant)")) or _("(effacé)")

    def _without_name(self, patient: Patient) -> str:
        """What tells patients without a name apart: sex, age, examination, room, hour."""
        parts = [value_of_meaning(self.fields, patient.fields, what) for what in ("sex", "exam", "room")]
        parts.insert(1, age_words(self.fields, patient, _("{count} an environ"), _("{count} ans environ")))
        hour = self.hour(patient.examined)
        when = hour if patient.hour_given else _("noté à {hour}").format(hour=hour)
        when = hour_placeholder(patient) if patient.hour_unknown else when
        name = value_of_meaning(self.fields, patient.fields, "birth-name")
        return ", ".join([name or "?", *filter(None, parts), when])

    def duties_of(self, patient: Patient) -> tuple[DutyRow, ...]:
        """What standing orders owe to a patient; the steps of the return apart."""
        return tuple(duty for duty in self.duties.get(patient.id, ()) if duty.phase != "return_to_normal")

    def empty_required_fields(self, patient: Patient) -> tuple[Field, ...]:
        """The required fields that are empty."""
        return missing_fields(self.fields, patient.facts, patient.fields, paper=patient.paper, light=patient.light)

    def saved_words(self, patient: Patient) -> str:
        """What is said of a line that was just saved: that it is, and whether fields are still to be filled in."""
        lacks = self.empty_required_fields(patient) and not patient.voided_or_waived
        words = _("○ {label} enregistré, INCOMPLET") if lacks else _("✓ {label} enregistré")
        return words.format(label=patient.label)

    def missing_words(self, patient: Patient) -> list[str]:
        """Everything that is missing of a patient line, in words; empty for a settled one to which nothing is owed."""
        return [words for part in self.missing(patient) for words in part]

    def missing(self, patient: Patient) -> Missing:
        """What is missing of a patient line, by when it is to be done. Cached."""
        cached = self._missing_cache.get(patient.id)
        if cached is None or cached[0] is not patient:
            cached = self._missing_cache[patient.id] = patient, self._missing_now(patient)
        return cached[1]

    @cached_property
    def _missing_cache(self) -> dict[str, tuple[Patient, Missing]]:
        """The cache of `missing`, emptied when the fields asked change."""
        cache = self.caches.of(RegisterCache)
        if cache.missing_fields != self.fields:  # another case asks more of a light line
            cache.missing_fields, cache.missing = self.fields, {}
        return cache.missing

    def missing_in_short(self, patient: Patient) -> Missing:
        """What is missing of a patient line, in the short words of a table; what is to be filled in field by field."""
        missing = self._missing_now(patient, in_short=True)
        lacks = [field.label for field in self.empty_required_fields(patient)] if missing.to_fill_in else []
        return Missing(missing.now, lacks, missing.at_the_return)

    def _missing_now(self, patient: Patient, *, in_short: bool = False) -> Missing:
        """What is missing of a patient line, worked out anew."""
        if patient.voided:
            return Missing([step.label for step in patient.missing], [], [])
        now = [_("DEUX VERSIONS")] if patient.conflict else []
        now += [translated(UNFINISHED)] if patient.draft else []
        due, early = (
            due_to(patient, self.duties.get(patient.id, ())),
            {step.key for step in patient.missing if step.early},
        )
        now += [_due_words(item, in_short=in_short) for item in due if item.key not in early]
        if patient.settled:
            return Missing(now, [], [])
        if patient.voided_or_waived:
            now += [step.label for step in patient.missing]
        if patient.voided_or_waived:
            return Missing(now, [], [])
        lacks = ", ".join(lack.label for lack in self.empty_required_fields(patient))
        to_fill_in = [_("à compléter : {what}").format(what=lacks)] if lacks else []
        later = [step.label for step in patient.missing if step.early]
        if later:
            later[0] = _("au retour : {what}").format(what=later[0])
        if not (now or to_fill_in or later):
            now = [_("à vérifier")]
        return Missing(now, to_fill_in, later)

    def waits_for_return(self, patient: Patient) -> bool:
        """Whether all that is owed of a line waits for the return to normal; fields may still be empty."""
        now = bool(patient.conflict) or any(duty.status == "open" for duty in self.duties_of(patient))
        early = [step.early for step in patient.missing]
        return not now and not patient.settled and bool(early) and all(early)

    def duplicates(self, patients: tuple[Patient, ...]) -> tuple[PossibleDuplicate, ...]:
        """Pairs of patient lines that may be about the same person. Cached."""
        return possible_duplicates(patients, self.fields, self.caches.of(DuplicatesCache))

    def alarms(self, patients: tuple[Patient, ...]) -> Mapping[str, list[str]]:
        """The warnings of each patient line that may be confused with another, by its id. Cached."""
        cache = self.caches.of(RegisterCache)
        before, fields, doubts = cache.alarms_source or (None, (), ())
        if before is not patients or fields != self.fields or doubts is not self.doubts:
            cache.alarms, cache.alarms_source = self._alarms_now(patients), (patients, self.fields, self.doubts)
        return cache.alarms

    def marks(self, patients: tuple[Patient, ...]) -> Mapping[str, list[str]]:
        """The numbers of the lines that each patient line may be taken for, by its id. Cached with `alarms`."""
        self.alarms(patients)
        return self.caches.of(RegisterCache).marks

    def _alarms_now(self, patients: tuple[Patient, ...]) -> dict[str, list[str]]:
        """The warnings of each patient line, worked out anew."""
        labels = {patient.id: patient.label for patient in patients}
        standing = [patient for patient in patients if not patient.voided]
        unnamed = [patient for patient in standing if self._unnamed(patient)]
        asked = [
            patient
            for patient in standing
            if any(duty.status == "open" and not duty.sure for duty in self.duties_of(patient))
        ]
        duplicates = self.duplicates(patients)
        self.caches.of(RegisterCache).marks = identity_marks(labels, duplicates, self.doubts, unnamed)
        return identity_alarms(labels, duplicates, self.doubts, unnamed, asked, self.fields)

    def _unnamed(self, patient: Patient) -> bool:
        """Whether somebody said that the name is not known; a name that was not asked for yet does not count."""
        unknown = any(
            field.means == "birth-name" and patient.fields.get(field.id) == UNKNOWN_VALUE for field in self.fields
        )
        return unknown and not any(initial.isalpha() for initial in initials(self.fields, patient.fields))

    def step_question(self, patient: Patient, step: Step) -> tuple[str, str]:
        """The question when a step of the return is said done, and the value that the line gives already."""
        question = {
            "identity": _("Comment l'identité a-t-elle été fusionnée ou confirmée ? (facultatif)"),
            "episode": _("Numéro de séjour mis (facultatif)"),
            "order": _("Numéro de la demande recréée (facultatif)"),
        }.get(step.puts_right or "", _("Une précision (facultatif)"))
        if step.needs_words:
            return _("{what} : qu'est-ce ?").format(what=step.label), ""
        field = field_filled_by(self.fields, step.puts_right)
        if field is None:
            return question, ""
        value = patient.fields.get(field.id, "")
        return f"{question} → {field.label}", "" if value == UNKNOWN_VALUE or is_to_come(value) else value

    def list_line(self, patient: Patient) -> str:
        """A patient line in a list: number, initials, closed facts, state; no name."""
        who = f"{patient.label}  {self.person_words(patient)}"
        return " · ".join([who, *self._state_parts(patient, self._state_words(patient))])

    def line_in_short(self, patient: Patient) -> list[str]:
        """A line below who it is: the closed facts and the state of a patient line, if there is any but that it was
        noted."""
        noted = patient.state == "entered" and not patient.draft
        words = " · ".join(self._state_parts(patient, "" if noted else self._state_words(patient)))
        return [words] if words else []

    def _state_parts(self, patient: Patient, state: str) -> list[str]:
        parts = [patient_facts_words(patient.facts), _("RAYÉE") if patient.voided else state]
        if patient.handed_on is not None and not patient.voided:
            parts.append(_("identité restée inconnue, transmise"))
        if patient.same_person and not patient.voided:
            parts.append(_("par la même personne"))
        return list(filter(None, parts))

    def _state_words(self, patient: Patient) -> str:
        """How far a patient line has come, as a list says it."""
        if patient.draft:
            return _("SAISIE PAS FINIE")
        return _("notée") if patient.state == "entered" else state_word(patient.state)

    def state_sign(self, patient: Patient) -> str:
        """One character for the state of a patient line, always shown beside its word."""
        if patient.voided_or_waived and patient.missing:
            return "!"
        if patient.voided:
            return "✗"
        return "!" if patient.conflict else {"verified": "✓", "waived": "–"}.get(patient.state, "○")

    def all_values(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """All values of a patient line, as (label, value)."""
        yield from self.examination_hours(patient)
        if patient.paper:
            yield _("Repris d'une fiche papier, saisi à"), self.hour(self.state.when(patient.event))
        yield _("Noté par"), patient.event.actor or _("sans nom")
        facts = asked_facts(patient.facts)
        for name in sorted(facts, key=lambda fact: [*FACT_QUESTIONS, fact].index(fact)):
            value = str(facts[name])
            other = (name, value) == ("unit", ELSEWHERE)
            yield fact_label(name), _("une autre") if other else fact_word(name, value)
        yield from self.field_values(patient.fields)
        yield from self.identity_values(patient)
        for duty in patient.settled_before_voiding:
            yield _("Avant d'être rayée : {what}").format(what=duty.label), duty_word(duty)

    def examination_hours(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """When the examination took place, as (label, value); where nobody said, that, and when the line was noted."""
        if patient.hour_given:
            yield _("Examen fait à"), self.hour(patient.examined)
            return
        if not patient.paper:
            yield _("Noté à"), self.hour(self.state.when(patient.event))
        yield _("Examen fait à"), hour_placeholder(patient)

    def reason_values(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """The reasons given for what was not done for a patient, or is not asked any more, as (label, value)."""
        for duty in self.duties_of(patient):
            if duty.fact is not None and duty.fact.text and (duty.status != "open" or duty.answered == SAID_IMPOSSIBLE):
                yield f"{duty.label}, {duty_word(duty)}", duty.fact.text
        if patient.state == "waived" and patient.verdict is not None:
            yield _("Dispensée"), reason_words(patient.verdict)
        yield from self.image_values(patient)

    def identity_values(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """For a patient whom the system did not know: the provisional and the definitive number, or who took the
        identity over."""
        words = identifier_pair_words(patient, self.fields, self.hour)
        if words:
            yield _("Identité provisoire → définitive"), words

    def image_values(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """What becomes of the images of a patient line voided or waived, as (label, value)."""
        words = images_fate_words(patient, self.labels)
        if words:
            yield _("Ses images"), words

    def field_values(self, values: dict[str, str]) -> Iterator[tuple[str, str]]:
        """The fields that have a value, as (label, value)."""
        if BARE_WORDS in values:
            yield _("Identité, comme écrite"), values[BARE_WORDS]
        for field in self.fields:
            if field.id in values:
                yield field.label, shown_value(field, values[field.id])


def _due_words(item: DutyRow | Step, *, in_short: bool) -> str:
    """What is due in words, the short ones of a table where there are some."""
    if isinstance(item, DutyRow):
        return duty_label(item, in_short=in_short)
    return item.short if in_short and item.short else item.label
