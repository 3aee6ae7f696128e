"""The large view on the screen: the keys of the line work there as in the list, and lead back to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual.pilot import Pilot

from pannesi.presentation.session.standing_orders import lasting
from pannesi.session import actions as want
from pannesi.tui.screens.large import LargeScreen
from pannesi.tui.screens.palette import PaletteScreen
from pannesi.tui.theme.styles import PALETTES
from tests.support.driving import enter, play, press, running, screen_text, session_screen, settled, write
from tests.support.hands import Hand


async def enlarged(pilot: Pilot[Any]) -> LargeScreen:
    """The line at hand in large."""
    await press(pilot, "f9")
    assert isinstance(pilot.app.screen, LargeScreen)
    return pilot.app.screen


def test_the_act_is_answered_ticked_and_undone_in_the_large_view_and_the_list_stands_where_it_led(
    tmp_path: Path,
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            large = await enlarged(pilot)
            assert "CD coupe (externes)" in screen_text(pilot), "what lasts stays in view"
            await press(pilot, "1", "1")
            assert large.row is not None
            assert large.row.line.verb == "call"
            assert "N O N   É C R I T" in screen_text(pilot)
            await press(pilot, "s")
            assert large.view.walk.row(*large.row.key).attempts  # type: ignore[union-attr]
            await press(pilot, "u")
            assert not large.view.walk.row(*large.row.key).attempts  # type: ignore[union-attr]
            await press(pilot, "i")
            assert "Pourquoi est-ce impossible ?" in screen_text(pilot)
            await press(pilot, "escape")
            assert pilot.app.screen is large, "Escape puts the question away first"
            await press(pilot, "i")
            await write(pilot, "ligne coupée")
            cursor = large.cursor
            await press(pilot, "f9")
            assert session_screen(pilot).cursor == cursor
            assert here.row is not None
            assert here.row.line.verb != "call"

    play(act)


def test_escape_leads_back_to_the_list_and_a_key_of_the_list_says_so(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "f9")
            for key in "r", "x", "t":
                await press(pilot, key)
                assert isinstance(pilot.app.screen, LargeScreen)
                assert "Échap : la liste" in screen_text(pilot), key
            await press(pilot, "escape")
            session_screen(pilot)

    play(act)


def test_it_names_no_key_that_does_nothing_in_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 4)
            await press(pilot, "enter")
            await enlarged(pilot)
            assert "Par le radiologue ; sinon ↓ plus tard" in screen_text(pilot)

    play(act)


def test_it_shows_all_that_lasts_with_the_messages_that_the_hospital_is_shown(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            message = next(row for row in here.view.walk.rows if row.line.id == "message-panne")
            here.desk.do(want.Settle(*message.key))
            large = await enlarged(pilot)
            shown = screen_text(pilot)
            assert here.view.walk.orders
            words = [last.words for last in lasting(large.view)]
            assert any(each.startswith("affiché : ") for each in words), words
            assert all(each in shown for each in words)

    play(act)


def test_enter_counts_only_once_the_line_was_in_view_for_long_enough(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "9", "enter", "f9")
            large = pilot.app.screen
            assert isinstance(large, LargeScreen)
            while large.row is not None and large.row.line.verb != "call":
                await hand.presses(pilot, "1" if large.row.line.verb in ("ask", "verify") else "enter")
            row = large.row
            assert row is not None
            hand.now += 1.0
            await hand.types(pilot, [("left", 0.0), ("enter", 0.1)])
            assert "encore pour confirmer" in screen_text(pilot)
            assert large.view.walk.row(*row.key).status == "open"  # type: ignore[union-attr]
            await hand.presses(pilot, "enter")
            assert large.view.walk.row(*row.key).status == "done"  # type: ignore[union-attr]

    play(act)


def test_what_is_settled_from_elsewhere_is_said_in_place_and_the_line_stays(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            large = await enlarged(pilot)
            cursor, row = large.cursor, large.row
            assert row is not None
            here.desk.do(want.Answer(*row.key, "plusieurs"))
            large._take_in_changes()
            await settled(pilot)
            assert large.cursor == cursor
            assert "✓ répondu : Plusieurs à" in screen_text(pilot)

    play(act)


def test_an_exercise_is_marked_and_the_end_of_the_lines_says_where_to_go(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, exercise=True) as pilot:
            here = await enter(pilot, 4)
            await press(pilot, "f9")
            assert "EXERCICE" in screen_text(pilot).split("\n")[0]
            first = pilot.app.screen._compositor.render_strips()[0]
            banner = Style.parse(PALETTES["pannesi-sombre"].exercise)
            assert {piece.style.bgcolor for piece in list(first)[1:-1] if piece.style} == {banner.bgcolor}, "no alarm"
            large = pilot.app.screen
            assert isinstance(large, LargeScreen)
            for _step in range(30):
                row = large.row
                if row is None:
                    break
                await press(pilot, "1" if row.line.verb in ("ask", "verify") else "enter")
            assert here.desk.look().stage == "waiting"
            assert "Plus rien à faire ici" in screen_text(pilot)

    play(act)


def test_the_palette_finds_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "ctrl+p", *"grand")
            assert isinstance(pilot.app.screen, PaletteScreen)
            assert "F9" in screen_text(pilot)

    play(act)


@pytest.mark.parametrize("size", [(40, 10), (60, 20), (80, 24), (120, 40)], ids=str)
@pytest.mark.parametrize("depth", ["full", "ansi", "mono"])
def test_answers_stand_whole_at_every_size_and_depth_of_colour(
    size: tuple[int, int], depth: str, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size, depth=depth) as pilot:  # type: ignore[arg-type]
            await enter(pilot, 7)
            await enlarged(pilot)
            text = "".join(screen_text(pilot).upper().split())
            assert "1PLUSIEURS" in text or "1OUI" in text
            assert "0PASSU" in text
            for other in (40, 10), (120, 40), size:
                await pilot.resize_terminal(*other)
                await settled(pilot)
                assert "0PASSU" in "".join(screen_text(pilot).upper().split()), other

    play(act)
