"""Which cases leave somebody alone at some hour, by which answers; and how many ways there are through a site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pannesi.procedure.checks.coverage.calendar import MomentClass, moment_classes
from pannesi.procedure.checks.coverage.constraints import Choice, Paths, PathSet, Scope, intersection
from pannesi.procedure.checks.coverage.cover import Goal, PathSearch, path_search
from pannesi.procedure.checks.coverage.goals import (
    AlertsSomebody,
    HasAnyLine,
    HasGuidance,
    HasStandingOrder,
    TurnsIntoAnotherCase,
)
from pannesi.procedure.model.lines import Line, Run
from pannesi.procedure.model.numbering import branches_of, phases_of
from pannesi.procedure.model.procedure import EntryPoint, Site
from pannesi.procedure.model.units import Annexe, AnyUnit, Phase

Lack = Literal["degraded_mode", "alert", "reach", "end"]


@dataclass(frozen=True)
class Hole:
    """A way through an entry that lacks something, and when."""

    entry: EntryPoint
    lack: Lack
    path: tuple[Choice, ...]
    """Answers that lead there; empty when any do."""
    when: tuple[MomentClass, ...]
    """The moments at which it is so whatever the clock suggests."""
    against: tuple[MomentClass, ...]
    """The moments at which it takes an answer other than the clock's."""


@dataclass(frozen=True)
class PathCount:
    """How many ways of answering an entry offers, and how many lines the longest has."""

    entry: EntryPoint
    count: int
    longest: int


@dataclass(frozen=True)
class CoverageProof:
    """What was proved of a site."""

    holes: tuple[Hole, ...]
    walks: tuple[PathCount, ...]
    moments: int
    """How many classes of moment were looked at."""


def prove_coverage(site: Site) -> CoverageProof:
    """Looks at every entry, at every class of moment of a week, under every combination of answers."""
    moments = moment_classes(site.contacts)
    holes: list[Hole] = []
    for entry in site.entries:
        if entry.symptom.opens is None:
            for lack, ways in _lacks(site, entry):
                found = list(_holes(site, entry, lack, ways, moments))
                holes += _but_for(found, holes) if lack == "reach" else found
    walks = tuple(
        PathCount(entry, *_size(site, _forward(entry.unit, entry.symptom.id)))
        for entry in site.entries
        if entry.symptom.opens is None
    )
    return CoverageProof(tuple(holes), walks, len(moments))


def _lacks(site: Site, entry: EntryPoint) -> Iterator[tuple[Lack, Paths]]:
    unit, symptom = entry.unit, entry.symptom
    phases = dict(phases_of(unit, symptom.id))
    lines = tuple(line for part in phases.values() for line in part)
    first = path_search(site, TurnsIntoAnotherCase(), unit, lines)
    domains = {**first.domains, ("symptom",): (symptom.id,)}
    scope = Scope("", unit.id, symptom.id, sure_of_symptom=True, domains=domains, runs=first.runs)
    given = dict(symptom.answers)

    def missing(goal: Goal, part: tuple[Line, ...]) -> Paths:
        walking = PathSearch(site, goal, first.domains, first.runs, first.shapes)
        return walking.missing(part, scope, unit, given)

    alert, degraded, back = (phases.get(phase, ()) for phase in _ORDER)
    idle = missing(HasGuidance(), degraded)
    yield "degraded_mode", intersection(missing(HasStandingOrder(), alert), idle) if idle else idle
    yield "alert", missing(AlertsSomebody(site), (*alert, *degraded))
    offline = "internet" in {symptom.system.casefold(), *(one.casefold() for one in symptom.systems.down)}
    yield "reach", missing(AlertsSomebody(site, by_what=True, offline=offline), (*alert, *degraded))
    ends = missing(HasAnyLine(), back)
    yield "end", intersection(missing(TurnsIntoAnotherCase(HasAnyLine()), (*alert, *degraded)), ends) if ends else ends


_ORDER: tuple[Phase, Phase, Phase] = ("alert", "degraded_mode", "return_to_normal")


def _holes(site: Site, entry: EntryPoint, lack: Lack, ways: Paths, moments: tuple[MomentClass, ...]) -> Iterator[Hole]:
    """The ways that some moment allows, one hole a path."""
    found: dict[tuple[Choice, ...], tuple[list[MomentClass], list[MomentClass]]] = {}
    for way in ways:
        when, against = found.setdefault(way.path, ([], []))
        for moment in moments:
            if _allows(way, moment) and moment not in when:
                (against if _against_the_clock(site, way, moment) else when).append(moment)
    for path, (when, against) in found.items():
        if when or against:
            yield Hole(entry, lack, path, tuple(when), tuple(one for one in against if one not in when))


def _but_for(found: list[Hole], told: list[Hole]) -> Iterator[Hole]:
    """What is left of holes where nobody is reached, without the moments at which nobody was there to be alerted."""
    known = {(one.entry.number, one.path): one for one in told if one.lack == "alert"}
    for hole in found:
        alert = known.get((hole.entry.number, hole.path))
        if alert is not None:
            when = tuple(one for one in hole.when if one not in alert.when)
            against = tuple(one for one in hole.against if one not in alert.against)
            hole = replace(hole, when=when, against=against)
        if hole.when or hole.against:
            yield hole


def _allows(way: PathSet, moment: MomentClass) -> bool:
    return all(
        moment.states.get(decision[1]) == value for decision, value in way.fixed.items() if decision[0] == "clock"
    )


def _against_the_clock(site: Site, way: PathSet, moment: MomentClass) -> bool:
    """Whether some answer on the way is another than the clock suggests at that moment."""
    for step in way.path:
        place = site.places.get((step.unit, step.line))
        suggests = getattr(place.line, "suggests", None) if place is not None else None
        if suggests is not None:
            state = moment.states.get(suggests.schedule)
            wanted = {"open": suggests.open, "closed": suggests.closed}.get(state or "")
            if wanted is not None and step.option != wanted:
                return True
    return False


def _forward(unit: AnyUnit, symptom: str | None) -> tuple[Line, ...]:
    return tuple(line for _phase, lines in phases_of(unit, symptom) for line in lines)


def _size(site: Site, lines: tuple[Line, ...]) -> tuple[int, int]:
    """The number of ways through a list of lines, conditions aside, and the lines of the longest."""

    @cache
    def annex(name: str) -> tuple[int, int]:
        unit = site.unit_by_id[name]
        return of((*unit.steps, *unit.return_to_normal)) if isinstance(unit, Annexe) else (1, 0)

    def of(those: tuple[Line, ...]) -> tuple[int, int]:
        count, longest = 1, 0
        for line in those:
            branches = [of(below) for _name, below in branches_of(line)]
            inner = annex(line.value) if isinstance(line, Run) else (1, 0)
            ways = sum(one for one, _length in branches) or 1
            count *= ways * inner[0]
            longest += 1 + inner[1] + max((length for _ways, length in branches), default=0)
        return count, longest

    return of(lines)
