"""Whether the end of an annex still stands: an answer changed since may lead elsewhere.

An end recorded below "oui" says nothing once the answer is "non": what that answer asks is due again.
"""

from __future__ import annotations

from pannesi.procedure.model.lines import Line, QuestionLine, When
from pannesi.procedure.model.numbering import UNKNOWN, branches_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event
from pannesi.session.facts.lines import ConditionSet, LineAnswered, LineImpossible
from pannesi.session.facts.visits import VisitClosed
from pannesi.session.state import State, Visit


def answer_of(state: State, visit: str, line: str) -> str | None:
    """The option chosen at a question of a visit; None before any answer."""
    fact = state.slot("line", visit, line).head
    return fact.body.option or None if fact is not None and isinstance(fact.body, LineAnswered) else None


def way_of(state: State, visit: str, line: str) -> str | None:
    """The option by which the procedure goes on from a question of a visit: its answer; where it was said impossible
    to answer, not to know. None before either."""
    if said_impossible(state, visit, line):
        return UNKNOWN
    return answer_of(state, visit, line)


def said_impossible(state: State, visit: str, line: str) -> bool:
    """Whether a question, or an annex to walk through, was said impossible (rules 3): then nobody knows what it would
    have decided, and nothing of it is supposed."""
    fact = state.slot("line", visit, line).head
    return fact is not None and isinstance(fact.body, LineImpossible) and state.is_bound_by(3)


def visit_ending(site: Site, state: State, visit: Visit) -> Event | None:
    """The event that ended a visit: another case replaced it, or it ended at a line to which its answers still lead;
    None while it goes on."""
    fate = state.slot("fate", visit.id).head
    if fate is None or not isinstance(fate.body, VisitClosed) or visit.unit not in site.unit_by_id:
        return fate
    lines = tuple(line for _phase, below in phases_of(site.unit_by_id[visit.unit], visit.symptom) for line in below)
    return fate if _leads(state, visit.id, lines, fate.body.line) is not False else None


def _leads(state: State, visit: str, lines: tuple[Line, ...], wanted: str) -> bool | None:
    """Whether the answers lead to a line; None where it is not among these lines nor below them."""
    for line in lines:
        if line.id == wanted:
            return not _contradicted(state, visit, line)
        for branch, below in branches_of(line):
            leads = _leads(state, visit, below, wanted)
            if leads is None:
                continue
            asked = isinstance(line, QuestionLine)
            elsewhere = asked and way_of(state, visit, line.id) != branch
            return leads and not elsewhere and not _contradicted(state, visit, line)
    return None


def _contradicted(state: State, visit: str, line: Line) -> bool:
    """Whether answers rule a line out. Schedules do not: an annex that ended at 07:59 has ended at 08:00 too."""
    said = state.slot("condition", visit, line.id).head
    if said is not None:
        return not (isinstance(said.body, ConditionSet) and said.body.holds)
    return line.when is not None and _by_answers(state, visit, line.when) is False


def _by_answers(state: State, visit: str, when: When) -> bool | None:
    """Whether a condition holds by answers alone; None where it depends on anything else."""
    parts: list[bool | None] = []
    if when.answer is not None:
        parts.append(way_of(state, visit, when.answer.line) == when.answer.option)
    if when.any_of:
        ways = [_by_answers(state, visit, way) for way in when.any_of]
        parts.append(True if True in ways else None if None in ways else False)
    for denied in when.none_of:
        holds = _by_answers(state, visit, denied)
        parts.append(None if holds is None else not holds)
    others = (when.open, when.closed, when.outcome, when.elapsed, when.expected)
    if when.symptom or any(other is not None for other in others):
        parts.append(None)
    return False if False in parts else None if None in parts else True
