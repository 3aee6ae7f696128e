"""A call that nobody answered comes back in its place after the delay of the site, as long as it is to be made."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pannesi.procedure.loading.substitutes import without_clock_decisions
from pannesi.procedure.model.contacts import CallAgain
from pannesi.session import actions as want
from pannesi.session.projection.walk import walk
from tests.support.building import Played, site, start
from tests.support.session_playing import play_at_random
from tests.support.session_sites import HOSPITAL
from tests.support.unanswered_calls import PEOPLE, SITE, UNIT, later, unanswered

DELAY = timedelta(minutes=10)
AGAIN = CallAgain(after=DELAY)


def with_delay(played: Played) -> Played:
    """The same session, in a hospital that says after how long to call again."""
    contacts = played.site.contacts.replace(call_again=AGAIN)
    return replace(played, site=replace(played.site, contacts=contacts))


def order(played: Played) -> list[str]:
    return [row.line.id for row in played.look().todo]


def test_an_unanswered_call_is_to_be_made_again_after_the_delay_to_the_minute() -> None:
    played, _visit = unanswered()
    row = played.line("appel")
    assert row.call_again_at == (row.attempts[-1].at + DELAY).replace(second=0, microsecond=0)
    assert not row.call_due
    assert not later(played, 9).line("appel").call_due
    assert later(played, 1).line("appel").call_due


def test_it_waits_while_the_session_goes_on_and_comes_back_in_its_place() -> None:
    played, visit = unanswered()
    assert order(played) == ["appel", "affiche", "papier", "noter", "trier"]
    played.do(want.Settle(visit, "affiche"))
    assert order(played) == ["papier", "appel", "noter", "trier"]
    played.do(want.Settle(visit, "noter"))
    assert order(played) == ["papier", "trier", "appel"]
    assert order(later(played, 10)) == ["appel", "papier", "trier"]
    played.do(want.Called(visit, "appel", "cadre", "no_answer"))
    assert not played.line("appel").call_due
    assert later(played, 10).line("appel").call_due


def reach(played: Played, visit: str) -> None:
    played.do(want.Called(visit, "appel", "cadre", "reached"))


def give_up(played: Played, visit: str) -> None:
    played.do(want.CouldNot(visit, "appel", "personne"))


def leave(played: Played, visit: str) -> None:
    played.do(want.Leave(visit, "appel"))


def not_needed(played: Played, visit: str) -> None:
    played.do(want.NotNeeded(visit, "appel", "prévenu autrement"))


def by_another(played: Played, visit: str) -> None:
    played.do(want.Settle(visit, "appel", "le cadre", by_other=True))


def undo(played: Played, _visit: str) -> None:
    played.do(want.Undo(played.events[-1].id))


@pytest.mark.parametrize("act", [reach, give_up, leave, not_needed, by_another, undo])
def test_nothing_is_due_once_it_is_answered_passed_or_undone(act: Callable[[Played, str], None]) -> None:
    played, visit = unanswered()
    act(played, visit)
    row = later(played, 30).line("appel")
    assert (row.call_again_at, row.call_due) == (None, False)


def test_a_call_that_was_reached_and_undone_is_again_as_after_the_attempt_before() -> None:
    played, visit = unanswered()
    hour = played.line("appel").call_again_at
    reach(played, visit)
    undo(played, visit)
    assert played.line("appel").call_again_at == hour


def test_without_a_delay_nothing_is_promised_and_the_order_is_as_it_was() -> None:
    plain = site(UNIT, contacts={"contacts": PEOPLE["contacts"]})
    played, visit = unanswered(plain)
    played.do(want.Settle(visit, "affiche"))
    assert later(played, 30).line("appel").call_again_at is None
    assert order(played) == ["appel", "papier", "noter", "trier"]


def test_a_doubtful_clock_promises_nothing() -> None:
    played, _visit = unanswered()
    doubted = replace(SITE, contacts=without_clock_decisions(SITE.contacts))
    seen = walk(doubted, played.state, played.now + timedelta(hours=1))
    assert all(row.call_again_at is None for row in seen.rows)


@pytest.mark.parametrize("minutes", [-600, -4])
def test_a_clock_that_was_set_back_promises_nothing(minutes: int) -> None:
    played, visit = unanswered()
    assert later(played, minutes).line("appel").call_again_at is None
    played.do(want.Note("heure ?", visit, "affiche"))
    later(played, 600)
    assert played.line("appel").attempts[-1].event in played.state.uncertain
    assert played.line("appel").call_again_at is None


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.integers(0, 25), st.integers(0, 120))
def test_only_calls_to_do_that_nobody_answered_are_promised_and_nothing_is_lost_or_added(
    seed: int, steps: int, minutes: int
) -> None:
    dice = random.Random(seed)
    entry = dice.choice(HOSPITAL.entries)
    played = with_delay(start(HOSPITAL, entry.unit.id, entry.symptom.id))
    play_at_random(played, dice, steps)
    now = played.now + timedelta(minutes=minutes)
    seen, without = walk(played.site, played.state, now), walk(HOSPITAL, played.state, now)
    assert {row.key for row in seen.todo} == {row.key for row in without.todo}
    assert (seen.stage, seen.blocks) == (without.stage, without.blocks)
    for row in seen.rows:
        silent = bool(row.attempts) and row.attempts[-1].outcome == "no_answer"
        if row.call_again_at is not None:
            assert silent
            assert row.is_open
            assert row.key in {other.key for other in seen.todo}
            assert row.call_due == (row.call_again_at <= now)
        else:
            assert not row.call_due
