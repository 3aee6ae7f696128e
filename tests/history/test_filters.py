"""Filters and searches find what a plain loop finds, in the same order, page by page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.history.catalogue import SessionCatalogue, catalogue_of, in_list_order
from pannesi.history.index import SessionIndex
from pannesi.history.index_entry import IndexEntry, Tag
from pannesi.history.index_schema import INDEX_FILE
from pannesi.history.period import DayRange, parse_period, parse_period_words
from pannesi.history.session_filter import SessionFilter
from pannesi.history.session_filter_words import TypedFilter, filter_of
from pannesi.presentation.session_lists.session_filter import filter_words, period_filter_words
from pannesi.session import actions as want
from pannesi.support.errors import ImpossibleTime, InvalidValue, NotFound, UsageError
from tests.support.building import NIGHT
from tests.support.index_entries import index_entry
from tests.support.session_sites import HOSPITAL
from tests.support.stations import opened

TAGS = (
    Tag("case", "cas-3", "Dysfonctionnement du PACS"),
    Tag("system", "pacs", "PACS"),
    Tag("who", "celine", "Céline"),
    Tag("line", "cas-3/appel", "3.2 Prévenir l'informatique"),
    Tag("line", "cas-3/cd", "3.5 Graver un CD"),
    Tag("with", "could-not", "could-not"),
    Tag("with", "redlines", "redlines"),
    Tag("with", "to-take-over", "to-take-over"),
    Tag("with", "forced", "forced"),
)
DEMANDS: tuple[tuple[dict[str, object], tuple[int, ...]], ...] = (
    ({"case": "cas-3"}, (0,)),
    ({"system": "pac"}, (1,)),
    ({"who": "Celi"}, (2,)),
    ({"words": "prévenir"}, (3,)),
    ({"words": "3."}, (3, 4)),
    ({"could_not": True}, (5,)),
    ({"redlines": True}, (6,)),
    ({"to_take_over": True}, (7,)),
    ({"forced": True}, (8,)),
)
"""A demand, and the tags that meet it."""
SESSIONS = st.lists(
    st.tuples(st.sets(st.integers(0, len(TAGS) - 1)), st.booleans(), st.integers(0, 5)), max_size=14
)  # fmt: skip


@settings(max_examples=150)
@given(SESSIONS, st.sets(st.integers(0, len(DEMANDS) - 1), max_size=3), st.integers(1, 4), st.booleans(), st.booleans())
def test_demands_together_find_what_a_plain_loop_finds(
    made: list[tuple[set[int], bool, int]], asked: set[int], most: int, backwards: bool, oldest: bool
) -> None:
    index = SessionIndex(None)
    entries: list[IndexEntry] = []
    for number, (tags, is_open, hours) in enumerate(made):
        entries.append(index_entry(number, *(TAGS[tag] for tag in tags), is_open=is_open, title="x", hours=hours))
    index.update(entries, 1)
    words = " ".join(str(DEMANDS[at][0]["words"]) for at in asked if "words" in DEMANDS[at][0])
    others = {name: value for at in asked for name, value in DEMANDS[at][0].items() if name != "words"}
    wanted = SessionFilter(words, oldest=oldest, **others)  # type: ignore[arg-type]
    meets = [
        entry.overview
        for entry, (tags, _open, _hours) in zip(entries, made, strict=True)
        if all(tags & set(DEMANDS[at][1]) for at in asked)
    ]
    ordered = sorted(meets, key=lambda seen: (seen.began, seen.id), reverse=not oldest)
    ordered.sort(key=lambda seen: not seen.open)
    ordered = ordered[::-1] if backwards else ordered
    found: list[str] = []
    page = index.page(wanted, NIGHT, most=most, before=backwards)
    while page:
        found += [seen.id for seen in page]
        page = index.page(wanted, NIGHT, after=page[-1], most=most, before=backwards)
    assert found == [seen.id for seen in ordered]
    assert index.count(wanted) == len(found)
    index.close()


def test_a_period_takes_what_began_in_it() -> None:
    index = SessionIndex(None)
    index.update([index_entry(number, is_open=number == 2) for number in range(6)], 1)
    wanted = SessionFilter(since=NIGHT - timedelta(hours=4), until=NIGHT - timedelta(hours=1))
    assert [seen.id for seen in index.page(wanted, NIGHT)] == ["s002", "s003", "s004"]
    assert [seen.id for seen in index.page(wanted, NIGHT, most=2, before=True)] == ["s004", "s003"]
    index.close()


def test_a_session_that_changed_is_found_by_what_it_has_now_and_a_forgotten_one_by_nothing() -> None:
    index = SessionIndex(None)
    index.update([index_entry(1, TAGS[5])], 1)
    index.update([index_entry(1, TAGS[6])], 2)
    assert not index.page(SessionFilter(could_not=True), NIGHT)
    assert index.count(SessionFilter(redlines=True)) == 1
    index.forget("s001")
    assert index.count(SessionFilter()) == index.count(SessionFilter(redlines=True)) == 0
    index.close()


def in_notes(sessions: SessionCatalogue, words: str, most: int = 3) -> list[str]:
    return [name for part in sessions.search_notes(words, most) for name in part.sessions]


def test_words_in_notes_are_looked_for_in_the_whole_journal_a_part_at_a_time(tmp_path: Path) -> None:
    station = opened(tmp_path)
    names = []
    for words in ("badge perdu", "rien", "le badge"):
        desk = station.desk()
        desk.open(want.Open("cas-3", "images-invisibles"))
        desk.do(want.Note(words))
        names.append(desk.session or "")
    desk.do(want.Note("… est perdu"))
    sessions = catalogue_of(station.journal, station.site).caught_up(NIGHT)
    assert in_notes(sessions, "perdu BADGE") == [names[2], names[0]], "in one note or in several, the latest first"
    assert [(part.done, part.whole) for part in sessions.search_notes("rien", 5)] == [(1, 11), (6, 11), (11, 11)]
    found = sessions.index.select(in_notes(sessions, "badge"), SessionFilter(state="open", case="cas-3"), NIGHT)
    assert {one.id for one in found} == {names[0], names[2]}
    first, second = found
    moved = [
        replace(first, began=NIGHT),
        replace(second, began=NIGHT + timedelta(days=1)),
        replace(first, closed_at=NIGHT),
    ]
    assert in_list_order(moved) == [moved[1], moved[0], moved[2]], "open ones first, then the latest"
    assert in_list_order(moved, oldest=True) == [moved[0], moved[1], moved[2]], "open ones first, then the oldest"
    assert sessions.index.select(names, SessionFilter(exercise=True), NIGHT) == []
    sessions.close()
    station.journal.close()


def test_the_reason_of_an_end_that_was_not_reached_is_found(tmp_path: Path) -> None:
    """So is every free text that is not a patient's: which ones are is said at the class of each fact."""
    station = opened(tmp_path)
    desk = station.desk()
    desk.open(want.Open("annexe-3", "internet"))
    end = next(row for row in desk.look().rows if row.line.verb == "outcome")
    desk.do(want.CouldNot(*end.key, "le serveur refuse"))
    sessions = catalogue_of(station.journal, station.site).caught_up(NIGHT)
    assert [len(in_notes(sessions, words)) for words in ("serveur refuse", "serveur accepte")] == [1, 0]
    sessions.close()
    station.journal.close()


