"""What somebody who never saw the program meets: keys that do nothing, words that must not be cut."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.driving import (
    announce_return,
    enter,
    play,
    press,
    running,
    screen_text,
    session_screen,
    settled,
)
from tests.support.project_files import copied_site


def test_enter_on_a_question_answers_nothing_and_says_how_to_answer(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            before = set(here.desk.state.events)
            await press(pilot, "enter")
            assert set(here.desk.state.events) == before
            assert "taper le chiffre de la réponse, de 1 à 2, ou 0" in screen_text(pilot)
            await press(pilot, "1")
            assert "taper le chiffre" not in screen_text(pilot)

    play(act)


def test_enter_on_a_line_already_settled_says_so_and_keeps_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 4)
            await press(pilot, "enter", "up")
            assert here.row is not None
            assert here.row.status == "done"
            before = set(here.desk.state.events)
            await press(pilot, "enter")
            assert set(here.desk.state.events) == before
            assert "Cette ligne est déjà réglée" in screen_text(pilot)

    play(act)


def test_home_at_80_columns_says_until_when_somebody_answers_to_the_minute(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            line = next(line for line in screen_text(pilot).splitlines() if "Qui appeler " in line)
            assert "…" not in line
            assert line.endswith("08:00")

    play(act)


def test_the_help_of_a_command_goes_on_below_its_own_words(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "f1")
            lines = screen_text(pilot).splitlines()
            at = next(number for number, line in enumerate(lines) if "ouvrir l'entrée choisie" in line)
            assert lines[at].endswith("reprendre")
            assert lines[at + 1].index("la session") == lines[at].index("ouvrir l'entrée choisie")
            await pilot.resize_terminal(48, 24)
            await settled(pilot)
            lines = screen_text(pilot).splitlines()
            at = next(number for number, line in enumerate(lines) if "ouvrir" in line)
            assert all(line.startswith(" " * 9) for line in lines[at + 1 : at + 3]), "at another width, too"

    play(act)


def test_what_is_said_of_a_useless_key_does_not_stand_under_the_next_question(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "enter", "m")
            assert "taper le chiffre" not in screen_text(pilot)

    play(act)


@pytest.mark.parametrize(
    ("keys", "unit"),
    [(("1", "2"), "cas-6"), (("1", "enter"), "cas-1"), (("6",), "cas-3"), (("1", "down", "1", "4"), "annexe-3")],
)
def test_another_failure_is_chosen_by_its_whole_number(keys: tuple[str, ...], unit: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 4)
            await press(pilot, "t", keys[0])
            if len(keys) > 1:
                assert "1 : Entrée pour choisir, ou le chiffre suivant" in screen_text(pilot)
            await press(pilot, *keys[1:])
            assert "En plus, à la place, ou à part ?" in screen_text(pilot)
            await press(pilot, "1")
            assert [visit.unit for visit in session_screen(pilot).desk.state.visits][-1].startswith(unit)

    play(act)


@pytest.mark.parametrize("key", ["n", "i", "m", "r"])
def test_what_is_typed_is_seen_on_the_smallest_terminal(key: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(40, 10)) as pilot:
            await enter(pilot, 5)
            await press(pilot, "p", "1", "f5")
            await press(pilot, key, "é", "t", "é")
            assert "été" in screen_text(pilot)
            assert "Échap ne rien faire" in screen_text(pilot)

    play(act)


def test_once_the_return_is_announced_the_bar_calls_its_key_as_the_list_does(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(120, 40)) as pilot:
            await enter(pilot, 4)
            await press(pilot, "enter", "enter", "enter", "r")
            await announce_return(pilot)
            assert "R retombé ?" in screen_text(pilot)

    play(act)


def test_a_search_for_the_case_has_no_return_that_fell_again(tmp_path: Path) -> None:
    """Where nobody could answer, nothing is left but to close: no return was announced."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 0)
            await press(pilot, "0", "i", "2", "enter", "0", "enter")
            assert here.view.walk.next is None
            assert "R rétabli ?" in screen_text(pilot)
            assert "retombé" not in screen_text(pilot)

    play(act)


def test_what_is_waited_for_is_wrapped_within_the_list_beside_the_card(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(120, 40)) as pilot:
            await enter(pilot, 4)
            await press(pilot, "enter", "enter", "enter")
            left = [line.partition("│")[0].strip(" ▶") for line in screen_text(pilot).splitlines()]
            assert "Tout ce qui pouvait l'être est fait. On attend le retour à la" in left
            assert "normale." in left

    play(act)


@pytest.mark.parametrize("name", ["session", "join", "new", "entry"])
def test_a_case_may_bear_any_name(name: str, tmp_path: Path) -> None:
    """None of the words by which the first screen tells its items apart is taken for what an item does."""
    hospital = copied_site(tmp_path / "hopital")
    for path in (hospital / "cases").glob("*.yaml"):
        written = path.read_text("utf-8")
        path.write_text(
            re.sub(r"\bcas-6$", name, written, flags=re.M).replace(f"retour-{name}", "retour-cas-6"), "utf-8"
        )

    async def act() -> None:
        async with running(tmp_path / "data", site=hospital) as pilot:
            await press(pilot, *"11", "enter")
            assert [visit.unit for visit in session_screen(pilot).desk.state.visits] == [name]
            await press(pilot, "escape", *"12", "n")
            assert [visit.symptom for visit in session_screen(pilot).desk.state.visits] == ["myvue"]

    play(act)
