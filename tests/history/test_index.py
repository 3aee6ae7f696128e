"""The index of sessions: lists as the journal has them, made again when it is lost, shared without harm."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.history.catalogue import SessionCatalogue, catalogue_of
from pannesi.history.index import FIRST_TRY, SessionIndex
from pannesi.history.index_entry import Tag
from pannesi.history.index_schema import INDEX_FILE
from pannesi.history.session_filter import SessionFilter
from pannesi.journal.audit_entries import RemovalEntry
from pannesi.journal.audit_log import Who, record
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.session import actions as want
from tests.support.building import NIGHT
from tests.support.index_entries import index_entry
from tests.support.stations import opened


@given(st.lists(st.booleans(), max_size=30), st.integers(1, 7))
def test_pages_laid_end_to_end_are_the_whole_list_each_session_once(opens: list[bool], most: int) -> None:
    index = SessionIndex(None)
    index.update([index_entry(number, is_open=is_open) for number, is_open in enumerate(opens)], 1)
    found: list[str] = []
    page = index.page(SessionFilter(), NIGHT, most=most)
    while page:
        found += [row.id for row in page]
        page = index.page(SessionFilter(), NIGHT, after=page[-1], most=most)
    expected = [f"s{n:03}" for n, is_open in enumerate(opens) if is_open]
    expected += [f"s{n:03}" for n, is_open in enumerate(opens) if not is_open]
    assert found == expected
    index.close()


def test_words_find_whatever_their_accents_and_exercises_stay_apart() -> None:
    index = SessionIndex(None)
    index.update(
        [
            index_entry(1, title="Étiquette du patient"),
            index_entry(2, title="PACS"),
            index_entry(3, exercise=True, title="PACS"),
        ],
        1,
    )
    assert [row.id for row in index.page(SessionFilter("etiquette"), NIGHT)] == ["s001"]
    assert index.count(SessionFilter("pacs")) == 1
    index.close()


def test_an_index_of_another_journal_begins_anew() -> None:
    index = SessionIndex(None)
    index.mark("first")
    index.update([index_entry(1)], 9)
    assert (index.mark("first"), index.count(SessionFilter())) == (9, 1)
    assert (index.mark("second"), index.count(SessionFilter())) == (0, 0)
    index.close()


def test_a_lost_or_broken_index_file_is_made_again_from_the_journal(tmp_path: Path) -> None:
    station = opened(tmp_path)
    station.desk().open(want.Open("cas-3", "images-invisibles"))
    sessions = catalogue_of(station.journal, station.site).caught_up(NIGHT)
    before = tuple(sessions.real_and_exercises(NIGHT))
    sessions.close()
    assert len(before) == 1
    beside = Path(station.journal.place).with_name(INDEX_FILE)
    for content in (None, b"ceci n'est pas une base"):
        beside.unlink()
        if content is not None:
            beside.write_bytes(content)
        again = catalogue_of(station.journal, station.site).caught_up(NIGHT)
        assert tuple(again.real_and_exercises(NIGHT)) == before
        again.close()
    assert isinstance(station.journal, SqliteJournal)
    station.journal.close()


def test_catching_up_reads_a_little_at_a_time_and_says_when_it_is_done(tmp_path: Path) -> None:
    station = opened(tmp_path)
    for _time in range(3):
        station.desk().open(want.Open("cas-3", "images-invisibles"))
    sessions = catalogue_of(station.journal, station.site)
    turns = 1
    while not sessions.catch_up(NIGHT, most=2):
        turns += 1
    assert turns > 1
    assert len(tuple(sessions.real_and_exercises(NIGHT))) == 3
    sessions.close()
    station.journal.close()


def test_another_process_that_writes_the_index_is_waited_for_later_and_nothing_is_lost(tmp_path: Path) -> None:
    station = opened(tmp_path)
    station.desk().open(want.Open("cas-3", "images-invisibles"))
    sessions = catalogue_of(station.journal, station.site).caught_up(NIGHT)
    station.desk().open(want.Open("cas-2", "ris"))
    other = sqlite3.connect(Path(station.journal.place).with_name(INDEX_FILE), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert sessions.catch_up(NIGHT)
    assert (sessions.index_locked, len(tuple(sessions.real_and_exercises(NIGHT))), sessions.unread_events() > 0) == (
        True,
        1,
        True,
    )
    other.execute("ROLLBACK")
    assert sessions.catch_up(NIGHT)
    assert (sessions.index_locked, len(tuple(sessions.real_and_exercises(NIGHT))), sessions.unread_events()) == (
        False,
        2,
        0,
    )
    assert not sessions.index.in_memory
    sessions.close()
    other.close()
    station.journal.close()


@pytest.mark.parametrize("hold", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_file_that_is_held_for_good_is_neither_waited_for_nor_taken_away(tmp_path: Path, hold: str) -> None:
    station = opened(tmp_path)
    station.desk().open(want.Open("cas-3", "images-invisibles"))
    beside = Path(station.journal.place).with_name(INDEX_FILE)
    catalogue_of(station.journal, station.site).caught_up(NIGHT).close()
    before = catalogue_of(station.journal, station.site)
    station.desk().open(want.Open("cas-2", "ris"))
    other = sqlite3.connect(beside, isolation_level=None)
    other.execute(hold)
    assert len(tuple(before.caught_up(NIGHT).real_and_exercises(NIGHT))) == 2
    later = catalogue_of(station.journal, station.site)
    assert len(tuple(later.caught_up(NIGHT).real_and_exercises(NIGHT))) == 2
    other.execute("ROLLBACK")
    assert other.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
    for one_of in (before, later):
        one_of.close()
    other.close()
    station.journal.close()


def test_what_another_process_read_later_is_not_put_back_to_what_it_was() -> None:
    index = SessionIndex(None)
    index.update([index_entry(1, title="PACS")], 9)
    older = replace(index_entry(1, title="Réseau").overview, events=1)
    assert index.update([replace(index_entry(1), overview=older)], 3)
    assert [row.title for row in index.page(SessionFilter(), NIGHT)] == ["PACS"]
    index.close()


def test_of_a_session_that_is_forgotten_no_word_stays_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / INDEX_FILE
    index = SessionIndex(path)
    index.update([index_entry(1, title="Réseau"), index_entry(2, title="PACS")], 1)
    index.update([index_entry(1, Tag("who", "inventee", "Inventée"), title="Autre titre")], 2)
    assert "Inventée".encode() in path.read_bytes()
    assert index.forget("s001")
    assert [row.id for row in index.page(SessionFilter(), NIGHT)] == ["s002"]
    index.close()
    content = path.read_bytes()
    for words in ("Inventée", "inventee", "Autre titre", "Réseau", "s001"):
        assert words.encode() not in content


def test_a_session_removed_from_the_journal_leaves_the_index_that_is_in_use(tmp_path: Path) -> None:
    station = opened(tmp_path)
    for symptom in (("cas-3", "images-invisibles"), ("cas-2", "ris")):
        station.desk().open(want.Open(*symptom))
    sessions = catalogue_of(station.journal, station.site).caught_up(NIGHT)
    gone, kept = (row.id for row in sessions.real_and_exercises(NIGHT))
    entry = RemovalEntry(
        session=gone, heads=(), events=0, patients=0, exercise=False, first_at="", last_at="", why="retention"
    )
    record(station.journal, entry, Who(lambda: NIGHT, station.new_id, "CD"))
    assert [row.id for row in sessions.caught_up(NIGHT).real_and_exercises(NIGHT)] == [kept]
    sessions.close()
    assert gone.encode() not in Path(station.journal.place).with_name(INDEX_FILE).read_bytes()
    station.journal.close()


def test_an_index_that_left_its_file_comes_back_when_it_is_free_and_takes_along_what_it_read(tmp_path: Path) -> None:
    station = opened(tmp_path)
    station.desk().open(want.Open("cas-3", "images-invisibles"))
    catalogue_of(station.journal, station.site).caught_up(NIGHT).close()
    beside = Path(station.journal.place).with_name(INDEX_FILE)
    hours = [0.0]
    sessions = SessionCatalogue(station.journal, SessionIndex(beside, lambda: hours[0]), station.site)
    station.desk().open(want.Open("cas-2", "ris"))
    other = sqlite3.connect(beside, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert len(list(sessions.caught_up(NIGHT).real_and_exercises(NIGHT))) == 2
    assert sessions.index.in_memory
    hours[0] += FIRST_TRY
    assert sessions.catch_up(NIGHT)
    assert sessions.index.in_memory
    other.execute("ROLLBACK")
    hours[0] += FIRST_TRY
    assert sessions.catch_up(NIGHT)
    assert sessions.index.in_memory, "after a failure it waits longer"
    hours[0] += FIRST_TRY
    assert sessions.catch_up(NIGHT)
    assert not sessions.index.in_memory
    assert other.execute("SELECT count(*) FROM sessions").fetchone() == (2,)
    assert (sessions.unread_events(), len(list(sessions.real_and_exercises(NIGHT)))) == (0, 2)
    sessions.close()
    other.close()
    station.journal.close()


def test_coming_back_never_puts_what_another_process_read_later_back_to_what_it_was(tmp_path: Path) -> None:
    beside, hours = tmp_path / INDEX_FILE, [0.0]
    index = SessionIndex(beside, lambda: hours[0])
    index.mark("journal")
    index.leave_file()
    index.mark("journal")
    index.update([index_entry(1)], 4)
    other = SessionIndex(beside)
    other.mark("journal")
    other.update([index_entry(1, title="Réseau"), index_entry(2)], 9)
    hours[0] += FIRST_TRY
    assert index.return_to_file()
    assert (index.mark("journal"), index.count(SessionFilter())) == (9, 2)
    index.close()
    other.close()


def test_a_file_that_spoils_while_it_is_used_is_taken_away_and_made_again(tmp_path: Path) -> None:
    beside, hours = tmp_path / INDEX_FILE, [0.0]
    index = SessionIndex(beside, lambda: hours[0])
    index.mark("journal")
    index.update([index_entry(number, title="x" * 400) for number in range(200)], 7)
    size = beside.stat().st_size
    content = beside.read_bytes()
    beside.write_bytes(content[:24] + b"\x7f" * 4 + content[28:100] + b"\xff" * (size - 100))
    assert index.mark("journal") == 0
    assert index.in_memory
    assert index.update([index_entry(1)], 7)
    hours[0] += FIRST_TRY
    assert index.return_to_file()
    assert (index.mark("journal"), index.count(SessionFilter())) == (7, 1)
    index.close()
    again = SessionIndex(beside)
    assert (again.mark("journal"), again.in_memory) == (7, False)
    again.close()


def test_nobody_waits_for_who_reads_figures_and_those_are_of_one_moment(tmp_path: Path) -> None:
    index = SessionIndex(tmp_path / INDEX_FILE)
    index.update([index_entry(1)], 1)
    with ThreadPoolExecutor(1) as another, index.snapshot() as db:
        read = "SELECT count(*) FROM sessions"
        assert db.execute(read).fetchone() == (1,)
        assert another.submit(index.count, SessionFilter()).result(timeout=10) == 1
        assert (
            another.submit(index.update, [index_entry(2)], 2).result(timeout=10) is False
        )  # later: the file is being read
        assert db.execute(read).fetchone() == (1,)
    assert index.update([index_entry(2)], 2)
    with index.snapshot() as db:
        assert db.execute(read).fetchone() == (2,)
        with pytest.raises(sqlite3.Error):
            db.execute("DELETE FROM sessions")
    index.close()


def test_figures_of_a_file_that_spoiled_are_those_of_one_made_again(tmp_path: Path) -> None:
    index = SessionIndex(tmp_path / INDEX_FILE)
    index.update([index_entry(1)], 1)
    (tmp_path / INDEX_FILE).write_bytes(b"no index" * 1000)
    with index.snapshot() as db:
        assert db.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
    assert index.in_memory
    index.close()


def test_the_next_act_the_entries_and_the_clock_of_an_exercise_are_kept() -> None:
    index, entry = SessionIndex(None), index_entry(1, exercise=True, is_open=True)
    kept = replace(
        entry.overview, next_act="Prévenir", entered=("cas-3/images-invisibles",), shift=timedelta(hours=-3, minutes=4)
    )
    index.update([replace(entry, overview=kept)], 1)
    (read,) = index.page(SessionFilter(exercise=True), NIGHT)
    assert (read.next_act, read.entered, read.shift) == (kept.next_act, kept.entered, kept.shift)
    index.close()
