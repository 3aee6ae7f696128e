"""F6 gives a session a word: at work, in the list of sessions, and on the screen of a past one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pannesi.presentation.commands import general
from pannesi.presentation.commands.command import Command
from pannesi.presentation.commands.history import ON_PAST_SESSION, ON_REDLINES, ON_SESSIONS, ON_STATISTICS
from pannesi.presentation.commands.patients import ON_PATIENT_LINE, ON_REGISTER
from pannesi.presentation.commands.session import ON_SESSION
from pannesi.presentation.session_lists.session_words import session_word
from pannesi.session.state import fold
from tests.support.driving import enter, open_sessions, play, press, running, screen_text, session_screen, write


def test_a_word_given_at_work_in_the_list_or_in_a_past_session_is_shown_in_lists(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "f6")
            await write(pilot, "nuit du scanner 2")
            session = session_screen(pilot).desk.session
            await press(pilot, "escape")
            assert "« nuit du scanner 2 »" in screen_text(pilot)
            sessions = await open_sessions(pilot)
            await press(pilot, "f6")
            assert sessions.query_one("#words").value == "nuit du scanner 2"  # type: ignore[attr-defined]
            await write(pilot, "")
            assert sessions.asking
            await write(pilot, "scanner deux")
            await press(pilot, "enter", "f6")
            assert "« scanner deux »" in screen_text(pilot)
            await write(pilot, "le matin")
            assert "« le matin »" in screen_text(pilot)
            assert session is not None
            assert session_word(fold(sessions.station.journal.events(session))) == "le matin"

    play(act)


def test_no_key_of_a_screen_takes_the_place_of_one_that_every_screen_has() -> None:
    """The clock is confirmed with the same key everywhere: a command of a screen on it would hide that."""
    everywhere = {key: command for command in general.EVERYWHERE for key in command.keys.split(",")}
    screens: tuple[Command[Any], ...] = (
        *ON_SESSION,
        *ON_SESSIONS,
        *ON_PAST_SESSION,
        *ON_REGISTER,
        *ON_PATIENT_LINE,
        *ON_STATISTICS,
        *ON_REDLINES,
    )
    assert [
        (command.id, key)
        for command in screens
        for key in command.keys.split(",")
        if key in everywhere and command is not everywhere[key]
    ] == []
