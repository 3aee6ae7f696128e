"""Lines that nobody can reach, ways that lead nowhere, cases that turn into others without anybody's answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pannesi.procedure.checks.coverage.constraints import (
    ANY,
    Decision,
    Paths,
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
"""A unit, the symptom it is entered by, the answers that are brought along."""


def _unreachable(linted: LintSite) -> Iterator[LintFinding]:
    """Lines that nobody can reach."""
    for unit in linted.units:
        yield from _contradicted(unit)
        yield from _after_the_end(unit)


def _unanswered(linted: LintSite) -> Iterator[LintFinding]:
    """A `becomes` that needs nobody's answer, and cases that turn into one another by the answers they bring along."""
    by_id = {unit.unit.id: unit.unit for unit in linted.units}
    for unit in linted.units:
        for line, loc in unit.lines:
            if not isinstance(line, Becomes):
                continue
            top = len(loc) in (2, 4) and loc[-2] in ("alert", "degraded_mode", "return_to_normal", "steps")
            if top and (line.when is None or not _asks_somebody(line.when)):
                message = _("La procédure passerait d'un cas à l'autre sans que personne ait répondu à rien.")
                yield LintFinding(unit.path, loc, message, _("Mettre cette ligne sous une question."))
            if line.answers and _comes_back(by_id, _target(by_id, line)):
                message = _("Avec ces réponses, la procédure tournerait d'un cas à l'autre sans fin.")
                yield LintFinding(unit.path, (*loc, "answers"), message, _("Retirer l'une des réponses."))


def _contradicted(unit: LintUnit) -> Iterator[LintFinding]:
    """Lines below a condition that contradicts the answers that lead to it."""
    if not any(line.when is not None for line, _loc in unit.lines):
        return
    scope = _scope(unit)
    ways: dict[Loc, Paths] = {}
    for line, loc in unit.lines:
        around = ways.get(loc[:-1], ANY)
        if not around:
            ways.update(dict.fromkeys([(*loc, *below) for below in lists_below(line)], around))
            continue
        here = _of_symptom(unit, loc, around)
        if line.when is not None:
            here = intersection(here, paths_where(scope, line.when))
            if not here:
                message = _("« {text} » n'apparaîtra jamais : sa condition contredit les réponses qui y mènent.")
                remedy = _("Corriger « when », ou retirer la ligne.")
                yield LintFinding(unit.path, (*loc, "when"), message.format(text=text_of(line)), remedy)
        for (name, _lines), below in zip(branches_of(line), lists_below(line), strict=True):
            chosen = with_decision(scope.answer(line.id), name) if isinstance(line, QuestionLine) else ANY
            ways[*loc, *below] = intersection(here, chosen)


def _of_symptom(unit: LintUnit, loc: Loc, around: Paths) -> Paths:
    if loc[0] != "symptoms" or len(loc) != 4:
        return around
    return with_decision(("symptom",), unit.unit.symptoms[int(loc[1])].id)


def _scope(unit: LintUnit) -> Scope:
    """What the conditions of a unit mean when nothing is known of how it was entered."""
    domains: dict[Decision, tuple[str | None, ...]] = {
        ("symptom",): (None, *(symptom.id for symptom in unit.unit.symptoms))
    }
    for line, _loc in unit.lines:
        if isinstance(line, QuestionLine):
            domains["answer", "", line.id] = (None, *(name for name, _below in branches_of(line)))
    return Scope("", unit.unit.id, None, sure_of_symptom=False, domains=domains, runs={})


def _after_the_end(unit: LintUnit) -> Iterator[LintFinding]:
    """What stands after the line that always ends the annex, or always turns into another case."""
    ended: dict[Loc, Line] = {}
    for line, loc in unit.lines:
        end = ended.get(loc[:-1])
        if end is not None and not isinstance(line, Standing):
            message = _("« {text} » vient après « {end} », qui mène toujours ailleurs.")
            remedy = _("La mettre avant, ou la retirer.")
            yield LintFinding(unit.path, loc, message.format(text=text_of(line), end=text_of(end)), remedy)
        elif isinstance(line, Becomes | Outcome) and line.when is None:
            ended[loc[:-1]] = line


def _dead_ends(linted: LintSite) -> Iterator[LintFinding]:
    """The first way of an annex or of the triage that leads nowhere. One that only "je ne sais pas" leads to is a
    warning: the question can be answered later."""
    for unit in linted.units:
        yield from _dead_end(linted.site, unit)


