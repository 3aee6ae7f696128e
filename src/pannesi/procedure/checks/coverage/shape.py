"""What of a unit outlives its own subtree: the questions that conditions name, that the clock suggests an answer to, or
that decide how an annex ends."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.procedure.loading.places import lines_with_paths
from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import Line, Outcome, QuestionLine
from pannesi.procedure.model.numbering import branches_of
from pannesi.procedure.model.units import AnyUnit


@dataclass(frozen=True)
class Shape:
    """The questions of a unit whose answers count outside their own subtree."""

    named: frozenset[str]


def shape_of(unit: AnyUnit) -> Shape:
    named: set[str] = set()
    for line, _loc in lines_with_paths(unit):
        named.update(part.answer.line for _where, part in conditions_in(line.when) if part.answer is not None)
        if isinstance(line, QuestionLine) and (line.suggests is not None or _ends_below(line)):
            named.add(line.id)
    return Shape(frozenset(named))


def _ends_below(line: Line) -> bool:
    return any(isinstance(one, Outcome) or _ends_below(one) for _branch, below in branches_of(line) for one in below)
