"""Facts as rows of the journal's file: written, merged, obeyed, read back. Each is called within a transaction."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from pannesi.i18n import _
from pannesi.journal import schema
from pannesi.journal.audit import erased_by, removed_by
from pannesi.journal.chain import agrees
from pannesi.journal.port import Clash, Corrupt
from pannesi.session.events import Event

CLASH = _("Ces faits contredisent ceux du journal : l'un des deux a été modifié. Rien n'a été repris.")


def insert(db: sqlite3.Connection, event: Event, salt: str | None) -> None:
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


def take_in(db: sqlite3.Connection, event: Event, salt: str | None) -> bool:
    """Merges one event written elsewhere; whether it was new. What was erased or removed does not come back."""
    if db.execute("SELECT 1 FROM removed WHERE session = ?", (event.session,)).fetchone():
        return False
    erased = db.execute("SELECT 1 FROM erased WHERE event = ?", (event.id,)).fetchone() is not None
    there = db.execute(schema.SELECT_EVENTS + " WHERE e.id = ?", (event.id,)).fetchone()
    if there is None:
        insert(db, event, None if erased else salt)
        obey(db, event)
        return True
    if there[11] != event.hash:
        raise Clash(CLASH)
    missing = there[12] is None and not erased and event.text is not None and salt is not None
    if missing and agrees(event_of(there), str(salt), str(event.text)):
        db.execute(schema.INSERT_TEXT, (event.id, salt, event.text))
    return False


def obey(db: sqlite3.Connection, event: Event) -> None:
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


def event_of(row: tuple[Any, ...]) -> Event:
    """An event as the file has it. Raises Corrupt when a row cannot be read."""
    try:
        payload, replaces = json.loads(row[8]), json.loads(row[9])
    except (ValueError, RecursionError) as error:
        raise Corrupt(_("Un fait du journal est illisible (fait {id}).").format(id=row[0])) from error
    if not isinstance(payload, dict) or not isinstance(replaces, list):
        raise Corrupt(_("Un fait du journal est illisible (fait {id}).").format(id=row[0]))
    return Event(
        id=row[0], session=row[1], writer=row[2], seq=row[3], hlc=row[4], at=row[5], actor=row[6], kind=row[7],
        payload=payload, replaces=tuple(map(str, replaces)), prev=row[10], hash=row[11], text=row[12],
        salt=row[13],
    )  # fmt: skip
