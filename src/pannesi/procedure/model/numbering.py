"""The lines of a unit as a tree: their branches, their reading order, and their static numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from pannesi.procedure.model.lines import Ask, BranchingLine, Line, Option, QuestionLine, Run
from pannesi.procedure.model.units import PHASES, Annexe, AnyUnit, Case, Phase, own_phases, symptom_of
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass

UNKNOWN = "ne-sait-pas"
"""The id of the answer "je ne sais pas", which is always offered."""
YES, NO = "oui", "non"
"""The ids of the answers to a `verify`."""


@dataclass(frozen=True)
class Place:
    """The place of a line in its unit."""

    line: Line
    phase: Phase
    depth: int
    """Its depth in the tree of lines; 0 at the top."""
    number: str
    """Its static number: `3.2`, `2b.1`."""
    symptom: str | None
    """The id of the symptom to whose own phases it belongs; None for a line of the unit."""


def phases_of(unit: AnyUnit, symptom: str | None) -> tuple[tuple[Phase, tuple[Line, ...]], ...]:
    """The lines of each phase of a unit that is entered by `symptom`; the steps of an annex or of the triage are its
    degraded mode, but for a symptom of the triage that has phases of its own."""
    own_symptom = symptom_of(unit, symptom)
    own = {phase: getattr(own_symptom, phase) for phase in own_phases(own_symptom)}
    if not isinstance(unit, Case) and not own:
        back: tuple[Line, ...] = unit.return_to_normal if isinstance(unit, Annexe) else ()
        return (("degraded_mode", unit.steps), ("return_to_normal", back))
    return tuple((phase, own.get(phase, getattr(unit, phase, ()))) for phase in PHASES)


def options_of(line: QuestionLine) -> tuple[Option, ...]:
    """The answers to a question, in order, without "je ne sais pas"."""
    if isinstance(line, Ask):
        return line.options
    return (
        Option(id=YES, label=_("oui"), lines=line.yes),
        Option(id=NO, label=_("non"), lines=line.no),
    )


def branches_of(line: Line) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The id of each branch of a line with its lines: the answers of a question, the outcomes of an annex."""
    if not isinstance(line, BranchingLine):
        return ()
    if isinstance(line, QuestionLine):
        answers = tuple((option.id, option.lines) for option in options_of(line))
        return (*answers, (UNKNOWN, line.unknown))
    if isinstance(line, Run):
        return tuple((outcome.id, outcome.lines) for outcome in line.outcomes)
    assert_never(line)


def _lines_with_depths(lines: tuple[Line, ...], depth: int) -> Iterator[tuple[Line, int]]:
    for line in lines:
        yield line, depth
        for _branch, inner in branches_of(line):
            yield from _lines_with_depths(inner, depth + 1)


def places_of(unit: AnyUnit) -> tuple[Place, ...]:
    """Every line of a unit in reading order; the phases of a symptom are numbered apart (`2b.1`)."""
    places: list[Place] = []

    def number_all(phases: tuple[tuple[Phase, tuple[Line, ...]], ...], prefix: str, symptom: str | None) -> None:
        count = 0
        for phase, lines in phases:
            for line, depth in _lines_with_depths(lines, 0):
                count += 1
                places.append(Place(line, phase, depth, f"{prefix}.{count}", symptom))

    number_all(phases_of(unit, None), unit.mark, None)
    for symptom in unit.symptoms:
        own = {phase: getattr(symptom, phase) for phase in own_phases(symptom)}
        if own:
            number_all(tuple(own.items()), f"{unit.mark}{symptom.mark or ''}", symptom.id)
    return tuple(places)
