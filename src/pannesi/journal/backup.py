"""A copy of the whole journal, made while it is in use."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal

from pannesi.journal.merge import JournalSummary, Progress, journal_summary
from pannesi.journal.open_store import open_store
from pannesi.journal.portable_file import new_portable_file
from pannesi.journal.private_file import TELL_AFTER_SECONDS, Waiting, is_busy
from pannesi.journal.sealing import Edge
from pannesi.journal.sqlite_damaged_reading import none_if_damaged
from pannesi.journal.sqlite_errors import journal_error
from pannesi.journal.sqlite_schema import refuse_newer
from pannesi.journal.sqlite_uri import sqlite_uri
from pannesi.journal.store import BUSY_SECONDS, ChainProblem, NotWritten, TooNew
from pannesi.support.errors import FileError, JournalError
from pannesi.support.i18n import _

FIRST_STEP = 64
"""Pages copied while the journal is held: 256 KB, a tick's own commit takes longer."""
_RESTARTS = 3
_PAUSE_SECONDS = 0.002
"""Between two steps, so that a tick that waits gets its turn."""
_STUCK_SECONDS = 30.0


class _Moved(Exception):
    """Others wrote too often meanwhile: the copy begins anew with longer steps."""


def back_up(
    source: Path, target: Path, edge: Edge, *, force: bool, progress: Progress = lambda done, whole: None,
    checking: Callable[[int], None] = lambda read: None, before: Callable[[], None] = lambda: None,
) -> tuple[JournalSummary, tuple[ChainProblem, ...]]:  # fmt: skip
    """Copy the journal `source` to `target` and verify the copy. Returns what it holds, and what is wrong in it.

    The journal is held for a moment at a time, so that ticks go on. `before` is called once the copy is sound and
    before it has its name. Raises AlreadyExists and FileError for the target, and the port's errors for the journal.
    """
    if _same(source, target):
        raise FileError(_("{path} est le journal lui-même : choisir un autre nom.").format(path=target))
    with new_portable_file(target, force=force) as part:
        _copy(source, part, progress, edge.waiting)
        with contextlib.closing(open_store(part, edge, alone=True)) as copy:
            copy.scrub()
            held, problems = journal_summary(copy), copy.verify(checking)
        before()
    return held, problems


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _copy(source: Path, part: Path, progress: Progress, waiting: Waiting) -> None:
    step = FIRST_STEP
    while True:
        try:
            with _told(part), contextlib.closing(sqlite3.connect(part, isolation_level=None)) as target:
                target.execute("PRAGMA synchronous=OFF")
                with _told(source), contextlib.closing(_opened(source, waiting)) as journal:
                    journal.backup(target, pages=step, progress=_watch(progress, step, waiting), sleep=0.005)
                _check_whole(target, part)
                return
        except _Moved:
            step *= 8


def _watch(progress: Progress, step: int, waiting: Waiting) -> Callable[[int, int, int], None]:
    """Follows a copy: too many beginnings anew, or a journal that stays locked, end it."""
    last, restarts, moved_at, said = -1, 0, time.monotonic(), False

    def watch(_status: int, left: int, whole: int) -> None:
        nonlocal last, restarts, moved_at, said
        now = time.monotonic()
        if last >= 0 and left > last:
            restarts += 1
        if left != last:
            moved_at = now
        if (now - moved_at > TELL_AFTER_SECONDS) is not said:
            said = not said
            waiting.tell(said)
        last = left
        if restarts > _RESTARTS and step < whole:
            raise _Moved
        if now - moved_at > _STUCK_SECONDS:
            raise NotWritten(_("Le journal est occupé par un autre programme depuis trop longtemps : réessayer."))
        progress(whole - left, whole)
        time.sleep(_PAUSE_SECONDS)

    return watch


def _opened(source: Path, waiting: Waiting) -> sqlite3.Connection:
    """The journal, to be read; writable where it can be, so that what a crash left is put right first."""
    modes: tuple[Literal["rw", "ro"], ...] = ("rw", "ro")
    for mode in modes:
        address = sqlite_uri(source.absolute(), mode)
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=0)
        try:
            waiting.retry(partial(refuse_newer, connection, str(source)), waiting.clock(), BUSY_SECONDS)
            return connection
        except TooNew:
            connection.close()
            raise
        except (sqlite3.Error, ValueError, OverflowError) as failure:
            connection.close()
            if mode == "ro" or is_busy(failure):
                raise journal_error(failure, str(source)) from failure
    raise AssertionError("both modes either open or raise")


def _check_whole(target: sqlite3.Connection, part: Path) -> None:
    found = none_if_damaged(lambda: target.execute("PRAGMA integrity_check(1)").fetchone())
    if found is None or found[0] != "ok":
        raise NotWritten(_("La copie n'est pas saine : le journal ou le disque est abîmé. Rien n'a été créé."))


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (JournalError, _Moved):
        raise
    except Exception as failure:
        raise journal_error(failure, str(path)) from failure
