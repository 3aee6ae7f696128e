"""Which facts have a time that nobody can trust: those of a doubtful clock, until somebody confirms or corrects it."""

from __future__ import annotations

from datetime import timedelta

from pannesi.session import actions as want
from tests.support.building import NIGHT
from tests.support.every_fact import Kept
from tests.support.session_sites import HOSPITAL


def noted(*words: str, clock: str) -> Kept:
    """A session whose notes were written while the clock was in doubt, or not."""
    played = Kept(HOSPITAL, clock=clock)
    played.do_all(want.Open("cas-3", "images"), *map(want.Note, words))
    return played


def test_each_fact_of_a_doubtful_clock_is_uncertain_but_the_one_that_was_corrected() -> None:
    played = noted("un", "deux", "trois", clock="doubtful")
    written = {event.id for event in played.events}
    assert played.state.uncertain == written
    first = played.last(3)
    played.clock = ""
    played.do_all(want.CorrectTime(first, NIGHT + timedelta(minutes=1)))
    assert played.state.uncertain == written - {first}, "what follows the corrected one is no surer for that"


def test_a_clock_that_was_confirmed_makes_its_earlier_facts_sure_and_no_later_doubt() -> None:
    played = noted("un", clock="doubtful")
    played.clock = "confirmed"
    played.do_all(want.Note("heure vérifiée"))
    assert played.state.uncertain == set()
    played.clock = "doubtful"
    played.do_all(want.Note("repris"))
    assert played.state.uncertain == {played.last()}
