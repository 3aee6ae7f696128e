"""Line by line too, each answer about a patient is kept as it is given, and what is given up leaves no word."""

from __future__ import annotations

from pannesi.application.context import Station
from pannesi.session.facts.patients import DutyDone, StepReconciled
from tests.support.plain_playing import ALERTED, flat, play, state_of, station_of
from tests.support.plain_words import lines

HALF = (*ALERTED, "p", "1", "1", "ZZInventé")


def texts(station: Station) -> list[str]:
    """The free texts of the latest session with the invented name."""
    return [event.text for event in state_of(station).timeline if event.text and "ZZ" in event.text]


def test_an_input_that_ends_in_the_middle_leaves_a_line_to_finish() -> None:
    station = station_of()
    screen = flat(play(station, *HALF))
    assert "✓ A-01 : chaque réponse est gardée. Un point seul arrête." in screen
    assert [(line.draft, line.fields) for line in lines(station)] == [(True, {"nom": "ZZInventé"})]
    screen = flat(play(station, "", "d", "l 1", "1", "", "", "", "", "", ""))
    assert "SAISIE PAS FINIE" in screen
    assert "1 finir la saisie" in screen
    assert [line.draft for line in lines(station)] == [False]


def test_a_dot_alone_stops_and_the_line_is_kept_or_given_up() -> None:
    station = station_of()
    screen = flat(play(station, *HALF, ".", "1", "p 1", "4"))
    assert "A-01 gardé : saisie à finir" in screen
    assert "saisie abandonnée, rien n'en est gardé : A-01" in screen
    assert (lines(station), texts(station)) == ((), [])
    play(station, "", "p", "1", "1", "ZZAutre", ".", "2")
    assert (lines(station), texts(station)) == ((), [])
    play(station, "", "p", ".")
    assert lines(station) == ()
    play(station, "", "p", "1", "1", "ZZAutre", "", "")
    assert [line.label for line in lines(station)] == ["A-03"]


def test_the_history_tells_a_line_once_however_many_fields_it_has() -> None:
    station = station_of()
    screen = play(station, *HALF, "", "", "jo")
    text = flat(screen).split("session ouverte")[-1]
    assert text.count("patient noté : A-01") == 2, "once when it was saved, once in the history"
    assert "patient corrigé" not in text


def test_a_number_shown_in_the_open_list_never_comes_to_name_another_thing() -> None:
    station = station_of()
    two = (*ALERTED, "p", "1", "1", "ZZUn", "", "", "p", "1", "1", "ZZDeux", "", "")
    screen = flat(play(station, *two, "d", "1", "1", "1", ""))
    done = [event for event in state_of(station).timeline if event.kind in (DutyDone.kind, StepReconciled.kind)]
    assert [event.payload["patient"] for event in done] == [lines(station)[0].id]
    assert screen.count("est déjà dit. l A-01 ouvre la ligne.") == 2


def test_entry_all_the_way_notes_nobody_and_says_so() -> None:
    station = station_of()
    screen = flat(play(station, *ALERTED, "p", *[""] * 7))
    assert "Rien n'est rempli : rien n'est noté." in screen
    assert "Redonner l'heure" not in screen
    assert lines(station) == ()
