"""Less usual states of the screens, kept as text like the others."""

from __future__ import annotations

from pathlib import Path

from pannesi.journal.location import FILE
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.writer import new_writer
from pannesi.session.events import Draft
from pannesi.session.facts.session import NoteWritten
from pannesi.session.moments import utc_text
from tests.support.driving import (
    announce_return,
    enter,
    onward,
    play,
    press,
    settled,
    wait_for_sessions,
    wait_for_words,
    write,
)
from tests.support.snapshots import Scene, scene


async def patient(shot: Scene, *keys: str, words: tuple[str, ...] = ()) -> None:
    """A patient noted from the guide; `keys` are the closed facts, `words` the identity."""
    await press(shot.pilot, "p", *keys)
    for word in words:
        await write(shot.pilot, word)
    await press(shot.pilot, "f5")


def test_looking_for_the_case_and_going_on_to_one_that_was_found(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            await enter(shot.pilot, 0)
            await shot.shows("guide-search")
            await press(shot.pilot, "t", "5", "enter", "escape", "6", "enter")
            await press(shot.pilot, "t")
            await shot.shows("guide-other-proposed")

    play(act)


def test_a_line_that_cannot_be_done_a_number_found_and_a_message_copied(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            await enter(shot.pilot, 6)
            await press(shot.pilot, "1", "1", "m")
            await write(shot.pilot, "astreinte : 05 99 00 00 00, trouvé au standard")
            await shot.shows("guide-number-found")
            await press(shot.pilot, "s", "i", "1", "n")
            await write(shot.pilot, "le message est déjà affiché")
            await shot.shows("guide-could-not")
            await press(shot.pilot, "h")
            await shot.shows("guide-began")

    play(act)


def test_what_another_workstation_wrote_is_named_before_it_is_undone(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            here = await enter(shot.pilot, 6)
            elsewhere = SqliteJournal(tmp_path / "journal" / FILE, new_writer(shot.clock))
            said = "imprimante en panne aussi"
            elsewhere.append(
                [
                    Draft(
                        "f" * 32,
                        here.desk.session or "",
                        NoteWritten.kind,
                        {},
                        utc_text(shot.clock.now),
                        "CD",
                        text=said,
                    )
                ]
            )
            elsewhere.close()
            here.refresh_from_journal()
            await settled(shot.pilot)
            await press(shot.pilot, "u")
            await shot.shows("guide-undo-of-another")

    play(act)


def test_the_two_field_line_and_leaving_with_something_unsaved(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            await enter(shot.pilot, 6)
            await press(shot.pilot, "p")
            await shot.shows("patient-light")
            await press(shot.pilot, "1", "1")
            await write(shot.pilot, "Inventée")
            await press(shot.pilot, "escape")
            await shot.shows("patient-unsaved")

    play(act)


def test_a_night_of_patients_in_the_register_and_at_the_return(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            here = await enter(shot.pilot, 7)
            await patient(shot, "1", "1", "1", words=("Inventé", "Basile", "01/02/1980"))
            await patient(shot, "2", "1", "1", "2")
            shot.clock.later(9)
            await patient(shot, "3", "2", "2", "1", words=("Fictive", "Aglaé", "29/02/1952"))
            await patient(shot, "2", "2", "1", "1", words=("Inventé", "Basile", "02/01/1980"))
            await press(shot.pilot, "d", "end", "enter", "x")
            await write(shot.pilot, "noté deux fois")
            await press(shot.pilot, "escape")
            await shot.shows("register-night")
            await press(shot.pilot, "escape", "r")
            await announce_return(shot.pilot)
            assert here.view.walk.stage == "return_to_normal"
            await press(shot.pilot, "d", "home", "enter")
            await shot.shows("patient-line-at-return")
            await press(shot.pilot, "d")
            await write(shot.pilot, "examen refait ailleurs")
            await shot.shows("patient-line-waived")
            await press(shot.pilot, "escape")
            await shot.shows("register-by-missing")

    play(act)


def test_a_return_taken_back_and_a_session_closed_by_force(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            here = await enter(shot.pilot, 7)
            while here.view.walk.stage == "alert":
                await onward(shot.pilot)
            shot.clock.later(20)
            here.draw()
            await press(shot.pilot, "r")
            await shot.shows("guide-return-asked")
            await announce_return(shot.pilot)
            await press(shot.pilot, "r")
            await shot.shows("guide-fallen-again")
            await press(shot.pilot, "escape", "x", "end", "enter")
            await write(shot.pilot, "repris sur papier")
            assert here.view.walk.stage == "closed"
            await shot.shows("guide-forced")

    play(act)


def test_sessions_to_take_over_other_hours_and_what_can_be_written_to_a_file(tmp_path: Path) -> None:
    async def act() -> None:
        async with scene(tmp_path) as shot:
            await enter(shot.pilot, 7)
            await press(shot.pilot, "g")
            await write(shot.pilot, "deux patients attendent")
            await press(shot.pilot, "escape")
            await shot.shows("home-to-take-over")
            await press(shot.pilot, "f3")
            await wait_for_sessions(shot.pilot)
            await press(shot.pilot, "e")
            await shot.shows("export")
            await press(shot.pilot, "escape", "enter")
            await wait_for_words(shot.pilot, "main proposée")
            await shot.shows("session-open")
            await press(shot.pilot, "s")
            await wait_for_words(shot.pilot, "ne décide d'aucun")
            await shot.shows("review-open")
            await press(shot.pilot, "escape")
            await press(shot.pilot, "f2", "h")
            await write(shot.pilot, "25/12/2026 10:00")
            await shot.shows("contacts-other-moment")

    play(act)
