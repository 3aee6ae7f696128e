"""F8 closes a forgotten session, in the list and on its own screen; line by line `clore` asks the same."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

from pannesi.plain.app import run_plain
from pannesi.presentation.text.common_phrases import FORGOTTEN
from pannesi.session.facts.session import SessionClosed
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.state import State, fold
from pannesi.support.console import Output
from pannesi.tui.app import PannesiApp
from tests.support.driving import (
    open_sessions,
    play,
    press,
    screen_text,
    session_screen,
    settled,
    wait_for_words,
    write,
)
from tests.support.forgotten import LATER, later, left_open


def closed(state: State) -> tuple[bool, bool, str | None]:
    """Whether the closing was forced, whether nobody knows when it worked again, and its reason."""
    closing = state.closing
    assert closing is not None
    assert isinstance(closing.body, SessionClosed)
    return closing.body.forced, closing.body.return_unknown, closing.text


def test_one_key_closes_the_session_under_the_cursor_with_the_hour_and_a_usual_reason(tmp_path: Path) -> None:
    first, second = left_open(tmp_path), left_open(tmp_path)

    async def act() -> None:
        app = PannesiApp(later(tmp_path), "full")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            assert "12 jours, oubliée ?" in screen_text(pilot)
            here: Any = await open_sessions(pilot)
            assert "2 sessions oubliées ? Rien de noté depuis 7 jours" in screen_text(pilot)
            assert "F8 clore, oubliée" in screen_text(pilot)
            chosen = here.current.id
            await press(pilot, "f8")
            await write(pilot, "")
            assert "aucune durée n'est inventée" in screen_text(pilot)
            await write(pilot, "?")
            await press(pilot, "1")
            assert closed(fold(here.station.journal.events(chosen))) == (True, True, FORGOTTEN[0])
            await wait_for_words(pilot, "1 session oubliée ?")
            await press(pilot, "home", "enter", "f8")
            await write(pilot, "24/11/2026 08:00")
            await write(pilot, "essai du poste")
            (other,) = {first, second} - {chosen}
            state = fold(here.station.journal.events(other))
            assert closed(state) == (True, False, "essai du poste")
            assert [event.kind for event in state.timeline].count(ReturnAnnounced.kind) == 1
            assert "F8" not in screen_text(pilot)

    play(act)


def test_line_by_line_closing_a_forgotten_session_asks_when_it_worked_again(tmp_path: Path) -> None:
    session, out = left_open(tmp_path), io.StringIO()
    here = later(tmp_path)
    lines = ("s 1", "clore", "", "clore", "hier 22:30", "1", "q")
    run_plain(here, [f"{line}\n" for line in lines], Output(out))
    assert "aucune durée n'est inventée" in out.getvalue()
    state = fold(later(tmp_path).journal.events(session))
    assert closed(state) == (True, False, FORGOTTEN[0])
    (head,) = state.heads("return")
    assert state.returned_since(head) == LATER.replace(hour=21, minute=30) - timedelta(days=1)


def test_in_the_session_itself_closing_all_the_same_asks_it_too(tmp_path: Path) -> None:
    left_open(tmp_path)

    async def act() -> None:
        app = PannesiApp(later(tmp_path), "full")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await press(pilot, "enter", "x", "end", "enter")
            assert "Quand la panne a-t-elle pris fin" in screen_text(pilot)
            await write(pilot, "24/11/2026 08:00")
            await press(pilot, "2")
            state = session_screen(pilot).desk.state
            assert closed(state) == (True, False, FORGOTTEN[1])
            assert len(state.heads("return")) == 1

    play(act)
