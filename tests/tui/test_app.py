"""The full-screen program: from launch to a closed session by keys alone, and nothing lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.session import actions as want
from pannesi.tui.app import PannesiApp
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.screens.patient_form import PatientFormScreen
from pannesi.tui.screens.session import SessionScreen
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
    to_the_end,
    wait_for_words,
    write,
)
from tests.support.hostile_sites import NASTY, hostile_site
from tests.support.shipped_site import shipped


@pytest.mark.parametrize("number", range(1, 16))
def test_every_entry_is_three_keys_away_and_walked_to_a_closed_session(number: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, number)
            assert len(str(number)) + 1 <= 3
            assert here.row is not None
            assert here.view.walk.next == here.row
            await press(pilot, "p", "1", "f5")
            if isinstance(pilot.app.screen, PatientFormScreen):
                await press(pilot, "f5")  # a number where a name is asked is doubted once
            await to_the_end(pilot)
            kinds = [event.kind for event in here.desk.journal.events(here.desk.session or "")]
            assert kinds[0] == "session.opened"
            assert kinds[-1] == "session.closed"

    play(act)


def test_home_shows_all_fifteen_entries_and_the_way_out_of_not_knowing_at_80_by_24(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            text = screen_text(pilot)
            for entry in shipped().entries:
                assert entry.symptom.label in text
            assert "Je ne sais pas" in text
            assert "04 37 23 00 00" in text

    play(act)


@pytest.mark.parametrize(
    ("typed", "label"), [("imagse", "Impossible de voir les images"), ("etiquete", "tiquette"), ("dicter", "dicter")]
)
def test_words_with_typing_errors_find_their_entry(typed: str, label: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, *typed)
            entries = pilot.app.screen.query_one("#entries", ItemList)
            assert label in entries.items[0].texts[0].plain

    play(act)


def test_enter_on_an_empty_field_resumes_the_open_session_where_it_was(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1")
            session, line = here.desk.session, here.row.line.id  # type: ignore[union-attr]
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, HomeScreen)
        async with running(tmp_path) as pilot:
            await press(pilot, "enter")
            again = session_screen(pilot)
            assert (again.desk.session, again.row.line.id) == (session, line)  # type: ignore[union-attr]

    play(act)


def test_a_new_symptom_while_a_session_is_open_asks_whether_it_is_the_same_outage(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            first = await enter(pilot, 6)
            await press(pilot, "escape", "5")
            text = screen_text(pilot)
            assert "⏎  une autre panne : nouvelle session, à part" in text
            assert "B  la même panne, en plus de : Dysfonctionnement du PACS" in text
            assert "À part : ni consignes ni patients ne se mêlent." in text
            assert "En plus : une seule session, patients des deux ensemble." in text
            await press(pilot, "b")
            here = session_screen(pilot)
            await settled(pilot)
            assert here.desk.session == first.desk.session
            assert {visit.unit for visit in here.desk.state.visits} == {"cas-3", "cas-2"}
            assert "PROPOSÉ" in screen_text(pilot)

    play(act)


def test_enter_alone_opens_a_session_apart_and_mixes_nothing_into_the_open_one(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            first = await enter(pilot, 6)
            before = len(first.desk.state.events)
            await press(pilot, "escape", "5", "enter")
            assert session_screen(pilot).desk.session != first.desk.session
            assert len(pilot.app.station.journal.events(first.desk.session or "")) == before

    play(act)


def test_an_entry_that_goes_on_already_is_resumed_by_enter_and_not_begun_twice(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            first = await enter(pilot, 6)
            await press(pilot, "escape", "6")
            assert "⏎  déjà en cours, la reprendre : Dysfonctionnement du PACS" in screen_text(pilot)
            assert "N  une autre panne" in screen_text(pilot)
            await press(pilot, "enter")
            here = session_screen(pilot)
            assert here.desk.session == first.desk.session
            assert len(here.desk.state.visits) == 1

    play(act)


def test_the_failure_that_was_looked_for_ends_its_search_by_enter(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "0", "enter")
            search = session_screen(pilot)
            await press(pilot, "escape", "5")
            assert "⏎  c'est la panne que l'on cherchait" in screen_text(pilot)
            await press(pilot, "enter")
            here = session_screen(pilot)
            assert here.desk.session == search.desk.session
            assert {visit.unit for visit in here.view.current_cases} == {"cas-2"}

    play(act)


def test_a_tick_is_on_the_journal_when_the_screen_says_so_and_undo_takes_it_back(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1", "enter")
            assert "joint" in screen_text(pilot)
            assert here.desk.journal.events(here.desk.session or "")[-1].kind == "call.outcome"
            await press(pilot, "u")
            assert here.desk.journal.events(here.desk.session or "")[-1].kind == "undone"
            assert here.view.walk.next.line.verb == "call"  # type: ignore[union-attr]

    play(act)


def test_could_not_asks_for_a_reason_and_escape_gives_up(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1", "i")
            assert here.asking
            await press(pilot, "escape")
            assert not here.asking
            await press(pilot, "i")
            await write(pilot, "personne à l'astreinte")
            event = here.desk.state.timeline[-1]
            assert (event.kind, event.text) == ("line.could_not", "personne à l'astreinte")

    play(act)


def test_another_desks_tick_is_seen_in_place_and_does_not_move_the_cursor(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            cursor = here.cursor
            other = here.station.desk()
            other.resume(here.desk.session or "")
            row = next(row for row in other.look().rows if row.line.verb == "call")
            here.desk.journal.changed()
            other.journal = type(here.desk.journal)(Path(here.desk.journal.place), here.desk.journal._writer)  # type: ignore[attr-defined, call-arg]
            other.do(want.Called(*row.key, str(row.line.value), "reached"))
            here.refresh_from_journal()
            await settled(pilot)
            assert here.cursor == cursor
            assert here.view.walk.row(*row.key).status == "done"  # type: ignore[union-attr]

    play(act)


@pytest.mark.parametrize("size", [(40, 10), (60, 15), (80, 24), (110, 30), (200, 60)])
def test_no_size_of_terminal_is_too_odd(size: tuple[int, int], tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            await enter(pilot, 7)
            await press(
                pilot, "1", "enter", "f1", "escape", "f2", "escape", "f3", "escape", "down", "pagedown", "end", "home"
            )
            assert isinstance(pilot.app.screen, SessionScreen)
            assert "RIS et du PACS" in " ".join(screen_text(pilot).split())

    play(act)


def test_a_nasty_site_is_shown_to_the_letter_on_every_screen(tmp_path: Path) -> None:
    site = hostile_site(tmp_path / "site")

    async def act() -> None:
        async with running(tmp_path / "data", size=(120, 40), site=site) as pilot:
            assert NASTY in screen_text(pilot)
            here = await enter(pilot, 6)
            listed = [text.plain for item in here.query_one("#lines", ItemList).items for text in item.texts]
            assert NASTY in " ".join(" ".join(listed).split())
            await press(pilot, "m")
            await write(pilot, "[/x] \x1b[31m [RADI]")
            await open_sessions(pilot)
            await press(pilot, "enter")
            await settled(pilot)
            assert "[/x] ␛[31m [RADI]" in screen_text(pilot)

    play(act)


def test_an_exercise_says_so_on_every_screen_of_the_session(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, exercise=True) as pilot:
            assert "EXERCICE" in screen_text(pilot)
            here = await enter(pilot, 6)
            assert "EXERCICE" in screen_text(pilot)
            await press(pilot, "exclamation_mark")
            real = session_screen(pilot)
            assert real is not here
            assert not real.desk.state.exercise
            assert "EXERCICE" not in screen_text(pilot)

    play(act)


def test_a_real_outage_opened_elsewhere_is_told_to_who_plays_an_exercise_and_goes_once_it_is_closed(
    tmp_path: Path,
) -> None:
    async def act() -> None:
        async with running(tmp_path, exercise=True) as pilot:
            await enter(pilot, 6)
            assert "VRAIE PANNE EN COURS" not in screen_text(pilot)
            elsewhere = station(tmp_path)
            desk = elsewhere.desk()
            desk.open(want.Open("cas-1", "pre-numerotee"))
            await wait_for_words(pilot, "VRAIE PANNE EN COURS : L'étiquette du patient n'est pas reconnue par le SI")
            await press(pilot, "f9")
            await wait_for_words(pilot, "VRAIE PANNE EN COURS : L'étiquette")
            elsewhere.desk().open(want.Open("cas-7", "cache-seul"))
            await wait_for_words(pilot, "VRAIE PANNE EN COURS : L'archivage")
            await press(pilot, "escape")
            await wait_for_words(pilot, "VRAIE PANNE EN COURS : L'archivage")
            desk.do(want.Close("fausse alerte"))
            elsewhere.journal.close()
            await settled(pilot)
            for _look in range(40):
                if "EN COURS : L'étiquette" not in screen_text(pilot):
                    break
                await pilot.pause(0.1)
            assert "EN COURS : L'étiquette" not in screen_text(pilot)
            assert "VRAIE PANNE EN COURS : L'archivage" in screen_text(pilot)

    play(act)


def test_from_an_exercise_a_real_outage_in_the_list_is_taken_up_for_real(tmp_path: Path) -> None:
    async def real() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)

    async def act() -> None:
        async with running(tmp_path, exercise=True) as pilot:
            assert "VRAIE" in screen_text(pilot)
            await press(pilot, "enter")
            assert not session_screen(pilot).desk.state.exercise
            assert "EXERCICE" not in screen_text(pilot)

    play(real)
    play(act)


def test_a_crash_ends_with_a_code_and_raises_what_happened(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            app = pilot.app
            assert isinstance(app, PannesiApp)
            app._handle_exception(RuntimeError("Nomdepatient"))
            assert isinstance(app.crashed, RuntimeError)
            assert app.return_code == 1
            del app.crashed

    play(act)


def test_quitting_leaves_the_session_open_and_ends_with_zero(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await pilot.press("ctrl+q")
            app = pilot.app
        assert app.return_code == 0

    play(act)


def test_every_entry_is_three_keys_away_from_its_first_line_while_a_session_is_open_too(tmp_path: Path) -> None:
    """The last key says whether it is the same outage: Enter, or N for another."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            first = await enter(pilot, 2)
            for entry in shipped().entries:
                await press(pilot, "escape", *str(entry.number), "n")
                assert len(str(entry.number)) + 1 <= 3
                here = session_screen(pilot)
                assert here.desk.session != first.desk.session
                assert here.row == here.view.walk.next
                assert here.desk.state.visits[0].unit in (entry.unit.id, *(entry.symptom.opens or "").split("/"))

    play(act)


