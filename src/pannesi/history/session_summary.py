"""One session as lived, in figures: how long until what, what was done and what was not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pannesi.procedure.availability.moments import LengthEnd
from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.session.events import Event
from pannesi.session.facts.lines import ConditionSet, LineAnswered, OnLine, RedlineRaised
from pannesi.session.facts.patients import PatientAdded, PatientCorrected, PatientVoided
from pannesi.session.facts.session import HandoverOffered, PersonNamed, SessionClosed, TimeCorrected, Undone
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.labels import free_words
from pannesi.session.moments import CLOCK_SLACK
from pannesi.session.projection.line_status import settles
from pannesi.session.projection.read_model import MessageState, Row, Walk
from pannesi.session.projection.walk import walk
from pannesi.session.register.draft_entries import first_version, is_superseded_draft
from pannesi.session.state import State
from pannesi.support.sequences import longest_increasing_subsequence


@dataclass(frozen=True)
class Person:
    """Somebody who acted or was named; their roles as they told them."""

    name: str
    roles: tuple[str, ...]
    since: datetime


@dataclass(frozen=True)
class UnansweredCall:
    """A call that nobody answered."""

    visit: str
    unit: str
    line: str
    contact: str
    at: datetime


@dataclass(frozen=True)
class RaisedRedline:
    """What somebody said against a line of the procedure."""

    event: str
    visit: str
    unit: str
    line: str
    about: str
    """`wrong`, `impossible` or `unclear`."""
    words: str
    """Free words, empty when there were none or they were erased."""
    who: str
    at: datetime


@dataclass(frozen=True)
class BroadcastSeen:
    """A message that was seen broadcast."""

    row: Row
    at: datetime
    who: str
    becomes: MessageState | None
    """What became of a "down" message; None for any other."""


@dataclass(frozen=True)
class RegisterCounts:
    """The register in numbers, nobody in it."""

    noted: int
    """Lines that stand: not struck."""
    voided: int
    duties: int
    duties_open: int
    images_open: int = 0
    """Lines let go of whose images nobody said everything."""


@dataclass(frozen=True)
class SessionSummary:
    """Everything that is told of one session afterwards. Lengths are counted from the beginning of the outage."""

    session: str
    exercise: bool
    cases: tuple[tuple[str, str | None], ...]
    """The cases entered, in order: (unit, symptom). Annexes are not cases."""
    systems: tuple[str, ...]
    """What the symptoms entered say is down."""
    began: datetime
    until: datetime
    """The closing; else the moment of looking, or the last fact of an exercise."""
    first_action_at: datetime | None
    alerted_at: datetime | None
    """The first call that was answered, or alerting message seen."""
    returned_at: datetime | None
    """When the last of the cases going on was announced to work again; None while one is not."""
    reconciled_at: datetime | None
    """When the last line was verified or waived and nothing was owed any more; None until then, or without patients."""
    closed_at: datetime | None
    forced: bool
    prevented: tuple[str, ...]
    """What a forced closing overrode."""
    walk: Walk
    """As it stood at `until`."""
    done: tuple[Row, ...]
    skipped: tuple[Row, ...]
    """Said not to be needed."""
    could_not: tuple[Row, ...]
    left: tuple[Row, ...]
    """Not done: what closing left so, or would leave so now."""
    overridden: tuple[Row, ...]
    """Settled against what the clock or the answers said."""
    out_of_order: tuple[Row, ...]
    """As few lines as explain that the list was not taken from top to bottom."""
    corrected: tuple[Event, ...]
    """Facts that undid or changed an earlier one."""
    unanswered_calls: tuple[UnansweredCall, ...]
    patients: RegisterCounts
    messages: tuple[BroadcastSeen, ...]
    redlines: tuple[RaisedRedline, ...]
    persons: tuple[Person, ...]
    offered: bool
    """The hand-over is offered and nobody took it."""
    uncertain: frozenset[datetime] = frozenset()
    """Moments told by a clock in doubt, or set back since: no length is counted from or to one."""

    @property
    def open(self) -> bool:
        """Whether what was not done may still be."""
        return self.closed_at is None

    @property
    def degraded_for(self) -> timedelta:
        """From the beginning to the return; to `until` while it lasts. Nothing where that is not known."""
        return self.duration or timedelta(0)

    @property
    def duration(self) -> timedelta | None:
        """The same, None where the clock cannot tell."""
        return self.elapsed_until(self.returned_at or self.until)

    @property
    def duration_end(self) -> LengthEnd:
        """What it is counted to."""
        if self.returned_at is not None:
            return "return"
        return "closing" if self.closed_at is not None else "now"

    def elapsed_until(self, moment: datetime | None) -> timedelta | None:
        """How long after the beginning of the outage, never negative. None for no moment, and where it is not known:
        one of the two was told by a clock that cannot be believed, or the moment lies before the beginning."""
        if moment is None or self.began - moment > CLOCK_SLACK or not self.uncertain.isdisjoint((moment, self.began)):
            return None
        return max(moment - self.began, timedelta(0))


def session_summary_of(session: str, state: State, procedure: Site, now: datetime) -> SessionSummary | None:
    """The account of a session as it stands at `now`; None when its beginning has not arrived."""
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
        systems=_systems(procedure, ((visit.unit, visit.symptom) for visit in entered)),
        began=began,
        until=until,
        first_action_at=_earliest(state, _is_own_act),
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
        overridden=tuple(row for row in seen.rows if row.fact is not None and _against(row.fact)),
        out_of_order=_out_of_order(state, seen.rows),
        corrected=tuple(one for one in state.timeline if _corrects(state, one)),
        unanswered_calls=_unanswered_calls(seen.rows),
        patients=_counts(seen),
        messages=_broadcasts(seen),
        redlines=redlines_of(state),
        persons=_persons(state),
        offered=offer is not None and isinstance(offer.body, HandoverOffered),
        uncertain=frozenset(state.when(state.events[name]) for name in state.uncertain),
    )


def redlines_of(state: State) -> tuple[RaisedRedline, ...]:
    """What was said against lines and not undone, in order."""
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


def _systems(procedure: Site, entered: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    found: list[str] = []
    for unit, symptom in entered:
        known = procedure.unit_by_id.get(unit)
        own = next((one for one in known.symptoms if one.id == symptom), None) if known is not None else None
        if own is not None:
            found += own.systems.down or (own.system,)
    return tuple(dict.fromkeys(found))


def _earliest(state: State, wanted: Callable[[Event], bool]) -> datetime | None:
    return min((state.when(event) for event in state.events.values() if wanted(event)), default=None)


def _alerted_at(rows: tuple[Row, ...]) -> datetime | None:
    """Whatever a call or a message was for, somebody else then knew."""
    moments = [attempt.at for row in rows for attempt in row.attempts if attempt.outcome == "reached"]
    moments += [
        row.at
        for row in rows
        if isinstance(row.line, Broadcast) and row.phase == "alert" and row.status == "done" and row.at is not None
    ]
    return min(moments, default=None)


def _returned_at(state: State, seen: Walk) -> datetime | None:
    found = [state.slot("return", visit).head for visit in seen.current_cases]
    announced = [one for one in found if one is not None and isinstance(one.body, ReturnAnnounced)]
    return max(map(state.when, announced)) if announced and len(announced) == len(found) else None


def _reconciled_at(state: State, seen: Walk) -> datetime | None:
    """A line counts from its verdict on; a duty settled after the last verdict counts too."""
    standing = [patient for patient in seen.patients if not patient.voided]
    if not standing or not all(patient.settled for patient in seen.patients):
        return None
    if any(duty.status == "open" for duty in seen.duties):
        return None
    facts = [duty.fact for duty in seen.duties] + [patient.verdict for patient in standing]
    return max((state.when(fact) for fact in facts if fact is not None), default=None)


def _rows_with_status(seen: Walk, status: str) -> tuple[Row, ...]:
    return tuple(row for row in seen.rows if row.status == status)


def _against(fact: Event) -> bool:
    """Whether a fact was written against what the clock, or an answer, said."""
    act = fact.body
    shown = act.seen if isinstance(act, OnLine | ConditionSet) else None
    if shown is None:
        return False
    suggested = shown.get("suggested")
    chose_else = suggested is not None and isinstance(act, LineAnswered) and act.option != suggested
    return shown.get("told") is True or (shown.get("holds") is False and settles(fact)) or chose_else


def _corrects(state: State, event: Event) -> bool:
    fact = event.body
    if fact.preset or is_superseded_draft(state, event):
        return False
    if isinstance(fact, PatientCorrected) and isinstance(first_version(state, event).body, PatientAdded):
        return False  # the line was noted by it, field after field
    if isinstance(fact, Undone | TimeCorrected | PatientCorrected | PatientVoided):
        return True
    if not isinstance(fact, OnLine):
        return False
    return any(settles(state.events[name]) for name in event.replaces if name in state.events)


def _is_own_act(event: Event) -> bool:
    """Whether somebody did something at a line: not what the program wrote as a consequence."""
    return isinstance(event.body, OnLine) and not event.body.preset


def _out_of_order(state: State, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Of each phase of each visit, the fewest lines that, taken away, leave the others done in their order.

    What other people do (a message, a call back), and what stays in force, has no place in that order; nor has what was
    tried because an answer was not known yet: the list stands as it was answered since.
    """
    found: list[Row] = []
    groups: dict[tuple[str, str], list[tuple[Row, Event]]] = {}
    for row in rows:
        first = _first_fact(state, row)
        placed = row.line.traits.in_order and not row.off_branch
        if first is not None and placed:
            groups.setdefault((row.visit, row.phase), []).append((row, first))
    for group in groups.values():
        kept = longest_increasing_subsequence([first.order for _row, first in group])
        found += [row for number, (row, _first) in enumerate(group) if number not in kept]
    return tuple(found)


