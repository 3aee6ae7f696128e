"""What is done while something else goes on: a commit on a slow disk, an open prompt, a journal that cannot be read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pannesi.application.session_service import Desk
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.session.event_writer import Refused
from pannesi.support.errors import JournalError
from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.screens.contacts import ContactsScreen
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.screens.past_session import PastSessionScreen
from pannesi.tui.screens.patient_form import PatientFormScreen
from pannesi.tui.screens.sessions import SessionsScreen
from pannesi.tui.theme.styles import PALETTES
from pannesi.tui.widgets.text_block import TextBlock
from tests.support.driving import enter, play, press, running, screen_text, session_screen, settled, write


@contextmanager
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Commits wait until the event is set, at the end of the block at the latest."""
    let_go, append = threading.Event(), SqliteJournal.append

    def waiting(journal: SqliteJournal, drafts: Any) -> Any:
        let_go.wait(20)
        return append(journal, drafts)

    monkeypatch.setattr(SqliteJournal, "append", waiting)
    try:
        yield let_go
    finally:
        let_go.set()


async def typed(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys without waiting for a commit."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def committed(pilot: Pilot[Any], let_go: threading.Event, screen: Any) -> None:
    """Lets the commit that was held back go on, and waits until it has ended."""
    let_go.set()
    while screen.busy:
        await pilot.pause(0.01)
    await settled(pilot)


def test_a_patient_saved_while_another_screen_was_opened_is_noted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            await press(pilot, "p", "1")
            form = pilot.app.screen
            assert isinstance(form, PatientFormScreen)
            with slow_disk(monkeypatch) as let_go:
                await typed(pilot, "f5", "f2")
                assert form.busy
                await committed(pilot, let_go, form)
            contacts = pilot.app.screen
            assert isinstance(contacts, ContactsScreen)
            await press(pilot, "escape")
            assert pilot.app.screen is here
            assert [patient.label for patient in here.view.walk.patients] == ["A-01"]
            assert "A-01 enregistré" in screen_text(pilot)

    play(act)


def test_a_form_that_is_being_saved_cannot_be_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            await press(pilot, "p", "1")
            form = pilot.app.screen
            with slow_disk(monkeypatch) as let_go:
                await typed(pilot, "f5", "escape", "2")
                assert pilot.app.screen is form
                await committed(pilot, let_go, form)
            assert pilot.app.screen is here
            assert len(here.view.walk.patients) == 1

    play(act)


def test_a_session_left_during_a_commit_is_shown_on_the_first_screen_as_it_then_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            with slow_disk(monkeypatch) as let_go:
                await typed(pilot, "n", "escape", "p", "1", "f5", "escape")
                form = pilot.app.screen
                await typed(pilot, "f3")
                pilot.app.go_home()
                await pilot.pause()
                assert form.busy
                await committed(pilot, let_go, form)
            home = pilot.app.screen
            assert isinstance(home, HomeScreen)
            assert len(here.desk.look().patients) == 1
            assert "1 patient" in screen_text(pilot)

    play(act)


def test_what_is_refused_after_the_screen_was_left_is_said_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(desk: Desk, intent: Any) -> Any:
        refused.wait(20)
        raise Refused("Cela ne se peut pas.")

    refused = threading.Event()

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            monkeypatch.setattr(Desk, "carry_out", refuse)
            await typed(pilot, "enter", "escape")
            await committed(pilot, refused, here)
            assert isinstance(pilot.app.screen, HomeScreen)
            assert "Cela ne se peut pas." in screen_text(pilot)

    play(act)


def test_a_commit_that_ends_while_the_program_is_on_its_way_out_draws_on_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            with slow_disk(monkeypatch) as let_go:
                await typed(pilot, "enter")
                await here.query("#said").remove()
                await committed(pilot, let_go, here)
            assert len(here.desk.state.timeline) > 2, "it is kept all the same"

    play(act)


def test_what_is_answered_during_a_commit_counts_once_it_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            with slow_disk(monkeypatch) as let_go:
                await typed(pilot, "enter", "m", *"vu", "enter")
                assert here.busy
                assert here.asking
                await committed(pilot, let_go, here)
            assert [event.text for event in here.desk.state.timeline if event.kind == "noted"] == ["vu"]
            assert not here.asking

    play(act)


def test_an_answer_given_up_during_a_commit_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            with slow_disk(monkeypatch) as let_go:
                await typed(pilot, "enter", "m", *"vu", "enter", "escape")
                await committed(pilot, let_go, here)
            assert [event.text for event in here.desk.state.timeline if event.kind == "noted"] == []

    play(act)


def test_a_time_said_from_now_is_that_of_the_moment_it_was_said(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            await press(pilot, "p", "f6")
            await write(pilot, "17")
            said = here.desk.environment.now()
            await write(pilot, "il y a 20 min")
            pilot.app.station.clock.real_now.now += timedelta(minutes=40)
            await press(pilot, "f5")
            patient = here.desk.look().patients[-1]
            assert patient.examined is not None
            assert abs(patient.examined - (said - timedelta(minutes=20))) < timedelta(minutes=2)

    play(act)


def test_a_journal_that_cannot_be_read_for_a_while_is_said_on_the_first_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 2)
            await press(pilot, "escape")
            home = pilot.app.screen
            assert isinstance(home, HomeScreen)
            sessions_before = home.open_sessions

            def refuse(_journal: SqliteJournal) -> int:
                raise JournalError("Le journal est occupé.")

            with monkeypatch.context() as patched:
                patched.setattr(SqliteJournal, "mark", refuse)
                home.reload()
                await settled(pilot)
            assert "Le journal est occupé." in screen_text(pilot)
            assert home.open_sessions == sessions_before
            assert sessions_before

    play(act)


def test_a_question_keeps_to_the_colours_of_a_theme_chosen_meanwhile(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            await press(pilot, "z", "n", "f4")
            assert pilot.app.theme == "pannesi-clair"
            light = PALETTES["pannesi-clair"]
            question: Any = here.query_one("#question", TextBlock).text
            assert {str(span.style) for span in question.spans} == {light.title, light.key, light.plain}
            assert here.asking

    play(act)


def test_a_list_to_choose_from_never_stands_under_another_theme_than_its_own(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 2)
            await press(pilot, "f1", "f2", "f4")
            assert pilot.app.theme == "pannesi-sombre"
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, ChoiceListScreen)

    play(act)


def test_another_theme_leaves_the_cursor_of_the_sessions_where_it_is(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            for _time in range(3):
                await enter(pilot, 2) if not _time else await press(pilot, "6", "n")
                await press(pilot, "escape")
            await press(pilot, "f3", "down", "down")
            screen = pilot.app.screen
            assert isinstance(screen, SessionsScreen)
            before = screen.rows.key
            assert before != screen.rows.keys[0]
            await press(pilot, "f4")
            assert screen.rows.key == before

    play(act)


def test_a_session_that_is_no_longer_in_the_journal_can_still_be_looked_at(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            pilot.app.push_screen(PastSessionScreen(pilot.app.station, "20261124-0312-gone"))
            await settled(pilot)
            await press(pilot, "p", "c", "t", "f")
            assert isinstance(pilot.app.screen_stack[1], PastSessionScreen)

    play(act)


def test_a_name_that_holds_controls_is_shown_harmless_wherever_it_stands(tmp_path: Path) -> None:
    """As one from a journal or an export that another program wrote."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            here.desk.environment = replace(here.desk.environment, actor="A\x1b[31mB")
            await press(pilot, "enter", "a", "1")
            assert "A␛[31mB" in screen_text(pilot)
            await press(pilot, "escape", "escape", "f3", "enter")
            session = pilot.app.screen
            assert isinstance(session, PastSessionScreen)
            session.only = "@A\x1b[31mB"
            session.draw()
            await settled(pilot)
            assert "seulement : A␛[31mB" in screen_text(pilot)
            await press(pilot, "escape", "escape", "f", "q")
            assert "A␛[31mB" in screen_text(pilot)
            await press(pilot, "1")
            assert "\x1b" not in screen_text(pilot)

    play(act)


def test_the_same_hour_of_the_next_day_is_shown_when_the_clocks_change(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "f2", "h")
            await write(pilot, "2026-10-24 03:00")
            screen = pilot.app.screen
            assert isinstance(screen, ContactsScreen)
            await press(pilot, "right")
            assert f"{screen.local:%d/%m %H:%M}" == "25/10 03:00"
            await press(pilot, "left", "less_than_sign")
            assert f"{screen.local:%d/%m %H:%M}" == "17/10 03:00"

    play(act)


def test_a_year_that_nobody_knows_the_hours_of_is_refused_aloud(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "f2", "h")
            await write(pilot, "9999-12-31 22:30")
            screen = pilot.app.screen
            assert isinstance(screen, ContactsScreen)
            assert screen.asked is None
            assert "de 2000 à 2100" in screen_text(pilot)

    play(act)


def test_what_was_written_above_the_guide_is_on_it_though_nothing_came_from_elsewhere(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            before = here.view.walk
            here.desk.do(_note())
            here.refresh_from_journal()
            assert here.view.walk is not before
            assert session_screen(pilot) is here

    play(act)


def _note() -> Any:
    from pannesi.session.actions import Note

    return Note("vu")


def test_a_patient_typed_and_not_saved_is_brought_back_before_it_is_lost(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            await press(pilot, "p", "1")
            form = pilot.app.screen
            assert isinstance(form, PatientFormScreen)
            await press(pilot, "f2", "ctrl+q")
            shown = pilot.app.screen
            assert shown is form
            assert "pas finie : F5" in screen_text(pilot)
            assert pilot.app.return_value is None
            await press(pilot, "1", "ctrl+q")
            assert pilot.app.return_value is None, "it holds more than when that was said"
            await press(pilot, "f5", "f5")
            assert pilot.app.screen is here
            assert [patient.label for patient in here.view.walk.patients] == ["A-01"]
            await typed(pilot, "ctrl+q")
            assert pilot.app.return_value == 0

    play(act)


def test_what_was_said_to_be_lost_is_given_up_when_asked_again(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 2)
            await press(pilot, "p", "1", "ctrl+q")
            await typed(pilot, "ctrl+q")
            assert pilot.app.return_value == 0

    play(act)


def test_another_session_is_not_taken_up_over_a_patient_that_is_not_saved(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 2)
            await press(pilot, "p", "1")
            form = pilot.app.screen
            await press(pilot, "f3", "enter", "r")
            assert pilot.app.screen is form
            assert "pas finie : F5" in screen_text(pilot)

    play(act)
