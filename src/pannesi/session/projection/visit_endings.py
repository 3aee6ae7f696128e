"""Whether the recorded end of a visit still stands: an answer changed since may lead to another branch.

The end of an annex recorded below "oui" is void once the answer is "non": the lines of that answer are due again.
"""

from __future__ import annotations

from pannesi.procedure.model.conditions import all_hold, any_holds, negated
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


def option_taken(state: State, visit: str, line: str) -> str | None:
    """The option of a question whose branch is taken: its answer, or "je ne sais pas" where it was recorded as
    impossible.

    None before either.
    """
    if was_said_impossible(state, visit, line):
        return UNKNOWN
    return answer_of(state, visit, line)


def was_said_impossible(state: State, visit: str, line: str) -> bool:
    """Whether a question, or the walk through an annex, was recorded as impossible (rules 3)."""
    fact = state.slot("line", visit, line).head
    return fact is not None and isinstance(fact.body, LineImpossible) and state.is_bound_by(3)


def visit_ending(site: Site, state: State, visit: Visit) -> Event | None:
    """The event that ended a visit: another case replaced it, or it ended at a line to which its answers still lead;
    None while it goes on."""
    fate = state.slot("fate", visit.id).head
    if fate is None or not isinstance(fate.body, VisitClosed) or visit.unit not in site.unit_by_id:
        return fate
    lines = tuple(line for _phase, below in phases_of(site.unit_by_id[visit.unit], visit.symptom) for line in below)
    return fate if _answers_lead_to(state, visit.id, lines, fate.body.line) is not False else None


def _answers_lead_to(state: State, visit: str, lines: tuple[Line, ...], wanted: str) -> bool | None:
    """Whether the answers lead to a line; None where it is neither among `lines` nor below them."""
    for line in lines:
        if line.id == wanted:
            return not _is_ruled_out(state, visit, line)
        for branch, below in branches_of(line):
            leads = _answers_lead_to(state, visit, below, wanted)
            if leads is None:
                continue
            asked = isinstance(line, QuestionLine)
            elsewhere = asked and option_taken(state, visit, line.id) != branch
            return leads and not elsewhere and not _is_ruled_out(state, visit, line)
    return None


def _is_ruled_out(state: State, visit: str, line: Line) -> bool:
    """Whether answers, or the operator, rule a line out. Schedules do not: an annex that ended at 07:59 has still ended
    at 08:00."""
    said = state.slot("condition", visit, line.id).head
    if said is not None:
        return not (isinstance(said.body, ConditionSet) and said.body.holds)
    return line.when is not None and _holds_by_answers(state, visit, line.when) is False


def _holds_by_answers(state: State, visit: str, when: When) -> bool | None:
    """Whether a condition holds by answers alone; None where it depends on anything else."""
    parts: list[bool | None] = []
    if when.answer is not None:
        parts.append(option_taken(state, visit, when.answer.line) == when.answer.option)
    if when.any_of:
        parts.append(any_holds(_holds_by_answers(state, visit, way) for way in when.any_of))
    parts.extend(negated(_holds_by_answers(state, visit, denied)) for denied in when.none_of)
    others = (when.open, when.closed, when.outcome, when.elapsed, when.expected)
    if when.symptom or any(other is not None for other in others):
        parts.append(None)
    return all_hold(parts)
