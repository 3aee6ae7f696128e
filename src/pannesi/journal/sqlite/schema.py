"""The tables of an SQLite journal. Triggers make events append-only, also against INSERT OR REPLACE.

Triggers also rule what may be deleted: a text once `erased` names its event, a session once `removed` names it. So
nothing has to be switched off in order to erase, and an erased text cannot come back.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pannesi.journal.store import Corrupt, TooNew
from pannesi.support.i18n import _

APPLICATION_ID = 0x70616E6E
"""« pann »."""

PRAGMAS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
)

_FIRST_TABLES = """
CREATE TABLE events (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session TEXT NOT NULL,
    writer TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    replaces TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (session, writer, seq)
) STRICT;
CREATE INDEX events_by_order ON events (session, hlc);
CREATE TABLE texts (event TEXT PRIMARY KEY, salt TEXT NOT NULL, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE site_files (
    digest TEXT NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (digest, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE site_seen (arrival INTEGER PRIMARY KEY, folder TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER events_no_replace BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id
                 OR (session = NEW.session AND writer = NEW.writer AND seq = NEW.seq))
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER texts_no_update BEFORE UPDATE ON texts BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER texts_no_replace BEFORE INSERT ON texts
    WHEN EXISTS (SELECT 1 FROM texts WHERE event = NEW.event) BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER sites_no_update BEFORE UPDATE ON site_files BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER sites_no_replace BEFORE INSERT ON site_files
    WHEN EXISTS (SELECT 1 FROM site_files WHERE digest = NEW.digest AND path = NEW.path)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""

_ERASING = """
CREATE TABLE erased (event TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE removed (session TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE to_scrub (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT;
DROP TRIGGER events_no_delete;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
    WHEN NOT EXISTS (SELECT 1 FROM removed WHERE session = OLD.session)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER events_no_return BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM removed WHERE session = NEW.session)
    BEGIN SELECT RAISE(ABORT, 'removed'); END;
CREATE TRIGGER texts_no_delete BEFORE DELETE ON texts
    WHEN NOT EXISTS (SELECT 1 FROM erased WHERE event = OLD.event)
     AND NOT EXISTS (SELECT 1 FROM events e JOIN removed r ON r.session = e.session WHERE e.id = OLD.event)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER texts_no_return BEFORE INSERT ON texts
    WHEN EXISTS (SELECT 1 FROM erased WHERE event = NEW.event) BEGIN SELECT RAISE(ABORT, 'erased'); END;
CREATE TRIGGER erased_no_update BEFORE UPDATE ON erased BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER erased_no_delete BEFORE DELETE ON erased BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER removed_no_update BEFORE UPDATE ON removed BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER removed_no_delete BEFORE DELETE ON removed BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""

_PROCEDURES_STAY = """
CREATE TRIGGER sites_no_delete BEFORE DELETE ON site_files BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""
"""The files of a procedure that a session followed are never deleted. `site_seen` may be: it only serves to compare."""

MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("first tables", _FIRST_TABLES),
    ("erasing", _ERASING),
    ("procedures stay", _PROCEDURES_STAY),
)
"""The steps from an empty file to the present schema, in order: (name, script), each run in one transaction."""
VERSION = len(MIGRATIONS)
_STEPS, _STEPS_A_BYTE, _STEPS_AT_ONCE = 50_000_000, 1_000, 100_000
"""How long a read may take, in steps of SQLite's virtual machine: fixed, and for each byte of the file; and how many
steps pass between two checks."""
_NO_VERSION = 1000
"""A version number that no program writes: the number itself is damaged."""

COUNT_TABLES = (
    "SELECT count(*) - total(sql LIKE 'CREATE VIRTUAL%' OR type = 'view'),"
    " total(sql LIKE 'CREATE VIRTUAL%' OR type = 'view') FROM sqlite_master"
)
"""Counts tables, indexes and triggers; and views and virtual tables, which no journal has: reading one runs its
code."""
INSERT_EVENT = (
    "INSERT INTO events (id, session, writer, seq, hlc, at, actor, kind, payload, replaces, prev, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_TEXT = "INSERT INTO texts (event, salt, text) VALUES (?, ?, ?)"
SELECT_EVENTS = (
    "SELECT e.id, e.session, e.writer, e.seq, e.hlc, e.at, e.actor, e.kind, e.payload, e.replaces, e.prev, e.hash,"
    " t.text, t.salt, e.arrival FROM events e LEFT JOIN texts t ON t.event = e.id"
)


def statements(script: str) -> Iterator[str]:
    """The SQL statements of a script one by one (`executescript` would commit between them)."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def refuse_newer(connection: sqlite3.Connection, place: str) -> int:
    """The schema version of a journal file. Raises TooNew for one that a newer program wrote, Corrupt for an impossible
    version, sqlite3.Error."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if not 0 <= version < _NO_VERSION:
        raise Corrupt(_("Le journal {path} est abîmé.").format(path=place))
    if version > VERSION:
        raise TooNew(
            _("Le journal {path} vient d'une version plus récente de pannesi : mettre le programme à jour.").format(
                path=place
            )
        )
    return version


class ReadLimit:
    """Interrupts a read that takes more steps than reading the whole file can: a file from elsewhere may be made so
    that a query never ends. It also lets Python see an interrupt (Ctrl-C) during a long query."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._left = (_STEPS + _STEPS_A_BYTE * os.path.getsize(path)) // _STEPS_AT_ONCE
        connection.set_progress_handler(self, _STEPS_AT_ONCE)

    @property
    def spent(self) -> bool:
        """Whether the limit was reached; otherwise it was a person who interrupted the read."""
        return self._left < 0

    def __call__(self) -> bool:
        self._left -= 1
        return self.spent
