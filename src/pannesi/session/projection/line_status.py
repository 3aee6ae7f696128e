"""What the events record about one line: its status, its calls, whether it must be done again."""

from __future__ import annotations

from typing import assert_never

from pannesi.procedure.availability.opening_hours import state_at
from pannesi.procedure.model.lines import Line, QuestionLine, Run
from pannesi.procedure.model.units import Phase
from pannesi.procedure.model.verbs import SettledBy
from pannesi.session.events import Event
from pannesi.session.facts.lines import CallMade, OnLine
from pannesi.session.facts.visits import VisitClosed, VisitTurned
from pannesi.session.projection.conditions import ConditionContext
from pannesi.session.projection.hours_said import is_outdated
from pannesi.session.projection.read_model import Attempt, Status
from pannesi.session.projection.visit_endings import was_said_impossible
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.state import Visit


def recorded_status(graph: VisitGraph, visit: Visit, line: Line) -> tuple[Status, Event | None]:
    """The status of a line by its events alone (`open` when none settles it), and the event that settled it."""
    fact = graph.state.slot("line", visit.id, line.id).head
    if fact is not None:
        if isinstance(fact.body, CallMade):
            reached = fact if fact.body.reached else _reached_before(graph, visit, line)
            return ("done", reached) if reached is not None else ("open", None)
        return fact.body.settles or "open", fact
    ending = _visit_event(graph, visit, line)
    if ending is None:
        return "open", None
    return ("could_not" if is_not_reached(ending) else "done"), ending


def _reached_before(graph: VisitGraph, visit: Visit, line: Line) -> Event | None:
    """The last call at a line in which somebody was reached, made before the unanswered ones; None without one.

    It settled the line. A call made in vain when the outage came back leaves it to be done again, also where nothing
    else of its annex is due any more.
    """
    state = graph.state
    if not state.is_bound_by(5) or state.slot("line", visit.id, line.id).conflict:
        return None
    reached = [call.event for call in call_attempts(graph, visit, line) if call.outcome == "reached"]
    return state.events[reached[-1]] if reached else None


def is_not_reached(ending: Event) -> bool:
    """Whether an annex ended without the outcome of its line, so that its outcome is unknown."""
    return isinstance(ending.body, VisitClosed) and not ending.body.reached


def settles(fact: Event) -> bool:
    """Whether an event settles its line: not an unanswered call, nor putting it off."""
    if isinstance(fact.body, CallMade):
        return fact.body.reached
    return isinstance(fact.body, OnLine) and fact.body.settles not in (None, "left")


def _visit_event(graph: VisitGraph, visit: Visit, line: Line) -> Event | None:
    """The event about a visit that settles a line which opens or ends one; None for other lines."""
    match line.traits.settled_by:
        case SettledBy.TICKING | SettledBy.ANSWERING | SettledBy.CALLING:
            return None
        case SettledBy.RUNNING_AN_ANNEX:
            runs = graph.runs.get((visit.id, line.id), ())
            ended = [graph.endings[run.id] for run in runs if run.id in graph.endings]
            return ended[-1] if ended else None
        case SettledBy.OPENING_A_CASE:
            here = ("joined", visit.id, line.id)
            opened = [other.event for other in graph.visits if (other.reason, other.parent, other.line) == here]
            return opened[-1] if opened else None
        case SettledBy.TURNING_INTO_A_CASE | SettledBy.ENDING_THE_ANNEX:
            fate = graph.endings.get(visit.id)
            at = fate.body.line if fate is not None and isinstance(fate.body, VisitClosed | VisitTurned) else None
            return fate if at == line.id else None
        case other_act:
            assert_never(other_act)


def ended_without_outcome(graph: VisitGraph, visit: Visit, line: Line) -> bool:
    """Whether the last visit of the annex run from a line ended without an outcome, or none ended and the annex was
    recorded as impossible."""
    if not isinstance(line, Run):
        return False
    ending = _visit_event(graph, visit, line)
    return is_not_reached(ending) if ending is not None else was_said_impossible(graph.state, visit.id, line.id)


def annex_outcome(graph: VisitGraph, visit: Visit, line: Run) -> str | None:
    """The outcome of the last visit of the annex run from a line; None before, or without an outcome."""
    ending = _visit_event(graph, visit, line)
    return ending.body.outcome if ending is not None and isinstance(ending.body, VisitClosed) else None


def call_attempts(graph: VisitGraph, visit: Visit, line: Line) -> tuple[Attempt, ...]:
    """Every call at a line that was not undone, in order."""
    slot = graph.state.slot("line", visit.id, line.id)
    undone = slot.undone
    return tuple(
        Attempt(call.contact, call.outcome, graph.state.when(event), event.id)
        for event in sorted(slot.events.values(), key=lambda event: event.order)
        if isinstance(call := event.body, CallMade) and event.id not in undone
    )


def must_redo(graph: VisitGraph, visit: Visit, line: Line, phase: Phase, fact: Event) -> bool:
    """Whether a line must be done again, since the outage came back after it: one of the return, or of the alerting
    that tells others; as long as the outage lasts, also what nobody may pass over, whom to ask and what they say."""
    fell = graph.fell_again(visit)
    if fell is None or fact.order > fell.order:
        return False
    if phase == "return_to_normal" or (phase == "alert" and line.traits.tells_others):
        return True
    vital = line.skip == "forbidden" and (isinstance(line, QuestionLine) or line.traits.tells_others)
    return vital and graph.state.is_bound_by(5) and graph.return_announced(visit) is None


def must_ask_again(context: ConditionContext, line: Line, fact: Event) -> bool:
    """Whether a question must be asked again, since the schedule that suggests its answer changed after the answer."""
    if not isinstance(line, QuestionLine) or line.suggests is None:
        return False
    return is_outdated(context.site, context.state, context.now, line.suggests, fact)


def clock_suggestion(context: ConditionContext, line: Line) -> tuple[str | None, bool]:
    """The option that a schedule suggests for a question now, or None; and whether by hours that the site assumes."""
    if not isinstance(line, QuestionLine) or line.suggests is None:
        return None, False
    openness = state_at(context.site.contacts, line.suggests.schedule, context.now)
    by_state = {"open": line.suggests.open, "urgent-only": line.suggests.open, "closed": line.suggests.closed}
    return by_state.get(openness.state), openness.assumed is not None
