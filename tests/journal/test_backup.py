"""A copy made while the journal is in use is whole, and what it brings back never undoes an erasure."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import stat
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.journal.backup import back_up
from pannesi.journal.exchange.merge import merge
from pannesi.journal.sqlite import backup as backup_module
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import Corrupt, NotWritten, TooNew
from pannesi.journal.writer import LockWait
from pannesi.support.errors import AlreadyExists, FileError
from tests.support.writers import draft, erasing, fake_writer, removing


def journal_in(folder: Path, writer: str = "w1") -> SqliteJournal:
    return SqliteJournal(folder / "journal.db", fake_writer(writer))


def opened(path: Path) -> SqliteJournal:
    return SqliteJournal(path, fake_writer("reader"), read_only=True)


def test_a_copy_holds_everything_and_is_verified(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    journal.append([draft("a", text="mot"), draft("b", "s2")])
    journal.keep_site("d1", {"contacts.yaml": b"x"})
    held, problems = back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w2"), force=False)
    assert (held.sessions, held.events, problems) == (frozenset({"s1", "s2"}), 2, ())
    copy = opened(tmp_path / "copy.db")
    assert copy.events_with_salts() == journal.events_with_salts()
    assert copy.site("d1") == {"contacts.yaml": b"x"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "journal.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access rights in another way than modes")
def test_a_copy_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    journal_in(tmp_path).append([draft("a")])
    back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w2"), force=False)
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_ticks_go_on_during_a_copy_and_none_is_lost_or_torn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_module, "FIRST_STEP", 1)
    journal = journal_in(tmp_path)
    journal.append([draft(f"e{number}", text="x" * 400) for number in range(300)])
    ticked = journal_in(tmp_path, "w2")
    number = iter(range(10_000))

    def tick(done: int, _whole: int) -> None:
        if done % 40 == 0:
            ticked.append([draft(f"t{next(number)}", "s2")])

    back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w3"), force=False, progress=tick)
    copy = opened(tmp_path / "copy.db")
    assert copy.verify() == ()
    assert len(copy.events("s1")) == 300
    seqs = [event.seq for event in copy.events("s2")]
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(ticked.events("s2")) >= len(seqs) > 0


def test_an_existing_target_stays_unless_forced(tmp_path: Path) -> None:
    journal_in(tmp_path).append([draft("a")])
    (tmp_path / "copy.db").write_text("avant")
    with pytest.raises(AlreadyExists, match="existe déjà"):
        back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w2"), force=False)
    assert (tmp_path / "copy.db").read_text() == "avant"
    back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w2"), force=True)
    assert len(opened(tmp_path / "copy.db").events("s1")) == 1


def test_the_journal_itself_is_never_the_target(tmp_path: Path) -> None:
    journal_in(tmp_path).append([draft("a")])
    (tmp_path / "link.db").symlink_to(tmp_path / "journal.db")
    for name in ("journal.db", "link.db"):
        with pytest.raises(FileError, match="le journal lui-même"):
            back_up(tmp_path / "journal.db", tmp_path / name, fake_writer("w2"), force=True)


def test_a_copy_that_fails_leaves_what_was_there_and_nothing_beside(tmp_path: Path) -> None:
    journal_in(tmp_path).append([draft("a")])
    (tmp_path / "copy.db").write_text("avant")

    def fail() -> None:
        raise NotWritten("Le disque est plein.")

    with pytest.raises(NotWritten):
        back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w2"), force=True, before=fail)
    assert (tmp_path / "copy.db").read_text() == "avant"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "journal.db"]


def test_a_damaged_journal_gives_no_copy(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    journal.append([draft(f"e{number}", text="x" * 500) for number in range(100)])
    journal.close()
    whole = bytearray((tmp_path / "journal.db").read_bytes())
    for start in range(4096 * 3, len(whole), 4096):
        whole[start : start + 200] = b"\xff" * 200
    (tmp_path / "journal.db").write_bytes(whole)
    with pytest.raises((NotWritten, Corrupt)):
        back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w2"), force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["journal.db"]


@pytest.mark.parametrize("words", [b"caf\xe9", b"\xff\xfe", b"\xc3"])
def test_a_damaged_journal_whose_names_are_no_text_gives_no_copy_either(words: bytes, tmp_path: Path) -> None:
    """What is told of a damaged table names it: where that name is no text, what is raised is no sqlite3.Error."""
    journal = journal_in(tmp_path)
    journal.append([draft(f"e{number}") for number in range(5)])
    journal.close()
    path = tmp_path / "journal.db"
    name = b"events_by_order"
    whole = path.read_bytes().replace(b"CREATE INDEX " + name, b"CREATE INDXX " + name)
    path.write_bytes(whole.replace(name, words + name[len(words) :]))
    with pytest.raises((NotWritten, Corrupt)):
        back_up(path, tmp_path / "copy.db", fake_writer("w2"), force=False)
    assert [one.name for one in tmp_path.iterdir()] == ["journal.db"]


def test_a_journal_that_stays_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_module, "_STUCK_SECONDS", 0.05)
    journal_in(tmp_path).append([draft("a")])
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None, check_same_thread=False)
    real = backup_module._open_source

    def locked(source: Path, waiting: LockWait) -> sqlite3.Connection:
        connection = real(source, waiting)
        other.execute("BEGIN EXCLUSIVE")
        return connection

    monkeypatch.setattr(backup_module, "_open_source", locked)
    release = threading.Timer(5, other.close)
    release.start()
    told: list[bool] = []
    monkeypatch.setattr(backup_module, "TELL_AFTER_SECONDS", 0.01)
    with pytest.raises(NotWritten, match="occupé"):
        back_up(
            tmp_path / "journal.db", tmp_path / "copy.db", replace(fake_writer("w2"), waiting=LockWait(told.append)), force=False
        )  # fmt: skip
    assert told[:1] == [True], "and what it waits for is said"
    release.cancel()
    other.close()


def test_a_copy_merged_back_brings_what_is_missing(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    journal.append([draft("a", text="mot")])
    journal.keep_site("d1", {"contacts.yaml": b"x"})
    journal.append([draft("b", "s2", site="d1")])
    back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w2"), force=False)
    fresh = journal_in(tmp_path / "fresh", "w4")
    fresh.append([draft("c", "s3")])
    merged = merge(opened(tmp_path / "copy.db"), fresh, check_loss)
    assert (merged.new, set(merged.sessions), merged.removed) == (2, {"s1", "s2"}, ())
    assert {row.id for row in fresh.sessions()} == {"s1", "s2", "s3"}
    assert fresh.site("d1") == {"contacts.yaml": b"x"}
    assert fresh.events("s1")[0].text == "mot"
    assert fresh.verify() == ()
    assert merge(opened(tmp_path / "copy.db"), fresh, check_loss).new == 0


def test_a_copy_merged_back_undoes_no_erasure_and_no_removal(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    journal.append([draft("a", text="mot"), draft("b", "s2", text="mot")])
    back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w2"), force=False)
    journal.append([erasing("a"), removing("s2")])
    merged = merge(opened(tmp_path / "copy.db"), journal, check_loss)
    assert merged.removed == ("s2",)
    assert [event.text for event in journal.events("s1")] == [None]
    assert [row.id for row in journal.sessions()] == ["s1"]


def test_a_copy_of_the_first_version_is_read_and_merged(tmp_path: Path) -> None:
    shutil.copyfile(Path(__file__).parents[1] / "data" / "journals" / "version-1.db", tmp_path / "old.db")
    journal = journal_in(tmp_path, "w9")
    assert merge(opened(tmp_path / "old.db"), journal, check_loss).new == 5
    assert journal.verify() == ()


def test_a_newer_journal_is_not_copied_and_its_own_name_is_told(tmp_path: Path) -> None:
    source = tmp_path / "journal.db"
    SqliteJournal(source, fake_writer()).close()
    newer = sqlite3.connect(source)
    newer.execute("PRAGMA user_version=99")
    newer.close()
    with pytest.raises(TooNew, match=r"/journal\.db vient d'une version plus récente"):
        back_up(source, tmp_path / "copy.db", fake_writer("w2"), force=False)
    assert [one.name for one in tmp_path.iterdir()] == ["journal.db"]


def test_the_check_of_a_copy_waits_for_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal is left to those who tick; the copy is not known to anybody yet."""
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer())
    journal.append([draft(f"e{number}", f"s{number}") for number in range(9)])
    rests: list[float] = []
    watch = SimpleNamespace(monotonic=itertools.count().__next__, sleep=rests.append)
    monkeypatch.setattr("pannesi.journal.chain.verification.time", watch)
    journal.verify()
    assert len(rests) == 9
    assert min(rests) > 0
    rests.clear()
    held, problems = back_up(tmp_path / "journal.db", tmp_path / "copy.db", fake_writer("w2"), force=False)
    assert (len(held.sessions), problems) == (9, ())
    assert set(rests) <= {0}


def test_a_copy_begins_again_three_times_before_its_steps_become_longer() -> None:
    waiting = LockWait(clock=lambda: 0.0, pause=lambda seconds: None)
    step_done = backup_module._copy_callback(lambda done, whole: None, 8, waiting)
    for left in (50, 60, 50, 60, 50, 60, 50):
        step_done(0, left, 100)
    with pytest.raises(backup_module._TooManyRestarts):
        step_done(0, 60, 100)
