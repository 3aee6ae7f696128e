"""What can still be had of a journal's file part of which is damaged. Slow: only asked once reading as usual failed.

A damaged page takes away the rows that lie in it, never those of other pages: each is asked for by its place in the
file, in one go where that goes, and one by one where it does not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any, TypeVar

from pannesi.journal import sqlite_schema as schema
from pannesi.journal.audit_entries import AUDIT_SESSION
from pannesi.journal.sqlite_errors import is_damage
from pannesi.journal.store import SessionRow

Row = tuple[Any, ...]
_Result = TypeVar("_Result")
_MOST_FAILURES = 20_000
"""Questions that may fail: what is left then lies in pages of which nothing can be read."""
_BARE = schema.SELECT_EVENTS.replace("t.text, t.salt", "NULL, NULL").partition(" LEFT JOIN")[0]
_PLACES = "SELECT arrival, session, at, id FROM events"


def none_if_damaged(ask: Callable[[], _Result]) -> _Result | None:
    """What `ask` finds; None where the file is damaged. Raises what says anything else of it."""
    try:
        return ask()
    except Exception as failure:
        if not is_damage(failure):
            raise
        return None


def _rows(db: sqlite3.Connection, query: str, *values: Any) -> list[Row]:
    return db.execute(query, values).fetchall()


class DamagedFileReader:
    """The file of a journal, read by its places."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def _stretch(self, query: str, low: int, high: int) -> Iterator[Row | int]:
        """The rows of `query` between two places in the file; of one that cannot be read, its place."""
        waiting, failures = [(low, high)], 0
        asked = query + " WHERE arrival BETWEEN ? AND ? ORDER BY arrival"
        while waiting and failures < _MOST_FAILURES:
            low, high = waiting.pop()
            found = none_if_damaged(partial(_rows, self._db, asked, low, high))
            if found is not None:
                yield from found
                continue
            failures += 1
            middle = (low + high) // 2
            if low < high:
                waiting += [(middle + 1, high), (low, middle)]
            else:
                yield low

    def last_place(self) -> int:
        """The last place in the file that was ever given to a fact, as far as it can be told."""
        queries = (
            "SELECT max(arrival) FROM events",
            "SELECT max(arrival) FROM events INDEXED BY events_by_order",
            "SELECT seq FROM sqlite_sequence WHERE name = 'events'",
        )
        answers = [none_if_damaged(partial(_rows, self._db, query)) for query in queries]
        places = [rows[0][0] for rows in answers if rows]
        return max((place for place in places if type(place) is int and 0 < place < 1 << 40), default=0)

    def first_id(self) -> tuple[str, ...]:
        """The id of the first fact that can be read, if there is one."""
        return next(((name,) for _at, _session, _hour, name in self.event_places() if name), ())

    def event_places(self, low: int = 1) -> Iterator[tuple[int, str | None, str, str]]:
        """Every fact from place `low` on: its place, session, hour and id; of one that is lost, its place."""
        for one in self._stretch(_PLACES, low, self.last_place()):
            if isinstance(one, int) or not all(isinstance(part, str) for part in one[1:]):
                yield (one if isinstance(one, int) else one[0]), None, "", ""
            else:
                yield one[0], one[1], one[2], one[3]

    def row_at(self, place: int, session: str = "", hlc: int = 0) -> Row:
        """The row of one fact: without its text where only that is damaged, with its place alone where all of it is."""
        for query in (schema.SELECT_EVENTS, _BARE):
            found = none_if_damaged(partial(_rows, self._db, query + " WHERE e.arrival = ?", place))
            if found:
                return found[0]
        return (None, session, None, None, hlc, *(None,) * 9, place)

    def of_session(self, session: str) -> list[Row]:
        """The rows of one session, in the order of arrival."""
        query = "SELECT arrival, hlc FROM events INDEXED BY events_by_order WHERE session = ? ORDER BY arrival"
        found = none_if_damaged(lambda: _rows(self._db, query, session))
        if found is None:
            found = [(place, 0) for place, its, _at, _id in self.event_places() if its == session]
        return [self.row_at(place, session, hlc) for place, hlc in found if type(place) is int]

    def rows_since(self, mark: int, most: int | None = None) -> list[Row]:
        """The rows of the facts after a mark."""
        high = self.last_place() if most is None else min(self.last_place(), mark + most)
        found = self._stretch(_BARE, mark + 1, high)
        return [self.row_at(row if isinstance(row, int) else row[14]) for row in found]

    def sessions_since(self, mark: int, most: int) -> tuple[tuple[str, ...], int]:
        """The sessions of the first `most` facts after a mark, and the mark of the last of them."""
        names, at = dict[str, None](), mark
        for number, (place, session, _at, _id) in enumerate(self.event_places(mark + 1), start=1):
            at = place
            if session is not None and session != AUDIT_SESSION:
                names[session] = None
            if number == most:
                return tuple(names), at
        return tuple(names), max(at, self.last_place())

    def sessions(self) -> list[SessionRow]:
        """Every session, the desk too, the latest first: its hours and how many facts of it are read."""
        found = dict[str, list[str]]()
        query = "SELECT DISTINCT session FROM events INDEXED BY events_by_order"
        for row in none_if_damaged(lambda: _rows(self._db, query)) or ():
            if isinstance(row[0], str):
                found[row[0]] = []
        for _place, session, at, _id in self.event_places():
            if session is not None:
                found.setdefault(session, []).append(at)
        rows = [
            SessionRow(name, min(hours, default=""), max(hours, default=""), len(hours))
            for name, hours in found.items()
        ]
        return sorted(rows, key=lambda row: (row.last_at, row.id), reverse=True)

    def session_after(self, session: str) -> str | None:
        """The name of the session that comes next."""
        return min((one.id for one in self.sessions() if one.id > session), default=None)

    def texts_since(self, mark: int, most: int, kinds: Collection[str]) -> list[tuple[str, str]]:
        """The free texts of some kinds among the facts of the `most` marks after one."""
        rows = [row for row in self.rows_since(mark, most) if row[7] in kinds]
        return [(row[1], row[12]) for row in rows if isinstance(row[1], str) and isinstance(row[12], str)]
