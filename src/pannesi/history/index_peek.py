"""A quick look into the index beside a journal, for a command that cannot wait for the rest of the program."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from pannesi.history.index_schema import FORM, INDEX_FILE
from pannesi.journal.location import FILE, sqlite_uri

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
    journal, index = folder / FILE, folder / INDEX_FILE
    if not journal.exists():
        return frozenset()
    try:
        ((version, origin, mark),) = _rows(index, "SELECT version, origin, mark FROM made")
        first = _rows(journal, "SELECT id FROM events ORDER BY arrival LIMIT 1")
        unread = _rows(journal, _UNREAD, mark)
        if str(version).split()[:1] != [FORM] or first not in ([], [(origin,)]) or unread:
            return None
        return frozenset((str(kind), str(contact)) for kind, contact in _rows(index, _LESSONS))
    except Exception:  # noqa: BLE001  a damaged page may raise anything; who reads it in full says what is wrong
        return None


def _rows(file: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(sqlite_uri(file.absolute(), "ro"), uri=True, timeout=_PATIENCE)) as db:
        db.execute("PRAGMA trusted_schema=OFF")
        return db.execute(query, values).fetchall()
