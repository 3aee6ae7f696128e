"""Another program holds the journal: said after a second, left after five for a stand-in, come back to when free."""

from __future__ import annotations

import io
import itertools
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pannesi.application.context import Station
from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.application.session_service import Desk
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.stand_in.return_to_main import FIRST_TRY, LAST_TRY, MainJournalRetry
from pannesi.journal.stand_in_journal import open_journal
from pannesi.journal.store import BUSY_SECONDS, Busy
from pannesi.journal.writer import LOCK_WAIT_WORDS, JournalWriter, LockWait
from pannesi.plain.app import run_plain
from pannesi.session import actions as want
from pannesi.support.console import Output
from tests.support.driving import enter, play, press, running, screen_text, settled, station
from tests.support.plain_playing import ROOT
from tests.support.writers import draft, fake_writer


@dataclass
class Time:
    """A clock that only pauses move, and what happens meanwhile."""

    now: float = 100.0
    said: list[tuple[float, bool]] = field(default_factory=list)
    meanwhile: Callable[[], object] | None = None
    at: float = 0.0

    def __post_init__(self) -> None:
        def tell(waits: bool) -> None:
            self.said.append((round(self.now - 100, 1), waits))

        self.waiting = LockWait(tell, lambda: self.now, self.pause)

    def pause(self, seconds: float) -> None:
        self.now += seconds
        if self.meanwhile is not None and self.now >= 100 + self.at:
            act, self.meanwhile = self.meanwhile, None
            act()

    def when(self, at: float, act: Callable[[], object]) -> None:
        self.at, self.meanwhile = at, act

    def writer(self, writer: str = "w1") -> JournalWriter:
        return replace(fake_writer(writer), waiting=self.waiting)


def holding(path: Path, how: str = "BEGIN EXCLUSIVE") -> sqlite3.Connection:
    """Another program that holds the journal until it is closed."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute(how)
    if how == "BEGIN":
        other.execute("SELECT * FROM events").fetchone()
    return other


def kept(folder: Path, time: Time) -> tuple[SqliteJournal, Path]:
    journal = SqliteJournal(folder / "journal.db", time.writer(), patience=BUSY_SECONDS)
    journal.append([draft("a")])
    return journal, folder / "journal.db"


@pytest.mark.parametrize("how", ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE", "BEGIN"])
def test_a_held_journal_is_said_after_a_second_and_given_up_after_five(how: str, tmp_path: Path) -> None:
    time = Time()
    journal, path = kept(tmp_path, time)
    other = holding(path, how)
    began = time.now
    with pytest.raises(Busy, match="occupé"):
        journal.append([draft("b")])
    assert BUSY_SECONDS <= time.now - began < BUSY_SECONDS + 0.1
    assert [waits for _at, waits in time.said][:1] == [True]
    assert time.said[0][0] == pytest.approx(1.0, abs=0.1)
    assert time.said[-1][1] is False
    other.close()
    assert [one.id for one in journal.append([draft("b")])] == ["b"]
    assert journal.verify() == ()


@pytest.mark.parametrize("how", ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE", "BEGIN"])
def test_eight_busy_programs_that_keep_it_for_four_seconds_are_waited_for(how: str, tmp_path: Path) -> None:
    time = Time()
    journal, path = kept(tmp_path, time)
    other = holding(path, how)
    time.when(4.0, other.close)
    assert [one.id for one in journal.append([draft("b", text="mot")])] == ["b"]
    assert [one.text for one in journal.events("s1")] == [None, "mot"]
    assert {waits for _at, waits in time.said} == {True, False}


def test_a_wait_of_less_than_a_second_is_not_said(tmp_path: Path) -> None:
    time = Time()
    journal, path = kept(tmp_path, time)
    time.when(0.9, holding(path).close)
    journal.append([draft("b")])
    assert time.said == []


def test_what_a_screen_asks_several_times_a_second_waits_for_nobody(tmp_path: Path) -> None:
    time = Time()
    journal, path = kept(tmp_path, time)
    journal.changed()
    other = holding(path)
    assert not journal.changed()
    assert not journal.has_lost("s1")
    assert time.now == 100.0
    other.close()


def test_a_start_beside_a_held_journal_says_so_and_goes_on_in_a_stand_in(tmp_path: Path) -> None:
    time = Time()
    kept(tmp_path, time)[0].close()
    other = holding(tmp_path / "journal.db")
    opened = open_journal(tmp_path, [tmp_path / "spare"], time.writer("w2"), check_loss)
    assert opened.state == "emergency"
    assert opened.may_return
    assert time.said[0] == (1.0, True)
    assert time.now - 100 < BUSY_SECONDS + 1, "it is waited for once"
    other.close()
    opened.journal.close()


class Away:
    """A station whose journal another program holds, and the time that passes there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.time = folder, Time()
        self.station = station(folder)
        self.settle(self.station)

    def settle(self, place: Station) -> None:
        """Waits take no time here."""
        place.waiting.clock, place.waiting.pause = (lambda: self.time.now), self.time.pause

    def back(self, desk: Desk | None = None, *, after: float = FIRST_TRY) -> str | None:
        way = self.station.main_journal
        assert way is not None
        way._next -= after
        found = self.station.try_return()
        return self.station.return_to(found, desk) if found is not None else None


