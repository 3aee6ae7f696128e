"""The journal in one SQLite file. A commit that returned survives a power cut; no event is ever overwritten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pannesi.journal.hybrid_clock import LAST_USABLE
from pannesi.journal.private_file import file_identity
from pannesi.journal.sqlite import schema
from pannesi.journal.sqlite.file import SqliteFile
from pannesi.journal.sqlite.rows import (
    StoredRow,
    WatchedSessions,
    apply_audit_event,
    event_of,
    event_or_placeholder,
    insert_event,
    merge_event,
    ordered_events,
)
from pannesi.journal.store import (
    AUDIT_SESSION,
    BUSY_SECONDS,
    REVIEW_PREFIX,
    Busy,
    ChainProblem,
    Corrupt,
    DamagedOnWrite,
    Inventory,
    NotWritten,
    SessionRow,
    Tail,
    WentBack,
    is_session,
    went_back,
)
from pannesi.journal.writer import JournalWriter
from pannesi.session.events import Draft, Event

if TYPE_CHECKING:
    from pannesi.journal.sqlite.damaged_reading import DamagedFileReader

_Result = TypeVar("_Result")
_REWRITTEN_A_SECOND = 20_000_000
"""Bytes per second that a slow disk writes during VACUUM."""
_LEFT_TO_OTHERS = 3
"""A verification leaves the file unlocked this many times as long as it locked it, so that commits go on."""
_AT_ONCE = 500
"""How many ids go into one query."""


class SqliteJournal(SqliteFile):
    """The implementation of `store.Journal` in an SQLite file, safe to use from several threads.

    Opening it makes or migrates the file. Raises Corrupt, TooNew, NotWritten.
    """

    durable = True

    def __init__(
        self, path: Path, writer: JournalWriter, *, shared: bool = False, read_only: bool = False, alone: bool = False,
        patience: float | None = None,
    ) -> None:  # fmt: skip
        """`alone`: no other program uses the file, so a verification needs no pauses. `patience`: how many seconds to
        wait for another program that locks the file; None: as long as that may take to rewrite it."""
        super().__init__(path, writer, shared=shared, read_only=read_only)
        self.patience = patience
        self._left = 0 if alone else _LEFT_TO_OTHERS
        self._version: int | None = None
        self._watched = WatchedSessions()
        self._guarded(self._open)

    @property
    def writer(self) -> str:
        """The id under which this run of the program writes."""
        return self._writer.id

    def _patience(self) -> float:
        return default_patience(self._path) if self.patience is None else self.patience

    def _read_or_carefully(
        self, usual: Callable[[], _Result], carefully: Callable[[DamagedFileReader], _Result]
    ) -> _Result:
        """The result of `usual`; where the file is damaged, that of `carefully`, which reads row by row."""
        try:
            return self._guarded(usual)
        except Corrupt:
            from pannesi.journal.sqlite.damaged_reading import DamagedFileReader

            return self._guarded(lambda: carefully(DamagedFileReader(self._db)))

    def _do_write(self, work: Callable[[], _Result]) -> _Result:
        """The result of a write. Raises DamagedOnWrite where the file is damaged."""
        try:
            return self._guarded(work)
        except Corrupt as damaged:
            raise DamagedOnWrite(str(damaged)) from damaged

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        """Commits drafts in one transaction, see `Journal.append`."""
        return self._do_write(lambda: self._append(drafts))

    def _append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        from pannesi.journal.chain.hash_chain import stamp

        made: list[Event] = []
        with self._writing() as db:
            for session in dict.fromkeys(draft.session for draft in drafts):
                if self._watched.is_gone(db, session):
                    raise went_back(self.place)
            for draft in drafts:
                there = db.execute(schema.SELECT_EVENTS + " WHERE e.id = ?", (draft.id,)).fetchone()
                if there is not None:
                    made.append(event_of(there))
                    continue
                event, salt = stamp(self._writer, draft, *self._chain_ends(db, draft.session))
                insert_event(db, event, salt)
                apply_audit_event(db, event)
                made.append(event)
        self._watched.note_written(made)
        return tuple(made)

    def _chain_ends(self, db: sqlite3.Connection, session: str) -> tuple[int, int, str]:
        """The last clock value of a session, and this writer's next number and last hash in it."""
        from pannesi.journal.chain.hash_chain import START

        last = db.execute(
            "SELECT max(hlc) FROM events WHERE session = ? AND hlc <= ?", (session, LAST_USABLE)
        ).fetchone()[0]
        mine = db.execute(
            "SELECT seq, hash FROM events WHERE session = ? AND writer = ? ORDER BY seq DESC LIMIT 1",
            (session, self._writer.id),
        ).fetchone()
        seq, prev = (mine[0] + 1, mine[1]) if mine is not None else (1, START)
        return last or 0, seq, prev

    def _event_rows(
        self, where: str, values: tuple[Any, ...], carefully: Callable[[DamagedFileReader], list[StoredRow]]
    ) -> list[StoredRow]:
        return self._read_or_carefully(
            lambda: self._db.execute(schema.SELECT_EVENTS + where, values).fetchall(), carefully
        )

    def _of_session(self, session: str) -> list[StoredRow]:
        return self._event_rows(" WHERE e.session = ?", (session,), lambda file: file.of_session(session))

    def events(self, session: str) -> tuple[Event, ...]:
        """The events of a session in total order, unreadable ones as placeholders; see `Journal.events`."""
        ordered = ordered_events(self._of_session(session))
        silent = tuple(event.id for event in ordered if event.text is None and "text" in event.payload)
        if not silent:
            return ordered
        erased = self._erased_among(silent)
        missing = {*silent} - erased
        return (
            tuple(replace(event, missing=True) if event.id in missing else event for event in ordered)
            if missing
            else ordered
        )

    def _erased_among(self, names: tuple[str, ...]) -> set[str]:
        erased: set[str] = set()
        for at in range(0, len(names), _AT_ONCE):
            some = names[at : at + _AT_ONCE]
            erased.update(
                self._first_column(f"SELECT event FROM erased WHERE event IN ({','.join('?' * len(some))})", some)
            )
        return erased

    def sessions(self) -> tuple[SessionRow, ...]:
        """Every session, the latest first; see `Journal.sessions`."""
        return self._read_or_carefully(
            self._sessions, lambda file: tuple(session for session in file.sessions() if is_session(session.id))
        )

    def _sessions(self) -> tuple[SessionRow, ...]:
        query = (
            "SELECT session, min(at), max(at), count(*) FROM events WHERE session <> ? AND substr(session, 1, ?) <> ?"
            " GROUP BY session ORDER BY max(at) DESC, 1 DESC"
        )
        values = (AUDIT_SESSION, len(REVIEW_PREFIX), REVIEW_PREFIX)
        return tuple(SessionRow(*row) for row in self._db.execute(query, values))

    def check_integrity(self) -> None:
        """Raises Corrupt where the list of sessions cannot be read, or the tables cannot be written to."""
        self._guarded(self._sessions)
        self._guarded(self._check_tables)

    def _check_tables(self) -> None:
        for statement in (schema.INSERT_EVENT, schema.INSERT_TEXT):
            self._db.execute(f"EXPLAIN {statement}", (None,) * statement.count("?")).fetchone()

    def tail(self, mark: int) -> Tail:
        """The events committed after `mark`, in order of arrival; see `Journal.tail`."""
        query = " WHERE e.arrival > ? ORDER BY e.arrival"
        rows = self._event_rows(query, (mark,), lambda file: file.rows_since(mark))
        new = tuple(map(event_or_placeholder, rows))
        self._watched.note_shown(event for event in new if not event.unreadable)
        return Tail(new, rows[-1][14] if rows else mark)

    def sessions_since(self, mark: int, most: int) -> tuple[tuple[str, ...], int]:
        """The sessions of the first `most` events after `mark`, and the mark of the last; see `Journal`."""

        def touched() -> tuple[tuple[str, ...], int]:
            query = "SELECT session, arrival FROM events WHERE arrival > ? ORDER BY arrival LIMIT ?"
            rows = self._db.execute(query, (mark, most)).fetchall()
            return tuple(dict.fromkeys(row[0] for row in rows if row[0] != AUDIT_SESSION)), rows[-1][
                1
            ] if rows else mark

        return self._read_or_carefully(touched, lambda file: file.sessions_since(mark, most))

    def texts_since(self, mark: int, most: int, kinds: Collection[str]) -> tuple[tuple[str, str], ...]:
        """The free texts of some kinds among the `most` marks after `mark`, as (session, text)."""
        query = (
            "SELECT e.session, t.text FROM events e CROSS JOIN texts t ON t.event = e.id WHERE e.arrival > ?"
            f" AND e.arrival <= ? AND e.kind IN ({','.join('?' * len(kinds))}) ORDER BY e.arrival"
        )
        values = (mark, mark + most, *kinds)
        usual = lambda: self._db.execute(query, values).fetchall()  # noqa: E731
        return tuple(self._read_or_carefully(usual, lambda file: file.texts_since(mark, most, kinds)))

    def texts_of(self, session: str, events: Collection[str]) -> dict[str, str]:
        """The free texts of some events of a session, by their ids."""
        query = (
            "SELECT e.id, t.text FROM events e CROSS JOIN texts t ON t.event = e.id"
            f" WHERE e.id IN ({','.join('?' * len(events))}) AND e.session = ?"
        )
        usual = lambda: self._db.execute(query, (*events, session)).fetchall()  # noqa: E731
        return dict(self._read_or_carefully(usual, lambda file: file.texts_of(session, events)))

    def first_event_id(self) -> str:
        """The id of the first event ever committed; empty before there is one."""
        query = "SELECT id FROM events ORDER BY arrival LIMIT 1"
        row = self._read_or_carefully(lambda: self._db.execute(query).fetchone(), lambda file: file.first_id())
        return str(row[0]) if row else ""

    def mark(self) -> int:
        """The position of the last event in the file, which `tail` and the others count from."""
        query = "SELECT max(arrival) FROM events"
        return int(
            self._read_or_carefully(lambda: self._db.execute(query).fetchone()[0], lambda file: file.last_place()) or 0
        )

    def changed(self) -> bool:
        """Whether another connection committed since the last call, by SQLite's `data_version`."""
        try:
            version = self._guarded(lambda: self._db.execute("PRAGMA data_version").fetchone()[0], most=0)
        except Busy:  # asked again soon enough
            return False
        before, self._version = self._version, version
        return bool(before != version)

    def watch(self, session: str) -> None:
        """Remembers the last event of a session, whose loss `append` and `has_lost` then notice."""
        self._read_or_carefully(lambda: self._watched.watch(self._db, session), lambda file: None)

    def has_lost(self, session: str) -> bool:
        """Whether the file was replaced, or the last event seen of a session is gone from it."""
        try:
            if self._file is not None and file_identity(self._path) != self._file:
                return True
        except OSError:  # it cannot be told now; a commit will tell
            return False
        for _connection in ("that there is", "a new one"):  # in an emptied file the first misses its tables only
            try:
                return self._guarded(lambda: self._watched.is_gone(self._db, session), most=0)
            except WentBack:
                return True
            except Busy:
                return False
            except (NotWritten, Corrupt):
                continue
        return False

    def receive(self, events: Iterable[Event], salts: Mapping[str, str]) -> int:
        """Merges events written elsewhere in one transaction; returns how many were new. See `Journal.receive`."""
        return self._do_write(lambda: self._receive(tuple(events), salts))

    def _receive(self, events: tuple[Event, ...], salts: Mapping[str, str]) -> int:
        from pannesi.journal.audit_log import audit_events_first

        with self._writing() as db:
            return sum(merge_event(db, event, salts.get(event.id)) for event in audit_events_first(events))

    def events_with_salts(self, session: str | None = None) -> tuple[tuple[Event, ...], dict[str, str]]:
        """The readable events of one session, or of all, with the salts of their texts by event id."""
        if session is not None:
            rows = self._of_session(session)
        else:
            rows = self._event_rows(" ORDER BY e.arrival", (), lambda file: file.rows_since(0))
        readable = tuple(event for event in map(event_or_placeholder, rows) if not event.unreadable)
        return readable, {row[0]: row[13] for row in rows if row[13] is not None}

    def keep_site(self, digest: str, files: Mapping[str, bytes]) -> None:
        """Stores the files of a site under its digest, unless they are there already. Raises NotWritten."""

        def keep() -> None:
            if self._db.execute("SELECT 1 FROM site_files WHERE digest = ? LIMIT 1", (digest,)).fetchone():
                return
            with self._writing() as db:
                if db.execute("SELECT 1 FROM site_files WHERE digest = ? LIMIT 1", (digest,)).fetchone():
                    return
                rows = [(digest, path, content) for path, content in sorted(files.items())]
                db.executemany("INSERT INTO site_files (digest, path, content) VALUES (?, ?, ?)", rows)

        self._do_write(keep)

    def site(self, digest: str) -> dict[str, bytes] | None:
        """The stored files of a site by relative path; None when there is none under this digest."""
        query = "SELECT path, content FROM site_files WHERE digest = ?"
        rows = self._read_or_carefully(lambda: self._db.execute(query, (digest,)).fetchall(), lambda file: [])
        return dict(rows) if rows else None

    def last_site(self, folder: str) -> str | None:
        """The digest of the last valid site seen in `folder`; None before there is one."""
        query = "SELECT digest FROM site_seen WHERE folder = ? ORDER BY arrival DESC LIMIT 1"
        row = self._read_or_carefully(lambda: self._db.execute(query, (folder,)).fetchone(), lambda file: None)
        return str(row[0]) if row is not None else None

    def remember_site(self, folder: str, digest: str) -> None:
        """Records that `folder` held a valid site with this digest. Raises NotWritten."""

        def remember() -> None:
            with self._writing() as db:
                db.execute("INSERT INTO site_seen (folder, digest) VALUES (?, ?)", (folder, digest))

        if self.last_site(folder) != digest:
            self._do_write(remember)

    def session_ids(self) -> Iterator[str]:
        """The ids of all sessions and of the audit log, sorted, each read by a query of its own."""
        last: str | None = self._session_after("")
        while last is not None:
            yield last
            last = self._session_after(last)

    def _session_after(self, session: str) -> str | None:
        query = "SELECT min(session) FROM events WHERE session > ?"
        usual = lambda: self._db.execute(query, (session,)).fetchone()[0]  # noqa: E731
        following = self._read_or_carefully(usual, lambda file: file.session_after(session))
        return str(following) if following is not None else None

    def inventory(self) -> Inventory:
        """Which texts were erased, which sessions removed, and which sites are stored."""
        tables = ("event FROM erased", "session FROM removed", "DISTINCT digest FROM site_files")
        return Inventory(*(frozenset(self._first_column(f"SELECT {table}", ())) for table in tables))

    def _first_column(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        return [
            row[0]
            for row in self._read_or_carefully(lambda: self._db.execute(query, values).fetchall(), lambda file: [])
        ]

    def verify(self, progress: Callable[[int], None] = lambda read: None) -> tuple[ChainProblem, ...]:
        """Everything that is wrong in the file, read one session at a time; see `Journal.verify`."""
        from pannesi.journal.chain.verification import check_journal

        return check_journal(self, progress, self._left)

    def scrub(self) -> bool:
        """Rewrites the file (VACUUM) if something was erased since the last time. Raises NotWritten."""

        def scrub() -> bool:
            if self._db.execute("SELECT 1 FROM to_scrub").fetchone() is None:
                return False
            self._db.execute("VACUUM")
            with self._writing() as db:
                db.execute("DELETE FROM to_scrub")
            return True

        return self._do_write(scrub)

    def close(self) -> None:
        """Closes the connection."""
        with self._lock:
            self._drop()


def default_patience(path: Path) -> float:
    """How long to wait for another program that locks the file, in seconds: as long as rewriting it may take."""
    try:
        return max(BUSY_SECONDS, path.stat().st_size / _REWRITTEN_A_SECOND)
    except OSError:
        return BUSY_SECONDS