@pytest.mark.parametrize("number", range(1, 16))
def test_three_keys_join_an_entry_to_the_open_session_and_stand_on_its_first_line(number: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            first = await enter(pilot, 2 if number != 2 else 3)
            await press(pilot, "escape", *str(number), "b")
            here = session_screen(pilot)
            assert here.desk.session == first.desk.session
            assert here.row is not None
            assert here.row.is_open
            assert here.row.visit == here.desk.state.visits[-1].id

    play(act)


def test_after_a_search_enter_asks_whether_it_is_the_same_outage_and_a_letter_says_which(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            first = await enter(pilot, 6)
            await press(pilot, "escape", *"etiquete", "enter")
            assert "la même panne, en plus de" in screen_text(pilot)
            await press(pilot, "n")
            second = session_screen(pilot)
            assert second.desk.session != first.desk.session
            await press(pilot, "escape", *"14", "b")
            third = session_screen(pilot)
            assert third.desk.session in (first.desk.session, second.desk.session)
            assert third.desk.state.visits[-1].reason == "joined"

    play(act)


def test_home_at_80_by_24_holds_all_with_three_sessions_open_and_banners_and_counts_what_it_has_no_room_for(
    tmp_path: Path,
) -> None:
    async def act() -> None:
        async with running(tmp_path, exercise=True) as pilot:
            await enter(pilot, 2)
            await press(pilot, "escape", "6", "n", "escape", "8", "n", "escape")
            app = pilot.app
            app.screen.station.problem = (
                "Journal de secours dans /ailleurs : le disque est plein, prévenir l'informatique. " * 2
            )
            app.screen.reload()
            await settled(pilot)
            text = screen_text(pilot)
            assert text.count("●") == 2
            assert "· et 1 autre : F3" in text
            for words in (
                "EXERCICE",
                "Journal de secours",
                "F1",
                "Astreinte informatique",
                "04 37 23 00 00",
                "⏎ reprendre",
            ):
                assert words in text
            for entry in shipped().entries:
                assert entry.symptom.label in text
            assert "Je ne sais pas" in text
            assert "mar. 24 nov. · 03:1" in text

    play(act)


def test_of_several_cases_the_one_to_leave_is_asked_for(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "escape", "5", "b")
            here = session_screen(pilot)
            first, second = (visit.id for visit in here.view.current_cases)
            before = len(here.view.walk.proposals)
            await press(pilot, "t", *("down",) * before, "enter", "2")
            assert "Quel cas quitter ?" in screen_text(pilot)
            await press(pilot, "1")
            left = {visit.id for visit in session_screen(pilot).view.current_cases}
            assert first not in left
            assert second in left

    play(act)
