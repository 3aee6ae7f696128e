"""Evaluation of the conditions of lines: by schedules, answers, outcomes of annexes, or what the operator said."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from pannesi.procedure.availability.moments import format_length
from pannesi.procedure.availability.opening_hours import state_at
from pannesi.procedure.model.conditions import all_hold, any_holds, negated
from pannesi.procedure.model.lines import Line, Standing, Verify, When
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.session.facts.lines import ConditionSet, LineImpossible
from pannesi.session.facts.visits import VisitClosed
from pannesi.session.moments import CLOCK_SLACK
from pannesi.session.projection.carried_over import every_line
from pannesi.session.projection.hours_said import schedules_said
from pannesi.session.projection.read_model import ConditionResult
from pannesi.session.projection.visit_endings import option_taken, visit_ending, was_said_impossible
from pannesi.session.state import State, Visit
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class ConditionContext:
    """What a condition is evaluated against."""

    site: Site
    state: State
    now: datetime

    @cached_property
    def annexes_said_impossible(self) -> frozenset[str]:
        """The annexes that somebody said could not be walked through, at a line that runs them."""
        visits = self.state.visits
        return frozenset(
            annex
            for annex, runs in self.site.runs.items()
            for unit, line in runs
            for visit in visits
            if visit.unit == unit and was_said_impossible(self.state, visit.id, line)
        )

    @cached_property
    def hours_said(self) -> dict[str, ConditionResult]:
        """The schedules of which an answer says whether they are open, whatever the clock says."""
        return schedules_said(self.site, self.state, self.now)


def evaluate(context: ConditionContext, visit: Visit, line_id: str, when: When) -> ConditionResult:
    """Whether the condition of a line holds now. What the operator said of it overrides the rest."""
    said = context.state.slot("condition", visit.id, line_id).head
    by_itself = _evaluate_all(context, visit, when)
    if said is None:
        return by_itself
    holds = isinstance(said.body, ConditionSet) and said.body.holds
    return ConditionResult(holds, by_itself.because, by_operator=True)


def evaluate_unknown_end(
    context: ConditionContext, visit: Visit, line_id: str, before: ConditionResult | None
) -> ConditionResult:
    """The result for a line that depends on the outcome of an annex which ended without one: unknown, unless the
    operator said it. `before` is the result by itself."""
    said = context.state.slot("condition", visit.id, line_id).head
    because = _("fin de la procédure non atteinte")
    if said is not None:
        return ConditionResult(isinstance(said.body, ConditionSet) and said.body.holds, because, by_operator=True)
    return before if before is not None and before.holds is False else ConditionResult(None, because)


def evaluate_without_orders(
    context: ConditionContext, visit: Visit, line: Line, before: ConditionResult | None
) -> ConditionResult | None:
    """The result for a check of what an annex put in place, by itself `before`: it has nothing to check where every
    order of that annex was said impossible."""
    outcome = line.when.outcome if isinstance(line, Verify) and line.when is not None else None
    if before is None or not before.holds or before.by_operator or outcome is None:
        return before
    if split_ref("", outcome.annex)[1] != visit.unit:
        return before
    lines = every_line(context.site.unit_by_id[visit.unit], visit.symptom)
    said = [(each, context.state.slot("line", visit.id, each.id).head) for each in lines if isinstance(each, Standing)]
    facts = [(order, fact.body) for order, fact in said if fact is not None]
    if not facts or not all(isinstance(fact, LineImpossible) for _order, fact in facts):
        return before
    numbers = ", ".join(context.site.number(visit.unit, order.id) for order, _fact in facts)
    return ConditionResult(False, _("{numbers} dit impossible").format(numbers=numbers))


def _evaluate_all(context: ConditionContext, visit: Visit, when: When) -> ConditionResult:
    parts = list(_evaluate_parts(context, visit, when))
    holds, assumed = all_hold(part.holds for part in parts), any(part.assumed for part in parts)
    return ConditionResult(holds, _(" et ").join(part.because for part in parts if part.because), assumed=assumed)


def _evaluate_parts(context: ConditionContext, visit: Visit, when: When) -> list[ConditionResult]:
    parts: list[ConditionResult] = []
    if when.open is not None:
        parts.append(_evaluate_schedule(context, when.open))
    if when.closed is not None:
        parts.append(_negated(_evaluate_schedule(context, when.closed)))
    if when.answer is not None:
        given = option_taken(context.state, visit.id, when.answer.line)
        parts.append(ConditionResult(given == when.answer.option, ""))
    if when.outcome is not None:
        _owner, annex = split_ref("", when.outcome.annex)
        ended_so = _annex_ended_with(context, annex, when.outcome.outcome)
        parts.append(ConditionResult(ended_so, _("fin de la procédure non atteinte") if ended_so is None else ""))
    if when.symptom:
        parts.append(ConditionResult(visit.symptom in {split_ref(visit.unit, ref)[1] for ref in when.symptom}, ""))
    if when.elapsed is not None:
        parts.append(_lasts_at_least(context, when.elapsed))
    if when.expected is not None:
        parts.append(_expected_at_least(context.state, when.expected))
    if when.any_of:
        parts.append(_evaluate_any(context, visit, when.any_of))
    parts.extend(_negated(_evaluate_all(context, visit, part)) for part in when.none_of)
    return parts


def _evaluate_any(context: ConditionContext, visit: Visit, choices: tuple[When, ...]) -> ConditionResult:
    results = [_evaluate_all(context, visit, choice) for choice in choices]
    holding = next((result for result in results if result.holds), None)
    if holding is not None:
        return holding
    because = _(" ou ").join(result.because for result in results if result.because)
    return ConditionResult(any_holds(result.holds for result in results), because)


def _negated(seen: ConditionResult) -> ConditionResult:
    return ConditionResult(negated(seen.holds), seen.because, assumed=seen.assumed)


def _evaluate_schedule(context: ConditionContext, schedule: str) -> ConditionResult:
    said = context.hours_said.get(schedule)
    if said is not None:
        return said
    openness = state_at(context.site.contacts, schedule, context.now)
    holds = {"open": True, "urgent-only": True, "closed": False}.get(openness.state)
    return ConditionResult(holds, openness.reason, assumed=openness.assumed is not None)


def _lasts_at_least(context: ConditionContext, length: timedelta) -> ConditionResult:
    began = context.state.began
    if began is not None and began - context.now > CLOCK_SLACK:
        return ConditionResult(None, _("durée de la panne inconnue : elle commence après maintenant"))
    lasted = began is not None and context.now - began >= length
    return ConditionResult(lasted, _("durée de la panne"))


def _expected_at_least(state: State, length: timedelta) -> ConditionResult:
    minutes = state.expected_minutes
    if minutes is None:
        return ConditionResult(None, _("durée prévue inconnue"))
    expected = timedelta(minutes=minutes)
    return ConditionResult(expected >= length, _("durée prévue : {length}").format(length=format_length(expected)))


def _annex_ended_with(context: ConditionContext, annex: str, outcome: str) -> bool | None:
    """Whether a visit of an annex ended with this outcome at any time of the session.

    None where none did and the last one ended without an outcome, or where none ended and the annex was recorded as
    impossible.
    """
    visits = (visit for visit in context.state.visits if visit.unit == annex)
    fates = (visit_ending(context.site, context.state, visit) for visit in visits)
    ends = [(fate.order, fate.body.outcome) for fate in fates if fate and isinstance(fate.body, VisitClosed)]
    if any(name == outcome for _order, name in ends):
        return True
    if ends:
        return None if max(ends, key=lambda end: end[0])[1] is None else False
    return None if annex in context.annexes_said_impossible else False
