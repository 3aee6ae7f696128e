"""Pages of a list in SQL: a page costs the same however many sessions there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from pannesi.history.index_schema import OVERVIEW
from pannesi.history.session_filter import SessionFilter

_FEW = 16
"""A demand met by at most so many tags may drive a page: each of them is read in order."""
Key = tuple[int, int]
"""A place in a list of one state: (began, in ms since 1970; the session's number in the index)."""


class PageQuery:
    """The sessions that are wanted, of one index."""

    def __init__(self, db: sqlite3.Connection, wanted: SessionFilter, others: tuple[str, ...] = ()) -> None:
        self.db, self.wanted, self.others = db, wanted, others
        found: list[tuple[int, tuple[int, ...]]] = []
        for where, values in wanted.demands():
            rows = db.execute(f"SELECT tag, uses FROM names WHERE {where} AND uses > 0", values).fetchall()
            found.append((sum(row[1] for row in rows), tuple(row[0] for row in rows)))
        self.demands = [tags for _uses, tags in sorted(found)]
        """For each demand the tags that meet it; the rarest demand first."""
        self.impossible = any(not tags for tags in self.demands) or (wanted.elsewhere and not others)

    def rows(self, is_open: int, after: Key | None, most: int, before: bool) -> list[Sequence[Any]]:
        """At most so many sessions of one state, in the order wanted, that come after a place; when `before`, those
        that come before it, the nearest first."""
        if self.impossible:
            return []
        later = before != self.wanted.oldest
        way = "ASC" if later else "DESC"
        driving = self.demands[0] if self.demands and len(self.demands[0]) <= _FEW else None
        if driving is None:
            where, values = self._where("s", "key", is_open, after, later, self.demands)
            query = f"SELECT {OVERVIEW} FROM sessions s WHERE {where} ORDER BY s.began {way}, s.key {way} LIMIT ?"
            return self.db.execute(query, (*values, most)).fetchall()
        where, values = self._where("t", "session", is_open, after, later, self.demands[1:])
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
        """Those of these sessions that are wanted, in no order."""
        found: list[Sequence[Any]] = []
        for is_open in self.states() if not self.impossible else ():
            where, values = self._where("s", "key", is_open, None, False, self.demands)
            query = f"SELECT {OVERVIEW} FROM sessions s WHERE s.id IN ({','.join('?' * len(names))}) AND {where}"
            found += self.db.execute(query, (*names, *values)).fetchall()
        return found

    def count(self) -> int:
        """How many there are in all: reads every one of them."""
        if self.impossible:
            return 0
        found = 0
        for is_open in self.states():
            where, values = self._where("s", "key", is_open, None, False, self.demands)
            found += self.db.execute(f"SELECT count(*) FROM sessions s WHERE {where}", values).fetchone()[0]
        return found

    def states(self) -> tuple[int, ...]:
        """Open ones come first."""
        return {"open": (1,), "closed": (0,)}.get(self.wanted.state, (1, 0))

    def _where(
        self, table: str, key: str, is_open: int, after: Key | None, later: bool, demands: list[tuple[int, ...]]
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
    """Hides the sessions of these hospitals from whatever is asked of this connection, until its transaction ends:
    views that bear the names of the tables."""
    if not hospitals:
        return
    names = ", ".join("'" + name.replace("'", "''") + "'" for name in hospitals)
    db.execute(f"CREATE TEMP VIEW sessions AS SELECT * FROM main.sessions WHERE hospital NOT IN ({names})")
    db.execute("CREATE TEMP VIEW tags AS SELECT * FROM main.tags WHERE session IN (SELECT key FROM temp.sessions)")
