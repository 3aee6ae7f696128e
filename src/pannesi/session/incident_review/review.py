"""The incident review that events amount to, the same in whatever order, and however often, they arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Literal

from pannesi.session.events import Event
from pannesi.session.facts.base import SlotKey
from pannesi.session.incident_review.facts import OutageReviewed, ReviewSaid
from pannesi.session.incident_review.fields import DECLARATIONS, entry_name, group_of
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import clean_line

ActionStanding = Literal["open", "overdue", "done", "dropped"]
_OUTAGE: SlotKey = ("outage",)


@dataclass(frozen=True)
class Said:
    """What a field holds, who said it and when."""

    event: Event
    values: tuple[str, ...]
    words: str
    sides: tuple[Event, ...] = ()
    """The facts that contradict each other, where people did not know of each other's; a new fact settles it."""

    @property
    def erased(self) -> bool:
        """Whether its words were erased."""
        return self.event.erased

    @property
    def missing(self) -> bool:
        """Whether its words are missing though they were not erased."""
        return self.event.missing

    @property
    def empty(self) -> bool:
        """Whether it holds nothing: what it held was withdrawn."""
        return not (self.values or self.words or self.erased or self.missing or self.sides)


@dataclass(frozen=True)
class Ticket:
    """A ticket opened for the outage, and who answered it."""

    about: str
    number: Said | None
    answered: Said | None


@dataclass(frozen=True)
class Declaration:
    """Whether something was declared elsewhere; no state where nobody said it."""

    name: str
    state: Said | None
    number: Said | None

    @property
    def about(self) -> str:
        """The entry of its fields."""
        return f"declaration:{self.name}"


