"""The links of one line: what it calls, broadcasts, runs, becomes, and the conditions it names."""

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
    """Tells every broken link of one line."""
    _origin(references, file, line, loc)
    if line.skip == "forbidden" and line.critical == "no":
        message = _("« skip: forbidden » ne va qu'avec « critical: yes ».")
        references.tell(file, (*loc, "skip"), "P303", message, _("Ajouter « critical: yes », ou retirer « skip »."))
    for where, condition in conditions_in(line.when):
        _condition(references, file, condition, (*loc, "when", *where))
    for number, ref in enumerate(line.carries):
        _carried(references, file, ref, (*loc, "carries", number))
    value = (*loc, "value")
    if isinstance(line, Call):
        references.contact(file, value, line.value)
    elif isinstance(line, Ticket):
        if line.contact is not None:
            references.contact(file, (*loc, "contact"), line.contact)
    elif isinstance(line, Broadcast):
        _broadcast(references, file, line, loc)
    elif isinstance(line, QuestionLine):
        _question(references, file, line, loc)
        if isinstance(line, Verify) and line.asserts is not None:
            duties = [other.duty.key for other, _path in file.lines if isinstance(other, DutyLine) and other.duty]
            references.known(file, (*loc, "asserts"), _("Le dû"), line.asserts, duties)
    elif isinstance(line, Run):
        _run(references, file, line, loc)
    elif isinstance(line, OtherCaseLine):
        _other_case(references, file, line, loc)
    elif isinstance(line, Outcome):
        _outcome(references, file, line, loc)
    elif isinstance(line, Register):
        _also(references, file, line, loc)
    elif isinstance(line, DutyLine):
        if line.duty is not None and line.duty.when.unit is not None:
            references.care_unit(file, (*loc, "duty", "when", "unit"), line.duty.when.unit)
    elif not isinstance(line, PlainLine):
        assert_never(line)


def check_answers(
    references: References, file: UnitFile, asking: UnitFile, answers: Mapping[str, str], loc: Loc
) -> None:
    """Tells of answers, written in `file`, to questions which the unit `asking` does not ask or not so."""
    for name, option in answers.items():
        if references.known(file, (*loc, name), _("La question"), name, asking.questions, key=True):
            given = (*_options(asking, name), UNKNOWN)
            references.known(file, (*loc, name), _("La réponse"), option, given)


def _options(file: UnitFile, question: str) -> list[str]:
    return [option.id for option in options_of(file.questions[question])]


def _origin(references: References, file: UnitFile, line: Line, loc: Loc) -> None:
    if (line.source is None) != (line.added is None):
        return
    remedy = _("« source: » si la procédure le dit, « added: » et pourquoi si c'est un ajout.")
    if line.source is None:
        references.tell_lack(file, loc, "P307", _("La ligne ne dit pas d'où elle vient."), remedy)
    else:
        message = _("La ligne dit « source » et « added » à la fois.")
        references.tell(file, (*loc, "added"), "P307", message, remedy)


def _broadcast(references: References, file: UnitFile, line: Broadcast, loc: Loc) -> None:
    references.message(file, (*loc, "value"), line.value)
    for number, ref in enumerate(line.supersedes):
        references.message(file, (*loc, "supersedes", number), ref)
    if line.closes is not None:
        references.message(file, (*loc, "closes"), line.closes)


def _carried(references: References, file: UnitFile, ref: str, loc: Loc) -> None:
    owner, slash, name = ref.partition("/")
    if not slash or owner == file.unit.id:
        message = _("« {ref} » n'est pas la ligne d'un autre cas.").format(ref=ref)
        references.tell(file, loc, "P309", message, _("Écrire « cas-3/cd-coupe » : le cas, puis la ligne."))
    else:
        references.line(file, loc, owner, name)


