"""What somebody who never saw the program meets: keys that do nothing, words that must not be cut."""

from __future__ import annotations

from pathlib import Path

from tests.tui.driving import enter, play, press, running, screen_text


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
            assert "Déjà dit de cette ligne" in screen_text(pilot)

    play(act)


def test_home_at_80_columns_says_until_when_somebody_answers_to_the_minute(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            line = next(line for line in screen_text(pilot).splitlines() if "Répond :" in line)
            assert "…" not in line
            assert line.endswith("08:00")

    play(act)


def test_the_help_of_a_command_goes_on_below_its_own_words(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "f1")
            lines = screen_text(pilot).splitlines()
            at = next(number for number, line in enumerate(lines) if "ouvrir l'entrée choisie" in line)
            assert lines[at + 1].index("reprendre la session") == lines[at].index("ouvrir l'entrée choisie")

    play(act)
