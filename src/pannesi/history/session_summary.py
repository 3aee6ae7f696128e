"""The summary of one session: how long each milestone took, what was done and what was not. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pannesi.procedure.availability.moments import LengthEnd
from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Symptom, symptom_of
from pannesi.session.claims import Slot
from pannesi.session.events import Event
from pannesi.session.facts.lines import ConditionSet, LineAnswered, OnLine, RedlineRaised
from pannesi.session.facts.patients import PatientAdded, PatientCorrected, PatientVoided
from pannesi.session.facts.session import HandoverOffered, PersonNamed, SessionClosed, TimeCorrected, Undone
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.labels import free_words
from pannesi.session.moments import CLOCK_SLACK
from pannesi.session.projection.line_status import settles
from pannesi.session.projection.read_model import MessageState, Row, Step, Walk
from pannesi.session.projection.walk import walk
from pannesi.session.register.draft_entries import first_version, is_superseded_draft
from pannesi.session.state import State
from pannesi.support.sequences import longest_increasing_subsequence


@dataclass(frozen=True)
class Person:
    """Somebody who acted in a session or was named in it, with the roles they gave and since when they took part."""

    name: str
    roles: tuple[str, ...]
    since: datetime


@dataclass(frozen=True)
class UnansweredCall:
    """An attempt to call somebody who did not answer."""

    visit: str
    unit: str
    line: str
    contact: str
    at: datetime


@dataclass(frozen=True)
class RaisedRedline:
    """What somebody reported against a line of the procedure."""

    event: str
    """Its event id, by which it is answered."""
    visit: str
    unit: str
    line: str
    about: str
    """`wrong`, `impossible` or `unclear`."""
    words: str
    """Its free text; what stands for it where it was erased or is missing; empty when there was none."""
    who: str
    at: datetime


@dataclass(frozen=True)
class BroadcastSeen:
    """A message to the hospital that somebody saw broadcast."""

    row: Row
    at: datetime
    who: str
    becomes: MessageState | None
    """The state of a "down" message now; None for any other message."""


@dataclass(frozen=True)
class RegisterCounts:
    """The patient register in numbers."""

    noted: int
    """Lines that are not voided."""
    voided: int
    duties: int
    """What is due to patients: by lines of the procedure, or by the program at the return, as an identity confirmed."""
    duties_open: int
    images_open: int = 0
    """Voided or waived lines of which it is not settled what becomes of their images."""


@dataclass(frozen=True)
class SessionSummary:
    """What lists, reports and statistics say of one session. Times are measured from the beginning of the outage."""

    session: str
    exercise: bool
    cases: tuple[tuple[str, str | None], ...]
    """The cases entered, in order, as (unit, symptom); annexes left out."""
    systems: tuple[str, ...]
    """The systems that the symptoms entered say are down; of one that says none, the part of home where it stands."""
    began: datetime
    until: datetime
    """The closing; else the present moment, or the last event of an exercise."""
    first_action_at: datetime | None
    """The first act at a line."""
    alerted_at: datetime | None
    """The first answered call, or alerting message seen."""
    returned_at: datetime | None
    """When the return of the last current case was announced; None while one is not."""
    reconciled_at: datetime | None
    """When the last patient line was verified or waived and no duty was open; None before, or without patients."""
    closed_at: datetime | None
    forced: bool
    prevented: tuple[str, ...]
    """What prevented closing, in French, where it was closed all the same."""
    walk: Walk
    """The walk at `until`."""
    done: tuple[Row, ...]
    skipped: tuple[Row, ...]
    """Lines said not to be needed."""
    could_not: tuple[Row, ...]
    left: tuple[Row, ...]
    """Not done: what closing left so, or would leave so now."""
    overridden: tuple[Row, ...]
    """Lines settled against what the clock or the answers said."""
    out_of_order: tuple[Row, ...]
    """The fewest lines that, left out, leave the others settled from top to bottom."""
    corrected: tuple[Event, ...]
    """Events that undid or changed an earlier one."""
    unanswered_calls: tuple[UnansweredCall, ...]
    patients: RegisterCounts
    messages: tuple[BroadcastSeen, ...]
    redlines: tuple[RaisedRedline, ...]
    persons: tuple[Person, ...]
    offered: bool
    """Whether the hand-over was offered and nobody took it."""
    uncertain: frozenset[datetime] = frozenset()
    """Times given by a doubtful clock, or one that was set back: no length is measured from or to them."""

    @property
    def open(self) -> bool:
        """Whether the session is not closed."""
        return self.closed_at is None

    @property
    def duration(self) -> timedelta | None:
        """How long the outage lasted, to the return, else to `until`; None where the clock cannot tell."""
        return self.elapsed_until(self.returned_at or self.until)

    @property
    def duration_end(self) -> LengthEnd:
        """The moment to which `duration` is measured."""
        if self.returned_at is not None:
            return "return"
        return "closing" if self.closed_at is not None else "now"

    def elapsed_until(self, moment: datetime | None) -> timedelta | None:
        """The time from the beginning of the outage to `moment`, never negative.

        None without a moment, where one of the two times is uncertain, or where the moment lies before the beginning.
        """
        if moment is None or self.began - moment > CLOCK_SLACK or not self.uncertain.isdisjoint((moment, self.began)):
            return None
        return max(moment - self.began, timedelta(0))


def session_summary_of(session: str, state: State, procedure: Site, now: datetime) -> SessionSummary | None:
    """The summary of a session at `now`, by the site that it pins; None when its first event is missing."""
    opened, began, closing = state.opened, state.began, state.closing
    if opened is None or began is None:
        return None
    last = state.when(state.timeline[-1])
    until = state.when(closing) if closing is not None else last if state.exercise else now
    seen = walk(procedure, state, until)
    closed = closing.body if closing is not None and isinstance(closing.body, SessionClosed) else None
    entered = [visit for visit in state.visits if visit.reason != "run"]
    offer = state.slot("handover").head
    return SessionSummary(
        session=session,
        exercise=state.exercise,
        cases=tuple(dict.fromkeys((visit.unit, visit.symptom) for visit in entered)),
        systems=systems_concerned(procedure, ((visit.unit, visit.symptom) for visit in entered)),
        began=began,
        until=until,
        first_action_at=_first_action_at(state),
        alerted_at=_alerted_at(seen.rows),
        returned_at=_returned_at(state, seen),
        reconciled_at=_reconciled_at(state, seen),
        closed_at=until if closing is not None else None,
        forced=closed is not None and closed.forced,
        prevented=closed.prevented if closed is not None else (),
        walk=seen,
        done=_rows_with_status(seen, "done"),
        skipped=_rows_with_status(seen, "not_needed"),
        could_not=_rows_with_status(seen, "could_not"),
        left=seen.left_undone,
        overridden=tuple(row for row in seen.rows if row.fact is not None and _is_against_condition(row.fact)),
        out_of_order=_out_of_order(state, seen.rows),
        corrected=tuple(event for event in state.timeline if _is_correction(state, event)),
        unanswered_calls=_unanswered_calls(seen.rows),
        patients=_register_counts(seen),
        messages=_broadcasts_seen(seen),
        redlines=redlines_of(state),
        persons=_persons_present(state),
        offered=offer is not None and isinstance(offer.body, HandoverOffered),
        uncertain=frozenset(state.when(state.events[name]) for name in state.uncertain),
    )


def redlines_of(state: State) -> tuple[RaisedRedline, ...]:
    """The redlines of a session that were not undone, in order."""
    units = {visit.id: visit.unit for visit in state.visits}
    return tuple(
        RaisedRedline(
            event=event.id,
            visit=fact.visit,
            unit=units.get(fact.visit, ""),
            line=fact.line,
            about=fact.about,
            words=free_words(event),
            who=event.actor,
            at=state.when(event),
        )
        for event in state.heads(RedlineRaised.kind)
        if isinstance(fact := event.body, RedlineRaised)
    )


def systems_down(procedure: Site, entered: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """The systems that the symptoms entered say are down: none where only a part of one fails, or none is named."""
    return tuple(dict.fromkeys(name for symptom in _symptoms(procedure, entered) for name in symptom.systems.down))


def systems_concerned(procedure: Site, entered: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """The systems that the symptoms entered say are down; of one that says none, the part of home where it stands."""
    names = (symptom.systems.down or (symptom.system,) for symptom in _symptoms(procedure, entered))
    return tuple(dict.fromkeys(name for those in names for name in those))


def _symptoms(procedure: Site, entered: Iterable[tuple[str, str | None]]) -> Iterator[Symptom]:
    for unit_id, symptom_id in entered:
        unit = procedure.unit_by_id.get(unit_id)
        own = symptom_of(unit, symptom_id) if unit is not None else None
        if own is not None:
            yield own


def _first_action_at(state: State) -> datetime | None:
    acts = (event for slot in state.slots.values() for event in _own_acts(slot))
    return min(map(state.when, acts), default=None)


def _alerted_at(rows: tuple[Row, ...]) -> datetime | None:
    """The first moment at which somebody else knew of the outage: an answered call, or an alerting message seen."""
    moments = [attempt.at for row in rows for attempt in row.attempts if attempt.outcome == "reached"]
    moments += [
        row.at
        for row in rows
        if isinstance(row.line, Broadcast) and row.phase == "alert" and row.status == "done" and row.at is not None
    ]
    return min(moments, default=None)


def _returned_at(state: State, seen: Walk) -> datetime | None:
    heads = [state.slot("return", visit).head for visit in seen.current_cases]
    announced = [head for head in heads if head is not None and isinstance(head.body, ReturnAnnounced)]
    return max(map(state.returned_since, announced)) if announced and len(announced) == len(heads) else None


def _reconciled_at(state: State, seen: Walk) -> datetime | None:
    """The latest of the verdicts on patient lines and of the acts that settled a duty; None while anything is open."""
    standing = [patient for patient in seen.patients if not patient.voided]
    if not standing or not all(patient.settled for patient in seen.patients):
        return None
    if any(duty.status == "open" for duty in seen.duties):
        return None
    facts = [duty.fact for duty in seen.duties] + [patient.verdict for patient in standing]
    return max((state.when(fact) for fact in facts if fact is not None), default=None)


def _rows_with_status(seen: Walk, status: str) -> tuple[Row, ...]:
    return tuple(row for row in seen.rows if row.status == status)


def _is_against_condition(fact: Event) -> bool:
    """Whether an act settled a line against what its condition or the clock's suggestion said."""
    act = fact.body
    shown = act.seen if isinstance(act, OnLine | ConditionSet) else None
    if shown is None:
        return False
    suggested = shown.get("suggested")
    chose_else = suggested is not None and isinstance(act, LineAnswered) and act.option != suggested
    return shown.get("told") is True or (shown.get("holds") is False and settles(fact)) or chose_else