def _question(references: References, file: UnitFile, line: QuestionLine, loc: Loc) -> None:
    options: dict[str, int] = {UNKNOWN: -1}
    for index, option in enumerate(one.id for one in options_of(line)):
        if options.setdefault(option, index) != index:
            message = _("La réponse « {id} » est déjà là.").format(id=option)
            remedy = _("En choisir une autre ; « {unknown} » est toujours offerte.").format(unknown=UNKNOWN)
            references.tell(file, (*loc, "options", index, "id"), "P304", message, remedy)
    if line.suggests is not None:
        del options[UNKNOWN]
        at = (*loc, "suggests")
        references.schedule(file, (*at, "schedule"), line.suggests.schedule)
        for key in ("open", "closed"):
            references.known(file, (*at, key), _("La réponse"), getattr(line.suggests, key), options)


def _run(references: References, file: UnitFile, line: Run, loc: Loc) -> None:
    ids: dict[str, int] = {}
    for number, name in enumerate(outcome.id for outcome in line.outcomes):
        if ids.setdefault(name, number) != number:
            message = _("L'issue « {id} » est déjà là.").format(id=name)
            references.tell(file, (*loc, "outcomes", number, "id"), "P304", message, _("Réunir leurs lignes."))
    found = references.annex(file, (*loc, "value"), line.value)
    if found is not None:
        asking, annex = found
        for name, number in ids.items():
            references.known(file, (*loc, "outcomes", number, "id"), _("L'issue"), name, annex.outcomes)
        check_answers(references, file, asking, line.answers, (*loc, "answers"))


def _other_case(references: References, file: UnitFile, line: OtherCaseLine, loc: Loc) -> None:
    found = references.unit(file, (*loc, "value"), line.value)
    if found is None:
        return
    if line.symptom is not None:
        references.known(file, (*loc, "symptom"), _("Le symptôme"), line.symptom, found.symptoms)
    asking = _opened_by(references, found, line.symptom)
    if asking is not None:
        check_answers(references, file, asking, line.answers, (*loc, "answers"))


def _opened_by(references: References, file: UnitFile, symptom: str | None) -> UnitFile | None:
    """The unit whose lines an entry of `file` leads to: its own, unless the symptom opens another."""
    entered = file.symptoms.get(symptom) if symptom is not None else None
    if entered is None or entered.opens is None:
        return file
    return references.file_of.get(entered.opens.partition("/")[0])


def _also(references: References, file: UnitFile, line: Register, loc: Loc) -> None:
    if line.also and line.form != "light":
        message = _("« also » ne va qu'avec « form: light » : la fiche entière demande déjà tout.")
        references.tell(file, (*loc, "also"), "P303", message, _("Ajouter « form: light », ou retirer « also »."))
    sheets = [one.unit.fields for one in references.files if isinstance(one.unit, Annexe) and one.unit.fields]
    names = [field.id for field in sheets[0]] if sheets else []
    for number, name in enumerate(line.also):
        references.known(file, (*loc, "also", number), _("Le champ"), name, names)


def _outcome(references: References, file: UnitFile, line: Outcome, loc: Loc) -> None:
    if isinstance(file.unit, Annexe):
        references.known(file, (*loc, "value"), _("L'issue"), line.value, file.unit.outcomes)
    else:
        message = _("« outcome » ne va que dans une annexe.")
        references.tell(file, (*loc, "value"), "P308", message, _("Dans un cas, employer « know » ou « becomes »."))


def _condition(references: References, file: UnitFile, when: When, loc: Loc) -> None:
    if when == When():
        references.tell_lack(file, loc, "P303", _("La condition est vide."), _("La compléter, ou retirer « when »."))
    for key in ("open", "closed"):
        name = getattr(when, key)
        if name is not None:
            references.schedule(file, (*loc, key), name)
    if when.answer is not None:
        at = (*loc, "answer")
        if references.known(file, (*at, "line"), _("La question"), when.answer.line, file.questions):
            given = (*_options(file, when.answer.line), UNKNOWN)
            references.known(file, (*at, "option"), _("La réponse"), when.answer.option, given)
    if when.outcome is not None:
        found = references.annex(file, (*loc, "outcome", "annex"), when.outcome.annex)
        if found is not None:
            references.known(file, (*loc, "outcome", "outcome"), _("L'issue"), when.outcome.outcome, found[1].outcomes)
    for number, symptom in enumerate(when.symptom):
        name = symptom.removeprefix(f"{file.unit.id}/")
        references.known(file, (*loc, "symptom", number), _("Le symptôme"), name, file.symptoms)
