"""A quick look into the index beside a journal, for a command that cannot wait for the rest of the program."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.history.index_schema import FORM, INDEX_FILE
from pannesi.journal.location import FILE, sqlite_uri

if TYPE_CHECKING:
    import sqlite3

_PATIENCE = 0.1
"""How many seconds to wait for another program that locks a file."""
_LESSONS = (
    "SELECT DISTINCT l.kind, l.contact FROM lessons l JOIN sessions s ON s.key = l.session"
    " WHERE l.contact <> '' AND NOT s.exercise"
)
_UNREAD = "SELECT 1 FROM events WHERE arrival > ? AND kind IN ('noted', 'redline.raised') LIMIT 1"


def lessons_by_contact(folder: Path) -> frozenset[tuple[str, str]] | None:
    """(kind, contact) of what was noted for a contact, or signalled of a call to it, in a real session of any
    hospital, answered or not; None where the index in that folder cannot tell: it is not there, cannot be read now, or
    something was written that it has not read yet."""
    if not (folder / FILE).exists():
        return frozenset()
    if not (folder / INDEX_FILE).exists():
        return None
    try:
        with _reading(folder / INDEX_FILE) as index, _reading(folder / FILE) as journal:
            ((version, origin, mark),) = index.execute("SELECT version, origin, mark FROM made")
            first = journal.execute("SELECT id FROM events ORDER BY arrival LIMIT 1").fetchall()
            unread = journal.execute(_UNREAD, (mark,)).fetchall()
            if str(version).split()[:1] != [FORM] or first not in ([], [(origin,)]) or unread:
                return None
            return frozenset((str(kind), str(contact)) for kind, contact in index.execute(_LESSONS))
    except Exception:  # noqa: BLE001  a damaged page may raise anything; who reads it in full says what is wrong
        return None


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads; SQLite is loaded where there is something to read."""
    import sqlite3

    uri = sqlite_uri(file.absolute(), "ro")
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as db:
        db.execute("PRAGMA trusted_schema=OFF")
        yield db
