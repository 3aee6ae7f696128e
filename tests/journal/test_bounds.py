"""A value that no fact can have is refused where facts come in, and moves no clock where one is there already."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pannesi.journal.backup import back_up
from pannesi.journal.chain.hash_chain import canonical_json, chain_heads, with_hash
from pannesi.journal.exchange.portable_file import new_portable_file
from pannesi.journal.exchange.session_archive import SessionArchive, UnreadableArchive, decode_archive, encode_archive
from pannesi.journal.hybrid_clock import END, LAST_USABLE, fits, tick
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import Corrupt, ImpossibleFact
from pannesi.session.events import Event
from pannesi.session.facts.session import LengthExpected
from pannesi.session.moments import moment_or_none, utc_moment
from pannesi.session.state import fold
from pannesi.support.errors import FileError, JournalError
from tests.support.writers import NOW_MS, draft, fake_writer

IMPOSSIBLE: list[dict[str, Any]] = [
    {"at": "9999-12-31T23:59:59-14:00"},
    {"at": "0001-01-01T00:00:00+14:00"},
    {"at": "2101-01-01T00:00:00Z"},
    {"hlc": 1 << 62},
    {"hlc": END},
    {"kind": "began.set", "payload": {"began": "9999-12-31T23:59:59-14:00"}},
    {"kind": "time.corrected", "payload": {"event": "a", "at": "0001-01-01T00:00:00Z"}},
    {"kind": "noted", "payload": {"real": "3000-01-01T00:00:00Z"}},
    {"kind": "expected.set", "payload": {"minutes": 1 << 62}},
    {"kind": "expected.set", "payload": {"minutes": -1}},
]


def fact(**change: Any) -> Event:
    first = Event("a", "s1", "w5", 1, NOW_MS << 16, "2026-11-24T02:12:00.000Z", "AB", "noted", {}, prev="0" * 64)
    return with_hash(replace(first, **change))


@pytest.mark.parametrize("change", IMPOSSIBLE, ids=str)
@pytest.mark.parametrize("store", ["memory", "file"])
def test_what_no_fact_can_say_is_taken_in_by_no_journal(tmp_path: Path, store: str, change: dict[str, Any]) -> None:
    journal = (
        MemoryJournal(fake_writer()) if store == "memory" else SqliteJournal(tmp_path / "journal.db", fake_writer())
    )
    with pytest.raises(ImpossibleFact, match="impossible"):
        journal.receive([fact(), replace(fact(**change), id="b", seq=2)], {})
    assert journal.events("s1") == ()
    journal.append([draft("c")])
    assert journal.verify() == ()


@pytest.mark.parametrize("change", IMPOSSIBLE, ids=str)
def test_an_import_of_it_is_refused_with_a_sentence(change: dict[str, Any]) -> None:
    one = fact(**change)
    content = encode_archive(SessionArchive("s1", (one,), {}, frozenset(), None, {}, False))
    with pytest.raises(UnreadableArchive, match=r"impossible|forme"):
        decode_archive(content)
    assert json.loads(content)["heads"] == list(chain_heads((one,)))
    assert canonical_json(json.loads(content))


@pytest.mark.parametrize("change", IMPOSSIBLE[:5], ids=str)
def test_one_that_is_there_already_is_no_fatal_thing_and_moves_no_clock(tmp_path: Path, change: dict[str, Any]) -> None:
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer())
    journal.append([draft("a")])
    one = replace(fact(**change), id="bad", writer="w7", seq=1)
    journal._db.execute(
        "INSERT INTO events (id, session, writer, seq, hlc, at, actor, kind, payload, replaces, prev, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, '', 'noted', '{}', '[]', ?, ?)",
        (one.id, one.session, one.writer, one.seq, one.hlc, one.at, one.prev, one.hash),
    )
    (written_now,) = journal.append([draft("b")])
    assert fits(written_now.hlc)
    assert written_now.hlc >> 16 < NOW_MS + 60_000
    events = journal.events("s1")
    assert [one.id for one in events if not one.unreadable] == ["a", "b"]
    (lost,) = [one for one in events if one.unreadable]
    assert lost.id == "bad"
    assert [(one.session, one.writer, one.seq, one.code) for one in journal.verify()] == [("s1", "w7", 1, "unreadable")]
    assert all(one.moment.year < 2100 for one in events)


def test_the_last_value_that_is_read_still_has_others_after_it() -> None:
    assert fits(tick(LAST_USABLE, NOW_MS))
    assert fits(tick(LAST_USABLE, 1 << 50))
    assert tick(5, NOW_MS) == NOW_MS << 16


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "no"])
def test_a_moment_out_of_all_time_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        utc_moment(text)
    assert moment_or_none(text) is None


def test_a_machine_that_believes_in_1970_still_records() -> None:
    assert utc_moment("1970-01-01T00:00:01Z").year == 1970
    state = fold([fact(kind=str(LengthExpected.kind), payload={"minutes": 1 << 62})])
    assert state.expected_minutes is None


def endless(path: Path) -> None:
    """A file that looks like a journal and whose facts never end."""
    journal = SqliteJournal(path, fake_writer())
    journal.append([draft("a")])
    journal.close()
    db = sqlite3.connect(path)
    columns = [row[1] for row in db.execute("PRAGMA table_info(events)")]
    rest = ", ".join(f"'x' AS {name}" for name in columns[1:])
    db.executescript(
        "DROP TRIGGER texts_no_delete; ALTER TABLE events RENAME TO kept;"
        f"CREATE VIEW events AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        f" SELECT i AS arrival, {rest} FROM n;"
    )
    db.close()


def test_a_file_whose_facts_are_no_table_is_no_journal(tmp_path: Path) -> None:
    endless(tmp_path / "endless.db")
    for read_only in (True, False):
        with pytest.raises(Corrupt, match="n'est pas un journal"):
            SqliteJournal(tmp_path / "endless.db", fake_writer("w2"), read_only=read_only)


def test_a_reading_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless(tmp_path / "endless.db")
    monkeypatch.setattr("pannesi.journal.sqlite.schema.COUNT_TABLES", "SELECT 1, 0")
    monkeypatch.setattr("pannesi.journal.sqlite.schema._STEPS", 1_000_000)
    with pytest.raises(JournalError, match="ne finit pas"):
        SqliteJournal(tmp_path / "endless.db", fake_writer("w2"), read_only=True).sessions()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_a_reading_under_way_obeys_the_order_to_end(tmp_path: Path) -> None:
    endless(tmp_path / "endless.db")
    script = (
        "import sys\nfrom pathlib import Path\nfrom pannesi.journal.sqlite import schema\nschema.COUNT_TABLES = 'SELECT 1, 0'\n"
        "schema._STEPS = 10 ** 15\nfrom pannesi.support.progress import interruptible\n"
        "from pannesi.journal.sqlite.journal import SqliteJournal\nfrom tests.support.writers import fake_writer\n"
        f"journal = SqliteJournal(Path({str(tmp_path / 'endless.db')!r}), fake_writer('w2'), read_only=True)\n"
        "with interruptible('Rien.'):\n    print('reading', flush=True)\n    journal.sessions()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    _out, said = process.communicate(timeout=60)
    assert "Interrompu" in said
    assert process.returncode != 0


@pytest.mark.skipif(os.name == "nt", reason="a file that is open cannot be replaced there")
def test_a_copy_that_somebody_replaced_while_it_was_made_never_gets_its_name(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer())
    journal.append([draft("a", text="mot")])

    def swap() -> None:
        (part,) = tmp_path.glob("out/.*.part")
        part.unlink()
        part.write_bytes(b"another")

    (tmp_path / "out").mkdir()
    with pytest.raises(FileError, match="remplacé"):
        back_up(tmp_path / "journal.db", tmp_path / "out" / "copy.db", fake_writer("w2"), force=False, before=swap)
    assert not (tmp_path / "out" / "copy.db").exists()
    with pytest.raises(FileError, match="remplacé"), new_portable_file(tmp_path / "out" / "x", force=True) as part:
        os.replace(tmp_path / "journal.db", part)
    assert not (tmp_path / "out" / "x").exists()
