"""Sessions, open and past: never all of them at once, exercises apart, and each as it was lived."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from pannesi.history import catalogue
from pannesi.history.catalogue import SessionCatalogue as catching
from pannesi.history.session_filter import SessionFilter
from pannesi.session import actions as want
from pannesi.tui.screens import home
from pannesi.tui.screens.filters import FiltersScreen
from pannesi.tui.screens.past_session import PastSessionScreen
from pannesi.tui.screens.sessions import SessionsScreen
from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import (
    enter,
    open_sessions,
    play,
    press,
    running,
    screen_text,
    session_screen,
    settled,
    station,
    wait_for_sessions,
    write,
)
from tests.support.project_files import copied_site


def several(folder: Path, symptoms: Sequence[tuple[str, str]], *, exercise: bool = False) -> None:
    """Writes several sessions to a journal."""
    here = station(folder, exercise=exercise)
    for unit, symptom in symptoms:
        here.desk().open(want.Open(unit, symptom))
    here.journal.close()


def first_symptom(unit: str) -> tuple[str, str]:
    """The first symptom of a unit."""
    from tests.support.shipped_site import shipped

    return unit, shipped().unit_by_id[unit].symptoms[0].id


def test_an_empty_journal_says_what_to_do(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            assert "Aucune session : rien n'est encore arrivé" in screen_text(pilot)
            await press(pilot, "x")
            assert "Aucun exercice" in screen_text(pilot)

    play(act)


def test_words_and_state_choose_and_escape_takes_them_away_before_it_leaves(tmp_path: Path) -> None:
    several(tmp_path, [first_symptom("cas-3"), first_symptom("cas-2")])

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            assert "2 sessions" in screen_text(pilot)
            await press(pilot, "m")
            await write(pilot, "pacs")
            assert "1 session" in screen_text(pilot)
            assert "PACS" in screen_text(pilot)
            await press(pilot, "o", "o")
            assert "Aucune session ne correspond" in screen_text(pilot)
            await press(pilot, "escape")
            assert "2 sessions" in screen_text(pilot)
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, SessionsScreen)

    play(act)


def test_exercises_are_apart_and_say_so(tmp_path: Path) -> None:
    several(tmp_path, [first_symptom("cas-3")])
    several(tmp_path, [first_symptom("cas-2")], exercise=True)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            assert "EXERCICES" not in screen_text(pilot)
            await press(pilot, "x")
            await wait_for_sessions(pilot)
            assert "EXERCICES : rien de ceci n'est arrivé" in screen_text(pilot)
            assert "1 session" in screen_text(pilot)
            await press(pilot, "enter")
            await settled(pilot)
            assert "EXERCICE" in screen_text(pilot)
            await press(pilot, "r")
            assert isinstance(pilot.app.screen, PastSessionScreen)
            assert "--exercise" in screen_text(pilot)

    play(act)


def test_a_session_is_read_fact_by_fact_and_one_key_shows_what_the_program_wrote_itself(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "1", "1", "enter", "escape", "f3")
            await wait_for_sessions(pilot)
            await press(pilot, "enter")
            await settled(pilot)
            text = " ".join(screen_text(pilot).split())
            assert "réponse : Plusieurs" in text
            assert "entrée dans" not in text
            await press(pilot, "t")
            assert "entrée dans" in screen_text(pilot)
            assert "premier geste" not in screen_text(pilot)
            await press(pilot, "c")
            assert "premier geste : après" in screen_text(pilot)
            await press(pilot, "c")
            assert "premier geste" not in screen_text(pilot)

    play(act)


def test_the_procedure_is_the_one_that_was_followed_even_after_the_files_changed(tmp_path: Path) -> None:
    site = copied_site(tmp_path / "site")
    here = station(tmp_path / "data", site=site)
    here.desk().open(want.Open(*first_symptom("cas-3")))
    here.journal.close()
    case = site / "cases" / "cas-3-pacs.yaml"
    case.write_text(case.read_text("utf-8").replace("Un seul poste, ou plusieurs ?", "Combien de postes ?"), "utf-8")

    async def act() -> None:
        async with running(tmp_path / "data", size=(100, 60), site=site) as pilot:
            await open_sessions(pilot)
            await press(pilot, "enter")
            await settled(pilot)
            await press(pilot, "p")
            await settled(pilot)
            text = screen_text(pilot)
            assert "Un seul poste, ou plusieurs ?" in text
            assert "Combien de postes ?" not in text

    play(act)


def test_taking_over_resumes_the_session_and_says_who_has_the_hand(tmp_path: Path) -> None:
    several(tmp_path, [first_symptom("cas-3")])

    async def act() -> None:
        async with running(tmp_path, who="CD") as pilot:
            await open_sessions(pilot)
            await press(pilot, "enter")
            await settled(pilot)
            await press(pilot, "g")
            here = session_screen(pilot)
            last = here.desk.state.timeline[-1]
            assert (last.kind, last.actor) == ("handover.taken", "CD")
            assert [type(screen).__name__ for screen in pilot.app.screen_stack] == ["HomeScreen", "SessionScreen"]

    play(act)


def test_what_another_process_writes_appears_without_moving_the_cursor(tmp_path: Path) -> None:
    several(tmp_path, [first_symptom("cas-3")])

    async def act() -> None:
        async with running(tmp_path) as pilot:
            screen = await open_sessions(pilot)
            key = screen.rows.key
            several(tmp_path, [first_symptom("cas-2")])
            screen.poll_journal()
            await wait_for_sessions(pilot)
            assert len(screen.rows.keys) == 2
            assert screen.rows.key == key

    play(act)


def test_a_click_is_not_needed_and_rows_answer_to_the_keyboard(tmp_path: Path) -> None:
    several(tmp_path, [first_symptom("cas-3")])

    async def act() -> None:
        async with running(tmp_path, size=(40, 10)) as pilot:
            await open_sessions(pilot)
            assert isinstance(pilot.app.focused, ItemList)
            await press(pilot, "enter")
            await settled(pilot)
            assert isinstance(pilot.app.screen, PastSessionScreen)

    play(act)


def test_home_is_there_before_a_long_journal_was_read_and_then_shows_its_open_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(tmp_path, [first_symptom("cas-3")])
    monkeypatch.setattr(catalogue, "READ_AT_ONCE", 0)
    reading = threading.Event()
    catch_up = catching.catch_up

    def slow(sessions: catching, now: datetime, most: int = 300) -> bool:
        reading.wait(10)
        return catch_up(sessions, now, most)

    monkeypatch.setattr(catching, "catch_up", slow)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            assert "Lecture du journal en cours" in screen_text(pilot)
            assert "Impossible de voir les images" in screen_text(pilot)
            assert "Dysfonctionnement du PACS" not in screen_text(pilot)
            reading.set()
            screen = pilot.app.screen
            assert isinstance(screen, home.HomeScreen)
            for _turn in range(4_000):
                if not screen.reading:
                    break
                await asyncio.sleep(0.005)
            await pilot.pause()
            assert "Dysfonctionnement du PACS" in screen_text(pilot)
            assert "Lecture du journal" not in screen_text(pilot)

    play(act)


def test_every_filter_has_its_key_says_how_many_it_leaves_and_lasts_when_a_session_is_opened(tmp_path: Path) -> None:
    several(tmp_path, [first_symptom("cas-3"), first_symptom("cas-2"), first_symptom("cas-3")])

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "f")
            filters = pilot.app.screen
            assert isinstance(filters, FiltersScreen)
            assert "3 sessions" in screen_text(pilot)
            await press(pilot, "c")
            assert "Dysfonctionnement du PACS" in screen_text(pilot)
            await press(pilot, "1")
            assert (filters.wanted.case, "2 sessions" in screen_text(pilot)) == ("cas-3", True)
            await press(pilot, "i")
            assert "0 session" in screen_text(pilot)
            await press(pilot, "i", "p")
            await write(pilot, "du 01/11/2026 au 30/11/2026")
            assert "du 01/11/2026 au 30/11/2026" in screen_text(pilot)
            await press(pilot, "p")
            await write(pilot, "hier ou demain")
            assert "n'est pas un jour" in screen_text(pilot)
            await press(pilot, "escape", "escape")
            screen = pilot.app.screen
            assert isinstance(screen, SessionsScreen)
            assert "Dysfonctionnement du PACS · du 01/11/2026 au 30/11/2026  2 sessions" in screen_text(pilot)
            wanted = screen.wanted
            await press(pilot, "enter")
            await settled(pilot)
            await press(pilot, "escape")
            assert (pilot.app.screen, screen.wanted) == (screen, wanted)
            await press(pilot, "enter", "r", "escape", "f3")
            await wait_for_sessions(pilot)
            assert isinstance(pilot.app.screen, SessionsScreen)
            assert pilot.app.screen.wanted == wanted
            await press(pilot, "0")
            assert "toutes  3 sessions" in screen_text(pilot)

    play(act)


def test_the_oldest_come_first_when_that_is_asked_for_and_the_order_is_no_filter(tmp_path: Path) -> None:
    several(tmp_path, [first_symptom("cas-2"), first_symptom("cas-3")])

    async def act() -> None:
        async with running(tmp_path) as pilot:
            sessions = await open_sessions(pilot)
            latest = [entry.id for entry in sessions.rows.entries]
            await press(pilot, "t")
            assert [entry.id for entry in sessions.rows.entries] == latest[::-1]
            assert "toutes  2 sessions  les plus anciennes d'abord" in screen_text(pilot)
            assert not sessions.filtered
            await press(pilot, "o", "0")
            assert sessions.wanted == SessionFilter(oldest=True), "clearing the filters keeps the order"
            await press(pilot, "t")
            assert [entry.id for entry in sessions.rows.entries] == latest

    play(act)


def test_every_filter_of_the_index_can_be_set_and_taken_away_on_the_screen(tmp_path: Path) -> None:
    several(tmp_path, [first_symptom("cas-3")])
    asked = {
        "case": ("c", "1"), "system": ("s", "1"), "period": ("p", "3"), "state": ("o", "1"), "who": ("q", "1"),
        "to_take_over": ("r",), "could_not": ("i",), "redlines": ("l",), "exercise": ("x",),
        "oldest": ("t",), "forced": ("k",),
    }  # fmt: skip

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "f")
            filters = pilot.app.screen
            assert isinstance(filters, FiltersScreen)
            for name, keys in asked.items():
                before = filters.wanted
                await press(pilot, *keys)
                changed = {key for key, value in vars(filters.wanted).items() if value != getattr(before, key)}
                assert changed == ({"since", "until"} if name == "period" else {name})
            for key in ("m", "n"):
                await press(pilot, key)
                await write(pilot, "badge")
            assert (filters.wanted.words, filters.wanted.notes) == ("badge", "badge")
            covered = {*asked, "words", "notes", "elsewhere"} - {"period"} | {"since", "until"}
            assert covered == set(vars(SessionFilter()))
            await press(pilot, "0")
            assert filters.wanted == SessionFilter(exercise=True, oldest=True)

    play(act)


def test_words_in_notes_are_found_without_keeping_the_screen_waiting(tmp_path: Path) -> None:
    here = station(tmp_path)
    for words in ("badge perdu", "rien"):
        desk = here.desk()
        desk.open(want.Open(*first_symptom("cas-3")))
        desk.do(want.Note(words))
    here.journal.close()

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "f", "n")
            await write(pilot, "badge")
            await press(pilot, "escape")
            screen = pilot.app.screen
            assert isinstance(screen, SessionsScreen)
            for _turn in range(4_000):
                if not screen.searching:
                    break
                await asyncio.sleep(0.005)
            await pilot.pause()
            assert len(screen.rows.keys) == 1
            assert "1 session" in screen_text(pilot)
            await press(pilot, "end", "home")
            assert len(screen.rows.keys) == 1

    play(act)


def test_what_was_done_stands_in_one_column_whoever_did_it(tmp_path: Path) -> None:
    for who in ("AB", "Inventée Zoé"):
        here = station(tmp_path, who=who)
        desk = here.desk()
        if who == "AB":
            desk.open(want.Open(*first_symptom("cas-3")))
            session = desk.session or ""
        else:
            desk.resume(session)
        desk.do(want.Note("mot"))
        here.journal.close()

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "enter")
            await wait_for_sessions(pilot)
            facts = [line for line in screen_text(pilot).splitlines() if line.endswith(" mot")]
            assert [line.index("note") for line in facts] == [facts[0].index("note")] * 2

    play(act)


def test_two_sessions_of_one_case_are_told_apart_by_what_each_was_entered_by(tmp_path: Path) -> None:
    """Not being able to dictate and a RIS that is down are entries of the same case."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 4)
            await press(pilot, "escape")
            assert "● Dysfonctionnement du RIS, alerte" in screen_text(pilot)
            await press(pilot, "5", "n", "escape")
            shown = screen_text(pilot)
            assert "● Impossible de dicter, alerte" in shown
            assert "● Le RIS ne fonctionne pas, alerte" in shown
            await press(pilot, "6")
            assert "en plus de : Impossible de dicter" in screen_text(pilot)

    play(act)
