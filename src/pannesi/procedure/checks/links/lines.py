"""Checks of one line: the names that it refers to, and keys that contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from pannesi.procedure.checks.references import References, UnitFile
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import (
    Broadcast,
    Call,
    DutyLine,
    Line,
    OtherCaseLine,
    Outcome,
    PlainLine,
    QuestionLine,
    Register,
    Run,
    Ticket,
    Verify,
    When,
)
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.units import Annexe
from pannesi.support.i18n import _


def check_line(references: References, file: UnitFile, line: Line, loc: Loc) -> None:
    """Reports every broken reference and contradiction of one line."""
    _check_origin(references, file, line, loc)
    if line.skip == "forbidden" and line.critical == "no":
        message = _("« skip: forbidden » ne va qu'avec « critical: yes ».")
        references.report(file, (*loc, "skip"), "P303", message, _("Ajouter « critical: yes », ou retirer « skip »."))
    for where, condition in conditions_in(line.when):
        _check_condition(references, file, condition, (*loc, "when", *where))
    if line.by is not None:
        references.check_role(file, (*loc, "by"), line.by)
    for number, ref in enumerate(line.carries):
        _check_carried_line(references, file, ref, (*loc, "carries", number))
    value = (*loc, "value")
    if isinstance(line, Call):
        references.check_contact(file, value, line.value)
    elif isinstance(line, Ticket):
        if line.contact is not None:
            references.check_contact(file, (*loc, "contact"), line.contact)
    elif isinstance(line, Broadcast):
        _check_broadcast(references, file, line, loc)
    elif isinstance(line, QuestionLine):
        _check_question(references, file, line, loc)
    elif isinstance(line, Run):
        _check_run(references, file, line, loc)
    elif isinstance(line, OtherCaseLine):
        _check_other_case(references, file, line, loc)
    elif isinstance(line, Outcome):
        _check_outcome(references, file, line, loc)
    elif isinstance(line, Register):
        _check_register(references, file, line, loc)
    elif isinstance(line, DutyLine):
        if line.duty is not None and line.duty.when.unit is not None:
            references.check_care_unit(file, (*loc, "duty", "when", "unit"), line.duty.when.unit)
    elif not isinstance(line, PlainLine):
        assert_never(line)


def check_answers(
    references: References, file: UnitFile, asking: UnitFile, answers: Mapping[str, str], loc: Loc
) -> None:
    """Reports answers, written in `file`, to questions that the unit `asking` does not have, or with other options."""
    for name, option in answers.items():
        if references.check_name(file, (*loc, name), _("La question"), name, asking.questions, key=True):
            given = (*_option_ids(asking, name), UNKNOWN)
            references.check_name(file, (*loc, name), _("La réponse"), option, given)


def _option_ids(file: UnitFile, question: str) -> list[str]:
    return [option.id for option in options_of(file.questions[question])]


def _check_origin(references: References, file: UnitFile, line: Line, loc: Loc) -> None:
    if (line.source is None) != (line.added is None):
        return
    remedy = _("« source: » si la procédure le dit, « added: » et pourquoi si c'est un ajout.")
    if line.source is None:
        references.report_missing(file, loc, "P307", _("La ligne ne dit pas d'où elle vient."), remedy)
    else:
        message = _("La ligne dit « source » et « added » à la fois.")
        references.report(file, (*loc, "added"), "P307", message, remedy)


def _check_broadcast(references: References, file: UnitFile, line: Broadcast, loc: Loc) -> None:
    references.check_message(file, (*loc, "value"), line.value)
    for number, ref in enumerate(line.supersedes):
        references.check_message(file, (*loc, "supersedes", number), ref)
    if line.closes is not None:
        references.check_message(file, (*loc, "closes"), line.closes)


def _check_carried_line(references: References, file: UnitFile, ref: str, loc: Loc) -> None:
    owner, slash, name = ref.partition("/")
    if not slash or owner == file.unit.id:
        message = _("« {ref} » n'est pas la ligne d'un autre cas.").format(ref=ref)
        references.report(file, loc, "P309", message, _("Écrire « cas-3/cd-coupe » : le cas, puis la ligne."))
    else:
        references.check_other_line(file, loc, owner, name)


def _check_question(references: References, file: UnitFile, line: QuestionLine, loc: Loc) -> None:
    options: dict[str, int] = {UNKNOWN: -1}
    for index, option in enumerate(each.id for each in options_of(line)):
        if options.setdefault(option, index) != index:
            message = _("La réponse « {id} » est déjà là.").format(id=option)
            remedy = _("En choisir une autre ; « {unknown} » est toujours offerte.").format(unknown=UNKNOWN)
            references.report(file, (*loc, "options", index, "id"), "P304", message, remedy)
    if line.suggests is not None:
        del options[UNKNOWN]
        at = (*loc, "suggests")
        references.check_schedule(file, (*at, "schedule"), line.suggests.schedule)
        for key in ("open", "closed"):
            references.check_name(file, (*at, key), _("La réponse"), getattr(line.suggests, key), options)
    if isinstance(line, Verify) and line.asserts is not None:
        duties = [other.duty.key for other, _path in file.lines if isinstance(other, DutyLine) and other.duty]
        references.check_name(file, (*loc, "asserts"), _("Le dû"), line.asserts, duties)


def _check_run(references: References, file: UnitFile, line: Run, loc: Loc) -> None:
    ids: dict[str, int] = {}
    for number, name in enumerate(outcome.id for outcome in line.outcomes):
        if ids.setdefault(name, number) != number:
            message = _("L'issue « {id} » est déjà là.").format(id=name)
            references.report(file, (*loc, "outcomes", number, "id"), "P304", message, _("Réunir leurs lignes."))
    target = references.find_annex(file, (*loc, "value"), line.value)
    if target is not None:
        asking, annex = target
        for name, number in ids.items():
            references.check_name(file, (*loc, "outcomes", number, "id"), _("L'issue"), name, annex.outcomes)
        check_answers(references, file, asking, line.answers, (*loc, "answers"))


def _check_other_case(references: References, file: UnitFile, line: OtherCaseLine, loc: Loc) -> None:
    target = references.find_unit(file, (*loc, "value"), line.value)
    if target is None:
        return
    if line.symptom is not None:
        references.check_name(file, (*loc, "symptom"), _("L'entrée"), line.symptom, target.symptoms)
    asking = _entered_unit(references, target, line.symptom)
    if asking is not None:
        check_answers(references, file, asking, line.answers, (*loc, "answers"))


def _entered_unit(references: References, file: UnitFile, symptom: str | None) -> UnitFile | None:
    """The unit that is entered by a symptom of `file`: its own, unless the symptom opens another."""
    entry = file.symptoms.get(symptom) if symptom is not None else None
    if entry is None or entry.opens is None:
        return file
    return references.file_of.get(entry.opens.partition("/")[0])


def _check_register(references: References, file: UnitFile, line: Register, loc: Loc) -> None:
    if line.also and line.form != "light":
        message = _("« also » ne va qu'avec « form: light » : la fiche entière demande déjà tout.")
        references.report(file, (*loc, "also"), "P303", message, _("Ajouter « form: light », ou retirer « also »."))
    sheets = [other.unit.fields for other in references.files if isinstance(other.unit, Annexe) and other.unit.fields]
    names = [field.id for field in sheets[0]] if sheets else []
    for number, name in enumerate(line.also):
        references.check_name(file, (*loc, "also", number), _("Le champ"), name, names)


def _check_outcome(references: References, file: UnitFile, line: Outcome, loc: Loc) -> None:
    if isinstance(file.unit, Annexe):
        references.check_name(file, (*loc, "value"), _("L'issue"), line.value, file.unit.outcomes)
    else:
        message = _("« outcome » ne va que dans une annexe.")
        references.report(file, (*loc, "value"), "P308", message, _("Dans un cas, employer « know » ou « becomes »."))


def _check_condition(references: References, file: UnitFile, when: When, loc: Loc) -> None:
    if when == When():
        references.report_missing(
            file, loc, "P303", _("La condition est vide."), _("La compléter, ou retirer « when ».")
        )
    for key in ("open", "closed"):
        name = getattr(when, key)
        if name is not None:
            references.check_schedule(file, (*loc, key), name)
    if when.answer is not None:
        at = (*loc, "answer")
        if references.check_name(file, (*at, "line"), _("La question"), when.answer.line, file.questions):
            given = (*_option_ids(file, when.answer.line), UNKNOWN)
            references.check_name(file, (*at, "option"), _("La réponse"), when.answer.option, given)
    if when.outcome is not None:
        target = references.find_annex(file, (*loc, "outcome", "annex"), when.outcome.annex)
        if target is not None:
            references.check_name(
                file, (*loc, "outcome", "outcome"), _("L'issue"), when.outcome.outcome, target[1].outcomes
            )
    for number, symptom in enumerate(when.symptom):
        name = symptom.removeprefix(f"{file.unit.id}/")
        references.check_name(file, (*loc, "symptom", number), _("L'entrée"), name, file.symptoms)
