"""The lines of a session in its account: how each was settled, in what order, calls in vain, messages seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import split_ref
from pannesi.session.claims import Slot, slot_key
from pannesi.session.events import Event
from pannesi.session.facts.lines import ConditionSet, LineAnswered, LineImpossible, OnLine
from pannesi.session.facts.patients import OnDuty, PatientAdded, PatientCorrected, PatientVoided
from pannesi.session.facts.session import TimeCorrected, Undone
from pannesi.session.facts.visits import VisitClosed, VisitOpened
from pannesi.session.projection.line_status import settles
from pannesi.session.projection.read_model import MessageState, Row, Walk
from pannesi.session.register.draft_entries import adds_patient, is_superseded_draft
from pannesi.session.state import State
from pannesi.support.light_dataclass import dataclass
from pannesi.support.sequences import longest_increasing_subsequence


@dataclass(frozen=True)
class UnansweredCall:
    """An attempt to call somebody who did not answer."""

    visit: str
    unit: str
    line: str
    contact: str
    at: datetime


@dataclass(frozen=True)
class BroadcastSeen:
    """A message to the hospital that somebody saw broadcast."""

    row: Row
    at: datetime
    who: str
    becomes: MessageState | None
    """The state of a "down" message now; None for any other message."""


def first_action_at(state: State) -> datetime | None:
    """The first gesture of a person that was not undone: at a line, an annex begun or ended, or a patient noted; None
    before."""
    acts = (event for slot in state.slots.values() for event in _gestures(slot))
    return min(map(state.when, acts), default=None)


def _gestures(slot: Slot) -> list[Event]:
    """The gestures of persons in a slot that were not undone."""
    acts = [event for event in slot.facts if _is_gesture(event)]
    undone = slot.undone if acts else ()
    return [event for event in acts if event.id not in undone]


def _is_gesture(event: Event) -> bool:
    fact = event.body
    if isinstance(fact, VisitOpened):
        return fact.reason == "run"
    return isinstance(fact, OnLine | PatientAdded | OnDuty | VisitClosed) and not fact.preset


def rows_with_status(seen: Walk, status: str) -> tuple[Row, ...]:
    """The lines with a status, in order."""
    return tuple(row for row in seen.rows if row.status == status)


@dataclass(frozen=True)
class LineOvercome:
    """A line said impossible at first, and settled otherwise since."""

    row: Row
    failed: Event
    """What said it impossible; not where that was undone."""


def lines_overcome(seen: Walk, state: State) -> tuple[LineOvercome, ...]:
    """The lines that were said impossible and are done, or said not to be needed, now; in order."""
    return tuple(_each_overcome(seen, state))


def _each_overcome(seen: Walk, state: State) -> Iterator[LineOvercome]:
    for row in seen.rows:
        settled = row.status in ("done", "not_needed") and not row.carried
        key = slot_key(row.fact) if row.fact is not None and settled else None
        if key is None:
            continue
        slot = state.slot(*key)
        failures = [event for event in slot.facts if isinstance(event.body, LineImpossible)]
        standing = [event for event in failures if event.id not in slot.undone]
        if standing:
            yield LineOvercome(row, max(standing, key=lambda event: event.order))


def is_against_condition(fact: Event) -> bool:
    """Whether an act settled a line against what its condition or the clock's suggestion said."""
    act = fact.body
    shown = act.seen if isinstance(act, OnLine | ConditionSet) else None
    if shown is None:
        return False
    suggested = shown.get("suggested")
    chose_else = suggested is not None and isinstance(act, LineAnswered) and act.option != suggested
    return shown.get("told") is True or (shown.get("holds") is False and settles(fact)) or chose_else


def is_correction(state: State, event: Event) -> bool:
    """Whether an event undid or changed an earlier one; not where it is a step of entering a patient line, even in an
    entry left unfinished and taken up again."""
    fact = event.body
    if fact.preset or is_superseded_draft(state, event):
        return False
    if isinstance(fact, PatientCorrected) and adds_patient(state, event):
        return False
    if isinstance(fact, Undone | TimeCorrected | PatientCorrected | PatientVoided):
        return True
    before = [state.events[name] for name in event.replaces if name in state.events]
    if isinstance(fact, OnDuty):
        return any(isinstance(earlier.body, OnDuty) and earlier.body.settles is not None for earlier in before)
    return isinstance(fact, OnLine) and any(map(settles, before))


def _own_acts(slot: Slot) -> list[Event]:
    """The acts of persons at a line that were not undone; not what the program wrote as a consequence."""
    acts = [event for event in slot.facts if isinstance(event.body, OnLine) and not event.body.preset]
    undone = slot.undone if acts else ()
    return [event for event in acts if event.id not in undone]


def out_of_order(state: State, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Of each phase of each visit, the fewest lines that, left out, leave the others done in their order: those outside
    a longest increasing subsequence of the times at which they were done.

    Lines without a place in that order are left out: acts of other people, standing orders, and lines of a branch that
    is no longer taken.
    """
    rows_out_of_order: list[Row] = []
    groups: dict[tuple[str, str], list[tuple[Row, Event]]] = {}
    for row in rows:
        first = _first_fact(state, row)
        placed = row.line.traits.in_order and not row.off_branch
        if first is not None and placed:
            groups.setdefault((row.visit, row.phase), []).append((row, first))
    for group in groups.values():
        kept = longest_increasing_subsequence([first.order for _row, first in group])
        rows_out_of_order += [row for number, (row, _first) in enumerate(group) if number not in kept]
    return tuple(rows_out_of_order)


def _first_fact(state: State, row: Row) -> Event | None:
    acts = _own_acts(state.slot("line", *row.key))
    return min(acts, key=lambda event: event.order, default=None) if row.fact is not None else None


def unanswered_calls(rows: tuple[Row, ...]) -> tuple[UnansweredCall, ...]:
    """The calls that nobody answered, in order."""
    calls = [
        UnansweredCall(row.visit, row.unit, row.line.id, attempt.contact, attempt.at)
        for row in rows
        for attempt in row.attempts
        if attempt.outcome == "no_answer"
    ]
    return tuple(sorted(calls, key=lambda call: call.at))


def broadcasts_seen(seen: Walk) -> tuple[BroadcastSeen, ...]:
    """The messages seen broadcast, in order."""
    states = {split_ref("", message.ref): message for message in seen.messages}
    broadcasts = [
        BroadcastSeen(row, row.at, row.fact.actor, states.get(split_ref(row.unit, row.line.value)))
        for row in seen.rows
        if isinstance(row.line, Broadcast) and row.status == "done" and row.fact is not None and row.at is not None
    ]
    return tuple(sorted(broadcasts, key=lambda broadcast: broadcast.at))
