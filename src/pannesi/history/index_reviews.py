"""Incident reviews in the index: where their actions stand, without a word of them. They outlive their sessions."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime

from pannesi.journal.store import Journal, reviewed_session
from pannesi.session.incident_review.review import fold_review

_COUNT = """
SELECT total(a.value ->> 1 = '' AND NOT (a.value ->> 0 <> '' AND a.value ->> 0 < ?)),
    total(a.value ->> 1 = '' AND a.value ->> 0 <> '' AND a.value ->> 0 < ?),
    total(a.value ->> 1 = 'done'), total(a.value ->> 1 = 'dropped')
FROM reviews r, json_each(r.actions) a WHERE r.began >= ? AND r.began < ?
"""


@dataclass(frozen=True)
class ReviewEntry:
    """What the index holds of one incident review."""

    chain: str
    hospital: str
    site: str
    """The digest of the procedure that the session followed, by which a hospital is known under an earlier name."""
    began: datetime | None
    """When the outage began; None where the review does not tell."""
    events: int
    actions: tuple[tuple[str, str], ...]
    """Of each action its day, `2026-12-15`, or nothing, and `done`, `dropped` or nothing."""


@dataclass(frozen=True)
class ActionCounts:
    """How many actions of incident reviews there are, by where they stand."""

    open: int
    """Neither done nor given up, and not overdue."""
    overdue: int
    done: int
    dropped: int

    @property
    def whole(self) -> int:
        """All of them."""
        return self.open + self.overdue + self.done + self.dropped


def review_entry(journal: Journal, chain: str) -> ReviewEntry | None:
    """The entry of the review stored under an id; None where there is no such review. Raises JournalError."""
    review = fold_review(journal.events(chain)) if reviewed_session(chain) is not None else None
    if review is None or not review.begun:
        return None
    outage = review.outage
    actions = tuple((action.due.isoformat() if action.due else "", action.settled) for action in review.actions)
    hospital, procedure, began = (outage.hospital, outage.procedure, outage.began) if outage else ("", "", None)
    return ReviewEntry(chain, hospital, procedure, began, len(review.events), actions)


def count_actions(db: sqlite3.Connection, bounds: tuple[int, int], today: date) -> ActionCounts:
    """How many actions of outages that began within `bounds` (ms since 1970) there are; `db` is a snapshot."""
    day = today.isoformat()
    row = db.execute(_COUNT, (day, day, *bounds)).fetchone()
    return ActionCounts(*map(int, row))


def count_overdue(db: sqlite3.Connection, today: date) -> int:
    """How many actions are overdue on a day, whenever their outage was; `db` is a snapshot."""
    query = """
    SELECT count(*) FROM reviews r, json_each(r.actions) a
    WHERE a.value ->> 1 = '' AND a.value ->> 0 <> '' AND a.value ->> 0 < ?
    """
    (count,) = db.execute(query, (today.isoformat(),)).fetchone()
    return int(count)


def sessions_with_open_actions(db: sqlite3.Connection) -> tuple[str, ...]:
    """The sessions whose review has an action that is neither done nor given up, the first to begin first; `db` is a
    snapshot."""
    rows = db.execute(
        "SELECT r.chain FROM reviews r WHERE EXISTS"
        " (SELECT 1 FROM json_each(r.actions) a WHERE a.value ->> 1 = '') ORDER BY r.began, r.chain"
    ).fetchall()
    return tuple(session for row in rows if (session := reviewed_session(str(row[0]))) is not None)


def sessions_reviewed(db: sqlite3.Connection) -> frozenset[str]:
    """The ids of all sessions with a review, those that are gone included; `db` is a snapshot."""
    rows = db.execute("SELECT chain FROM reviews").fetchall()
    return frozenset(session for row in rows if (session := reviewed_session(str(row[0]))) is not None)
