"""The form keeps each field as it is left: what shows ✓ is in the journal, whatever becomes of the terminal."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from pannesi.session.register.draft_entries import is_draft
from pannesi.tui.screens.patient_form import PatientFormScreen
from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import enter, play, press, running, screen_line, screen_text, write


async def half(pilot) -> SessionScreen:  # type: ignore[no-untyped-def]
    """Three answers and a name, and the form left open."""
    here = await enter(pilot, 7)
    await press(pilot, "p", "1", "1", "2")
    await write(pilot, "ZZInventé")
    return here


def test_what_shows_kept_is_in_the_journal_before_the_line_is_saved(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await half(pilot)
            assert isinstance(pilot.app.screen, PatientFormScreen)
            assert "✓ Nom de naissance ZZInventé" in screen_line(pilot)
            assert "A-01 · SAISIE PAS FINIE" in screen_text(pilot)
            events = here.desk.journal.events(here.desk.session or "")
            assert events[-1].text == '{"nom": "ZZInventé"}'
            assert is_draft(events[-1])

    play(act)


def test_after_a_kill_the_half_line_is_there_to_be_finished(tmp_path: Path) -> None:
    async def killed() -> None:
        async with running(tmp_path) as pilot:
            await half(pilot)

    async def back() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "enter", "d")
            assert "saisie à finir" in screen_text(pilot)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, PatientLineScreen)
            assert "saisie à finir" in screen_text(pilot)
            await press(pilot, "v")
            assert "saisie pas finie" in screen_text(pilot)
            await press(pilot, "e")
            assert "✓ Nom de naissance ZZInventé" in screen_line(pilot)
            await press(pilot, "f5")
            assert isinstance(pilot.app.screen, PatientLineScreen)
            assert "SAISIE PAS FINIE" not in screen_text(pilot)

    play(killed)
    play(back)


def test_escape_keeps_a_half_line_or_gives_it_up_without_leaving_a_word(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await half(pilot)
            await press(pilot, "escape")
            assert "1 garder" in screen_text(pilot)
            await press(pilot, "1")
            assert "A-01 gardé : saisie à finir" in screen_text(pilot)
            assert here.desk.look().patients[0].draft
            await press(pilot, "d", "enter", "e")
            await write(pilot, "Essai")
            await press(pilot, "escape", "2")
            assert here.desk.look().patients == ()
            texts = [event.text for event in here.desk.journal.events(here.desk.session or "") if event.text]
            assert texts == []
            assert "REGISTRE · 0 ligne" in screen_text(pilot)
            await press(pilot, "p", "1")
            assert "A-02" in screen_text(pilot)

    play(act)


def test_a_correction_given_up_leaves_what_was_saved(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await half(pilot)
            await press(pilot, "f5", "d", "enter", "e")
            form = pilot.app.screen
            assert isinstance(form, PatientFormScreen)
            form.current = "nom"
            await write(pilot, "Autre")
            assert here.desk.look().patients[0].fields["nom"] == "Autre"
            await press(pilot, "escape", "2")
            assert here.desk.look().patients[0].fields == {"nom": "ZZInventé"}
            assert "Autre" not in screen_text(pilot)

    play(act)


def test_what_was_refused_stays_typed_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await half(pilot)
            await write(pilot, "Essai")
            before = len(here.desk.state.events)
            await write(pilot, "31/02/1950")
            assert pilot.app.screen.query_one("#words", Input).value == "31/02/1950"
            assert len(here.desk.state.events) == before

    play(act)


def test_undoing_takes_the_whole_line_that_was_entered_field_by_field(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await half(pilot)
            await press(pilot, "f5", "u")
            assert here.desk.look().patients == ()

    play(act)


def test_the_number_of_a_sheet_that_is_there_already_is_asked_again(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await half(pilot)
            await press(pilot, "f6")
            await write(pilot, "17")
            await write(pilot, "0230")
            await press(pilot, "f5", "p", "1", "f6")
            await write(pilot, "17")
            assert "La fiche P-017 est déjà au registre." in screen_text(pilot)
            await write(pilot, "18")
            await write(pilot, "0235")
            await press(pilot, "f5")
            assert [patient.label for patient in here.desk.look().patients] == ["P-017", "P-018"]

    play(act)
