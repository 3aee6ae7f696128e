"""The SQLite journal keeps the contract, keeps to its owner, and tells every failure of the file in French."""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import sqlite3
import stat
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest

from pannesi.journal.private_file import open_no_link
from pannesi.journal.sqlite import schema
from pannesi.journal.sqlite.journal import SqliteJournal, default_patience
from pannesi.journal.store import BUSY_SECONDS, Corrupt, NotWritten, TooNew
from tests.support.journal_contract import JournalContract
from tests.support.writers import Wall, draft, erasing, fake_writer, removing, tampered


class TestSqlite(JournalContract):
    def make(self, writer: str = "w1", wall: Wall | None = None) -> SqliteJournal:
        folder = Path(tempfile.mkdtemp(dir=self.base))
        return SqliteJournal(folder / "new" / "journal.db", fake_writer(writer, wall))

    @pytest.fixture(autouse=True)
    def _base(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        self.base = tmp_path_factory.mktemp("journals")


def opened(path: Path, writer: str = "w1") -> SqliteJournal:
    return SqliteJournal(path / "journal.db", fake_writer(writer))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access rights in another way than modes")
def test_the_folder_and_the_file_belong_to_their_owner_alone(tmp_path: Path) -> None:
    opened(tmp_path / "data").append([draft("a")])
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "journal.db").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access rights in another way than modes")
def test_a_shared_journal_is_open_to_its_group(tmp_path: Path) -> None:
    SqliteJournal(tmp_path / "data" / "journal.db", fake_writer(), shared=True)
    assert stat.S_IMODE((tmp_path / "data" / "journal.db").stat().st_mode) == 0o660


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access rights in another way than modes")
@pytest.mark.parametrize(("shared", "modes"), [(False, (0o700, 0o600)), (True, (0o770, 0o660))])
@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_what_is_written_first_is_already_private_whatever_the_umask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool, modes: tuple[int, int], mask: int
) -> None:
    seen = []
    connect = sqlite3.connect

    def watched(*given: Any, **named: Any) -> sqlite3.Connection:
        file = tmp_path / "data" / "journal.db"
        seen.append((stat.S_IMODE(file.parent.stat().st_mode), stat.S_IMODE(file.stat().st_mode), file.stat().st_size))
        connection: sqlite3.Connection = connect(*given, **named)
        return connection

    monkeypatch.setattr("pannesi.journal.sqlite.journal.sqlite3.connect", watched)
    before = os.umask(mask)
    try:
        SqliteJournal(tmp_path / "data" / "journal.db", fake_writer(), shared=shared)
    finally:
        os.umask(before)
    assert seen == [(*modes, 0)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access rights in another way than modes")
@pytest.mark.parametrize("mode", [0o600, 0o660])
def test_a_file_is_made_with_its_permissions_from_its_first_moment(tmp_path: Path, mode: int) -> None:
    before = os.umask(0)
    try:
        os.close(open_no_link(tmp_path / "journal.db", mode))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "journal.db").stat().st_mode) == mode


def test_a_link_is_refused_with_the_words_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=re.escape(os.strerror(errno.ELOOP))):
        open_no_link(tmp_path / "link", 0o600)
    assert not (tmp_path / "elsewhere").exists()


def test_every_write_begins_immediate_and_nothing_is_left_open_after_a_read(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    said: list[str] = []
    journal._db.set_trace_callback(said.append)
    journal.append([draft("a", text="mot")])
    journal.receive(*opened(tmp_path / "other").events_with_salts())
    journal.keep_site("d1", {"contacts.yaml": b"x"})
    journal.remember_site("/hopital", "d1")
    journal.append([erasing("a")])
    begun = [one for one in said if one.startswith("BEGIN")]
    assert begun == ["BEGIN IMMEDIATE"] * 5
    for read in (
        lambda: journal.events("s1"), journal.sessions, lambda: journal.tail(0), lambda: journal.sessions_since(0, 1),
        journal.first_event_id, journal.mark, journal.changed, journal.events_with_salts, lambda: journal.site("d1"),
        lambda: journal.last_site("/hopital"), journal.verify,
    ):  # fmt: skip
        read()
        other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None, timeout=0)
        other.execute("BEGIN EXCLUSIVE")
        other.close()


