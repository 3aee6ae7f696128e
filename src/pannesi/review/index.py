"""A second file that says at once what is in the journal. It can be lost: it is made again from the journal."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pannesi.review.overview import Overview
from pannesi.site.search import fold

FILE = "sessions.index"
VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS made (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER, origin TEXT, mark INTEGER);
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, title TEXT, stage TEXT, exercise INTEGER, began TEXT, last_at TEXT, closed_at TEXT,
    is_open INTEGER, patients INTEGER, persons TEXT, events INTEGER, words TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS in_order ON sessions (exercise, is_open DESC, last_at DESC, id DESC);
"""
_COLUMNS = "id, title, stage, exercise, began, last_at, closed_at, patients, persons, events"


@dataclass(frozen=True)
class Wanted:
    """Which sessions of a list."""

    words: str = ""
    """All of these words, in the title, the persons, the date or the id; accents and capitals do not matter."""
    exercise: bool = False
    state: str = ""
    """`open`, `closed`, or both."""

    def where(self) -> tuple[str, list[str | int]]:
        """The condition in SQL, and its values."""
        parts, values = ["exercise = ?"], [int(self.exercise)]
        found: list[str | int] = list(values)
        if self.state:
            parts.append("is_open = ?")
            found.append(int(self.state == "open"))
        for word in fold(self.words).split():
            parts.append("instr(words, ?) > 0")
            found.append(word)
        return " AND ".join(parts), found


class Index:
    """The overviews of sessions, by SQL. A file that cannot be used is replaced by one in memory."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        self._path = path
        self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        if self._path is not None:
            try:
                return self._prepared(_private(self._path))
            except (sqlite3.Error, OSError):
                with contextlib.suppress(OSError):
                    self._path.unlink()
        return self._prepared(":memory:")

    def _prepared(self, place: str) -> sqlite3.Connection:
        db = sqlite3.connect(place, isolation_level=None, check_same_thread=False, timeout=1.0)
        try:
            for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "temp_store=MEMORY", "trusted_schema=OFF"):
                db.execute(f"PRAGMA {pragma}")
            row = db.execute("SELECT name FROM sqlite_master WHERE name = 'made'").fetchone()
            if row is not None and db.execute("SELECT version FROM made").fetchone() != (VERSION,):
                db.executescript("DROP TABLE IF EXISTS sessions; DROP TABLE IF EXISTS made;")
                row = None
            if row is None:
                db.executescript(_TABLES)
                db.execute("INSERT OR IGNORE INTO made VALUES (1, ?, '', 0)", (VERSION,))
        except BaseException:
            db.close()
            raise
        return db

    def mark(self, origin: str) -> int:
        """How far the journal that began with the event `origin` was read; another journal begins anew."""
        with self._lock:
            known, mark = self._db.execute("SELECT origin, mark FROM made").fetchone()
            if known != origin:
                self._db.executescript("BEGIN IMMEDIATE; DELETE FROM sessions; COMMIT;")
                self._db.execute("UPDATE made SET origin = ?, mark = 0", (origin,))
                return 0
            return int(mark)

    def put(self, found: Iterable[Overview], mark: int) -> None:
        """Takes in the overviews of sessions that changed, read up to `mark`."""
        rows = [_row(one) for one in found]
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.executemany("INSERT OR REPLACE INTO sessions VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows)
                self._db.execute("UPDATE made SET mark = max(mark, ?)", (mark,))
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise

    def page(
        self, wanted: Wanted, now: datetime, after: Overview | None = None, most: int = 50, *, before: bool = False
    ) -> tuple[Overview, ...]:
        """Those still open first, then the latest; those that come after `after` (or `before` it, nearest first)."""
        where, values = wanted.where()
        if after is not None:
            where += f" AND (is_open, last_at, id) {'>' if before else '<'} (?, ?, ?)"
            values += [int(after.open), after.last_at.isoformat(), after.id]
        way = "ASC" if before else "DESC"
        query = f"SELECT {_COLUMNS} FROM sessions WHERE {where} ORDER BY is_open {way}, last_at {way}, id {way} LIMIT ?"
        with self._lock:
            rows = self._db.execute(query, (*values, most)).fetchall()
        return tuple(_overview(row, now) for row in rows)

    def count(self, wanted: Wanted) -> int:
        """How many there are."""
        where, values = wanted.where()
        with self._lock:
            return int(self._db.execute(f"SELECT count(*) FROM sessions WHERE {where}", values).fetchone()[0])

    def close(self) -> None:
        with self._lock:
            self._db.close()


def _private(path: Path) -> str:
    """Makes the file readable by those who may read the journal beside it. Raises OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        journal = path.parent / "journal.db"
        if hasattr(os, "fchmod") and os.fstat(handle).st_size == 0 and journal.exists():
            os.fchmod(handle, journal.stat().st_mode & 0o660)
    finally:
        os.close(handle)
    return str(path)


def _row(one: Overview) -> tuple[object, ...]:
    day = f"{one.began:%Y-%m-%d %d/%m/%Y}"
    return (
        one.id, one.title, one.stage, int(one.exercise), one.began.isoformat(), one.last_at.isoformat(),
        one.closed_at.isoformat() if one.closed_at is not None else None, int(one.open), one.patients,
        json.dumps(one.persons), one.events, fold(" ".join((one.title, one.id, day, *one.persons))),
    )  # fmt: skip


def _overview(row: tuple[object, ...], now: datetime) -> Overview:
    name, title, stage, exercise, began, last_at, closed_at, patients, persons, events = row
    return Overview(
        str(name), str(title), str(stage), bool(exercise), datetime.fromisoformat(str(began)),
        datetime.fromisoformat(str(last_at)), datetime.fromisoformat(str(closed_at)) if closed_at else None,
        int(str(patients)), tuple(json.loads(str(persons))), int(str(events)), now,
    )  # fmt: skip