def test_a_night_is_found_by_its_lines_its_day_and_its_notes_but_never_by_a_patient(tmp_path: Path) -> None:
    station = opened(tmp_path)
    desk = station.desk()
    visit = desk.open(want.Open("cas-3", "images-invisibles")).current_cases[0]
    row = desk.look().rows[0]
    desk.do(want.Answer(visit, row.line.id, "plusieurs"))
    desk.do(want.Note("le badge de Zoé ne passe plus"))
    desk.do(want.AddPatient({"origin": "externe"}, "Inventée Zénobie"))
    desk.do(want.Redline(visit, row.line.id, "unclear", "quel poste"))
    sessions = catalogue_of(station.journal, station.site).caught_up(NIGHT)
    asked = {
        "poste": 1, "images 24/11/2026": 1, "20261124": 1, "20261125": 0, "badge": 0, "zénobie": 0, "quel poste": 0,
    }  # fmt: skip
    assert {words: sessions.index.count(SessionFilter(words)) for words in asked} == asked
    assert sessions.index.count(SessionFilter(redlines=True, system="pacs", case="cas-3")) == 1
    notes = {"BADGE zoe": 1, "quel poste": 1, "Zénobie": 0, "absent": 0, "": 0}
    assert {words: len(in_notes(sessions, words)) for words in notes} == notes
    sessions.close()
    content = (Path(station.journal.place).parent / "sessions.index").read_bytes()
    assert not [word for word in ("badge", "Zénobie", "nobie", "quel poste") if word.encode() in content]
    station.journal.close()


