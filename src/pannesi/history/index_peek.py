"""A quick look into the index beside a journal, for a command that cannot wait for the rest of the program."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from pannesi.history.index_file import FORM, INDEX_FILE
from pannesi.journal.location import FILE
from pannesi.journal.sqlite_uri import sqlite_uri

_PATIENCE = 0.1
"""How many seconds to wait for another program that locks a file."""
_NOTED = (
    "SELECT DISTINCT l.contact FROM lessons l JOIN sessions s ON s.key = l.session"
    " WHERE l.kind = 'number' AND NOT s.exercise"
)


def contacts_with_numbers(folder: Path) -> frozenset[str] | None:
    """The ids of the contacts for whom a number was noted in a real session of any hospital; None where the index in
    that folder cannot tell: it is not there, cannot be read now, or a note was written that it has not read yet."""
    journal, index = folder / FILE, folder / INDEX_FILE
    if not journal.exists():
        return frozenset()
    try:
        ((version, origin, mark),) = _rows(index, "SELECT version, origin, mark FROM made")
        first = _rows(journal, "SELECT id FROM events ORDER BY arrival LIMIT 1")
        unread = _rows(journal, "SELECT 1 FROM events WHERE arrival > ? AND kind = 'noted' LIMIT 1", mark)
        if str(version).split()[:1] != [FORM] or first not in ([], [(origin,)]) or unread:
            return None
        return frozenset(str(row[0]) for row in _rows(index, _NOTED))
    except Exception:  # noqa: BLE001  a damaged page may raise anything; who reads it in full says what is wrong
        return None


def _rows(file: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(sqlite_uri(file.absolute(), "ro"), uri=True, timeout=_PATIENCE)) as db:
        db.execute("PRAGMA trusted_schema=OFF")
        return db.execute(query, values).fetchall()
