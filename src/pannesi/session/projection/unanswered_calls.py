"""The way on from a call that nobody answers: the line of the same passage at which the procedure goes on."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.procedure.model.lines import Ask, Becomes, Call, Joins, Line, Outcome, QuestionLine, Verify
from pannesi.procedure.model.numbering import UNKNOWN, YES, branches_of
from pannesi.session.labels import answer_label
from pannesi.session.projection.read_model import Row
from pannesi.session.state import State

_LEADING = Ask | Verify | Outcome | Becomes | Joins


@dataclass(frozen=True)
class NextDecision:
    """Where to go on, and the answer there that does not suppose what is not known."""

    row: Row
    answer: str
    """In words; empty where the line is no question, or where no answer leads out of it."""


def next_decision_after(rows: tuple[Row, ...], call: Row) -> NextDecision | None:
    """The first line after a call, in its own passage, that decides what comes next; None where there is none."""
    after = [row for row in rows if row.visit == call.visit]
    after = after[next((n for n, row in enumerate(after) if row.key == call.key), len(after)) + 1 :]
    following = next((row for row in after if isinstance(row.line, _LEADING) and row.is_open), None)
    return NextDecision(following, _way_out(following.line)) if following is not None else None


def _way_out(line: Line) -> str:
    """The answer under which a question ends the passage, other than yes and not to know."""
    if not isinstance(line, QuestionLine):
        return ""
    for option, below in branches_of(line):
        if option not in (YES, UNKNOWN) and any(isinstance(inner, Outcome | Becomes | Joins) for inner in below):
            return answer_label(line, option)
    return ""


def calls_passed_over(state: State, rows: tuple[Row, ...]) -> frozenset[tuple[str, str]]:
    """Calls that may not be left out, that nobody answered, and after which something was said further on since: they
    stay to be made, and are no longer in the way."""
    if not any(row.attempts and row.is_open and isinstance(row.line, Call) for row in rows):
        return frozenset()
    passed: set[tuple[str, str]] = set()
    latest: dict[str, tuple[int, str, int]] = {}
    for row in reversed(rows):
        if isinstance(row.line, Call) and row.line.skip == "forbidden" and row.is_open and row.attempts:
            tried = state.events[row.attempts[-1].event]
            if row.visit in latest and latest[row.visit] > tried.order:
                passed.add(row.key)
        if row.fact is not None:
            latest[row.visit] = max(latest.get(row.visit, row.fact.order), row.fact.order)
    return frozenset(passed)
