"""The tables of the index, its file, and the kinds of its tags. It is made from the journal, and made again whenever it
is lost or of another version."""

from __future__ import annotations

from typing import Literal, get_args

INDEX_FILE = "sessions.index"
FORM = "23"
"""Raised where the tables of the index, or what is written in them, change."""

TagKind = Literal[
    "case", "symptom", "system", "who", "title", "day", "with", "line", "skipped", "could_not", "redline", "silent"
]
SEARCHED: tuple[TagKind, ...] = ("case", "symptom", "system", "who", "title", "line")
"""The kinds of tags that a search for words looks through: no free text, nothing about patients."""
COULD_NOT, REDLINES, TO_TAKE_OVER, FORCED = "could-not", "redlines", "to-take-over", "forced"
VERSION = " ".join((FORM, *get_args(TagKind)))
"""What an index must bear to be read: a new kind of tag is seen by itself."""

TABLES = """
CREATE TABLE IF NOT EXISTS made (one INTEGER PRIMARY KEY CHECK (one = 1), version TEXT, origin TEXT, mark INTEGER);
CREATE TABLE IF NOT EXISTS sessions (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, stage TEXT NOT NULL,
    exercise INTEGER NOT NULL, is_open INTEGER NOT NULL, began INTEGER NOT NULL, last_at INTEGER NOT NULL,
    closed_at INTEGER, patients INTEGER NOT NULL, persons TEXT NOT NULL, events INTEGER NOT NULL,
    first_action INTEGER, alerted INTEGER, returned INTEGER, reconciled INTEGER,
    could_not INTEGER NOT NULL, redlines INTEGER NOT NULL, to_take_over INTEGER NOT NULL,
    seen TEXT NOT NULL, month TEXT NOT NULL, hour INTEGER NOT NULL, hospital TEXT NOT NULL, site TEXT NOT NULL,
    next_act TEXT NOT NULL, call_again TEXT NOT NULL, call_again_at INTEGER, entered TEXT NOT NULL,
    shift INTEGER NOT NULL, word TEXT NOT NULL, no_end INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS hospitals (name TEXT NOT NULL, site TEXT NOT NULL, PRIMARY KEY (name, site))
    STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS in_order ON sessions (exercise, is_open, began, key);
CREATE TABLE IF NOT EXISTS names (
    tag INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL, text TEXT NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0, UNIQUE (kind, value, label)
) STRICT;
CREATE TABLE IF NOT EXISTS tags (
    tag INTEGER NOT NULL, exercise INTEGER NOT NULL, is_open INTEGER NOT NULL, began INTEGER NOT NULL,
    session INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (tag, exercise, is_open, began, session)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tags_of ON tags (session);
CREATE TABLE IF NOT EXISTS lessons (
    session INTEGER NOT NULL, event TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, label TEXT NOT NULL,
    contact TEXT NOT NULL, about TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (session, event)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (
    session INTEGER NOT NULL, other TEXT NOT NULL, stands INTEGER NOT NULL, PRIMARY KEY (session, other)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS digests (
    session INTEGER PRIMARY KEY, degraded INTEGER, forced INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS reviews (
    chain TEXT PRIMARY KEY, hospital TEXT NOT NULL, began INTEGER, events INTEGER NOT NULL, actions TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
DROPPED = """
DROP TABLE IF EXISTS hospitals; DROP TABLE IF EXISTS lessons; DROP TABLE IF EXISTS links; DROP TABLE IF EXISTS reviews;
DROP TABLE IF EXISTS digests;
DROP TABLE IF EXISTS tags; DROP TABLE IF EXISTS names; DROP TABLE IF EXISTS sessions; DROP TABLE IF EXISTS made;
"""
PRAGMAS = (
    "PRAGMA synchronous=OFF", "PRAGMA journal_mode=MEMORY", "PRAGMA temp_store=MEMORY", "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
)  # fmt: skip
READING_PRAGMAS = ("PRAGMA temp_store=MEMORY", "PRAGMA trusted_schema=OFF")
OVERVIEW = (
    "id, title, stage, exercise, began, last_at, closed_at, patients, persons, events, could_not, redlines,"
    " to_take_over, seen, hospital, site, next_act, call_again, call_again_at, entered, shift, word, no_end,"
    " returned"
)
"""What an overview is read from, in its order."""
PUT_SESSION = """
INSERT INTO sessions (id, title, stage, exercise, is_open, began, last_at, closed_at, patients, persons, events,
    first_action, alerted, returned, reconciled, could_not, redlines, to_take_over, seen, month, hour,
    hospital, site, next_act, call_again, call_again_at, entered, shift, word, no_end)
VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT (id) DO UPDATE SET title=excluded.title, stage=excluded.stage, exercise=excluded.exercise,
    is_open=excluded.is_open, began=excluded.began, last_at=excluded.last_at, closed_at=excluded.closed_at,
    patients=excluded.patients, persons=excluded.persons, events=excluded.events, first_action=excluded.first_action,
    alerted=excluded.alerted, returned=excluded.returned, reconciled=excluded.reconciled,
    could_not=excluded.could_not, redlines=excluded.redlines, to_take_over=excluded.to_take_over,
    seen=excluded.seen, month=excluded.month, hour=excluded.hour, hospital=excluded.hospital, site=excluded.site,
    next_act=excluded.next_act, call_again=excluded.call_again, call_again_at=excluded.call_again_at,
    entered=excluded.entered, shift=excluded.shift, word=excluded.word, no_end=excluded.no_end
WHERE excluded.events >= sessions.events
RETURNING key
"""
PUT_REVIEW = """
INSERT INTO reviews VALUES (?, ?, ?, ?, ?)
ON CONFLICT (chain) DO UPDATE SET hospital=excluded.hospital, began=excluded.began, events=excluded.events,
    actions=excluded.actions
WHERE excluded.events >= reviews.events
"""
