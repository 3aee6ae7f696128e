"""Slots: the events about one thing, and which of them are in force.

A slot holds every event about one thing (one line of one visit, one patient). An event names those it replaces, as in
a multi-value register (Shapiro et al., "A comprehensive study of Convergent and Commutative Replicated Data Types",
2011). Events that nothing replaces are its tips, the facts that they stand for its heads; heads with different content
are a conflict, which a person settles. An undoing brings back what its target had replaced. The result depends on the
set of events alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

from pannesi.session.events import Event
from pannesi.session.facts.base import SlotKey
from pannesi.session.facts.patients import OnPatient, PatientVersion
from pannesi.session.facts.reading import KINDS
from pannesi.session.facts.session import Undone

ABOUT_PATIENTS = frozenset(kind.claim for kind in KINDS.values() if issubclass(kind, OnPatient))
"""The names of slots about one patient line, whose id is the second part of the key."""


def slot_key(event: Event) -> SlotKey | None:
    """The key of the slot of an event; None for a kind or payload that this version does not know."""
    kind = KINDS.get(event.kind)
    return kind.key_of(event.payload, event.id) if kind is not None else None


_PLACE_FIELDS = frozenset(
    {"act", "seen", "shown", "at", "real", "response", "text", "preset", "carried", "rules", "draft", "clock"}
)


def claim_content(event: Event) -> tuple[object, ...]:
    """What an event says, without who, when and how: events with equal content are no conflict."""
    claims = sorted((name, repr(value)) for name, value in event.payload.items() if name not in _PLACE_FIELDS)
    words = event.text or event.payload.get("text") if isinstance(event.body, PatientVersion) else None
    return (event.kind, tuple(claims), words)


@dataclass(slots=True)
class Slot:
    """Every event about one thing. Only `add` changes it, in constant time."""

    events: dict[str, Event] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    tips: dict[str, Event] = field(default_factory=dict)
    """The events that no other replaces, undoings included, by id."""
    _heads: tuple[int, tuple[Event, ...]] = field(default=(-1, ()), init=False, compare=False, repr=False)
    """A cache: the number of events, and the heads of these. Another thread may add an event meanwhile."""
    _conflict: tuple[int, tuple[Event, ...]] = field(default=(-1, ()), init=False, compare=False, repr=False)

    def add(self, event: Event) -> None:
        """Adds an event; its order of arrival does not matter."""
        if event.id not in self.replaced:
            self.tips[event.id] = event
        for target in event.replaces:
            if target == event.id:
                continue
            self.replaced.add(target)
            self.tips.pop(target, None)
        self.events[event.id] = event

    @property
    def facts(self) -> tuple[Event, ...]:
        """A copy of all events in order of arrival, safe to iterate while another thread adds one."""
        return tuple(self.events.values())

    @property
    def undone(self) -> frozenset[str]:
        """The ids of the events that were undone; not those whose undoing was undone in its turn."""
        names: set[str] = set()
        for event in sorted(self.facts, key=lambda event: event.order, reverse=True):
            if isinstance(event.body, Undone) and event.id not in names:
                names.update(event.body.taken_back)
        return frozenset(names)

    def _standing_behind(self, *tips: Event) -> Iterator[Event]:
        """The facts that tips stand for: themselves, or for an undoing, what was in force before and beside its
        target."""
        waiting, met = list(tips), {tip.id for tip in tips}
        while waiting:
            event = waiting.pop()
            undoing = event.body
            if not isinstance(undoing, Undone):
                yield event
                continue
            target, beside = self.events.get(undoing.event), undoing.keeps
            gone = self._replaced_by(beside)
            brought_back = [name for name in (target.replaces if target is not None else ()) if name not in gone]
            for name in (*brought_back, *beside):
                before = self.events.get(name)
                if before is not None and before.id not in met:
                    met.add(before.id)
                    waiting.append(before)

    def _replaced_by(self, names: Iterable[str]) -> set[str]:
        """The ids of all events that these replaced, directly or not: they do not come back while these are in
        force."""
        superseded: set[str] = set()
        waiting = [self.events[name] for name in names if name in self.events]
        while waiting:
            for name in waiting.pop().replaces:
                if name not in superseded and name in self.events:
                    superseded.add(name)
                    waiting.append(self.events[name])
        return superseded

    @property
    def heads(self) -> tuple[Event, ...]:
        """The facts in force, the latest last; several only where people did not know of each other's."""
        count = len(self.events)
        cached_count, heads = self._heads
        if cached_count != count:
            heads = tuple(sorted(self._standing_behind(*self.tips.values()), key=lambda event: event.order))
            self._heads = count, heads
        return heads

    @property
    def head(self) -> Event | None:
        """The latest fact in force; None when there is none, or all were undone."""
        heads = self.heads
        return heads[-1] if heads else None

    def predecessors_of(self, event: Event) -> tuple[Event, ...]:
        """The facts that were in force before an event and were replaced by it, the latest last."""
        replaced = [self.events[name] for name in event.replaces if name in self.events and name != event.id]
        return tuple(sorted(self._standing_behind(*replaced), key=lambda event: event.order))

    @property
    def conflict(self) -> tuple[Event, ...]:
        """The sides of a conflict, in total order; empty when all say the same. A person settles it, not the program.

        A side is a fact in force, or an undoing that left nothing in force.
        """
        count = len(self.events)
        cached_count, sides = self._conflict
        if cached_count != count:
            sides = self._sides_that_differ() if self.may_conflict else ()
            self._conflict = count, sides
        return sides

    @property
    def may_conflict(self) -> bool:
        """Whether there may be a conflict; tested in constant time, before `conflict` is computed."""
        return len(self.tips) > 1 or any(tip.kind == Undone.kind for tip in tuple(self.tips.values()))

    def _sides_that_differ(self) -> tuple[Event, ...]:
        sides: dict[str, Event] = {}
        for tip in tuple(self.tips.values()):
            sides.update({fact.id: fact for fact in self._standing_behind(tip)} or {tip.id: tip})
        claims = {claim_content(side) if side.kind != Undone.kind else None for side in sides.values()}
        return tuple(sorted(sides.values(), key=lambda event: event.order)) if len(claims) > 1 else ()

    @property
    def to_replace(self) -> tuple[str, ...]:
        """The ids of the events that the next event about this thing replaces, sorted."""
        return tuple(sorted(self.tips))


class _NoSlot(Slot):
    """The empty slot of all things about which there is no event; nothing can be added to it."""

    __slots__ = ()

    def add(self, event: Event) -> None:
        """Raises TypeError: the fold makes a new slot for the first event."""
        raise TypeError("nothing is added to the shared empty slot")


NO_SLOT: Slot = _NoSlot(
    cast("dict[str, Event]", MappingProxyType({})),
    cast("set[str]", frozenset()),
    cast("dict[str, Event]", MappingProxyType({})),
)
