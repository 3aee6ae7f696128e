"""Yes, no and signs alone are no words, no name and no place; a dot alone leaves a question without an answer."""

from __future__ import annotations

import io

import pytest

from pannesi.application.context import Station
from pannesi.plain.app import run_plain
from pannesi.procedure.availability.typed_times import parse_length
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.lines import LineDone, RedlineRaised
from pannesi.session.facts.session import HandoverOffered, HandoverTaken, PersonNamed, SessionClosed
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.support.console import Output
from tests.support.plain_playing import ALERTED, PACS, flat, play, state_of, station_of

TO_SEE = (PACS, "1", "1", "joint", "1", "fait")
"""Case 3 up to the question what was seen of the message."""


def texts(lines: tuple[str, ...]) -> tuple[list[str], str, list[str]]:
    """The free texts of a session played so, the screen, and the kinds of its facts."""
    station = station_of()
    screen = flat(play(station, *lines))
    timeline = state_of(station).timeline
    return [event.text for event in timeline if event.text], screen, [event.kind for event in timeline]


@pytest.mark.parametrize("typed", ["non", "n", "-", "0", "?", "…"])
def test_what_was_not_seen_is_not_noted_as_seen(typed: str) -> None:
    texts_there, screen, kinds = texts((*TO_SEE, typed, ".", "m encore là"))
    assert texts_there == ["encore là"]
    assert LineDone.kind not in kinds
    assert "Rien de plus n'est noté." in screen
    _texts, _screen, kinds = texts((*TO_SEE[:-1], f"fait {typed}"))
    assert LineDone.kind not in kinds


@pytest.mark.parametrize("typed", ["oui", "o", "1"])
def test_yes_says_that_what_the_procedure_expects_was_seen(typed: str) -> None:
    texts_there, _screen, kinds = texts((*TO_SEE, typed))
    assert texts_there == ["message affiché sur un autre poste"]
    assert kinds[-1] == LineDone.kind


@pytest.mark.parametrize(
    "lines",
    [
        ("m", "non", "-", "oui", ""),
        ("mot", "non", "-", ""),
        ("h 4", "non", "oui", "-", ""),
        ("h 4 non", ""),
        ("r", "oui", "-", "non"),
        ("r", "AB", "oui", "non", "-", ""),
        ("r", "AB", "scanner 2", "?", "25h70", "."),
        ("r AB, oui", ""),
        ("f 1", "non", "-", "."),
        ("pa", "non", "-", "."),
        ("pa non", "."),
        ("i", "-", "oui", "."),
        ("n", "…", "."),
        ("clore", "-", "?", "."),
        ("w", "-", "oui", "."),
    ],
)
def test_neither_yes_nor_no_nor_a_hyphen_is_noted_for_words(lines: tuple[str, ...]) -> None:
    texts_there, _screen, kinds = texts((*ALERTED, *lines, "m encore là"))
    assert texts_there == ["encore là"]
    assert kinds[-1] == "noted"
    assert {ReturnAnnounced.kind, SessionClosed.kind, RedlineRaised.kind, HandoverOffered.kind}.isdisjoint(kinds)


@pytest.mark.parametrize("seen", ["AB, non", "oui, scanner 2", "-, scanner 2", "AB, -", "0, scanner 2"])
def test_a_return_seen_by_nobody_or_nowhere_is_refused_by_the_core(seen: str) -> None:
    station = station_of()
    play(station, PACS)
    desk = station.resume(station.journal.sessions()[0].id)
    with pytest.raises(Refused, match="qui a constaté le retour, et sur quel poste"):
        desk.do(want.AnnounceReturn(desk.look().current_cases[0], seen))


def test_who_did_it_and_who_found_it_are_names_for_the_core() -> None:
    station = station_of()
    play(station, PACS)
    desk = station.resume(station.journal.sessions()[0].id)
    for name in ("non", "oui", "-", "?", "0"):
        for intent in (want.SayWhoFound(name), want.NamePerson(name)):
            with pytest.raises(Refused, match="ne suffit pas"):
                desk.do(intent)


def by_hand(station: Station, *lines: str) -> str:
    """The same as played, by somebody at a terminal."""
    written = io.StringIO()
    run_plain(station, lines, Output(written), echo=False)
    return flat(written.getvalue())


@pytest.mark.parametrize("typed", ["non", "Oui", "n"])
def test_yes_or_no_for_a_name_a_number_or_an_examination_of_a_patient_is_doubted(typed: str) -> None:
    for before in ((), ("Inventé", "", "", ""), ("Inventé", "", "", "", "")):
        station = station_of()
        screen = by_hand(station, "7", "p", "1", "1", "1", *before, typed, "n", "", ".", "1", "quitter")
        doubt = f"« {typed} » répond à une autre question : le garder ?"
        asked = f"« {typed} » est une commande"
        assert doubt in screen or asked in screen
        (line,) = station.resume(station.journal.sessions()[0].id).look().patients
        assert typed not in line.fields.values()


@pytest.mark.parametrize(
    ("lines", "doubt"),
    [
        (("r", "25h70", "n", ""), "« 25h70 » est une date, une heure ou une durée, sans autre mot : le garder ?"),
        (("w 25h70", "n", ""), "« 25h70 » est une date, une heure ou une durée, sans autre mot : le garder ?"),
        (("pa", "", "pr 2AB", "n", "non"), "« 2AB » commence par un chiffre : le garder ?"),
    ],
)
def test_a_name_that_begins_with_a_digit_is_doubted(lines: tuple[str, ...], doubt: str) -> None:
    station = station_of()
    screen = by_hand(station, PACS, *lines, "quitter")
    assert doubt in screen
    assert {ReturnAnnounced.kind, PersonNamed.kind, HandoverTaken.kind}.isdisjoint(
        event.kind for event in state_of(station).timeline
    )


def test_more_than_59_minutes_behind_hours_is_no_length() -> None:
    station = station_of()
    screen = flat(play(station, PACS, "b 25h70", "1 h 60", "1 h 59"))
    assert screen.count("Au plus 59 minutes après les heures") == 2
    assert state_of(station).expected_minutes == 119
    assert [parse_length(text) for text in ("90", "90 min", "2 h", "1 h 30")] == [90, 90, 120, 90]
