"""What each screen looks like in each state, kept as text: a change of words or of place is seen before it is kept."""

from __future__ import annotations

from pathlib import Path

from pannesi.journal.location import FILE
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.writer import new_writer
from pannesi.session.events import Draft
from pannesi.session.facts.lines import LineAnswered
from pannesi.session.moments import utc_text
from tests.support.driving import (
    announce_return,
    enter,
    onward,
    play,
    press,
    settled,
    to_the_end,
    wait_for_sessions,
    wait_for_words,
    write,
)
from tests.support.snapshots import Scene, scene


async def go_to(shot: Scene, number: str) -> None:
    """Moves the cursor to a line by its number."""
    await press(shot.pilot, "j")
    await write(shot.pilot, number)


def test_home_with_nothing_typed_with_words_and_with_sessions(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            await shot.shows("home")
            await press(shot.pilot, *"images")
            await shot.shows("home-search")
            await press(shot.pilot, "escape", *"xyzzy")
            await shot.shows("home-nothing-found")
            await press(shot.pilot, "escape", "2", "enter")
            shot.clock.later(47)
            await press(shot.pilot, "escape", "6", "n", "escape", "8", "n", "escape")
            await shot.shows("home-three-sessions")
            await press(shot.pilot, "5")
            await shot.shows("home-same-outage")

    play(act)


def test_home_when_nothing_is_kept(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            shot.station.journal.close()
            shot.station.journal = MemoryJournal(new_writer(shot.clock))
            shot.station.problem = "Aucun endroit où écrire : rien n'est gardé après la fermeture. Le disque est plein."
            shot.pilot.app.screen.reload()  # type: ignore[attr-defined]
            await shot.shows("home-not-recorded")
            await press(shot.pilot, "6", "enter")
            await shot.shows("guide-not-recorded")

    play(act)


def test_home_and_guide_when_todays_site_is_in_error(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path):
            pass
        (tmp_path / "hopital/cases/cas-3-pacs.yaml").write_text("title: [\n", "utf-8")
        async with scene(tmp_path) as shot:
            await shot.shows("home-site-in-error")
            await press(shot.pilot, "f1")
            await shot.shows("help-site-in-error")
            await press(shot.pilot, "escape")
            await press(shot.pilot, "6", "enter")
            await shot.shows("guide-site-in-error")

    play(act)


def test_an_exercise(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path, exercise=True) as shot:
            await shot.shows("home-exercise")
            await press(shot.pilot, "6", "enter")
            await shot.shows("guide-exercise")

    play(act)


def test_the_guide_from_the_first_question_to_the_message(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            await enter(shot.pilot, 6)
            await shot.shows("guide-question")
            await press(shot.pilot, "f1")
            await shot.shows("help")
            await press(shot.pilot, "escape", "ctrl+p")
            await shot.shows("palette")
            await press(shot.pilot, "escape", "1", "1")
            await shot.shows("guide-call")
            await press(shot.pilot, "i")
            await shot.shows("guide-reason")
            await press(shot.pilot, "escape", "down")
            await shot.shows("guide-message")

    play(act)


def test_the_guide_when_two_answered_differently(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            here = await enter(shot.pilot, 6)
            await press(shot.pilot, "1")
            event = next(event for event in here.desk.state.timeline if event.kind == LineAnswered.kind)
            said = {**event.payload, "option": "un-seul"}
            elsewhere = SqliteJournal(tmp_path / "journal" / FILE, new_writer(shot.clock))
            elsewhere.append([Draft("f" * 32, event.session, LineAnswered.kind, said, utc_text(shot.clock.now), "CD")])
            elsewhere.close()
            here.refresh_from_journal()
            await settled(shot.pilot)
            assert here.view.state.conflicts
            await shot.shows("guide-conflict")

    play(act)


def test_the_guide_from_standing_orders_to_a_closed_session_and_its_account(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            here = await enter(shot.pilot, 7)
            await press(shot.pilot, "p")
            await shot.shows("patient-form")
            await press(shot.pilot, "1", "f5", "d")
            await shot.shows("register")
            await press(shot.pilot, "escape")
            while here.view.walk.stage == "alert":
                await onward(shot.pilot)
                shot.clock.later(1)
            await press(shot.pilot, "end", "tab")
            await shot.shows("guide-standing")
            await press(shot.pilot, "r")
            await announce_return(shot.pilot)
            await shot.shows("guide-return")
            await press(shot.pilot, "x")
            await shot.shows("guide-to-close")
            await press(shot.pilot, "escape")
            await to_the_end(shot.pilot)
            await shot.shows("guide-closed")
            await press(shot.pilot, "f3")
            await wait_for_sessions(shot.pilot)
            await press(shot.pilot, "o", "o")
            await wait_for_sessions(shot.pilot)
            await shot.shows("sessions")
            await press(shot.pilot, "enter")
            await settled(shot.pilot)
            await shot.shows("session")
            await press(shot.pilot, "s")
            await wait_for_words(shot.pilot, "ne décide d'aucun")
            await press(shot.pilot, "enter", "1")
            await write(shot.pilot, "2026-114")
            await press(shot.pilot, "a")
            for words in ("relire 4.13", "AB", "15/12/2099"):
                await write(shot.pilot, words)
            await wait_for_words(shot.pilot, "1 action : 1 à faire")
            await shot.shows("review")

    play(act)


def test_an_annex_and_a_reminder(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            here = await enter(shot.pilot, 8)
            for _step in range(40):
                if any(row.line.verb == "run" and row.status == "open" for row in here.view.walk.rows):
                    break
                await onward(shot.pilot)
            row = next(row for row in here.view.walk.rows if row.line.verb == "run" and row.status == "open")
            await go_to(shot, row.number)
            await press(shot.pilot, "enter")
            await shot.shows("guide-annex")
            shot.clock.later(30)
            here.draw()
            await shot.shows("guide-reminder")

    play(act)


def test_contacts_and_the_week(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            await press(shot.pilot, "f2")
            await shot.shows("contacts")
            await press(shot.pilot, "g")
            await shot.shows("week")

    play(act)


def test_the_hand_offered_what_is_in_force_another_failure_and_the_history(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            here = await enter(shot.pilot, 7)
            while here.view.walk.stage == "alert":
                await onward(shot.pilot)
                shot.clock.later(1)
            await press(shot.pilot, "v")
            await shot.shows("guide-in-force")
            await press(shot.pilot, "escape", "t")
            await shot.shows("guide-other-failure")
            await press(shot.pilot, "1", "1")
            await shot.shows("guide-other-how")
            await press(shot.pilot, "escape", "a")
            await shot.shows("guide-history")
            await press(shot.pilot, "escape", "g")
            await write(shot.pilot, "rappeler l'astreinte avant 7 h")
            shot.clock.later(20)
            here.draw()
            await shot.shows("guide-hand-offered")
            await press(shot.pilot, "g")
            await shot.shows("guide-hand-asked")

    play(act)


def test_a_patient_line_while_the_outage_lasts_once_completed_and_at_the_return(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            here = await enter(shot.pilot, 7)
            await press(shot.pilot, "p", "1", "f5")
            shot.clock.later(12)
            await press(shot.pilot, "p", "2", "2", "2", "1")
            for words in ("Inventée", "Anémone", "01/02/1990"):
                await write(shot.pilot, words)
            await press(shot.pilot, "f5", "d", "down", "enter")
            await shot.shows("patient-line")
            await press(shot.pilot, "i")
            await write(shot.pilot, "parti aux urgences")
            shot.clock.later(5)
            await press(shot.pilot, "e", "1", "f5")
            await shot.shows("patient-line-history")
            await press(shot.pilot, "escape", "escape", "r")
            await announce_return(shot.pilot)
            assert here.view.walk.stage != "alert"
            await press(shot.pilot, "d", "enter", "s")
            await shot.shows("patient-line-return")

    play(act)


async def play_with_two_redlines(shot: Scene) -> None:
    """Takes case 3 to its end, and signals two lines of its procedure on the way."""
    here = await enter(shot.pilot, 6)
    await press(shot.pilot, "1")
    await press(shot.pilot, "f", "1")
    await write(shot.pilot, "ce numéro ne répond plus depuis lundi")
    await press(shot.pilot, "f", "3")
    await write(shot.pilot, "")
    shot.clock.later(35)
    await to_the_end(shot.pilot)
    assert here.view.walk.stage == "closed"


def test_figures_filters_lines_signalled_and_the_procedure_of_that_night(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            await play_with_two_redlines(shot)
            await press(shot.pilot, "escape", "8", "enter", "escape", "f3")
            await wait_for_sessions(shot.pilot)
            await press(shot.pilot, "s")
            await wait_for_words(shot.pilot, "· 2 sans réponse")
            await shot.shows("redlines")
            await press(shot.pilot, "r")
            await write(shot.pilot, "le numéro est bon")
            await wait_for_words(shot.pilot, "· 1 sans réponse")
            await press(shot.pilot, "o")
            await shot.shows("redlines-answered")
            shot.clock.later(20)
            await press(shot.pilot, "escape", "c")
            await wait_for_words(shot.pilot, "2 pannes,")
            await shot.shows("figures")
            await press(shot.pilot, "left")
            await wait_for_words(shot.pilot, "Aucune panne")
            await shot.shows("figures-none")
            await press(shot.pilot, "escape", "f")
            await shot.shows("filters")
            await press(shot.pilot, "c")
            await shot.shows("filters-case")
            await press(shot.pilot, "1", "l", "escape")
            await wait_for_sessions(shot.pilot)
            await shot.shows("sessions-filtered")
            await press(shot.pilot, "enter")
            await settled(shot.pilot)
            await press(shot.pilot, "c")
            await shot.shows("session-account")
            await press(shot.pilot, "p")
            await shot.shows("session-procedure")

    play(act)
