"""What the full screen says and records is so: keys that it names, whose facts are told, one act for one press."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from pannesi.application.outage_links import say_same_outage
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.writer import new_writer
from pannesi.presentation.closing.closing_choices import ClosingAct
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.procedure.model.lines import Call
from pannesi.session import actions as want
from pannesi.session.facts.session import Undone
from pannesi.session.projection.read_model import Row
from pannesi.tui.screens import session_base
from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.screens.large import LargeScreen
from pannesi.tui.screens.patient_form import PatientFormScreen
from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import (
    Ticking,
    announce_return,
    enter,
    open_sessions,
    play,
    press,
    prompt_words,
    running,
    screen_line,
    session_screen,
    settled,
    write,
)
from tests.support.hands import Hand
from tests.support.named_keys import keys_in, marked
from tests.support.recordings import evenly, held, scanned


@pytest.mark.parametrize("number", [2, 6, 8])
def test_every_key_that_the_large_view_names_works_there(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_base, "FULL_SCREEN", marked(FULL_SCREEN))
    met: set[str] = set()

    async def act() -> None:
        async with running(tmp_path, (100, 40)) as pilot:
            here = await enter(pilot, number)
            await press(pilot, "f9")
            large = pilot.app.screen
            assert isinstance(large, LargeScreen)
            for row in here.view.walk.rows:
                large.go_to(row.key)
                await settled(pilot)
                for key in keys_in(screen_line(pilot)):
                    met.add(key)
                    assert any(command.key == key and command.applies(large) for command in large.commands), key

    play(act)
    assert {"M", "P"} <= met
    assert "↓" in met or number == 8


def test_in_the_large_view_the_arrows_put_off_and_m_notes_the_number_found(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1", "f9")
            large = pilot.app.screen
            assert isinstance(large, LargeScreen)
            call = large.row
            assert call is not None
            assert call.line.verb == "call"
            assert "M : noter" in screen_line(pilot)
            await press(pilot, "m")
            await write(pilot, "0559000000")
            assert here.desk.state.timeline[-1].text == "0559000000"
            await press(pilot, "down")
            assert large.row is not None
            todo = {row.key for row in here.view.walk.todo}
            below = [row.key for row in here.view.walk.rows if row.key in todo]
            assert large.row.key == below[below.index(call.key) + 1]
            await press(pilot, "up")
            assert large.row.key == call.key
            assert here.desk.look().row(*call.key).status == "open"  # type: ignore[union-attr]
            await press(pilot, "up")
            assert "Pas d'autre ligne à faire de ce côté." in screen_line(pilot)

    play(act)


def test_what_this_program_wrote_on_another_screen_is_not_told_as_that_of_another_workstation(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            other = here.station.desk()
            other.open(want.Open("cas-3", "images-invisibles"))
            assert here.desk.session is not None
            assert other.session is not None
            say_same_outage(here.station, here.desk.session, other.session, same=True)
            here.refresh_from_journal()
            await settled(pilot)
            assert "même panne" in screen_line(pilot)
            assert "autre poste" not in screen_line(pilot)
            elsewhere = here.station.desk()
            elsewhere.journal = SqliteJournal(Path(here.station.journal.place), new_writer(Ticking()))
            elsewhere.environment = replace(elsewhere.environment, actor="CD")
            elsewhere._writers = {elsewhere.journal.writer}
            elsewhere.resume(here.desk.session)
            elsewhere.do(want.Note("vu salle 2"))
            here.desk.journal.changed()
            here.desk._mark = 0
            here.desk.journal._version = None  # type: ignore[attr-defined]
            here.refresh_from_journal()
            await settled(pilot)
            assert "autre poste ou autre fenêtre, CD : note : vu salle 2" in screen_line(pilot)
            elsewhere.journal.close()

    play(act)


def test_undoing_that_two_sessions_are_the_same_outage_takes_both_halves_back(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            other = here.station.desk()
            other.open(want.Open("cas-3", "images-invisibles"))
            first, second = here.desk.session, other.session
            assert first is not None
            assert second is not None

            def halves() -> list[bool]:
                desks = here.station.resume(first), here.station.resume(second)
                return [
                    desk.state.slot("same", said).head is not None
                    for desk, said in zip(desks, (second, first), strict=True)
                ]

            for keys in (("u",), ("a", "1", "1")):
                say_same_outage(here.station, first, second, same=True, here=here.desk)
                here.refresh_from_journal()
                await settled(pilot)
                assert halves() == [True, True]
                await press(pilot, *keys)
                assert halves() == [False, False], keys
                assert f"Plus la même panne : {first} et {second}." in screen_line(pilot)

    play(act)


def acts_of(here: SessionScreen) -> int:
    """How many acts at lines are in force."""
    rows = here.desk.look().rows
    given = sum(row.fact is not None and not row.fact.body.preset and not row.attempts for row in rows)
    return given + sum(len(row.attempts) for row in rows)


@pytest.mark.parametrize(("delay", "step"), [(0.5, 0.033), (0.25, 0.092), (0.5, 0.02)])
def test_u_held_down_undoes_one_act(delay: float, step: float, tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter", "1", "1", "s")
            here = session_screen(pilot)
            assert acts_of(here) == 3
            await hand.types(pilot, held("u", 2.0, delay, step))
            await settled(pilot)
            assert acts_of(here) == 2
            assert ("un seul appui compte" if step > 0.025 else "rien d'enregistré") in screen_line(pilot)
            await hand.presses(pilot, "u")
            assert acts_of(here) == 1, "pressed once more, it undoes one more"
            await hand.presses(pilot, "1", "s")
            await hand.types(pilot, [("u", 0.0), ("u", 0.04), ("u", 0.2)])
            await settled(pilot)
            assert acts_of(here) == 2, "three keys of a hand that shakes"

    play(act)


def test_z_held_on_a_patient_line_undoes_one_fact_at_most(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "1", "enter", "p", "1", "f5")
            here = session_screen(pilot)
            await hand.presses(pilot, "d", "enter")
            line = pilot.app.screen
            assert isinstance(line, PatientLineScreen)
            await hand.presses(pilot, "1", "up")
            undone = sum(isinstance(event.body, Undone) for event in here.desk.state.timeline)
            await hand.types(pilot, held("z", 2.0))
            after = [event for event in here.desk.state.timeline if isinstance(event.body, Undone)]
            assert len(after) - undone <= 1

    play(act)


FIRST, SECOND = "U2600451278", "Z11111111"


@pytest.mark.parametrize("opened", [("m",), ("n",), ("r",)])
def test_a_second_label_scanned_into_a_field_takes_the_place_of_the_first_aloud(
    opened: tuple[str, ...], tmp_path: Path
) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "2", "enter", *opened)
            here = session_screen(pilot)
            assert here.asking
            before = len(here.desk.state.timeline)
            await hand.types(pilot, scanned(FIRST))
            hand.now += 2
            await hand.types(pilot, scanned(SECOND))
            field = here.query_one("#words", Input)
            assert field.value == SECOND
            assert f"lu : {SECOND}, à la place de « {FIRST} », rien d'enregistré" in screen_line(pilot)
            assert len(here.desk.state.timeline) == before

    play(act)


def test_a_label_stands_apart_from_words_in_a_field_and_takes_the_place_of_one_in_a_form(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter", "m", *"vu")
            await hand.types(pilot, scanned("2600451278"))
            assert pilot.app.screen.query_one("#words", Input).value == "vu 2600451278"
            await hand.presses(pilot, "escape", "p", "1", "1", "1")
            form = pilot.app.screen
            assert isinstance(form, PatientFormScreen)
            form._clear()
            form.current = "ipp"
            form.draw()
            await hand.types(pilot, scanned(FIRST))
            hand.now += 2
            await hand.types(pilot, scanned(SECOND))
            assert form.query_one("#words", Input).value == SECOND
            assert f"à la place de « {FIRST} »" in screen_line(pilot)

    play(act)


def test_a_search_is_for_the_label_scanned_last(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.types(pilot, scanned(FIRST))
            hand.now += 2
            await hand.types(pilot, scanned(SECOND))
            assert pilot.app.screen.query_one("#search", Input).value == SECOND

    play(act)


def test_what_was_said_of_a_field_goes_once_its_answer_is_taken(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter", "r")
            here = session_screen(pilot)
            await hand.types(pilot, evenly("AB, poste 2\n", 0.004))
            assert "lu : AB, poste 2" in screen_line(pilot)
            await hand.presses(pilot, "enter")
            assert "Depuis quand" in prompt_words(here)
            assert "rien d'enregistré" not in screen_line(pilot)
            hand.now += 1
            await hand.types(pilot, [("enter", 0.0)])
            await hand.presses(pilot, "enter")
            assert "encore pour confirmer" not in screen_line(pilot)

    play(act)


def test_an_hour_before_the_beginning_is_refused_with_the_key_that_corrects_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "r")
            await write(pilot, "AB, poste 2")
            await write(pilot, "il y a 40 min")
            assert "H le corrige" in screen_line(pilot)
            assert here.asking
            await write(pilot, "")
            await press(pilot, "a", "enter", "2")
            await write(pilot, "il y a 40 min")
            assert "H le corrige" in screen_line(pilot)

    play(act)


def test_closing_asks_first_for_what_its_entry_names_and_is_confirmed_by_a_key_that_was_meant(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter")
            here = session_screen(pilot)
            here.desk.do(want.SetBegan(here.desk.environment.now()))
            for visit in here.desk.look().current_cases:
                here.desk.do(want.AnnounceReturn(visit, "AB, poste 2"))
            here.draw()
            await hand.presses(pilot, "x")
            assert "dire qui a constaté la panne" in screen_line(pilot)
            assert isinstance(pilot.app.screen, ChoiceListScreen)
            pilot.app.screen.dismiss(ClosingAct.SAY_BEGINNING)
            await settled(pilot)
            assert "Qui a constaté la panne ?" in prompt_words(here)
            await hand.presses(pilot, "escape")
            while (row := here.desk.look().next) is not None:
                here.desk.do(want.Answer(*row.key, "oui") if row.line.verb in ("ask", "verify") else _done(row))
            here.draw()
            await settled(pilot)
            blocks = here.desk.look().blocks
            assert blocks == (), blocks
            await hand.types(pilot, held("x", 1.5))
            assert here.desk.state.closing is None
            await hand.types(pilot, [("enter", 0.0)])
            assert "encore pour confirmer" in screen_line(pilot)
            await hand.presses(pilot, "enter")
            assert here.desk.state.closing is not None

    play(act)


def _done(row: Row) -> want.Intent:
    """Settles a line of the return."""
    if isinstance(row.line, Call):
        return want.Called(*row.key, row.line.value, "reached")
    return want.Settle(*row.key)


def test_a_line_saved_without_a_first_name_is_said_to_be_incomplete_at_once(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 1)
            await press(pilot, "p", "1")
            await write(pilot, "Inventé")
            await press(pilot, "f5")
            assert "○ A-01 enregistré, INCOMPLET" in screen_line(pilot)
            assert "à compléter : Prénom" in screen_line(pilot)

    play(act)


def test_two_sessions_of_one_title_are_told_apart_on_a_narrow_list(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            station = pilot.app.station
            for entry in station.site.entries:
                if entry.unit.id == "cas-2":
                    station.desk().open(want.Open(entry.unit.id, entry.symptom.id))
            twice = next(entry for entry in station.site.entries if entry.unit.id == "cas-3")
            for _turn in range(2):
                station.desk().open(want.Open(twice.unit.id, twice.symptom.id))
            listed = await open_sessions(pilot)
            rows = ["\n".join(text.plain for text in item.texts) for item in listed.rows.items]
            assert len(set(rows)) == len(rows) >= 4
            seen = [session.seen for session in listed.rows.entries if session.title == listed.rows.entries[-1].title]
            assert all(any(words in row for row in rows) for words in seen)

    play(act)


def test_announcing_the_return_and_closing_takes_two_answers_and_one_choice(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 2)
            await press(pilot, "r")
            await announce_return(pilot)
            await press(pilot, "x")
            assert isinstance(pilot.app.screen, ChoiceListScreen)
            assert here.view.walk.stage != "closed"

    play(act)
