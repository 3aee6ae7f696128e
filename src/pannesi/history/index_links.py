"""What sessions say of others about the same outage, in the index: written with the entry of their session."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from pannesi.history.index_lessons import INSERT_LESSON, lesson_rows
from pannesi.history.outages import OutageLink

if TYPE_CHECKING:
    from pannesi.history.index_entry import IndexEntry


def write_beside(db: sqlite3.Connection, key: int, entry: IndexEntry) -> None:
    """Writes what the session whose key in the index is `key` taught, says of others, and is counted by."""
    db.executemany(INSERT_LESSON, lesson_rows(key, entry.lessons))
    rows = [(key, link.other, int(link.stands)) for link in entry.links]
    db.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?)", rows)
    if entry.digest is not None:
        from pannesi.history.index_digests import write_digest

        write_digest(db, key, entry.digest)


def read_links(db: sqlite3.Connection) -> tuple[OutageLink, ...]:
    """Everything that sessions say of each other, the earliest session first. `db` may be a snapshot of the index."""
    rows = db.execute(
        "SELECT s.id, l.other, l.stands FROM links l JOIN sessions s ON s.key = l.session"
        " ORDER BY s.began, s.key, l.other"
    ).fetchall()
    return tuple(OutageLink(str(session), str(other), bool(stands)) for session, other, stands in rows)
