"""Screens that are left: what was still to be done for them neither ends the program nor is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.tui.screens.contacts import ContactsScreen
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.screens.past_session import PastSessionScreen
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import enter, play, press, running, screen_text, settled


async def _opened(pilot, keys: str) -> None:  # type: ignore[no-untyped-def]
    await enter(pilot, 7)
    await press(pilot, *keys.split())
    for _wait in range(50):
        await settled(pilot)
        if not isinstance(pilot.app.screen, PastSessionScreen) or pilot.app.screen.open:
            return


@pytest.mark.parametrize("keys", ["f2", "f3", "f3 enter", "f3 c", "f3 f", "f3 s", "d", "d p"])
def test_what_was_still_to_be_done_for_a_screen_is_not_done_once_it_is_gone(keys: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await _opened(pilot, keys)
            left = pilot.app.screen
            asked = [
                getattr(left, name)
                for name in ("draw", "poll_journal", "redraw_if_changed", "follow_clock")
                if hasattr(left, name)
            ]
            for work in asked:
                left.after_paint(work)
                left.repeat_every(0.001, work)
            pilot.app.go_home()
            left.say("trop tard")
            left.on_screen_resume()
            await left.remove_children()
            for work in asked:
                left._if_composed(work)
            left.on_screen_resume()
            left.say("trop tard")
            await settled(pilot)
            assert isinstance(pilot.app.screen, HomeScreen)
            assert "Que se passe-t-il" in screen_text(pilot)
            assert "trop tard" not in screen_text(pilot)

    play(act)


def test_a_session_read_below_others_is_taken_up_with_all_of_them_closed(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await _opened(pilot, "f3 enter")
            pilot.app.push_screen(ContactsScreen(pilot.app.screen.station))
            await settled(pilot)
            pilot.app.resume_session(pilot.app.screen_stack[-2].session)
            for screen in pilot.app.screen_stack[1:-1]:
                await screen.remove_children()
            await settled(pilot)
            assert isinstance(pilot.app.screen, SessionScreen)
            assert "ALERTE" in screen_text(pilot)

    play(act)