def _first_fact(state: State, row: Row) -> Event | None:
    told = [event for event in state.slot("line", *row.key).events.values() if _is_own_act(event)]
    return min(told, key=lambda one: one.order, default=None) if row.fact is not None else None


def _unanswered_calls(rows: tuple[Row, ...]) -> tuple[UnansweredCall, ...]:
    found = [
        UnansweredCall(row.visit, row.unit, row.line.id, attempt.contact, attempt.at)
        for row in rows
        for attempt in row.attempts
        if attempt.outcome == "no_answer"
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _counts(seen: Walk) -> RegisterCounts:
    voided = sum(patient.voided for patient in seen.patients)
    owed = sum(duty.status == "open" for duty in seen.duties)
    images = sum(patient.let_go and not patient.settled for patient in seen.patients)
    return RegisterCounts(len(seen.patients) - voided, voided, len(seen.duties), owed, images)


def _broadcasts(seen: Walk) -> tuple[BroadcastSeen, ...]:
    states = {split_ref("", message.ref): message for message in seen.messages}
    found = [
        BroadcastSeen(row, row.at, row.fact.actor, states.get(split_ref(row.unit, row.line.value)))
        for row in seen.rows
        if isinstance(row.line, Broadcast) and row.status == "done" and row.fact is not None and row.at is not None
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _persons(state: State) -> tuple[Person, ...]:
    since: dict[str, datetime] = {}
    roles: dict[str, dict[str, None]] = {}
    for one in state.timeline:
        named = one.body if isinstance(one.body, PersonNamed) else None
        name = named.name if named is not None else one.actor
        if not name:
            continue
        since.setdefault(name, state.when(one))
        told = roles.setdefault(name, {})
        if named is not None and named.role:
            told[named.role] = None
    return tuple(Person(name, tuple(roles[name]), moment) for name, moment in since.items())
