"""Line by line: when the outage began and who found it, who saw its return and where."""

from __future__ import annotations

import pytest

from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from tests.support.plain_playing import ALERTED, PACS, flat, play, state_of, station_of
from tests.support.session_playing import alerted


@pytest.mark.parametrize("command", [("h", "1", "0250"), ("h 1", "0250")])
def test_after_the_hour_of_the_beginning_it_is_asked_who_found_the_outage(command: tuple[str, ...]) -> None:
    station = station_of()
    screen = flat(play(station, PACS, *command, "3", "", "quitter"))
    found = state_of(station).slot("found").head
    assert screen.count("Qui a constaté la panne ?") == 1
    assert found is not None
    assert found.text == "radiologue"
    again = flat(play(station, "", "h 1", "0245", "", "quitter"))
    assert "Qui a constaté la panne ?" not in again, "it is noted already"


def test_who_found_it_is_asked_alone_by_the_number_of_that_choice() -> None:
    station = station_of()
    screen = flat(play(station, PACS, "h 4", "AB", "quitter"))
    assert "Quelle heure ?" not in screen
    found = state_of(station).slot("found").head
    assert found is not None
    assert found.text == "AB"


def test_a_return_that_says_who_is_asked_where_and_keeps_its_hour() -> None:
    station = station_of()
    screen = flat(play(station, *ALERTED, "h 1", "0250", "", "r AB depuis 0310", "scanner 2", "", "quitter"))
    returned = state_of(station).heads("return")[0]
    assert "Qui l'a constaté ?" not in screen
    assert returned.text == "AB, scanner 2"
    assert returned.payload["since"].startswith("2026-11-24T02:10")


@pytest.mark.parametrize("seen", ["manip", "AB ", ",AB"])
def test_who_alone_is_refused_with_what_to_add_in_both_faces(seen: str) -> None:
    played, visit = alerted()
    with pytest.raises(Refused, match="et vu sur quel poste"):
        played.do(want.AnnounceReturn(visit, seen))
    played.do(want.AnnounceReturn(visit, "manip, scanner 2"))


def test_a_return_before_the_outage_is_refused_with_the_command_that_corrects_its_beginning() -> None:
    screen = flat(play(station_of(), *ALERTED, "r AB, scanner 2 depuis 0100", "", "quitter"))
    assert "est avant le début de la panne" in screen
    assert "h le corrige, une fois cette question quittée" in screen


def test_a_patient_of_whom_something_is_missing_is_said_to_be_incomplete_at_once() -> None:
    screen = flat(play(station_of(), "7", "p", "1", "", "", "INVENTÉE", *[""] * 25, "quitter"))
    assert "A-01 enregistré, INCOMPLET : " in screen
