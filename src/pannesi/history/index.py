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
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from pannesi.history import index_schema as tables
from pannesi.history.index_entry import IndexEntry, Tag, TagKind
from pannesi.history.index_queries import PageQuery, begin_reading, hide_hospitals
from pannesi.history.overview import STAGES, Overview
from pannesi.history.session_filter import SessionFilter
from pannesi.journal.private_file import open_no_link
from pannesi.journal.sqlite_uri import sqlite_uri
from pannesi.procedure.search import fold_accents
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _

INDEX_FILE = "sessions.index"
PATIENCE = 1.0
"""Seconds that another process which holds the file is waited for."""
FIRST_TRY, LAST_TRY = 5.0, 600.0
"""Seconds before the file is tried again after it was given up; twice as many after each failure, up to the last."""
_AT_ONCE = 500
"""How many sessions are asked for by name in one question."""
_Result = TypeVar("_Result")


class SessionIndex:
    """The sessions of a journal, by SQL. A file that cannot be used is replaced by one in memory, until it can be."""

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.RLock()
        self._path, self._clock = path, clock
        self._wait, self._next = FIRST_TRY, clock() + FIRST_TRY
        self.select_others: Callable[[tuple[tuple[str, str], ...]], tuple[str, ...]] = lambda known: ()
        """Of the hospitals that have sessions in it, each with a procedure of theirs, those that are not ours."""
        self.in_memory = path is None
        """Whether it lasts no longer than this process."""
        self._db = self._connect()

    def _connect(self) -> sqlite3.Connection:
        if self._path is not None:
            try:
                return self._prepare(_private_place(self._path))
            except Exception as failure:  # noqa: BLE001  a damaged page may raise anything
                if not _is_busy(failure):  # somebody else is writing: theirs is not to be taken away
                    self._delete_file()
        self.in_memory = True
        return self._prepare(":memory:")

    def _delete_file(self) -> None:
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _prepare(self, place: str, patience: float = PATIENCE) -> sqlite3.Connection:
        db = sqlite3.connect(place, isolation_level=None, check_same_thread=False, timeout=patience)
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
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """The index to read figures from, as it stands now; nobody else in this process waits meanwhile, unless it is
        in memory."""
        apart = self._reading_connection()
        if apart is not None:
            with contextlib.closing(apart):
                hide_hospitals(apart, self.other_hospitals())
                try:
                    yield apart
                except Exception as failure:  # what was read of it cannot be counted with
                    if self.in_memory or _is_busy(failure):
                        raise
                    self.leave_file(spoiled=_is_damaged(failure))
                    raise JournalError(
                        _("La liste des sessions était abîmée et est refaite : redemander.")
                    ) from failure
            return
        with self._lock:
            self._read_or_leave_file(lambda: begin_reading(self._db))
            try:
                hide_hospitals(self._db, self._other_hospitals())
                yield self._db
            finally:
                self._db.execute("ROLLBACK")

    def _reading_connection(self) -> sqlite3.Connection | None:
        """Another connection to the file, which reads it as it stands now; None when there is no such file to read."""
        with self._lock:
            if self.in_memory or self._path is None:
                return None
            place = sqlite_uri(self._path.absolute(), "ro")
        db: sqlite3.Connection | None = None
        try:
            db = sqlite3.connect(place, uri=True, isolation_level=None, timeout=PATIENCE)
            for pragma in tables.READING_PRAGMAS:
                db.execute(pragma)
            begin_reading(db)
        except (sqlite3.Error, ValueError):  # the connection that all share finds what is wrong with it
            if db is not None:
                db.close()
            return None
        return db

    def _read_or_leave_file(self, work: Callable[[], _Result]) -> _Result:
        """What `work` reads. A file that cannot be read, or that another process holds on to, is given up for one in
        memory, which is empty and catches up with the journal."""
        with self._lock:
            try:
                return work()
            except Exception as failure:
                if self.in_memory:
                    raise
                self.leave_file(spoiled=_is_damaged(failure))
                return work()

    def leave_file(self, *, spoiled: bool = False) -> None:
        """Goes on in memory, from nothing. A file that is `spoiled` is taken away: nobody can use it."""
        with self._lock:
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            if spoiled and not self.in_memory:
                self._delete_file()
            self._db, self.in_memory = self._prepare(":memory:"), True
            self._next = self._clock() + self._wait

    def return_to_file(self) -> bool:
        """Comes back to the file when it can be had again, now and then tried; waits for nobody. Returns whether it
        came back. What was read meanwhile is not read again: it goes along where the file is behind."""
        with self._lock:
            if not self.in_memory or self._path is None or self._clock() < self._next:
                return False
            db: sqlite3.Connection | None = None
            try:
                db = self._prepare(_private_place(self._path), patience=0.0)
                db.execute("BEGIN IMMEDIATE")
                theirs = db.execute("SELECT origin, mark FROM made").fetchone()
                db.execute("ROLLBACK")
                ours = self._db.execute("SELECT origin, mark FROM made").fetchone()
                if theirs[0] != ours[0] or theirs[1] < ours[1]:
                    self._db.backup(db)
            except Exception as failure:  # noqa: BLE001  a damaged page may raise anything
                if db is not None:
                    db.close()
                if _is_damaged(failure):
                    self._delete_file()
                self._wait = min(self._wait * 2, LAST_TRY)
                self._next = self._clock() + self._wait
                return False
            self._db.close()
            db.execute(f"PRAGMA busy_timeout = {round(PATIENCE * 1000)}")
            self._db, self.in_memory, self._wait = db, False, FIRST_TRY
            return True

    def version_stamp(self) -> tuple[int, int, bool]:
        """Another value whenever something was written to it, by whichever process."""
        with self._lock:
            version = self._read_or_leave_file(lambda: self._db.execute("PRAGMA data_version").fetchone()[0])
            return int(version), self._db.total_changes, self.in_memory

    def mark(self, origin: str) -> int:
        """How far the journal that began with the event `origin` was read; another journal begins anew."""
        return self._read_or_leave_file(lambda: self._mark(origin))

    def _mark(self, origin: str) -> int:
        known, mark = self._db.execute("SELECT origin, mark FROM made").fetchone()
        if known == origin:
            return int(mark)
        with self._writing():
            for table in ("tags", "names", "sessions", "hospitals"):
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute("UPDATE made SET origin = ?, mark = 0", (origin,))
        return 0

    def update(self, found: Iterable[IndexEntry], mark: int, gone: Iterable[str] = ()) -> bool:
        """Takes in sessions that changed, read up to `mark`, and drops those that are `gone` from the journal.

        Returns False, with nothing changed, when the file cannot be written now: another process is writing, or the
        file failed and one in memory stands in for it. The same is to be read again later.
        """
        entries, names = list(found), tuple(gone)
        with self._lock:
            try:
                with self._writing():
                    for entry in entries:
                        self._put(entry)
                    for name in names:
                        self._forget(name)
                    self._db.execute("UPDATE made SET mark = max(mark, ?)", (mark,))
            except (sqlite3.Error, ValueError, OverflowError) as failure:
                if not _is_busy(failure):
                    self.leave_file(spoiled=_is_damaged(failure))
                return False
        return True

    def forget(self, session: str) -> bool:
        """Drops a session that the journal no longer holds, every word of it; False when that cannot be now."""
        return self.update((), 0, (session,))

    def _forget(self, session: str) -> None:
        row = self._db.execute("SELECT key FROM sessions WHERE id = ?", (session,)).fetchone()
        if row is not None:
            self._untag(row[0])
            self._db.execute("DELETE FROM sessions WHERE key = ?", row)
            self._db.execute("DELETE FROM names WHERE uses <= 0")

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _put(self, entry: IndexEntry) -> None:
        one = entry.overview
        began = _ms(one.began)
        values = (
            one.id, one.title, one.stage, int(one.exercise), int(one.open), began, _ms(one.last_at),
            _ms(one.closed_at), one.patients, json.dumps(one.persons), one.events, _ms(entry.first_action_at),
            _ms(entry.alerted_at), _ms(entry.returned_at), _ms(entry.reconciled_at), one.could_not, one.redlines,
            int(one.to_take_over), one.seen, entry.month, entry.hour, one.hospital, one.site,
        )  # fmt: skip
        self._db.execute("INSERT OR IGNORE INTO hospitals VALUES (?, ?)", (one.hospital, one.site))
        written = self._db.execute(tables.PUT_SESSION, values).fetchall()
        if not written:
            return  # another process has read further
        key = written[0][0]
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
            return int(self._db.execute(query, (*named, fold_accents(tag.label))).lastrowid or 0)
        return int(row[0])

    def other_hospitals(self) -> tuple[str, ...]:
        """The other hospitals that have sessions in this journal: theirs are listed apart, and counted in no figure."""
        return self._read_or_leave_file(self._other_hospitals)

    def _other_hospitals(self) -> tuple[str, ...]:
        return self.select_others(
            tuple(self._db.execute("SELECT name, site FROM hospitals ORDER BY name, site").fetchall())
        )

    def page(
        self,
        wanted: SessionFilter,
        now: datetime,
        after: Overview | None = None,
        most: int = 50,
        *,
        before: bool = False,
    ) -> tuple[Overview, ...]:
        """Those still open first, then the latest, or the oldest when that is wanted; those that come after `after` (or
        `before` it, nearest first)."""
        return self._read_or_leave_file(
            lambda: tuple(_overview(row, now) for row in self._page(wanted, after, most, before))
        )

    def _page(self, wanted: SessionFilter, after: Overview | None, most: int, before: bool) -> list[Sequence[Any]]:
        found: list[Sequence[Any]] = []
        pages = PageQuery(self._db, wanted, self._other_hospitals())
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
        return found

    def last_page(self, wanted: SessionFilter, now: datetime, most: int = 50) -> tuple[Overview, ...]:
        """The end of the list, in its order."""
        return self.page(wanted, now, most=most, before=True)[::-1]

    def count(self, wanted: SessionFilter) -> int:
        """How many there are."""
        return self._read_or_leave_file(lambda: PageQuery(self._db, wanted, self._other_hospitals()).count())

    def select(self, names: Sequence[str], wanted: SessionFilter, now: datetime) -> list[Overview]:
        """Of these sessions those that are wanted, in no order."""

        def read() -> list[Overview]:
            pages = PageQuery(self._db, wanted, self._other_hospitals())
            rows = (row for at in range(0, len(names), _AT_ONCE) for row in pages.named(names[at : at + _AT_ONCE]))
            return [_overview(row, now) for row in rows]

        return self._read_or_leave_file(read)

    def cases(self) -> tuple[str, ...]:
        """The ids of every case that a session went through."""
        return tuple(sorted({value for value, _label in self.tag_values("case")}))

    def tag_values(self, kind: TagKind) -> tuple[tuple[str, str], ...]:
        """What is known of a kind, as (value, last label), the most used first."""
        query = (
            "SELECT value, label, sum(uses) AS uses, max(tag) FROM names WHERE kind = ? AND uses > 0"
            " GROUP BY value ORDER BY uses DESC, value"
        )
        rows = self._read_or_leave_file(lambda: self._db.execute(query, (kind,)).fetchall())
        return tuple((row[0], row[1]) for row in rows if isinstance(row[1], str))

    def close(self) -> None:
        with self._lock:
            self._db.close()


