"""What people answered when asked whether somebody works now: it counts more than the hours of a schedule."""

from __future__ import annotations

from datetime import datetime

from pannesi.procedure.availability.opening_hours import last_state_change
from pannesi.procedure.model.lines import Suggestion
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event
from pannesi.session.facts.lines import LineAnswered
from pannesi.session.labels import answer_label
from pannesi.session.projection.read_model import ConditionResult
from pannesi.session.state import State
from pannesi.support.i18n import _


def original_answer(state: State, fact: Event) -> Event:
    """The event of an earlier case whose answer this one takes over; the event itself where it was given here."""
    carried = fact.body.carried if isinstance(fact.body, LineAnswered) else None
    return state.events.get(carried, fact) if carried is not None else fact


def is_outdated(site: Site, state: State, now: datetime, hours: Suggestion, fact: Event) -> bool:
    """Whether the schedule that suggests the answer to a question changed after the answer was given."""
    edge = last_state_change(site.contacts, hours.schedule, now)
    return edge is not None and state.when(original_answer(state, fact)) < edge


def schedules_said(site: Site, state: State, now: datetime) -> dict[str, ConditionResult]:
    """The schedules of which an answer says whether they are open, the last one where several do; none in a session
    closed before rules 4. An answer counts until its schedule changes, and is asked for again then."""
    if not state.is_bound_by(4):
        return {}
    said: dict[str, tuple[tuple[int, str, int], ConditionResult]] = {}
    for visit in state.visits:
        for line, hours in site.questions_of_hours.get(visit.unit, ()):
            fact = state.slot("line", visit.id, line).head
            option = fact.body.option if fact is not None and isinstance(fact.body, LineAnswered) else None
            if fact is None or option not in (hours.open, hours.closed):
                continue
            if is_outdated(site, state, now, hours, fact) or fact.order < said.get(hours.schedule, (fact.order,))[0]:
                continue
            place = site.places[visit.unit, line]
            because = _("réponse donnée à {number} : {answer}").format(
                number=place.number, answer=answer_label(place.line, option)
            )
            said[hours.schedule] = fact.order, ConditionResult(option == hours.open, because)
    return {schedule: result for schedule, (_order, result) in said.items()}