def held_and_free_again(folder: Path) -> tuple[Away, Desk]:
    """A station that went on in a stand-in while another program held its journal, which is free by now."""
    away = Away(folder)
    desk = away.station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    other = holding(folder / "journal.db")
    desk.do(want.Note("ici"))
    away.station.adopt_journal(desk)
    other.close()
    return away, desk


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    return tmp_path / "own"


def test_a_tick_waits_once_then_all_is_kept_elsewhere_and_comes_back_when_it_is_free(tmp_path: Path, own: Path) -> None:
    away = Away(tmp_path / "data")
    desk = away.station.desk()
    walk = desk.open(want.Open("cas-3", "images-invisibles"))
    other, began = holding(tmp_path / "data" / "journal.db"), away.time.now
    assert walk.next is not None
    desk.do(want.Answer(*walk.next.key, "plusieurs"))
    assert away.time.now - began < BUSY_SECONDS + 0.1
    away.station.adopt_journal(desk)
    assert "tout y est enregistré" in (away.station.problem or "")
    desk.do(want.Note("M. Inventé attend"))
    assert away.time.now - began < BUSY_SECONDS + 0.1, "the next acts wait no more"
    assert away.back(desk) is None
    other.close()
    assert away.back(desk, after=0) is None, "not before its time"
    said = away.back(desk, after=LAST_TRY)
    assert "répond de nouveau" in (said or "")
    assert away.station.problem is desk.problem is None
    assert away.station.journal is desk.journal
    assert desk.journal.place == str(tmp_path / "data" / "journal.db")
    desk.do(want.Note("après"))
    there = desk.journal.events(desk.session or "")
    assert [(one.id, one.text) for one in there] == [(one.id, one.text) for one in desk.state.timeline]
    assert [one.text for one in there if one.text] == ["M. Inventé attend", "après"]
    assert desk.journal.verify() == ()
    desk.journal.close()


def test_what_others_wrote_meanwhile_is_taken_in_and_what_was_written_after_the_merge_follows(
    tmp_path: Path, own: Path
) -> None:
    away, desk = held_and_free_again(tmp_path / "data")
    theirs = station(tmp_path / "data").resume(desk.session or "")
    theirs.do(want.Note("là-bas"))
    theirs.journal.close()
    assert away.station.main_journal is not None
    away.station.main_journal._next -= FIRST_TRY
    found = away.station.try_return()
    assert found is not None
    desk.do(want.Note("entre deux"))
    assert away.station.return_to(found, desk)
    assert {one.text for one in desk.state.timeline if one.text} == {"ici", "là-bas", "entre deux"}
    assert {one.id for one in desk.journal.events(desk.session or "")} == set(desk.state.events)
    assert desk.journal.verify() == ()
    desk.journal.close()


def test_a_start_that_found_it_held_comes_back_too(tmp_path: Path, own: Path) -> None:
    first = station(tmp_path / "data")
    first.journal.close()
    other = holding(tmp_path / "data" / "journal.db")
    away = Away.__new__(Away)
    away.folder, away.time = tmp_path / "data", Time()
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr("pannesi.journal.stand_in_journal.BUSY_SECONDS", 0.05)
        away.station = station(tmp_path / "data")
    assert "secours" in (away.station.problem or "")
    desk = away.station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    assert away.back(None) is None
    other.close()
    assert away.back(desk, after=LAST_TRY)
    assert desk.journal.place == str(tmp_path / "data" / "journal.db")
    assert [one.id for one in desk.journal.events(desk.session or "")] == [one.id for one in desk.state.timeline]
    desk.do(want.Note("après"))
    desk.journal.close()


def test_a_second_lock_later_finds_a_stand_in_again(tmp_path: Path, own: Path) -> None:
    away = Away(tmp_path / "data")
    desk = away.station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    for number in range(3):
        other = holding(tmp_path / "data" / "journal.db")
        desk.do(want.Note(f"mot {number}"))
        away.station.adopt_journal(desk)
        assert away.station.problem
        other.close()
        assert away.back(desk)
    assert len(desk.journal.events(desk.session or "")) == len(desk.state.events)
    assert desk.journal.verify() == ()
    desk.journal.close()


