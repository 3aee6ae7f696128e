"""After the return, an act leads to the next line by itself: a key pressed again and again ticks nothing unread."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.presentation.line.word_count import count_words
from pannesi.procedure.model.lines import text_of
from pannesi.session import actions as want
from pannesi.tui.runtime.key_bursts import WORDS_A_SECOND, KeyClock, KeyPress
from pannesi.tui.screens.patient_line import PatientLineScreen
from tests.support.driving import play, running, screen_line, session_screen, station
from tests.support.hands import Hand, stands
from tests.support.recordings import Recording, evenly


def returned(folder: Path, patients: int = 0) -> None:
    """Leaves a session of case 3 in the journal, whose return was just announced."""
    here = station(folder)
    desk = here.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    for _count in range(patients):
        desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, "INVENTÉ Aa"))
    desk.do(want.AnnounceReturn(desk.look().current_cases[0], "AB, poste 2"))
    here.journal.close()


def hammered(gap: float, seconds: float, key: str = "enter") -> Recording:
    """A key pressed again and again, without reading."""
    return [(key, gap * count) for count in range(round(seconds / gap))]


@pytest.mark.parametrize("gap", [0.3, 0.4, 0.5])
def test_enter_pressed_again_and_again_after_the_return_ticks_the_line_that_was_read_and_no_other(
    gap: float, tmp_path: Path
) -> None:
    returned(tmp_path)

    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "enter")
            here = session_screen(pilot)
            before, following = len(stands(here.desk.state)), here.view.walk.todo[1]
            await hand.types(pilot, hammered(gap, 5.0))
            assert len(stands(here.desk.state)) == before + 1
            assert here.row is not None
            assert here.row.key == following.key
            assert "Lire la ligne, puis Entrée encore pour confirmer" in screen_line(pilot)
            hand.now += 1.0
            await hand.presses(pilot, "enter")
            assert len(stands(here.desk.state)) == before + 2

    play(act)


def test_a_line_that_an_act_led_to_is_ticked_once_its_words_were_read_and_one_that_was_gone_to_at_once(
    tmp_path: Path,
) -> None:
    returned(tmp_path)

    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "enter", "enter")
            here = session_screen(pilot)
            assert here.row is not None
            words, before = count_words(text_of(here.row.line)), len(stands(here.desk.state))
            hand.now += words / WORDS_A_SECOND - 1.2
            await hand.types(pilot, [("enter", 0.0)])
            assert len(stands(here.desk.state)) == before
            hand.now += 0.7
            await hand.types(pilot, [("enter", 0.0)])
            assert len(stands(here.desk.state)) == before + 1
            await hand.types(pilot, [("up", 0.3), ("down", 0.7), ("enter", 1.1)])
            assert len(stands(here.desk.state)) == before + 2

    play(act)


def test_before_the_return_nothing_costs_time(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "2", "enter")
            here = session_screen(pilot)
            before = len(stands(here.desk.state))
            await hand.types(pilot, hammered(0.3, 0.9))
            assert len(stands(here.desk.state)) == before + 3

    play(act)


def test_the_steps_of_a_patient_line_are_not_run_through_either(tmp_path: Path) -> None:
    returned(tmp_path, patients=1)

    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "enter", "d", "enter")
            here = pilot.app.screen
            assert isinstance(here, PatientLineScreen)
            before = len(stands(here.desk.state))
            await hand.types(pilot, hammered(0.4, 4.0))
            assert len(stands(here.desk.state)) == before + 1
            assert not here.asking
            assert "Lire la ligne, puis Entrée encore pour confirmer" in screen_line(pilot)
            await hand.types(pilot, evenly("v", 0.0, begin=1.5))
            assert "Lire" not in screen_line(pilot)

    play(act)


@pytest.mark.parametrize(
    ("before", "shown_at", "read"), [(0.0, 0.0, True), (9.5, 0.0, False), (0.0, 8.1, False), (9.3, 7.9, True)]
)
def test_how_long_words_take_to_be_read(before: float, shown_at: float, read: bool) -> None:
    assert KeyClock(lambda: 0.0).was_read(KeyPress(1, 10.0, before), shown_at, 10) is read
