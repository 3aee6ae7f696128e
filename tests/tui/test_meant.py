"""Nothing is recorded that nobody meant: labels that are scanned, keys held down, keys that come before the line does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.screens.patient_form import PatientFormScreen
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import play, prompt_words, running, screen_line, session_screen, settled
from tests.support.hands import Hand, stands
from tests.support.recordings import Recording, by_hand, evenly, held, scanned

LABEL = "2600451278"


@pytest.mark.parametrize("entry", ["1", "2", "6", "7", "9"])
@pytest.mark.parametrize("at_once", [False, True], ids=["scanned", "pasted"])
@pytest.mark.parametrize("label", [LABEL, "11111111", "A26004512"])
def test_a_label_scanned_at_a_line_records_nothing_and_is_shown(
    entry: str, at_once: bool, label: str, tmp_path: Path
) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, *entry, "enter")
            here = session_screen(pilot)
            if entry == "1":
                await hand.presses(pilot, "enter", "enter")
            before = stands(here.desk.state)
            await hand.types(pilot, evenly(f"{label}\n", 0.0) if at_once else scanned(label))
            await settled(pilot)
            assert stands(here.desk.state) == before
            assert f"lu : {label}, rien d'enregistré" in screen_line(pilot)
            assert len(here.desk.state.timeline) == len(before) or not at_once

    play(act)


def test_what_the_first_digit_answered_is_undone_at_once_and_said(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter")
            here = session_screen(pilot)
            await hand.types(pilot, scanned("11111111"))
            assert [event.kind for event in here.desk.state.timeline][-2:] == ["line.answered", "undone"]
            assert here.row is not None
            assert here.row.number == "3.1"
            assert "ce que son premier signe avait noté est annulé" in screen_line(pilot)
            await hand.presses(pilot, "1")
            assert here.desk.state.timeline[-1].kind == "line.answered"

    play(act)


@pytest.mark.parametrize("label", ["11111111", "12111111", "21451278"])
def test_what_two_keys_of_a_label_answered_before_the_rest_was_read_is_undone(label: str, tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter")
            here = session_screen(pilot)
            before = stands(here.desk.state)
            pieces = [
                *evenly(label[0], 0.0), *evenly(label[1], 0.0, begin=0.1), *evenly(f"{label[2:]}\n", 0.0, begin=0.2),
            ]  # fmt: skip
            await hand.types(pilot, pieces)
            await settled(pilot)
            assert stands(here.desk.state) == before
            assert f"lu : {label}, rien d'enregistré" in screen_line(pilot)

    play(act)


def test_a_motive_chosen_by_the_first_digit_of_a_label_is_undone(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "2", "enter", "n")
            here = session_screen(pilot)
            before = stands(here.desk.state)
            await hand.types(pilot, scanned(LABEL))
            assert stands(here.desk.state) == before
            assert not here.asking
            assert f"lu : {LABEL}, rien d'enregistré" in screen_line(pilot)

    play(act)


OPENERS = "MPIFTDXJNCHRG+Q"
"""Keys of a session that open a prompt, a list or a screen, fold the list, or show more."""


def test_what_the_first_sign_of_a_label_opened_is_closed_and_the_session_stands_as_before(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter", "1", "1")
            here = session_screen(pilot)
            before, stack, shown = stands(here.desk.state), pilot.app.screen_stack, here.stance()
            opened = set()
            for sign in OPENERS:
                await hand.presses(pilot, sign)
                if pilot.app.screen_stack != stack or here.stance() != shown:
                    opened.add(sign)
                await hand.presses(pilot, *(["escape"] if pilot.app.screen is not here or here.asking else []))
                here.stand_as(shown)
                await hand.types(pilot, scanned(f"{sign}26004512"))
                assert pilot.app.screen_stack == stack, sign
                assert (here.stance(), stands(here.desk.state)) == (shown, before), sign
                assert f"lu : {sign}26004512, rien d'enregistré" in screen_line(pilot)
                hand.now += 1.0
            assert len(opened) >= 10, opened
            await hand.presses(pilot, "f")
            assert isinstance(pilot.app.screen, ChoiceListScreen)
            await hand.types(pilot, scanned(LABEL))
            assert (pilot.app.screen_stack, here.asking) == (stack, False), "the words of a redline were asked for"
            assert f"lu : {LABEL}, rien d'enregistré" in screen_line(pilot)

    play(act)


def test_what_the_first_sign_of_a_label_showed_of_contacts_and_sessions_is_put_back(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            for screen, signs in (("f2", "G0H"), ("f3", "OTXFMCS")):
                await hand.presses(pilot, screen)
                here: Any = pilot.app.screen
                if screen == "f2":
                    await hand.presses(pilot, "right")
                shown = here.stance()
                for sign in signs:
                    await hand.types(pilot, scanned(f"{sign}26004512"))
                    assert (pilot.app.screen, here.stance()) == (here, shown), sign
                    assert f"lu : {sign}26004512, rien d'enregistré" in screen_line(pilot)
                    hand.now += 1.0
                await hand.presses(pilot, "escape")

    play(act)


@pytest.mark.parametrize(("delay", "step"), [(0.5, 0.033), (0.25, 0.033), (0.66, 0.04), (0.25, 0.092)])
def test_enter_held_for_two_seconds_says_one_thing_done(delay: float, step: float, tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "2", "enter")
            here = session_screen(pilot)
            assert here.row is not None
            assert here.row.line.verb not in ("ask", "verify")
            before = stands(here.desk.state)
            await hand.types(pilot, held("enter", 2.0, delay, step))
            await settled(pilot)
            assert len(stands(here.desk.state)) == len(before) + 1
            await hand.presses(pilot, "enter")
            assert len(stands(here.desk.state)) == len(before) + 2

    play(act)


def test_a_key_that_comes_before_its_line_could_be_read_is_kept_in_sight_and_counts_the_next_time(
    tmp_path: Path,
) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "2", "enter")
            here = session_screen(pilot)
            before = len(here.desk.state.timeline)
            await hand.types(pilot, [("enter", 0.0), ("enter", 0.2)])
            assert len(here.desk.state.timeline) == before + 1
            assert "Entrée encore pour confirmer" in screen_line(pilot)
            hand.now += 0.3
            await hand.types(pilot, [("enter", 0.0)])
            assert len(here.desk.state.timeline) == before + 2
            assert "Entrée encore" not in screen_line(pilot)

    play(act)


def test_that_a_key_came_too_soon_is_not_said_of_another_line(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "2", "enter")
            await hand.types(pilot, [("down", 0.0), ("enter", 0.1)])
            assert "Entrée encore pour confirmer" in screen_line(pilot)
            await hand.presses(pilot, "down")
            assert "Entrée encore" not in screen_line(pilot)

    play(act)


def test_what_was_done_for_a_patient_or_verified_needs_to_be_seen_too(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter", "p", "1", "f5", "d", "enter")
            here = next(screen for screen in pilot.app.screen_stack if isinstance(screen, SessionScreen))
            before = len(stands(here.desk.state))
            await hand.types(pilot, held("enter", 2.0))
            assert len(stands(here.desk.state)) == before + 1
            await hand.types(pilot, held("v", 2.0, begin=1.0))
            assert "V encore pour confirmer" in screen_line(pilot) or "Touche tenue" in screen_line(pilot)

    play(act)


def test_a_prompt_is_not_answered_by_the_enter_that_opened_it(tmp_path: Path) -> None:
    """What was seen is asked for; Enter alone says that there is nothing to add."""

    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter", "r")
            here = session_screen(pilot)
            here.stop_asking()
            asked: list[str] = []
            here.ask("Ce qui a été vu", asked.append)
            await hand.types(pilot, [("enter", 0.0), ("enter", 0.05)])
            assert asked == []
            assert "Entrée encore pour confirmer : valider" in screen_line(pilot)
            await hand.presses(pilot, "enter")
            assert asked == [""]

    play(act)


def test_what_was_typed_counts_at_once(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter")
            await hand.types(pilot, by_hand("mtout est noir\n", 12.0))
            assert session_screen(pilot).desk.state.timeline[-1].text == "tout est noir"

    play(act)


@pytest.mark.parametrize("per_second", [8.0, 12.0])
def test_a_person_ahead_of_a_slow_screen_loses_no_key(per_second: float, tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.ahead(pilot, by_hand("6\n11", per_second))
            here = session_screen(pilot)
            assert [kind for kind, _line in stands(here.desk.state)][-2:] == ["line.answered", "line.answered"]
            hand.now += 1
            await hand.ahead(pilot, by_hand("mvu au poste 2\n", per_second))
            assert here.desk.state.timeline[-1].text == "vu au poste 2"

    play(act)


def test_a_label_scanned_into_a_field_is_one_text_and_waits_for_enter(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter", "m")
            here = session_screen(pilot)
            before = len(here.desk.state.timeline)
            for recording in (scanned(LABEL), evenly(" au\nposte\n", 0.0)):
                await hand.types(pilot, recording)
                hand.now += 1
            assert here.query_one("#words", Input).value in (f"{LABEL} au poste", f"{LABEL}au poste")
            assert len(here.desk.state.timeline) == before
            await hand.presses(pilot, "enter")
            assert here.desk.state.timeline[-1].text is not None
            assert here.desk.state.timeline[-1].text.startswith(LABEL)

    play(act)


def test_a_label_scanned_on_the_first_screen_opens_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter", "escape")
            for label in (LABEL, "123N", "6NNN"):
                await hand.types(pilot, scanned(label))
                assert isinstance(pilot.app.screen, HomeScreen)
                assert f"lu : {label}" in screen_line(pilot)
                await hand.presses(pilot, "escape")
            assert len(pilot.app.station.journal.sessions()) == 1

    play(act)


def test_words_pasted_as_keys_are_searched_for_and_do_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "ctrl+p")
            await hand.types(pilot, evenly("quitter\n", 0.0))
            text = screen_line(pilot)
            assert "programme : Quitter" in text
            assert "panne : Ouvrir" not in text
            assert pilot.app.is_running

    play(act)


@pytest.mark.parametrize(
    "label",
    [
        scanned(LABEL),
        evenly(f"{LABEL}\n", 0.0),
        [*evenly(LABEL[0], 0.0), *evenly(f"{LABEL[1:]}\n", 0.0, begin=0.12)],
        [*evenly(LABEL[0], 0.0), *evenly(LABEL[1:8], 0.0, begin=0.05), *evenly(f"{LABEL[8:]}\n", 0.0, begin=0.15)],
        [*evenly(LABEL[0], 0.0), *evenly(LABEL[1], 0.0, begin=0.1), *evenly(f"{LABEL[2:]}\n", 0.0, begin=0.2)],
        [*evenly(LABEL[:3], 0.0), *evenly(f"{LABEL[3:]}\n", 0.0, begin=0.1)],
    ],
    ids=["scanned", "pasted", "its first key read long before", "read in pieces", "two stalls", "three keys first"],
)
def test_a_label_scanned_in_a_patients_form_is_offered_to_its_numbers_and_answers_nothing(
    label: Recording, tmp_path: Path
) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter", "p")
            form = pilot.app.screen
            assert isinstance(form, PatientFormScreen)
            await hand.types(pilot, label)
            assert form.filling.facts == {}
            read = pilot.app.screen
            assert isinstance(read, ChoiceListScreen)
            text = screen_line(pilot)
            assert f"lu : {LABEL}, rien d'enregistré" in text
            assert "Identifiant tapé sur la console" in text
            await hand.presses(pilot, "1")
            assert pilot.app.screen is form
            assert list(form.filling.values.values()) == [LABEL]
            await hand.types(pilot, scanned("300256"))
            await hand.presses(pilot, "escape")
            assert list(form.filling.values.values()) == [LABEL]

    play(act)


def test_saving_a_patient_by_a_key_held_down_keeps_none(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter", "p")
            form = pilot.app.screen
            await hand.types(pilot, held("enter", 2.0))
            assert pilot.app.screen is form

    play(act)


@pytest.mark.parametrize("pause", [0.3, 0.45, 0.9])
@pytest.mark.parametrize(
    "keys",
    [("4", "enter", "s", "i", "2"), ("6", "enter", "1", "1"), ("4", "enter", "1")],
    ids=["a reason", "a question", "a digit that answers nothing"],
)
def test_enter_after_a_digit_that_answered_by_itself_asserts_nothing(
    keys: tuple[str, ...], pause: float, tmp_path: Path
) -> None:
    """The line that comes to stand there was not meant; pressed once more, Enter counts."""

    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, *keys)
            here = session_screen(pilot)
            before = stands(here.desk.state)
            hand.now += pause - 1.0
            await hand.types(pilot, [("enter", 0.0)])
            assert stands(here.desk.state) == before
            assert "encore pour confirmer" in screen_line(pilot)
            await hand.presses(pilot, "enter")
            assert len(stands(here.desk.state)) == len(before) + 1

    play(act)


@pytest.mark.parametrize("digit", ["1", "&"])
def test_enter_after_a_digit_of_a_form_leaves_no_field_empty(digit: str, tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter", "p", digit)
            form = pilot.app.screen
            assert isinstance(form, PatientFormScreen)
            asked = form.current
            hand.now -= 0.5
            await hand.types(pilot, [("enter", 0.0)])
            assert form.current == asked
            await hand.presses(pilot, "enter")
            assert form.current != asked

    play(act)


def test_enter_after_a_number_that_is_being_typed_gives_it(tmp_path: Path) -> None:
    """A digit that has not answered yet waits for its Enter, however soon it comes."""

    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.types(pilot, by_hand("6\n"))
            await hand.presses(pilot, "h")
            await hand.types(pilot, by_hand("0312\n"))
            here = session_screen(pilot)
            assert here.view.state.beginning_given
            assert prompt_words(here).startswith("Qui a constaté la panne ?")

    play(act)
