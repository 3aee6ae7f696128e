"""Sets of paths through a procedure, as constraints on what decides a path: answers, outcomes, the clock, the entry.

A set is a list of `PathSet`, whose union it is (a disjunctive normal form); an empty list is no path, `ANY` every
path. Sets stay small because the answer to a question that no condition names is resolved inside its own branches and
leaves no constraint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

from pannesi.procedure.model.lines import When

Decision = tuple[str, ...]
"""What is decided: `("answer", visit, line)`, `("run", visit, line)`, `("clock", schedule)`, `("symptom",)`."""
MAX_SETS = 400
"""How many `PathSet`s a set may have; beyond, only the clock is kept of each, so that nothing is taken for covered."""


@dataclass(frozen=True)
class PathAnswer:
    """An answer to a question, or an outcome of an annex, on an example of a path."""

    unit: str
    line: str
    option: str


@dataclass(frozen=True)
class PathSet:
    """All paths on which the decisions in `fixed` have these values; `path` is an example of how to get there."""

    fixed: Mapping[Decision, str | None] = field(default_factory=dict)
    path: tuple[PathAnswer, ...] = ()


Paths = list[PathSet]
ANY: Paths = [PathSet()]
NONE: Paths = []


@dataclass(frozen=True)
class HoursQuestion:
    """A question whose answer says whether a schedule is open, whatever the clock says."""

    decision: Decision
    open: str
    closed: str


@dataclass(frozen=True)
class Scope:
    """The context of a condition: what its names mean there, and the values that each decision can take."""

    visit: str
    """The ids of the `run` lines from the entry to here, joined by `/`; empty at the entry."""
    unit: str
    symptom: str | None
    sure_of_symptom: bool
    """Whether the unit is always entered by `symptom`."""
    domains: Mapping[Decision, tuple[str | None, ...]]
    runs: Mapping[str, tuple[Decision, ...]]
    """The `run` decisions of each annex."""
    hours: Mapping[str, tuple[HoursQuestion, ...]] = field(default_factory=dict)
    """The questions whose answer stands for the hours of each schedule, anywhere on a path."""

    def answer(self, line: str) -> Decision:
        """The decision of a question of this unit."""
        return ("answer", self.visit, line)


def with_decision(decision: Decision, value: str | None) -> Paths:
    """The paths on which a decision has this value."""
    return [PathSet({decision: value})]


def intersection(first: Paths, second: Paths) -> Paths:
    """The paths that are in both sets."""
    if not first or not second:
        return NONE
    common = []
    for left in first:
        for right in second:
            fixed = _both_constraints(left.fixed, right.fixed)
            if fixed is not None:
                common.append(PathSet(fixed, left.path + right.path))
    return _without_contained(common)


def union(*sets: Paths) -> Paths:
    """The paths that are in any of the sets."""
    return _without_contained([path_set for paths in sets for path_set in paths])


def without_visit(paths: Paths, visit: str, kept: Collection[Decision] = ()) -> Paths:
    """The paths without the answers given in a visit and those inside it, which nothing outside depends on, but for
    those `kept`."""
    projected = []
    for path_set in paths:
        fixed = {
            decision: value
            for decision, value in path_set.fixed.items()
            if decision in kept or not (decision[0] == "answer" and _is_within(decision[1], visit))
        }
        projected.append(PathSet(fixed, path_set.path))
    return _without_contained(projected)


def _is_within(name: str, visit: str) -> bool:
    return name == visit or name.startswith(f"{visit}/")


def _both_constraints(
    first: Mapping[Decision, str | None], second: Mapping[Decision, str | None]
) -> Mapping[Decision, str | None] | None:
    """Both constraints together, None when they contradict each other."""
    if not first or not second:
        return first or second
    small, large = (first, second) if len(first) < len(second) else (second, first)
    for decision, value in small.items():
        if decision in large and large[decision] != value:
            return None
    return {**large, **small}


def _without_contained(paths: Paths) -> Paths:
    """The same set without any `PathSet` that another one contains."""
    if len(paths) < 2:
        return paths
    if len(paths) > MAX_SETS:
        paths = [
            PathSet({key: value for key, value in path_set.fixed.items() if key[0] == "clock"}, path_set.path)
            for path_set in paths
        ]
    maximal: list[tuple[frozenset[tuple[Decision, str | None]], PathSet]] = []
    for path_set in sorted(paths, key=lambda path_set: (len(path_set.fixed), len(path_set.path))):
        items = frozenset(path_set.fixed.items())
        if not any(other <= items for other, _path_set in maximal):
            maximal.append((items, path_set))
    return [path_set for _items, path_set in maximal]


def _intersection_of(sets: Iterable[Paths]) -> Paths:
    return reduce(intersection, sets, ANY)


def paths_where(scope: Scope, when: When) -> Paths:
    """The paths on which a condition holds; all, where that depends on what is known in a session only."""
    return _intersection_of(_paths_of_keys(scope, when, wanted=True))


def paths_where_not(scope: Scope, when: When) -> Paths:
    """The paths on which a condition does not hold; all, where that depends on what is known in a session only."""
    return union(*_paths_of_keys(scope, when, wanted=False))


def _paths_of_keys(scope: Scope, when: When, *, wanted: bool) -> Iterable[Paths]:
    """For each key of a condition, the paths on which it holds (`wanted`) or does not."""
    if when.open is not None:
        yield _paths_of_schedule(scope, when.open, wanted=wanted)
    if when.closed is not None:
        yield _paths_of_schedule(scope, when.closed, wanted=not wanted)
    if when.answer is not None:
        decision = scope.answer(when.answer.line)
        yield (
            _paths_with_value(scope, decision, when.answer.option)
            if wanted
            else _is_not(scope, decision, when.answer.option)
        )
    if when.outcome is not None:
        yield _paths_of_outcome(scope, when.outcome.annex, when.outcome.outcome, wanted=wanted)
    if when.symptom:
        yield _paths_of_symptom(scope, {ref.rpartition("/")[2] for ref in when.symptom}, wanted=wanted)
    if when.elapsed is not None or when.expected is not None:
        yield ANY
    if when.any_of and wanted:
        yield union(*(paths_where(scope, inner) for inner in when.any_of))
    elif when.any_of:
        yield _intersection_of(paths_where_not(scope, inner) for inner in when.any_of)
    for inner in when.none_of:
        yield paths_where_not(scope, inner) if wanted else paths_where(scope, inner)


def _paths_of_outcome(scope: Scope, annex: str, outcome: str, *, wanted: bool) -> Paths:
    """The paths on which some run of an annex ended with an outcome, or on which none did."""
    runs = scope.runs.get(annex, ())
    if not runs:
        return ANY
    if wanted:
        return union(*(_paths_with_value(scope, run, outcome) for run in runs))
    return _intersection_of(_is_not(scope, run, outcome) for run in runs)


def _paths_of_schedule(scope: Scope, schedule: str, *, wanted: bool) -> Paths:
    """The paths on which a schedule is open (`wanted`) or closed: somebody said so, or nobody said anything and the
    clock says it. Where several questions ask it, the last answer counts, which is not known here: a path on which they
    differ is in both sets."""
    clock, questions = ("clock", schedule), scope.hours.get(schedule, ())
    paths = [PathSet({clock: "open" if wanted else "closed"}), PathSet({clock: "unknown"})]
    for question in questions:
        unsaid = _domain(scope, question.decision) - {question.open, question.closed}
        paths = intersection(paths, [PathSet({question.decision: value}) for value in unsaid])
    said = (with_decision(question.decision, question.open if wanted else question.closed) for question in questions)
    return union(paths, *said)


def _domain(scope: Scope, decision: Decision) -> set[str | None]:
    return set(scope.domains.get(decision, (None,)))


def _paths_with_value(scope: Scope, decision: Decision, value: str) -> Paths:
    return with_decision(decision, value) if value in scope.domains.get(decision, (value,)) else NONE


def _is_not(scope: Scope, decision: Decision, value: str) -> Paths:
    if decision not in scope.domains:
        return ANY
    return [PathSet({decision: other}) for other in scope.domains[decision] if other != value]


def _paths_of_symptom(scope: Scope, names: set[str], *, wanted: bool) -> Paths:
    if scope.sure_of_symptom:
        return ANY if (scope.symptom in names) is wanted else NONE
    domain = scope.domains.get(("symptom",), (None,))
    return [PathSet({("symptom",): name}) for name in domain if (name in names) is wanted]
