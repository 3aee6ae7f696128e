"""Nothing that a person types in a patient's form is lost: what answers nothing where it was typed finds its field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from pannesi.tui.screens.patient_form import PatientFormScreen
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import enter, play, press, running, screen_line, screen_text
from tests.support.hands import Hand
from tests.support.recordings import by_hand, evenly, scanned


def form(pilot: Pilot[Any]) -> PatientFormScreen:
    """The form, which must be the current screen."""
    assert isinstance(pilot.app.screen, PatientFormScreen), pilot.app.screen
    return pilot.app.screen


def typed(pilot: Pilot[Any]) -> str:
    """What stands in its field."""
    return form(pilot).query_one("#words", Input).value


async def at_the_end_of_a_form(pilot: Pilot[Any]) -> SessionScreen:
    """A session, and the form of a patient whose origin is told, at the place where it is saved."""
    here = await enter(pilot, 7)
    await press(pilot, "p", "1")
    while form(pilot).current != "save":
        await press(pilot, "down")
    return here


@pytest.mark.parametrize("go_on", [("enter", "1", "1", "1"), ("down", "down", "down"), ("enter", "0", "0", "0", "0")])
def test_a_name_typed_at_the_first_question_comes_to_the_field_for_it(go_on: tuple[str, ...], tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", *"DUPONT", *go_on)
            while form(pilot).current != "nom":
                await press(pilot, "down")
            assert typed(pilot) == "DUPONT"
            assert "« DUPONT », tapé plus tôt : Entrée le garde ici" in screen_text(pilot)
            assert "nom" not in form(pilot).filling.values, "nothing was said by itself"
            await press(pilot, "enter")
            assert form(pilot).filling.values == {"nom": "DUPONT"}

    play(act)


def test_what_is_brought_back_is_kept_only_by_an_enter_that_was_meant(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter", "p", *"DUPONT", "enter", "1", "1")
            await hand.types(pilot, [("1", 0.0), ("enter", 0.1)])
            assert form(pilot).filling.values == {}
            assert "Entrée encore pour confirmer" in screen_line(pilot)
            await hand.presses(pilot, "enter")
            assert form(pilot).filling.values == {"nom": "DUPONT"}

    play(act)


@pytest.mark.parametrize("per_second", [3.0, 8.0, 12.0])
def test_a_person_who_types_a_name_at_once_loses_no_letter(per_second: float, tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter", "p")
            await hand.types(pilot, by_hand("DUPONT MARIE", per_second))
            assert typed(pilot) == "DUPONT MARIE"

    play(act)


@pytest.mark.parametrize("at_first", [True, False], ids=["at a question of digits", "at a name"])
@pytest.mark.parametrize("pieces", [("DUPO", "NT MARIE"), ("DUPONT", " MARI", "E"), ("DU", "PONT MAR", "IE")])
def test_a_slow_line_that_brings_letters_in_pieces_loses_none(
    pieces: tuple[str, ...], at_first: bool, tmp_path: Path
) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter", "p")
            if not at_first:
                await hand.presses(pilot, "1", "1", "1")
            for piece in pieces:
                await hand.types(pilot, evenly(piece, 0.0))
                hand.now += 0.5
            assert typed(pilot) == "DUPONT MARIE"

    play(act)


def test_a_field_of_a_session_takes_the_pieces_of_a_slow_line_with_their_blanks(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter", "m")
            for piece in ("il y ", "a 5 ", "minutes"):
                await hand.types(pilot, evenly(piece, 0.0))
                hand.now += 0.5
            assert isinstance(pilot.app.screen, SessionScreen)
            assert pilot.app.screen.query_one("#words", Input).value == "il y a 5 minutes"

    play(act)


@pytest.mark.parametrize("save", ["enter", "f5"])
def test_a_form_is_not_saved_over_what_is_in_no_field_without_a_word(save: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await at_the_end_of_a_form(pilot)
            await press(pilot, *"SALLE", save)
            assert "« SALLE » n'est dans aucun champ" in screen_text(pilot)
            assert here.desk.look().patients[0].draft
            await press(pilot, "down", "down", "down")
            assert typed(pilot) == "SALLE"
            await press(pilot, *["up"] * 3)
            assert form(pilot).aside == "", "it was kept where it was brought to"
            await press(pilot, save)
            assert not here.desk.look().patients[0].draft

    play(act)


def test_asked_again_to_save_it_is_forgotten(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "1", *"xx", "f5")
            assert "« xx » n'est dans aucun champ" in screen_text(pilot)
            await press(pilot, "f5")
            assert [line.draft for line in here.desk.look().patients] == [False]

    play(act)


def test_what_is_typed_at_the_question_of_leaving_stays(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", *"DUP", "escape")
            assert "« DUP » n'est dans aucun champ : que faire ?" in screen_text(pilot)
            await press(pilot, *"ONT", "enter")
            assert "Taper un chiffre de 1 à 2, ou Entrée." in screen_text(pilot)
            assert typed(pilot) == "ONT"
            await press(pilot, "escape")
            assert (form(pilot).leaving, typed(pilot)) == (False, "DUP")

    play(act)


def test_a_click_on_a_field_from_the_end_of_the_form_goes_there_and_saves_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await at_the_end_of_a_form(pilot)
            rows = form(pilot).query_one("#form")
            rows.post_message(rows.Moved(rows, "nom"))  # type: ignore[attr-defined]
            await press(pilot, *"INVENTÉ")
            assert form(pilot).current == "nom"
            assert here.desk.look().patients[0].draft

    play(act)


@pytest.mark.parametrize("seconds", [0.01, 0.1], ids=["at once", "over a slow line"])
@pytest.mark.parametrize(("key", "piece"), [("m", "il y a 5 min"), ("p", "DUPONT MARIE")])
def test_a_key_that_opens_a_field_is_no_letter_of_what_is_typed_into_it(
    key: str, piece: str, seconds: float, tmp_path: Path
) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter")
            await hand.types(pilot, [(key, 0.0), *((letter, seconds + at) for letter, at in evenly(piece, 0.004))])
            assert pilot.app.screen.query_one("#words", Input).value == piece

    play(act)


@pytest.mark.parametrize("save", [("f5",), ("up", "f5"), ("down",) * 12 + ("enter",)])
def test_saving_a_form_in_which_nothing_was_typed_notes_nobody_and_says_so(
    save: tuple[str, ...], tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", *save)
            assert "Rien n'est rempli : rien n'est noté." in screen_text(pilot)
            assert form(pilot).patient is None
            assert here.desk.look().patients == ()
            await press(pilot, "escape")
            assert pilot.app.screen is here

    play(act)


async def at_the_birth_date(pilot: Pilot[Any], hand: Hand) -> None:
    """A form whose first questions are answered and names skipped."""
    await hand.presses(pilot, "7", "enter", "p", "2", "2", "2", "1", "enter", "enter")
    assert form(pilot).current == "naissance"


@pytest.mark.parametrize("save", ["f5", "down", "enter"])
def test_a_label_refused_by_the_field_that_it_was_given_to_stays_typed_there(save: str, tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await at_the_birth_date(pilot, hand)
            await hand.types(pilot, scanned("120360"))
            await hand.presses(pilot, "1")
            assert form(pilot).current == "naissance"
            assert typed(pilot) == "120360"
            await hand.presses(pilot, save)
            assert (form(pilot).current, typed(pilot)) == ("naissance", "120360")
            assert "écrire jour, mois, année" in screen_text(pilot)
            await hand.presses(pilot, "0")
            assert typed(pilot) == "0", "what is typed next replaces what was refused"

    play(act)


@pytest.mark.parametrize("label", ["12031960", "19600312", "12/03/1960"])
@pytest.mark.parametrize("at", ["name", "birth date", "exam"])
def test_a_date_that_is_scanned_is_offered_to_the_birth_date(at: str, label: str, tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await at_the_birth_date(pilot, hand)
            await hand.presses(pilot, *{"name": ["up"], "birth date": [], "exam": ["down", "down", "down"]}[at])
            await hand.types(pilot, scanned(label))
            assert f"lu : {label}, rien d'enregistré" in screen_line(pilot)
            if at == "birth date":
                assert typed(pilot) == label
                await hand.presses(pilot, "enter")
            else:
                assert "Date de naissance" in screen_text(pilot)
                await hand.presses(pilot, "2")
            assert form(pilot).filling.values == {"naissance": "1960-03-12"}

    play(act)


@pytest.mark.parametrize("label", ["2600451278", "31021960", "12032090", "1960"])
def test_what_is_no_day_of_the_past_is_not_offered_as_a_birth_date(label: str, tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await at_the_birth_date(pilot, hand)
            await hand.presses(pilot, "up")
            await hand.types(pilot, scanned(label))
            assert "Dans quel champ ?" in screen_line(pilot)
            assert "Date de naissance" not in screen_text(pilot)

    play(act)


def test_what_was_being_typed_is_kept_when_a_label_is_given_to_another_field(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await at_the_birth_date(pilot, hand)
            await hand.presses(pilot, "up", *"EVE")
            await hand.types(pilot, scanned("12031960"))
            await hand.presses(pilot, "2")
            assert form(pilot).filling.values == {"prenom": "EVE", "naissance": "1960-03-12"}

    play(act)
