"""A state that one thread looks at while another folds a fact into it."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.session import actions as want
from pannesi.session.claims import Slot
from pannesi.session.events import Event
from pannesi.session.state import fold
from tests.support.building import start
from tests.support.session_sites import HOSPITAL


def test_a_fact_that_comes_while_another_thread_looks_is_seen_by_the_next_look() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    played.do(want.Note("avant"))
    first, *_rest, last = played.events
    waiting = [last]

    class Looked(Slot):
        """Takes in one more fact in the middle of a look, as the thread that commits may."""

        def _standing_behind(self, *tips: Event) -> Iterator[Event]:
            found = list(super()._standing_behind(*tips))
            while waiting:
                self.add(waiting.pop())
            return iter(found)

    slot = Looked()
    slot.add(first)
    assert slot.heads == (first,)
    assert set(slot.heads) == {first, last}, "the first look is not kept for what it did not see"


def test_a_timeline_asked_for_while_a_fact_comes_is_whole_the_next_time() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    state, (*before, last) = fold(played.events[:-1]), played.events

    class Read(list[Event]):
        def __iter__(self) -> Iterator[Event]:
            found = iter(tuple(super().__iter__()))
            state.apply(last)
            return found

    state._ordered = Read(before)
    assert state.timeline == tuple(before)
    assert state.timeline == (*before, last)


def test_the_facts_of_a_slot_can_be_gone_through_while_another_comes() -> None:
    first, *others = start(HOSPITAL, "cas-3", "images").events
    slot = Slot()
    slot.add(first)
    met = []
    for event in slot.facts:
        met.append(event)
        slot.add(others[0])
    assert met == [first]