def test_there_is_no_way_back_to_a_journal_that_lost_what_it_had(tmp_path: Path, own: Path) -> None:
    away, desk = held_and_free_again(tmp_path / "data")
    path = tmp_path / "data" / "journal.db"
    path.unlink()
    assert away.back(desk) is None
    assert "secours" in (away.station.problem or "")
    assert not path.exists()
    desk.do(want.Note("encore"))
    desk.journal.close()


def test_tries_come_further_and_further_apart() -> None:
    now = [0.0]

    def held() -> SqliteJournal:
        raise Busy("occupé")

    way, tried = MainJournalRetry(held, lambda: now[0]), []
    for second in range(200):
        now[0] = float(second)
        if way.due:
            tried.append(second)
            assert way.try_return(SqliteJournal.__new__(SqliteJournal), check_loss) is None
    assert tried[:5] == [2, 4, 8, 16, 32]
    assert max(late - soon for soon, late in itertools.pairwise(tried)) == LAST_TRY


def test_plain_says_what_it_waits_for_and_that_all_is_back(tmp_path: Path, own: Path) -> None:
    away, out = Away(tmp_path / "data"), io.StringIO()
    others: list[sqlite3.Connection] = []

    def typed() -> Iterator[str]:
        yield "6\n"
        others.append(holding(tmp_path / "data" / "journal.db"))
        yield "1\n"
        others.pop().close()
        assert away.station.main_journal is not None
        away.station.main_journal._next -= FIRST_TRY
        yield "1\n"
        yield "q\n"

    run_plain(away.station, typed(), Output(out, 200))
    told = " ".join(out.getvalue().split())
    places = [told.index(words) for words in (LOCK_WAIT_WORDS, "tout y est enregistré", "répond de nouveau")]
    assert places == sorted(places)
    assert told.index("Plusieurs", places[0]) > places[0], "the tick is shown once it is kept"
    away.station.journal.close()
    again = station(tmp_path / "data")
    (row,) = again.journal.sessions()
    assert [one.kind for one in again.journal.events(row.id)].count("line.answered") == 2
    again.journal.close()


def test_the_full_screen_says_what_it_waits_for_in_its_place(tmp_path: Path, own: Path) -> None:
    async def act() -> None:
        async with running(tmp_path / "data") as pilot:
            screen = await enter(pilot, 6)
            time, waiting, read = Time(), screen.station.waiting, threading.Event()
            other = holding(tmp_path / "data" / "journal.db")
            told = waiting.tell

            def tell(waits: bool) -> None:
                told(waits)
                read.wait(20)

            waiting.tell, waiting.clock, waiting.pause = tell, (lambda: time.now), time.pause
            await pilot.press("tab", "1")
            while LOCK_WAIT_WORDS not in screen_text(pilot):
                await pilot.pause(0.01)
            assert "✓ 3.1" not in screen_text(pilot)
            read.set()
            await settled(pilot)
            assert LOCK_WAIT_WORDS not in screen_text(pilot)
            assert "✓ 3.1" in screen_text(pilot)
            assert "tout y est enregistré" in " ".join(screen_text(pilot).split())
            other.close()
            assert screen.station.main_journal is not None
            screen.station.main_journal._next -= FIRST_TRY
            pilot.app._poll_main_journal()
            while screen.station.main_journal is not None:
                await pilot.pause(0.01)
            await settled(pilot)
            assert "répond de nouveau" in " ".join(screen_text(pilot).split())
            assert "tout y est enregistré" not in screen_text(pilot)
            assert screen.desk.journal.place == str(tmp_path / "data" / "journal.db")

    play(act)


def test_opening_a_session_says_so_as_well(tmp_path: Path, own: Path) -> None:
    """The screen's own thread waits here: it is painted first."""

    async def act() -> None:
        async with running(tmp_path / "data") as pilot:
            place, seen, time = pilot.app.station, list[str](), Time()
            told = place.waiting.tell

            def tell(waits: bool) -> None:
                told(waits)
                seen.append(screen_text(pilot))

            place.waiting.tell, place.waiting.clock, place.waiting.pause = tell, (lambda: time.now), time.pause
            other = holding(tmp_path / "data" / "journal.db")
            await press(pilot, "6", "enter")
            assert LOCK_WAIT_WORDS in seen[0]
            assert "tout y est enregistré" in " ".join(screen_text(pilot).split())
            other.close()

    play(act)


@pytest.mark.parametrize("command", [["verify"], ["sessions"], ["figures"], ["--plain"], ["backup", "copie.db"]])
def test_each_command_says_what_it_waits_for(command: list[str], tmp_path: Path, own: Path) -> None:
    station(tmp_path / "data").journal.close()
    other = holding(tmp_path / "data" / "journal.db")
    process = subprocess.Popen(
        [sys.executable, "-m", "pannesi", "--site", str(ROOT), "--data", str(tmp_path / "data"), *command],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline().strip() == LOCK_WAIT_WORDS
    other.close()
    assert process.wait(60) == 0
    process.communicate()
