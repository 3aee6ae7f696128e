"""The state of one session: the fold of its events, the same in whatever order, and however often, they arrive."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import takewhile

from pannesi.session.claims import NO_SLOT, Slot, slot_key
from pannesi.session.events import Event
from pannesi.session.facts.base import SlotKey, Unreadable
from pannesi.session.facts.session import (
    BeginningSet,
    LengthExpected,
    NoteWritten,
    SessionOpened,
    SessionWord,
    TimeCorrected,
)
from pannesi.session.facts.visits import ReturnAnnounced, VisitOpened
from pannesi.session.moments import CLOCK_SLACK
from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class Visit:
    """One passage through a case or annex."""

    id: str
    unit: str
    symptom: str | None
    reason: str
    """`start`, `run`, `turned`, `joined`."""
    parent: str | None
    """The id of the visit from which it was entered."""
    line: str | None
    """The id of the line from which it was entered."""
    event: Event


_FIRST = (-1, "", 0)


class State:
    """The state of one session. Only `apply` changes it, at nearly constant cost for each event."""

    def __init__(self) -> None:
        self.changes = 0
        """How many events were added: while it is the same, everything derived from the state is too."""
        self.refold_count = 0
        """How often all events were folded again: caches from before are then invalid."""
        self._reset()

    def _reset(self) -> None:
        """Sets all fields to those of a session without events."""
        self.events: dict[str, Event] = {}
        self.slots: dict[SlotKey, Slot] = {}
        self._keys: dict[str, list[SlotKey]] = {}
        self.unknown: dict[str, Event] = {}
        """Events without a slot, by id: of unknown kinds, or placeholders. They are shown and have no effect."""
        self._ordered: list[Event] = []
        self._timeline: tuple[Event, ...] = ()
        self._doubtful: set[SlotKey] = set()
        """The keys of slots that may be in conflict, which is computed only when `conflicts` is read."""
        self.last_spoken_of: dict[str, int] = {}
        """The number of changes at which each patient, visit or event last got an event, by id; the latest last."""
        self.time_corrections_at = 0
        """The number of changes at which a time was last corrected."""
        self._latest: datetime | None = None
        self._steady = True
        """Whether no clock was doubtful or set back so far: then no time is uncertain."""
        self._uncertain: tuple[int, frozenset[str]] = (-1, frozenset())
        """A cache: the number of changes, and the ids of events of uncertain time."""

    def apply(self, event: Event) -> None:
        """Adds an event. One with an id that is there already changes nothing, unless it is a forgery."""
        there = self.events.get(event.id)
        if there is not None:
            self._keep_first(there, event)
            return
        self._place(event)
        self.events[event.id] = event
        if self._ordered and event.order < self._ordered[-1].order:
            insort(self._ordered, event, key=lambda placed: placed.order)
            self._steady = False
        else:
            self._ordered.append(event)
            self._look_at_clock(event)

    def _look_at_clock(self, event: Event) -> None:
        if not self._steady:
            return
        moment = _clock_reading(event)
        if event.clock == "doubtful" or (self._latest is not None and self._latest - moment > CLOCK_SLACK):
            self._steady = False
        self._latest = moment if self._latest is None else max(self._latest, moment)

    def _place(self, event: Event) -> None:
        """Adds an event to its slot, before it is listed: another thread that sees it listed also finds its effect."""
        self.changes += 1
        key = slot_key(event)
        if key is None:
            self.unknown[event.id] = event
            return
        slot = self.slots.get(key)
        if slot is None:
            slot = self.slots[key] = Slot()
            self._keys.setdefault(key[0], []).append(key)
        slot.add(event)
        if len(key) > 1:
            self.last_spoken_of.pop(key[1], None)
            self.last_spoken_of[key[1]] = self.changes
        if key[0] == "time":
            self.time_corrections_at = self.changes
        if slot.may_conflict:
            self._doubtful.add(key)
        else:
            self._doubtful.discard(key)

    def _keep_first(self, there: Event, other: Event) -> None:
        """Of two different events with one id (a forgery) keeps the first in the total order, whichever came first."""
        if (other.order, other.hash, other.kind, repr(other.payload)) >= (
            there.order, there.hash, there.kind, repr(there.payload)
        ):  # fmt: skip
            return
        kept = {**self.events, other.id: other}
        self.refold_count += 1
        self._reset()
        for event in kept.values():
            self.apply(event)

    def spoken_of_since(self, changes: int) -> list[str]:
        """The ids of patients, visits and events that got an event after so many changes, in time proportional to
        their number."""
        return [
            name for name, _at in takewhile(lambda entry: entry[1] > changes, reversed(self.last_spoken_of.items()))
        ]

    def slot(self, *key: str) -> Slot:
        """The slot of a key; an empty one when there is no event."""
        return self.slots.get(key, NO_SLOT)

    def heads(self, name: str) -> tuple[Event, ...]:
        """The head of each slot whose key begins with `name` (`visit`, `patient`…), in the total order."""
        heads = [self.slots[key].head for key in self._keys.get(name, ())]
        return tuple(sorted((event for event in heads if event is not None), key=lambda event: event.order))

    @property
    def simulated_shift(self) -> timedelta:
        """How far ahead of the real time an exercise runs, by its last event; zero for a real session."""
        last = self.timeline[-1]
        return last.moment - (last.real or last.moment) if self.exercise else timedelta(0)

    @property
    def timeline(self) -> tuple[Event, ...]:
        """All events in their total order; cached until an event is added."""
        kept = self._timeline
        if len(kept) != len(self._ordered):
            kept = self._timeline = tuple(self._ordered)
        return kept

    @property
    def opened(self) -> Event | None:
        """The event that opened the session; the first, where a merge brought two."""
        heads = self.slot("opened").heads
        return heads[0] if heads else None

    @property
    def unreadable(self) -> int:
        """How many events could not be read."""
        return sum(lost.count for event in self.unknown.values() if isinstance(lost := event.body, Unreadable))

    @property
    def opening(self) -> SessionOpened | None:
        """The fact that opened the session; None while its event has not arrived."""
        opened = self.opened
        return opened.body if opened is not None and isinstance(opened.body, SessionOpened) else None

    @property
    def exercise(self) -> bool:
        """Whether it is an exercise."""
        return self.opening is not None and self.opening.exercise

    @property
    def began(self) -> datetime | None:
        """When the outage began, as somebody said, else when the session was opened; None before its first event."""
        fact = self.slot("began").head or self.opened
        if fact is None:
            return None
        return (fact.body.began if isinstance(fact.body, BeginningSet | SessionOpened) else None) or self.when(fact)

    @property
    def beginning_given(self) -> bool:
        """Whether somebody said when the outage began; else all that is certain is when it was seen."""
        fact = self.slot("began").head or self.opened
        return fact is not None and isinstance(fact.body, BeginningSet | SessionOpened) and fact.body.began is not None

    @property
    def word(self) -> Event | None:
        """The fact by which the session was given a word; None where nobody did, or it was undone."""
        fact = self.slot("word").head
        return fact if fact is not None and isinstance(fact.body, SessionWord) else None

    @property
    def expected_minutes(self) -> int | None:
        """How many minutes the outage is expected to last; None where nobody said it."""
        fact = self.slot("expected").head
        return fact.body.possible_minutes if fact is not None and isinstance(fact.body, LengthExpected) else None

    @property
    def closing(self) -> Event | None:
        """The event that closed the session; None while it is open, or where closing was undone."""
        return self.slot("closed").head

    def is_bound_by(self, rules: int) -> bool:
        """Whether this version of the rules applies: the session is open, or was closed under it or a later one."""
        return self.closing is None or self.closing.body.rules >= rules

    def when(self, event: Event) -> datetime:
        """The time of an event: as corrected, else as written."""
        corrected = self.slot("time", event.id).head
        moment = corrected.body.at if corrected is not None and isinstance(corrected.body, TimeCorrected) else None
        return moment or event.moment

    def returned_since(self, announced: Event) -> datetime:
        """Since when a case works again, by the event that announced its return: as corrected, else as somebody said,
        else when it was written."""
        since = announced.body.since if isinstance(announced.body, ReturnAnnounced) else None
        corrected = self.slot("time", announced.id).head is not None
        return self.when(announced) if corrected or since is None else since

    @property
    def uncertain(self) -> frozenset[str]:
        """The ids of events whose time is uncertain: their clock was doubtful, or it was set back, so that one of the
        events around has a wrong time and nobody can tell which. An event whose time was corrected is certain."""
        if self._steady:
            return frozenset()
        kept = self._uncertain
        if kept[0] != self.changes:
            kept = self._uncertain = (self.changes, frozenset(self._of_uncertain_hour()))
        return kept[1]

    def _of_uncertain_hour(self) -> Iterator[str]:
        timed = [(event, _clock_reading(event)) for event in self.timeline]
        lowest, before = [], None
        for _event, moment in reversed(timed):
            before = moment if before is None else min(before, moment)
            lowest.append(before)
        highest = None
        confirmed = {event.writer: event.order for event, _at in timed if event.clock == "confirmed"}
        for (event, moment), least in zip(timed, reversed(lowest), strict=True):
            highest = moment if highest is None else max(highest, moment)
            clock = event.clock
            if clock == "confirmed" or self.slot("time", event.id).head is not None:
                continue
            in_doubt = clock == "doubtful" and confirmed.get(event.writer, _FIRST) < event.order
            if in_doubt or highest - moment > CLOCK_SLACK or moment - least > CLOCK_SLACK:
                yield event.id

    def after_closing(self, event: Event) -> bool:
        """Whether an event was written after the session was closed."""
        closing = self.closing
        return closing is not None and event.order > closing.order

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Every visit that was not undone, in order of opening."""
        return tuple(visit for visit in map(_visit_of_event, self.heads("visit")) if visit is not None)

    @property
    def notes(self) -> tuple[Event, ...]:
        """The notes that were not undone, in order."""
        return self.heads(NoteWritten.kind)

    @property
    def conflicts(self) -> tuple[tuple[SlotKey, tuple[Event, ...]], ...]:
        """The conflicts as (key of the slot, its sides), sorted by key."""
        conflicts = ((key, self.slots[key].conflict) for key in sorted(self._doubtful))
        return tuple((key, sides) for key, sides in conflicts if sides)


def _clock_reading(event: Event) -> datetime:
    """The time of the machine's clock when an event was written."""
    return event.real or event.moment


def _visit_of_event(event: Event) -> Visit | None:
    entered = event.body
    if not isinstance(entered, VisitOpened) or entered.unit is None:
        return None
    return Visit(
        id=entered.visit,
        unit=entered.unit,
        symptom=entered.symptom,
        reason=entered.reason,
        parent=entered.parent,
        line=entered.line,
        event=event,
    )


def fold(events: Iterable[Event], onto: State | None = None) -> State:
    """The state of these events; with `onto`, the events are added to that state, which is returned."""
    state = State() if onto is None else onto
    for event in events:
        state.apply(event)
    return state
