"""Questions answered "je ne sais pas": the lines to try then, and when to ask the question again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import Call, Do, Line, QuestionLine, When
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.session.events import Event
from pannesi.session.facts.lines import CallMade, LineDone
from pannesi.session.projection.read_model import Row


def is_answered_unknown(row: Row) -> bool:
    """Whether a question is answered "je ne sais pas" now: saying it again writes nothing."""
    return row.answer == UNKNOWN and not row.again and not row.conflict


def questions_answered_unknown(todo: Iterable[Row]) -> Iterator[Row]:
    """The lines to do that are questions answered "je ne sais pas", for whose answer an annex waits."""
    return (row for row in todo if is_answered_unknown(row))


def question_to_ask_again(rows: tuple[Row, ...], event: Event) -> Row | None:
    """The question answered "je ne sais pas" whose last attempt to find the answer `event` records.

    That is the last line to try, or a call in which somebody who may know was reached. None for any other event, and
    where the procedure has lines of its own for an unknown answer. The question comes before the end of an annex for an
    unknown answer.
    """
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
        last = next((row.line for row in trials if row.key == tried and _may_give_answer(row.line)), None)
        if last is None:
            continue
        untried = any(row.is_open and _may_give_answer(row.line) for row in trials)
        return None if untried or _handles_unknown(line, last, (row.line for row in same)) else question
    return None


def last_line_to_try(question: QuestionLine, others: Iterable[Line]) -> Line | None:
    """The last line to try below "je ne sais pas" of a question, after which it is asked again.

    None without such a line, or where the condition of one of `others` handles the unknown answer.
    """
    tried = [line for line in question.unknown if _may_give_answer(line)]
    if not tried or _handles_unknown(question, tried[-1], others):
        return None
    return tried[-1]


def _handles_unknown(question: QuestionLine, last: Line, others: Iterable[Line]) -> bool:
    """Whether the procedure has lines of its own for an unknown answer, and the last attempt called nobody.

    Somebody who was called may know, so that the question is asked again first.
    """
    return not isinstance(last, Call) and any(
        question.id in _questions_whose_unknown_satisfies(line.when) for line in others
    )


def _may_give_answer(line: Line) -> bool:
    """Whether a line may give the answer: something to do, or a call whose words end in a question."""
    return isinstance(line, Do) or (isinstance(line, Call) and (line.say or "").rstrip().endswith("?"))


def _questions_whose_unknown_satisfies(when: When | None) -> Iterator[str]:
    """The ids of the questions whose answer "je ne sais pas" makes a condition hold."""
    for _where, part in conditions_in(when, denied=False):
        if part.answer is not None and part.answer.option == UNKNOWN:
            yield part.answer.line
