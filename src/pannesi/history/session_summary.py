"""The summary of one session: how long each milestone took, what was done and what was not. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from pannesi.history.account.durations import NamedLength, degraded_since, named_lengths, reconciled_at, returned_at
from pannesi.history.account.lines import (
    BroadcastSeen,
    LineOvercome,
    UnansweredCall,
    broadcasts_seen,
    first_action_at,
    is_against_condition,
    is_correction,
    lines_overcome,
    out_of_order,
    rows_with_status,
    unanswered_calls,
)
from pannesi.history.account.patients import (
    DutyOutcome,
    LetGo,
    RegisterCounts,
    duty_outcomes,
    lines_let_go,
    register_counts,
)
from pannesi.procedure.availability.moments import LengthEnd
from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Symptom, symptom_of
from pannesi.session.events import Event
from pannesi.session.facts.lines import RedlineRaised
from pannesi.session.facts.session import HandoverOffered, PersonNamed, SessionClosed
from pannesi.session.labels import free_words
from pannesi.session.moments import CLOCK_SLACK
from pannesi.session.projection.judgement import JudgedBy, lines_judged
from pannesi.session.projection.read_model import Row, Walk
from pannesi.session.projection.same_outage import SameOutageSaid, same_outages_said
from pannesi.session.projection.time_order import TimeDoubt, time_doubts
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.projection.waiting_rows import cases_left
from pannesi.session.projection.walk import walk
from pannesi.session.state import State
from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody who acted in a session or was named in it, with the roles they gave and since when they took part."""

    name: str
    roles: tuple[str, ...]
    since: datetime


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
class SessionSummary:
    """What lists, reports and statistics say of one session. Times are measured from the beginning of the outage."""

    session: str
    exercise: bool
    cases: tuple[tuple[str, str | None], ...]
    """The cases entered, in order, as (unit, symptom); annexes left out."""
    cases_standing: tuple[tuple[str, str | None], ...]
    """Of these, those that were not left because they were not the right one."""
    systems: tuple[str, ...]
    """The systems that the symptoms of standing cases say are down; of one that says none, the part of home where it
    stands."""
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
    overcome: tuple[LineOvercome, ...]
    """Lines said impossible at first."""
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
    opened_at: datetime
    degraded_at: datetime | None
    """When people began to work otherwise; None where they did not."""
    duties: tuple[DutyOutcome, ...] = ()
    """What became of everything due to patients."""
    let_go: tuple[LetGo, ...] = ()
    """The patient lines struck or waived."""
    judged: tuple[tuple[Row, JudgedBy], ...] = ()
    """The lines that nobody settled by an act, and that are settled all the same."""
    time_doubts: tuple[TimeDoubt, ...] = ()
    """Hours that cannot be right beside others."""
    finder: Event | None = None
    """The event that says who found the outage, as its text."""
    same: tuple[SameOutageSaid, ...] = ()
    """What the session says of others about the same outage."""
    end_unknown: bool = False
    """Whether it was closed while nobody knew when it worked again: the outage has no known length."""
    uncertain: frozenset[datetime] = frozenset()
    """Times given by a doubtful clock, or one that was set back: no length is measured from or to them."""

    @property
    def open(self) -> bool:
        """Whether the session is not closed."""
        return self.closed_at is None

    @property
    def duties_impossible(self) -> tuple[DutyOutcome, ...]:
        """What was due to a patient and said impossible, owed again or not."""
        return tuple(duty for duty in self.duties if duty.impossible)

    @property
    def duties_overcome(self) -> tuple[DutyOutcome, ...]:
        """What was due to a patient, said impossible at first, and settled otherwise since."""
        return tuple(duty for duty in self.duties if duty.made_good)

    @property
    def duties_said_impossible(self) -> tuple[DutyOutcome, ...]:
        """What was due to a patient and said impossible, whatever was said since: a failure made good stays one."""
        return (*self.duties_impossible, *self.duties_overcome)

    @property
    def failures(self) -> int:
        """How many lines, and things due to patients, were said impossible, whatever was said since."""
        return len(self.could_not) + len(self.overcome) + len(self.duties_said_impossible)

    @property
    def duties_skipped(self) -> tuple[DutyOutcome, ...]:
        """What was said not to be needed for a patient."""
        return tuple(duty for duty in self.duties if duty.status == "not_needed")

    @property
    def lengths(self) -> tuple[NamedLength, ...]:
        """The durations of the session, by name."""
        return named_lengths(
            self.began, self.until, self.opened_at, self.closed_at, self.degraded_at, self.returned_at,
            self.reconciled_at, patients=self.patients.noted > 0, uncertain=self.uncertain,
            end_known=not self.end_unknown,
        )  # fmt: skip

    @property
    def duration(self) -> timedelta | None:
        """How long the outage lasted, to the return, else to `until`; None where the clock cannot tell."""
        return None if self.end_unknown else self.elapsed_until(self.returned_at or self.until)

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
    left = cases_left(VisitGraph.of(procedure, state))
    standing = tuple(dict.fromkeys((visit.unit, visit.symptom) for visit in entered if visit.id not in left))
    offer = state.slot("handover").head
    return SessionSummary(
        session=session,
        exercise=state.exercise,
        cases=tuple(dict.fromkeys((visit.unit, visit.symptom) for visit in entered)),
        cases_standing=standing,
        systems=systems_concerned(procedure, standing),
        began=began,
        until=until,
        first_action_at=first_action_at(state),
        alerted_at=_alerted_at(seen.rows),
        returned_at=returned_at(state, seen),
        reconciled_at=reconciled_at(state, seen),
        closed_at=until if closing is not None else None,
        forced=closed is not None and closed.forced,
        prevented=closed.prevented if closed is not None else (),
        walk=seen,
        done=rows_with_status(seen, "done"),
        skipped=rows_with_status(seen, "not_needed"),
        could_not=rows_with_status(seen, "could_not"),
        overcome=lines_overcome(seen, state),
        left=seen.left_undone,
        overridden=tuple(row for row in seen.rows if row.fact is not None and is_against_condition(row.fact)),
        out_of_order=out_of_order(state, seen.rows),
        corrected=tuple(event for event in state.timeline if is_correction(state, event)),
        unanswered_calls=unanswered_calls(seen.rows),
        patients=register_counts(seen),
        messages=broadcasts_seen(seen),
        redlines=redlines_of(state),
        persons=_persons_present(state),
        offered=offer is not None and isinstance(offer.body, HandoverOffered),
        opened_at=state.when(opened),
        degraded_at=degraded_since(procedure, state, seen),
        duties=duty_outcomes(seen, state),
        let_go=lines_let_go(seen),
        judged=lines_judged(seen),
        time_doubts=time_doubts(state, seen.patients),
        finder=state.slot("found").head,
        same=same_outages_said(state),
        end_unknown=closed is not None and closed.return_unknown and returned_at(state, seen) is None,
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


def _alerted_at(rows: tuple[Row, ...]) -> datetime | None:
    """The first moment at which somebody else knew of the outage: an answered call, or an alerting message seen."""
    moments = [attempt.at for row in rows for attempt in row.attempts if attempt.outcome == "reached"]
    moments += [
        row.at
        for row in rows
        if isinstance(row.line, Broadcast) and row.phase == "alert" and row.status == "done" and row.at is not None
    ]
    return min(moments, default=None)


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
