"""SQL queries for pages of the list of sessions. A page costs the same however many sessions there are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pannesi.history.index_schema import OVERVIEW, PUT_REVIEW
from pannesi.history.overview import STAGES, Overview
from pannesi.history.session_filter import SessionFilter

if TYPE_CHECKING:
    from pannesi.history.index_reviews import ReviewEntry

_FEW = 16
"""A condition met by at most this many tags may drive the query of a page: each of them is read in list order."""
ListPlace = tuple[int, int]
"""The place of a session in a list: (beginning in ms since 1970, its key in the index)."""


class PageQuery:
    """The queries for the sessions that one filter wants; `others` are the names of other hospitals."""

    def __init__(self, db: sqlite3.Connection, wanted: SessionFilter, others: tuple[str, ...] = ()) -> None:
        self.db, self.wanted, self.others = db, wanted, others
        met_by: list[tuple[int, tuple[int, ...]]] = []
        for where, values in wanted.demands():
            rows = db.execute(f"SELECT tag, uses FROM names WHERE {where} AND uses > 0", values).fetchall()
            met_by.append((sum(row[1] for row in rows), tuple(row[0] for row in rows)))
        self.demands = [tags for _uses, tags in sorted(met_by)]
        """For each condition of the filter the keys of the tags that meet it; the rarest condition first."""
        self.impossible = any(not tags for tags in self.demands) or (wanted.elsewhere and not others)

    def rows(self, is_open: int, after: ListPlace | None, most: int, before: bool) -> list[Sequence[Any]]:
        """At most `most` rows of sessions, open or closed, that follow the place `after` in the wanted order; with
        `before`, those that precede it, the nearest first."""
        if self.impossible:
            return []
        later = before != self.wanted.oldest
        way = "ASC" if later else "DESC"
        driving = self.demands[0] if self.demands and len(self.demands[0]) <= _FEW else None
        if driving is None:
            where, values = self._where_clause("s", "key", is_open, after, later, self.demands)
            query = f"SELECT {OVERVIEW} FROM sessions s WHERE {where} ORDER BY s.began {way}, s.key {way} LIMIT ?"
            return self.db.execute(query, (*values, most)).fetchall()
        where, values = self._where_clause("t", "session", is_open, after, later, self.demands[1:])
        each = (
            f"SELECT * FROM (SELECT t.session AS one FROM tags t WHERE t.tag = ? AND {where}"
            f" ORDER BY t.began {way}, t.session {way} LIMIT ?)"
        )
        query = (
            f"SELECT {OVERVIEW} FROM sessions WHERE key IN ({' UNION '.join([each] * len(driving))})"
            f" ORDER BY began {way}, key {way} LIMIT ?"
        )
        asked: list[Any] = []
        for tag in driving:
            asked += [tag, *values, most]
        return self.db.execute(query, (*asked, most)).fetchall()

    def named(self, names: Sequence[str]) -> list[Sequence[Any]]:
        """The rows of the sessions among these ids that the filter wants, in no order."""
        rows: list[Sequence[Any]] = []
        for is_open in self.states() if not self.impossible else ():
            where, values = self._where_clause("s", "key", is_open, None, False, self.demands)
            query = f"SELECT {OVERVIEW} FROM sessions s WHERE s.id IN ({','.join('?' * len(names))}) AND {where}"
            rows += self.db.execute(query, (*names, *values)).fetchall()
        return rows

    def count(self) -> int:
        """How many sessions the filter wants; reads each of them."""
        if self.impossible:
            return 0
        total = 0
        for is_open in self.states():
            where, values = self._where_clause("s", "key", is_open, None, False, self.demands)
            total += self.db.execute(f"SELECT count(*) FROM sessions s WHERE {where}", values).fetchone()[0]
        return total

    def states(self) -> tuple[int, ...]:
        """The values of `is_open` to read, in list order: open sessions (1) first."""
        return {"open": (1,), "closed": (0,)}.get(self.wanted.state, (1, 0))

    def _where_clause(
        self, table: str, key: str, is_open: int, after: ListPlace | None, later: bool, demands: list[tuple[int, ...]]
    ) -> tuple[str, list[Any]]:
        values: list[Any] = [int(self.wanted.exercise), is_open]
        parts = [f"{table}.exercise = ?", f"{table}.is_open = ?"]
        if self.others:
            inside = "IN" if self.wanted.elsewhere else "NOT IN"
            names = ",".join("?" * len(self.others))
            parts.append(f"{table}.{key} {inside} (SELECT key FROM sessions WHERE hospital IN ({names}))")
            values.extend(self.others)
        if self.wanted.since is not None:
            parts.append(f"{table}.began >= ?")
            values.append(int(self.wanted.since.timestamp() * 1000))
        if self.wanted.until is not None:
            parts.append(f"{table}.began < ?")
            values.append(int(self.wanted.until.timestamp() * 1000))
        if after is not None:
            parts.append(f"({table}.began, {table}.{key}) {'>' if later else '<'} (?, ?)")
            values += after
        for tags in demands:
            parts.append(
                "EXISTS (SELECT 1 FROM tags o WHERE o.tag IN ({marks}) AND o.exercise = {t}.exercise"
                " AND o.is_open = {t}.is_open AND o.began = {t}.began AND o.session = {t}.{key})".format(
                    marks=",".join("?" * len(tags)), t=table, key=key
                )
            )
            values += tags
        return " AND ".join(parts), values


def begin_reading(db: sqlite3.Connection) -> None:
    """Begins to read: from here on nobody can keep this process waiting. Raises sqlite3.Error."""
    db.execute("BEGIN")
    try:
        db.execute("SELECT mark FROM made").fetchone()
    except sqlite3.Error:
        db.execute("ROLLBACK")
        raise


def hide_hospitals(db: sqlite3.Connection, hospitals: tuple[str, ...]) -> None:
    """Hides the sessions of these hospitals from every query of a connection, until its transaction ends, by temporary
    views with the names of the tables."""
    if not hospitals:
        return
    names = ", ".join("'" + name.replace("'", "''") + "'" for name in hospitals)
    db.execute(f"CREATE TEMP VIEW sessions AS SELECT * FROM main.sessions WHERE hospital NOT IN ({names})")
    db.execute(f"CREATE TEMP VIEW reviews AS SELECT * FROM main.reviews WHERE hospital NOT IN ({names})")
    db.execute("CREATE TEMP VIEW tags AS SELECT * FROM main.tags WHERE session IN (SELECT key FROM temp.sessions)")


def milliseconds_of(moment: datetime | None) -> int | None:
    """Milliseconds since 1970, rounded, since a float of seconds is not exact; None for None."""
    return round(moment.timestamp() * 1000) if moment is not None else None


def datetime_of_milliseconds(ms: int) -> datetime:
    """The moment (UTC) at `ms` milliseconds since 1970."""
    seconds, rest = divmod(ms, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000)


def _moment(ms: int | None) -> datetime | None:
    return datetime_of_milliseconds(ms) if ms is not None else None


def overview_of_row(row: Sequence[Any], now: datetime) -> Overview:
    """The overview of a row. Raises ValueError, TypeError and others for an impossible row, as of a damaged file."""
    name, title, stage, exercise, began, last_at, closed_at, patients, persons, events, could_not, *others = row
    redlines, over, seen, hospital, site, next_act, call_again, call_again_at, entered, shift, *last = others
    word, no_end, returned = last
    named, cases = tuple(json.loads(persons)), tuple(json.loads(entered))
    texts = (name, title, seen, hospital, site, next_act, call_again, word, *named, *cases)
    if stage not in STAGES or not all(isinstance(text, str) for text in texts):
        raise ValueError("no session is like that")
    return Overview(
        name, title, stage, bool(exercise), datetime_of_milliseconds(began), datetime_of_milliseconds(last_at),
        _moment(closed_at), patients, named, events, now, could_not, redlines, bool(over), seen, hospital, site,
        next_act, cases, call_again, _moment(call_again_at), timedelta(milliseconds=shift), _moment(returned),
        word_event=word, end_unknown=bool(no_end),
    )  # fmt: skip


def is_busy(failure: Exception) -> bool:
    """Whether an operation failed because another program locks the file."""
    code = getattr(failure, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damaged(failure: Exception) -> bool:
    """Whether an operation failed because the file is damaged."""
    from pannesi.journal.sqlite.errors import is_damage

    return is_damage(failure)


def write_reviews(db: sqlite3.Connection, reviews: Iterable[ReviewEntry]) -> None:
    """Writes the entries of reviews, and of which hospitals they are, since their sessions may be gone; not over what
    another process read later."""
    for entry in reviews:
        db.execute("INSERT OR IGNORE INTO hospitals VALUES (?, ?)", (entry.hospital, entry.site))
        values = (entry.hospital, milliseconds_of(entry.began), entry.events, json.dumps(entry.actions))
        db.execute(PUT_REVIEW, (entry.chain, *values))
