"""At which hours, and by which answers, a case leaves a person without help; and how many paths a site has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pannesi.procedure.checks.coverage.calendar import MomentClass, moment_classes
from pannesi.procedure.checks.coverage.constraints import PathAnswer, Paths, PathSet, Scope, intersection
from pannesi.procedure.checks.coverage.goals import (
    AlertsSomebody,
    HasAnyLine,
    HasGuidance,
    HasStandingOrder,
    TurnsIntoAnotherCase,
)
from pannesi.procedure.checks.coverage.path_search import Goal, PathSearch, search_from
from pannesi.procedure.model.lines import Line, Run
from pannesi.procedure.model.numbering import branches_of, phases_of
from pannesi.procedure.model.procedure import EntryPoint, Site
from pannesi.procedure.model.units import Annexe, Phase

Lack = Literal["degraded_mode", "alert", "reach", "end"]
"""What a path lacks: how to work meanwhile, somebody to alert, a number to reach them by, a return to normal."""


@dataclass(frozen=True)
class Hole:
    """A path through an entry that lacks something, and when."""

    entry: EntryPoint
    lack: Lack
    path: tuple[PathAnswer, ...]
    """The answers that lead there; empty when any do."""
    when: tuple[MomentClass, ...]
    """The moments at which the path lacks it, with the answers that the clock suggests."""
    against: tuple[MomentClass, ...]
    """The moments at which the path takes another answer than the clock suggests."""


@dataclass(frozen=True)
class PathCount:
    """How many paths an entry has, and how many lines the longest has."""

    entry: EntryPoint
    count: int
    longest: int


@dataclass(frozen=True)
class CoverageProof:
    """The result of the proof of coverage of a site."""

    holes: tuple[Hole, ...]
    path_counts: tuple[PathCount, ...]
    moments: int
    """How many classes of moment were examined."""


def prove_coverage(site: Site) -> CoverageProof:
    """Looks for holes at every entry, for every class of moment of a week, under every combination of answers."""
    moments = moment_classes(site.contacts)
    entries = [entry for entry in site.entries if entry.symptom.opens is None]
    holes: list[Hole] = []
    for entry in entries:
        for lack, paths in _lacks_of_entry(site, entry):
            lacking = list(_holes_on_paths(site, entry, lack, paths, moments))
            holes += _without_alert_holes(lacking, holes) if lack == "reach" else lacking
    counts = tuple(PathCount(entry, *_count_paths(site, _lines_of(entry))) for entry in entries)
    return CoverageProof(tuple(holes), counts, len(moments))


def _lines_of(entry: EntryPoint) -> tuple[Line, ...]:
    return tuple(line for _phase, lines in phases_of(entry.unit, entry.symptom.id) for line in lines)


def _lacks_of_entry(site: Site, entry: EntryPoint) -> Iterator[tuple[Lack, Paths]]:
    """Each kind of lack of an entry, with the paths that have it."""
    unit, symptom = entry.unit, entry.symptom
    phases = dict(phases_of(unit, symptom.id))
    first = search_from(site, TurnsIntoAnotherCase(), _lines_of(entry))
    domains = {**first.domains, ("symptom",): (symptom.id,)}
    scope = Scope("", unit.id, symptom.id, sure_of_symptom=True, domains=domains, runs=first.runs, hours=first.hours)
    given = dict(symptom.answers)

    def missing(goal: Goal, lines: tuple[Line, ...]) -> Paths:
        search = PathSearch(site, goal, first.domains, first.runs, first.hours, first.lasting)
        return search.missing(lines, scope, unit, given)

    alert, degraded, back = (phases.get(phase, ()) for phase in _ORDER)
    idle = missing(HasGuidance(), degraded)
    yield "degraded_mode", intersection(missing(HasStandingOrder(), alert), idle) if idle else idle
    yield "alert", missing(AlertsSomebody(site), (*alert, *degraded))
    offline = "internet" in {symptom.system.casefold(), *(system.casefold() for system in symptom.systems.down)}
    yield "reach", missing(AlertsSomebody(site, needs_channel=True, offline=offline), (*alert, *degraded))
    endless = missing(HasAnyLine(), back)
    stays = missing(TurnsIntoAnotherCase(HasAnyLine()), (*alert, *degraded)) if endless else endless
    yield "end", intersection(stays, endless)


_ORDER: tuple[Phase, Phase, Phase] = ("alert", "degraded_mode", "return_to_normal")


def _holes_on_paths(
    site: Site, entry: EntryPoint, lack: Lack, paths: Paths, moments: tuple[MomentClass, ...]
) -> Iterator[Hole]:
    """A hole for each example of a path that is possible at some moment."""
    by_path: dict[tuple[PathAnswer, ...], tuple[list[MomentClass], list[MomentClass]]] = {}
    for path_set in paths:
        when, against = by_path.setdefault(path_set.path, ([], []))
        for moment in moments:
            if _is_possible(path_set, moment) and moment not in when:
                (against if _is_against_the_clock(site, path_set, moment) else when).append(moment)
    for path, (when, against) in by_path.items():
        if when or against:
            yield Hole(entry, lack, path, tuple(when), tuple(moment for moment in against if moment not in when))


def _without_alert_holes(holes: list[Hole], earlier: list[Hole]) -> Iterator[Hole]:
    """Holes of lack "reach" without the moments at which the same path lacks "alert" already."""
    alert_holes = {(hole.entry.number, hole.path): hole for hole in earlier if hole.lack == "alert"}
    for hole in holes:
        alert = alert_holes.get((hole.entry.number, hole.path))
        if alert is not None:
            when = tuple(moment for moment in hole.when if moment not in alert.when)
            against = tuple(moment for moment in hole.against if moment not in alert.against)
            hole = replace(hole, when=when, against=against)
        if hole.when or hole.against:
            yield hole


def _is_possible(path_set: PathSet, moment: MomentClass) -> bool:
    """Whether the schedules are at that moment as a set of paths needs them."""
    clocks = ((decision[1], value) for decision, value in path_set.fixed.items() if decision[0] == "clock")
    return all(moment.states.get(schedule) == value for schedule, value in clocks)


def _is_against_the_clock(site: Site, path_set: PathSet, moment: MomentClass) -> bool:
    """Whether some answer on the path is another than the clock suggests at that moment."""
    for choice in path_set.path:
        place = site.places.get((choice.unit, choice.line))
        suggests = getattr(place.line, "suggests", None) if place is not None else None
        if suggests is not None:
            state = moment.states.get(suggests.schedule)
            suggested = {"open": suggests.open, "closed": suggests.closed}.get(state or "")
            if suggested is not None and choice.option != suggested:
                return True
    return False


def _count_paths(site: Site, lines: tuple[Line, ...]) -> tuple[int, int]:
    """The number of paths through a list of lines, conditions ignored, and the number of lines of the longest."""

    @cache
    def of_annex(name: str) -> tuple[int, int]:
        unit = site.unit_by_id[name]
        return of_lines((*unit.steps, *unit.return_to_normal)) if isinstance(unit, Annexe) else (1, 0)

    def of_lines(lines: tuple[Line, ...]) -> tuple[int, int]:
        count, longest = 1, 0
        for line in lines:
            branches = [of_lines(below) for _name, below in branches_of(line)]
            annex_count, annex_longest = of_annex(line.value) if isinstance(line, Run) else (1, 0)
            count *= (sum(branch_count for branch_count, _longest in branches) or 1) * annex_count
            longest += 1 + annex_longest + max((length for _count, length in branches), default=0)
        return count, longest

    return of_lines(lines)
