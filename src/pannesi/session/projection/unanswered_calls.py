"""Where the procedure goes on when nobody answers a call: the next line of the visit that decides something."""

from __future__ import annotations

from pannesi.procedure.model.lines import Ask, Becomes, Call, Joins, Line, Outcome, QuestionLine, Verify
from pannesi.procedure.model.numbering import UNKNOWN, YES, branches_of
from pannesi.session.labels import answer_label
from pannesi.session.projection.read_model import Attempt, Row
from pannesi.session.state import State
from pannesi.support.light_dataclass import dataclass

_LEADING = Ask | Verify | Outcome | Becomes | Joins


@dataclass(frozen=True)
class NextDecision:
    """The next line that decides what follows, and the answer there that leads out of the visit."""

    row: Row
    answer: str
    """Its label; empty where the line is no question, or no answer leads out."""


def calls_in_vain(row: Row) -> tuple[Attempt, ...]:
    """The calls at a line that nobody answered since somebody last did."""
    reached = [n for n, attempt in enumerate(row.attempts) if attempt.outcome == "reached"]
    return row.attempts[reached[-1] + 1 :] if reached else row.attempts


def next_decision_after(rows: tuple[Row, ...], call: Row) -> NextDecision | None:
    """The first open line after a call in the same visit that decides what follows; None where there is none."""
    after = [row for row in rows if row.visit == call.visit]
    after = after[next((n for n, row in enumerate(after) if row.key == call.key), len(after)) + 1 :]
    following = next((row for row in after if isinstance(row.line, _LEADING) and row.is_open), None)
    return NextDecision(following, _way_out(following.line)) if following is not None else None


def _way_out(line: Line) -> str:
    """The label of the answer, other than yes and "je ne sais pas", below which the visit ends; empty where none
    does."""
    if not isinstance(line, QuestionLine):
        return ""
    for option, below in branches_of(line):
        if option not in (YES, UNKNOWN) and any(isinstance(inner, Outcome | Becomes | Joins) for inner in below):
            return answer_label(line, option)
    return ""


def calls_passed_over(state: State, rows: tuple[Row, ...]) -> frozenset[tuple[str, str]]:
    """The keys of unanswered calls after which a later line was settled since, and which may not be skipped or are to
    be made again at a given hour: they stay open, but come last until that hour."""
    if not any(_is_unanswered(row) and row.is_open for row in rows):
        return frozenset()
    passed: set[tuple[str, str]] = set()
    latest: dict[str, tuple[int, str, int]] = {}
    for row in reversed(rows):
        if _is_unanswered(row) and row.is_open and _may_wait(row):
            tried = state.events[row.attempts[-1].event]
            if row.visit in latest and latest[row.visit] > tried.order:
                passed.add(row.key)
        if row.fact is not None:
            latest[row.visit] = max(latest.get(row.visit, row.fact.order), row.fact.order)
    return frozenset(passed)


def _is_unanswered(row: Row) -> bool:
    """Whether nobody answered the last call at a line."""
    return isinstance(row.line, Call) and bool(row.attempts) and row.attempts[-1].outcome == "no_answer"


def _may_wait(row: Row) -> bool:
    """Whether an unanswered call waits while the session goes on: not once it is to be made again."""
    return not row.call_due and (row.line.skip == "forbidden" or row.call_again_at is not None)
