"""What is pasted is taken whole or not at all, and said; a search takes its beginning."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import enter, play, press, running, screen_text, settled

HUGE = "étiquette illisible, salle 2 " * 3500


@pytest.mark.parametrize("keys", ["m", "i", "h", "b", "w", "f 1", "p 1 1 2"])
def test_a_hundred_thousand_letters_in_a_field_are_refused_aloud_and_nothing_is_kept(keys: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, *keys.split(), "x")
            field = pilot.app.screen.query_one("#words", Input)
            before, facts_before = field.value, len(here.desk.state.events)
            field.post_message(events.Paste(HUGE))
            await settled(pilot)
            assert field.value == before
            assert "Texte trop long (2000 caractères au plus)" in screen_text(pilot)
            assert len(here.desk.state.events) == facts_before

    play(act)


def test_what_fits_is_taken_whole(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "m")
            words = HUGE[:1990].strip()
            pilot.app.screen.query_one("#words", Input).post_message(events.Paste(words))
            await settled(pilot)
            await press(pilot, "enter")
            assert here.desk.state.timeline[-1].text == words

    play(act)


def test_the_beginning_of_what_is_pasted_is_searched_for(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            field = pilot.app.screen.query_one("#search", Input)
            field.post_message(events.Paste("étiquette\n" + "étiquette " * 9000))
            await settled(pilot)
            assert field.value.startswith("étiquette étiquette")
            assert len(field.value) == 60
            entries = pilot.app.screen.query_one("#entries", ItemList)
            assert "tiquette" in entries.items[0].texts[0].plain

    play(act)
