"""The journal in one SQLite file. A commit that returned survives a power cut; nothing is ever overwritten."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pannesi.i18n import _
from pannesi.journal import schema
from pannesi.journal.audit import DESK, desk_first
from pannesi.journal.chain import START, verify
from pannesi.journal.own_file import Watched, is_busy, made_private, went_back, which_file
from pannesi.journal.port import (
    Busy,
    ChainProblem,
    Corrupt,
    NotWritten,
    SessionRow,
    Tail,
    WentBack,
)
from pannesi.journal.rows import event_of, insert, obey, take_in
from pannesi.journal.stamp import Edge, stamp
from pannesi.journal.uri import sqlite_uri
from pannesi.session.events import Draft, Event

_Result = TypeVar("_Result")
BUSY_SECONDS = 5.0
_REWRITTEN_A_SECOND = 20_000_000
"""Bytes of a journal that a slow disk writes anew in a second."""
_LEFT_TO_OTHERS = 3
"""How much longer than it held the file a check leaves it free: a tick finds it free nearly always."""


class SqliteJournal:
    """Opens or makes the file. Raises Corrupt, TooNew or NotWritten. Safe to use from several threads."""

    durable = True

    def __init__(
        self, path: Path, edge: Edge, *, shared: bool = False, read_only: bool = False, alone: bool = False,
        patience: float | None = None,
    ) -> None:  # fmt: skip
        """`alone`: nobody else knows of the file, and a check need not leave it to others. `patience`: the seconds that
        another program which holds the file is waited for; by itself, as long as that may write it anew."""
        self.place = str(path)
        self.patience = patience
        self._began = 0.0
        """When what is being done was asked for."""
        self._left = 0 if alone else _LEFT_TO_OTHERS
        self._path, self._edge, self._shared, self._read_only = path, edge, shared, read_only
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._version: int | None = None
        self._file: tuple[int, int] | None = None
        """Which file it is, once it was opened: another one of that name is another journal."""
        self._made = False
        """Whether its tables were there once: a file without them is then an emptied one, not a new one."""
        self._watched = Watched()
        self._guarded(lambda: self._open() and None)

    @property
    def writer(self) -> str:
        return self._edge.writer

    def _open(self) -> sqlite3.Connection:
        if not self._read_only:
            self._its_file()
        connection = sqlite3.connect(
            sqlite_uri(self._path.absolute(), "ro" if self._read_only else "rw"),
            uri=True, timeout=0, isolation_level=None, check_same_thread=False, cached_statements=64,
        )  # fmt: skip
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _its_file(self) -> None:
        """Makes the file the first time; one that went away under the program is not begun anew."""
        if self._file is None:
            self._file = made_private(self._path, shared=self._shared)
        elif which_file(self._path) != self._file:
            raise WentBack(_("Le journal {path} a été supprimé ou remplacé.").format(path=self.place))

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")  # what is read below is of one moment: another program may be making the file
        with _rolled_back(connection):
            version = schema.refuse_newer(connection, self.place)
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            connection.execute("COMMIT")
        if not empty and application != schema.APPLICATION_ID:
            raise Corrupt(_("Le fichier {path} n'est pas un journal de pannesi.").format(path=self.place))
        if empty and self._made:
            raise WentBack(_("Le journal {path} a été vidé.").format(path=self.place))
        if self._read_only:
            return
        for pragma in schema.PRAGMAS:
            connection.execute(pragma)
        for number in range(version + 1, schema.VERSION + 1):
            self._migrate(connection, number)
        self._made = True

    def _migrate(self, connection: sqlite3.Connection, number: int) -> None:
        """Makes the tables of version `number` in one transaction; another process may have done so meanwhile."""
        _name, script = schema.MIGRATIONS[number - 1]
        connection.execute("BEGIN IMMEDIATE")
        with _rolled_back(connection):
            if connection.execute("PRAGMA user_version").fetchone()[0] == number - 1:
                for statement in schema.statements(script):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version={number}")
            connection.execute("COMMIT")

    def _guarded(self, work: Callable[[], _Result], most: float | None = None) -> _Result:
        """Runs `work` alone, again while another program holds the file, for `most` seconds where given; every failure
        of the file becomes one of the port's errors, in French."""
        waiting = self._edge.waiting
        began = waiting.clock()
        try:
            return self._alone(work, began)
        except sqlite3.Error:  # another program holds it
            longest = self._patience() if most is None else most
        try:
            return waiting.until(lambda: self._alone(work, began), began, longest)
        except sqlite3.Error as held:
            from pannesi.journal.damage import told

            raise told(held, self.place) from held

    def _alone(self, work: Callable[[], _Result], began: float) -> _Result:
        with self._lock:
            self._began = began
            try:
                return work()
            except (sqlite3.Error, OSError) as failure:
                if is_busy(failure):
                    raise
                from pannesi.journal.damage import told

                self._drop()
                raise told(failure, self.place) from failure

    def _patience(self) -> float:
        return patience(self._path) if self.patience is None else self.patience

    def _drop(self) -> None:
        """A connection that failed is not trusted again: the next call opens a new one."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    @property
    def _db(self) -> sqlite3.Connection:
        return self._connection if self._connection is not None else self._open()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._db
        connection.execute("BEGIN IMMEDIATE")
        with _rolled_back(connection):
            yield connection
            self._commit(connection)

    def _commit(self, connection: sqlite3.Connection) -> None:
        """Who still reads is waited for here: nobody new can begin to meanwhile."""
        try:
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            self._edge.waiting.until(lambda: connection.execute("COMMIT"), self._began, self._patience())

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        return self._guarded(lambda: self._append(drafts))

    def _append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        made: list[Event] = []
        with self._writing() as db:
            for session in dict.fromkeys(draft.session for draft in drafts):
                if self._watched.gone(db, session):
                    raise went_back(self.place)
            for draft in drafts:
                there = db.execute(schema.SELECT_EVENTS + " WHERE e.id = ?", (draft.id,)).fetchone()
                if there is not None:
                    made.append(event_of(there))
                    continue
                event, salt = stamp(self._edge, draft, *self._edges(db, draft.session))
                insert(db, event, salt)
                obey(db, event)
                made.append(event)
        self._watched.written(made)
        return tuple(made)

    def _edges(self, db: sqlite3.Connection, session: str) -> tuple[int, int, str]:
        """The last clock value of a session, the next number and the last hash of this writer in it."""
        last = db.execute("SELECT max(hlc) FROM events WHERE session = ?", (session,)).fetchone()[0]
        mine = db.execute(
            "SELECT seq, hash FROM events WHERE session = ? AND writer = ? ORDER BY seq DESC LIMIT 1",
            (session, self._edge.writer),
        ).fetchone()
        seq, prev = (mine[0] + 1, mine[1]) if mine is not None else (1, START)
        return last or 0, seq, prev

    def _rows(self, where: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        return self._guarded(lambda: self._db.execute(schema.SELECT_EVENTS + where, values).fetchall())

    def events(self, session: str) -> tuple[Event, ...]:
        rows = self._rows(" WHERE e.session = ?", (session,))
        return tuple(sorted(map(event_of, rows), key=lambda event: event.order))

    def sessions(self) -> tuple[SessionRow, ...]:
        query = (
            "SELECT session, min(at), max(at), count(*) FROM events WHERE session <> ?"
            " GROUP BY session ORDER BY max(at) DESC, 1 DESC"
        )
        return tuple(SessionRow(*row) for row in self._guarded(lambda: self._db.execute(query, (DESK,)).fetchall()))

    def tail(self, mark: int) -> Tail:
        rows = self._rows(" WHERE e.arrival > ? ORDER BY e.arrival", (mark,))
        found = tuple(map(event_of, rows))
        self._watched.shown(found)
        return Tail(found, rows[-1][14] if rows else mark)

    def touched(self, mark: int, most: int) -> tuple[tuple[str, ...], int]:
        query = "SELECT session, arrival FROM events WHERE arrival > ? ORDER BY arrival LIMIT ?"
        rows = self._guarded(lambda: self._db.execute(query, (mark, most)).fetchall())
        return tuple(dict.fromkeys(row[0] for row in rows if row[0] != DESK)), rows[-1][1] if rows else mark

    def said(self, mark: int, most: int, kinds: Collection[str]) -> tuple[tuple[str, str], ...]:
        query = (
            "SELECT e.session, t.text FROM events e CROSS JOIN texts t ON t.event = e.id WHERE e.arrival > ?"
            f" AND e.arrival <= ? AND e.kind IN ({','.join('?' * len(kinds))}) ORDER BY e.arrival"
        )
        return tuple(self._guarded(lambda: self._db.execute(query, (mark, mark + most, *kinds)).fetchall()))

    def origin(self) -> str:
        query = "SELECT id FROM events ORDER BY arrival LIMIT 1"
        row = self._guarded(lambda: self._db.execute(query).fetchone())
        return str(row[0]) if row is not None else ""

    def mark(self) -> int:
        query = "SELECT max(arrival) FROM events"
        return int(self._guarded(lambda: self._db.execute(query).fetchone()[0]) or 0)

    def changed(self) -> bool:
        try:
            version = self._guarded(lambda: self._db.execute("PRAGMA data_version").fetchone()[0], most=0)
        except Busy:  # asked again soon enough
            return False
        before, self._version = self._version, version
        return bool(before != version)

    def watch(self, session: str) -> None:
        self._guarded(lambda: self._watched.begin(self._db, session))

    def lost(self, session: str) -> bool:
        try:
            if self._file is not None and which_file(self._path) != self._file:
                return True
        except OSError:  # it cannot be told now; a commit will tell
            return False
        for _connection in ("that there is", "a new one"):  # in an emptied file the first misses its tables only
            try:
                return self._guarded(lambda: self._watched.gone(self._db, session), most=0)
            except WentBack:
                return True
            except Busy:
                return False
            except NotWritten:
                continue
        return False

    def receive(self, events: Iterable[Event], salts: Mapping[str, str]) -> int:
        return self._guarded(lambda: self._receive(tuple(events), salts))

    def _receive(self, events: tuple[Event, ...], salts: Mapping[str, str]) -> int:
        with self._writing() as db:
            return sum(take_in(db, event, salts.get(event.id)) for event in desk_first(events))

    def give(self, session: str | None = None) -> tuple[tuple[Event, ...], dict[str, str]]:
        where, values = (" WHERE e.session = ?", (session,)) if session is not None else ("", ())
        rows = self._rows(where + " ORDER BY e.arrival", values)
        return tuple(map(event_of, rows)), {row[0]: row[13] for row in rows if row[13] is not None}

    def keep_site(self, digest: str, files: Mapping[str, bytes]) -> None:
        def keep() -> None:
            if self._db.execute("SELECT 1 FROM site_files WHERE digest = ? LIMIT 1", (digest,)).fetchone():
                return
            with self._writing() as db:
                if db.execute("SELECT 1 FROM site_files WHERE digest = ? LIMIT 1", (digest,)).fetchone():
                    return
                rows = [(digest, path, content) for path, content in sorted(files.items())]
                db.executemany("INSERT INTO site_files (digest, path, content) VALUES (?, ?, ?)", rows)

        self._guarded(keep)

    def site(self, digest: str) -> dict[str, bytes] | None:
        query = "SELECT path, content FROM site_files WHERE digest = ?"
        rows = self._guarded(lambda: self._db.execute(query, (digest,)).fetchall())
        return dict(rows) if rows else None

    def last_site(self, folder: str) -> str | None:
        query = "SELECT digest FROM site_seen WHERE folder = ? ORDER BY arrival DESC LIMIT 1"
        row = self._guarded(lambda: self._db.execute(query, (folder,)).fetchone())
        return str(row[0]) if row is not None else None

    def remember_site(self, folder: str, digest: str) -> None:
        def remember() -> None:
            with self._writing() as db:
                db.execute("INSERT INTO site_seen (folder, digest) VALUES (?, ?)", (folder, digest))

        if self.last_site(folder) != digest:
            self._guarded(remember)

    def verify(self, progress: Callable[[int], None] = lambda read: None) -> tuple[ChainProblem, ...]:
        found: list[ChainProblem] = []
        read = 0
        for session in self._every_session():
            began = time.monotonic()
            events, salts = self.give(session)
            held = time.monotonic() - began
            found += verify(events, salts)
            time.sleep(self._left * held)
            read += len(events)
            progress(read)
        return tuple(found)

    def _every_session(self) -> Iterator[str]:
        """Every session and the desk, each asked for when it is wanted: no read lasts."""
        last: str | None = self._session_after("")
        while last is not None:
            yield last
            last = self._session_after(last)

    def _session_after(self, session: str) -> str | None:
        query = "SELECT min(session) FROM events WHERE session > ?"
        row = self._guarded(lambda: self._db.execute(query, (session,)).fetchone())
        return str(row[0]) if row[0] is not None else None

    def scrub(self) -> bool:
        def scrub() -> bool:
            if self._db.execute("SELECT 1 FROM to_scrub").fetchone() is None:
                return False
            self._db.execute("VACUUM")
            with self._writing() as db:
                db.execute("DELETE FROM to_scrub")
            return True

        return self._guarded(scrub)

    def close(self) -> None:
        with self._lock:
            self._drop()


def patience(path: Path) -> float:
    """How long to wait for another process, in seconds: at least as long as it may take to write the file anew."""
    try:
        return max(BUSY_SECONDS, path.stat().st_size / _REWRITTEN_A_SECOND)
    except OSError:
        return BUSY_SECONDS


@contextlib.contextmanager
def _rolled_back(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        raise
    if connection.in_transaction:
        connection.execute("ROLLBACK")
