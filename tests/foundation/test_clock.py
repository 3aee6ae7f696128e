"""Whether the clock of the machine may be believed: what is known to be past, the mark of the last run, and who says
that it is right."""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.application.context import Station, open_station
from pannesi.journal.audit_entries import ClockConfirmedEntry
from pannesi.journal.audit_log import audit_events
from pannesi.procedure.availability.reachability import ContactRow, contacts_at
from pannesi.session import actions as want
from pannesi.session.facts.session import NoteWritten
from pannesi.support.clock import (
    CLOCK_TOLERANCE,
    LAST_RUN_FILE,
    LONG_UNUSED,
    Clock,
    LastRun,
    read_last_run,
    write_last_run,
)
from tests.support.plain_playing import NIGHT, ROOT, Hand

REPOSITORY = Path(__file__).resolve().parents[2]
MINUTE = timedelta(minutes=1)
HOURS = ("hotline-informatique", "astreinte-informatique")
"""Those of the shipped contacts whom the hour decides."""


class Steady:
    """Seconds that pass only when told to."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def clock_at(now: datetime, **more: object) -> tuple[Clock, Hand, Steady]:
    hand, steady = Hand(now), Steady()
    return Clock(hand, steady=steady, **more), hand, steady  # type: ignore[arg-type]


def started(folder: Path, now: datetime, **more: object) -> Station:
    clock = Clock(Hand(now), steady=Steady())
    return open_station(str(ROOT), str(folder), "AB", {}, folder, clock=clock, **more)  # type: ignore[arg-type]


def test_the_program_says_the_day_of_the_newest_entry_of_the_changelog() -> None:
    newest = next(line for line in (REPOSITORY / "CHANGELOG.md").read_text("utf-8").splitlines() if line[:3] == "## ")
    found = re.search(r"\d{4}-\d{2}-\d{2}$", newest)
    assert found is not None, newest
    source = (REPOSITORY / "src" / "pannesi" / "__init__.py").read_text("utf-8")
    assert f'BUILT = "{date.fromisoformat(found[0])}"' in source


def test_a_clock_before_the_program_was_made_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pannesi.BUILT", "2026-11-30")
    for now, wrong in ((datetime(2015, 1, 3, tzinfo=UTC), True), (datetime(2026, 11, 29, 22, tzinfo=UTC), False)):
        doubt = clock_at(now)[0].doubt()
        assert (doubt is not None and doubt.alarm) is wrong


def test_a_clock_earlier_than_what_is_past_is_in_doubt_until_it_is_set_right() -> None:
    clock, hand, _steady = clock_at(NIGHT)
    clock.learn(NIGHT + timedelta(hours=1))
    doubt = clock.doubt()
    assert doubt is not None
    assert (doubt.alarm, doubt.now, doubt.past) == (True, NIGHT, NIGHT + timedelta(hours=1))
    hand.now = NIGHT + timedelta(hours=1) - CLOCK_TOLERANCE
    assert clock.doubt() is None


def test_a_clock_that_is_wrong_does_not_become_right_by_waiting() -> None:
    clock, hand, steady = clock_at(NIGHT)
    clock.learn(NIGHT + timedelta(hours=1))
    hand.now += timedelta(hours=2)
    steady.seconds += 2 * 3600
    doubt = clock.doubt()
    assert doubt is not None
    assert doubt.past == NIGHT + timedelta(hours=3)


@pytest.mark.parametrize("back", [timedelta(minutes=3), timedelta(hours=1), timedelta(days=4000)])
def test_a_clock_set_back_while_the_program_runs_is_in_doubt(back: timedelta) -> None:
    clock, hand, _steady = clock_at(NIGHT)
    assert clock.doubt() is None
    hand.now -= back
    assert clock.doubt() is not None
    clock.confirm()
    assert clock.doubt() is None
    assert clock.confirmed
    hand.now -= back
    assert clock.doubt() is not None
    assert not clock.confirmed


def test_a_clock_a_little_behind_another_machine_is_in_no_doubt() -> None:
    clock, _hand, _steady = clock_at(NIGHT)
    clock.learn(NIGHT + CLOCK_TOLERANCE)
    assert clock.doubt() is None


def test_long_after_the_last_start_the_day_is_asked_and_nothing_waits_for_it() -> None:
    for later, asked in ((LONG_UNUSED, False), (LONG_UNUSED + MINUTE, True)):
        clock, _hand, _steady = clock_at(NIGHT + later)
        clock.learn(NIGHT, NIGHT)
        doubt = clock.doubt()
        assert (doubt is not None) is asked
        assert doubt is None or not doubt.alarm
        clock.confirm()
        assert clock.doubt() is None


moments = st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))


@given(moments, st.none() | moments)
def test_a_mark_is_read_as_it_was_left(
    tmp_path_factory: pytest.TempPathFactory, seen: datetime, not_so: datetime
) -> None:
    folder = tmp_path_factory.mktemp("data")
    write_last_run(folder, LastRun(seen, not_so))
    assert read_last_run(folder) == LastRun(seen, not_so)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"demain", b"\xff\xfe", b"9999-12-31T23:59:59-14:00", b"2026-11-24T02:12:00", b"2026" * 9000],
)
def test_a_damaged_mark_is_no_mark(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LAST_RUN_FILE).write_bytes(content)
    assert read_last_run(tmp_path) == LastRun()


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_a_mark_that_is_no_file_of_ours_is_not_followed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / LAST_RUN_FILE)
    assert read_last_run(tmp_path) == LastRun()
    (tmp_path / LAST_RUN_FILE).unlink()
    other = tmp_path / "other"
    other.write_text(NIGHT.isoformat())
    (tmp_path / LAST_RUN_FILE).symlink_to(other)
    assert read_last_run(tmp_path) == LastRun()
    write_last_run(tmp_path, LastRun(NIGHT + MINUTE))
    assert other.read_text() == NIGHT.isoformat()
    assert read_last_run(tmp_path) == LastRun(NIGHT + MINUTE)
    assert (tmp_path / LAST_RUN_FILE).stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    write_last_run(tmp_path / "file", LastRun(NIGHT))
    write_last_run(tmp_path / "nowhere", LastRun(NIGHT))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file"]


def test_the_first_start_and_the_first_outage_of_a_quiet_hospital_see_no_alarm(tmp_path: Path) -> None:
    station = started(tmp_path, NIGHT)
    assert station.doubt() is None
    station.journal.close()
    later = started(tmp_path, NIGHT + timedelta(days=390))
    assert later.doubt() is None
    later.desk().open(want.Open("cas-3"))
    assert later.doubt() is None


@pytest.mark.parametrize("with_mark", [True, False])
@pytest.mark.parametrize(("year", "alarm"), [(2015, True), (2036, False)])
def test_a_journal_of_another_year_makes_the_clock_doubtful(
    tmp_path: Path, year: int, alarm: bool, with_mark: bool
) -> None:
    station = started(tmp_path, NIGHT)
    station.desk().open(want.Open("cas-3"))
    station.journal.close()
    if not with_mark:
        (tmp_path / LAST_RUN_FILE).unlink()
    for _run in range(2):  # what was not answered is asked again
        again = started(tmp_path, NIGHT.replace(year=year))
        doubt = again.doubt()
        assert doubt is not None
        assert doubt.alarm is alarm
        again.journal.close()


def test_what_somebody_confirmed_is_recorded_and_not_asked_again(tmp_path: Path) -> None:
    wrong = NIGHT.replace(year=2036)
    station = started(tmp_path, wrong)
    station.desk().open(want.Open("cas-3"))
    station.journal.close()
    station = started(tmp_path, NIGHT)
    assert station.doubt() is not None
    station.confirm_clock()
    assert station.doubt() is None
    (fact,) = [one for one in audit_events(station.journal) if one.kind == ClockConfirmedEntry.kind]
    assert fact.actor == "AB"
    assert (fact.payload["now"], fact.payload["past"][:4]) == ("2026-11-24T02:12:00.000Z", "2036")
    station.desk().open(want.Open("cas-3"))
    station.journal.close()
    for days in (1, 2):
        station = started(tmp_path, NIGHT + timedelta(days=days))
        assert station.doubt() is None
        station.journal.close()


def test_made_up_hours_are_in_no_doubt(tmp_path: Path) -> None:
    started(tmp_path, NIGHT).journal.close()
    station = started(tmp_path, NIGHT.replace(year=2015), exercise=True)
    assert station.doubt() is not None
    station.clock.set_to(NIGHT)
    assert station.doubt() is None
    assert station.doubt(exercise=False) is not None


def test_a_clock_in_doubt_decides_no_hour_and_marks_what_it_dates(tmp_path: Path) -> None:
    started(tmp_path, NIGHT).journal.close()
    station = started(tmp_path, NIGHT - timedelta(days=1))
    desk = station.desk()
    desk.open(want.Open("cas-3"))
    states = {one.reachable for one in _by_the_clock(station)}
    assert states == {"unknown"}
    assert {one.payload["clock"] for one in desk.state.timeline} == {"doubtful"}
    assert desk.state.uncertain == set(desk.state.events)
    station.confirm_clock()
    assert {one.reachable for one in _by_the_clock(station)} == {"yes", "no"}
    desk.look()
    assert desk.procedure.contacts is station.reading.site.contacts
    desk.do(want.Note("vu à ma montre"))
    (note,) = desk.state.notes
    assert note.kind == NoteWritten.kind
    assert note.payload["clock"] == "confirmed"
    assert desk.state.uncertain == set()


def _by_the_clock(station: Station) -> list[ContactRow]:
    return [one for one in contacts_at(station.site.contacts, station.clock.now()) if one.id in HOURS]


def test_what_is_always_so_needs_no_clock(tmp_path: Path) -> None:
    started(tmp_path, NIGHT).journal.close()
    station = started(tmp_path, NIGHT - timedelta(days=1))
    open_ones = {one.id for one in contacts_at(station.site.contacts, NIGHT) if one.reachable == "yes"}
    assert "imadis-assistance" in open_ones
