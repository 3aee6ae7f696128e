"""Two columns from 110 wide, whatever the card; another size in the middle of something takes nothing away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from pannesi.tui.screens.patient_form import PatientFormScreen
from pannesi.tui.screens.session import SessionScreen
from pannesi.tui.screens.sessions import SessionsScreen
from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import enter, onward, play, press, running, screen_text, session_screen, settled

ALL = ((40, 10), (60, 15), (80, 24), (109, 24), (110, 24), (132, 43), (160, 45))


@pytest.mark.parametrize("width", [109, 110, 124, 140, 160])
def test_the_card_stands_beside_the_list_from_110_columns_with_standing_orders_below(
    width: int, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(width, 40)) as pilot:
            here = await enter(pilot, 7)
            for row in [row for row in here.view.walk.rows if row.phase == "alert"]:
                here.go_to(row.key)
                await settled(pilot)
                card, lines = here.query_one("#card", ItemList), here.query_one("#lines", ItemList)
                assert card.display is (width >= 110)
                if width >= 110:
                    assert lines.size.width + card.size.width <= width
                    assert card.size.width >= 40
                    assert all(text.cell_len <= card.size.width for item in card.items for text in item.texts)
                assert all(len(line) <= width for line in screen_text(pilot).split("\n"))
            assert "TANT QUE ÇA DURE" in screen_text(pilot), "who is noted while alerting is owed them too"
            while here.view.walk.stage == "alert":
                await press(pilot, "tab", "1" if here.view.walk.next.line.verb in ("ask", "verify") else "enter")  # type: ignore[union-attr]
                if here.asking:
                    await press(pilot, "enter")
            assert "TANT QUE ÇA DURE" in screen_text(pilot)
            assert here.query_one("#standing").region.width == width

    play(act)


def test_another_size_keeps_what_is_being_typed_and_where_the_cursor_is(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1", "i", *"en pan")
            cursor = here.cursor
            for size in ALL:
                await pilot.resize_terminal(*size)
                await settled(pilot)
                assert here.query_one("#words", Input).value == "en pan"
                assert here.query_one("#words", Input).has_focus
                assert "en pan" in screen_text(pilot), size
            await press(pilot, "n", "e", "enter")
            assert here.desk.state.timeline[-1].text == "en panne"
            assert here.desk.state.timeline[-1].payload["line"] == cursor[1]  # type: ignore[index]

    play(act)


def test_another_size_keeps_a_patient_form_half_filled(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", "1", "2", *"Inven")
            form = pilot.app.screen
            assert isinstance(form, PatientFormScreen)
            for size in ALL:
                await pilot.resize_terminal(*size)
                await settled(pilot)
                assert form.query_one("#words", Input).value == "Inven"
                assert "Inven" in screen_text(pilot), size
            await press(pilot, "t", "é", "enter", "f5")
            assert session_screen(pilot).desk.look().patients[0].fields == {"nom": "Inventé"}

    play(act)


def test_the_list_of_sessions_is_broken_into_lines_at_the_width_there_is(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(60, 24)) as pilot:
            await enter(pilot, 7)
            await press(pilot, "escape", "f3")
            assert isinstance(pilot.app.screen, SessionsScreen)
            (first, more) = screen_text(pilot).splitlines()[1:3]
            assert more.index(more.strip()) == first.index("Dysfonctionnement"), "goes on under its own words"
            await pilot.resize_terminal(140, 24)
            await settled(pilot)
            (first, more) = (
                line.partition("  ╭")[0].partition("  │")[0] for line in screen_text(pilot).splitlines()[1:3]
            )
            assert first.rstrip().endswith("AB")
            assert not more.strip()

    play(act)


def test_the_guide_is_drawn_at_every_width_between(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            for width in range(40, 161, 10):
                await pilot.resize_terminal(width, 24)
                await settled(pilot)
                assert isinstance(pilot.app.screen, SessionScreen)
                assert here.has_class("wide") is (width >= 110)
                assert "3.1" in screen_text(pilot)

    play(act)


def test_on_a_narrow_screen_no_number_and_no_age_is_cut(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(40, 24)) as pilot:
            await enter(pilot, 8)
            await press(pilot, "escape")
            lines = screen_text(pilot).splitlines()
            assert any(line.endswith("04 37 23 00 00") for line in lines)
            assert any(line.startswith(" ● ") and line.endswith("…, alerte, 0 h 01") for line in lines)
            await press(pilot, "5")
            assert "en plus de : Le transfert" in screen_text(pilot)
            await press(pilot, "escape", "f3")
            await press(pilot, "enter")
            facts = [line.removesuffix("▄").strip() for line in screen_text(pilot).splitlines()]
            assert any(fact.endswith("ouverture, Le transfert") for fact in facts), "no word is cut in two"

    play(act)


@pytest.mark.parametrize("width", [1, 10, 20, 30, 60])
def test_a_wide_guide_made_narrow_at_once_goes_on(width: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(120, 40)) as pilot:
            here = await enter(pilot, 6)
            for _time in range(2):
                await pilot.resize_terminal(width, 40)
                await settled(pilot)
                await press(pilot, "down", "up")
                await pilot.resize_terminal(120, 40)
                await settled(pilot)
                assert "3.1" in screen_text(pilot)
                assert here.is_attached

    play(act)


@pytest.mark.parametrize("size", [(1, 1), (3, 3), (1, 30), (80, 1)])
def test_a_window_dragged_to_nothing_and_back_leaves_each_screen_as_it_was(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, exercise=True) as pilot:

            async def dragged() -> None:
                await settled(pilot)
                before, screen = screen_text(pilot), pilot.app.screen
                await pilot.resize_terminal(*size)
                await asyncio.wait_for(settled(pilot), 10)
                await pilot.resize_terminal(80, 24)
                await settled(pilot)
                assert pilot.app.screen is screen
                assert screen_text(pilot)[:12] == before[:12]
                assert screen_text(pilot)[-12:] == before[-12:]

            await dragged()
            await enter(pilot, 7)
            await dragged()
            for keys in ("f1", "f2", "g", "ctrl+p", "t", "p", "m", "i", "f3", "f3 f", "f3 c"):
                await press(pilot, *keys.split())
                await dragged()
                while not isinstance(pilot.app.screen, SessionScreen) or pilot.app.screen.asking:
                    await press(pilot, "escape")

    play(act)


@pytest.mark.parametrize("size", ALL)
def test_what_may_be_typed_on_home_is_said_whole(size: tuple[int, int], tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            await settled(pilot)
            hint = pilot.app.screen.query_one("#search", Input).placeholder
            assert f"Que se passe-t-il ? {hint}" in screen_text(pilot)

    play(act)


@pytest.mark.parametrize("size", [(40, 10), (60, 15), (80, 15), (80, 24)])
def test_what_is_said_of_an_answer_being_typed_is_seen_at_any_height(size: tuple[int, int], tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1", "i")
            field = here.query_one("#words", Input)
            field.post_message(events.Paste("mot " * 900))
            await settled(pilot)
            lines = screen_text(pilot).split("\n")
            assert any("Texte trop long" in line for line in lines)
            assert any("valider" in line for line in lines)
            assert here.region.contains_region(field.region)
            await press(pilot, "escape")
            assert "Texte trop long" in screen_text(pilot)

    play(act)


def test_a_tall_screen_shows_all_that_lasts(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(120, 40)) as pilot:
            here = await enter(pilot, 7)
            while here.view.walk.stage == "alert":
                await onward(pilot)
            shown = screen_text(pilot)
            assert "V : tout" not in shown
            assert len(here.view.walk.orders) == 6
            assert all(order.words in shown for order in here.view.walk.orders)

    play(act)