def test_a_period_is_written_as_days_months_or_years() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert parse_period("2026", "11/2026").first == date(2026, 1, 1)
    assert parse_period("2026", "11/2026").last == date(2026, 11, 30)
    assert parse_period("24/12/2026", "2026-12").last == date(2026, 12, 31)
    day = parse_period("25/10/2026", "2026-10-25")
    since, until = day.since(paris), day.until(paris)
    assert since is not None
    assert until is not None
    assert until - since == timedelta(hours=25), "the day on which summer time ends has 25 hours"
    for first, last in (("30/02/2026", None), ("demain", None), ("2026", "2025"), ("0000", None), (None, "99/2026")):
        with pytest.raises(ImpossibleTime):
            parse_period(first, last)


def test_what_is_asked_for_is_named_as_people_name_it() -> None:
    assert filter_of(TypedFilter(case="1", state="Ouvertes"), HOSPITAL) == SessionFilter(case="cas-3", state="open")
    assert filter_of(TypedFilter(case="cas-99"), HOSPITAL, ("cas-99",)).case == "cas-99"
    refused: tuple[tuple[TypedFilter, type[UsageError]], ...] = (
        (TypedFilter(case="99"), NotFound), (TypedFilter(case="cas-99"), NotFound), (TypedFilter(state="à moitié"), InvalidValue),
    )  # fmt: skip
    for asked, kind in refused:
        with pytest.raises(kind):
            filter_of(asked, HOSPITAL)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("11/2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("24/11/2026", date(2026, 11, 24), date(2026, 11, 24)),
        ("du 01/11/2026 au 30/11/2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("2025-12 2026-01", date(2025, 12, 1), date(2026, 1, 31)),
        ("depuis le 24/11/2026", date(2026, 11, 24), None),
        ("Depuis 2026", date(2026, 1, 1), None),
        ("jusqu’au 24/11/2026", None, date(2026, 11, 24)),
        ("2025..2026", date(2025, 1, 1), date(2026, 12, 31)),
        ("  ", None, None),
    ],
)
def test_a_period_is_said_as_people_say_it(said: str, first: date | None, last: date | None) -> None:
    assert (parse_period_words(said).first, parse_period_words(said).last) == (first, last)


@given(st.text(max_size=40) | st.text("du au/0123456789. -", max_size=30))
def test_whatever_is_said_is_a_period_or_a_refusal_in_words(said: str) -> None:
    refused = ""
    try:
        found = parse_period_words(said)
    except ImpossibleTime as refusal:
        refused = str(refusal)
    assert refused or found.first is None or found.last is None or found.first <= found.last


@given(st.dates(date(1970, 1, 2), date(2200, 1, 1)), st.dates(date(1970, 1, 2), date(2200, 1, 1)))
def test_the_words_of_a_period_are_a_period_that_says_the_same(one_day: date, other: date) -> None:
    paris = ZoneInfo("Europe/Paris")
    period = DayRange(min(one_day, other), max(one_day, other))
    wanted = SessionFilter(since=period.since(paris), until=period.until(paris))
    assert parse_period_words(period_filter_words(wanted, paris)) == period


def test_a_session_closed_by_force_is_found_by_that_until_the_closing_is_undone(tmp_path: Path) -> None:
    station = opened(tmp_path)
    for _number in range(2):
        desk = station.desk()
        desk.open(want.Open("cas-3", "images-invisibles"))
    desk.do(want.Close("l'équipe de jour reprend"))
    forced = SessionFilter(forced=True)
    sessions = catalogue_of(station.journal, station.site).caught_up(NIGHT)
    assert [seen.id for seen in sessions.index.page(forced, NIGHT)] == [desk.session]
    assert filter_words(forced, station.site, ZoneInfo("Europe/Paris")) == ["clôture forcée"]
    assert filter_of(TypedFilter(forced=True), station.site) == forced
    desk.do(want.UndoLast())
    assert sessions.caught_up(NIGHT).index.count(forced) == 0
    sessions.close()
    station.journal.close()


def test_an_index_of_an_earlier_program_is_made_again_with_what_it_did_not_hold(tmp_path: Path) -> None:
    """It knew no forced closing."""
    station = opened(tmp_path)
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    desk.do(want.Close("l'équipe de jour reprend"))
    catalogue_of(station.journal, station.site).caught_up(NIGHT).close()
    (index,) = tmp_path.rglob(INDEX_FILE)
    with closing(sqlite3.connect(index, isolation_level=None)) as db:
        db.execute("UPDATE made SET version = '19' || substr(version, 3)")
        db.execute("DELETE FROM tags WHERE tag IN (SELECT tag FROM names WHERE value = 'forced')")
    sessions = catalogue_of(station.journal, station.site).caught_up(NIGHT)
    assert sessions.index.count(SessionFilter(forced=True)) == 1
    sessions.close()
    station.journal.close()
