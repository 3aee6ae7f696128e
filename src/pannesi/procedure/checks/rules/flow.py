"""Lint rules about the flow: unreachable lines, dead ends, cases that turn into others without any answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pannesi.procedure.checks.coverage.constraints import (
    ANY,
    Decision,
    Paths,
    PathSet,
    Scope,
    intersection,
    paths_where,
    with_decision,
)
from pannesi.procedure.checks.rule import LintFinding, LintSite, LintUnit, Rule
from pannesi.procedure.loading.places import Loc, lists_below
from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import (
    Becomes,
    Line,
    Outcome,
    QuestionLine,
    Standing,
    When,
    text_of,
)
from pannesi.procedure.model.numbering import UNKNOWN, branches_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, AnyUnit, Triage
from pannesi.support.i18n import _

_State = tuple[str, str | None, frozenset[tuple[str, str]]]
"""A unit, the symptom by which it is entered, and the answers that are known on entering."""


def _unreachable_lines(linted: LintSite) -> Iterator[LintFinding]:
    """P501: lines that can never apply."""
    for unit in linted.units:
        yield from _contradictory_conditions(unit)
        yield from _after_the_end(unit)


def _unasked_changes(linted: LintSite) -> Iterator[LintFinding]:
    """P503: a `becomes` that needs no answer, and cases that turn into each other by the answers they pass on."""
    by_id = {unit.unit.id: unit.unit for unit in linted.units}
    for unit in linted.units:
        for line, loc in unit.lines:
            if not isinstance(line, Becomes):
                continue
            unasked = len(loc) in (2, 4) and loc[-2] in ("alert", "degraded_mode", "return_to_normal", "steps")
            if unasked and (line.when is None or not _asks_somebody(line.when)):
                message = _("La procédure passerait d'un cas à l'autre sans que personne ait répondu à rien.")
                yield LintFinding(unit.path, loc, message, _("Mettre cette ligne sous une question."))
            if line.answers and _is_on_cycle(by_id, _target_state(by_id, line)):
                message = _("Avec ces réponses, la procédure tournerait d'un cas à l'autre sans fin.")
                yield LintFinding(unit.path, (*loc, "answers"), message, _("Retirer l'une des réponses."))


def _contradictory_conditions(unit: LintUnit) -> Iterator[LintFinding]:
    """Lines whose condition contradicts the answers that lead to them."""
    if not any(line.when is not None for line, _loc in unit.lines):
        return
    scope = _scope_of_unit(unit)
    reaching: dict[Loc, Paths] = {}
    for line, loc in unit.lines:
        arriving = reaching.get(loc[:-1], ANY)
        if not arriving:
            reaching.update(dict.fromkeys([(*loc, *below) for below in lists_below(line)], arriving))
            continue
        here = _restricted_to_symptom(unit, loc, arriving)
        if line.when is not None:
            here = intersection(here, paths_where(scope, line.when))
            if not here:
                message = _("« {text} » n'apparaîtra jamais : sa condition contredit les réponses qui y mènent.")
                remedy = _("Corriger « when », ou retirer la ligne.")
                yield LintFinding(unit.path, (*loc, "when"), message.format(text=text_of(line)), remedy)
        for (name, _lines), below in zip(branches_of(line), lists_below(line), strict=True):
            chosen = with_decision(scope.answer(line.id), name) if isinstance(line, QuestionLine) else ANY
            reaching[*loc, *below] = intersection(here, chosen)


def _restricted_to_symptom(unit: LintUnit, loc: Loc, arriving: Paths) -> Paths:
    """The paths that arrive at a line; for one in the phases of a symptom, those that enter by the symptom."""
    if loc[0] != "symptoms" or len(loc) != 4:
        return arriving
    return with_decision(("symptom",), unit.unit.symptoms[int(loc[1])].id)


def _scope_of_unit(unit: LintUnit) -> Scope:
    """The scope of the conditions of a unit when nothing is known of how it was entered."""
    domains: dict[Decision, tuple[str | None, ...]] = {
        ("symptom",): (None, *(symptom.id for symptom in unit.unit.symptoms))
    }
    for line, _loc in unit.lines:
        if isinstance(line, QuestionLine):
            domains["answer", "", line.id] = (None, *(name for name, _below in branches_of(line)))
    return Scope("", unit.unit.id, None, sure_of_symptom=False, domains=domains, runs={})


def _after_the_end(unit: LintUnit) -> Iterator[LintFinding]:
    """Lines after one that always ends the annex, or always turns into another case."""
    ends: dict[Loc, Line] = {}
    for line, loc in unit.lines:
        end = ends.get(loc[:-1])
        if end is not None and not isinstance(line, Standing):
            message = _("« {text} » vient après « {end} », qui mène toujours ailleurs.")
            remedy = _("La mettre avant, ou la retirer.")
            yield LintFinding(unit.path, loc, message.format(text=text_of(line), end=text_of(end)), remedy)
        elif isinstance(line, Becomes | Outcome) and line.when is None:
            ends[loc[:-1]] = line


def _dead_ends(linted: LintSite) -> Iterator[LintFinding]:
    """P502: the first path through an annex or the triage that leads nowhere.

    One that needs "je ne sais pas" is a warning only: the question can be answered later.
    """
    for unit in linted.units:
        yield from _dead_end(linted.site, unit)


def _dead_end(site: Site, unit: LintUnit) -> Iterator[LintFinding]:
    from pannesi.procedure.checks.coverage.path_search import dead_ends

    if not isinstance(unit.unit, Triage) and not (isinstance(unit.unit, Annexe) and unit.unit.outcomes):
        return
    ends = dead_ends(site, unit.unit)
    for end in sorted(ends, key=_needs_unknown)[:1]:
        choices = [choice for choice in end.path if choice.unit == unit.unit.id]
        answers = [_answer_words(unit, choice.line, choice.option) for choice in choices]
        message = _("Impasse : rien ne dit que faire ensuite ({path}).")
        message = message.format(path=" ; ".join(answers) or _("quelles que soient les réponses"))
        remedy = (
            _("Finir cette voie par « outcome ».") if isinstance(unit.unit, Annexe)
            else _("Mener à un cas (« becomes »), ou dire qui appeler.")
        )  # fmt: skip
        last = choices[-1].line if choices else None
        loc = next(((*where, "value") for line, where in unit.lines if line.id == last), ("steps",))
        yield LintFinding(unit.path, loc, message, remedy, "warning" if _needs_unknown(end) else None)


def _needs_unknown(paths: PathSet) -> bool:
    """Whether a path needs the answer "je ne sais pas"."""
    return any(choice.option == UNKNOWN for choice in paths.path)


def _answer_words(unit: LintUnit, line: str, option: str) -> str:
    question = unit.line_by_id.get(line)
    words = text_of(question) if question is not None else line
    return f"{words} {_('je ne sais pas') if option == UNKNOWN else option}"


def _asks_somebody(when: When) -> bool:
    """Whether a condition depends on an answer, an outcome or the symptom that was chosen."""
    parts = (part for _where, part in conditions_in(when))
    return any(part.answer is not None or part.outcome is not None or part.symptom for part in parts)


def _target_state(units: Mapping[str, AnyUnit], line: Becomes) -> _State:
    return _state_entered(units, line.value, line.symptom, line.answers)


def _state_entered(units: Mapping[str, AnyUnit], name: str, symptom: str | None, answers: Mapping[str, str]) -> _State:
    """The state after entering a unit: the symptom adds its own answers, and may open another unit."""
    unit = units[name]
    entry = next((entry for entry in unit.symptoms if entry.id == symptom), None)
    if entry is not None and entry.opens is not None:
        owner, _slash, inner = entry.opens.partition("/")
        return _state_entered(units, owner, inner or None, answers)
    return (name, symptom, frozenset({**(entry.answers if entry is not None else {}), **answers}.items()))


def _is_on_cycle(units: Mapping[str, AnyUnit], start: _State) -> bool:
    """Whether a state leads back to itself by the answers that are passed on alone."""
    visited: set[_State] = set()
    waiting = [start]
    while waiting:
        name, symptom, answers = waiting.pop()
        for _phase, lines in phases_of(units[name], symptom):
            for line in _lines_given(lines, dict(answers)):
                if isinstance(line, Becomes):
                    following = _target_state(units, line)
                    if following == start:
                        return True
                    if following not in visited:
                        visited.add(following)
                        waiting.append(following)
    return False


def _lines_given(lines: tuple[Line, ...], answers: Mapping[str, str]) -> Iterator[Line]:
    """The lines that these answers alone lead to."""
    for line in lines:
        if line.when is not None and not _holds_given(line.when, answers):
            continue
        yield line
        for name, below in branches_of(line):
            if answers.get(line.id) == name:
                yield from _lines_given(below, answers)


def _holds_given(when: When, answers: Mapping[str, str]) -> bool:
    """Whether a condition holds by these answers alone; hours and durations are taken to hold."""
    if when.outcome is not None or when.symptom:
        return False
    if when.answer is not None and answers.get(when.answer.line) != when.answer.option:
        return False
    if when.any_of and not any(_holds_given(inner, answers) for inner in when.any_of):
        return False
    return not any(_holds_given(inner, answers) for inner in when.none_of)


_ASK = (
    "degraded_mode:\n  - id: postes\n    ask: Combien de postes ?\n    source: Cas 9\n"
    "    options:\n      - {id: un, label: Un}\n      - id: tous\n        label: Tous\n        lines:\n"
)
_STEPS = (
    "outcomes: {fini: C'est fini}\nsteps:\n  - id: marche\n    verify: Est-ce que cela marche ?\n    source: Annexe 9\n"
)
_END = "{id: fin, outcome: fini, label: Fini, source: Annexe 9}"
RULES = (
    Rule(
        "P501", "error", _unreachable_lines,
        lambda: (
            _("Ligne que personne n'atteindra"),
            _("Sa condition contredit les réponses qui y mènent, ou elle vient après une ligne qui mène ailleurs."),
        ),
        wrong=_ASK + "          - {id: dire, do: Le dire, when: {answer: {line: postes, option: un}}, source: Cas 9}\n",
        right=_ASK + "          - {id: dire, do: Le dire, source: Cas 9}\n",
    ),
    Rule(
        "P502", "error", _dead_ends,
        lambda: (
            _("Impasse"), _("Une voie de l'annexe ne finit par aucune issue, ou le triage ne mène nulle part."),
        ),
        wrong=_STEPS + f"    yes: [{_END}]\n",
        right=_STEPS
        + f"    yes: [{_END}]\n  - {{id: fin-sinon, outcome: fini, label: Fini, source: Annexe 9}}\n", where="annex",
    ),
    Rule(
        "P503", "error", _unasked_changes,
        lambda: (
            _("Changement de cas sans réponse"),
            _("« becomes » mène à un autre cas sans que personne ait répondu : on tournerait d'un cas à l'autre."),
        ),
        wrong="alert:\n  - {id: vers-8, becomes: cas-8, label: Passer au cas 8, source: Cas 9}\n",
        right="alert:\n  - id: images\n    verify: Les images s'affichent-elles ?\n    source: Cas 9\n"
        "    no: [{id: vers-8, becomes: cas-8, label: Passer au cas 8, source: Cas 9}]\n",
    ),
)  # fmt: skip
