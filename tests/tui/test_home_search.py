"""Words typed on the first screen lead somewhere sensible, and whoever does not know always sees the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.presentation.home.content import TRIAGE, HomeChoice
from pannesi.session import actions as want
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.screens.session import SessionScreen
from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import play, press, running, screen_text

UNSURE = "0  Je ne sais pas"
CASES = (("cas-3", "images-invisibles"), ("cas-2", "ris"))
SIZES = ((40, 10), (60, 20), (80, 24), (120, 40))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("typed", ["ris", "images", "1", "patient", "mauvais patient", "pacs lent", "zzz"])
def test_who_does_not_know_sees_the_way_whatever_is_typed(typed: str, size: tuple[int, int], tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            await press(pilot, *typed)
            assert UNSURE in screen_text(pilot)

    play(act)


@pytest.mark.parametrize("typed", ["mauvais patient", "doublon", "worklist vide", "lent"])
def test_what_is_written_nowhere_says_so_with_whom_to_ask_and_enter_asks_questions(typed: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, *typed)
            text = screen_text(pilot)
            assert "Non écrit dans la procédure : " in text
            assert "Demander à : Astreinte informatique, numéro non écrit, jusqu'à 08:00." in text
            assert "VueShare" not in text
            assert pilot.app.screen.query_one("#entries", ItemList).key == HomeChoice("entry", place=TRIAGE)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, SessionScreen)
            assert pilot.app.screen.view.searching

    play(act)


def test_an_entry_that_has_the_words_too_is_under_the_cursor_and_what_is_not_written_above_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, *"plus de réseau")
            text = screen_text(pilot)
            assert text.index("Non écrit dans la procédure") < text.index("Internet est en panne") < text.index(UNSURE)
            assert pilot.app.screen.query_one("#entries", ItemList).key == HomeChoice(
                "entry", place=("annexe-3", "internet")
            )

    play(act)


@pytest.mark.parametrize(("size", "seen"), [((40, 10), 1), ((60, 20), 1), ((80, 24), 3), ((120, 40), 3)])
def test_open_sessions_that_there_is_no_room_for_are_counted_at_every_size(
    size: tuple[int, int], seen: int, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            for number in range(20):
                pilot.app.station.desk().open(want.Open(*CASES[number % 2]))
            await press(pilot, "f2", "escape")
            text = screen_text(pilot)
            assert sum(line.startswith(" ● ") for line in text.splitlines()) == seen
            assert f"· et {20 - seen} autres : F3" in text

    play(act)


@pytest.mark.parametrize("height", [0, 1, 3, 9])
def test_what_the_entry_asked_for_may_be_comes_before_the_way_for_whoever_does_not_know(
    height: int, tmp_path: Path
) -> None:
    """Enter takes the first of the list: on a screen that has just become small it asked questions instead."""

    async def act() -> None:
        async with running(tmp_path, size=(40, 10)) as pilot:
            pilot.app.station.desk().open(want.Open(*CASES[1]))
            await press(pilot, "f2", "escape")
            home = pilot.app.screen
            assert isinstance(home, HomeScreen)
            items = home._content("6").items(home._search("6"), height)
            first = next(item.key for item in items if item.key is not None)
            assert first == HomeChoice("new", place=("cas-3", "images-invisibles"))

    play(act)
