"""A number noted one night is shown to the next ones, never as a written one, until it is written or removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pannesi.application.context import Station
from pannesi.application.retention.erase import carry_out_plan, plan_for_session
from pannesi.application.session_service import Desk
from pannesi.application.site_selection import SelectedSite
from pannesi.history.catalogue import station_catalogue
from pannesi.history.learning.lessons import Lesson, Lessons, NotedNumber, NumberReply
from pannesi.history.learning.noted_numbers import answer_number, noted_numbers, number_named
from pannesi.history.learning.open_lessons import station_lessons
from pannesi.journal.audit_log import Who
from pannesi.presentation.calls.call_brief import contact_without_number
from pannesi.presentation.calls.noted_numbers import number_lines, number_notices, row_number_notices
from pannesi.presentation.line.frame_words import frame_lines
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.procedure.availability.reachability import contact_at, has_spoken_number, reachability_words
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.session import actions as want
from pannesi.support.errors import Ambiguous, NotFound
from tests.support.plain_playing import NIGHT, ROOT, flat, pass_time, play, shipped, station_of

NUMBER = "05 59 00 00 00"
NOTICE = f"noté le 24/11 par AB, non validé : {NUMBER}"


def night(station: Station, exercise: bool = False) -> Desk:
    """A session of case 3, whose call has no written number."""
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles", exercise=exercise))
    return desk


def view_of(station: Station, desk: Desk) -> View:
    lessons = station_lessons(station, station.clock.now(), besides=desk.session)
    return View(desk.procedure, desk.state, desk.look(), None, "CD", FULL_SCREEN, lessons=lessons)


def note(desk: Desk, words: str) -> str:
    """Notes words at the first call without a number; returns whom it calls."""
    view = View.of(desk)
    row, contact = next((row, name) for row in view.walk.rows if (name := contact_without_number(view, row)))
    desk.do(want.Note(words, *row.key, contact=contact))
    return contact


def learned(station: Station) -> Lessons:
    return station_lessons(station, station.clock.now())


def framed(station: Station, desk: Desk) -> list[str]:
    view = view_of(station, desk)
    row = next(row for row in view.walk.rows if contact_without_number(view, row))
    return [line.words for line in frame_lines(view, row)]


def who(station: Station) -> Who:
    return Who(station.clock.now, station.new_id, "CD")


def only_number(station: Station) -> NotedNumber:
    index = station_catalogue(station).caught_up(station.clock.now()).index
    (noted,) = noted_numbers(station.journal, index.lessons(exercise=False))
    return noted


def test_a_number_noted_stands_at_the_call_and_at_the_contact_of_later_nights() -> None:
    station = station_of()
    first = night(station)
    contact = note(first, f"{NUMBER}, demander Martin Inventé")
    assert not view_of(station, first).lessons.any
    pass_time(station, timedelta(days=2))
    second = night(station)
    frame = framed(station, second)
    missing = next(number for number, words in enumerate(frame) if words == contact_name(station, contact))
    assert frame.index(NOTICE) > missing
    lessons = learned(station)
    assert list(number_notices(station.site.contacts, lessons, contact)) == [NOTICE]
    assert not list(number_notices(station.site.contacts, lessons, "philips"))
    assert "Martin" not in repr(lessons)
    group = contact_at(station.site.contacts, "service-informatique", NIGHT)
    assert list(row_number_notices(station.site.contacts, lessons, group)) == [NOTICE]
    assert not list(
        row_number_notices(station.site.contacts, lessons, contact_at(station.site.contacts, "philips", NIGHT))
    )
    row = contact_at(station.site.contacts, contact, station.clock.now())
    assert not has_spoken_number(row)
    assert "répond maintenant" not in reachability_words(row, NIGHT, view_of(station, second).zone)


def contact_name(station: Station, contact: str) -> str:
    return station.site.contact_by_id[contact].name


def test_what_is_no_number_or_was_undone_teaches_nothing() -> None:
    station = station_of()
    first = night(station)
    note(first, "personne ne l'a")
    assert not learned(station).any
    note(first, NUMBER)
    assert learned(station).any
    first.do(want.Undo(first.state.timeline[-1].id))
    assert not learned(station).any


def test_the_words_of_an_erased_session_take_the_number_away(tmp_path: Path) -> None:
    station = station_of()
    first = night(station)
    note(first, NUMBER)
    assert learned(station).any
    first.do(want.Close("essai inventé"))
    plan = plan_for_session(station.journal, str(first.session), None, station.site, lambda files: None)
    carry_out_plan(station.journal, plan, who(station))
    assert not learned(station).any
    assert only_number(station).number == ""


def test_the_referent_confirms_it_or_removes_it() -> None:
    station = station_of()
    contact = note(night(station), NUMBER)
    pass_time(station, timedelta(days=2))
    confirmed = answer_number(station.journal, only_number(station), who(station), confirmed=True)
    assert confirmed == only_number(station)
    (said,) = number_notices(station.site.contacts, learned(station), contact)
    assert said == f"noté le 24/11 par AB, confirmé par CD le 26/11 : {NUMBER}"
    lines = list(number_lines(confirmed, station.site.contacts, "contacts.yaml:12", lambda day: f"{day:%d/%m}"))
    assert any("contacts.yaml:12" in words and contact in words and NUMBER in words for words in lines)
    answer_number(station.journal, only_number(station), who(station), confirmed=False, why="faux\x1b[2J numéro")
    assert not learned(station).any
    removed = list(number_lines(only_number(station), station.site.contacts, "", lambda day: f"{day:%d/%m}"))
    assert removed[-1] == "noté le 24/11 par AB, retiré par CD le 26/11 (faux␛[2J numéro)"


def test_once_a_number_is_written_the_noted_one_is_said_at_the_list_of_the_referent_only() -> None:
    station = station_of()
    contact = note(night(station), NUMBER)
    lessons, contacts = learned(station), station.site.contacts
    theirs = station.site.contact_by_id[contact]
    phone = type(next(channel for each in contacts.contacts for channel in each.channels))(kind="phone", value="4021")
    filled = contacts.replace(
        contacts=tuple(each.replace(channels=(phone,)) if each is theirs else each for each in contacts.contacts)
    )
    assert list(number_notices(contacts, lessons, contact))
    assert not list(number_notices(filled, lessons, contact))
    (*_others, last) = number_lines(only_number(station), filled, "contacts.yaml", lambda day: f"{day:%d/%m}")
    assert "4021" in last


def test_exercises_and_other_hospitals_teach_nothing() -> None:
    station = station_of(exercise=True)
    note(night(station, exercise=True), NUMBER)
    real = station_of(journal=station.journal)
    real.new_id = station.new_id
    assert learned(station).any
    assert not learned(real).any
    note(night(real), "4021")
    assert [noted.number for noted in learned(real).numbers] == ["4021"]
    elsewhere = replace(
        shipped().site, digest="f" * 64, contacts=shipped().site.contacts.replace(site="Autre hôpital inventé")
    )
    other = station_of(SelectedSite(elsewhere, {}, SiteFolder(ROOT / "tests")), journal=station.journal)
    assert not learned(other).any


def test_a_number_noted_twice_is_said_once_and_the_confirmed_one_first() -> None:
    def noted(event: str, number: str, reply: NumberReply | None = None) -> NotedNumber:
        return NotedNumber(Lesson("number", "s", event, "u/l", "", "garde", "", "AB", NIGHT), number, reply)

    kept = noted("b", "05.59.00.00.00", NumberReply(confirmed=True, words="", who="CD", at=NIGHT))
    lessons = Lessons((), (noted("a", "4021"), noted("c", NUMBER), kept))
    assert [each.lesson.event for each in lessons.numbers_of("garde")] == ["b", "a"]
    assert not lessons.numbers_of("autre")
    assert number_named(lessons.numbers, "B ").lesson.event == "b"
    with pytest.raises(NotFound):
        number_named(lessons.numbers, "")
    with pytest.raises(Ambiguous):
        number_named((*lessons.numbers, noted("da", "1234"), noted("db", "1234")), "d")
    assert number_named((*lessons.numbers, noted("aa", "1234")), "a").lesson.event == "a", "the whole id"


def test_line_by_line_the_number_stands_in_the_card_and_at_the_contact() -> None:
    station: Any = station_of()
    note(night(station), NUMBER)
    screen = flat(play(station, "6", "2", "1", "1", "contacts"))
    assert screen.count(NOTICE) >= 2
