"""The lines of the register one after the other, by keys alone, without going back to the list between two."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.register import RegisterScreen
from pannesi.tui.widgets.wrapping import pieces_after
from tests.support.driving import announce_return, enter, play, press, running, screen_text, write

NEXT = "S suivante"


def test_from_a_line_verified_one_key_leads_to_the_next_that_wants_something(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            for name in ("Inventé", "Imaginé", "Supposé"):
                await press(pilot, "p", "2", "2", "2", "1")
                await write(pilot, name)
                await press(pilot, "f5")
            await press(pilot, "r")
            await announce_return(pilot, "AB, poste 2")
            await press(pilot, "d", "enter")
            line = pilot.app.screen
            assert isinstance(line, PatientLineScreen)
            first = line.patient_id
            assert line.patient is not None
            assert line.patient.label == "A-01"
            await press(pilot, "d")
            await write(pilot, "vu")
            assert "– Demande recréée · plus demandé" in screen_text(pilot)
            await press(pilot, "enter", "enter")
            assert "Dire ce que deviennent les images" in screen_text(pilot), "something was done for the patient"
            await press(pilot, "enter", "1")
            assert NEXT in screen_text(pilot)
            await press(pilot, "S")
            assert "A-02  Imaginé" in screen_text(pilot)
            assert "✓" not in screen_text(pilot).splitlines()[-2]
            await press(pilot, "s")
            assert "A-03  Supposé" in screen_text(pilot)
            await press(pilot, "s")
            assert "A-02  Imaginé" in screen_text(pilot), (
                "the first, waived, wants nothing: after the last comes the second"
            )
            assert line.patient_id != first
            await press(pilot, "escape")
            list_ = pilot.app.screen
            assert isinstance(list_, RegisterScreen)
            assert list_.current is not None
            assert list_.current.label == "A-02"
            assert [patient.state for patient in here.desk.look().patients] == ["waived", "entered", "entered"]

    play(act)


def test_where_no_other_line_wants_anything_the_key_says_so(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "2", "2", "2", "1", "f5", "d", "enter")
            assert NEXT not in screen_text(pilot)
            await press(pilot, "s")
            assert "Rien d'autre n'est à faire maintenant dans les autres lignes" in screen_text(pilot)

    play(act)


def test_a_reason_without_words_is_asked_for_aloud_and_nothing_is_done(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "2", "2", "2", "1", "f5", "d", "enter")
            for key in "nidx":
                await press(pilot, key)
                await write(pilot, "  ")
                assert "Dire en quelques mots pourquoi." in screen_text(pilot), key
            assert [duty.status for duty in here.desk.look().duties] == ["open"] * len(here.desk.look().duties)
            assert [(patient.state, patient.voided) for patient in here.desk.look().patients] == [("entered", False)]

    play(act)


def test_a_forced_closing_without_words_is_asked_for_aloud(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "x", "end", "enter")
            await write(pilot, " ")
            assert "Dire en quelques mots pourquoi." in screen_text(pilot)
            assert here.desk.state.closing is None

    play(act)


def test_the_hour_of_the_examination_is_shown_when_a_line_is_completed(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "f6")
            for words in ("17", "02h50"):
                await write(pilot, words)
            await press(pilot, "2", "2", "2", "1", "f5", "d", "enter", "e")
            assert "✓ Heure de l'examen 02:50" in " ".join(screen_text(pilot).split())
            before = here.desk.look().patients[0].examined
            await press(pilot, "f5")
            assert here.desk.look().patients[0].examined == before

    play(act)


def test_a_digit_stays_with_its_answer_when_they_do_not_fit_on_one_line() -> None:
    pieces = [Text(words) for words in ("1 pièce", "2 bracelet", "3 parole d'un tiers", "0 inconnu")]
    assert pieces_after(Text("Vérifiée"), pieces, 24).plain.split("\n") == [
        "Vérifiée  1 pièce",
        "2 bracelet",
        "3 parole d'un tiers",
        "0 inconnu",
    ]
    assert "\n" not in pieces_after(Text("Vérifiée"), pieces, 80).plain


def test_a_line_gone_through_without_a_change_is_written_no_second_time(tmp_path: Path) -> None:
    """A correction asks for another verification: looking must not."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "2", "2", "2", "1")
            await write(pilot, "Inventé")
            await press(pilot, "f5", "d", "enter")
            before = len(here.desk.state.events)
            await press(pilot, "e", "enter", "enter", "f5")
            assert isinstance(pilot.app.screen, PatientLineScreen)
            assert "A-01 : rien de changé, rien d'écrit" in screen_text(pilot)
            assert len(here.desk.state.events) == before
            await press(pilot, "e")
            await write(pilot, "Imaginé")
            await press(pilot, "f5")
            assert len({event.payload["act"] for event in here.desk.state.timeline[before:]}) == 1

    play(act)


def test_what_enter_does_is_named_once_in_the_bar(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "2", "2", "2", "1", "f5", "d", "enter", "end")
            keys = " ".join(screen_text(pilot).splitlines()[-2:])
            assert keys.count(" vérifier") == 1

    play(act)
