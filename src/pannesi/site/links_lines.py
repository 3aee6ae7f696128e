"""The links of one line: what it calls, broadcasts, runs, becomes, and the conditions it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pannesi.i18n import _
from pannesi.site.lines import (
    Ask,
    Becomes,
    Broadcast,
    Call,
    Do,
    Joins,
    Line,
    Outcome,
    Run,
    Standing,
    Suggestion,
    Ticket,
    Verify,
    When,
)
from pannesi.site.model import split_ref
from pannesi.site.places import Loc
from pannesi.site.tree import UNKNOWN, options_of
from pannesi.site.units import PHASES, Annexe, AnyUnit

if TYPE_CHECKING:
    from pannesi.site.links import Checker


def each_line(unit: AnyUnit) -> Iterator[tuple[Line, Loc]]:
    """Every line of a unit with its path in the file."""
    starts: list[tuple[tuple[Line, ...], Loc]] = []
    for phase in (*PHASES, "steps"):
        starts.append((getattr(unit, phase, ()), (phase,)))
    for index, symptom in enumerate(unit.symptoms):
        starts += [(getattr(symptom, phase) or (), ("symptoms", index, phase)) for phase in PHASES]
    for lines, loc in starts:
        yield from _below(lines, loc)


def _below(lines: tuple[Line, ...], loc: Loc) -> Iterator[tuple[Line, Loc]]:
    for index, line in enumerate(lines):
        here = (*loc, index)
        yield line, here
        if isinstance(line, Ask):
            for number, option in enumerate(line.options):
                yield from _below(option.lines, (*here, "options", number, "lines"))
            yield from _below(line.unknown, (*here, "unknown"))
        elif isinstance(line, Verify):
            for key in ("yes", "no", "unknown"):
                yield from _below(getattr(line, key), (*here, key))
        elif isinstance(line, Run):
            for number, outcome in enumerate(line.outcomes):
                yield from _below(outcome.lines, (*here, "outcomes", number, "lines"))


def check_line(checker: Checker, path: str, unit: AnyUnit, line: Line, loc: Loc, lines: frozenset[str]) -> None:
    """Tells every broken link of one line. `lines` are the ids of its unit."""
    site = checker.site
    if (line.source is None) == (line.added is None):
        message = (
            _("La ligne ne dit pas d'où elle vient.") if line.source is None else _("« source » et « added » à la fois.")
        )
        remedy = _("« source: » pour la procédure, ou « added: » avec la raison de l'ajout.")
        checker.tell(path, loc, "P307", message, remedy)
    if line.when is not None:
        _condition(checker, path, unit, line.when, (*loc, "when"), lines)
    for number, ref in enumerate(line.carries):
        _carried(checker, path, unit, ref, (*loc, "carries", number))
    value = (*loc, "value")
    if isinstance(line, Call):
        checker.refers(path, value, _("Le contact"), line.value, site.contact_by_id)
    elif isinstance(line, Ticket) and line.contact is not None:
        checker.refers(path, (*loc, "contact"), _("Le contact"), line.contact, site.contact_by_id)
    elif isinstance(line, Broadcast):
        _message(checker, path, unit, line.value, value)
        for number, ref in enumerate(line.supersedes):
            _message(checker, path, unit, ref, (*loc, "supersedes", number))
        if line.closes is not None:
            _message(checker, path, unit, line.closes, (*loc, "closes"))
    elif isinstance(line, Ask | Verify):
        _question(checker, path, line, loc)
    elif isinstance(line, Run):
        _run(checker, path, line, loc)
    elif isinstance(line, Becomes | Joins):
        if checker.refers(path, value, _("Le cas"), line.value, site.unit_by_id) and line.symptom is not None:
            known = [one.id for one in site.unit_by_id[line.value].symptoms]
            checker.refers(path, (*loc, "symptom"), _("Le symptôme"), line.symptom, known)
        if line.value in site.unit_by_id:
            check_answers(checker, path, site.unit_by_id[line.value], line.answers, (*loc, "answers"))
    elif isinstance(line, Outcome):
        if not isinstance(unit, Annexe):
            checker.tell(path, loc, "P308", _("« outcome » ne va que dans une annexe."))
        else:
            checker.refers(path, value, _("L'issue"), line.value, unit.outcomes, local=True)
    elif isinstance(line, Do | Standing) and line.duty is not None and line.duty.when.unit is not None:
        at = (*loc, "duty", "when", "unit")
        checker.refers(path, at, _("L'unité de soins"), line.duty.when.unit, site.contacts.units)


def _message(checker: Checker, path: str, unit: AnyUnit, ref: str, loc: Loc) -> None:
    owner, name = split_ref(unit.id, ref)
    if checker.refers(path, loc, _("Le cas"), owner, checker.site.unit_by_id):
        known = checker.site.unit_by_id[owner].messages
        checker.refers(path, loc, _("Le message"), name, known, local=owner == unit.id)


def _carried(checker: Checker, path: str, unit: AnyUnit, ref: str, loc: Loc) -> None:
    owner, slash, name = ref.partition("/")
    if not slash:
        checker.tell(path, loc, "P309", _("Écrire « cas/ligne » : la ligne d'un autre cas."))
    elif checker.refers(path, loc, _("Le cas"), owner, checker.site.unit_by_id):
        known = [line.id for line, _loc in each_line(checker.site.unit_by_id[owner])]
        checker.refers(path, loc, _("La ligne"), name, known)


def _question(checker: Checker, path: str, line: Ask | Verify, loc: Loc) -> None:
    options = [option.id for option in options_of(line)]
    for index, option in enumerate(options):
        if option in options[:index] or option == UNKNOWN:
            message = _("La réponse « {id} » est déjà là.").format(id=option)
            checker.tell(path, (*loc, "options", index, "id"), "P304", message)
    suggestion: Suggestion | None = line.suggests
    if suggestion is not None:
        at = (*loc, "suggests")
        checker.refers(path, (*at, "schedule"), _("L'horaire"), suggestion.schedule, checker.site.contacts.schedules)
        for key in ("open", "closed"):
            checker.refers(path, (*at, key), _("La réponse"), getattr(suggestion, key), options, local=True)


def _run(checker: Checker, path: str, line: Run, loc: Loc) -> None:
    annexes = {unit.id: unit for unit in checker.site.units if isinstance(unit, Annexe)}
    if not checker.refers(path, (*loc, "value"), _("L'annexe"), line.value, annexes):
        return
    annex = annexes[line.value]
    for number, outcome in enumerate(line.outcomes):
        checker.refers(path, (*loc, "outcomes", number, "id"), _("L'issue"), outcome.id, annex.outcomes)
    check_answers(checker, path, annex, line.answers, (*loc, "answers"))


def check_answers(checker: Checker, path: str, unit: AnyUnit, answers: Mapping[str, str], loc: Loc) -> None:
    """Answers brought along to another unit, or by a symptom to its own."""
    questions = {one.id: one for one, _loc in each_line(unit) if isinstance(one, Ask | Verify)}
    for name, option in answers.items():
        if checker.refers(path, loc, _("La question"), name, questions):
            known = [one.id for one in options_of(questions[name])]
            checker.refers(path, (*loc, name), _("La réponse"), option, known)


def _condition(checker: Checker, path: str, unit: AnyUnit, when: When, loc: Loc, lines: frozenset[str]) -> None:
    if when == When():
        checker.tell(path, loc, "P303", _("La condition est vide."))
    for key in ("open", "closed"):
        name = getattr(when, key)
        if name is not None:
            checker.refers(path, (*loc, key), _("L'horaire"), name, checker.site.contacts.schedules)
    if when.answer is not None and checker.refers(
        path, (*loc, "answer", "line"), _("La ligne"), when.answer.line, lines, local=True
    ):
        asked = next(line for line, _loc in each_line(unit) if line.id == when.answer.line)
        options = [option.id for option in options_of(asked)] if isinstance(asked, Ask | Verify) else []
        at = (*loc, "answer", "option")
        checker.refers(path, at, _("La réponse"), when.answer.option, [*options, UNKNOWN], local=True)
    if when.outcome is not None:
        annexes = {one.id: one for one in checker.site.units if isinstance(one, Annexe)}
        if checker.refers(path, (*loc, "outcome", "annex"), _("L'annexe"), when.outcome.annex, annexes):
            known = annexes[when.outcome.annex].outcomes
            checker.refers(path, (*loc, "outcome", "outcome"), _("L'issue"), when.outcome.outcome, known)
    for number, symptom in enumerate(when.symptom):
        known_symptoms = [one.id for one in unit.symptoms]
        checker.refers(path, (*loc, "symptom", number), _("Le symptôme"), symptom, known_symptoms, local=True)
    for key in ("any_of", "none_of"):
        for number, inner in enumerate(getattr(when, key)):
            _condition(checker, path, unit, inner, (*loc, key, number), lines)
