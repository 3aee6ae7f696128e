"""What a tired stranger stumbled on, each mended: numbers that differ, counts of nothing, keys that serve nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.writer import new_writer
from pannesi.session import actions as want
from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.register import RegisterScreen
from pannesi.tui.screens.session import SessionScreen
from pannesi.tui.widgets.key_bar import KeyBar
from tests.support.driving import (
    Ticking,
    announce_return,
    enter,
    play,
    press,
    running,
    screen_text,
    session_screen,
    settled,
    write,
)
from tests.support.screen_reading import bar
from tests.support.shipped_site import shipped


def test_an_entry_has_the_same_number_on_home_and_in_the_list_of_other_failures(tmp_path: Path) -> None:
    """A proposal stands above without a number."""

    async def act() -> None:
        async with running(tmp_path, size=(80, 40)) as pilot:
            await enter(pilot, 6)
            await press(pilot, "escape", "5", "b")
            assert session_screen(pilot).view.walk.proposals
            await press(pilot, "t")
            text = screen_text(pilot)
            assert "▸  PROPOSÉ" in text
            listed, system = {}, ""
            for line in text.splitlines():
                number, column, label = line[:3].strip(" ▶"), line[5:20].strip(), line[20:].strip()
                system = column or system
                listed[number] = (system, label)
            for entry in shipped().entries:
                assert listed[f"{entry.number}"] == (entry.symptom.system, entry.symptom.label)
            assert listed["0"][1].startswith("Je ne sais pas")
            await press(pilot, "1", "1", "1")
            assert session_screen(pilot).desk.state.visits[-1].symptom == "vueshare"

    play(act)


def test_a_proposal_is_taken_by_the_cursor(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "escape", "5", "b", "t", "enter")
            assert {visit.unit for visit in session_screen(pilot).view.current_cases} == {"cas-4"}

    play(act)


def test_the_bar_names_the_digits_that_answer_and_a_click_on_them_answers_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(60, 20)) as pilot:
            here = await enter(pilot, 6)
            assert bar(here)[0] == "1 2 0 répondre"
            before = len(here.desk.state.events)
            here.query_one(KeyBar).post_message(KeyBar.Pressed(here.hints()[0].press))
            await settled(pilot)
            assert len(here.desk.state.events) == before
            await press(pilot, "escape", "0", "n")
            here = session_screen(pilot)
            await press(pilot, "1", "1")
            assert bar(here)[0] == "1-7 0 répondre"

    play(act)


def test_while_the_failure_is_looked_for_no_part_of_the_list_counts_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(80, 60)) as pilot:
            await press(pilot, "0", "enter", "plus")
            text = screen_text(pilot)
            assert "0 / 0" not in text
            assert " Recherche du cas ─" in text
            await press(pilot, "escape", "8", "n", "plus")
            text = screen_text(pilot)
            assert "0 / 0" not in text
            assert "selon les réponses" in text
            words = " ".join(text.replace("selon la réponse", "").split())
            assert "Prévenir le cadre de garde du dysfonctionnement d'IMADIS" in words, "readable in full"
            line = next(candidate for candidate in text.split("\n") if " 5.10 " in candidate)
            assert line.endswith("selon la réponse"), "nothing was answered yet: nobody may read that it is not needed"

    play(act)


def test_what_another_workstation_wrote_is_named_before_it_is_undone(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            other = here.station.desk()
            other.journal = SqliteJournal(Path(here.station.journal.place), new_writer(Ticking()))
            other.environment = replace(other.environment, actor="CD")
            other._writers = {other.journal.writer}
            other.resume(here.desk.session or "")
            row = next(row for row in other.look().rows if row.line.verb == "call")
            other.do(want.Called(*row.key, str(row.line.value), "reached"))
            here.desk.journal.changed()
            here.desk._mark = 0
            here.desk.journal._version = None  # type: ignore[attr-defined]
            here.refresh_from_journal()
            await settled(pilot)
            await press(pilot, "u")
            assert "Écrit par un autre poste" in screen_text(pilot)
            assert "CD" in screen_text(pilot)
            await press(pilot, "enter")
            assert here.view.walk.row(*row.key).status == "done"  # type: ignore[union-attr]
            assert "Taper 1, ou Échap." in screen_text(pilot)
            await press(pilot, "1")
            assert here.view.walk.row(*row.key).status == "open"  # type: ignore[union-attr]
            other.journal.close()

    play(act)


def test_a_duty_that_the_line_does_not_decide_is_asked_about_before_it_is_said_done(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "p", "1", "f5", "d", "enter")
            screen = pilot.app.screen
            assert isinstance(screen, PatientLineScreen)
            assert not here.desk.look().duties[0].sure
            await press(pilot, "enter", "enter")
            assert {duty.status for duty in here.desk.look().duties} == {"open"}
            assert "Taper un chiffre de 1 à 3, ou Échap." in screen_text(pilot)
            await press(pilot, "enter", "2")
            assert here.desk.look().duties[0].status == "not_needed"

    play(act)


def test_closing_says_what_exactly_is_owed_to_whom_and_leads_there(tmp_path: Path) -> None:
    """A waived line is not asked to be reconciled any more; its CD is owed all the same."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "p", "1", "1", "f5", "d", "enter", "d")
            await write(pilot, "jamais venu")
            assert "CD remis · à faire" in screen_text(pilot)
            await press(pilot, "escape", "escape", "x")
            text = screen_text(pilot)
            assert "Reste dû à A-01 : CD remis" in text
            number = 1 + [block.code for block in here.view.walk.blocks].index("duty")
            await press(pilot, str(number))
            assert isinstance(pilot.app.screen, PatientLineScreen)
            await press(pilot, "enter")
            assert "duty" not in {block.code for block in here.desk.look().blocks}

    play(act)


