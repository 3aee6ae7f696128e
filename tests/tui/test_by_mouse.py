"""Everything by keyboard, and the mouse works too: a click stands on what was clicked, the wheel moves the view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from pannesi.presentation.home.content import HomeChoice
from pannesi.tui.screens.contacts import ContactsScreen
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.widgets.item_list import ItemList
from pannesi.tui.widgets.key_bar import KeyBar
from tests.support.driving import enter, play, press, running, screen_text, session_screen, settled


async def click(pilot: Pilot[Any], words: str, times: int = 1) -> None:
    """Clicks on the first place of the screen that says these words."""
    lines = screen_text(pilot).split("\n")
    y = next(number for number, line in enumerate(lines) if words in line)
    await pilot.click(offset=(lines[y].index(words) + 1, y), times=times)
    await settled(pilot)


def test_a_click_on_a_line_of_the_guide_stands_on_it_and_writes_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            facts_before = len(here.desk.state.events)
            await click(pilot, "Prévenir le service informatique")
            assert here.row is not None
            assert here.row.line.verb == "call"
            assert len(here.desk.state.events) == facts_before
            assert "Dire : Les images du PACS" in screen_text(pilot)

    play(act)


def test_a_second_click_on_a_line_does_what_enter_does(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await click(pilot, "Prévenir le service informatique", times=2)
            assert here.desk.state.timeline[-1].kind == "call.outcome"

    play(act)


def test_a_click_on_an_entry_of_home_chooses_it_and_a_second_one_opens_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await click(pilot, "Impossible de voir les images")
            home = pilot.app.screen
            assert isinstance(home, HomeScreen)
            assert home.query_one("#entries", ItemList).key == HomeChoice("entry", place=("cas-3", "images-invisibles"))
            assert home.query_one("#search").has_focus
            await click(pilot, "Impossible de voir les images", times=2)
            assert session_screen(pilot).desk.state.visits[0].unit == "cas-3"

    play(act)


def test_a_click_on_a_key_of_the_bar_is_that_key(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await click(pilot, "F2 contacts")
            assert isinstance(pilot.app.screen, ContactsScreen)
            await press(pilot, "escape")
            here = await enter(pilot, 6)
            await click(pilot, "I impossible")
            assert here.asking
            await click(pilot, "Échap ne rien faire")
            assert not here.asking
            assert all(event.kind != "line.could_not" for event in here.desk.state.timeline)

    play(act)


def test_a_click_between_the_keys_of_the_bar_does_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            bar = here.query_one(KeyBar)
            facts_before = len(here.desk.state.events)
            _line, _first, last, _hint = bar.placed(bar.size.width)[0]
            await pilot.click(bar, offset=(last + 2, 0))
            await settled(pilot)
            assert len(here.desk.state.events) == facts_before
            assert not here.asking

    play(act)


def test_the_wheel_moves_the_view_and_neither_the_cursor_nor_the_session(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "plus")
            rows, cursor, facts_before = here.query_one("#lines", ItemList), here.cursor, len(here.desk.state.events)
            for _turn in range(3):
                rows.post_message(_wheel(rows))
                await settled(pilot)
            assert rows.scroll_offset.y > 0
            assert (here.cursor, len(here.desk.state.events)) == (cursor, facts_before)

    play(act)


def _wheel(rows: ItemList) -> Any:
    from textual import events

    return events.MouseScrollDown(rows, 5, 5, 0, 1, 0, False, False, False)
