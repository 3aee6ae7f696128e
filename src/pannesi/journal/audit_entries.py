"""Entries of the audit log: one frozen class for each kind of entry, read from its stored payload and written to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, get_args

from pannesi.journal.store import AUDIT_SESSION
from pannesi.session.events import Event
from pannesi.session.facts.record import Record


class AuditEntry(Record):
    """The base of all audit entries. Of a kind written by a newer program, only the sessions it names are read."""

    kind: ClassVar[str] = ""
    """The event kind under which the entry is stored."""

    session: str | None = None
    sessions: tuple[str, ...] | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """The ids of the sessions concerned: the text of the entry is kept no longer than theirs."""
        if self.sessions is not None:
            return self.sessions
        return (self.session,) if self.session is not None else ()


class ExportEntry(AuditEntry):
    """Data was written to a file. The text of the event names the file; for a backup, `file` does."""

    kind: ClassVar[str] = "desk.exported"

    what: str
    sessions: tuple[str, ...] | None
    patients: bool
    file: str = ""


class ErasureEntry(AuditEntry):
    """The free texts of some events were erased."""

    kind: ClassVar[str] = "desk.erased"

    session: str | None
    events: tuple[str, ...]
    why: str


class RestoreEntry(AuditEntry):
    """A backup was merged into the journal."""

    kind: ClassVar[str] = "desk.restored"

    file: str
    new: int
    """How many events were new."""
    sessions: tuple[str, ...] | None


class ImportEntry(AuditEntry):
    """A session was imported from another machine. The text of the event names the file."""

    kind: ClassVar[str] = "desk.imported"

    session: str | None
    new: int
    patients: bool
    """Whether the free texts came with it; False also where an earlier version did not record it."""
    site: bool
    """Whether its procedure came with it; False also where an earlier version did not record it."""


class RemovalEntry(AuditEntry):
    """A whole session was removed: the tombstone that remains of it."""

    kind: ClassVar[str] = "desk.removed"

    session: str | None
    heads: tuple[str, ...]
    events: int
    patients: int
    exercise: bool
    first_at: str
    last_at: str
    why: str


class RedlineAnswerEntry(AuditEntry):
    """A redline was answered. The text of the event is the corrected version, or why the line stays as it is."""

    kind: ClassVar[str] = "redline.answered"

    session: str | None
    redline: str
    answer: str
    version: str = ""
    """The corrected version, where early versions of the program stored it."""

    @property
    def event(self) -> str:
        """The id of what it answers."""
        return self.redline


class NumberAnswerEntry(AuditEntry):
    """A phone number noted in a session was confirmed, or removed. The text of the event says why it was removed."""

    kind: ClassVar[str] = "number.answered"

    session: str | None
    note: str
    """The id of the note that it is in."""
    answer: str
    """`confirmed` or `removed`."""

    @property
    def event(self) -> str:
        """The id of what it answers."""
        return self.note


class AnswerUndoneEntry(AuditEntry):
    """The answer to a redline, or to a number noted, was withdrawn: nobody has answered any more."""

    kind: ClassVar[str] = "answer.undone"

    session: str | None
    event: str
    """The id of the redline, or of the note that the number is in."""


class SalvageEntry(AuditEntry):
    """The readable events of a damaged journal were copied into this one."""

    kind: ClassVar[str] = "desk.salvaged"

    file: str
    new: int
    """How many events were new."""
    lost: tuple[Any, ...]
    """(session, writer, seq, code) of each event that was lost."""

    @property
    def places(self) -> Iterator[tuple[Any, ...]]:
        """(session, writer, seq) of each event that was lost."""
        return (tuple(place[:3]) for place in self.lost if isinstance(place, list) and len(place) == 4)


class SiteSeenEntry(AuditEntry):
    """A version of the procedure was seen for the first time in a folder."""

    kind: ClassVar[str] = "site.seen"

    folder: str
    site: str


class ClockConfirmedEntry(AuditEntry):
    """Somebody confirmed that a doubtful machine clock is right."""

    kind: ClassVar[str] = "clock.confirmed"

    now: datetime | None
    """The time that the clock showed."""
    past: datetime | None
    """The latest moment believed to be past, which made the clock doubtful."""


KnownEntry = (
    ExportEntry | ErasureEntry | RestoreEntry | ImportEntry | RemovalEntry | RedlineAnswerEntry | NumberAnswerEntry
    | AnswerUndoneEntry | SalvageEntry | SiteSeenEntry | ClockConfirmedEntry
)  # fmt: skip
ENTRIES: Mapping[str, type[KnownEntry]] = {entry.kind: entry for entry in get_args(KnownEntry)}
"""The class of each kind of entry that this version writes, by event kind."""


def entry_of(event: Event) -> AuditEntry | None:
    """The audit entry that an event holds; None for an event of a session."""
    return ENTRIES.get(event.kind, AuditEntry).read(event.payload) if event.session == AUDIT_SESSION else None