def test_when_no_line_is_left_the_cursor_stands_on_what_to_do_next_and_the_bar_leads_there(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 4)
            await press(pilot, "enter", "enter", "enter")
            assert here.view.walk.stage == "waiting"
            assert here.row is None
            assert "Dès que c'est revenu : R." in " ".join(screen_text(pilot).split())
            assert bar(here)[0] == "R rétabli ?"
            await press(pilot, "up")
            assert here.row is not None
            await press(pilot, "tab", "r")
            await announce_return(pilot)
            assert here.row is not None, "the return has lines to do: the cursor goes there"
            await press(pilot, "1", "enter")
            assert bar(here)[0] == "X clore"
            assert "X pour clore la session" in " ".join(screen_text(pilot).split())
            await press(pilot, "x")
            assert "Rien ne reste à faire : clore la session ?" in screen_text(pilot)
            assert here.view.walk.stage != "closed"
            await press(pilot, "enter")
            assert here.view.walk.stage == "closed"
            assert "O ouvre une suite" in " ".join(screen_text(pilot).split())

    play(act)


def test_what_is_done_for_each_patient_leads_from_its_line_to_the_patients(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "p", "1", "1", "f5", "r")
            await announce_return(pilot)
            row = next(candidate for candidate in here.view.walk.rows if candidate.line.id == "reconcilier")
            here.go_to(row.key)
            await settled(pilot)
            assert bar(here)[0] == "⏎ voir les patients"
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, RegisterScreen)

    play(act)


def test_until_the_return_is_announced_closing_is_not_named_where_the_return_has_no_room(tmp_path: Path) -> None:
    def shown(here: SessionScreen) -> list[str]:
        line = here.query_one(KeyBar)
        return [hint.words for *_place, hint in line.placed(line.size.width)]

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 8)
            for keys in ("2",), ("enter",), ("2",), ("enter",), ("1",):
                await press(pilot, *keys)
                words = shown(here)
                assert "clore" not in words or words.index("retour") < words.index("clore"), words
            await pilot.resize_terminal(140, 24)
            await settled(pilot)
            assert "clore" in shown(here), "where both have room both are named"

    play(act)


def test_once_what_was_typed_is_cleared_enter_takes_up_the_open_session_again(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "escape", "z", "z", "z")
            assert "Rien ne correspond" in screen_text(pilot)
            await press(pilot, "escape")
            assert "⏎ reprendre" in screen_text(pilot)


def test_a_call_that_a_check_of_the_return_asks_for_comes_before_saying_that_it_fell_again(tmp_path: Path) -> None:
    """A result that is missing is claimed by telephone: it does not say that the outage is back."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 9)
            await press(pilot, "enter", "enter", "1", "enter", "enter", "enter", "r")
            await announce_return(pilot, "AB, poste 1")
            await press(pilot, "enter", "enter", "enter", "2")
            assert here.row is not None
            assert here.row.line.id == "reclamer-resultats"
            assert bar(here)[0] == "⏎ joint"

    play(act)


def test_an_answer_changed_once_the_case_was_found_says_that_the_session_stays_there(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 0)
            await press(pilot, "1", "1", "2")
            assert "reste dans" not in screen_text(pilot)
            await press(pilot, "enter", "j")
            await write(pilot, "T.6")
            await press(pilot, "1")
            said = " ".join(screen_text(pilot).split())
            assert "Noté, mais la session reste dans « Dysfonctionnement du RIS ». T : passer" in said
            assert here.view.current_cases[0].unit == "cas-2"

    play(act)


def test_why_a_question_could_not_be_answered_stands_in_the_list_as_for_any_line(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 14)
            await press(pilot, "enter", "enter", "enter", "i", "2")
            shown = " ".join(screen_text(pilot).split())
            assert "Le mot de passe est-il actif ? → pas d'accès" in shown
            assert "impossible" in shown

    play(act)


def test_a_question_mark_says_not_known_at_a_choice_as_at_a_name(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "2", "2", "2")
            for _time in range(4):
                await write(pilot, "?")
            assert "Taper un chiffre" not in screen_text(pilot)
            await press(pilot, "f5")
            line = here.desk.look().patients[0]
            assert line.facts == {"origin": "urgences", "exam": "autre", "unit": "autre"}
            assert line.fields == dict.fromkeys(("nom", "prenom", "naissance"), "inconnu")

    play(act)


def test_what_was_said_of_a_line_does_not_stand_below_what_was_done_since(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", "1", "1", "f5")
            assert "A-01 enregistré" in screen_text(pilot)
            await press(pilot, "d", "p", "1", "1", "1", "f5")
            assert "A-02 enregistré" in screen_text(pilot)
            await press(pilot, "enter", "escape")
            assert "enregistré" not in screen_text(pilot)
            await press(pilot, "escape")
            assert "enregistré" not in screen_text(pilot)

    play(act)
