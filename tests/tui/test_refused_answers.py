"""An answer that is refused keeps its question, its text and the reason: whoever goes on typing types no command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from pannesi.application.session_service import Desk
from pannesi.presentation.text.common_phrases import ROLES
from pannesi.support.errors import JournalError
from pannesi.tui.screen import BaseScreen
from tests.support.driving import (
    announce_return,
    enter,
    play,
    press,
    running,
    screen_line,
    screen_text,
    session_screen,
    settled,
    write,
)


def prompt(pilot: Pilot[Any]) -> BaseScreen:
    """The screen, whose prompt must be open."""
    screen = pilot.app.screen
    assert isinstance(screen, BaseScreen)
    assert screen.asking, screen_text(pilot)
    return screen


def field(pilot: Pilot[Any]) -> Input:
    """The field of the prompt."""
    return pilot.app.screen.query_one("#words", Input)


async def typed(pilot: Pilot[Any], words: str) -> None:
    """By its keys, as a person does, then Enter."""
    await press(pilot, *words, "enter")


def test_a_time_that_cannot_be_stays_and_what_is_typed_next_takes_its_place(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            before = len(here.desk.state.events)
            await press(pilot, "h")
            await typed(pilot, "25h70")
            prompt(pilot)
            assert field(pilot).value == "25h70"
            text, reason = screen_text(pilot), here._last_said[0][:20]
            assert text.index(reason) < text.index("Quand la panne a-t-elle commencé")
            await press(pilot, *"il", "space", "y", "space", "a", "space", "5", "space", *"min")
            assert field(pilot).value == "il y a 5 min"
            assert len(here.desk.state.events) == before
            await press(pilot, "enter")
            assert [event.kind for event in here.desk.state.timeline][before:] == ["began.set"]
            assert "Qui a constaté la panne ?" in screen_text(pilot)
            await press(pilot, "2")
            assert not here.asking
            assert here.desk.state.timeline[-1].text == "référent"

    play(act)


def test_the_end_of_what_was_refused_can_be_mended_instead(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "h")
            await typed(pilot, "02h70")
            await press(pilot, "end", "backspace", "backspace", "1", "0")
            assert field(pilot).value == "02h10"

    play(act)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("r",), "Dire qui a constaté le retour"),
        (("m",), "La note est vide"),
        (("n",), "Dire en quelques mots pourquoi"),
        (("i",), "Dire en quelques mots pourquoi"),
        (("b",), "h 30"),
        (("w",), "Donner un nom ou des initiales"),
        (("j",), "Aucune ligne"),
        (("a", "enter", "2"), "Donner une heure, ou Échap"),
        (("x", "end", "enter"), "Dire en quelques mots pourquoi"),
    ],
)
def test_enter_with_nothing_where_words_are_needed_says_so_and_the_letters_after_it_are_words(
    keys: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            await press(pilot, "enter")
            before = len(here.desk.state.events)
            await press(pilot, *keys, "enter")
            assert said in screen_line(pilot)
            await press(pilot, *"infirmiere")
            prompt(pilot)
            assert field(pilot).value == "infirmiere"
            assert len(here.desk.state.events) == before
            await press(pilot, "escape")
            assert not here.asking
            assert said not in screen_line(pilot)
            assert len(here.desk.state.events) == before

    play(act)


def test_a_return_announced_after_an_empty_enter_says_who_saw_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "r", "enter")
            await typed(pilot, "infirmiere, poste 2")
            await write(pilot, "")
            assert here.desk.state.timeline[-1].text == "infirmiere, poste 2"

    play(act)


@pytest.mark.parametrize(
    ("who", "place", "seen"),
    [
        ("AB", "poste 2", "AB, poste 2"),
        ("AB,", "scanner", "AB, scanner"),
        ("ab", "AB, scanner 2", "AB, scanner 2"),
    ],
)
def test_who_saw_a_return_is_kept_when_only_the_place_is_asked_for(
    who: str, place: str, seen: str, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            before = len(here.desk.state.events)
            await press(pilot, "r")
            await write(pilot, who)
            question = f"« {who.strip(',')} » : vu sur quel poste, ou quel appareil ?"
            for nowhere in ("", "?", "non"):
                prompt(pilot)
                assert question in screen_text(pilot)
                await write(pilot, nowhere)
            assert len(here.desk.state.events) == before
            assert question in screen_text(pilot)
            await write(pilot, place)
            await write(pilot, "")
            assert here.desk.state.timeline[-1].text == seen

    play(act)


def test_a_word_where_only_a_digit_answers_changes_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "1", "f5", "d", "enter", "enter", "enter", "enter")
            assert prompt(pilot)._usual_answers
            before = len(here.desk.state.events)
            await typed(pilot, "oui")
            assert "Taper un chiffre de 1 à" in screen_line(pilot)
            prompt(pilot)
            assert len(here.desk.state.events) == before

    play(act)


def test_what_the_journal_refuses_stays_typed_to_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(desk: Desk, intent: Any) -> Any:
        raise JournalError("Le journal ne répond pas.")

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "m")
            with monkeypatch.context() as patched:
                patched.setattr(Desk, "carry_out", refuse)
                await typed(pilot, "abc")
            assert "Le journal ne répond pas." in screen_line(pilot)
            assert field(pilot).value == "abc"
            await typed(pilot, "d")
            assert here.desk.state.timeline[-1].text == "abcd"

    play(act)


def test_a_date_refused_in_the_form_gives_way_to_the_next_one(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "2", "2", "2", "1")
            await write(pilot, "INVENTEE")
            await write(pilot, "Eve")
            await typed(pilot, "31/02/1960")
            assert field(pilot).value == "31/02/1960"
            await press(pilot, *"010260")
            assert field(pilot).value == "010260"

    play(act)


@pytest.mark.parametrize("keys", ["r", "n", "i", "w", "g", "m"])
def test_a_name_or_a_reason_of_digits_only_is_doubted_once(keys: str, tmp_path: Path) -> None:
    """A label that was scanned there, or a digit meant for the next question."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            await press(pilot, "enter")
            if keys == "g":
                await press(pilot, "g")
                await write(pilot, "à suivre")
            before = len(here.desk.state.events)
            await press(pilot, *keys.split())
            number, doubt = "2600451278", "n'est qu'un nombre"
            if keys == "r":  # a return says who and where
                number, doubt = "2600451278 2", "n'a aucune lettre"
            await write(pilot, number)
            assert f"« {number} » {doubt} : le garder ?" in screen_line(pilot)
            assert len(here.desk.state.events) == before
            await press(pilot, "enter")
            if keys == "w":
                await press(pilot, "1")
            elif keys == "r":
                await write(pilot, "")
            assert len(here.desk.state.events) > before

    play(act)


