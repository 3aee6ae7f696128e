"""Verbs, conditions, duties and fields of a procedure in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from pannesi.procedure.model.contacts import ContactsFile, Schedule
from pannesi.procedure.model.introspection import model_fields
from pannesi.procedure.model.lines import Duty, Line, OutcomeIs, PatientFacts, QuestionLine, When
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.register_fields import Field, FieldWhen
from pannesi.procedure.model.units import Annexe, AnyUnit
from pannesi.support.i18n import _, translated


def verb_of(line: Line) -> str:
    """The verb of a line, in words."""
    return translated(line.traits.heading)


def length_words(length: timedelta) -> str:
    """A duration in words: `10 min`, `2 h`, `1 h 30 min`."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = [_("{count} h").format(count=hours)] if hours else []
    return " ".join(parts + ([_("{count} min").format(count=minutes)] if minutes or not hours else []))


def option_label(site: Site, unit: AnyUnit, question: str, option: str) -> str:
    """The words of an answer to a question of a unit."""
    if option == UNKNOWN:
        return _("je ne sais pas")
    line = site.places[unit.id, question].line
    options = options_of(line) if isinstance(line, QuestionLine) else ()
    return next((each.label for each in options if each.id == option), option)


def answer_words(site: Site, unit: AnyUnit, question: str, option: str) -> str:
    """An answer to a question of a unit, in words: `« Plusieurs » à 3.2`."""
    label = option_label(site, unit, question, option)
    return _("« {answer} » à {number}").format(number=site.number(unit.id, question), answer=label)


def condition_words(site: Site, unit: AnyUnit, when: When) -> str:
    """A condition of a line of a unit, as a clause: `si on a répondu « Plusieurs » à 3.2 et …, sauf si …`."""
    writer = _Writer(site, unit)
    must, must_not = writer.required(when), writer.excluded(when)
    if not must_not:
        return _("si {condition}").format(condition=must)
    if not must:
        return _("sauf si {condition}").format(condition=must_not)
    return _("si {condition}, sauf si {exception}").format(condition=must, exception=must_not)


def condition_on_paper(
    site: Site, unit: AnyUnit, when: When, hours: Callable[[ContactsFile, Schedule], str] | None = None
) -> str:
    """The same condition as the beginning of a sentence: `Seulement si …`, `Sauf si …`.

    `hours` tells the hours of a schedule, where they are wanted instead of its name.
    """
    writer = _Writer(site, unit, hours)
    must, must_not = writer.required(when), writer.excluded(when)
    if not must_not:
        return _("Seulement si {condition}").format(condition=must)
    if not must:
        return _("Sauf si {condition}").format(condition=must_not)
    return _("Seulement si {condition}, sauf si {exception}").format(condition=must, exception=must_not)


