"""The upper row of a French keyboard without its shift key: where only a number makes sense, it is that number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.session.labels import ELSEWHERE
from pannesi.support.keyboard_azerty import UNSHIFTED, unshifted_number
from pannesi.tui.screens.patient_form import PatientFormScreen
from tests.support.driving import enter, play, press, running, screen_text, session_screen


@given(st.text("0123456789", min_size=1))
def test_a_number_typed_without_the_shift_is_that_number(number: str) -> None:
    signs = {digit: sign for sign, digit in UNSHIFTED.items()}
    assert unshifted_number("".join(signs[digit] for digit in number)) == number


@given(st.text())
def test_what_is_not_made_of_such_signs_alone_stays_as_typed(words: str) -> None:
    if not words or not set(words) <= {*UNSHIFTED, "e\u0301", "\u0301", "\u0300", "\u0327", *"eac"}:
        assert unshifted_number(words) == words
    assert unshifted_number("e\u0301") == "2", "a letter and its accent apart"
    assert unshifted_number("écran") == "écran"


def test_an_entry_is_opened_and_a_question_answered(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "minus")
            assert "Impossible de voir les images" in screen_text(pilot)
            await press(pilot, "enter", "ampersand")
            assert session_screen(pilot).desk.state.visits[0].unit == "cas-3"
            assert "3.1 Un seul poste, ou plusieurs ? · réponse : Plusieurs" in screen_text(pilot)

    play(act)


def test_a_word_that_begins_with_such_a_letter_is_still_a_word(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, *"étiq")
            assert "Étiquette standard non reconnue" in screen_text(pilot)

    play(act)


def test_one_of_a_list_is_chosen_and_one_of_the_usual_reasons_taken(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "i", "é")
            assert here.asking, "a reason may begin with that letter"
            await press(pilot, "enter")
            fact = here.desk.state.timeline[-1]
            assert fact.text
            assert fact.text != "é"
            await press(pilot, "t", "ç", "ampersand")
            assert here.desk.state.visits[-1].symptom == "itis-inaccessible"

    play(act)


@pytest.mark.parametrize("sign", ["&", "'"])
def test_the_closed_facts_of_a_patient_take_it_and_say_when_it_is_none_of_them(sign: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", sign)
            form = pilot.app.screen
            assert isinstance(form, PatientFormScreen)
            assert form.filling.facts == ({"origin": "externe", "unit": ELSEWHERE} if sign == "&" else {})
            assert ("Taper un chiffre de 0 à 3" in screen_text(pilot)) is (sign == "'")
            await press(pilot, "f5")

    play(act)
