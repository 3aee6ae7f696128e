"""A session taken line by line: calls, answers changed, two workstations, patients, returns, exercises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from pannesi.application.context import Station
from pannesi.application.desk_environment import StandIn
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import NotWritten
from pannesi.presentation.text.common_phrases import EXERCISE, NOT_RECORDED
from pannesi.session import actions as want
from pannesi.session.events import Draft, Event
from pannesi.session.facts.lines import LineAnswered, LineNotNeeded
from pannesi.session.facts.session import SessionClosed, TimeCorrected, Undone
from pannesi.session.facts.visits import ReturnAnnounced, VisitTurned
from pannesi.support import errors as exits
from tests.support.plain_playing import (
    ALERTED,
    NIGHT,
    PACS,
    Memory,
    beside,
    ctrl_c,
    flat,
    pass_time,
    play,
    play_from,
    stage_of,
    state_of,
    station_of,
)
from tests.support.writers import fake_writer


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Station, Station]]:
    """Two workstations on one journal file."""
    paths = [SqliteJournal(tmp_path / "journal.db", fake_writer(writer)) for writer in ("w1", "w2")]
    yield station_of(journal=paths[0]), station_of(journal=paths[1])
    for journal in paths:
        journal.close()


def test_the_call_card_says_who_answers_now_and_what_to_say() -> None:
    screen = flat(play(station_of(), PACS, "1", "1"))
    assert "Astreinte informatique · n° NON ÉCRIT" in screen
    assert "contacts.yaml" not in screen
    assert "Dire : Les images du PACS ne sont plus visibles. (constaté à 03:12)" in screen
    source = flat(play(station_of(), PACS, "1", "1", "q").rpartition("> q")[2])
    assert "téléphone : NON ÉCRIT (le numéro de l'astreinte informatique n'est pas écrit" in source
    assert "Procédure : Cas N°3" in source


def test_by_day_the_same_line_calls_the_hotline() -> None:
    screen = flat(play(station_of(now=NIGHT + timedelta(hours=8)), PACS, "1", "1"))
    assert "Hotline informatique · n° NON ÉCRIT" in screen


def test_the_message_is_shown_to_the_letter() -> None:
    screen = flat(play(station_of(), *ALERTED, "j 3.7"))
    for words in (
        "À : « Tous les postes du CH »", "⚠ « PACS en panne »",
        "« Le PACS est en panne. Les images ne sont plus visibles. Pour toute urgence appeler les radiologues directement. »",
    ):  # fmt: skip
        assert words in screen


def test_a_message_without_text_says_so_and_invents_nothing() -> None:
    screen = flat(play(station_of(), "2", "joint", "j 1.4"))
    assert "TEXTE ABSENT" in screen
    shown = flat(play(station_of(), "2", "joint", "j 1.4", "fait", "v").rpartition("> v")[2])
    assert "Message affiché à l'hôpital : « Message aux postes, diffusé par l'informatique »" in shown


def test_an_answer_is_changed_by_going_back_to_its_line() -> None:
    station = station_of()
    play(station, PACS, "2", "j 3.1", "1")
    state = state_of(station)
    (visit,) = state.visits
    head = state.slot("line", visit.id, "combien-de-postes").head
    assert head is not None
    assert head.payload["option"] == "plusieurs"
    assert len(state.slot("line", visit.id, "combien-de-postes").events) == 2


def test_skipped_lines_come_back_and_were_never_written() -> None:
    station = station_of()
    screen = play(station, PACS, *["plus tard"] * 40)
    assert "Les lignes remises à plus tard reviennent." in screen
    assert len(state_of(station).events) == 2


def test_standing_orders_stay_in_view_once_taken_note_of() -> None:
    screen = play(station_of(), *ALERTED, "fait", "fait", "fait", "fait")
    last = flat(screen.rpartition("✓ 03:12")[2])
    assert "TANT QUE ÇA DURE : CD coupe (externes) · films réa adulte" in last


def test_the_return_is_not_announced_without_a_place() -> None:
    station = station_of()
    screen = play(station, *ALERTED, "re", "CD", "")
    assert "il faut l'avoir vu quelque part" in flat(screen)
    assert ReturnAnnounced.kind not in [event.kind for event in state_of(station).timeline]


def test_closing_is_forced_only_with_words() -> None:
    station = station_of()
    play(station, PACS, "cl", "")
    assert state_of(station).closing is None
    play(station, "", "cl", "changement de logiciel", "u")
    kinds = [event.kind for event in state_of(station).timeline[-2:]]
    assert kinds == [SessionClosed.kind, Undone.kind], "a closing is undone like anything else"


def test_the_wrong_case_is_left_in_three_keys() -> None:
    station = station_of()
    play(station, PACS, "t", "13", "2")
    state = state_of(station)
    assert [visit.unit for visit in state.visits] == ["cas-3", "cas-7"]
    assert state.visits[-1].reason == "turned"


def test_two_failures_together_are_only_proposed_as_one() -> None:
    station = station_of()
    screen = play(station, PACS, "t 5", "1", "t", "n", "", "t", "o")
    assert "PROPOSÉ : « RIS et PACS en panne tous les deux »" in flat(screen)
    state = state_of(station)
    assert [visit.unit for visit in state.visits] == ["cas-3", "cas-2", "cas-4"]
    turned = [event for event in state.timeline if event.kind == VisitTurned.kind]
    assert len(turned) == 2


def test_a_question_of_the_clock_is_asked_again_past_its_edge() -> None:
    station = station_of(now=NIGHT + timedelta(hours=15))

    def typed() -> Iterator[str]:
        yield from ("13", "1", "n 1")
        yield "j 7.5"
        yield "1"
        pass_time(station, timedelta(hours=6))
        yield "j 7.5"

    screen, _code = play_from(station, typed())
    assert "L'heure a changé depuis la réponse « oui » : répondre de nouveau." in flat(screen)


def test_what_another_workstation_did_is_told_and_the_line_does_not_move(two: tuple[Station, Station]) -> None:
    station, other = two

    def typed() -> Iterator[str]:
        yield PACS
        desk = beside(other, "CD")
        desk.do(want.Answer(desk.look().current_cases[0], "quels-examens", "aucun"))
        yield "1"

    screen, _code = play_from(station, typed())
    assert "SUR UN AUTRE POSTE, 03:12, CD : 3.4" in screen
    answers = [event.payload["line"] for event in state_of(station).timeline if event.kind == LineAnswered.kind]
    assert answers == ["quels-examens", "combien-de-postes"]


def test_a_line_done_elsewhere_meanwhile_is_not_done_again(two: tuple[Station, Station]) -> None:
    station, other = two

    def typed() -> Iterator[str]:
        yield PACS
        desk = beside(other, "CD")
        desk.do(want.Answer(desk.look().current_cases[0], "combien-de-postes", "un-seul"))
        yield "1"

    screen, _code = play_from(station, typed())
    assert "rien n'a été fait ici" in flat(screen)
    answers = [event.payload["option"] for event in state_of(station).timeline if event.kind == LineAnswered.kind]
    assert answers == ["un-seul"]


def test_two_answers_given_apart_are_shown_and_settled() -> None:
    station = station_of()
    play(station, *ALERTED)
    first, second = beside(station, "CD"), beside(station, "EF")
    visit = first.look().current_cases[0]
    first.do(want.Settle(visit, "production"))
    second.do(want.CouldNot(visit, "production", "personne"))
    screen = flat(play(station, "", "co", "j 3.13", "fait"))
    assert "DEUX RÉPONSES, à trancher : y" in screen
    assert "DEUX RÉPONSES DIFFÉRENTES" in screen
    assert state_of(station).conflicts == ()


@pytest.mark.parametrize("simulated", [False, True])
def test_an_exercise_says_so_on_every_screen_and_is_kept_apart(simulated: bool) -> None:
    station = station_of(exercise=True)
    if simulated:
        station.clock.set_to(NIGHT + timedelta(hours=9))
    screen = play(station, PACS, "1", "1")
    assert screen.count(f"{EXERCISE} : rien de ceci n'est vrai") == 4
    assert state_of(station).exercise
    real = play(station_of(journal=station.journal))
    assert "● Dysfonctionnement" not in real
    assert "1 exercice en cours (--exercise)" in real


def test_without_a_journal_that_lasts_every_screen_says_so() -> None:
    station = station_of()
    station.journal.durable = False
    station.problem = "Le disque est plein."
    screen = play(station, PACS, "1", "1")
    assert screen.count(f"{NOT_RECORDED} : ") >= 4
    assert "cette session disparaît avec le programme" in flat(screen)


@pytest.mark.parametrize(
    "lines", [(), (PACS,), (PACS, "m"), (PACS, "cl"), (PACS, "p", "1"), (PACS, "t"), (PACS, "h", "1")]
)
def test_the_end_of_input_anywhere_ends_cleanly_and_says_how_to_resume(lines: tuple[str, ...]) -> None:
    station = station_of()
    screen, code = play_from(station, lines)
    assert code == exits.OK
    if lines:
        session = station.journal.sessions()[0].id
        assert f"pannesi --plain --resume {session}" in flat(screen)
        assert stage_of(station) == "alert"


@pytest.mark.parametrize(
    "lines", [(), (PACS,), (PACS, "m"), (PACS, "cl"), (PACS, "p", "1"), (PACS, "t"), (PACS, "h", "1")]
)
def test_ctrl_c_anywhere_ends_cleanly_too(lines: tuple[str, ...]) -> None:
    station = station_of()
    screen, code = play_from(station, ctrl_c(*lines))
    assert code == exits.INTERRUPTED
    assert ("--resume" in screen) is bool(lines)


def test_a_session_is_taken_up_where_it_was_by_another_person() -> None:
    station = station_of()
    play(station, *ALERTED, "fait")
    session = station.journal.sessions()[0].id
    pass_time(station, timedelta(hours=8))
    station.actor = "EF"
    screen = play(station, "fait", resume=session[:12])
    assert "3.14" in flat(screen).partition("✓")[0]
    assert [event.actor for event in state_of(station).timeline[-2:]] == ["AB", "EF"]
    assert "depuis 8 h 00" in screen


def test_an_exercise_is_taken_up_at_the_hour_where_it_was_played() -> None:
    station = station_of(exercise=True)
    station.clock.set_to(NIGHT + timedelta(days=2))
    play(station, PACS, "1")
    pass_time(station, timedelta(minutes=10))
    again = station_of(journal=station.journal, now=station.clock.real_now(), exercise=True)
    screen = play(again, "")
    assert "depuis 0 h 10" in screen.rpartition("Entrée pour reprendre")[2]


def test_no_reason_no_act() -> None:
    station = station_of()
    play(station, *ALERTED, "n", "", "i", "")
    assert LineNotNeeded.kind not in [event.kind for event in state_of(station).timeline]


def test_a_note_too_long_is_said_so_and_nothing_of_it_is_kept() -> None:
    station = station_of()
    screen = play(station, PACS, "m", "x" * 4001, "court")
    assert "4000 caractères au plus" in flat(screen)
    assert state_of(station).timeline[-1].text == "court"


def test_pasted_controls_are_kept_as_visible_marks() -> None:
    station = station_of()
    screen = play(station, PACS, "m \x1b]0;pris\x07 \u202erouge\x00 \ud800")
    text = state_of(station).timeline[-1].text
    assert text == "␛]0;pris␇ ⟦U+202E⟧rouge␀ ⟦U+D800⟧"
    assert text in screen


def test_a_note_stands_on_its_line() -> None:
    screen = play(station_of(), PACS, "m le poste 4 aussi")
    assert "Note de AB, 03:12 : le poste 4 aussi" in screen


def test_the_message_that_the_hospital_reads_is_in_force_until_its_end() -> None:
    station = station_of()
    announced = (*ALERTED, "j 3.7", "fait", "")
    assert "Message affiché à l'hôpital : « PACS en panne »" in play(station, *announced, "v")
    screen = play(station, "", "re", "CD", "salle 2", "", "fait", "fait", "fait", "v").rpartition("> v")[2]
    assert "PACS en panne" not in screen


class Unreadable(Memory):
    """Can be neither read nor written once `broken`."""

    broken = False

    def mark(self) -> int:
        if self.broken:
            raise NotWritten("Le journal ne peut pas être ouvert.")
        return super().mark()


def test_a_journal_that_cannot_even_be_read_gives_way_and_the_guiding_goes_on() -> None:
    station = station_of(journal=Unreadable(fake_writer("w1")))
    spare = MemoryJournal(fake_writer("w2"))
    station.on_failure = lambda failure: StandIn(spare, f"{failure} Rien n'est gardé.")
    assert isinstance(station.journal, Unreadable)
    station.journal.broken = True
    screen = play(station, PACS, "1")
    assert station.journal is spare
    assert f"{NOT_RECORDED} : Le journal ne peut pas être ouvert. Rien n'est gardé." in flat(screen)
    assert "réponse : Plusieurs" in screen


class Unwritable(Memory):
    """Can be read, not written, once `broken`."""

    broken = False

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        if self.broken:
            raise NotWritten("Le disque est plein.")
        return super().append(drafts)


def test_a_join_that_cannot_be_written_is_said_and_the_session_that_was_to_be_joined_goes_on() -> None:
    station = station_of(journal=Unwritable(fake_writer("w1")))
    play(station, PACS, "ac", "q")
    assert isinstance(station.journal, Unwritable)
    station.journal.broken = True
    screen = play(station, "14", "2")
    assert "Le disque est plein." in screen
    assert "3.1 · Un seul poste" in screen.rpartition("Le disque est plein.")[2]
    assert len(station.journal.sessions()) == 1


def test_without_internet_only_telephones_are_offered() -> None:
    lines = ("13", "1", "ouvrir", "1", "j A5.4", "q")
    day = NIGHT + timedelta(hours=8)
    alone = flat(play(station_of(now=day), *lines))
    assert "https://eservice.philips.com" in alone
    with_internet_down = flat(play(station_of(now=day), "14", "t 13", "1", *lines[1:]).rpartition("> q")[2])
    assert "01 55 49 42 84" in with_internet_down
    assert "https://eservice.philips.com" not in with_internet_down
    assert "les voies par Internet ne sont pas proposées" in with_internet_down


def test_what_another_workstation_wrote_is_named_before_it_is_undone(two: tuple[Station, Station]) -> None:
    ours, theirs = two
    play(ours, PACS, "1", "q")
    kept = flat(play(theirs, "", "u", "", "q"))
    assert "Écrit par un autre poste, ou avant ce lancement" in kept
    assert "3.1 Un seul poste, ou plusieurs ?" in kept
    assert [event.kind for event in state_of(ours).timeline][-1] == LineAnswered.kind
    play(theirs, "", "u", "o", "q")
    assert [event.kind for event in state_of(ours).timeline][-1] == Undone.kind


def test_what_is_done_after_midnight_on_a_line_shown_before_is_not_said_to_be_tomorrow() -> None:
    station = station_of(now=NIGHT.replace(hour=22, minute=58))

    def typed() -> Iterator[str]:
        yield PACS
        pass_time(station, timedelta(minutes=5))
        yield "1"
        yield "jo"

    screen, _code = play_from(station, typed())
    assert "✓ 00:03 · 3.1" in screen
    assert "demain" not in screen
    assert "hier 23:58 AB · ouverture" in screen.rpartition("> jo")[2]


def test_the_list_shows_what_another_workstation_did_since_the_line_was_shown(two: tuple[Station, Station]) -> None:
    station, other = two

    def typed() -> Iterator[str]:
        yield PACS
        desk = beside(other, "CD")
        desk.do(want.Answer(desk.look().current_cases[0], "combien-de-postes", "plusieurs"))
        yield "liste"

    screen, _code = play_from(station, typed())
    assert "répondu : Plusieurs à 03:12 par CD" in flat(screen.rpartition("> liste\n")[2])


def test_the_time_corrected_is_that_of_the_last_fact_that_stands() -> None:
    station = station_of()
    play(station, PACS, "1", "1", "u", "h", "2", "0300")
    first, second = [event for event in state_of(station).timeline if event.kind == LineAnswered.kind]
    corrected = state_of(station).timeline[-1]
    assert (corrected.kind, corrected.payload["event"]) == (TimeCorrected.kind, first.id)
    assert second.id != first.id


@pytest.mark.parametrize("typed", ["u 0000000015", "u 0", "u 99"])
def test_a_number_of_no_fact_undoes_nothing(typed: str) -> None:
    station = station_of()
    screen = flat(play(station, PACS, "1", typed))
    assert "Donner le numéro d'un fait : a les montre tous." in screen
    assert all(event.kind != Undone.kind for event in state_of(station).timeline)