def test_the_place_in_the_chain_is_taken_while_nobody_else_can_write(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    said: list[str] = []
    journal._db.set_trace_callback(said.append)
    journal.append([draft("a")])
    places = [number for number, one in enumerate(said) if "max(hlc)" in one or "SELECT seq, hash" in one]
    assert len(places) == 2
    assert said.index("BEGIN IMMEDIATE") < min(places)
    assert max(places) < said.index("COMMIT")


def test_no_index_of_words_is_kept_over_free_texts(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    made = journal._db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    assert not [sql for (sql,) in made if "VIRTUAL" in sql or "fts" in sql.lower()]
    assert not journal._db.execute(
        "SELECT 1 FROM sqlite_master WHERE tbl_name = 'texts' AND type = 'index' AND sql IS NOT NULL"
    ).fetchall()


def test_looking_at_a_journal_changes_no_byte_of_it(tmp_path: Path) -> None:
    opened(tmp_path).append([draft("a", text="mot"), draft("b", "s2")])
    before = (tmp_path / "journal.db").read_bytes()
    journal = opened(tmp_path, "w2")
    journal.verify(), journal.sessions(), journal.events_with_salts(), journal.tail(0), journal.changed()
    journal.close()
    assert (tmp_path / "journal.db").read_bytes() == before


def test_it_is_kept_with_the_pragmas_that_survive_a_power_cut(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    asked = {
        name: journal._db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "temp_store", "trusted_schema")
    }
    assert asked == {
        "journal_mode": "delete", "synchronous": 3, "secure_delete": 1, "temp_store": 2, "trusted_schema": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'x'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT arrival, id, session, writer, seq, hlc, at, 'x', kind, payload, replaces,"
        " prev, hash FROM events",
        "INSERT OR REPLACE INTO texts SELECT event, salt, 'x' FROM texts",
        "UPDATE texts SET text = 'x'",
        "DELETE FROM texts",
        "INSERT OR REPLACE INTO site_files SELECT digest, path, x'00' FROM site_files",
        "UPDATE site_files SET content = x'00'",
        "DELETE FROM site_files",
        "DELETE FROM erased",
        "UPDATE removed SET session = 's1'",
    ],
)
def test_the_schema_itself_refuses_to_change_the_past(tmp_path: Path, statement: str) -> None:
    journal = opened(tmp_path)
    journal.append([draft("a", text="mot"), draft("z", "s0", text="mot"), removing("s0"), erasing("other")])
    journal.keep_site("d1", {"contacts.yaml": b"format: 1"})
    connection = sqlite3.connect(tmp_path / "journal.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE events SET actor = 'XY' WHERE id = 'b'", "hash"),
        ("DELETE FROM events WHERE id = 'b'", "gap"),
        ("UPDATE events SET seq = CASE seq WHEN 2 THEN 9 WHEN 3 THEN 2 ELSE seq END", "hash"),
        ("UPDATE texts SET text = 'autre' WHERE event = 'b'", "text"),
    ],
)
def test_verify_finds_an_edit_a_gap_and_a_move(tmp_path: Path, statement: str, code: str) -> None:
    opened(tmp_path).append([draft(name, text="mot") for name in "abc"])
    assert opened(tmp_path).verify() == ()
    tampered(tmp_path, statement)
    assert code in {problem.code for problem in opened(tmp_path).verify()}


def test_erasing_a_text_leaves_the_chain_whole_and_no_trace_in_the_file(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.append([draft("a", text="Nomdepatientinventé"), draft("b")])
    journal.append([erasing("a")])
    assert journal.scrub()
    assert not journal.scrub()
    assert journal.verify() == ()
    assert journal.events("s1")[0].text is None
    assert b"Nomdepatientinvent" not in (tmp_path / "journal.db").read_bytes()


def test_two_connections_see_each_other_and_say_so(tmp_path: Path) -> None:
    ours, theirs = opened(tmp_path, "w1"), opened(tmp_path, "w2")
    theirs.changed()
    assert not theirs.changed()
    mark = theirs.mark()
    ours.append([draft("a")])
    assert theirs.changed()
    assert [event.id for event in theirs.tail(mark).events] == ["a"]
    assert not theirs.changed()


def test_a_file_that_is_no_journal_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"not a database" * 100)
    with pytest.raises(Corrupt):
        opened(tmp_path)
    assert (tmp_path / "journal.db").read_bytes() == b"not a database" * 100


