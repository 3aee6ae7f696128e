"""What happens at the desk but in no session: exports, erasures, restores, site versions. A chain of its own.

It is kept apart so that reporting on a session does not change that session. It is verified and merged like one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pannesi.session.events import Draft, Event
from pannesi.session.moments import utc_text

if TYPE_CHECKING:
    from pannesi.journal.store import Journal

DESK = "poste"
"""The reserved id under which these events are kept; never listed as a session."""


class AuditKind(StrEnum):
    """Every kind of event of the desk. The comment beside each names its payload."""

    EXPORTED = "desk.exported"  # what, sessions, patients (whether they are in it); text: the file; of a backup: file
    ERASED = "desk.erased"  # session, events (whose text went), why
    RESTORED = "desk.restored"  # file, new, sessions (earlier programs: aside, the name of what was set aside)
    IMPORTED = "desk.imported"  # session, new, patients?, site? (whether they were in it); text: the file
    REMOVED = "desk.removed"  # session, heads, events, patients, exercise, first_at, last_at, why
    REDLINE_ANSWERED = "redline.answered"  # session, redline, answer; text: the version, or why not
    SALVAGED = "desk.salvaged"  # file, new, lost (session, writer, seq and code of each)
    SITE_SEEN = "site.seen"  # folder, site
    CLOCK_CONFIRMED = "clock.confirmed"  # now (what it said), past (what was thought to be past)


@dataclass(frozen=True)
class Who:
    """Who acts at the desk, when, and the ids of what is recorded of it."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    actor: str


def record(
    journal: Journal, kind: AuditKind, payload: Mapping[str, Any], who: Who, text: str | None = None
) -> Event:  # fmt: skip
    """Commit one event of the desk. Raises NotWritten."""
    return journal.append([audit_draft(kind, payload, who, text)])[0]


def audit_draft(kind: AuditKind, payload: Mapping[str, Any], who: Who, text: str | None = None) -> Draft:
    """An event of the desk about to be written, for what must be committed together with it."""
    return Draft(who.new_id(), DESK, kind, payload, utc_text(who.now()), who.actor, text=text)


def about(event: Event) -> tuple[str, ...]:
    """The sessions that an event of the desk is about: its text is kept no longer than theirs."""
    named = event.payload.get("sessions", [event.payload.get("session")])
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list | tuple) else ()


def erased_by(event: Event) -> tuple[str, ...]:
    """The ids of the events whose text an event of the desk erased; none for any other event."""
    named = event.payload.get("events") if event.session == DESK and event.kind == AuditKind.ERASED else None
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list | tuple) else ()


def given_up_in(events: Collection[Event]) -> frozenset[str]:
    """The facts whose text left because an entering was given up before it was finished: nobody loses by that."""
    from pannesi.session.register.draft_entries import given_up, is_draft, taken_with

    named = {name for one in events if given_up(one) for name in taken_with(one)}
    return frozenset(one.id for one in events if one.id in named and is_draft(one))


def removed_by(event: Event) -> str | None:
    """The session that an event of the desk removed; None for any other event. The desk itself stays."""
    named = event.payload.get("session") if event.session == DESK and event.kind == AuditKind.REMOVED else None
    return named if isinstance(named, str) and named != DESK else None


def desk_first(events: Iterable[Event]) -> tuple[Event, ...]:
    """The same events, those of the desk first: what they erase is then never written."""
    return tuple(sorted(events, key=lambda event: event.session != DESK))


def tombstone(journal: Journal, session: str) -> Event | None:
    """The event that removed a session, None when none did."""
    return next((one for one in entries(journal) if removed_by(one) == session), None)


def erased_in(journal: Journal, session: str) -> frozenset[str]:
    """The ids of a session's events whose text was erased."""
    return frozenset(
        name for one in entries(journal) if one.payload.get("session") == session for name in erased_by(one)
    )


def entries(journal: Journal) -> tuple[Event, ...]:
    """Every event of the desk, in order."""
    return journal.events(DESK)