@dataclass(frozen=True)
class _Writer:
    """Writes the conditions of one unit."""

    site: Site
    unit: AnyUnit
    hours: Callable[[ContactsFile, Schedule], str] | None = None

    def required(self, when: When) -> str:
        """What must hold; empty where there are only exceptions."""
        return _(" et ").join(self._required_parts(when))

    def excluded(self, when: When) -> str:
        """What must not hold; empty without exceptions."""
        return self._either(when.none_of)

    def _required_parts(self, when: When) -> list[str]:
        clauses = [clause for clause, _contrary in self._simple_clauses(when)]
        if when.any_of:
            either = self._either(when.any_of)
            clauses.append(f"({either})" if clauses or when.none_of else either)
        return clauses

    def _simple_clauses(self, when: When) -> Iterator[tuple[str, str]]:
        """Each clause that is no combination of others, with its contrary."""
        if when.open is not None:
            inside, outside = _("on est aux heures {hours}"), _("on est hors des heures {hours}")
            words = self._schedule_words(when.open)
            yield inside.format(hours=words), outside.format(hours=words)
        if when.closed is not None:
            inside, outside = _("on est aux heures {hours}"), _("on est hors des heures {hours}")
            words = self._schedule_words(when.closed)
            yield outside.format(hours=words), inside.format(hours=words)
        if when.answer is not None:
            words = answer_words(self.site, self.unit, when.answer.line, when.answer.option)
            yield (
                _("on a répondu {answer}").format(answer=words),
                _("on n'a pas répondu {answer}").format(answer=words),
            )
        if when.outcome is not None:
            annex, end = self._outcome_words(when.outcome)
            yield (
                _("« {annex} » a fini par « {outcome} »").format(annex=annex, outcome=end),
                _("« {annex} » n'a pas fini par « {outcome} »").format(annex=annex, outcome=end),
            )
        if when.symptom:
            labels = {symptom.id: symptom.label for symptom in self.unit.symptoms}
            symptoms = _(" » ou « ").join(labels[split_ref(self.unit.id, ref)[1]] for ref in when.symptom)
            yield (
                _("on est entré par « {symptoms} »").format(symptoms=symptoms),
                _("on n'est pas entré par « {symptoms} »").format(symptoms=symptoms),
            )
        yield from self._lengths(when)

    def _lengths(self, when: When) -> Iterator[tuple[str, str]]:
        if when.elapsed is not None:
            length = length_words(when.elapsed)
            yield (
                _("la panne dure depuis {length}").format(length=length),
                _("la panne ne dure pas encore depuis {length}").format(length=length),
            )
        if when.expected is not None:
            length = length_words(when.expected)
            yield (
                _("la panne doit durer {length} ou plus").format(length=length),
                _("la panne doit durer moins de {length}").format(length=length),
            )

    def _denied(self, when: When) -> list[str]:
        """What must all hold for a condition not to hold."""
        simple = list(self._simple_clauses(when))
        if len(simple) == 1 and not when.any_of and not when.none_of:
            return [simple[0][1]]
        if when.any_of and not simple and not when.none_of:
            return [clause for inner in when.any_of for clause in self._denied(inner)]
        return [_("les conditions suivantes ne sont pas réunies : {condition}").format(condition=self._grouped(when))]

    def _either(self, conditions: tuple[When, ...]) -> str:
        """Conditions of which one must hold; answers to one question, and ends of one annex, are told together."""
        words: list[str] = []
        answers: dict[str, list[str]] = {}
        ends: dict[str, list[str]] = {}
        for when in conditions:
            if when.answer is not None and when == When(answer=when.answer):
                label = option_label(self.site, self.unit, when.answer.line, when.answer.option)
                answers.setdefault(self.site.number(self.unit.id, when.answer.line), []).append(label)
            elif when.outcome is not None and when == When(outcome=when.outcome):
                annex, end = self._outcome_words(when.outcome)
                ends.setdefault(annex, []).append(end)
            else:
                words.append(self._grouped(when))
        if answers:
            each = [
                _("« {answer} » à {number}").format(answer=_(" » ou « ").join(labels), number=number)
                for number, labels in answers.items()
            ]
            words.append(_("on a répondu {answer}").format(answer=_(", ou ").join(each)))
        words += [
            _("« {annex} » a fini par « {outcome} »").format(annex=annex, outcome=_(" » ou « ").join(labels))
            for annex, labels in ends.items()
        ]
        return _(", ou ").join(words)

    def _grouped(self, when: When) -> str:
        """A condition inside another, in words: between brackets when it has several parts."""
        parts = self._required_parts(when) + [clause for inner in when.none_of for clause in self._denied(inner)]
        return parts[0] if len(parts) == 1 else f"({_(' et ').join(parts)})"

    def _schedule_words(self, ref: str) -> str:
        schedule = self.site.contacts.schedules[ref]
        if self.hours is None or schedule.unknown is not None:
            return _("« {schedule} »").format(schedule=schedule.label)
        return _("({hours})").format(hours=self.hours(self.site.contacts, schedule))

    def _outcome_words(self, outcome: OutcomeIs) -> tuple[str, str]:
        """The name of an annex, and the words of one of its ends."""
        annex = self.site.unit_by_id[outcome.annex]
        ends = annex.outcomes if isinstance(annex, Annexe) else {}
        return annex.title, ends.get(outcome.outcome, outcome.outcome)


def duty_words(duty: Duty) -> str:
    """A duty in words: for which patients, and what."""
    facts = [value for key in model_fields(PatientFacts) if (value := getattr(duty.when, key)) is not None]
    whom = ", ".join(facts) if facts else _("tous")
    label = duty.label or duty.key
    return _("pour chaque patient ({whom}) : {label}").format(whom=whom, label=label)


def field_words(field: Field) -> Iterator[str]:
    """A field of the register in words: its values, when it is asked, and where it comes from."""
    kind = translated(field.traits.words)
    yield f"{kind} : {', '.join(field.choices)}" if field.choices else kind
    if field.begins is not None:
        yield _("commence par : {text}").format(text=field.begins)
    if field.filled_by is not None:
        yield _("reçoit le numéro donné à l'étape « {step} »").format(step=field.filled_by)
    if field.shown_when is not None:
        yield _("montré si {condition}").format(condition=_field_condition(field.shown_when))
    if field.required_when is not None:
        yield _("nécessaire si {condition}").format(condition=_field_condition(field.required_when))
    if field.help is not None:
        yield field.help
    if field.source is not None:
        yield _("source : {source}").format(source=field.source)
    if field.added is not None:
        yield _("ajout : {why}").format(why=field.added)


def _field_condition(when: FieldWhen) -> str:
    parts = [value for name in model_fields(PatientFacts) if (value := getattr(when, name)) is not None]
    if when.paper is not None:
        parts.append(_("repris d'une fiche papier") if when.paper == "yes" else _("noté directement"))
    if when.field is not None:
        parts.append(_("« {field} » : {said}").format(field=when.field, said=when.equals or _("rempli")))
    return ", ".join(parts) if parts else _("toujours")
