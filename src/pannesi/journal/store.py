"""The port of the journal: the protocol and the errors of every store, checked by one set of contract tests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from pannesi.session.events import Draft, Event
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass

AUDIT_SESSION = "poste"
"""The reserved session id under which the audit log is stored; never listed as a session."""
REVIEW_PREFIX = "rex:"
"""What the chain of an incident review begins with: no session file names a session so."""


def review_chain(session: str) -> str:
    """The reserved id under which the incident review of a session is stored: a chain of its own, which outlives that
    of the session and never changes it."""
    return REVIEW_PREFIX + session


def reviewed_session(chain: str) -> str | None:
    """The session whose incident review is stored under an id; None for a session and for the audit log."""
    return chain.removeprefix(REVIEW_PREFIX) if chain.startswith(REVIEW_PREFIX) else None


def is_session(chain: str) -> bool:
    """Whether an id is that of a session: neither of an incident review nor of the audit log."""
    return chain != AUDIT_SESSION and not chain.startswith(REVIEW_PREFIX)


class NotWritten(JournalError):
    """A write failed, and may or may not have been committed; it can be tried again with the same event ids."""


class Busy(NotWritten):
    """Another program locked the file for too long: nothing was written, and the file is sound."""


class WentBack(NotWritten):
    """The file no longer holds events that were committed or read: an older copy, or another file, took its place."""


def went_back(place: str) -> WentBack:
    """The error for a journal at `place` that no longer holds what was committed to it."""
    return WentBack(
        _("Le journal est revenu en arrière : ce qui y était noté n'y est plus ({path}).").format(path=place)
    )


class DamagedOnWrite(NotWritten):
    """The file turned out to be damaged when it was written to: nothing is added to it."""


class UnholdableText(NotWritten):
    """A text that no journal can store (lone surrogates): a stand-in would refuse it too."""


class SessionRemoved(UnholdableText):
    """An event of a session that was removed after its retention: it is not stored again."""

    def __init__(self) -> None:
        super().__init__(_("Cette session a été supprimée du journal : rien ne s'y ajoute plus."))


class Clash(NotWritten):
    """Events from elsewhere contradict stored ones: another event with the same id, or at the same place in a chain."""

    def __init__(self) -> None:
        super().__init__(
            _("Ces faits contredisent ceux du journal : l'un des deux a été modifié. Rien n'a été repris.")
        )


class ImpossibleFact(NotWritten):
    """An event from elsewhere with a value that none can have, such as a time out of range."""


class Corrupt(JournalError):
    """The file is damaged, or is no journal. It is never overwritten."""


class TooNew(JournalError):
    """The file was written by a newer version of the program, which this one must not change."""


class NotSettled(JournalError):
    """What would be erased belongs to a patient or session that is not reconciled yet; nothing was written."""


class NothingToDo(JournalError):
    """There is nothing to erase; nothing was written."""


class RemovedSessionImport(JournalError):
    """A session to import was removed here after its retention; nothing was written."""


@dataclass(frozen=True)
class SessionRow:
    """A session in the list of the journal: its id, its first and last `at`, and how many events it has."""

    id: str
    first_at: str
    last_at: str
    events: int


@dataclass(frozen=True)
class Tail:
    """Events committed since a mark, by any program, and the mark to ask from next time."""

    events: tuple[Event, ...]
    mark: int


@dataclass(frozen=True)
class ChainProblem:
    """A problem in the hash chain of one writer in one session, or with what is stored beside the chains.

    Where the event is not known, the writer is empty and `seq` is 0.
    """

    session: str
    writer: str
    seq: int
    code: str
    """`gap`, `hash`, `prev`, `text`, `order` or `unreadable`; beside the chains `missing`, `erasure` or `site`."""
    message: str

    @classmethod
    def of(cls, event: Event, code: str, message: str) -> ChainProblem:
        """A problem of an event that is known."""
        return cls(event.session, event.writer, event.seq, code, message)


@dataclass(frozen=True)
class Inventory:
    """What a journal stores beside its events."""

    erased: frozenset[str]
    """The ids of events whose text was erased."""
    removed: frozenset[str]
    """The ids of sessions that were removed."""
    sites: frozenset[str]
    """The digests of the stored sites."""


OnProgress = Callable[[int, int], None]
"""Called during long work with how much is done, and of how much."""
BUSY_SECONDS = 5.0
"""How many seconds to wait for another program that locks a journal."""
BRIEF_SECONDS = 0.3
"""The same where the journal can be tried again later, or another one takes its place."""


def no_progress(_done: int, _whole: int) -> None:
    """Reports nothing."""


class Journal(Protocol):
    """A store of events. Every write is one transaction, synced to disk before the call returns.

    Every method may raise JournalError where the file fails; the docstrings name what else is raised.
    """

    place: str
    """Where it lies, for showing; empty in memory."""
    durable: bool
    """False when nothing outlives the program."""
    patience: float | None
    """How many seconds to wait for another program that locks it; None: as long as rewriting it may take."""

    @property
    def writer(self) -> str:
        """The id under which this run of the program writes: it tells its own events from those of others."""
        ...

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        """Commits drafts in one transaction and returns them as events.

        For a draft whose id is stored already, the stored event is returned. An audit entry that erases texts or
        removes a session does so in the same transaction. Raises NotWritten; WentBack where events of these sessions
        that were committed or watched are gone; UnholdableText.
        """
        ...

    def events(self, session: str) -> tuple[Event, ...]:
        """All events of a session in their total order, with their free texts. In the place of one that cannot be read
        stands an event that is `unreadable`."""
        ...

    def sessions(self) -> tuple[SessionRow, ...]:
        """Every session, the latest first, without incident reviews and the audit log (`is_session`)."""
        ...

    def tail(self, mark: int) -> Tail:
        """The events committed after `mark` (0: from the beginning), in order of arrival."""
        ...

    def sessions_since(self, mark: int, most: int) -> tuple[tuple[str, ...], int]:
        """The ids of the sessions and incident reviews of the first `most` events after `mark`, without the audit log,
        and the mark of the last of these events."""
        ...

    def texts_since(self, mark: int, most: int, kinds: Collection[str]) -> tuple[tuple[str, str], ...]:
        """The free texts of events of some `kinds`, among those between `mark` and `mark + most`, as (session,
        text)."""
        ...

    def texts_of(self, session: str, events: Collection[str]) -> dict[str, str]:
        """The free texts of some events of a session, by their ids; without those that were erased."""
        ...

    def first_event_id(self) -> str:
        """The id of the first event ever committed, which identifies the journal; empty before there is one."""
        ...

    def mark(self) -> int:
        """The mark of the last event committed: `tail(mark())` is empty. It only grows."""
        ...

    def changed(self) -> bool:
        """Whether another program may have committed since the last call; cheap enough for several calls a second."""
        ...

    def watch(self, session: str) -> None:
        """Watches a session: `append` and `has_lost` notice if events of it disappear that are stored now, are
        appended, or are read by `tail`."""
        ...

    def has_lost(self, session: str) -> bool:
        """Whether watched events of a session disappeared from the file; as cheap as `changed`."""
        ...

    def receive(self, events: Iterable[Event], salts: Mapping[str, str]) -> int:
        """Merges events written elsewhere, chains unchanged, in one transaction; returns how many were new.

        `salts` gives the salt (hex) of each event that has a text. A text that is missing here is added when its digest
        agrees. An erased text or a removed session does not come back; audit entries among the events erase here too.
        Raises NotWritten, Clash, ImpossibleFact: then nothing was written.
        """
        ...

    def events_with_salts(self, session: str | None = None) -> tuple[tuple[Event, ...], dict[str, str]]:
        """The readable events of one session, or of all, and the salts (hex) of their texts: the arguments of
        `receive`."""
        ...

    def keep_site(self, digest: str, files: Mapping[str, bytes]) -> None:
        """Stores the files of a valid site under its digest, unless they are there. Raises NotWritten."""
        ...

    def site(self, digest: str) -> dict[str, bytes] | None:
        """The stored files of a site by relative path; None when there is none under this digest."""
        ...

    def last_site(self, folder: str) -> str | None:
        """The digest of the last valid site seen in `folder`; None before there is one."""
        ...

    def remember_site(self, folder: str, digest: str) -> None:
        """Records that `folder` held a valid site with this digest. Raises NotWritten."""
        ...

    def session_ids(self) -> Iterator[str]:
        """The ids of all sessions, incident reviews and the audit log, each read only when it is asked for: no long
        read."""
        ...

    def inventory(self) -> Inventory:
        """Which texts were erased, which sessions removed, and which sites are stored."""
        ...

    def check_integrity(self) -> None:
        """Raises Corrupt where the list of sessions cannot be read, or the tables cannot be written to. It does not
        read every event, as `verify` does."""
        ...

    def verify(self, progress: Callable[[int], None] = lambda read: None) -> tuple[ChainProblem, ...]:
        """Every problem of hash chains, texts, erasures and sites; empty when all is well.

        It reads one session at a time, so that commits of others go on. `progress` gets the number of events read.
        """
        ...

    def scrub(self) -> bool:
        """Removes every byte of what was erased from the file; returns whether there was something to do.

        Others wait meanwhile. Raises NotWritten: then it is still to be done.
        """
        ...

    def close(self) -> None:
        """Releases the file."""
        ...
