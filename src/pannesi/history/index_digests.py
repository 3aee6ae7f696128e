"""What figures need of each session, in the index: written with the entry of its session, gone with it."""

from __future__ import annotations

import sqlite3

from pannesi.history.figures.session_digest import SessionDigest
from pannesi.history.index_queries import milliseconds_of


def write_digest(db: sqlite3.Connection, key: int, digest: SessionDigest) -> None:
    """Writes the digest of the session whose key in the index is `key`; nothing of an empty one."""
    text = digest.as_text()
    if text or digest.forced or digest.degraded_at is not None:
        values = key, milliseconds_of(digest.degraded_at), int(digest.forced), text
        db.execute("INSERT OR REPLACE INTO digests VALUES (?, ?, ?, ?)", values)
