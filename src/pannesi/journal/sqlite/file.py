"""The SQLite file of a journal: opening and migrating it, running one piece of work at a time on it."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pannesi.journal.location import sqlite_uri
from pannesi.journal.private_file import file_identity, make_private, refuse_link
from pannesi.journal.sqlite import schema
from pannesi.journal.sqlite.rows import is_busy, roll_back_unless_committed
from pannesi.journal.store import Corrupt, WentBack
from pannesi.journal.writer import JournalWriter
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _

_Result = TypeVar("_Result")
_LONGEST = 64 * 1024 * 1024
"""Bytes of the longest value that SQLite may return: a damaged length must not ask for gigabytes."""


class SqliteFile:
    """An SQLite file and the connection to it: made and migrated where need be, replaced by no other while it is open.

    Work on it runs one at a time (several threads may call), is retried while another program locks the file, and
    fails with the errors of the port.
    """

    def __init__(self, path: Path, writer: JournalWriter, *, shared: bool, read_only: bool) -> None:
        self.place = str(path)
        self._began = 0.0
        """When the work under way was asked for, by the clock of `LockWait` (seconds)."""
        self._path, self._writer, self._shared, self._read_only = path, writer, shared, read_only
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._bound: schema.ReadLimit | None = None
        self._file: tuple[int, int] | None = None
        """The identity of the file once it was opened: another file of that name is another journal."""
        self._made = False
        """Whether its tables were there once: a file without them was then emptied, and is not a new one."""

    def _patience(self) -> float:
        """How many seconds to wait for another program that locks the file."""
        raise NotImplementedError

    def _open(self) -> sqlite3.Connection:
        if self._read_only:
            refuse_link(self._path)
        else:
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
        """Makes the file the first time. Raises WentBack where it was deleted or replaced since."""
        if self._file is None:
            self._file = make_private(self._path, shared=self._shared)
        elif file_identity(self._path) != self._file:
            raise WentBack(_("Le journal {path} a été supprimé ou remplacé.").format(path=self.place))

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")  # what is read below is of one moment: another program may be making the file
        with roll_back_unless_committed(connection):
            version = schema.refuse_newer(connection, self.place)
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            tables, others = connection.execute(schema.COUNT_TABLES).fetchone()
            empty = tables + others == 0
            connection.execute("COMMIT")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        if not self._read_only:
            self._its_file()  # still: another may have taken its name while it was opened
        if others or (not empty and application != schema.APPLICATION_ID):
            raise Corrupt(_("Le fichier {path} n'est pas un journal de pannesi.").format(path=self.place))
        if empty and self._made:
            raise WentBack(_("Le journal {path} a été vidé.").format(path=self.place))
        if self._read_only:
            self._bound = schema.ReadLimit(connection, self._path)
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
        with roll_back_unless_committed(connection):
            if connection.execute("PRAGMA user_version").fetchone()[0] == number - 1:
                for statement in schema.statements(script):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version={number}")
            connection.execute("COMMIT")

    def _guarded(self, work: Callable[[], _Result], most: float | None = None) -> _Result:
        """Runs `work` alone, retried while another program locks the file (for `most` seconds where given); every
        failure of the file becomes one of the port's errors."""
        waiting = self._writer.waiting
        began = waiting.clock()
        try:
            return self._alone(work, began)
        except sqlite3.Error:  # another program holds it
            longest = self._patience() if most is None else most
        try:
            return waiting.retry(lambda: self._alone(work, began), is_busy, began, longest)
        except sqlite3.Error as held:
            from pannesi.journal.sqlite.errors import journal_error

            raise journal_error(held, self.place) from held

    def _alone(self, work: Callable[[], _Result], began: float) -> _Result:
        with self._lock:
            self._began = began
            try:
                return work()
            except JournalError:
                raise
            except Exception as failure:  # a damaged page may raise anything, and `journal_error` tells what it is
                if is_busy(failure):
                    raise
                from pannesi.journal.sqlite.errors import journal_error

                self._drop()
                raise journal_error(failure, self.place, self._bound) from failure

    def _drop(self) -> None:
        """Closes the connection: after a failure the next call opens a new one."""
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
        with roll_back_unless_committed(connection):
            yield connection
            self._commit(connection)

    def _commit(self, connection: sqlite3.Connection) -> None:
        """Commits; waits for those who still read, since nobody new can begin to read meanwhile."""
        try:
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            self._writer.waiting.retry(lambda: connection.execute("COMMIT"), is_busy, self._began, self._patience())
