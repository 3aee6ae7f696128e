"""What earlier nights said against a line stands at that line and its contact, until it is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.application.site_selection import SelectedSite
from pannesi.history.catalogue import station_catalogue
from pannesi.history.learning.lessons import Lessons
from pannesi.history.learning.open_lessons import station_lessons
from pannesi.history.learning.redlines import record_answer, redline_queue
from pannesi.journal.audit_log import Who
from pannesi.presentation.learning.lessons import contact_lessons, line_lessons
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.procedure.checks.line_source import LinePositions
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.session import actions as want
from tests.support.plain_playing import ROOT, flat, pass_time, play, shipped, station_of

NOTICE = "Signalé faux le 24/11 par AB, sans réponse"


def night(station: Station) -> Desk:
    """A session of case 3."""
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    return desk


def signal(desk: Desk, line: str = "prevenir-informatique", about: str = "wrong") -> None:
    visit = desk.look().current_cases[0]
    desk.do(want.Redline(visit, line, about, "Inventé Martin n'y est pas"))


def learned(station: Station, **more: Any) -> Lessons:
    return station_lessons(station, station.clock.now(), **more)


def lines_said(station: Station, desk: Desk) -> list[str]:
    lessons = learned(station, besides=desk.session)
    view = View(desk.procedure, desk.state, desk.look(), None, "CD", FULL_SCREEN, lessons=lessons)
    return [words for row in view.walk.rows for words in line_lessons(view, row)]


def answered(station: Station, **answer: str) -> None:
    sessions = station_catalogue(station).caught_up(station.clock.now())
    (queued,) = redline_queue(sessions, LinePositions({}), station.clock.now(), only_open=True)
    record_answer(station.journal, queued, Who(station.clock.now, station.new_id, "référent"), **answer)


def a_call() -> str:
    unit = shipped().site.unit_by_id["cas-3"]
    calls = [
        place.line for key, place in shipped().site.places.items() if key[0] == unit.id and place.line.verb == "call"
    ]
    return next(line.id for line in calls if line.value == "service-informatique")


@pytest.mark.parametrize("answer", [{"corrected": "2026-12"}, {"declined": "le numéro est bon"}])
def test_a_line_that_was_signalled_says_so_in_the_next_session_until_somebody_answers(answer: dict[str, str]) -> None:
    station = station_of()
    first = night(station)
    signal(first, a_call())
    assert not lines_said(station, first)
    pass_time(station, timedelta(days=2))
    second = night(station)
    assert lines_said(station, second) == [NOTICE]
    lessons = learned(station)
    for contact in ("astreinte-informatique", "service-informatique"):
        (said,) = contact_lessons(station.site.contacts, lessons, contact)
        assert said.startswith("3.6 Prévenir le service informatique : signalé faux le 24/11")
    assert not list(contact_lessons(station.site.contacts, lessons, "philips"))
    assert "Martin" not in repr(lessons)
    answered(station, **answer)
    assert not lines_said(station, second)


def test_a_signal_that_was_undone_is_not_told() -> None:
    station = station_of()
    first = night(station)
    signal(first, a_call())
    assert learned(station).waiting
    first.do(want.Undo(first.state.timeline[-1].id))
    assert not learned(station).waiting


def test_an_exercise_teaches_exercises_only_and_a_real_night_both() -> None:
    station = station_of(exercise=True)
    signal(night(station), a_call())
    real = station_of(journal=station.journal)
    real.new_id = station.new_id
    assert not learned(real).waiting
    signal(night(real), a_call(), "unclear")
    assert [lesson.about for lesson in learned(real).waiting] == ["unclear"]
    assert sorted(lesson.about for lesson in learned(station).waiting) == ["unclear", "wrong"]


def test_another_hospital_in_the_same_journal_teaches_nothing() -> None:
    station = station_of()
    signal(night(station), a_call())
    elsewhere = replace(
        shipped().site, digest="f" * 64, contacts=shipped().site.contacts.replace(site="Autre hôpital inventé")
    )
    other = station_of(SelectedSite(elsewhere, {}, SiteFolder(ROOT / "tests")), journal=station.journal)
    assert not learned(other).waiting
    assert learned(station).waiting


def test_line_by_line_the_notice_stands_in_the_card_and_at_the_contact() -> None:
    station = station_of()
    signal(night(station), a_call())
    screen = flat(play(station, "6", "2", "1", "1", "liste", "contacts"))
    assert NOTICE in screen
    assert "3.6 Prévenir le service informatique : signalé faux le 24/11 par AB, sans réponse" in screen
