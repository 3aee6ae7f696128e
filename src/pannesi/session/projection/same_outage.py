"""Which other sessions a session says are about the same outage, in its own chain."""

from __future__ import annotations

from pannesi.session.events import Event
from pannesi.session.facts.session import SameOutage
from pannesi.session.state import State
from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class SameOutageSaid:
    """What one session says of another."""

    other: str
    """The id of the other session."""
    event: Event
    """The event that says it, or that said it before it was undone."""
    stands: bool
    """Whether it stands; else it was undone: this session was said to be about the same outage, and is not."""


def same_outages_said(state: State) -> tuple[SameOutageSaid, ...]:
    """What a session says of others, in order; a conflict, which only undoings make, stands."""
    said: dict[str, SameOutageSaid] = {}
    for event in state.timeline:
        fact = event.body
        if isinstance(fact, SameOutage):
            head = state.slot("same", fact.other).head
            said[fact.other] = SameOutageSaid(fact.other, head or event, head is not None)
    return tuple(said.values())
