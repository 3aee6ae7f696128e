"""Several processes on one journal: nothing lost, nothing twice, each sees the other's ticks."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pannesi.journal.sqlite import journal as sqlite
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.support.errors import JournalError
from tests.support.writers import draft, fake_writer

TICKS = 200
WRITER = """
import sys
from pathlib import Path
from pannesi.journal.sqlite.journal import SqliteJournal
from tests.support.writers import draft, fake_writer
name = sys.argv[2]
journal = SqliteJournal(Path(sys.argv[1]), fake_writer(name))
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    journal.append([draft(f"{name}-{number}", text="mot")])
    print("ack", number, flush=True)
"""


def started(path: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(TICKS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_writers_and_a_slow_reader_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    reader = SqliteJournal(path, fake_writer("reader"))
    writers = {name: started(path, name) for name in ("w1", "w2")}
    for process in writers.values():
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in writers.values():
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    seen: list[str] = []
    mark = 0
    while any(process.poll() is None for process in writers.values()):
        if reader.changed():
            tail = reader.tail(mark)
            mark = tail.mark
            seen += [event.id for event in tail.events]
            reader.events("s1")
    seen += [event.id for event in reader.tail(mark).events]
    acknowledged = {
        f"{name}-{line.split()[1]}"
        for name, process in writers.items()
        for line in process.communicate(timeout=60)[0].splitlines()
        if line.startswith("ack")
    }
    expected = {f"{name}-{number}" for name in writers for number in range(TICKS)}
    assert acknowledged == expected
    assert sorted(seen) == sorted(expected), "the reader saw each tick once"
    assert {event.id for event in reader.events("s1")} == expected
    assert reader.verify() == ()


def test_orders_of_two_processes_interleave_without_two_equal_places(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = SqliteJournal(path, fake_writer("reader"))
    processes = [started(path, name) for name in ("w1", "w2")]
    for process in processes:
        process.communicate("go\n", timeout=60)
    orders = [event.order for event in journal.events("s1")]
    assert len(set(orders)) == 2 * TICKS
    hlcs = [event.hlc for event in journal.tail(0).events]
    assert hlcs == sorted(hlcs), "each commit came after all that its writer could see"


OPENER = """
import sys
from pathlib import Path
from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.journal.stand_in_journal import open_journal
from pannesi.history.index import SessionIndex
from tests.support.writers import draft, fake_writer
root, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
for number, _go in enumerate(sys.stdin):
    opened = open_journal(root / f"made{number}/data", [root / "spare"], fake_writer(name), check_loss)
    opened.journal.append([draft(f"{name}-{number}")])
    index = SessionIndex(root / f"made{number}/data/sessions.index")
    print(opened.state, index.in_memory, flush=True)
    index.close()
    opened.journal.close()
"""
STARTS = 20


def test_programs_that_begin_on_a_new_folder_at_the_same_moment_share_its_files(tmp_path: Path) -> None:
    names = ("w1", "w2", "w3")
    with contextlib.ExitStack() as stack:
        openers = [stack.enter_context(opener(tmp_path, name)) for name in names]
        assert [said(one) for one in openers] == ["ready"] * len(names)
        for number in range(STARTS):
            for one in openers:
                assert one.stdin is not None
                one.stdin.write("go\n")
                one.stdin.flush()
            assert [said(one) for one in openers] == ["normal False"] * len(names), "none had to write elsewhere"
            journal = SqliteJournal(tmp_path / f"made{number}/data/journal.db", fake_writer("reader"))
            assert sorted(one.id for one in journal.events("s1")) == sorted(f"{name}-{number}" for name in names)
            assert journal.verify() == ()
            journal.close()


def opener(folder: Path, name: str) -> subprocess.Popen[str]:
    """A program that opens a new journal at each line that it is sent; it ends when no more can come."""
    return subprocess.Popen(
        [sys.executable, "-c", OPENER, str(folder), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_file_that_another_program_is_making_is_not_taken_for_a_damaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, connect, made = tmp_path / "journal.db", sqlite3.connect, list[bool]()
    monkeypatch.setattr(sqlite, "default_patience", lambda _path: 0.05)

    class Interrupted(sqlite3.Connection):
        """The other program makes its tables while this one looks whether there are any."""

        def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
            if "sqlite_master" in sql and not made:
                made.append(True)
                with contextlib.suppress(JournalError):  # kept waiting: then it makes them after this look at the file
                    SqliteJournal(path, fake_writer("w2")).close()
            return super().execute(sql, *given)

    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, factory=Interrupted, **more))
    journal = SqliteJournal(path, fake_writer("w1"))
    assert journal.append([draft("a")])
    assert made
    journal.close()
