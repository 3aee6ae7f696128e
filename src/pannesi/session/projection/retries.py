"""Questions answered "je ne sais pas": the lines to try then, and when to ask the question again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import Call, Do, Line, QuestionLine, When
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.session.events import Event
from pannesi.session.facts.lines import CallMade, LineDone
from pannesi.session.projection.read_model import Row


def still_not_known(row: Row) -> bool:
    """Whether a question is answered "je ne sais pas" now: saying it again writes nothing."""
    return row.answer == UNKNOWN and not row.again and not row.conflict


def waiting_for_answer(todo: Iterable[Row]) -> Iterator[Row]:
    """The lines to do that are questions answered "je ne sais pas", for whose answer an annex waits."""
    return (row for row in todo if still_not_known(row))


def question_to_ask_again(rows: tuple[Row, ...], event: Event) -> Row | None:
    """The question that stayed without answer, once the last thing to try for it is done, or somebody who may know was
    asked; None when `event` is no such act, or when the procedure goes on from not knowing. How an annex ends when
    nobody knows comes after that."""
    act = event.body
    if not (isinstance(act, LineDone) or (isinstance(act, CallMade) and act.reached)):
        return None
    tried = (act.visit, act.line)
    same = [row for row in rows if row.visit == act.visit]
    for question in same:
        line = question.line
        if not isinstance(line, QuestionLine) or question.answer != UNKNOWN:
            continue
        below = {inner.id for inner in line.unknown}
        trials = [row for row in same if row.line.id in below and row.status != "not_applicable"]
        last = next((row.line for row in trials if row.key == tried and _finds_out(row.line)), None)
        if last is None:
            continue
        untried = any(row.is_open and _finds_out(row.line) for row in trials)
        return None if untried or _goes_on_from_not_knowing(line, last, (row.line for row in same)) else question
    return None


def last_line_to_try(question: QuestionLine, others: Iterable[Line]) -> Line | None:
    """The last line to try below "je ne sais pas" of a question, after which that is asked again; None when the
    procedure, by a condition of any of `others`, goes on from not knowing."""
    tried = [line for line in question.unknown if _finds_out(line)]
    if not tried or _goes_on_from_not_knowing(question, tried[-1], others):
        return None
    return tried[-1]


def _goes_on_from_not_knowing(question: QuestionLine, last: Line, others: Iterable[Line]) -> bool:
    """Whether the procedure has a way of its own for who does not know, and the last trial asked nobody about it: who
    was asked may know, so that the question is put again first."""
    return not isinstance(last, Call) and any(question.id in _met_by_not_knowing(line.when) for line in others)


def _finds_out(line: Line) -> bool:
    """Whether a line may find the answer out: something to do, or a call whose words end in a question."""
    return isinstance(line, Do) or (isinstance(line, Call) and (line.say or "").rstrip().endswith("?"))


def _met_by_not_knowing(when: When | None) -> Iterator[str]:
    """The ids of the questions whose answer "je ne sais pas" makes a condition hold."""
    for _where, part in conditions_in(when, denied=False):
        if part.answer is not None and part.answer.option == UNKNOWN:
            yield part.answer.line