def _is_busy(failure: Exception) -> bool:
    """Whether another process holds the file, and nothing else is wrong with it."""
    code = getattr(failure, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _is_damaged(failure: Exception) -> bool:
    """Whether what lies in the file is no index any more."""
    from pannesi.journal.sqlite_errors import is_damage

    return is_damage(failure)


def _private_place(path: Path) -> str:
    """Makes the file readable by those who may read the journal beside it. Raises OSError."""
    handle = open_no_link(path, 0o600)
    try:
        if hasattr(os, "fchmod") and os.fstat(handle).st_size == 0 and (path.parent / "journal.db").exists():
            os.fchmod(handle, (path.parent / "journal.db").stat().st_mode & 0o660)
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
    """Raises ValueError, and others, for a row that no session has: the file is damaged then."""
    name, title, stage, exercise, began, last_at, closed_at, patients, persons, events, could_not, *others = row
    redlines, over, seen, hospital, site = others
    named = tuple(json.loads(persons))
    if stage not in STAGES or not all(isinstance(one, str) for one in (name, title, seen, hospital, site, *named)):
        raise ValueError("no session is like that")
    return Overview(
        name, title, stage, bool(exercise), moment_of(began), moment_of(last_at),
        moment_of(closed_at) if closed_at is not None else None, patients, named, events, now,
        could_not, redlines, bool(over), seen, hospital, site,
    )  # fmt: skip
