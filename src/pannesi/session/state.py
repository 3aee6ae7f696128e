"""The fold: what a session's events amount to, the same in whatever order, and however often, they arrive."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from pannesi.session.claims import NO_SLOT, Slot, slot_key
from pannesi.session.events import MAX_OUTAGE_MINUTES, Event
from pannesi.session.facts.base import Key
from pannesi.session.facts.session import BeginningSet, LengthExpected, NoteWritten, SessionOpened, TimeCorrected
from pannesi.session.facts.unreadable import Unreadable
from pannesi.session.facts.visits import VisitOpened
from pannesi.session.moments import CLOCK_SLACK


@dataclass(frozen=True)
class Visit:
    """One passage through a case or annex."""

    id: str
    unit: str
    symptom: str | None
    reason: str
    """`start`, `run`, `turned`, `joined`."""
    parent: str | None
    """The visit it was entered from."""
    line: str | None
    """The line it was entered from."""
    event: Event


_FIRST = (-1, "", 0)


class State:
    """What is known of one session. Only `apply` changes it, at the same cost for each event."""

    def __init__(self) -> None:
        self.changes = 0
        """How often something was taken in: while it stays the same, so does all that is derived from here."""
        self.refold_count = 0
        """How often everything was folded anew: what was derived before does not stand."""
        self._empty()

    def _empty(self) -> None:
        """Nothing is known."""
        self.events: dict[str, Event] = {}
        self.slots: dict[Key, Slot] = {}
        self._keys: dict[str, list[Key]] = {}
        self.unknown: dict[str, Event] = {}
        """Events of kinds that this program does not know: kept, shown, without effect."""
        self._ordered: list[Event] = []
        self._timeline: tuple[Event, ...] = ()
        self._doubtful: set[Key] = set()
        """The slots that may be in conflict: looked at when that is asked, not at each event."""
        self.last_spoken_of: dict[str, int] = {}
        """When each patient, visit or fact was last spoken of, as a number of changes; the latest last."""
        self.time_corrections_at = 0
        """When a time was last corrected, as a number of changes."""
        self._latest: datetime | None = None
        self._steady = True
        """Whether no clock was in doubt or set back yet: then no hour is uncertain, and none is looked at."""
        self._uncertain: tuple[int, frozenset[str]] = (-1, frozenset())
        """The facts of uncertain hour, and at how many changes they were."""

    def apply(self, event: Event) -> None:
        """Take one more event in. One that is there already changes nothing."""
        there = self.events.get(event.id)
        if there is not None:
            self._prefer(there, event)
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
        """Puts an event into its slot, before anything lists it: who looks from another thread finds what it says."""
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

    def _prefer(self, there: Event, other: Event) -> None:
        """Two different events under one id (a forgery): the earliest in the order stays, whichever came first."""
        if (other.order, other.hash, other.kind, repr(other.payload)) >= (
            there.order, there.hash, there.kind, repr(there.payload)
        ):  # fmt: skip
            return
        kept = {**self.events, other.id: other}
        self.refold_count += 1
        self._empty()
        for event in kept.values():
            self.apply(event)

    def spoken_of_since(self, changes: int) -> list[str]:
        """The patients, visits and facts spoken of after so many changes; as quick as they are few."""
        return [
            name for name, _at in takewhile(lambda entry: entry[1] > changes, reversed(self.last_spoken_of.items()))
        ]

    def slot(self, *key: str) -> Slot:
        """The slot of a thing, empty when nothing was said of it."""
        return self.slots.get(key, NO_SLOT)

    def heads(self, name: str) -> tuple[Event, ...]:
        """What stands in each slot of one name (`visit`, `patient`…), in the total order."""
        heads = [self.slots[key].head for key in self._keys.get(name, ())]
        return tuple(sorted((event for event in heads if event is not None), key=lambda event: event.order))

    @property
    def timeline(self) -> tuple[Event, ...]:
        """All events in their total order. One that another thread adds meanwhile is there the next time."""
        kept = self._timeline
        if len(kept) != len(self._ordered):
            kept = self._timeline = tuple(self._ordered)
        return kept

    @property
    def opened(self) -> Event | None:
        """The event that opened the session: the first, should a merge have brought two."""
        heads = self.slot("opened").heads
        return heads[0] if heads else None

    @property
    def unreadable(self) -> int:
        """How many facts of it cannot be read."""
        return sum(lost.count for event in self.unknown.values() if isinstance(lost := event.body, Unreadable))

    @property
    def opening(self) -> SessionOpened | None:
        """What the opening of the session says; None as long as it is not there."""
        opened = self.opened
        return opened.body if opened is not None and isinstance(opened.body, SessionOpened) else None

    @property
    def exercise(self) -> bool:
        """Whether it is played for training."""
        return self.opening is not None and self.opening.exercise

    @property
    def began(self) -> datetime | None:
        """When the outage began: as somebody said, else when the session was opened."""
        fact = self.slot("began").head or self.opened
        if fact is None:
            return None
        return (fact.body.began if isinstance(fact.body, BeginningSet | SessionOpened) else None) or self.when(fact)

    @property
    def expected_minutes(self) -> int | None:
        """How long the outage should last, as told."""
        fact = self.slot("expected").head
        minutes = fact.body.minutes if fact is not None and isinstance(fact.body, LengthExpected) else None
        return minutes if minutes is not None and 0 <= minutes <= MAX_OUTAGE_MINUTES else None

    @property
    def closing(self) -> Event | None:
        """The fact that closed the session, unless it was undone."""
        return self.slot("closed").head

    def is_bound_by(self, rules: int) -> bool:
        """Whether rules hold for this session: it is open, or was closed by a program that knew them already."""
        return self.closing is None or self.closing.body.rules >= rules

    def when(self, event: Event) -> datetime:
        """When an event was lived: as corrected, else as written."""
        corrected = self.slot("time", event.id).head
        moment = corrected.body.at if corrected is not None and isinstance(corrected.body, TimeCorrected) else None
        return moment or event.moment

    @property
    def uncertain(self) -> frozenset[str]:
        """The facts whose hour is not to be counted with: their clock was in doubt, or it was set back, so that one of
        the facts around it has a wrong hour and nobody can tell which. One that was corrected since is certain."""
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
        """Whether a fact was written after the session was closed: shown, never dropped."""
        closing = self.closing
        return closing is not None and event.order > closing.order

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Every visit not undone, in the order of opening."""
        return tuple(visit for visit in map(_visit, self.heads("visit")) if visit is not None)

    @property
    def notes(self) -> tuple[Event, ...]:
        """Notes not undone, in order."""
        return self.heads(NoteWritten.kind)

    @property
    def conflicts(self) -> tuple[tuple[Key, tuple[Event, ...]], ...]:
        """Everything of which different things were said by people who did not know of each other."""
        conflicts = ((key, self.slots[key].conflict) for key in sorted(self._doubtful))
        return tuple((key, sides) for key, sides in conflicts if sides)


def _clock_reading(event: Event) -> datetime:
    """What the clock of the machine said when a fact was written."""
    return event.real or event.moment


def _visit(event: Event) -> Visit | None:
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
    """The state that `events` amount to, added to `onto` when given."""
    state = State() if onto is None else onto
    for event in events:
        state.apply(event)
    return state
