"""One patient line asked question by question: each answer is committed as it is given, a dot alone stops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from pannesi.plain.prompts import STOP, CommandInstead, LeftQuestion, is_initials
from pannesi.plain.session import Guide
from pannesi.presentation.patients.asked_facts import fact_choices, fact_question
from pannesi.presentation.patients.register_values import HOUR_UNKNOWN, shown_value
from pannesi.presentation.text.bare_numbers import NUMBER_MEANINGS, is_label, read_words
from pannesi.procedure.availability.typed_times import parse_moment
from pannesi.procedure.model.register_fields import Field, ReadAs
from pannesi.session.event_writer import Refused, is_unknown
from pannesi.session.events import Event
from pannesi.session.labels import ELSEWHERE
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.draft_entries import NOTHING_ENTERED, DraftEntry, is_nothing_entered
from pannesi.session.register.duties import facts_to_ask, fields_to_ask, register_form
from pannesi.session.register.field_values import (
    UNKNOWN_VALUE,
    checked_value,
    is_asked_first,
    paper_label,
    shown_fields,
)
from pannesi.support.errors import ImpossibleTime
from pannesi.support.i18n import _, translated


class PatientDialogue:
    """What was answered about a line, and how much of it is committed."""

    def __init__(self, guide: Guide, patient: Patient | None) -> None:
        self.guide, self.patient = guide, patient
        self.facts = dict(patient.facts) if patient is not None else {}
        self.values = dict(patient.fields) if patient is not None else {}
        self.examined: datetime | None = None
        self.hour_unknown = patient is not None and patient.hour_unknown
        self.paper = patient.base_label if patient is not None and patient.draft and patient.paper else ""
        self.entering = DraftEntry.of_patient(patient)
        self._first = self._committed = self._answers
        self._commit_announced = False

    @property
    def _answers(self) -> tuple[dict[str, str], dict[str, str], datetime | None, str, bool]:
        """What was answered until now, as an intent takes it."""
        return dict(self.facts), dict(self.values), self.examined, self.paper, self.hour_unknown

    @property
    def new(self) -> bool:
        """Whether the line was never saved."""
        return self.patient is None or self.patient.draft

    @property
    def light(self) -> bool:
        """Whether only the few fields of the light form are asked."""
        return self.patient.light if self.patient is not None else register_form(self.guide.desk.look().rows) == "light"

    def fill(self) -> tuple[Event, ...] | None:
        """Asks all questions and saves the line. Returns what was written last; None where nothing was, or where the
        line stays a draft."""
        try:
            with self.guide.talk.taking_labels(self._offer_label):
                return self._ask_all()
        except LeftQuestion:
            self._ask_what_becomes()
            return None
        except CommandInstead:
            self._say_what_stays()
            raise

    def _ask_all(self) -> tuple[Event, ...] | None:
        self._ask_facts()
        self._ask_fields(later=False)
        if self.new:
            self._ask_moment()
            return self._save()
        if self.guide.talk.confirm(_("Les autres champs aussi ?")):
            self._ask_fields(later=True)
            self._ask_moment()
        return self._save_correction()

    def _offer_label(self, label: str) -> None:
        """Offers a label that was read to the fields that may hold it; the question that was asked is asked again."""
        offered = [field for field in self._shown_fields() if self._may_hold(field, label)]
        if not offered:
            self.guide.say(read_words(label))
            return
        chosen = self.guide.talk.choose(
            _("lu : {words}, rien d'enregistré. Dans quel champ ?").format(words=label),
            [(field.id, field.label) for field in offered],
            otherwise=_("aucun"),
        )
        field = next((field for field in offered if field.id == chosen), None)
        value = self._checked(field, label) if field is not None else None
        if field is not None and value:
            self.values[field.id] = value
            self._commit()

    def _may_hold(self, field: Field, label: str) -> bool:
        """Whether a label may stand in a field: a number in one for numbers, a whole date in one for days."""
        if field.traits.read_as is not ReadAs.DAY:
            return field.means in NUMBER_MEANINGS
        try:
            return len(checked_value(field, label, self._today)) == len("1960-03-12")
        except Refused:
            return False

    @property
    def _today(self) -> date:
        return self.guide.desk.environment.now().astimezone(self.guide.view.zone).date()

    def _checked(self, field: Field, typed: str) -> str | None:
        """A value as it is stored; None when it is refused, and the reason is shown."""
        return _result_of_check(self.guide, partial(checked_value, field, typed, self._today))

    def _shown_fields(self) -> list[Field]:
        """The fields that this patient has, as far as is answered."""
        sheet = fields_to_ask(self.guide.desk.procedure.register_fields, self.guide.desk.look().rows)
        return list(shown_fields(sheet, self.facts, self.values, paper=False, light=self.light))

    def _commit(self) -> bool:
        """Commits what was just answered; the first time it says that answers are kept. Returns whether it could; if
        not, the reason is shown."""
        typed = self._answers
        if typed == self._committed:
            return True
        written = self.guide.do(self.entering.save_intent(*typed, draft=True))
        if written is None:
            return False
        self.entering.note_written(written)
        self._committed = typed
        line = self.guide.desk.look().patient(self.entering.patient)
        if not self._commit_announced and line is not None:
            self.guide.say(_("✓ {label} : chaque réponse est gardée. Un point seul arrête.").format(label=line.label))
        self._commit_announced = True
        return True

    def _save(self) -> tuple[Event, ...] | None:
        """Saves the line; where it is refused, asks again for its hour or number. Of what is empty nothing is noted."""
        if is_nothing_entered(self.facts, self.values, self.examined, self.paper):
            self.guide.say(translated(NOTHING_ENTERED))
            if self.entering.unfinished:
                self._ask_what_becomes()
            return None
        while True:
            written = self.guide.do(self.entering.save_intent(*self._answers, draft=False))
            if written is not None:
                return written
            if not self.guide.talk.confirm(_("Redonner l'heure, ou le numéro de fiche ?")):
                self._say_what_stays()
                return None
            self._ask_moment()

    def _save_correction(self) -> tuple[Event, ...] | None:
        """Saves what changed of a line that was saved before; says so where nothing did."""
        if self.patient is not None and self._answers == self._first and not self.patient.conflict:
            if self.entering.unfinished:
                self.guide.do(self.entering.abandon_intent())
            self.guide.say(_("{label} : rien de changé, rien d'écrit").format(label=self.patient.label))
            return None
        return self.guide.do(self.entering.save_intent(*self._answers, draft=False))

    def _ask_what_becomes(self) -> None:
        """Asks whether a line that was not finished is kept as a draft or abandoned."""
        if not self.entering.unfinished:
            self._say_what_stays()
            return
        choice = self.guide.talk.choose(
            _("Cette saisie n'est pas finie : que faire ?"),
            [("keep", _("garder, à compléter plus tard")), ("give_up", _("abandonner : rien n'en est gardé"))],
            otherwise=_("garder"),
        )
        if choice == "give_up":
            self.guide.report(self.guide.do(self.entering.abandon_intent()))
        else:
            self._say_what_stays()

    def _say_what_stays(self) -> None:
        """Says that the draft is kept, or that nothing was written."""
        line = self.guide.desk.look().patient(self.entering.patient) if self.entering.unfinished else None
        words = (
            _("{label} gardé : saisie à finir").format(label=line.label) if line is not None else _("Rien n'est noté.")
        )
        self.guide.say(words)

    def _ask(self, prompt: str) -> str:
        typed = self.guide.talk.ask(prompt)
        if typed == STOP:
            raise LeftQuestion
        return typed

    def _ask_facts(self) -> None:
        """Asks the facts with numbered answers; an empty line leaves a fact as it is."""
        units = self.guide.station.site.contacts.units
        for name in facts_to_ask(self.guide.desk.look().rows):
            if name == "unit" and self.facts.get("origin") == "externe":
                continue
            otherwise = _("inchangé") if name in self.facts else _("passer")
            question, unknown = fact_question(name), ("", _("pas su"))
            chosen = self.guide.talk.choose(
                question, fact_choices(name, units), otherwise=otherwise, unknown=unknown, leave=STOP
            )
            if chosen is None:
                continue
            if name == "origin" and chosen == "externe":
                self.facts["unit"] = ELSEWHERE
            elif name == "origin" and self.facts.get(name) == "externe":
                self.facts.pop("unit", None)  # it was only deduced
            self.facts.pop(name, None)
            self.facts.update({name: chosen} if chosen else {})
            self._commit()

    def _ask_fields(self, *, later: bool) -> None:
        """Asks the fields that cannot wait, or (`later`) the others, one by one; an empty line skips a field, a hyphen
        empties it."""
        asked: set[str] = set()
        light = self.light
        while True:
            left = (
                field
                for field in self._shown_fields()
                if is_asked_first(field, light=light) is not later and field.id not in asked
            )
            field = next(left, None)
            if field is None:
                return
            asked.add(field.id)
            value = self._ask_field(field, self.values.get(field.id, ""))
            if value is not None:
                self.values.pop(field.id, None)
                self.values.update({field.id: value} if value else {})
                self._commit()

    def _ask_field(self, field: Field, written: str) -> str | None:
        """The value of a field; None when it was skipped."""
        if field.offered:
            pairs = [(choice, choice) for choice in field.offered]
            return self.guide.talk.choose(
                _("{label} :").format(label=field.label),
                pairs,
                otherwise=written or _("passer"),
                unknown=(UNKNOWN_VALUE, UNKNOWN_VALUE),
                leave=STOP,
            )
        hints = [field.help] if field.help else []
        hints.append(_("Entrée : {known}").format(known=shown_value(field, written) if written else _("passer")))
        prompt = _("{label} ({hints}) : ").format(label=field.label, hints=" ; ".join(hints))
        while True:
            typed = self._ask(prompt)
            if typed in ("", "-"):
                return None if not typed else ""
            if is_label(typed) and not self._takes_label(field, typed) and self.guide.talk.offer_label(typed):
                continue
            if not is_unknown(typed) and not is_initials(typed) and not self.guide.talk.confirm_not_command(typed):
                continue
            if self.guide.talk.rejects_doubtful_name(field, typed):
                continue
            value = self._checked(field, typed)
            if value is not None:
                return value

    def _takes_label(self, field: Field, label: str) -> bool:
        """Whether a label answers a field that is asked: free words that name nobody may well be a number."""
        free = field.traits.read_as in (ReadAs.WORDS, ReadAs.DIGITS) and not field.traits.names_somebody
        return free or self._may_hold(field, label)

    def _ask_moment(self) -> None:
        """Asks when the examination was; of a new line also the number of a paper sheet, and the fields that can
        wait."""
        hour_before = self.examined
        if hour_before is None and self.patient is not None and self.patient.hour_given:
            hour_before = self.patient.examined
        while True:
            otherwise = self.guide.hour(hour_before) if hour_before is not None else _("pas dite")
            otherwise = translated(HOUR_UNKNOWN) if self.hour_unknown else otherwise
            asked = _("Heure de l'examen (1547, il y a 20 min ; ? : pas sue ; Entrée : {known}) : ")
            if self.new:
                asked = _(
                    "Heure de l'examen (1547, il y a 20 min ; ? : pas sue ; Entrée : {known} ; + : autres champs ;"
                    " p 17 : fiche papier) : "
                )
            sheet_says = bool(self.paper) and hour_before is None and not self.hour_unknown
            if sheet_says:
                asked = _("Heure de l'examen, écrite sur la fiche (1547, il y a 20 min ; ? : elle n'y est pas) : ")
            typed = self._ask(asked.format(known=otherwise))
            if self.new and typed == "+":
                self._ask_fields(later=True)
            elif self.new and typed[:1].lower() == "p" and not is_unknown(typed):
                before, self.paper = self.paper, _result_of_check(self.guide, partial(paper_label, typed)) or self.paper
                self.paper = self.paper if self._commit() else before
            elif is_unknown(typed):
                self.examined, self.hour_unknown = None, bool(self.paper) or hour_before is not None
                return
            elif typed:
                examined = _moment_typed(self.guide, typed)
                if examined is not None:
                    self.examined, self.hour_unknown = examined, False
                    return
            elif sheet_says:
                self.guide.say(_("Donner l'heure écrite sur la fiche papier, ou « ? » si elle n'y est pas."))
            else:
                return


def _result_of_check(guide: Guide, check: Callable[[], str]) -> str | None:
    """The result of a check; None when it refuses, and the reason is shown."""
    try:
        return check()
    except Refused as refusal:
        guide.say(str(refusal))
        return None


def _moment_typed(guide: Guide, text: str) -> datetime | None:
    try:
        return parse_moment(text, guide.desk.environment.now(), guide.view.zone)
    except ImpossibleTime as impossible:
        if not guide.talk.offer_label(text):
            guide.say(str(impossible))
        return None
