"""What a face starts from: journal, clock and person, found without asking; a journal that fails is replaced."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from pannesi.application.context import open_station
from pannesi.application.journal_reading import open_for_reading
from pannesi.journal.audit_entries import SiteSeenEntry
from pannesi.journal.audit_log import audit_events
from pannesi.journal.location import fallback_folders
from pannesi.journal.store import NotWritten
from pannesi.journal.writer import new_writer
from pannesi.session import actions as want
from pannesi.support.clock import Clock
from pannesi.support.user_folders import account_name
from tests.support.plain_playing import NIGHT, ROOT, Hand
from tests.support.stations import opened


def test_each_run_of_the_program_is_a_writer_of_its_own() -> None:
    first, second = new_writer(), new_writer()
    assert first.id != second.id
    assert len(bytes.fromhex(first.new_salt())) == 32


def test_a_sound_site_is_kept_in_the_journal_from_the_start(tmp_path: Path) -> None:
    station = opened(tmp_path)
    digest = station.journal.last_site(str(ROOT))
    assert digest == station.site.digest
    assert station.journal.site(station.site.digest) == dict(station.reading.files)
    station.journal.close()


def test_a_version_of_the_site_is_recorded_once_when_it_is_first_seen(tmp_path: Path) -> None:
    for _run in range(2):
        station = opened(tmp_path)
        assert [(one.kind, one.payload["site"], one.actor) for one in audit_events(station.journal)] == [
            (SiteSeenEntry.kind, station.site.digest, "AB")
        ]
        assert station.journal.sessions() == ()
        station.journal.close()


def test_the_person_is_the_account_unless_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "mme\x1b[31m/x")
    assert account_name() == "mme␛[31m_x"
    assert open_station(str(ROOT), str(tmp_path), "  CD\x07 ", {}, tmp_path).actor == "CD␇"


def test_an_account_without_a_name_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr("getpass.getuser", none)
    assert account_name() == ""


def test_a_simulated_clock_runs_on_from_its_moment() -> None:
    hand = Hand(NIGHT)
    clock = Clock(hand)
    clock.set_to(NIGHT + timedelta(days=3))
    hand.now += timedelta(minutes=7)
    assert clock.now() == NIGHT + timedelta(days=3, minutes=7)
    assert clock.real_now() == NIGHT + timedelta(minutes=7)
    assert clock.chosen


def test_an_exercise_lives_by_the_simulated_clock_and_a_real_session_never_does(tmp_path: Path) -> None:
    station = opened(tmp_path, exercise=True)
    station.clock.set_to(NIGHT + timedelta(hours=9))
    assert station.desk().environment.now() == NIGHT + timedelta(hours=9)
    assert station.desk(exercise=False).environment.now() == NIGHT
    station.journal.close()


def test_each_exercise_is_taken_up_at_its_own_hour_unless_a_moment_was_asked_for(tmp_path: Path) -> None:
    played = []
    for days in (2, 5, 0):
        station = opened(tmp_path, exercise=True)
        if days:
            station.clock.set_to(NIGHT + timedelta(days=days))
        desk = station.desk()
        desk.open(want.Open("cas-3", "images-invisibles"))
        played.append((str(desk.session), timedelta(days=days)))
        station.journal.close()
    station = opened(tmp_path, exercise=True)
    for session, shift in (*played, *played):
        assert station.resume(session).environment.now() == NIGHT + shift
    station.clock.set_to(NIGHT + timedelta(hours=9))
    assert station.resume(played[0][0]).environment.now() == NIGHT + timedelta(hours=9)
    station.journal.close()


def test_from_an_exercise_a_real_session_taken_up_makes_everything_real(tmp_path: Path) -> None:
    station = opened(tmp_path)
    real = station.desk()
    real.open(want.Open("cas-3", "images-invisibles"))
    station.exercise = True
    station.clock.set_to(NIGHT + timedelta(hours=9))
    desk = station.resume(str(real.session))
    assert (station.exercise, desk.environment.exercise, desk.environment.now()) == (False, False, NIGHT)
    station.journal.close()


def test_a_site_kept_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    station = opened(tmp_path)
    files = dict(station.reading.files)
    first = station.site_of_files(files)
    monkeypatch.setattr("pannesi.procedure.loading.loader.load_files", None)
    assert station.site_of_files(dict(files)) is first
    station.journal.close()


def test_a_journal_that_cannot_be_opened_gives_way_to_another_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("ceci n'est pas un dossier", "utf-8")
    station = opened(tmp_path)
    assert station.problem is not None
    assert station.problem in station.banners
    station.desk().open(want.Open("cas-3", "images-invisibles"))
    assert (tmp_path / "data").read_text("utf-8") == "ceci n'est pas un dossier"
    station.journal.close()


def test_a_journal_that_fails_under_way_is_followed_to_its_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = opened(tmp_path)
    first = station.journal
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))

    def full(drafts: object) -> None:
        raise NotWritten("Le disque est plein.")

    monkeypatch.setattr(first, "append", full)
    desk.do(want.Note("après la panne du disque"))
    station.adopt_journal(desk)
    assert station.journal is not first
    assert "Le disque est plein." in str(station.problem)
    assert station.journal.events(str(desk.session))[-1].text == "après la panne du disque"
    first.close()
    station.journal.close()


def test_reading_the_journal_makes_none(tmp_path: Path) -> None:
    assert open_for_reading(str(tmp_path / "rien"), {}) is None
    assert not (tmp_path / "rien").exists()


def test_reading_the_journal_writes_nothing_in_it(tmp_path: Path) -> None:
    station = opened(tmp_path)
    station.desk().open(want.Open("cas-3", "images-invisibles"))
    reader = open_for_reading(str(tmp_path / "data"), {})
    assert reader is not None
    assert len(reader.sessions()) == 1
    with pytest.raises(NotWritten):
        reader.remember_site("ailleurs", "digest")
    reader.close()
    station.journal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")
def test_a_folder_that_its_group_may_write_to_is_shared(tmp_path: Path) -> None:
    shared, own = tmp_path / "commun", tmp_path / "propre"
    for folder, mode in ((shared, 0o770), (own, 0o700)):
        folder.mkdir()
        os.chmod(folder, mode)
        open_station(str(ROOT), str(folder), "AB", {}, tmp_path).journal.close()
    modes = {folder.name: os.stat(folder / "journal.db").st_mode & 0o777 for folder in (shared, own)}
    assert modes == {"commun": 0o660, "propre": 0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")
@pytest.mark.parametrize("trap", ["link", "open"])
def test_a_folder_that_somebody_else_may_have_laid_out_is_not_used(
    trap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setenv("LOGNAME", "ab")
    laid = tmp_path / "pannesi-ab"
    if trap == "link":
        laid.symlink_to(tmp_path / "ailleurs")
    else:
        laid.mkdir()
        os.chmod(laid, 0o777)
    assert laid not in fallback_folders()
    os.unlink(laid) if trap == "link" else shutil.rmtree(laid)
    assert laid in fallback_folders()


def test_a_machine_without_any_temporary_folder_that_can_be_written_still_guides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`gettempdir` finds none on a disk that is read-only as a whole."""

    def nowhere() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", nowhere)
    assert len(fallback_folders()) == 1
