"""The file of a journal as the system knows it: private from the first byte, the same one for as long as we run, and
other programs' too, which are waited for.

A file that went away under the program is never begun anew under its name: one fact in it, without those before, would
be no session. The session goes on whole in an emergency journal instead. So it does where the file went back in time
(an older copy put over it, a restore in place, an emptied file): what was said to be kept is gone, though it can be
written as before. One look by its index, within the transaction that commits, tells.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pannesi.journal.store import WentBack
from pannesi.session.events import Event
from pannesi.support.atomic_files import sync_folder
from pannesi.support.i18n import N_, _

if TYPE_CHECKING:
    import sqlite3

_Result = TypeVar("_Result")
WAITING = N_("En attente du journal : un autre programme l'occupe…")
TELL_AFTER_SECONDS = 1.0
"""Seconds after which a person is told what is waited for."""
_PAUSES = (0.001, 0.002, 0.005, 0.01, 0.015, 0.02)
"""Seconds between one try and the next; the last again and again. Where others write one commit after the other, the
file is free for moments only: who looks seldom misses them."""


def make_private(path: Path, *, shared: bool) -> tuple[int, int]:
    """Makes folder and file where they lack; they belong to their owner alone, or to the group of a shared journal,
    before anything is written. Their names survive a power cut from then on. Returns which file it is."""
    folder_mode, file_mode = (0o770, 0o660) if shared else (0o700, 0o600)
    if not path.parent.is_dir():
        lacking = [one for one in (path.parent, *path.parent.parents) if not one.exists()]
        path.parent.mkdir(parents=True, mode=folder_mode, exist_ok=True)  # another program may be doing the same
        os.chmod(path.parent, folder_mode)
        for one in reversed(lacking):
            sync_folder(one.parent)
    handle = open_no_link(path, file_mode)
    try:
        found = os.fstat(handle)
        if found.st_size == 0:
            os.chmod(path, file_mode)
            sync_folder(path.parent)
    finally:
        os.close(handle)
    return found.st_dev, found.st_ino


def open_no_link(path: Path, mode: int) -> int:
    """A handle to a file, made with these rights where it lacks; never to what a link leads to. Raises OSError."""
    refuse_link(path)
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), mode)


def refuse_link(path: Path) -> None:
    """Nothing unless a file is a link: in a shared folder anybody can put one there, and what is written to it would go
    into somebody else's file. The folder itself may be one: who may change that owns the place. Raises OSError."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def file_identity(path: Path) -> tuple[int, int] | None:
    """Which file has that name now; None when there is none."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def went_back(place: str) -> WentBack:
    """What is said of a journal that no longer holds what it had said to keep."""
    return WentBack(
        _("Le journal est revenu en arrière : ce qui y était noté n'y est plus ({path}).").format(path=place)
    )


class WatchedSessions:
    """The last fact known of each session that is worked on."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def watch(self, db: sqlite3.Connection, session: str) -> None:
        """From now on, what is there of a session must stay."""
        query = "SELECT id FROM events WHERE session = ? ORDER BY arrival DESC LIMIT 1"
        row = db.execute(query, (session,)).fetchone()
        if row is not None:
            self._last[session] = row[0]

    def note_written(self, events: Iterable[Event]) -> None:
        """These were committed here, in this order."""
        self._last.update((event.session, event.id) for event in events)

    def note_shown(self, events: Iterable[Event]) -> None:
        """These arrived from elsewhere, in this order, and are shown."""
        self._last.update((event.session, event.id) for event in events if event.session in self._last)

    def is_gone(self, db: sqlite3.Connection, session: str) -> bool:
        """Whether what was known of a session is there no more, though nobody removed it."""
        last = self._last.get(session)
        if last is None or db.execute("SELECT 1 FROM events WHERE id = ?", (last,)).fetchone() is not None:
            return False
        return db.execute("SELECT 1 FROM removed WHERE session = ?", (session,)).fetchone() is None


def _tell_nobody(waits: bool) -> None:
    """Nobody is told."""


class Waiting:
    """How the journals of one program wait. Clock and pauses are passed in; a face says who is told of a long wait."""

    def __init__(
        self,
        tell: Callable[[bool], None] = _tell_nobody,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.tell = tell
        """Called with true once a wait has lasted a second, with false when it has ended; on the thread that waits."""
        self.clock, self._pause = clock, pause

    def retry(self, work: Callable[[], _Result], began: float, patience: float) -> _Result:
        """What `work` gives once the file is free; it is tried again as often as it fails because somebody holds the
        file, until `patience` seconds after `began`. Raises its last failure."""
        tries, said = 0, False
        try:
            while True:
                try:
                    return work()
                except Exception as failure:
                    waited = self.clock() - began
                    if not is_busy(failure) or waited >= patience:
                        raise
                if not said and waited >= TELL_AFTER_SECONDS:
                    said = True
                    self.tell(True)
                self._pause(_PAUSES[min(tries, len(_PAUSES) - 1)])
                tries += 1
        finally:
            if said:
                self.tell(False)


def is_busy(failure: BaseException) -> bool:
    """Whether something failed because another program holds the file."""
    return str(getattr(failure, "sqlite_errorname", "")).startswith("SQLITE_BUSY")