def _dead_end(site: Site, unit: LintUnit) -> Iterator[LintFinding]:
    from pannesi.procedure.checks.coverage.path_search import dead_ends

    if not isinstance(unit.unit, Triage) and not (isinstance(unit.unit, Annexe) and unit.unit.outcomes):
        return
    ends = dead_ends(site, unit.unit)
    for way in sorted(ends, key=lambda way: any(step.option == UNKNOWN for step in way.path))[:1]:
        answers = [_answered(unit, step.line, step.option) for step in way.path if step.unit == unit.unit.id]
        message = _("Impasse : personne ne dit que faire ensuite ({path}).")
        message = message.format(path=" ; ".join(answers) or _("quelles que soient les réponses"))
        remedy = (
            _("Finir cette voie par « outcome ».") if isinstance(unit.unit, Annexe)
            else _("Mener à un cas (« becomes »), ou dire qui appeler.")
        )  # fmt: skip
        last = next((step.line for step in reversed(way.path) if step.unit == unit.unit.id), None)
        loc = next(((*where, "value") for line, where in unit.lines if line.id == last), ("steps",))
        unsure = any(step.option == UNKNOWN for step in way.path)
        yield LintFinding(unit.path, loc, message, remedy, "warning" if unsure else None)


def _answered(unit: LintUnit, line: str, option: str) -> str:
    asked = unit.line_by_id.get(line)
    words = text_of(asked) if asked is not None else line
    return f"{words} {_('je ne sais pas') if option == UNKNOWN else option}"


def _asks_somebody(when: When) -> bool:
    """Whether a condition depends on what somebody answered or chose."""
    parts = (part for _where, part in conditions_in(when))
    return any(part.answer is not None or part.outcome is not None or part.symptom for part in parts)


def _target(units: Mapping[str, AnyUnit], line: Becomes) -> _State:
    return _entered(units, line.value, line.symptom, line.answers)


def _entered(units: Mapping[str, AnyUnit], name: str, symptom: str | None, answers: Mapping[str, str]) -> _State:
    """What one really enters: the symptom's own answers are brought along, and it may open another unit."""
    unit = units[name]
    own = next((entry for entry in unit.symptoms if entry.id == symptom), None)
    if own is not None and own.opens is not None:
        owner, _slash, inner = own.opens.partition("/")
        return _entered(units, owner, inner or None, answers)
    return (name, symptom, frozenset({**(own.answers if own is not None else {}), **answers}.items()))


def _comes_back(units: Mapping[str, AnyUnit], start: _State) -> bool:
    """Whether a unit entered so leads back to being entered so, by the answers brought along alone."""
    met: set[_State] = set()
    waiting = [start]
    while waiting:
        name, symptom, answers = waiting.pop()
        for _phase, lines in phases_of(units[name], symptom):
            for line in _taken(lines, dict(answers)):
                if isinstance(line, Becomes):
                    onward = _target(units, line)
                    if onward == start:
                        return True
                    if onward not in met:
                        met.add(onward)
                        waiting.append(onward)
    return False


def _taken(lines: tuple[Line, ...], answers: Mapping[str, str]) -> Iterator[Line]:
    """The lines that these answers alone lead to."""
    for line in lines:
        if line.when is not None and not _surely(line.when, answers):
            continue
        yield line
        for name, below in branches_of(line):
            if answers.get(line.id) == name:
                yield from _taken(below, answers)


def _surely(when: When, answers: Mapping[str, str]) -> bool:
    """Whether a condition holds by these answers alone, the clock willing."""
    if when.outcome is not None or when.symptom:
        return False
    if when.answer is not None and answers.get(when.answer.line) != when.answer.option:
        return False
    if when.any_of and not any(_surely(inner, answers) for inner in when.any_of):
        return False
    return not any(_surely(inner, answers) for inner in when.none_of)


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
        "P501", "error", _unreachable,
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
        "P503", "error", _unanswered,
        lambda: (
            _("Changement de cas sans réponse"),
            _("« becomes » mène à un autre cas sans que personne ait répondu : on tournerait d'un cas à l'autre."),
        ),
        wrong="alert:\n  - {id: vers-8, becomes: cas-8, label: Passer au cas 8, source: Cas 9}\n",
        right="alert:\n  - id: images\n    verify: Les images s'affichent-elles ?\n    source: Cas 9\n"
        "    no: [{id: vers-8, becomes: cas-8, label: Passer au cas 8, source: Cas 9}]\n",
    ),
)  # fmt: skip
