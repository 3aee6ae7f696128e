"""A second file that says at once what is in the journal. It can be lost: it is made again from the journal.

It holds what sessions are found and counted by, the words of the procedure among it; never a free text, nor anything
of a patient, so that erasing in the journal leaves nothing behind here.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pannesi.review import tables
from pannesi.review.entry import Entry, Tag
from pannesi.review.overview import Overview
from pannesi.review.pages import Pages
from pannesi.review.wanted import Wanted
from pannesi.site.search import fold

FILE = "sessions.index"

__all__ = ["FILE", "Index", "Wanted"]


class Index:
    """The sessions of a journal, by SQL. A file that cannot be used is replaced by one in memory."""

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
            for pragma in tables.PRAGMAS:
                db.execute(pragma)
            made = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'made'").fetchone()
            if made is not None and db.execute("SELECT version FROM made").fetchone() != (tables.VERSION,):
                db.executescript(tables.DROPPED)
                made = None
            if made is None:
                db.executescript(f"BEGIN IMMEDIATE; {tables.TABLES} COMMIT;")
                db.execute("INSERT OR IGNORE INTO made VALUES (1, ?, '', 0)", (tables.VERSION,))
        except BaseException:
            db.close()
            raise
        return db

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The index to read figures from; other threads wait meanwhile."""
        with self._lock:
            yield self._db

    def mark(self, origin: str) -> int:
        """How far the journal that began with the event `origin` was read; another journal begins anew."""
        with self._lock:
            known, mark = self._db.execute("SELECT origin, mark FROM made").fetchone()
            if known != origin:
                self._db.executescript(tables.EMPTIED)
                self._db.execute("UPDATE made SET origin = ?, mark = 0", (origin,))
                return 0
            return int(mark)

    def put(self, found: Iterable[Entry], mark: int) -> None:
        """Takes in sessions that changed, read up to `mark`."""
        entries = list(found)
        with self._lock, self._writing():
            for entry in entries:
                self._put(entry)
            self._db.execute("UPDATE made SET mark = max(mark, ?)", (mark,))

    def forget(self, session: str) -> None:
        """Drops a session that the journal no longer holds."""
        with self._lock, self._writing():
            row = self._db.execute("SELECT key FROM sessions WHERE id = ?", (session,)).fetchone()
            if row is not None:
                self._untag(row[0])
                self._db.execute("DELETE FROM sessions WHERE key = ?", row)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _put(self, entry: Entry) -> None:
        one = entry.overview
        began = _ms(one.began)
        values = (
            one.id, one.title, one.stage, int(one.exercise), int(one.open), began, _ms(one.last_at),
            _ms(one.closed_at), one.patients, json.dumps(one.persons), one.events, _ms(entry.first_action_at),
            _ms(entry.alerted_at), _ms(entry.returned_at), _ms(entry.reconciled_at), one.could_not, one.redlines,
            int(one.to_take_over), entry.month, entry.hour,
        )  # fmt: skip
        (key,) = self._db.execute(tables.PUT_SESSION, values).fetchall()[0]
        self._untag(key)
        rows = [(self._tag(tag), int(one.exercise), int(one.open), began, key, count) for tag, count in entry.tags]
        self._db.executemany("INSERT INTO tags VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._db.executemany("UPDATE names SET uses = uses + 1 WHERE tag = ?", [row[:1] for row in rows])

    def _untag(self, key: int) -> None:
        used = "SELECT tag FROM tags WHERE session = ?"
        self._db.execute(f"UPDATE names SET uses = uses - 1 WHERE tag IN ({used})", (key,))
        self._db.execute("DELETE FROM tags WHERE session = ?", (key,))

    def _tag(self, tag: Tag) -> int:
        named = (str(tag.kind), tag.value, tag.label)
        row = self._db.execute("SELECT tag FROM names WHERE (kind, value, label) = (?, ?, ?)", named).fetchone()
        if row is None:
            query = "INSERT INTO names (kind, value, label, text) VALUES (?, ?, ?, ?)"
            return int(self._db.execute(query, (*named, fold(tag.label))).lastrowid or 0)
        return int(row[0])

    def page(
        self, wanted: Wanted, now: datetime, after: Overview | None = None, most: int = 50, *, before: bool = False
    ) -> tuple[Overview, ...]:
        """Those still open first, then the latest; those that come after `after` (or `before` it, nearest first)."""
        found: list[Sequence[Any]] = []
        with self._lock:
            pages = Pages(self._db, wanted)
            states = pages.states()
            for is_open in reversed(states) if before else states:
                place = None
                if after is not None and is_open != after.open:
                    if (is_open > after.open) != before:
                        continue
                elif after is not None:
                    row = self._db.execute("SELECT key FROM sessions WHERE id = ?", (after.id,)).fetchone()
                    place = (_ms(after.began) or 0, row[0] if row is not None else 0)
                found += pages.rows(is_open, place, most - len(found), before)
                if len(found) >= most:
                    break
        return tuple(_overview(row, now) for row in found)

    def last_page(self, wanted: Wanted, now: datetime, most: int = 50) -> tuple[Overview, ...]:
        """The end of the list, in its order."""
        return self.page(wanted, now, most=most, before=True)[::-1]

    def count(self, wanted: Wanted) -> int:
        """How many there are."""
        with self._lock:
            return Pages(self._db, wanted).count()

    def cases(self) -> tuple[str, ...]:
        """The ids of every case that a session went through."""
        with self._lock:
            rows = self._db.execute("SELECT DISTINCT value FROM names WHERE kind = 'case' ORDER BY value").fetchall()
        return tuple(row[0] for row in rows)

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


def _ms(moment: datetime | None) -> int | None:
    """Milliseconds since 1970, rounded: a float of seconds is not exact."""
    return round(moment.timestamp() * 1000) if moment is not None else None


def moment_of(ms: int) -> datetime:
    """The inverse, in UTC."""
    seconds, rest = divmod(ms, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000)


def _overview(row: Sequence[Any], now: datetime) -> Overview:
    name, title, stage, exercise, began, last_at, closed_at, patients, persons, events, could_not, redlines, over = row
    return Overview(
        name, title, stage, bool(exercise), moment_of(began), moment_of(last_at),
        moment_of(closed_at) if closed_at is not None else None, patients, tuple(json.loads(persons)), events, now,
        could_not, redlines, bool(over),
    )  # fmt: skip