def test_each_role_that_a_digit_gives_is_in_view_on_a_small_screen(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "h", "enter")
            text = screen_text(pilot)
            for number, role in enumerate(ROLES, start=1):
                assert f"{number}  {role}" in text
            assert f"1-{len(ROLES)} répondre" in text

    play(act)


def test_digits_alone_are_no_reason_to_close_by_force(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            await press(pilot, "enter", "x", "end", "enter")
            before = len(here.desk.state.events)
            for _time in range(2):
                await write(pilot, "2600451278")
            assert "« 2600451278 » ne suffit pas. Dire en quelques mots pourquoi." in screen_line(pilot)
            assert len(here.desk.state.events) == before

    play(act)


def test_the_number_found_for_a_call_without_one_is_kept_at_once(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 4)
            await press(pilot, "m")
            assert "Numéro trouvé, ou une note" in screen_line(pilot)
            await write(pilot, "05 59 00 00 00")
            assert here.desk.state.timeline[-1].text == "05 59 00 00 00"

    play(act)


def test_a_date_typed_over_a_name_that_was_kept_is_doubted_once(tmp_path: Path) -> None:
    """Its first digit answered the question before; the name is not lost to what is left of the date."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 1)
            await press(pilot, "p", "1")
            await write(pilot, "Inventé")
            await press(pilot, "up", "up")
            await press(pilot, "1")
            await write(pilot, "2/03/1961")
            assert "« 2/03/1961 » n'a aucune lettre" in screen_line(pilot)
            assert here.desk.look().patients[0].fields["nom"] == "Inventé"

    play(act)


def test_a_name_behind_a_digit_meant_for_a_question_that_was_not_asked_is_doubted_once(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 1)
            await press(pilot, "p", "1")
            await write(pilot, "2Inventé")
            assert "« 2Inventé » commence par un chiffre" in screen_line(pilot)
            assert "nom" not in here.desk.look().patients[0].fields
            await press(pilot, "enter")
            assert here.desk.look().patients[0].fields["nom"] == "2Inventé"

    play(act)


def test_a_name_of_a_patient_made_of_digits_is_doubted_once(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "2", "2", "2", "1")
            await write(pilot, "300256")
            assert "« 300256 » n'est qu'un nombre" in screen_line(pilot)
            await press(pilot, "enter")
            assert "✓ Nom de naissance 300256" in screen_line(pilot)

    play(act)


def test_on_other_screens_too_what_is_refused_stays(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "f2", "h")
            await typed(pilot, "25h70")
            prompt(pilot)
            assert field(pilot).value == "25h70"
            await press(pilot, "escape", "escape", "f3", "f", "p")
            await typed(pilot, "hier matin")
            prompt(pilot)
            assert field(pilot).value == "hier matin"
            await press(pilot, "escape", "escape", "c", "d")
            await typed(pilot, "jamais")
            prompt(pilot)
            assert field(pilot).value == "jamais"
            await settled(pilot)

    play(act)


def test_an_answer_taken_leaves_nothing_of_its_refusal(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "r", "enter")
            await announce_return(pilot)
            assert "Dire qui" not in screen_line(pilot)
            assert session_screen(pilot) is here

    play(act)
