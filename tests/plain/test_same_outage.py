"""Line by line, two sessions are said to be the same outage, in the chains of both, and that is taken back."""

from __future__ import annotations

from pannesi.application.context import Station
from pannesi.documents.page import ReportPage
from pannesi.documents.report.session_report import report_page
from pannesi.history.session_record import read_session
from pannesi.session import actions as want
from pannesi.session.facts.session import SameOutage
from tests.support.plain_playing import NIGHT, PACS, flat, play, site_of, station_of


def two_outages() -> tuple[Station, str, str]:
    """Two sessions at the same hours, the second one opened last."""
    station = station_of()
    play(station, PACS, "quitter")
    play(station, "4", "1", "quitter")
    second, first = (row.id for row in station.journal.sessions())
    return station, first, second


def said(station: Station, session: str, other: str) -> bool:
    desk = station.resume(session)
    return desk.state.slot("same", other).head is not None


def same_in_report(station: Station, session: str) -> str:
    record = read_session(station.journal, site_of(station), session, NIGHT)
    page: ReportPage = report_page(record, patients=False)
    rows = [row for row in page.summary if row[0] == "Même panne que"]
    return rows[0][1] if rows else ""


def test_a_session_proposed_is_said_the_same_in_both_chains_and_taken_back_in_both() -> None:
    station, first, second = two_outages()
    screen = flat(play(station, "mp", "1", "quitter", resume=second))
    assert f"1 {first}" in screen
    assert f"Même panne : {second} et {first}." in screen
    assert "SUR UN AUTRE POSTE" not in screen
    assert said(station, first, second)
    assert said(station, second, first)
    screen = flat(play(station, "même panne", "1", "quitter", resume=first))
    assert f"1 même panne que {second} (dit dans les deux) : le reprendre" in screen
    assert f"Plus la même panne : {first} et {second}." in screen
    assert not said(station, first, second)
    assert not said(station, second, first)


def test_the_beginning_of_its_id_is_enough_and_undoing_takes_both_halves_back() -> None:
    station, first, second = two_outages()
    screen = flat(play(station, f"mp {first}", f"mp {first}", "mp 2099", f"mp {second}", "quitter", resume=second))
    assert f"Même panne : {second} et {first}." in screen
    assert "C'était déjà dit." in screen
    assert "Donner une autre session que celle-ci." in screen
    assert "2099" in screen.partition("C'était déjà dit.")[2]
    assert said(station, first, second)
    assert said(station, second, first)
    screen = flat(play(station, "u", "quitter", resume=second))
    assert f"Plus la même panne : {second} et {first}." in screen
    assert not said(station, first, second)
    assert not said(station, second, first)


def test_where_no_session_is_near_what_may_be_typed_is_said() -> None:
    station = station_of()
    screen = flat(play(station, PACS, "mp", "mp ?", "quitter"))
    assert screen.count("Aucune autre session à ces heures-là. Une autre : mp et le début de son numéro") == 2


def test_the_report_says_which_half_is_missing_from_either_side() -> None:
    station, first, second = two_outages()
    desk = station.resume(first)
    desk.do(want.SaySameOutage(second))
    assert same_in_report(station, first) == f"{second} (dit ici, pas dans l'autre)"
    assert same_in_report(station, second) == f"{first} (dit dans l'autre, pas ici)"
    screen = flat(play(station, "mp", "1", "quitter", resume=second))
    assert f"1 même panne que {first} (dit dans l'autre, pas ici) : le dire dans les deux" in screen
    assert (same_in_report(station, first), same_in_report(station, second)) == (second, first)
    desk.refresh()
    desk.do(want.UndoLast())
    assert same_in_report(station, first) == f"{second} (repris ici, dit encore dans l'autre)"
    assert same_in_report(station, second) == f"{first} (dit ici, repris dans l'autre)"


def test_undone_by_its_number_in_the_history_both_halves_go_too() -> None:
    station, first, second = two_outages()
    play(station, f"mp {first}", "quitter", resume=second)
    timeline = station.resume(second).state.timeline
    rank = next(rank for rank, event in enumerate(timeline, start=1) if isinstance(event.body, SameOutage))
    screen = flat(play(station, f"u {rank}", "quitter", resume=second))
    assert f"Plus la même panne : {second} et {first}." in screen
    assert not said(station, first, second)
    assert not said(station, second, first)
