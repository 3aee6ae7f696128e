"""The index of sessions: an SQLite file beside the journal, made from it and made again whenever it is lost.

It holds overviews and tags by which sessions are listed, searched and counted; never a free text nor a patient's data,
so that erasing in the journal leaves nothing behind here.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pannesi.history import index_schema as tables
from pannesi.history.index_queries import (
    PageQuery,
    begin_reading,
    hide_hospitals,
    is_busy,
    is_damaged,
    milliseconds_of,
    overview_of_row,
    write_reviews,
)
from pannesi.history.overview import Overview
from pannesi.history.session_filter import SessionFilter
from pannesi.journal.location import sqlite_uri
from pannesi.journal.private_file import place_beside_journal
from pannesi.support.errors import JournalError, PannesiError
from pannesi.support.i18n import _
from pannesi.support.text_safety import fold_accents

if TYPE_CHECKING:
    from pannesi.history.index_entry import IndexEntry, Tag
    from pannesi.history.index_reviews import ReviewEntry
    from pannesi.history.index_schema import TagKind
    from pannesi.history.learning.lessons import Lesson
    from pannesi.history.outages import OutageLink

PATIENCE = 1.0
"""How many seconds to wait for another program that locks the file."""
FIRST_TRY, LAST_TRY = 5.0, 600.0
"""Seconds before the file is tried again after it was left, doubled after each failure up to the second value."""
_AT_ONCE = 500
"""How many session ids go into one query."""
_Result = TypeVar("_Result")


class SessionIndex:
    """The index of one journal. While its file cannot be used, it goes on in memory. Safe to use from several
    threads."""

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.RLock()
        self._path, self._clock = path, clock
        self._wait, self._next = FIRST_TRY, clock() + FIRST_TRY
        self.select_others: Callable[[tuple[tuple[str, str], ...]], tuple[str, ...]] = lambda hospitals: ()
        """Which hospitals are other ones, of (name, site digest) pairs; see `SessionCatalogue.other_hospitals`."""
        self.in_memory = path is None
        """Whether it is in memory, and ends with the program."""
        self._db = self._connect()

    def _connect(self) -> sqlite3.Connection:
        if self._path is not None:
            try:
                return self._prepare(place_beside_journal(self._path))
            except Exception as failure:  # noqa: BLE001  a damaged page may raise anything
                if not is_busy(failure):  # somebody else is writing: theirs is not to be taken away
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
        in memory. Raises JournalError."""
        from pannesi.support.program_faults import faults_told

        apart = self._reading_connection()
        if apart is not None:
            with contextlib.closing(apart):
                hide_hospitals(apart, self.other_hospitals())
                try:
                    with faults_told(_("La liste des sessions n'est pas en cause : {fault}.")):
                        yield apart
                except PannesiError:
                    raise
                except Exception as failure:  # what was read of it cannot be counted with
                    if self.in_memory or is_busy(failure):
                        raise
                    self.leave_file(spoiled=is_damaged(failure))
                    raise JournalError(
                        _("La liste des sessions était abîmée et est refaite : redemander.")
                    ) from failure
            return
        with self._lock:
            self._read_or_leave_file(lambda: begin_reading(self._db))
            try:
                hide_hospitals(self._db, self._other_hospitals())
                with faults_told(_("La liste des sessions n'est pas en cause : {fault}.")):
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
        """The result of `work`; where the file is locked or damaged, that of an empty index in memory."""
        with self._lock:
            try:
                return work()
            except Exception as failure:  # a damaged page may raise anything; in memory there is none
                if self.in_memory:
                    raise
                self.leave_file(spoiled=is_damaged(failure))
                return work()

    def leave_file(self, *, spoiled: bool = False) -> None:
        """Goes on with an empty index in memory. A file that is `spoiled` (damaged) is deleted."""
        with self._lock:
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            if spoiled and not self.in_memory:
                self._delete_file()
            self._db, self.in_memory = self._prepare(":memory:"), True
            self._next = self._clock() + self._wait

    def return_to_file(self) -> bool:
        """Returns from memory to the file, if it is time to try and it can be had without waiting; tells whether it
        did.

        Where the file has read less of the journal than the index in memory, that is copied to it.
        """
        with self._lock:
            if not self.in_memory or self._path is None or self._clock() < self._next:
                return False
            db: sqlite3.Connection | None = None
            try:
                db = self._prepare(place_beside_journal(self._path), patience=0.0)
                db.execute("BEGIN IMMEDIATE")
                theirs = db.execute("SELECT origin, mark FROM made").fetchone()
                db.execute("ROLLBACK")
                ours = self._db.execute("SELECT origin, mark FROM made").fetchone()
                if theirs[0] != ours[0] or theirs[1] < ours[1]:
                    self._db.backup(db)
            except Exception as failure:  # noqa: BLE001  a damaged page may raise anything
                if db is not None:
                    db.close()
                if is_damaged(failure):
                    self._delete_file()
                self._wait = min(self._wait * 2, LAST_TRY)
                self._next = self._clock() + self._wait
                return False
            self._db.close()
            db.execute(f"PRAGMA busy_timeout = {round(PATIENCE * 1000)}")
            self._db, self.in_memory, self._wait = db, False, FIRST_TRY
            return True

    def version_stamp(self) -> tuple[int, int, bool]:
        """A value that changes whenever any program writes to the index."""
        with self._lock:
            version = self._read_or_leave_file(lambda: self._db.execute("PRAGMA data_version").fetchone()[0])
            return int(version), self._db.total_changes, self.in_memory

    def mark(self, origin: str) -> int:
        """The mark up to which the journal whose first event is `origin` was read; for another journal the index is
        emptied, and 0."""
        return self._read_or_leave_file(lambda: self._mark_of_journal(origin))

    def _mark_of_journal(self, origin: str) -> int:
        stored, mark = self._db.execute("SELECT origin, mark FROM made").fetchone()
        if stored == origin:
            return int(mark)
        with self._write_transaction():
            for table in ("tags", "names", "sessions", "hospitals", "lessons", "links", "reviews", "digests"):
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute("UPDATE made SET origin = ?, mark = 0", (origin,))
        return 0

    def update(
        self, changed: Iterable[IndexEntry], mark: int, gone: Iterable[str] = (), reviews: Sequence[ReviewEntry] = ()
    ) -> bool:
        """Writes the entries of changed sessions and reviews, read up to `mark`, and deletes those `gone`.

        Returns False, with nothing changed, when the file cannot be written now: another program writes to it, or it
        failed and the index goes on in memory. The caller reads the same again later.
        """
        entries, names = list(changed), tuple(gone)
        with self._lock:
            try:
                with self._write_transaction():
                    for entry in entries:
                        self._write_entry(entry)
                    write_reviews(self._db, reviews)
                    for name in names:
                        self._delete_session(name)
                    self._db.execute("UPDATE made SET mark = max(mark, ?)", (mark,))
            except (sqlite3.Error, ValueError, OverflowError) as failure:
                if not is_busy(failure):
                    self.leave_file(spoiled=is_damaged(failure))
                return False
        return True

    def forget(self, session: str) -> bool:
        """Deletes the entry of a session that was removed from the journal; False when that is not possible now."""
        return self.update((), 0, (session,))

    def _delete_session(self, session: str) -> None:
        self._db.execute("DELETE FROM reviews WHERE chain = ?", (session,))
        row = self._db.execute("SELECT key FROM sessions WHERE id = ?", (session,)).fetchone()
        if row is not None:
            self._delete_tags(row[0])
            self._db.execute("DELETE FROM sessions WHERE key = ?", row)
            self._db.execute("DELETE FROM names WHERE uses <= 0")

    @contextlib.contextmanager
    def _write_transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _write_entry(self, entry: IndexEntry) -> None:
        session = entry.overview
        began = milliseconds_of(session.began)
        values = (
            session.id, session.title, session.stage, int(session.exercise), int(session.open), began,
            milliseconds_of(session.last_at), milliseconds_of(session.closed_at),
            session.patients, json.dumps(session.persons), session.events,
            milliseconds_of(entry.first_action_at), milliseconds_of(entry.alerted_at),
            milliseconds_of(entry.returned_at), milliseconds_of(entry.reconciled_at),
            session.could_not, session.redlines, int(session.to_take_over), session.seen, entry.month, entry.hour,
            session.hospital, session.site, session.next_act, session.call_again,
            milliseconds_of(session.call_again_at), json.dumps(session.entered),
            round(session.shift.total_seconds() * 1000), session.word_event, int(session.end_unknown),
        )  # fmt: skip
        self._db.execute("INSERT OR IGNORE INTO hospitals VALUES (?, ?)", (session.hospital, session.site))
        written = self._db.execute(tables.PUT_SESSION, values).fetchall()
        if not written:
            return  # another process has read further
        key = written[0][0]
        self._delete_tags(key)
        rows = [
            (self._key_of_tag(tag), int(session.exercise), int(session.open), began, key, count)
            for tag, count in entry.tags
        ]
        self._db.executemany("INSERT INTO tags VALUES (?, ?, ?, ?, ?, ?)", rows)
        if entry.lessons or entry.links or entry.digest:
            from pannesi.history.index_links import write_beside

            write_beside(self._db, key, entry)
        self._db.executemany("UPDATE names SET uses = uses + 1 WHERE tag = ?", [row[:1] for row in rows])

    def _delete_tags(self, key: int) -> None:
        used = "SELECT tag FROM tags WHERE session = ?"
        self._db.execute(f"UPDATE names SET uses = uses - 1 WHERE tag IN ({used})", (key,))
        self._db.execute("DELETE FROM tags WHERE session = ?", (key,))
        for table in ("lessons", "links", "digests"):
            self._db.execute(f"DELETE FROM {table} WHERE session = ?", (key,))

    def _key_of_tag(self, tag: Tag) -> int:
        named = (str(tag.kind), tag.value, tag.label)
        row = self._db.execute("SELECT tag FROM names WHERE (kind, value, label) = (?, ?, ?)", named).fetchone()
        if row is None:
            query = "INSERT INTO names (kind, value, label, text) VALUES (?, ?, ?, ?)"
            return int(self._db.execute(query, (*named, fold_accents(tag.label))).lastrowid or 0)
        return int(row[0])

    def other_hospitals(self) -> tuple[str, ...]:
        """The names of other hospitals with sessions in this journal: these are listed apart, and in no statistics."""
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
        """At most `most` sessions that the filter wants, in list order: those that follow `after`; with `before`, those
        that precede it, the nearest first."""
        return self._read_or_leave_file(
            lambda: tuple(overview_of_row(row, now) for row in self._page_rows(wanted, after, most, before))
        )

    def _page_rows(self, wanted: SessionFilter, after: Overview | None, most: int, before: bool) -> list[Sequence[Any]]:
        rows: list[Sequence[Any]] = []
        pages = PageQuery(self._db, wanted, self._other_hospitals())
        states = pages.states()
        for is_open in reversed(states) if before else states:
            place = None
            if after is not None and is_open != after.open:
                if (is_open > after.open) != before:
                    continue
            elif after is not None:
                row = self._db.execute("SELECT key FROM sessions WHERE id = ?", (after.id,)).fetchone()
                place = (milliseconds_of(after.began) or 0, row[0] if row is not None else 0)
            rows += pages.rows(is_open, place, most - len(rows), before)
            if len(rows) >= most:
                break
        return rows

    def count(self, wanted: SessionFilter) -> int:
        """How many sessions the filter wants."""
        return self._read_or_leave_file(lambda: PageQuery(self._db, wanted, self._other_hospitals()).count())

    def select(self, names: Sequence[str], wanted: SessionFilter, now: datetime) -> list[Overview]:
        """The sessions among these ids that the filter wants, in no order."""

        def read() -> list[Overview]:
            pages = PageQuery(self._db, wanted, self._other_hospitals())
            rows = (row for at in range(0, len(names), _AT_ONCE) for row in pages.named(names[at : at + _AT_ONCE]))
            return [overview_of_row(row, now) for row in rows]

        return self._read_or_leave_file(read)

    def lessons(self, *, exercise: bool) -> tuple[Lesson, ...]:
        """What the sessions of this hospital taught, the earliest first; of exercises too where it is for an
        `exercise`."""
        from pannesi.history.index_lessons import read_lessons

        return self._read_or_leave_file(lambda: read_lessons(self._db, self._other_hospitals(), exercise=exercise))

    def links(self) -> tuple[OutageLink, ...]:
        """What sessions say of each other about the same outage, see `outages.outages_of`."""
        from pannesi.history.index_links import read_links

        return self._read_or_leave_file(lambda: read_links(self._db))

    def cases(self) -> tuple[str, ...]:
        """The ids of every case in any session, sorted."""
        return tuple(sorted({value for value, _label in self.tag_values("case")}))

    def tag_values(self, kind: TagKind) -> tuple[tuple[str, str], ...]:
        """Every value of tags of a kind, as (value, latest label), the most used first."""
        query = (
            "SELECT value, label, sum(uses) AS uses, max(tag) FROM names WHERE kind = ? AND uses > 0"
            " GROUP BY value ORDER BY uses DESC, value"
        )
        rows = self._read_or_leave_file(lambda: self._db.execute(query, (kind,)).fetchall())
        return tuple((row[0], row[1]) for row in rows if isinstance(row[1], str))

    def close(self) -> None:
        """Closes the connection."""
        with self._lock:
            self._db.close()
