"""What the entries of the desk say: one frozen class for each kind, read from what is stored and written to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, get_args

from pannesi.session.events import Event
from pannesi.session.facts.record import Record

AUDIT_SESSION = "poste"
"""The reserved id under which these events are kept; never listed as a session."""


class AuditEntry(Record):
    """What happened at the desk; of a newer program's kinds, the sessions that it names."""

    kind: ClassVar[str] = ""
    """The name under which it is stored."""

    session: str | None = None
    sessions: tuple[str, ...] | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """The sessions that it is about: its text is kept no longer than theirs."""
        if self.sessions is not None:
            return self.sessions
        return (self.session,) if self.session is not None else ()


class ExportEntry(AuditEntry):
    """Patients left the program; its text names the file, for a backup `file` does."""

    kind: ClassVar[str] = "desk.exported"

    what: str
    sessions: tuple[str, ...] | None
    patients: bool
    file: str = ""


class ErasureEntry(AuditEntry):
    """The texts of some events were erased."""

    kind: ClassVar[str] = "desk.erased"

    session: str | None
    events: tuple[str, ...]
    why: str


class RestoreEntry(AuditEntry):
    """A copy was merged into the journal."""

    kind: ClassVar[str] = "desk.restored"

    file: str
    new: int
    """How many facts were new."""
    sessions: tuple[str, ...] | None


class ImportEntry(AuditEntry):
    """A session came from another machine; its text names the file."""

    kind: ClassVar[str] = "desk.imported"

    session: str | None
    new: int
    patients: bool
    """Whether the texts came with it; earlier programs did not say."""
    site: bool
    """Whether its procedure did; earlier programs did not say."""


class RemovalEntry(AuditEntry):
    """A session was removed: what is left to say of it."""

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
    """A redline was answered; its text is the version, or why not."""

    kind: ClassVar[str] = "redline.answered"

    session: str | None
    redline: str
    answer: str
    version: str = ""
    """The version, where the first programs kept it."""


class SalvageEntry(AuditEntry):
    """A damaged journal was read out."""

    kind: ClassVar[str] = "desk.salvaged"

    file: str
    new: int
    """How many facts were new."""
    lost: tuple[Any, ...]
    """Session, writer, number and code of each fact that was lost."""

    @property
    def places(self) -> Iterator[tuple[Any, ...]]:
        """Session, writer and number of each fact that was lost."""
        return (tuple(place[:3]) for place in self.lost if isinstance(place, list) and len(place) == 4)


class SiteSeenEntry(AuditEntry):
    """A version of the procedure was seen for the first time in a folder."""

    kind: ClassVar[str] = "site.seen"

    folder: str
    site: str


class ClockConfirmedEntry(AuditEntry):
    """Somebody said that a clock in doubt is right."""

    kind: ClassVar[str] = "clock.confirmed"

    now: datetime | None
    """What it said."""
    past: datetime | None
    """What was thought to be past."""


KnownEntry = (
    ExportEntry | ErasureEntry | RestoreEntry | ImportEntry | RemovalEntry | RedlineAnswerEntry | SalvageEntry
    | SiteSeenEntry | ClockConfirmedEntry
)  # fmt: skip
ENTRIES: Mapping[str, type[KnownEntry]] = {entry.kind: entry for entry in get_args(KnownEntry)}
"""The class of each kind that this program writes."""


def entry_of(event: Event) -> AuditEntry | None:
    """What an event of the desk says; None for a fact of a session."""
    return ENTRIES.get(event.kind, AuditEntry).read(event.payload) if event.session == AUDIT_SESSION else None
