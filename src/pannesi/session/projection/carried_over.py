"""What a case takes over from the cases that it replaced, where its lines name lines of theirs (`carries`)."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.model.lines import Line, OtherCaseLine, QuestionLine
from pannesi.procedure.model.numbering import UNKNOWN, branches_of, phases_of
from pannesi.procedure.model.units import AnyUnit
from pannesi.session.events import Event
from pannesi.session.facts.lines import LineAnswered
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.state import Visit


def every_line(unit: AnyUnit, symptom: str | None) -> Iterator[Line]:
    """Every line of a unit, inner ones included, as entered by a symptom, in reading order."""
    for _phase, lines in phases_of(unit, symptom):
        yield from _every(lines)


def _every(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        yield line
        for _branch, below in branches_of(line):
            yield from _every(below)


def carried_line_ids(line: Line, unit: str) -> tuple[str, ...]:
    """The ids of the lines of a unit that a line takes over."""
    parts = (ref.partition("/") for ref in line.carries)
    return tuple(name for owner, _slash, name in parts if owner == unit)


def answer_taken_over(graph: VisitGraph, visit: Visit, line: QuestionLine) -> Event | None:
    """The event of an earlier visit whose answer a question takes over, see `can_be_taken_over`; None for an answer
    given before the outage last came back."""
    fell = graph.fell_again(visit)
    for name in carried_line_ids(line, visit.unit):
        fact = graph.state.slot("line", visit.id, name).head
        if fact is None or not isinstance(fact.body, LineAnswered) or (fell is not None and fact.order < fell.order):
            continue
        if can_be_taken_over(line, fact):
            return fact
    return None


def can_be_taken_over(line: Line, fact: Event) -> bool:
    """Whether an event settles a line that takes it over: a question only by an answer that it offers, other than "je
    ne sais pas", and that leads to no other case."""
    if not isinstance(line, QuestionLine):
        return True
    option = fact.body.option if isinstance(fact.body, LineAnswered) else None
    below = next((lines for name, lines in branches_of(line) if name == option and name != UNKNOWN), None)
    return below is not None and not any(isinstance(inner, OtherCaseLine) for inner in below)
