"""The audit log: what was done to the journal itself (exports, erasures, restores, new site versions).

It is a reserved session with hash chains of its own, so that exporting a session does not change that session. It is
verified and merged like any other session.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from pannesi.journal.audit_entries import (
    AnswerUndoneEntry,
    AuditEntry,
    ErasureEntry,
    KnownEntry,
    NumberAnswerEntry,
    RedlineAnswerEntry,
    RemovalEntry,
    entry_of,
)
from pannesi.journal.store import AUDIT_SESSION
from pannesi.session.events import Draft, Event
from pannesi.session.moments import utc_text
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.journal.store import Journal

_Entry = TypeVar("_Entry", bound=AuditEntry)
_Answer = TypeVar("_Answer", RedlineAnswerEntry, NumberAnswerEntry)


@dataclass(frozen=True)
class Who:
    """Who writes audit entries: the person, and where times and event ids come from."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    actor: str


def record(journal: Journal, entry: KnownEntry, who: Who, text: str | None = None) -> Event:
    """Commits one audit entry, with an optional free text. Raises NotWritten."""
    return journal.append([audit_draft(entry, who, text)])[0]


def audit_draft(entry: KnownEntry, who: Who, text: str | None = None) -> Draft:
    """The draft of an audit entry, to be committed in one transaction with other drafts."""
    return Draft(who.new_id(), AUDIT_SESSION, entry.kind, entry.stored(), utc_text(who.now()), who.actor, text=text)


def sessions_concerned(event: Event) -> tuple[str, ...]:
    """The ids of the sessions that an audit event names; empty for an event of a session."""
    entry = entry_of(event)
    return entry.about if entry is not None else ()


def erased_by(event: Event) -> tuple[str, ...]:
    """The ids of the events whose text an audit event erased; empty for any other event."""
    entry = entry_of(event)
    return entry.events if isinstance(entry, ErasureEntry) else ()


def abandoned_drafts(events: Collection[Event]) -> frozenset[str]:
    """The ids of draft patient entries that were abandoned before they were finished: erasing their text loses
    nothing."""
    from pannesi.session.register.draft_entries import abandons_entry, events_taken_back, is_draft

    named = {name for event in events if abandons_entry(event) for name in events_taken_back(event)}
    return frozenset(event.id for event in events if event.id in named and is_draft(event))


def removed_by(event: Event) -> str | None:
    """The id of the session that an audit event removed; None for any other event, and for the audit log itself."""
    entry = entry_of(event)
    return entry.session if isinstance(entry, RemovalEntry) and entry.session != AUDIT_SESSION else None


def audit_events_first(events: Iterable[Event]) -> tuple[Event, ...]:
    """The same events with those of the audit log first, so that what they erase is never written at all."""
    return tuple(sorted(events, key=lambda event: event.session != AUDIT_SESSION))


def tombstone(journal: Journal, session: str) -> Event | None:
    """The audit event that removed a session; None when it was not removed. Raises JournalError."""
    return next((entry for entry in audit_events(journal) if removed_by(entry) == session), None)


def erased_in(journal: Journal, session: str) -> frozenset[str]:
    """The ids of a session's events whose text was erased. Raises JournalError."""
    erasures = (erasure for _event, erasure in entries_of(journal, ErasureEntry) if erasure.session == session)
    return frozenset(name for erasure in erasures for name in erasure.events)


def audit_events(journal: Journal) -> tuple[Event, ...]:
    """Every event of the audit log, in order. Raises JournalError."""
    return journal.events(AUDIT_SESSION)


def standing_answers(journal: Journal, kind: type[_Answer]) -> Mapping[str, tuple[Event, _Answer]]:
    """The latest answer of one kind to each event that was answered, by its id; none where that was withdrawn. Raises
    JournalError."""
    latest: dict[str, tuple[Event, _Answer]] = {}
    for event in audit_events(journal):
        entry = entry_of(event)
        if isinstance(entry, kind):
            latest[entry.event] = (event, entry)
        elif isinstance(entry, AnswerUndoneEntry):
            latest.pop(entry.event, None)
    return latest


def withdraw_answer(journal: Journal, session: str, event: str, by: Who) -> None:
    """Records that the answer to a redline, or to a number noted, counts no more. Raises NotWritten."""
    record(journal, AnswerUndoneEntry(session=session, event=event), by)


def entries_of(journal: Journal, kind: type[_Entry]) -> Iterator[tuple[Event, _Entry]]:
    """The audit events of one kind, each with its entry, in order. Raises JournalError."""
    for event in audit_events(journal):
        entry = entry_of(event)
        if isinstance(entry, kind):
            yield event, entry
