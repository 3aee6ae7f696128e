"""Facts as rows of the journal's file: written, merged, obeyed, read back. Each is called within a transaction."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from pannesi.journal import sqlite_schema as schema
from pannesi.journal.audit_log import erased_by, removed_by
from pannesi.journal.hash_chain import text_matches
from pannesi.journal.hybrid_clock import END
from pannesi.journal.sealing import refuse_impossible
from pannesi.journal.store import Clash, Corrupt
from pannesi.session.events import Event
from pannesi.session.facts.unreadable import Unreadable
from pannesi.session.moments import FIRST_YEAR, LAST_YEAR
from pannesi.support.i18n import N_, _, translated
from pannesi.support.text_safety import clean_line

Row = tuple[Any, ...]
"""What `sqlite_schema.SELECT_EVENTS` gives of a fact."""
FIRST, LAST = str(FIRST_YEAR), str(LAST_YEAR + 1)
CLASH = N_("Ces faits contredisent ceux du journal : l'un des deux a été modifié. Rien n'a été repris.")


@contextlib.contextmanager
def roll_back_unless_committed(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that is there whole, or not at all."""
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
    """Writes an event, and its text apart."""
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
    """Merges one event written elsewhere; whether it was new. What was erased or removed does not come back. Raises
    Clash, Impossible."""
    if event.unreadable:
        return False
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
        raise Clash(translated(CLASH))
    missing = there[12] is None and not erased and event.text is not None and salt is not None
    if missing and text_matches(event_of(there), str(salt), str(event.text)):
        db.execute(schema.INSERT_TEXT, (event.id, salt, event.text))
    return False


def apply_audit_event(db: sqlite3.Connection, event: Event) -> None:
    """Erases and removes what an event of the desk says, in the transaction that keeps the event."""
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


def _refused(_written: str) -> Any:
    raise ValueError("no fact holds a float")


_DECODE = json.JSONDecoder(parse_float=_refused, parse_constant=_refused).decode


def event_of(row: Row) -> Event:
    """An event as the file has it. Raises Corrupt when a row cannot be read, or holds what no fact can."""
    try:
        payload, replaces = _DECODE(row[8]), _DECODE(row[9])
    except (ValueError, TypeError, RecursionError) as error:
        raise _unread(row) from error
    if type(payload) is not dict or type(replaces) is not list or (*map(type, row[:12]),) != _TYPES:
        raise _unread(row)
    if not (0 < row[4] < END and row[3] > 0) or "0" < row[5] < FIRST or LAST < row[5] < ":":
        raise _unread(row)
    text, salt = row[12:14]
    if text is not None and not (type(text) is type(salt) is str):
        text = salt = None
    return Event(
        id=row[0], session=row[1], writer=row[2], seq=row[3], hlc=row[4], at=row[5], actor=row[6], kind=row[7],
        payload=payload, replaces=tuple(map(str, replaces)), prev=row[10], hash=row[11], text=text, salt=salt,
    )  # fmt: skip


def _unread(row: Row) -> Corrupt:
    return Corrupt(_("Un fait du journal est illisible (fait {id}).").format(id=clean_line(str(row[0]))))


def ordered_events(rows: Sequence[Row]) -> tuple[Event, ...]:
    """The facts of one session in their total order. One that cannot be read, or that its chain lacks, leaves its
    place: at its own hour, else at that of a fact beside it."""
    try:
        found = [event_of(row) for row in rows]
    except Corrupt:
        found, before = [], 0
        for row in rows:
            found.append(event_or_placeholder(row, before))
            before = max(before, found[-1].hlc)
    last: dict[str, int] = {}
    for event in found:
        if event.seq > last.get(event.writer, 0):
            last[event.writer] = event.seq
    if sum(last.values()) != len(found):
        found += _holes(found)
    found.sort(key=lambda event: event.order)
    return tuple(found)


def _holes(found: Sequence[Event]) -> list[Event]:
    """The places of the facts that the chains lack: one for each stretch of them, before the fact that comes next."""
    holes: list[tuple[Event, int]] = []
    at: dict[str, int] = {}
    for event in sorted(found, key=lambda event: event.seq):
        expected = at.get(event.writer, 0) + 1
        if event.writer and event.seq > expected:
            count, name = event.seq - expected, f"?{event.writer}:{expected}"
            lost = Unreadable(position=None, count=count)
            hole = Event(name, event.session, event.writer, expected, event.hlc, "", "", lost.kind, lost.stored())
            holes.append((hole, count))
        at[event.writer] = event.seq
    placed = sum(event.unreadable and not event.writer for event in found)  # they may be what lacks
    return [hole for hole, _count in holes] if sum(count for _hole, count in holes) > placed else []


def event_or_placeholder(row: Row, before: int = 0) -> Event:
    """An event as the file has it; where that cannot be read, its place alone, as far as the file still tells it."""
    try:
        return event_of(row)
    except Corrupt:
        name, session, writer = (part if isinstance(part, str) else "" for part in row[:3])
        seq, hlc = (part if type(part) is int and 0 < part < END else 0 for part in row[3:5])
        lost = Unreadable(position=row[14], count=1)
        return Event(
            name or f"?{row[14]}", session, writer if seq else "", seq, hlc or before, "", "", lost.kind, lost.stored()
        )
