"""A copy of an SQLite file while other programs write to it, a few pages at a time.

SQLite's online backup starts again whenever somebody else commits meanwhile. After a few restarts the copy is made in
longer steps, so that it ends even where commits never stop.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal

from pannesi.journal.location import sqlite_uri
from pannesi.journal.sqlite.damaged_reading import none_if_damaged
from pannesi.journal.sqlite.errors import journal_error
from pannesi.journal.sqlite.rows import is_busy
from pannesi.journal.sqlite.schema import refuse_newer
from pannesi.journal.store import BUSY_SECONDS, NotWritten, OnProgress, TooNew
from pannesi.journal.writer import TELL_AFTER_SECONDS, LockWait
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _

FIRST_STEP = 64
"""Pages copied while the journal is locked: 256 KB, less time than one commit takes."""
_RESTARTS = 3
"""How often a copy may start again before its steps become longer."""
_PAUSE_SECONDS = 0.002
"""The pause between two steps, in which a waiting commit gets the lock."""
_STUCK_SECONDS = 30.0
"""After how long without any progress the copy is given up."""


class _TooManyRestarts(Exception):
    """Others committed too often meanwhile: the copy starts again with longer steps."""


def copy_database(source: Path, target: Path, progress: OnProgress, waiting: LockWait) -> None:
    """Copies the SQLite file `source` to `target` and checks the integrity of the copy.

    `progress` gets pages done and pages in all. Raises NotWritten where the journal stays locked or the copy is not
    sound, Corrupt, TooNew, Busy.
    """
    step = FIRST_STEP
    while True:
        try:
            with _as_journal_errors(target), contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy:
                copy.execute("PRAGMA synchronous=OFF")
                with _as_journal_errors(source), contextlib.closing(_open_source(source, waiting)) as journal:
                    journal.backup(copy, pages=step, progress=_copy_callback(progress, step, waiting), sleep=0.005)
                _check_whole(copy)
                return
        except _TooManyRestarts:
            step *= 8


def _copy_callback(progress: OnProgress, step: int, waiting: LockWait) -> Callable[[int, int, int], None]:
    """The callback of a copy: raises where there were too many restarts, or where the journal stays locked."""
    last, restarts, moved_at, said = -1, 0, waiting.clock(), False

    def after_step(_status: int, left: int, whole: int) -> None:
        nonlocal last, restarts, moved_at, said
        now = waiting.clock()
        if last >= 0 and left > last:
            restarts += 1
        if left != last:
            moved_at = now
        if (now - moved_at > TELL_AFTER_SECONDS) is not said:
            said = not said
            waiting.tell(said)
        last = left
        if restarts > _RESTARTS and step < whole:
            raise _TooManyRestarts
        if now - moved_at > _STUCK_SECONDS:
            raise NotWritten(_("Le journal est occupé par un autre programme depuis trop longtemps : réessayer."))
        progress(whole - left, whole)
        waiting.pause(_PAUSE_SECONDS)

    return after_step


def _open_source(source: Path, waiting: LockWait) -> sqlite3.Connection:
    """A connection that reads the journal; writable where possible, so that SQLite first rolls back an interrupted
    transaction."""
    modes: tuple[Literal["rw", "ro"], ...] = ("rw", "ro")
    for mode in modes:
        address = sqlite_uri(source.absolute(), mode)
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=0)
        try:
            waiting.retry(partial(refuse_newer, connection, str(source)), is_busy, waiting.clock(), BUSY_SECONDS)
            return connection
        except TooNew:
            connection.close()
            raise
        except (sqlite3.Error, ValueError, OverflowError) as failure:
            connection.close()
            if mode == "ro" or is_busy(failure):
                raise journal_error(failure, str(source)) from failure
    raise AssertionError("both modes either open or raise")


def _check_whole(copy: sqlite3.Connection) -> None:
    result = none_if_damaged(lambda: copy.execute("PRAGMA integrity_check(1)").fetchone())
    if result is None or result[0] != "ok":
        raise NotWritten(_("La copie n'est pas saine : le journal ou le disque est abîmé. Rien n'a été créé."))


@contextlib.contextmanager
def _as_journal_errors(path: Path) -> Iterator[None]:
    """Turns every failure of the file at `path` into one of the port's errors."""
    try:
        yield
    except (JournalError, _TooManyRestarts):
        raise
    except Exception as failure:  # a damaged page may raise anything, and `journal_error` tells what it is
        raise journal_error(failure, str(path)) from failure
