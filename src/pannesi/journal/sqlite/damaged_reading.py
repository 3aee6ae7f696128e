"""Reading an SQLite journal with damaged pages. Slow: only used where reading as usual failed.

A damaged page loses the rows in it, never those of other pages. Rows are read by their position in the file, in ranges
that are halved where a read fails (bisection).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any, TypeVar

from pannesi.journal.sqlite import schema
from pannesi.journal.sqlite.errors import is_damage
from pannesi.journal.sqlite.rows import StoredRow
from pannesi.journal.store import AUDIT_SESSION, SessionRow

_Result = TypeVar("_Result")
_MOST_FAILURES = 20_000
"""How many failing queries are made at most: what is left then lies in pages of which nothing can be read."""
_BARE = schema.SELECT_EVENTS.replace("t.text, t.salt", "NULL, NULL").partition(" LEFT JOIN")[0]
_PLACES = "SELECT arrival, session, at, id FROM events"


def none_if_damaged(ask: Callable[[], _Result]) -> _Result | None:
    """The result of `ask`, None where it fails because the file is damaged. Raises its exception otherwise."""
    try:
        return ask()
    except Exception as failure:  # a damaged page may raise anything, and `is_damage` tells it from the rest
        if not is_damage(failure):
            raise
        return None


def _rows_of_query(db: sqlite3.Connection, query: str, *values: Any) -> list[StoredRow]:
    return db.execute(query, values).fetchall()


class DamagedFileReader:
    """Reads rows of a damaged SQLite journal by their position in the file (`arrival`)."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def _rows_between(self, query: str, low: int, high: int) -> Iterator[StoredRow | int]:
        """The rows of `query` between two positions; for a row that cannot be read, its position alone."""
        waiting, failures = [(low, high)], 0
        asked = query + " WHERE arrival BETWEEN ? AND ? ORDER BY arrival"
        while waiting and failures < _MOST_FAILURES:
            low, high = waiting.pop()
            rows = none_if_damaged(partial(_rows_of_query, self._db, asked, low, high))
            if rows is not None:
                yield from rows
                continue
            failures += 1
            middle = (low + high) // 2
            if low < high:
                waiting += [(middle + 1, high), (low, middle)]
            else:
                yield low

    def last_place(self) -> int:
        """The last position that was ever given to an event, as far as any query tells; 0 when none does."""
        queries = (
            "SELECT max(arrival) FROM events",
            "SELECT max(arrival) FROM events INDEXED BY events_by_order",
            "SELECT seq FROM sqlite_sequence WHERE name = 'events'",
        )
        answers = [none_if_damaged(partial(_rows_of_query, self._db, query)) for query in queries]
        places = [rows[0][0] for rows in answers if rows]
        return max((place for place in places if type(place) is int and 0 < place < 1 << 40), default=0)

    def first_id(self) -> tuple[str, ...]:
        """The id of the first event that can be read, as a tuple of one; empty when there is none."""
        return next(((name,) for _at, _session, _hour, name in self.event_places() if name), ())

    def event_places(self, low: int = 1) -> Iterator[tuple[int, str | None, str, str]]:
        """(position, session, `at`, id) of every event from position `low` on; session None for one that is lost."""
        for row in self._rows_between(_PLACES, low, self.last_place()):
            if isinstance(row, int) or not all(isinstance(part, str) for part in row[1:]):
                yield (row if isinstance(row, int) else row[0]), None, "", ""
            else:
                yield row[0], row[1], row[2], row[3]

    def row_at(self, place: int, session: str = "", hlc: int = 0) -> StoredRow:
        """The row of the event at a position: without its text where only that is damaged, else with what is given."""
        for query in (schema.SELECT_EVENTS, _BARE):
            rows = none_if_damaged(partial(_rows_of_query, self._db, query + " WHERE e.arrival = ?", place))
            if rows:
                return rows[0]
        return (None, session, None, None, hlc, *(None,) * 9, place)

    def of_session(self, session: str) -> list[StoredRow]:
        """The rows of one session, in order of arrival."""
        query = "SELECT arrival, hlc FROM events INDEXED BY events_by_order WHERE session = ? ORDER BY arrival"
        places = none_if_damaged(lambda: _rows_of_query(self._db, query, session))
        if places is None:
            places = [(place, 0) for place, its, _at, _id in self.event_places() if its == session]
        return [self.row_at(place, session, hlc) for place, hlc in places if type(place) is int]

    def rows_since(self, mark: int, most: int | None = None) -> list[StoredRow]:
        """The rows of the events after a mark, of the next `most` marks where given."""
        high = self.last_place() if most is None else min(self.last_place(), mark + most)
        rows = self._rows_between(_BARE, mark + 1, high)
        return [self.row_at(row if isinstance(row, int) else row[14]) for row in rows]

    def sessions_since(self, mark: int, most: int) -> tuple[tuple[str, ...], int]:
        """The sessions of the first `most` events after a mark, and the mark of the last of them."""
        names, at = dict[str, None](), mark
        for number, (place, session, _at, _id) in enumerate(self.event_places(mark + 1), start=1):
            at = place
            if session is not None and session != AUDIT_SESSION:
                names[session] = None
            if number == most:
                return tuple(names), at
        return tuple(names), max(at, self.last_place())

    def sessions(self) -> list[SessionRow]:
        """Every session and the audit log, the latest first, with the number of their readable events."""
        hours_by_session = dict[str, list[str]]()
        query = "SELECT DISTINCT session FROM events INDEXED BY events_by_order"
        for row in none_if_damaged(lambda: _rows_of_query(self._db, query)) or ():
            if isinstance(row[0], str):
                hours_by_session[row[0]] = []
        for _place, session, at, _id in self.event_places():
            if session is not None:
                hours_by_session.setdefault(session, []).append(at)
        rows = [
            SessionRow(name, min(hours, default=""), max(hours, default=""), len(hours))
            for name, hours in hours_by_session.items()
        ]
        return sorted(rows, key=lambda row: (row.last_at, row.id), reverse=True)

    def session_after(self, session: str) -> str | None:
        """The id of the next session in the order of ids; None after the last."""
        return min((row.id for row in self.sessions() if row.id > session), default=None)

    def texts_since(self, mark: int, most: int, kinds: Collection[str]) -> list[tuple[str, str]]:
        """The readable free texts of some kinds among the `most` marks after `mark`, as (session, text)."""
        rows = [row for row in self.rows_since(mark, most) if row[7] in kinds]
        return [(row[1], row[12]) for row in rows if isinstance(row[1], str) and isinstance(row[12], str)]

    def texts_of(self, session: str, events: Collection[str]) -> list[tuple[str, str]]:
        """The readable free texts of some events of a session, as (id, text)."""
        rows = [row for row in self.of_session(session) if row[0] in events]
        return [(row[0], row[12]) for row in rows if isinstance(row[0], str) and isinstance(row[12], str)]
