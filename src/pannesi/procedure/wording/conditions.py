"""Verbs, conditions, duties and fields of a procedure in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pannesi.procedure.model.introspection import model_fields
from pannesi.procedure.model.lines import Duty, Line, PatientFacts, QuestionLine, When
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Annexe, AnyUnit
from pannesi.procedure.register_fields import Field, FieldWhen
from pannesi.support.i18n import _, translated


def verb_of(line: Line) -> str:
    """The verb of a line, in words."""
    return translated(line.traits.heading)


def length_words(length: timedelta) -> str:
    """A duration in words: `10 min`, `2 h`, `1 h 30 min`."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = [_("{count} h").format(count=hours)] if hours else []
    return " ".join(parts + ([_("{count} min").format(count=minutes)] if minutes or not hours else []))


def answer_words(site: Site, unit: AnyUnit, question: str, option: str) -> str:
    """An answer to a question of a unit, in words: `3.2 = « Plusieurs »`."""
    if option == UNKNOWN:
        label = _("je ne sais pas")
    else:
        line = site.places[unit.id, question].line
        options = options_of(line) if isinstance(line, QuestionLine) else ()
        label = next((each.label for each in options if each.id == option), option)
    return _("{number} = « {answer} »").format(number=site.number(unit.id, question), answer=label)


def condition_words(site: Site, unit: AnyUnit, when: When) -> str:
    """A condition of a line of a unit, as a clause: `si 3.2 = « Plusieurs » et …, sauf si 3.4 = « … »`."""
    must, must_not = _required_words(site, unit, when), _excluded_words(site, unit, when)
    if not must_not:
        return _("si {condition}").format(condition=must)
    if not must:
        return _("sauf si {condition}").format(condition=must_not)
    return _("si {condition}, sauf si {exception}").format(condition=must, exception=must_not)


def condition_on_paper(site: Site, unit: AnyUnit, when: When) -> str:
    """The same condition as the beginning of a sentence: `Seulement si …`, `Sauf si …`."""
    must, must_not = _required_words(site, unit, when), _excluded_words(site, unit, when)
    if not must_not:
        return _("Seulement si {condition}").format(condition=must)
    if not must:
        return _("Sauf si {condition}").format(condition=must_not)
    return _("Seulement si {condition}, sauf si {exception}").format(condition=must, exception=must_not)


def _required_words(site: Site, unit: AnyUnit, when: When) -> str:
    return _(" et ").join(_required_parts(site, unit, when))


def _excluded_words(site: Site, unit: AnyUnit, when: When) -> str:
    return _(" ou ").join(_grouped_words(site, unit, inner) for inner in when.none_of)


def _required_parts(site: Site, unit: AnyUnit, when: When) -> list[str]:
    parts: list[str] = []
    if when.open is not None:
        parts.append(_("« {schedule} » est ouvert").format(schedule=site.contacts.schedules[when.open].label))
    if when.closed is not None:
        parts.append(_("« {schedule} » est fermé").format(schedule=site.contacts.schedules[when.closed].label))
    if when.answer is not None:
        parts.append(answer_words(site, unit, when.answer.line, when.answer.option))
    if when.outcome is not None:
        annex = site.unit_by_id[when.outcome.annex]
        words = annex.outcomes[when.outcome.outcome] if isinstance(annex, Annexe) else when.outcome.outcome
        parts.append(_("« {annex} » a fini par « {outcome} »").format(annex=annex.title, outcome=words))
    if when.symptom:
        labels = {symptom.id: symptom.label for symptom in unit.symptoms}
        symptoms = [labels[split_ref(unit.id, ref)[1]] for ref in when.symptom]
        parts.append(_("entrée par « {symptoms} »").format(symptoms=_(" » ou « ").join(symptoms)))
    if when.elapsed is not None:
        parts.append(_("la panne dure depuis {length}").format(length=length_words(when.elapsed)))
    if when.expected is not None:
        parts.append(_("la panne doit durer {length} ou plus").format(length=length_words(when.expected)))
    if when.any_of:
        parts.append("(" + _(" ou ").join(_grouped_words(site, unit, inner) for inner in when.any_of) + ")")
    return parts


def _grouped_words(site: Site, unit: AnyUnit, when: When) -> str:
    """A condition inside another, in words: between brackets when it has several parts."""
    parts = _required_parts(site, unit, when)
    parts += [_("pas {condition}").format(condition=_grouped_words(site, unit, inner)) for inner in when.none_of]
    return parts[0] if len(parts) == 1 else f"({_(' et ').join(parts)})"


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
