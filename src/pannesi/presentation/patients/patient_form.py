"""The form of one patient line, whatever shows it: the questions, the values so far, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pannesi.presentation.patients.asked_facts import fact_choices, fact_question
from pannesi.presentation.patients.register_values import HOUR_UNKNOWN, shown_value, typed_value
from pannesi.presentation.session.session_view import View
from pannesi.procedure.availability.typed_times import parse_moment
from pannesi.procedure.model.register_fields import Field
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused, is_unknown
from pannesi.session.events import Event
from pannesi.session.labels import ELSEWHERE
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.draft_entries import DraftEntry
from pannesi.session.register.duties import facts_to_ask, fields_to_ask, register_form
from pannesi.session.register.field_values import (
    UNKNOWN_VALUE,
    checked_value,
    is_asked_first,
    missing_fields,
    paper_label,
    shown_fields,
)
from pannesi.support.i18n import N_, _, translated

_SECTIONS = {"personne": N_("Patient"), "examen": N_("Examen"), "demande": N_("Demande"), "remise": N_("Remise")}
"""The part of the form that the fields of each group stand in."""
SAVE, PAPER, EXAMINED = "save", "paper", "examined"


@dataclass(frozen=True)
class FormEntry:
    """One question of the form."""

    key: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    """Each value with its words; a digit chooses."""
    field: Field | None = None
    """The field of the register; None for a closed fact, and for what the program itself asks."""
    help: str = ""
    section: str = ""
    """The part of the form that it stands in, in words."""

    @property
    def unknown_words(self) -> str:
        """The words for a value that nobody knows."""
        return _("pas su") if self.field is None else UNKNOWN_VALUE

    @property
    def digits_hint(self) -> str:
        """Which digits answer the question, in words."""
        return _("Taper un chiffre de 0 à {last}.").format(last=len(self.choices))


@dataclass(frozen=True)
class FormContent:
    """The values of a form at one moment."""

    facts: Mapping[str, str]
    values: Mapping[str, str]
    examined: datetime | None
    paper: str
    hour_unknown: bool


class FormState:
    """A form at work: its values, and which of them the journal has."""

    def __init__(self, patient: Patient | None) -> None:
        self.patient = patient
        self.facts = dict(patient.facts) if patient is not None else {}
        self.values = dict(patient.fields) if patient is not None else {}
        self.examined: datetime | None = None
        self.paper = patient.base_label if patient is not None and patient.draft and patient.paper else ""
        self.hour_unknown = patient is not None and patient.hour_unknown
        """Whether somebody said that nobody knows when the examination was."""
        self.draft_entry = DraftEntry.of_patient(patient)
        self.saved_content = self._content_when_opened = self.content
        """What of it the journal has."""
        self.paper_first = False
        """Whether a paper sheet is being typed in: its number and its hour are asked first."""

    @property
    def content(self) -> FormContent:
        """The values as they stand."""
        unknown = self.hour_unknown and (self._of_paper or self._hour_before is not None)  # else it was not told before
        return FormContent(dict(self.facts), dict(self.values), self.examined, self.paper, unknown)

    @property
    def _hour_before(self) -> datetime | None:
        """The hour of the examination that the saved line gives; None without one."""
        return self.patient.examined if self.patient is not None and self.patient.hour_given else None

    @property
    def changed(self) -> bool:
        """Whether a value differs from when the form was opened."""
        return self.content != self._content_when_opened

    @property
    def unfinished(self) -> bool:
        """Whether there is something to finish or to abandon."""
        return self.changed or self.draft_entry.unfinished

    def is_saved(self, entry: FormEntry) -> bool:
        """Whether the journal has the value of a question."""
        now, kept = self.content, self.saved_content
        if entry.key in (PAPER, EXAMINED):
            return (now.paper, now.examined, now.hour_unknown) == (kept.paper, kept.examined, kept.hour_unknown)
        before = kept.facts if entry.field is None else kept.values
        return before.get(entry.key) == (now.facts if entry.field is None else now.values).get(entry.key)

    def mark_saved(self, written: Iterable[Event], typed: FormContent) -> None:
        """Notes that the journal now has `typed`; `written` are the events that say so."""
        self.draft_entry.note_written(written)
        self.saved_content = typed

    def entries(self, view: View) -> list[FormEntry]:
        """The questions to ask, given the answers so far: closed facts, what cannot wait, then the rest."""
        units, light = view.site.contacts.units, self._light(view)
        asked = [
            name for name in facts_to_ask(view.walk.rows) if name != "unit" or self.facts.get("origin") != "externe"
        ]
        facts = _("Ce qui décide de ce qui est dû")
        closed_facts = [
            FormEntry(name, fact_question(name), tuple(fact_choices(name, units)), section=facts) for name in asked
        ]
        fields = shown_fields(_fields_asked(view), self.facts, self.values, paper=self._of_paper, light=light)
        first = [_field_entry(field) for field in fields if is_asked_first(field, light=light)]
        rest = [_field_entry(field) for field in fields if not is_asked_first(field, light=light)]
        hint = _("1547, hier 22:30 ; « ? » si elle n'est pas sur la fiche") if self._of_paper else _(
            "1547, il y a 20 min ; vide ou ? : pas dite"
        )  # fmt: skip
        papers = _("Heure, fiche papier")
        times = [FormEntry(EXAMINED, _("Heure de l'examen"), help=hint, section=papers)]
        if self.patient is None or self.patient.draft:
            times.insert(
                0,
                FormEntry(
                    PAPER, _("N° de la fiche papier"), help=_("son numéro imprimé : P-017, ou 17"), section=papers
                ),
            )
        save = FormEntry(SAVE, _("ENREGISTRER"))
        return (
            [*times, *closed_facts, *first, save, *rest]
            if self.paper_first
            else [*closed_facts, *first, save, *times, *rest]
        )

    def _light(self, view: View) -> bool:
        return self.patient.light if self.patient is not None else register_form(view.walk.rows) == "light"

    @property
    def _of_paper(self) -> bool:
        return bool(self.paper) or (self.patient is not None and self.patient.paper)

    def missing_keys(self, view: View) -> set[str]:
        """The keys of the questions that must be answered in the end; the line can be saved without them meanwhile."""
        facts = {name for name in facts_to_ask(view.walk.rows) if name not in self.facts}
        fields = missing_fields(
            _fields_asked(view), self.facts, self.values, paper=self._of_paper, light=self._light(view)
        )
        hour_given = self.examined is not None or self.hour_unknown or self._hour_before is not None
        hours = {EXAMINED} if self._of_paper and not hour_given else set()
        return facts | hours | {field.id for field in fields}

    def value_words(self, entry: FormEntry, view: View) -> str:
        """The value of a question in words; empty without one."""
        if entry.key == PAPER:
            return self.paper
        if entry.key == EXAMINED:
            hour = self.examined or (None if self.hour_unknown else self._hour_before)
            unknown = translated(HOUR_UNKNOWN) if self.content.hour_unknown else ""
            return view.hour(hour) if hour is not None else unknown
        value = self.facts.get(entry.key, "") if entry.field is None else self.values.get(entry.key, "")
        words = dict(entry.choices).get(value, value)
        return shown_value(entry.field, words) if entry.field is not None else words

    def editable_text(self, entry: FormEntry, view: View) -> str:
        """What was kept of a question, as it can be typed, to be edited; empty for choices, and where nothing is."""
        if entry.key == PAPER:
            return self.paper
        if entry.key == EXAMINED:
            hour = self.examined or (None if self.hour_unknown else self._hour_before)
            return f"{hour.astimezone(view.zone):%d/%m/%Y %H:%M}" if hour is not None else ""
        if entry.field is None or entry.choices:
            return ""
        value = self.values.get(entry.key, "")
        return "" if value == UNKNOWN_VALUE else typed_value(entry.field, value)

    def set_value(self, entry: FormEntry, text: str, view: View, now: datetime) -> None:
        """Sets the value of a question from what was typed; an empty text removes it.

        Raises Refused, ImpossibleTime.
        """
        if entry.key == PAPER:
            if not text and self.saved_content.paper:
                raise Refused(_("Ce numéro est déjà gardé : taper le bon, ou Échap pour abandonner la fiche."))
            self.paper = paper_label(text) if text else ""
        elif entry.key == EXAMINED:
            self.hour_unknown = is_unknown(text)
            self.examined = parse_moment(text, now, view.zone) if text and not self.hour_unknown else None
        elif entry.field is not None:
            today = view.walk.now.astimezone(view.zone).date()
            _set_or_remove(self.values, entry.key, checked_value(entry.field, text, today))
        else:
            self._set_fact(entry, text)

    def _set_fact(self, entry: FormEntry, text: str) -> None:
        """Sets a closed fact; an outpatient has no unit to ask for. Raises Refused."""
        chosen = next((value for value, words in entry.choices if text in (value, words)), None)
        if text and not is_unknown(text) and chosen is None:
            raise Refused(entry.digits_hint)
        before = self.facts.get(entry.key)
        _set_or_remove(self.facts, entry.key, chosen or "")
        if entry.key == "origin" and chosen == "externe":
            self.facts["unit"] = ELSEWHERE
        elif entry.key == "origin" and before == "externe":
            self.facts.pop("unit", None)

    def set_unknown(self, entry: FormEntry) -> None:
        """Sets that nobody knows the value: a field says so; a closed fact stays open, and what depends on it
        unsure."""
        if entry.field is None:
            self._set_fact(entry, "")
        else:
            self.values[entry.key] = UNKNOWN_VALUE

    def save_intent(self, *, draft: bool = False) -> want.Intent:
        """The intent that saves the line; a `draft` is saved as it is while it is still being filled in."""
        now = self.content
        return self.draft_entry.save_intent(
            now.facts, now.values, now.examined, now.paper, now.hour_unknown, draft=draft
        )


def _fields_asked(view: View) -> tuple[Field, ...]:
    return fields_to_ask(view.site.register_fields, view.walk.rows)


def _field_entry(field: Field) -> FormEntry:
    choices = tuple((choice, choice) for choice in field.offered)
    return FormEntry(field.id, field.label, choices, field, field.help or "", translated(_SECTIONS[field.group]))


def _set_or_remove(values: dict[str, str], key: str, value: str) -> None:
    values.pop(key, None)
    if value:
        values[key] = value
