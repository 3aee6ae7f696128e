"""F7 gives a session a word: at work, in the list of sessions, and on the screen of a past one."""

from __future__ import annotations

from pathlib import Path

from pannesi.presentation.session_words import session_word
from pannesi.session.state import fold
from tests.support.driving import enter, open_sessions, play, press, running, screen_text, session_screen, write


def test_a_word_given_at_work_in_the_list_or_in_a_past_session_is_shown_in_lists(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "f7")
            await write(pilot, "nuit du scanner 2")
            session = session_screen(pilot).desk.session
            await press(pilot, "escape")
            assert "« nuit du scanner 2 »" in screen_text(pilot)
            sessions = await open_sessions(pilot)
            await press(pilot, "f7")
            assert sessions.query_one("#words").value == "nuit du scanner 2"  # type: ignore[attr-defined]
            await write(pilot, "")
            assert sessions.asking
            await write(pilot, "scanner deux")
            await press(pilot, "enter", "f7")
            assert "« scanner deux »" in screen_text(pilot)
            await write(pilot, "le matin")
            assert "« le matin »" in screen_text(pilot)
            assert session is not None
            assert session_word(fold(sessions.station.journal.events(session))) == "le matin"

    play(act)
