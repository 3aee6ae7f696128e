"""The paths through an entry that miss a goal, computed one branch after the other.

A list of lines misses a goal on the paths on which each of its lines does; a question misses it where, for some answer,
its branch does. The answers that matter nowhere else leave no constraint behind, so that the cost grows with the number
of lines, not with the number of combinations of answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, assert_never

from pannesi.procedure.checks.coverage.constraints import (
    ANY,
    NONE,
    Decision,
    HoursQuestion,
    PathAnswer,
    Paths,
    PathSet,
    Scope,
    intersection,
    paths_where,
    paths_where_not,
    union,
    with_decision,
    without_visit,
)
from pannesi.procedure.checks.coverage.lasting_questions import lasting_questions
from pannesi.procedure.model.lines import (
    Becomes,
    BranchingLine,
    Call,
    Joins,
    Line,
    Outcome,
    QuestionLine,
    Run,
)
from pannesi.procedure.model.numbering import UNKNOWN, branches_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, AnyUnit, Triage


class Goal(Protocol):
    """What some line of every path must provide."""

    @property
    def asks_again(self) -> bool:
        """Whether "je ne sais pas" with something to do does not count: the question is answered again afterwards."""
        ...

    @property
    def after(self) -> Goal | None:
        """The goal of the return lines of annexes, which then must be missed too; None if those do not count."""
        ...

    def missed_by(self, line: Line) -> Paths:
        """The paths on which a line that applies does not meet the goal: none, all, or those of some hours."""
        ...


@dataclass
class PathSearch:
    """A search, from one entry, for the paths that miss a goal."""

    site: Site
    goal: Goal
    domains: dict[Decision, tuple[str | None, ...]]
    """The values of each decision; None: not decided."""
    runs: dict[str, tuple[Decision, ...]]
    """The `run` decisions of each annex."""
    hours: dict[str, tuple[HoursQuestion, ...]] = field(default_factory=dict)
    """The questions whose answer stands for the hours of each schedule."""
    lasting: dict[str, frozenset[str]] = field(default_factory=dict)
    """The `lasting_questions` of the units met so far."""

    def missing(self, lines: tuple[Line, ...], scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        """The paths on which none of these lines meets the goal; `given` are answers known beforehand."""
        if any(line.when is None and not branches_of(line) and not self.goal.missed_by(line) for line in lines):
            return NONE
        paths = ANY
        for line in lines:
            paths = intersection(paths, self._missing_at(line, scope, unit, given))
            if not paths:
                break
        return paths

    def _is_lasting(self, line: Line, unit: AnyUnit) -> bool:
        if unit.id not in self.lasting:
            self.lasting[unit.id] = lasting_questions(unit)
        return line.id in self.lasting[unit.id]

    def _missing_at(self, line: Line, scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        applies = self.goal.missed_by(line)
        if applies and isinstance(line, BranchingLine):
            applies = intersection(applies, self._missing_below(line, scope, unit, given))
        if line.when is None:
            return applies
        away = intersection(paths_where_not(scope, line.when), self._paths_without((line,), scope, unit))
        return union(intersection(paths_where(scope, line.when), applies), away)

    def _missing_below(self, line: BranchingLine, scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        if isinstance(line, QuestionLine):
            return self._missing_at_question(line, scope, unit, given)
        if isinstance(line, Run):
            return self._missing_at_run(line, scope, unit, given)
        assert_never(line)

    def _missing_at_question(self, line: QuestionLine, scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        decision, lasts = scope.answer(line.id), self._is_lasting(line, unit)
        by_option: list[tuple[str, Paths]] = []
        for name, below in branches_of(line):
            if line.id in given and given[line.id] != name:
                continue
            again = self.goal.asks_again and name == UNKNOWN and any(_says_how_to_know(inner) for inner in below)
            paths = NONE if again else self.missing(below, scope, unit, given)
            by_option.append((name, self._without_other_branches(paths, line, name, scope, unit)))
        if not lasts and all(_is_any(paths) for _name, paths in by_option):
            return ANY
        missing: Paths = []
        for name, paths in by_option:
            decided = with_decision(decision, name) if lasts else ANY
            missing += _preceded_by(PathAnswer(unit.id, line.id, name), intersection(decided, paths))
        return union(missing)

    def _missing_at_run(self, line: Run, scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        annex = self.site.unit_by_id[line.value]
        if not isinstance(annex, Annexe):
            return ANY
        inside, answers = inner_scope(scope, line, annex), dict(line.answers)
        decision: Decision = ("run", scope.visit, line.id)
        steps = self.missing(annex.steps, inside, annex, answers)
        if steps and self.goal.after is not None:
            after = PathSearch(self.site, self.goal.after, self.domains, self.runs, self.hours, self.lasting)
            steps = intersection(steps, after.missing(annex.return_to_normal, inside, annex, answers))
        if not steps:
            return NONE
        if not annex.outcomes:
            return self._outside(intersection(steps, with_decision(decision, None)), inside)
        by_outcome = dict(branches_of(line))
        missing: list[Paths] = []
        for outcome in annex.outcomes:
            ends = self.reaching(annex.steps, inside, annex, answers, outcome)
            paths = intersection(intersection(steps, ends), with_decision(decision, outcome))
            paths = intersection(paths, self.missing(by_outcome.get(outcome, ()), scope, unit, given))
            paths = self._without_other_branches(paths, line, outcome, scope, unit)
            missing.append(_preceded_by(PathAnswer(unit.id, line.id, outcome), self._outside(paths, inside)))
        return union(*missing)

    def _outside(self, paths: Paths, inside: Scope) -> Paths:
        """The paths without what was answered inside an annex, but for what was said there of hours."""
        said = {question.decision for questions in self.hours.values() for question in questions}
        return without_visit(paths, inside.visit, said)

    def _without_other_branches(
        self, paths: Paths, line: BranchingLine, taken: str, scope: Scope, unit: AnyUnit
    ) -> Paths:
        """The paths on which nothing below the other branches of a line is decided."""
        for name, lines in branches_of(line) if paths else ():
            if name != taken:
                paths = intersection(paths, self._paths_without(lines, scope, unit))
        return paths

    def reaching(
        self, lines: tuple[Line, ...], scope: Scope, unit: AnyUnit, given: dict[str, str], outcome: str
    ) -> Paths:
        """The paths on which an annex can end with an outcome."""
        reaching: list[Paths] = []
        for line in lines:
            here: Paths = ANY if isinstance(line, Outcome) and line.value == outcome else NONE
            for name, below in branches_of(line):
                if isinstance(line, Run) or given.get(line.id, name) == name:
                    inner = self.reaching(below, scope, unit, given, outcome)
                    here = union(here, intersection(with_decision(self._decision_at(line, scope), name), inner))
            reaching.append(intersection(paths_where(scope, line.when), here) if line.when is not None else here)
        return union(*reaching)

    def _decision_at(self, line: Line, scope: Scope) -> Decision:
        return ("run", scope.visit, line.id) if isinstance(line, Run) else scope.answer(line.id)

    def _paths_without(self, lines: tuple[Line, ...], scope: Scope, unit: AnyUnit) -> Paths:
        """The paths on which lines do not apply: none of their questions is answered, none of their annexes is run."""
        fixed: dict[Decision, str | None] = {}
        for line in _with_lines_below(lines):
            if isinstance(line, Run) or self._is_lasting(line, unit):
                fixed[self._decision_at(line, scope)] = None
        return [PathSet(fixed)] if fixed else ANY


def _preceded_by(choice: PathAnswer, paths: Paths) -> Paths:
    return [PathSet(path_set.fixed, (choice, *path_set.path)) for path_set in paths]


def inner_scope(scope: Scope, line: Run, annex: Annexe) -> Scope:
    """The scope of the conditions of an annex that a line runs."""
    visit = f"{scope.visit}/{line.id}" if scope.visit else line.id
    return Scope(visit, annex.id, None, sure_of_symptom=True, domains=scope.domains, runs=scope.runs, hours=scope.hours)


def search_from(site: Site, goal: Goal, lines: tuple[Line, ...]) -> PathSearch:
    """A search for the paths through the `lines` of a unit, and through the annexes that they run."""
    domains: dict[Decision, tuple[str | None, ...]] = {}
    runs: dict[str, tuple[Decision, ...]] = {}
    hours: dict[str, tuple[HoursQuestion, ...]] = {}
    waiting: list[tuple[str, tuple[Line, ...]]] = [("", lines)]
    while waiting:
        visit, below = waiting.pop()
        for line in _with_lines_below(below):
            if isinstance(line, QuestionLine):
                asked: Decision = ("answer", visit, line.id)
                domains[asked] = (None, *(name for name, _lines in branches_of(line)))
                if line.suggests is not None:
                    said = HoursQuestion(asked, line.suggests.open, line.suggests.closed)
                    hours[line.suggests.schedule] = (*hours.get(line.suggests.schedule, ()), said)
            elif isinstance(line, Run):
                annex = site.unit_by_id[line.value]
                if isinstance(annex, Annexe):
                    decision: Decision = ("run", visit, line.id)
                    domains[decision] = (None, *annex.outcomes)
                    runs[annex.id] = (*runs.get(annex.id, ()), decision)
                    inner = f"{visit}/{line.id}" if visit else line.id
                    waiting.append((inner, (*annex.steps, *annex.return_to_normal)))
    return PathSearch(site, goal, domains, runs, hours)


def _with_lines_below(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        yield line
        for _branch, below in branches_of(line):
            yield from _with_lines_below(below)


def _is_any(paths: Paths) -> bool:
    return any(not path_set.fixed for path_set in paths)


def _says_how_to_know(line: Line) -> bool:
    """Whether a line below "je ne sais pas" says how to find the answer."""
    return line.when is None and line.traits.something_to_do


class LeadsSomewhere:
    """The goal of an annex, to end with an outcome, and of the triage, to lead to a case or to somebody to call."""

    asks_again = True
    after = None

    def __init__(self, unit: AnyUnit) -> None:
        self._onward = (Becomes, Joins, Call, Run) if isinstance(unit, Triage) else (Outcome, Becomes)

    def missed_by(self, line: Line) -> Paths:
        """No path for a line that leads on, else all."""
        return NONE if isinstance(line, self._onward) else ANY


def dead_ends(site: Site, unit: Annexe | Triage) -> Paths:
    """The paths through an annex that reach no outcome, or through the triage that reach no case and nobody to call."""
    search = search_from(site, LeadsSomewhere(unit), unit.steps)
    scope = Scope(
        "", unit.id, None, sure_of_symptom=False, domains=search.domains, runs=search.runs, hours=search.hours
    )
    return search.missing(unit.steps, scope, unit, {})