def _is_correction(state: State, event: Event) -> bool:
    """Whether an event undid or changed an earlier one; not where it is a step of entering a patient line."""
    fact = event.body
    if fact.preset or is_superseded_draft(state, event):
        return False
    if isinstance(fact, PatientCorrected) and isinstance(first_version(state, event).body, PatientAdded):
        return False
    if isinstance(fact, Undone | TimeCorrected | PatientCorrected | PatientVoided):
        return True
    if not isinstance(fact, OnLine):
        return False
    return any(settles(state.events[name]) for name in event.replaces if name in state.events)


def _own_acts(slot: Slot) -> list[Event]:
    """The acts of persons at a line that were not undone; not what the program wrote as a consequence."""
    acts = [event for event in slot.facts if isinstance(event.body, OnLine) and not event.body.preset]
    undone = slot.undone if acts else ()
    return [event for event in acts if event.id not in undone]


def _out_of_order(state: State, rows: tuple[Row, ...]) -> tuple[Row, ...]:
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


def _unanswered_calls(rows: tuple[Row, ...]) -> tuple[UnansweredCall, ...]:
    calls = [
        UnansweredCall(row.visit, row.unit, row.line.id, attempt.contact, attempt.at)
        for row in rows
        for attempt in row.attempts
        if attempt.outcome == "no_answer"
    ]
    return tuple(sorted(calls, key=lambda call: call.at))


