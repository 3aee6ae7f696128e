"""What happens at the desk but in no session: exports, erasures, restores, site versions. A chain of its own.

It is kept apart so that reporting on a session does not change that session. It is verified and merged like one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pannesi.journal.audit_entries import AUDIT_SESSION, ErasureEntry, KnownEntry, RemovalEntry, entry_of
from pannesi.session.events import Draft, Event
from pannesi.session.moments import utc_text

if TYPE_CHECKING:
    from pannesi.journal.store import Journal


@dataclass(frozen=True)
class Who:
    """Who acts at the desk, when, and the ids of what is recorded of it."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    actor: str


def record(journal: Journal, entry: KnownEntry, who: Who, text: str | None = None) -> Event:
    """Commit one event of the desk. Raises NotWritten."""
    return journal.append([audit_draft(entry, who, text)])[0]


def audit_draft(entry: KnownEntry, who: Who, text: str | None = None) -> Draft:
    """An event of the desk about to be written, for what must be committed together with it."""
    return Draft(who.new_id(), AUDIT_SESSION, entry.kind, entry.stored(), utc_text(who.now()), who.actor, text=text)


def sessions_concerned(event: Event) -> tuple[str, ...]:
    """The sessions that an event of the desk is about: its text is kept no longer than theirs."""
    entry = entry_of(event)
    return entry.about if entry is not None else ()


def erased_by(event: Event) -> tuple[str, ...]:
    """The ids of the events whose text an event of the desk erased; none for any other event."""
    entry = entry_of(event)
    return entry.events if isinstance(entry, ErasureEntry) else ()


def abandoned_drafts(events: Collection[Event]) -> frozenset[str]:
    """The facts whose text left because an entering was given up before it was finished: nobody loses by that."""
    from pannesi.session.register.draft_entries import abandons_entry, facts_taken_back, is_draft

    named = {name for event in events if abandons_entry(event) for name in facts_taken_back(event)}
    return frozenset(one.id for one in events if one.id in named and is_draft(one))


def removed_by(event: Event) -> str | None:
    """The session that an event of the desk removed; None for any other event. The desk itself stays."""
    entry = entry_of(event)
    return entry.session if isinstance(entry, RemovalEntry) and entry.session != AUDIT_SESSION else None


def audit_events_first(events: Iterable[Event]) -> tuple[Event, ...]:
    """The same events, those of the desk first: what they erase is then never written."""
    return tuple(sorted(events, key=lambda event: event.session != AUDIT_SESSION))


def tombstone(journal: Journal, session: str) -> Event | None:
    """The event that removed a session, None when none did."""
    return next((entry for entry in audit_events(journal) if removed_by(entry) == session), None)


def erased_in(journal: Journal, session: str) -> frozenset[str]:
    """The ids of a session's events whose text was erased."""
    erasures = (entry for entry in map(entry_of, audit_events(journal)) if isinstance(entry, ErasureEntry))
    return frozenset(name for erasure in erasures if erasure.session == session for name in erasure.events)


def audit_events(journal: Journal) -> tuple[Event, ...]:
    """Every event of the desk, in order."""
    return journal.events(AUDIT_SESSION)
