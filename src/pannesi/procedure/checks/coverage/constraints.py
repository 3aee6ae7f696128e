"""Sets of ways through a procedure, as constraints on what decides them: answers, outcomes, the clock, the entry.

A set is a list of `Way`; an empty list is no way at all, `ANY` every way. Sets stay small because a question that no
condition names is decided inside its own subtree and leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pannesi.procedure.model.lines import When

Decision = tuple[str, ...]
"""What is decided: `("answer", visit, line)`, `("run", visit, line)`, `("clock", schedule)`, `("symptom",)`."""
MAX_SETS = 400
"""How many ways a set may hold; beyond, only the clock is kept of each, so that nothing is taken for covered."""


@dataclass(frozen=True)
class Choice:
    """One answer, or one outcome, on the way that is told."""

    unit: str
    line: str
    option: str


@dataclass(frozen=True)
class PathSet:
    """Everything that decides as in `fixed`; `path` is one example of how to get there."""

    fixed: Mapping[Decision, str | None] = field(default_factory=dict)
    path: tuple[Choice, ...] = ()


Paths = list[PathSet]
ANY: Paths = [PathSet()]
NONE: Paths = []


@dataclass(frozen=True)
class Scope:
    """Where a condition stands: what its names mean there, and the values that each decision can take."""

    visit: str
    """The way from the entry to here, by `run` lines; empty at the entry."""
    unit: str
    symptom: str | None
    sure_of_symptom: bool
    domains: Mapping[Decision, tuple[str | None, ...]]
    runs: Mapping[str, tuple[Decision, ...]]
    """The `run` decisions of each annex."""

    def answer(self, line: str) -> Decision:
        return ("answer", self.visit, line)


def with_decision(decision: Decision, value: str | None) -> Paths:
    """The ways on which a decision has this value."""
    return [PathSet({decision: value})]


def intersection(first: Paths, second: Paths) -> Paths:
    """The ways that are in both sets."""
    if not first or not second:
        return NONE
    found = []
    for one in first:
        for other in second:
            fixed = _merged(one.fixed, other.fixed)
            if fixed is not None:
                found.append(PathSet(fixed, one.path + other.path))
    return _fewest(found)


def union(*sets: Paths) -> Paths:
    """The ways that are in any of the sets."""
    return _fewest([way for ways in sets for way in ways])


def without_visit(ways: Paths, visit: str) -> Paths:
    """The ways without the answers given inside a visit (and below it): nothing outside depends on them."""
    kept = []
    for way in ways:
        fixed = {key: value for key, value in way.fixed.items() if not (key[0] == "answer" and _inside(key[1], visit))}
        kept.append(PathSet(fixed, way.path))
    return _fewest(kept)


def _inside(name: str, visit: str) -> bool:
    return name == visit or name.startswith(f"{visit}/")


def _merged(
    one: Mapping[Decision, str | None], other: Mapping[Decision, str | None]
) -> Mapping[Decision, str | None] | None:
    if not one or not other:
        return one or other
    small, large = (one, other) if len(one) < len(other) else (other, one)
    for key, value in small.items():
        if key in large and large[key] != value:
            return None
    return {**large, **small}


def _fewest(ways: Paths) -> Paths:
    """The same set with fewer ways: one that another one holds goes."""
    if len(ways) < 2:
        return ways
    if len(ways) > MAX_SETS:
        ways = [PathSet({key: one for key, one in way.fixed.items() if key[0] == "clock"}, way.path) for way in ways]
    kept: list[tuple[frozenset[tuple[Decision, str | None]], PathSet]] = []
    for way in sorted(ways, key=lambda one: (len(one.fixed), len(one.path))):
        items = frozenset(way.fixed.items())
        if not any(other <= items for other, _way in kept):
            kept.append((items, way))
    return [way for _items, way in kept]


def paths_where(scope: Scope, when: When) -> Paths:
    """The ways on which a condition holds; of one that cannot be resolved beforehand, all."""
    found = ANY
    for part in _parts(scope, when, wanted=True):
        found = intersection(found, part)
    return found


def paths_where_not(scope: Scope, when: When) -> Paths:
    """The ways on which a condition does not hold; of one that cannot be resolved beforehand, all."""
    return union(*_parts(scope, when, wanted=False))


def _parts(scope: Scope, when: When, *, wanted: bool) -> Iterable[Paths]:
    """For each key of a condition, the ways on which it is (or is not) as written."""
    if when.open is not None:
        yield _clock(when.open, "open" if wanted else "closed")
    if when.closed is not None:
        yield _clock(when.closed, "closed" if wanted else "open")
    if when.answer is not None:
        decision = scope.answer(when.answer.line)
        yield _is(scope, decision, when.answer.option) if wanted else _is_not(scope, decision, when.answer.option)
    if when.outcome is not None:
        runs = scope.runs.get(when.outcome.annex, ())
        if not runs:
            yield ANY
        elif wanted:
            yield union(*(_is(scope, run, when.outcome.outcome) for run in runs))
        else:
            never = ANY
            for run in runs:
                never = intersection(never, _is_not(scope, run, when.outcome.outcome))
            yield never
    if when.symptom:
        yield _symptom(scope, {ref.rpartition("/")[2] for ref in when.symptom}, wanted=wanted)
    if when.elapsed is not None or when.expected is not None:
        yield ANY
    if when.any_of:
        if wanted:
            yield union(*(paths_where(scope, one) for one in when.any_of))
        else:
            none = ANY
            for one in when.any_of:
                none = intersection(none, paths_where_not(scope, one))
            yield none
    for one in when.none_of:
        yield paths_where_not(scope, one) if wanted else paths_where(scope, one)


def _clock(schedule: str, state: str) -> Paths:
    return [PathSet({("clock", schedule): state}), PathSet({("clock", schedule): "unknown"})]


def _is(scope: Scope, decision: Decision, value: str) -> Paths:
    return with_decision(decision, value) if value in scope.domains.get(decision, (value,)) else NONE


def _is_not(scope: Scope, decision: Decision, value: str) -> Paths:
    if decision not in scope.domains:
        return ANY
    return [PathSet({decision: other}) for other in scope.domains[decision] if other != value]


def _symptom(scope: Scope, names: set[str], *, wanted: bool) -> Paths:
    if scope.sure_of_symptom:
        return ANY if (scope.symptom in names) is wanted else NONE
    domain = scope.domains.get(("symptom",), (None,))
    return [PathSet({("symptom",): one}) for one in domain if (one in names) is wanted]