def _register_counts(seen: Walk) -> RegisterCounts:
    voided = sum(patient.voided for patient in seen.patients)
    built_in = _built_in_steps(seen)
    owed = sum(duty.status == "open" for duty in seen.duties) + sum(step.status == "open" for step in built_in)
    images = sum(patient.voided_or_waived and not patient.settled for patient in seen.patients)
    return RegisterCounts(len(seen.patients) - voided, voided, len(seen.duties) + len(built_in), owed, images)


def _built_in_steps(seen: Walk) -> list[Step]:
    """The steps of the return that no line of the procedure owes, as the confirmation of an identity.

    None of a voided or waived line: what is left there is about its images, which are counted apart.
    """
    owed = {(duty.patient.id, duty.key) for duty in seen.duties}
    lines = (patient for patient in seen.patients if not patient.voided_or_waived)
    return [step for patient in lines for step in patient.steps if (patient.id, step.key) not in owed]


def _broadcasts_seen(seen: Walk) -> tuple[BroadcastSeen, ...]:
    states = {split_ref("", message.ref): message for message in seen.messages}
    broadcasts = [
        BroadcastSeen(row, row.at, row.fact.actor, states.get(split_ref(row.unit, row.line.value)))
        for row in seen.rows
        if isinstance(row.line, Broadcast) and row.status == "done" and row.fact is not None and row.at is not None
    ]
    return tuple(sorted(broadcasts, key=lambda broadcast: broadcast.at))


def _persons_present(state: State) -> tuple[Person, ...]:
    since: dict[str, datetime] = {}
    roles: dict[str, dict[str, None]] = {}
    for event in state.timeline:
        named = event.body if isinstance(event.body, PersonNamed) else None
        name = named.name if named is not None else event.actor
        if not name:
            continue
        since.setdefault(name, state.when(event))
        roles_of = roles.setdefault(name, {})
        if named is not None and named.role:
            roles_of[named.role] = None
    return tuple(Person(name, tuple(roles[name]), moment) for name, moment in since.items())
