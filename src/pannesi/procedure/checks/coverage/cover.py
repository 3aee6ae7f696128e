"""The ways through a case that miss something, computed subtree by subtree.

`missing` gives the ways on which no line of a list meets a goal. A list is missed where each of its lines is; a
question where, for some answer, its branch is. Questions that no condition names leave no trace outside their subtree,
so that the cost follows the lines and not the combinations of answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, assert_never

from pannesi.procedure.checks.coverage.constraints import (
    ANY,
    NONE,
    Choice,
    Decision,
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
from pannesi.procedure.checks.coverage.shape import Shape, shape_of
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
    """What a way must meet."""

    @property
    def asks_again(self) -> bool:
        """Whether "je ne sais pas" with something to do is no way on its own: the question is answered again after."""
        ...

    @property
    def after(self) -> Goal | None:
        """What the return lines of annexes must meet besides, if they count."""
        ...

    def misses(self, line: Line) -> Paths:
        """The ways on which a line, there and applying, does not meet the goal: none, all, or by the clock."""
        ...


@dataclass
class PathSearch:
    """Looks for the ways of one entry that miss a goal."""

    site: Site
    goal: Goal
    domains: dict[Decision, tuple[str | None, ...]]
    runs: dict[str, tuple[Decision, ...]]
    shapes: dict[str, Shape] = field(default_factory=dict)

    def shape(self, unit: AnyUnit) -> Shape:
        found = self.shapes.get(unit.id)
        if found is None:
            found = self.shapes[unit.id] = shape_of(unit)
        return found

    def missing(self, lines: tuple[Line, ...], scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        """The ways on which nothing among these lines meets the goal; `given` are answers brought along."""
        if any(line.when is None and not branches_of(line) and not self.goal.misses(line) for line in lines):
            return NONE
        found = ANY
        for line in lines:
            found = intersection(found, self._missing_at(line, scope, unit, given))
            if not found:
                break
        return found

    def _missing_at(self, line: Line, scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        inner = self.goal.misses(line)
        if inner and isinstance(line, BranchingLine):
            inner = intersection(inner, self._below(line, scope, unit, given))
        if line.when is None:
            return inner
        away = intersection(paths_where_not(scope, line.when), self._absent((line,), scope, unit))
        return union(intersection(paths_where(scope, line.when), inner), away)

    def _below(self, line: BranchingLine, scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        if isinstance(line, QuestionLine):
            return self._question(line, scope, unit, given)
        if isinstance(line, Run):
            return self._run(line, scope, unit, given)
        assert_never(line)

    def _question(self, line: QuestionLine, scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        decision, kept = scope.answer(line.id), line.id in self.shape(unit).named
        by_option: list[tuple[str, Paths]] = []
        for name, below in branches_of(line):
            if line.id in given and given[line.id] != name:
                continue
            again = self.goal.asks_again and name == UNKNOWN and any(_to_do(one) for one in below)
            ways = NONE if again else self.missing(below, scope, unit, given)
            if ways:
                others = [inner for other, inner in branches_of(line) if other != name]
                for lines in others:
                    ways = intersection(ways, self._absent(lines, scope, unit))
            by_option.append((name, ways))
        if not kept and all(_is_any(ways) for _name, ways in by_option):
            return ANY
        found = []
        for name, ways in by_option:
            step = Choice(unit.id, line.id, name)
            here = with_decision(decision, name) if kept else ANY
            found += [PathSet(way.fixed, (step, *way.path)) for way in intersection(here, ways)]
        return union(found)

    def _run(self, line: Run, scope: Scope, unit: AnyUnit, given: dict[str, str]) -> Paths:
        annex = self.site.unit_by_id[line.value]
        if not isinstance(annex, Annexe):
            return ANY
        inside = inner_scope(scope, line, annex)
        decision: Decision = ("run", scope.visit, line.id)
        steps = self.missing(annex.steps, inside, annex, dict(line.answers))
        if steps and self.goal.after is not None:
            after = PathSearch(self.site, self.goal.after, self.domains, self.runs, self.shapes)
            steps = intersection(steps, after.missing(annex.return_to_normal, inside, annex, dict(line.answers)))
        if not steps:
            return NONE
        if not annex.outcomes:
            return without_visit(intersection(steps, with_decision(decision, None)), inside.visit)
        by_outcome = dict(branches_of(line))
        found: list[Paths] = []
        for outcome in annex.outcomes:
            ends = self.reaching(annex.steps, inside, annex, dict(line.answers), outcome)
            ways = intersection(intersection(steps, ends), with_decision(decision, outcome))
            ways = intersection(ways, self.missing(by_outcome.get(outcome, ()), scope, unit, given))
            for other, lines in by_outcome.items():
                if other != outcome:
                    ways = intersection(ways, self._absent(lines, scope, unit))
            step = Choice(unit.id, line.id, outcome)
            found.append([PathSet(way.fixed, (step, *way.path)) for way in without_visit(ways, inside.visit)])
        return union(*found)

    def reaching(
        self, lines: tuple[Line, ...], scope: Scope, unit: AnyUnit, given: dict[str, str], outcome: str
    ) -> Paths:
        """The ways on which an annex can end with an outcome."""
        found: list[Paths] = []
        for line in lines:
            here: Paths = ANY if isinstance(line, Outcome) and line.value == outcome else NONE
            for name, below in branches_of(line):
                if isinstance(line, Run) or given.get(line.id, name) == name:
                    inner = self.reaching(below, scope, unit, given, outcome)
                    here = union(here, intersection(with_decision(self._decision(line, scope), name), inner))
            found.append(intersection(paths_where(scope, line.when), here) if line.when is not None else here)
        return union(*found)

    def _decision(self, line: Line, scope: Scope) -> Decision:
        return ("run", scope.visit, line.id) if isinstance(line, Run) else scope.answer(line.id)

    def _absent(self, lines: tuple[Line, ...], scope: Scope, unit: AnyUnit) -> Paths:
        """What is known of lines that do not apply: none of their questions is answered, none of their annexes run."""
        fixed: dict[Decision, str | None] = {}
        for line in _every(lines):
            if isinstance(line, Run) or line.id in self.shape(unit).named:
                fixed[self._decision(line, scope)] = None
        return [PathSet(fixed)] if fixed else ANY


def inner_scope(scope: Scope, line: Run, annex: Annexe) -> Scope:
    """Where the lines of an annex stand that is run from a line."""
    visit = f"{scope.visit}/{line.id}" if scope.visit else line.id
    return Scope(visit, annex.id, None, sure_of_symptom=True, domains=scope.domains, runs=scope.runs)


def path_search(site: Site, goal: Goal, unit: AnyUnit, lines: tuple[Line, ...]) -> PathSearch:
    """Looks for ways of an entry made of these `lines` of a unit, and of the annexes that they run."""
    domains: dict[Decision, tuple[str | None, ...]] = {}
    runs: dict[str, tuple[Decision, ...]] = {}
    waiting: list[tuple[str, tuple[Line, ...]]] = [("", lines)]
    while waiting:
        visit, below = waiting.pop()
        for line in _every(below):
            if isinstance(line, QuestionLine):
                domains["answer", visit, line.id] = (None, *(name for name, _lines in branches_of(line)))
            elif isinstance(line, Run):
                annex = site.unit_by_id[line.value]
                if isinstance(annex, Annexe):
                    decision: Decision = ("run", visit, line.id)
                    domains[decision] = (None, *annex.outcomes)
                    runs[annex.id] = (*runs.get(annex.id, ()), decision)
                    inner = f"{visit}/{line.id}" if visit else line.id
                    waiting.append((inner, (*annex.steps, *annex.return_to_normal)))
    return PathSearch(site, goal, domains, runs)


def _every(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        yield line
        for _branch, below in branches_of(line):
            yield from _every(below)


def _is_any(ways: Paths) -> bool:
    return any(not way.fixed for way in ways)


def _to_do(line: Line) -> bool:
    """Whether a line below "je ne sais pas" says how to find out."""
    return line.when is None and line.traits.something_to_do


class LeadsSomewhere:
    """The goal of annexes and of the triage: to lead somewhere."""

    asks_again = True
    after = None

    def __init__(self, unit: AnyUnit) -> None:
        self._onward = (Becomes, Joins, Call, Run) if isinstance(unit, Triage) else (Outcome, Becomes)

    def misses(self, line: Line) -> Paths:
        return NONE if isinstance(line, self._onward) else ANY


def dead_ends(site: Site, unit: Annexe | Triage) -> Paths:
    """The ways through an annex that reach no outcome, and through the triage that reach no case and nobody to call."""
    goal = LeadsSomewhere(unit)
    walking = path_search(site, goal, unit, unit.steps)
    scope = Scope("", unit.id, None, sure_of_symptom=False, domains=walking.domains, runs=walking.runs)
    return walking.missing(unit.steps, scope, unit, {})
