"""Events as rows of an SQLite file: written, merged, read back, checked for loss.

What writes is called within a transaction of the caller.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pannesi.journal.hybrid_clock import END
from pannesi.journal.sqlite import schema
from pannesi.journal.store import AUDIT_SESSION, Clash, Corrupt
from pannesi.session.events import Event
from pannesi.session.moments import FIRST_YEAR, LAST_YEAR
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

StoredRow = tuple[Any, ...]
"""A row of `schema.SELECT_EVENTS`: the columns of an event, then text, salt and position in the file."""
_FIRST_TEXT, _END_TEXT = str(FIRST_YEAR), str(LAST_YEAR + 1)
"""What the text of a moment in which an event can be is not below, and not above."""


def is_busy(failure: BaseException) -> bool:
    """Whether an operation of SQLite failed because another program locks the file."""
    return str(getattr(failure, "sqlite_errorname", "")).startswith("SQLITE_BUSY")


@contextlib.contextmanager
def roll_back_unless_committed(connection: sqlite3.Connection) -> Iterator[None]:
    """Rolls back the transaction of a connection unless the block committed it."""
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        raise
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def insert_event(db: sqlite3.Connection, event: Event, salt: str | None) -> None:
    """Inserts an event, and its free text in a table of its own. Raises sqlite3.Error."""
    payload = json.dumps(event.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    db.execute(
        schema.INSERT_EVENT,
        (
            event.id, event.session, event.writer, event.seq, event.hlc, event.at, event.actor, str(event.kind),
            payload, json.dumps(event.replaces), event.prev, event.hash,
        ),
    )  # fmt: skip
    if event.text is not None and salt is not None:
        db.execute(schema.INSERT_TEXT, (event.id, salt, event.text))


def merge_event(db: sqlite3.Connection, event: Event, salt: str | None) -> bool:
    """Merges one event written elsewhere; returns whether it was new.

    An erased text and an event of a removed session do not come back. A text that was missing here is added. Raises
    Clash, ImpossibleFact.
    """
    if event.unreadable:
        return False
    from pannesi.journal.chain.hash_chain import refuse_impossible, text_matches

    refuse_impossible(event)
    if db.execute("SELECT 1 FROM removed WHERE session = ?", (event.session,)).fetchone():
        return False
    erased = db.execute("SELECT 1 FROM erased WHERE event = ?", (event.id,)).fetchone() is not None
    there = db.execute(schema.SELECT_EVENTS + " WHERE e.id = ?", (event.id,)).fetchone()
    if there is None:
        insert_event(db, event, None if erased else salt)
        apply_audit_event(db, event)
        return True
    if there[11] != event.hash:
        raise Clash
    missing = there[12] is None and not erased and event.text is not None and salt is not None
    if missing and text_matches(event_of(there), str(salt), str(event.text)):
        db.execute(schema.INSERT_TEXT, (event.id, salt, event.text))
    return False


def apply_audit_event(db: sqlite3.Connection, event: Event) -> None:
    """Erases the texts and removes the session that an audit event names; nothing for any other event."""
    if event.session != AUDIT_SESSION:
        return
    from pannesi.journal.audit_log import erased_by, removed_by

    names, session = erased_by(event), removed_by(event)
    for name in names:
        db.execute("INSERT OR IGNORE INTO erased VALUES (?)", (name,))
        db.execute("DELETE FROM texts WHERE event = ?", (name,))
    if session is not None:
        db.execute("INSERT OR IGNORE INTO removed VALUES (?)", (session,))
        db.execute("DELETE FROM texts WHERE event IN (SELECT id FROM events WHERE session = ?)", (session,))
        db.execute("DELETE FROM events WHERE session = ?", (session,))
    if names or session is not None:
        db.execute("INSERT OR IGNORE INTO to_scrub VALUES (1)")


_TYPES = (str, str, str, int, int, str, str, str, str, str, str, str)


def _refuse_number(_written: str) -> Any:
    raise ValueError("no fact holds a float")


_DECODE = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number).decode


def event_of(row: StoredRow) -> Event:
    """The event of a row. Raises Corrupt when the row cannot be read, or holds a value that no event can have."""
    try:
        payload, replaces = _DECODE(row[8]), _DECODE(row[9])
    except (ValueError, TypeError, RecursionError) as error:
        raise _unreadable_row(row) from error
    if type(payload) is not dict or type(replaces) is not list or (*map(type, row[:12]),) != _TYPES:
        raise _unreadable_row(row)
    if not (0 < row[4] < END and row[3] > 0) or "0" < row[5] < _FIRST_TEXT or _END_TEXT < row[5] < ":":
        raise _unreadable_row(row)
    text, salt = row[12:14]
    if text is not None and not (type(text) is type(salt) is str):
        text = salt = None
    return Event(
        id=row[0], session=row[1], writer=row[2], seq=row[3], hlc=row[4], at=row[5], actor=row[6], kind=row[7],
        payload=payload, replaces=tuple(map(str, replaces)), prev=row[10], hash=row[11], text=text, salt=salt,
    )  # fmt: skip


def _unreadable_row(row: StoredRow) -> Corrupt:
    return Corrupt(_("Un fait du journal est illisible (fait {id}).").format(id=clean_line(str(row[0]))))


def ordered_events(rows: Sequence[StoredRow]) -> tuple[Event, ...]:
    """The events of one session in their total order, with an `Unreadable` placeholder for each that cannot be read,
    and one for each gap in a chain: at its own clock value, else at that of the event beside it."""
    try:
        events = [event_of(row) for row in rows]
    except Corrupt:
        events, before = [], 0
        for row in rows:
            events.append(event_or_placeholder(row, before))
            before = max(before, events[-1].hlc)
    last: dict[str, int] = {}
    for event in events:
        if event.seq > last.get(event.writer, 0):
            last[event.writer] = event.seq
    if sum(last.values()) != len(events):
        events += _missing_events(events)
    events.sort(key=lambda event: event.order)
    return tuple(events)


def _missing_events(events: Sequence[Event]) -> list[Event]:
    """A placeholder for each gap in the chains, before the event that comes next; none where the unreadable events that
    have no number may fill the gaps."""
    from pannesi.session.facts.base import Unreadable

    holes: list[tuple[Event, int]] = []
    at: dict[str, int] = {}
    for event in sorted(events, key=lambda event: event.seq):
        expected = at.get(event.writer, 0) + 1
        if event.writer and event.seq > expected:
            count, name = event.seq - expected, f"?{event.writer}:{expected}"
            lost = Unreadable(position=None, count=count)
            hole = Event(name, event.session, event.writer, expected, event.hlc, "", "", lost.kind, lost.stored())
            holes.append((hole, count))
        at[event.writer] = event.seq
    placed = sum(event.unreadable and not event.writer for event in events)  # they may be what lacks
    return [hole for hole, _count in holes] if sum(count for _hole, count in holes) > placed else []


def event_or_placeholder(row: StoredRow, before: int = 0) -> Event:
    """The event of a row; where it cannot be read, an `Unreadable` placeholder with what the row still tells.

    `before` is the clock value to give to a placeholder whose own cannot be read.
    """
    try:
        return event_of(row)
    except Corrupt:
        from pannesi.session.facts.base import Unreadable

        name, session, writer = (part if isinstance(part, str) else "" for part in row[:3])
        seq, hlc = (part if type(part) is int and 0 < part < END else 0 for part in row[3:5])
        lost = Unreadable(position=row[14], count=1)
        return Event(
            name or f"?{row[14]}", session, writer if seq else "", seq, hlc or before, "", "", lost.kind, lost.stored()
        )


class WatchedSessions:
    """The id of the last event seen of each session at work: its loss shows that the file went back in time."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def watch(self, db: sqlite3.Connection, session: str) -> None:
        """Remembers the last event that the file holds of a session. Raises sqlite3.Error."""
        query = "SELECT id FROM events WHERE session = ? ORDER BY arrival DESC LIMIT 1"
        row = db.execute(query, (session,)).fetchone()
        if row is not None:
            self._last[session] = row[0]

    def note_written(self, events: Iterable[Event]) -> None:
        """Remembers events that were committed here, in this order."""
        self._last.update((event.session, event.id) for event in events)

    def note_shown(self, events: Iterable[Event]) -> None:
        """Remembers events of watched sessions that other programs committed, in this order."""
        self._last.update((event.session, event.id) for event in events if event.session in self._last)

    def is_gone(self, db: sqlite3.Connection, session: str) -> bool:
        """Whether the event remembered of a session is gone, though the session was not removed. Raises
        sqlite3.Error."""
        last = self._last.get(session)
        if last is None or db.execute("SELECT 1 FROM events WHERE id = ?", (last,)).fetchone() is not None:
            return False
        return db.execute("SELECT 1 FROM removed WHERE session = ?", (session,)).fetchone() is None
