"""The register in words: one line in a list, one line opened, what is missing, what it said before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from pannesi.presentation.asked_facts import FACT_QUESTIONS, fact_label
from pannesi.presentation.identity_alarms import identity_alarms
from pannesi.presentation.register_cache import Missing, RegisterCache
from pannesi.presentation.sentences import patient_facts_words
from pannesi.procedure.model.field_kinds import ReadAs
from pannesi.procedure.model.lines import PutsRight
from pannesi.procedure.register_fields import Field
from pannesi.session.events import Event
from pannesi.session.facts.patients import PatientAdded, PatientVersion, PatientVoided
from pannesi.session.facts.session import Undone
from pannesi.session.labels import (
    ELSEWHERE,
    asked_facts,
    fact_word,
    missing_text_words,
    reason_words,
    settled_word,
    state_word,
)
from pannesi.session.projection.projection import Projection
from pannesi.session.projection.read_model import BARE_WORDS, SETTLED, DutyRow, Patient, Step, fields_of
from pannesi.session.register.collisions import SharedNumberDoubt
from pannesi.session.register.draft_entries import (
    abandons_entry,
    adds_patient,
    first_version,
    is_draft,
    is_superseded_draft,
)
from pannesi.session.register.duplicates import DuplicatesCache, PossibleDuplicate, possible_duplicates
from pannesi.session.register.duties import facts_of
from pannesi.session.register.field_values import MONTHS, UNKNOWN, filled_by, initials, missing_fields, value_of_meaning
from pannesi.session.register.images import images_fate_words, images_target
from pannesi.session.register.placeholders import is_to_come
from pannesi.session.register.unidentified import identifier_pair_words
from pannesi.session.state import State
from pannesi.support.i18n import N_, _, n_, translated


def shown_value(field: Field, value: str) -> str:
    """A value as people say it: a date in words, `3 avril 1961`, since two numbers are easily exchanged. That nobody
    knows to whom something was handed over is no word of its being handed over."""
    if value == UNKNOWN and (field.trace == "yes" or field.means == "interim"):
        return _("inconnu, à compléter")
    if field.traits.read_as is not ReadAs.DAY or _DAY.fullmatch(value) is None:
        return value
    year, month, day = [*value.split("-"), "", ""][:3]
    if not month:
        return _("{year}, jour et mois pas connus").format(year=year)
    name = MONTHS[int(month) - 1]
    if not day:
        return _("{month} {year}, jour pas connu").format(month=name, year=year)
    return f"{_('1er') if day == '01' else int(day)} {name} {year}"


HOUR_UNKNOWN = N_("heure inconnue")
"""What is said of a paper sheet without its hour."""


def not_told(patient: Patient) -> str:
    """What stands for the hour of an examination that nobody told."""
    return translated(HOUR_UNKNOWN) if patient.hour_unknown else "–"


_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?")
UNFINISHED = N_("saisie à finir")
"""What is said of a line that somebody began to fill in and did not save."""


@dataclass(frozen=True)
class RegisterView:
    """What is needed to put lines of the register into words."""

    fields: tuple[Field, ...]
    state: State
    duties: Mapping[str, tuple[DutyRow, ...]]
    """All that is owed, by patient."""
    hour: Callable[[datetime], str]
    labels: Mapping[str, str] = field(default_factory=dict)
    """The number of each line, by its id."""
    doubts: tuple[SharedNumberDoubt, ...] = ()
    """Numbers that two lines share, or that one says twice."""
    projection: Projection = field(default_factory=Projection)
    """Where what is said of the lines is kept from one look to the next."""

    def person_words(self, patient: Patient) -> str:
        """All that a list shows of a person, or that it was erased or is missing."""
        if patient.identity is None and "text" in patient.event.payload:
            return missing_text_words(patient.latest or patient.event, "", _("(manquant)")) or _("(effacé)")
        known = initials(self.fields, patient.fields)
        return known if any(one.isalpha() for one in known) else self._without_name(patient)

    def _without_name(self, patient: Patient) -> str:
        """What tells somebody without a name from another: sex, age, examination, room, hour."""
        told = [value_of_meaning(self.fields, patient.fields, what) for what in ("sex", "exam", "room")]
        born = value_of_meaning(self.fields, patient.fields, "birth-date")[:4]
        age = max(patient.examined.year - int(born), 0) if born.isdigit() else None
        told.insert(1, n_("{count} an environ", "{count} ans environ", age) if age is not None else "")
        hour = self.hour(patient.examined)
        when = hour if patient.hour_given else _("noté à {hour}").format(hour=hour)
        when = not_told(patient) if patient.hour_unknown else when
        return ", ".join(["?", *filter(None, told), when])

    def duties_of(self, patient: Patient) -> tuple[DutyRow, ...]:
        """What standing orders owe this patient, the return apart."""
        return tuple(one for one in self.duties.get(patient.id, ()) if one.phase != "return_to_normal")

    def empty_required_fields(self, patient: Patient) -> tuple[Field, ...]:
        """The required fields that say nothing yet."""
        return missing_fields(self.fields, patient.facts, patient.fields, paper=patient.paper, light=patient.light)

    def missing_words(self, patient: Patient) -> list[str]:
        """What is still missing of a line, in words; empty when it is settled, but for what standing orders owe."""
        return [words for part in self.missing(patient) for words in part]

    def missing(self, patient: Patient) -> Missing:
        """What is still missing of a line, by when it is to be done."""
        cached = self._lines.get(patient.id)
        if cached is None or cached[0] is not patient:
            cached = self._lines[patient.id] = patient, self._missing(patient)
        return cached[1]

    @cached_property
    def _lines(self) -> dict[str, tuple[Patient, Missing]]:
        """What is missing of each line, for as long as the line and what is owed for it stay the same."""
        cache = self.projection.cache(RegisterCache)
        if cache.missing_by != self.fields:  # another case asks more of a light line
            cache.missing_by, cache.missing = self.fields, {}
        return cache.missing

    def _missing(self, patient: Patient) -> Missing:
        if patient.voided:
            return Missing([step.label for step in patient.missing], [], [])
        found = [_("DEUX VERSIONS")] if patient.conflict else []
        found += [translated(UNFINISHED)] if patient.draft else []
        found += [duty.label + ("" if duty.sure else " ?") for duty in self.duties_of(patient) if duty.status == "open"]
        if patient.settled:
            return Missing(found, [], [])
        found += [step.label for step in patient.missing if not step.early]
        if patient.let_go:
            return Missing(found, [], [])
        lacks = ", ".join(lack.label for lack in self.empty_required_fields(patient))
        to_fill_in = [_("à compléter : {what}").format(what=lacks)] if lacks else []
        later = [step.label for step in patient.missing if step.early]
        if later:
            later[0] = _("au retour : {what}").format(what=later[0])
        if not (found or to_fill_in or later):
            found = [_("à vérifier")]
        return Missing(found, to_fill_in, later)

    def waits_for_return(self, patient: Patient) -> bool:
        """Whether all that is owed of a line waits for the return, which was not announced; fields may still lack."""
        now = bool(patient.conflict) or any(duty.status == "open" for duty in self.duties_of(patient))
        early = [step.early for step in patient.missing]
        return not now and not patient.settled and bool(early) and all(early)

    def duplicates(self, patients: tuple[Patient, ...]) -> tuple[PossibleDuplicate, ...]:
        """Lines that may be about the same person."""
        return possible_duplicates(patients, self.fields, self.projection.cache(DuplicatesCache))

    def alarms(self, patients: tuple[Patient, ...]) -> Mapping[str, list[str]]:
        """Of each line that may be confused with another, what is said of that: the same person noted twice, or another
        without a name. Made once for a register as it stands."""
        cache = self.projection.cache(RegisterCache)
        before, fields, doubts = cache.alarms_of or (None, (), ())
        if before is not patients or fields != self.fields or doubts is not self.doubts:
            cache.alarms, cache.alarms_of = self._alarms(patients), (patients, self.fields, self.doubts)
        return cache.alarms

    def _alarms(self, patients: tuple[Patient, ...]) -> dict[str, list[str]]:
        labels = {patient.id: patient.label for patient in patients}
        standing = [one for one in patients if not one.voided]
        unnamed = [one for one in standing if self._unnamed(one)]
        asked = [
            one for one in standing if any(duty.status == "open" and not duty.sure for duty in self.duties_of(one))
        ]
        return identity_alarms(labels, self.duplicates(patients), self.doubts, unnamed, asked, self.fields)

    def _unnamed(self, patient: Patient) -> bool:
        """Whether somebody said that the name is not known; one that was not asked for yet is another thing."""
        unknown = any(one.means == "birth-name" and patient.fields.get(one.id) == UNKNOWN for one in self.fields)
        return unknown and not any(initial.isalpha() for initial in initials(self.fields, patient.fields))

    def compared_duplicates(
        self, patient: Patient, patients: tuple[Patient, ...]
    ) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Each line that may be about the same person, with what both say: its number, (label, `mine | theirs`)…"""
        for pair in self.duplicates(patients):
            other = next((one for one in patients if one.id == _other(pair, patient)), None)
            if patient.id in (pair.first, pair.second) and other is not None:
                mine, theirs = dict(self._compared(patient)), dict(self._compared(other))
                both = {
                    name: dict.fromkeys((mine.get(name, "–"), theirs.get(name, "–"))) for name in {**mine, **theirs}
                }
                yield other.label, [(name, " | ".join(words)) for name, words in both.items()]

    def _compared(self, patient: Patient) -> Iterator[tuple[str, str]]:
        other = {one.label for one in self.fields if one.group != "personne" and one.means not in ("exam", "room")}
        yield from ((name, value) for name, value in self.field_values(patient.fields) if name not in other)
        yield from self.examination_hours(patient)

    def step_question(self, patient: Patient, step: Step) -> tuple[str, str]:
        """What is asked when a step of the return is said done, and what the line says of it already."""
        question = {
            "identity": _("Comment l'identité a-t-elle été fusionnée ou confirmée ? (facultatif)"),
            "episode": _("Numéro de séjour mis (facultatif)"),
            "order": _("Numéro de la demande recréée (facultatif)"),
        }.get(step.puts_right or "", _("Une précision (facultatif)"))
        if step.needs_words:
            return _("{what} : qu'est-ce ?").format(what=step.label), ""
        field = filled_by(self.fields, step.puts_right)
        if field is None:
            return question, ""
        known = patient.fields.get(field.id, "")
        return f"{question} → {field.label}", "" if known == UNKNOWN or is_to_come(known) else known

    def list_line(self, patient: Patient) -> str:
        """One line in a list: no name."""
        parts = [f"{patient.label}  {self.person_words(patient)}", patient_facts_words(patient.facts)]
        if patient.voided:
            return " · ".join([*filter(None, parts), _("RAYÉE")])
        parts.append(_("SAISIE PAS FINIE") if patient.draft else state_word(patient.state))
        if patient.handed_on is not None:
            parts.append(_("identité restée inconnue, transmise"))
        if patient.same_person:
            parts.append(_("par la même personne"))
        return " · ".join(filter(None, parts))

    def state_sign(self, patient: Patient) -> str:
        """One character for the state of a line, always beside its word."""
        if patient.let_go and patient.missing:
            return "!"
        if patient.voided:
            return "✗"
        return "!" if patient.conflict else {"verified": "✓", "waived": "–"}.get(patient.state, "○")

    def all_values(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """Everything that a line says, as (label, value)."""
        yield from self.examination_hours(patient)
        if patient.paper:
            yield _("Repris d'une fiche papier, saisi à"), self.hour(self.state.when(patient.event))
        yield _("Noté par"), patient.event.actor or _("sans nom")
        facts = asked_facts(patient.facts)
        for name in sorted(facts, key=lambda one: [*FACT_QUESTIONS, one].index(one)):
            value = str(facts[name])
            other = (name, value) == ("unit", ELSEWHERE)
            yield fact_label(name), _("une autre") if other else fact_word(name, value)
        yield from self.field_values(patient.fields)
        yield from self.identity_values(patient)
        for duty in patient.settled_before_voiding:
            yield _("Avant d'être rayée : {what}").format(what=duty.label), settled_word(duty.status)

    def examination_hours(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """When the examination was, as (label, value); where nobody said it, that, and when the line was noted."""
        if patient.hour_given:
            yield _("Examen fait à"), self.hour(patient.examined)
            return
        if not patient.paper:
            yield _("Noté à"), self.hour(self.state.when(patient.event))
        yield _("Examen fait à"), not_told(patient)

    def reason_values(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """Why something was not done for this patient, or nothing more is asked, as (label, value)."""
        for duty in self.duties_of(patient):
            if duty.fact is not None and duty.fact.text and duty.status != "open":
                yield f"{duty.label}, {settled_word(duty.status)}", duty.fact.text
        if patient.state == "waived" and patient.verdict is not None:
            yield _("Dispensée"), reason_words(patient.verdict)
        yield from self.image_values(patient)

    def identity_values(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """Of a patient whom the system did not know: the provisional number and the definitive one, or to whom it was
        handed on."""
        words = identifier_pair_words(patient, self.fields, self.hour)
        if words:
            yield _("Identité provisoire → définitive"), words

    def image_values(self, patient: Patient) -> Iterator[tuple[str, str]]:
        """What was said of the images of a line that was struck out or dispensed."""
        words = images_fate_words(patient, self.labels)
        if words:
            yield _("Ses images"), words

    def field_values(self, values: dict[str, str]) -> Iterator[tuple[str, str]]:
        """The fields that say something, as (label, value)."""
        if BARE_WORDS in values:
            yield _("Identité, comme écrite"), values[BARE_WORDS]
        for one in self.fields:
            if one.id in values:
                yield one.label, shown_value(one, values[one.id])

    def versions(self, patient: Patient) -> list[tuple[Event, str]]:
        """Each version of a line corrected by people who did not know of each other: who, when, and what differs."""
        said = [self._said(event) if not isinstance(event.body, PatientVoided) else {} for event in patient.conflict]
        names = dict.fromkeys(name for one in said for name in one)
        differ = [name for name in names if len({one.get(name) for one in said if one}) > 1]
        told = []
        for event, one in zip(patient.conflict, said, strict=True):
            if isinstance(event.body, PatientVoided):
                words = _("rayée : {why}").format(why=reason_words(event))
            else:
                words = " · ".join(f"{name} : {one.get(name, '–')}" for name in differ or names)
            head = f"{self.hour(self.state.when(event))} {event.actor or _('sans nom')}"
            told.append((event, f"{head} · {words}"))
        return told

    def changes(self, patient: Patient) -> list[str]:
        """What the line said before, each change with who and when; the oldest first."""
        slot = self.state.slot("patient", patient.id)
        told: list[str] = []
        before: dict[str, str] = {}
        for event in sorted(slot.events.values(), key=lambda one: one.order):
            if is_superseded_draft(self.state, event) or abandons_entry(event):
                continue
            now = self._said(event) if isinstance(event.body, PatientVersion) else before
            head = f"{self.hour(self.state.when(event))} {event.actor or _('sans nom')} · "
            told.append(head + self._change(event, before, now))
            before = now
        return told

    def _said(self, event: Event) -> dict[str, str]:
        facts = asked_facts(facts_of(event))
        closed = {fact_label(k): fact_word(k, value) for k, value in facts.items()}
        return {**closed, **dict(self.field_values(fields_of(event.text)))}

    def _change(self, event: Event, before: dict[str, str], now: dict[str, str]) -> str:
        if isinstance(event.body, PatientVoided):
            return _("rayée : {why}").format(why=reason_words(event))
        if isinstance(event.body, Undone):
            return _("annulé")
        if isinstance(first_version(self.state, event).body, PatientAdded):
            return _("notée, saisie pas finie") if is_draft(event) else _("notée")
        names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
        if not names and adds_patient(self.state, event) and not is_draft(event):
            return _("saisie finie")
        if not names:
            return _("corrigée, sans changement")
        changes = [f"{name} : {before.get(name, '–')} → {now.get(name, '–')}" for name in names]
        if adds_patient(self.state, event):
            return _("saisie finie : {changes}").format(changes=" ; ".join(changes))
        return _("corrigée : {changes}").format(changes=" ; ".join(changes))


def _other(pair: PossibleDuplicate, patient: Patient) -> str:
    return pair.second if pair.first == patient.id else pair.first


def images_due(patients: Iterable[Patient]) -> dict[str, list[str]]:
    """What is to be attached to each line from lines that were let go, until it is."""
    found: dict[str, list[str]] = {}
    for patient in patients:
        to = images_target(patient) if patient.images_fate is not None and patient.missing else None
        if to is not None:
            found.setdefault(to, []).append(_("IMAGES de {label} à rattacher ici").format(label=patient.label))
    return found


def progress_words(patients: Iterable[Patient]) -> str:
    """`6 lignes · 2 vérifiées · 1 dispensée · 3 à reprendre`."""
    every = list(patients)
    lines = [one for one in every if not one.voided]
    struck = sum(one.voided and not one.settled for one in every)
    verified = sum(line.state == "verified" for line in lines)
    waived = sum(one.state == "waived" and one.settled for one in lines)
    left = len(lines) - verified - waived
    parts = [n_("{count} ligne", "{count} lignes", len(lines))]
    if verified:
        parts.append(n_("{count} vérifiée", "{count} vérifiées", verified))
    if waived:
        parts.append(n_("{count} dispensée", "{count} dispensées", waived))
    if left:
        parts.append(n_("{count} à reprendre", "{count} à reprendre", left))
    if struck:
        parts.append(n_("{count} rayée, images à régler", "{count} rayées, images à régler", struck))
    return " · ".join(parts)


def steps_words(patients: Iterable[Patient]) -> str:
    """How far the return is, step by step: `identité 3/12 · demande 1/12 · images 0/12`; what is waived apart."""
    steps = [step for patient in patients if not patient.voided and patient.state != "waived" for step in patient.steps]
    names: dict[PutsRight, str] = {
        "identity": _("identité"), "episode": _("séjour"), "order": _("demande"), "images": _("images"),
        "report": _("CR"),
    }  # fmt: skip
    parts = []
    for kind, name in names.items():
        mine = [step for step in steps if step.puts_right == kind]
        if mine:
            parts.append(f"{name} {sum(step.status in SETTLED for step in mine)}/{len(mine)}")
    return " · ".join(parts)


def sorted_by_missing(sheet: RegisterView, patients: Iterable[Patient]) -> list[Patient]:
    """The work list: two versions first, then the lines of which most is missing; settled ones last."""
    lines = list(patients)
    missing = {line.id: len(sheet.missing_words(line)) for line in lines}
    return sorted(
        lines,
        key=lambda one: (one.voided and one.settled, not one.conflict, one.settled, -missing[one.id], one.event.order),
    )