def test_another_programs_database_is_not_taken_for_a_journal(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "journal.db")
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(Corrupt, match="n'est pas un journal"):
        opened(tmp_path)


def test_a_journal_from_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    opened(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "journal.db")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(TooNew, match="plus récente"):
        opened(tmp_path)


def test_a_full_disk_is_told_and_the_journal_works_again_once_there_is_room(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.append([draft("a")])
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(NotWritten, match="plein"):
        journal.append([draft("b", text="x" * 100_000)])
    journal.append([draft("c")])
    assert [event.id for event in journal.events("s1")] == ["a", "c"]


def test_a_journal_locked_by_another_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pannesi.journal.sqlite.journal.BUSY_SECONDS", 0.05)
    journal = opened(tmp_path)
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(NotWritten, match="occupé"):
        journal.append([draft("a")])
    other.execute("ROLLBACK")
    other.close()
    assert journal.append([draft("a")])[0].seq == 1


def test_a_tick_waits_as_long_as_the_file_may_take_to_be_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erasing writes the whole file anew, which on a huge one takes longer than another program may be waited for."""
    opened(tmp_path).append([draft("a")])
    size = (tmp_path / "journal.db").stat().st_size
    assert default_patience(tmp_path / "journal.db") == default_patience(tmp_path / "absent") == BUSY_SECONDS
    monkeypatch.setattr("pannesi.journal.sqlite.journal.BUSY_SECONDS", 0.01)
    monkeypatch.setattr("pannesi.journal.sqlite.journal._REWRITTEN_A_SECOND", size / 60)
    waiting = opened(tmp_path, "w2")
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.5, other.execute, ("ROLLBACK",))
    release.start()
    waiting.append([draft("b")])
    release.join()
    other.close()
    assert [event.id for event in waiting.events("s1")] == ["a", "b"]


def test_a_read_only_journal_can_be_read_and_refuses_to_be_written(tmp_path: Path) -> None:
    opened(tmp_path).append([draft("a")])
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer("w2"), read_only=True)
    assert [event.id for event in journal.events("s1")] == ["a"]
    with pytest.raises(NotWritten, match="lecture seule"):
        journal.append([draft("b")])


def as_it_is(path: Path) -> list[tuple[object, ...]]:
    """The schema and every row, to the letter."""
    connection = sqlite3.connect(path / "journal.db")
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = [("schema", *row) for row in connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name")]
    for name in sorted(names):
        found += [(name, *row) for row in connection.execute(f"SELECT * FROM {name}")]
    connection.close()
    return found


@pytest.mark.parametrize("failing", ["removed", "erased", "to_scrub", "texts", "events"])
def test_an_erasure_that_fails_in_the_middle_leaves_all_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    journal = opened(tmp_path)
    journal.append([draft("a", text="mot"), draft("b", "s2", text="mot")])
    before = as_it_is(tmp_path)

    def refuse(action: int, table: str | None, *_rest: object) -> int:
        touched = {"texts": sqlite3.SQLITE_DELETE, "events": sqlite3.SQLITE_DELETE}.get(failing, sqlite3.SQLITE_INSERT)
        return sqlite3.SQLITE_DENY if (action, table) == (touched, failing) else sqlite3.SQLITE_OK

    journal._db.set_authorizer(refuse)
    with pytest.raises(NotWritten):
        journal.append([erasing("a"), removing("s2")])
    assert as_it_is(tmp_path) == before
    assert [event.text for event in journal.events("s2")] == ["mot"]


def test_erasing_changes_no_trigger_and_no_table(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.append([draft("a", text="mot"), draft("b", "s2", text="mot")])
    before = [row for row in as_it_is(tmp_path) if row[0] == "schema"]
    journal.append([erasing("a"), removing("s2")])
    journal.scrub()
    assert [row for row in as_it_is(tmp_path) if row[0] == "schema"] == before


def test_words_that_moved_from_page_to_page_leave_no_trace_either(tmp_path: Path) -> None:
    """Pages that were split keep bytes that no deletion reaches: only writing the file anew does."""
    journal = opened(tmp_path)
    dice = random.Random(1)
    words = {f"{dice.getrandbits(128):032x}": f"MOTINVENTE{number:05d}Z " for number in range(1500)}
    journal.append([draft(name, text=word * dice.choice([1, 3, 30, 300])) for name, word in words.items()])
    erased = [name for number, name in enumerate(words) if number % 2]
    journal.append([erasing(*erased)])
    assert journal.scrub()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [words[name] for name in erased if words[name].strip().encode() in left] == []
    assert words[next(iter(words))].encode() in left


def test_scrubbing_that_was_cut_short_is_done_the_next_time(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.append([draft("a", text="mot"), erasing("a")])
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM events").fetchone()
    journal.patience = 0.05
    with pytest.raises(NotWritten, match="occupé"):
        journal.scrub()
    other.close()
    assert opened(tmp_path).scrub()


def test_what_concerns_one_session_is_found_without_reading_the_others(tmp_path: Path) -> None:
    """Verifying, exporting and every tick do this for each session: the work would grow with the square of them."""
    journal, asked = opened(tmp_path), list[str]()
    journal.append([draft("a"), draft("b")])
    journal._db.set_trace_callback(asked.append)
    journal.events("s1")
    journal.events_with_salts("s1")
    journal.append([draft("c"), erasing("a")])
    journal._db.set_trace_callback(None)
    looked = [query for query in asked if query.lstrip().startswith(("SELECT", "DELETE"))]
    assert len(looked) > 6
    for query in looked:
        plan = [str(row[3]) for row in journal._db.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert [step for step in plan if step.startswith("SCAN") and "to_scrub" not in step] == [], query


def test_a_journal_of_the_first_version_is_brought_up_to_date_and_nothing_is_lost(tmp_path: Path) -> None:
    old = Path(__file__).parents[1] / "data" / "journals" / "version-1.db"
    shutil.copyfile(old, tmp_path / "journal.db")
    reader = SqliteJournal(tmp_path / "journal.db", fake_writer("w3"), read_only=True)
    before = reader.events_with_salts()
    assert sqlite3.connect(tmp_path / "journal.db").execute("PRAGMA user_version").fetchone() == (1,)
    journal = opened(tmp_path, "w4")
    assert journal.events_with_salts() == before
    assert [event.text for event in journal.events("s1")][:2] == ["Inventé Essai, premier mot", "deuxième mot"]
    assert (journal.last_site("/hopital"), journal.site("d1")) == ("d1", {"contacts.yaml": b"format: 1\n"})
    journal.append([draft("new"), erasing("a")])
    assert journal.verify() == ()
    opened(tmp_path / "fresh").close()
    kinds = [[row for row in as_it_is(path) if row[0] == "schema"] for path in (tmp_path, tmp_path / "fresh")]
    assert kinds[0] == kinds[1]


def test_each_version_before_the_present_has_a_golden_journal_that_is_brought_up_to_date(tmp_path: Path) -> None:
    for version in range(1, schema.VERSION):
        folder = tmp_path / str(version)
        folder.mkdir()
        shutil.copyfile(Path(__file__).parents[1] / f"data/journals/version-{version}.db", folder / "journal.db")
        before = SqliteJournal(folder / "journal.db", fake_writer("w3"), read_only=True).events_with_salts()
        assert opened(folder, "w4").events_with_salts() == before
        kept = sqlite3.connect(folder / "journal.db").execute("PRAGMA user_version").fetchone()
        assert (bool(before), kept) == (True, (schema.VERSION,))


_REFUSED = "CREATE TABLE never (one INTEGER CHECK (one = 1)) STRICT;\nINSERT INTO never VALUES (2);\n"


@pytest.mark.parametrize("number", range(1, schema.VERSION + 1))
def test_a_migration_that_fails_leaves_the_version_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    good = schema.MIGRATIONS
    broken = list(good)
    broken[number - 1] = (broken[number - 1][0], broken[number - 1][1] + _REFUSED)
    monkeypatch.setattr(schema, "MIGRATIONS", tuple(broken))
    with pytest.raises(NotWritten):
        opened(tmp_path)
    connection = sqlite3.connect(tmp_path / "journal.db")
    assert connection.execute("PRAGMA user_version").fetchone() == (number - 1,)
    connection.close()
    monkeypatch.setattr(schema, "MIGRATIONS", good)
    opened(tmp_path).append([draft("a"), erasing("a")])
