"""Keys that come together, from a slow line or on a busy machine, are obeyed one after the other, each where it led."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from pannesi.tui.runtime import key_queue as in_turn
from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.screens.contacts import ContactsScreen
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.screens.past_session import PastSessionScreen
from pannesi.tui.screens.patient_form import PatientFormScreen
from pannesi.tui.screens.redlines import RedlinesScreen
from pannesi.tui.screens.sessions import SessionsScreen
from tests.support.driving import _character, enter, play, press, running, session_screen, settled


async def together(pilot: Pilot[Any], *keys: str) -> None:
    """All keys in one go, before any of them was obeyed."""
    for key in keys:
        event = events.Key(key, _character(key))
        event.set_sender(pilot.app)
        pilot.app.post_message(event)
    await settled(pilot)


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        (("f3", "enter"), PastSessionScreen),
        (("f3", "enter", "p"), ChoiceListScreen),
        (("f3", "down", "enter", "escape", "s"), RedlinesScreen),
        (("f2", "g"), ContactsScreen),
        (("f2", "escape"), HomeScreen),
        (("f1", "escape", "f3"), SessionsScreen),
        (("6", "enter", "p"), PatientFormScreen),
    ],
)
def test_keys_that_come_together_lead_where_one_after_the_other_would(
    keys: tuple[str, ...], screen: type, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 2)
            await press(pilot, "escape")
            await together(pilot, *keys)
            assert type(pilot.app.screen) is screen

    play(act)


def test_an_answer_typed_right_behind_the_entry_is_given_to_its_question(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await together(pilot, "6", "enter", "1")
            timeline = session_screen(pilot).desk.state.timeline
            assert timeline[-1].kind == "line.answered"
            assert session_screen(pilot).desk.state.visits[0].unit == "cas-3"

    play(act)


def test_words_typed_right_behind_the_key_that_asks_for_them_are_all_taken(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await together(pilot, "m", *"abcd", "enter")
            assert here.desk.state.timeline[-1].text == "abcd"

    play(act)


def test_a_cursor_moved_before_the_list_is_there_moves_in_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            first = await enter(pilot, 2)
            await press(pilot, "escape", "6", "n", "escape")
            await together(pilot, "f3", "down", "enter")
            assert isinstance(pilot.app.screen, PastSessionScreen)
            assert pilot.app.screen.session == first.desk.session

    play(act)


def test_keys_go_on_by_themselves_when_one_is_never_heard_of_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[in_turn.KeyHandled] = []
    heard = in_turn.KeyQueueApp.on_key_handled

    async def losing(self: in_turn.KeyQueueApp, obeyed: in_turn.KeyHandled) -> None:
        if lost:
            await heard(self, obeyed)
        else:
            lost.append(obeyed)

    monkeypatch.setattr(in_turn, "LOST_KEY_AFTER", 0.2)
    monkeypatch.setattr(in_turn, "LOST_KEY_GRACE", 0.05)
    monkeypatch.setattr(in_turn.KeyQueueApp, "on_key_handled", losing)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await together(pilot, "f3", "f2")
            assert lost
            assert type(pilot.app.screen) is ContactsScreen

    play(act)