@dataclass(frozen=True)
class Action:
    """Something to do so that it goes better, with a pilot and a day; it is followed until it is done or given up."""

    about: str
    what: Said | None
    pilot: Said | None
    due: date | None
    """None where it has no day, or two."""
    due_said: Said | None
    state: Said | None

    @property
    def settled(self) -> Literal["done", "dropped", ""]:
        """Whether it is done, or given up; neither where two people said different things."""
        if self.state is None or self.state.sides:
            return ""
        return "done" if "done" in self.state.values else "dropped" if "dropped" in self.state.values else ""

    def standing(self, today: date) -> ActionStanding:
        """Where it stands on a day: overdue from the day after it was due."""
        if self.settled:
            return self.settled
        return "overdue" if self.due is not None and self.due < today else "open"


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part in an exercise: plays, observes or leads."""

    about: str
    who: Said | None
    function: Said | None
    part: Said | None

    @property
    def withdrawn(self) -> bool:
        """Whether it was written down by mistake."""
        return self.part is not None and not self.part.sides and "withdrawn" in self.part.values


@dataclass(frozen=True)
class Objective:
    """What an exercise is held for, and whether the procedure let it be reached."""

    about: str
    what: Said | None
    reached: Said | None


@dataclass(frozen=True)
class GivenInject:
    """Something that the facilitator told the players, or left out."""

    about: str
    what: Said | None
    given: Said | None


@dataclass(frozen=True)
class IncidentReview:
    """A review as its events say it."""

    events: tuple[Event, ...] = ()
    """In their total order."""
    said: Mapping[SlotKey, Said] = field(default_factory=dict)
    """What each field holds, by (entry, field), also where that is nothing."""
    to_replace: Mapping[SlotKey, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the facts in force of each field, which the next one replaces."""
    outage: OutageReviewed | None = None
    """Which outage it is of; None where that fact has not arrived."""

    @property
    def begun(self) -> bool:
        """Whether anything was ever said."""
        return bool(self.events)

    @property
    def unread(self) -> int:
        """How many facts have no effect here: they cannot be read, or are of a newer version."""
        return sum(event.kind not in (ReviewSaid.kind, OutageReviewed.kind) for event in self.events)

    def field(self, name: str, about: str = "") -> Said | None:
        """What a field holds; None where that is nothing."""
        said = self.said.get((about, name))
        return said if said is not None and not said.empty else None

    def _entries(self, group: str) -> tuple[str, ...]:
        """The entries of a group in the order in which they were first spoken of."""
        return tuple(dict.fromkeys(
            fact.about for event in self.events
            if (fact := _fact_of(event)) is not None and group_of(fact.about) == group
        ))  # fmt: skip

    @property
    def tickets(self) -> tuple[Ticket, ...]:
        """The tickets that were not withdrawn."""
        listed = (Ticket(about, self.field("number", about), self.field("answered", about))
                  for about in self._entries("ticket"))  # fmt: skip
        return tuple(ticket for ticket in listed if ticket.number is not None or ticket.answered is not None)

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """Every declaration, said of or not, those of a newer version last."""
        names = dict.fromkeys((*DECLARATIONS, *map(entry_name, self._entries("declaration"))))
        return tuple(
            Declaration(name, self.field("state", f"declaration:{name}"), self.field("number", f"declaration:{name}"))
            for name in names
        )

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Who takes part in an exercise, in the order in which they were written down."""
        listed = (
            Participant(about, *(self.field(name, about) for name in ("who", "function", "part")))
            for about in self._entries("participant")
        )
        return tuple(participant for participant in listed if not participant.withdrawn)

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """What an exercise is held for; those that were withdrawn left out."""
        listed = (
            Objective(about, self.field("what", about), self.field("reached", about))
            for about in self._entries("objective")
        )
        return tuple(objective for objective in listed if objective.what is not None)

    @property
    def injects(self) -> tuple[GivenInject, ...]:
        """What the facilitator told the players, or left out, in that order."""
        return tuple(
            GivenInject(about, self.field("what", about), self.field("given", about))
            for about in self._entries("inject")
        )

    @property
    def actions(self) -> tuple[Action, ...]:
        """Every action, in the order in which they were decided."""
        return tuple(self._action(about) for about in self._entries("action"))

    def _action(self, about: str) -> Action:
        due = self.field("due", about)
        return Action(
            about, self.field("what", about), self.field("pilot", about),
            day_of(due.values[0]) if due is not None and due.values and not due.sides else None,
            due, self.field("state", about),
        )  # fmt: skip

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """The actions that are neither done nor given up: the review is kept as long as there are any."""
        return tuple(action for action in self.actions if not action.settled)

    @property
    def conflicts(self) -> tuple[SlotKey, ...]:
        """The fields that hold two things at once."""
        return tuple(sorted(key for key, said in self.said.items() if said.sides))


def fold_review(events: Iterable[Event]) -> IncidentReview:
    """The review of these events. Of two events with one id (a forgery) the first in the total order counts."""
    ordered: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: (event.order, event.hash)):
        ordered.setdefault(event.id, event)
    slots: dict[SlotKey, list[Event]] = {}
    for event in ordered.values():
        key = _slot_of(event)
        if key is not None:
            slots.setdefault(key, []).append(event)
    heads = {key: _heads(slot) for key, slot in slots.items()}
    outage = heads.pop(_OUTAGE, ())
    return IncidentReview(
        tuple(ordered.values()),
        {key: _said_by_all(standing) for key, standing in heads.items()},
        {key: tuple(sorted(event.id for event in standing)) for key, standing in (*heads.items(), (_OUTAGE, outage))},
        cleaned_outage(OutageReviewed.read(outage[-1].payload)) if outage else None,
    )


def outage_replaced(review: IncidentReview) -> tuple[str, ...]:
    """The ids of the facts in force about which outage it is of."""
    return review.to_replace.get(_OUTAGE, ())


def cleaned_outage(read: OutageReviewed) -> OutageReviewed:
    """The same fact with nothing in its words that acts on a terminal."""
    return OutageReviewed(
        session=clean_line(read.session), title=clean_line(read.title), hospital=clean_line(read.hospital),
        systems=tuple(map(clean_line, read.systems)), began=read.began, returned=read.returned, closed=read.closed,
        procedure=clean_line(read.procedure), redlines=tuple(map(clean_line, read.redlines)),
        lines=tuple(map(clean_line, read.lines)),
    )  # fmt: skip


def _fact_of(event: Event) -> ReviewSaid | None:
    return ReviewSaid.read(event.payload) if event.kind == ReviewSaid.kind else None


def _slot_of(event: Event) -> SlotKey | None:
    """The key of what an event speaks of; None for a kind that this version does not know."""
    if event.kind == OutageReviewed.kind:
        return _OUTAGE
    fact = _fact_of(event)
    return (fact.about, fact.field) if fact is not None else None


def _heads(slot: list[Event]) -> tuple[Event, ...]:
    """The events of a slot that no other of it replaces, in order; the last where they all do (a forgery)."""
    replaced = {target for event in slot for target in event.replaces if target != event.id}
    return tuple(event for event in slot if event.id not in replaced) or (slot[-1],)


def said_by(event: Event) -> Said:
    """What one fact alone says of its field."""
    values = ReviewSaid.read(event.payload).values
    return Said(event, tuple(map(clean_line, values)), clean_line(event.text or ""))


def _said_by_all(heads: tuple[Event, ...]) -> Said:
    contents = {_content(event) for event in heads}
    return replace(said_by(heads[-1]), sides=heads if len(contents) > 1 else ())


def _content(event: Event) -> tuple[object, ...]:
    """What an event says, to tell whether two contradict each other; words that are gone by their digest."""
    return (ReviewSaid.read(event.payload).values, event.text or event.payload.get("text"))


def day_of(text: str) -> date | None:
    """The day in a stored value; None for anything else, and for an impossible year."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
