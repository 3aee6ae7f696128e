"""The interface that every journal keeps to, proven by one set of contract tests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pannesi.session.events import Draft, Event
from pannesi.support.errors import JournalError


class NotWritten(JournalError):
    """Nothing of the attempt is known to be kept; the same drafts may be tried again, under the same ids."""


class Busy(NotWritten):
    """Another program held the file longer than it is waited for: nothing was written, and nothing is wrong with it."""


class WentBack(NotWritten):
    """The file no longer holds what was written or shown: it went back in time, or another took its name."""


class DamagedOnWrite(NotWritten):
    """The file is damaged where it would have to be written: nothing is added to it."""


class UnholdableText(NotWritten):
    """A text that no journal can hold (lone surrogates): another journal would refuse it too."""


class SessionRemoved(UnholdableText):
    """A fact of a session that was removed after its time: no journal takes it back."""


class Clash(NotWritten):
    """Facts from elsewhere that contradict those here: the same place in a chain, or the same id, but not the same."""


class ImpossibleFact(NotWritten):
    """A fact from elsewhere that holds what none can: an hour out of all time."""


class Corrupt(JournalError):
    """The file is no journal that can be read. It is never overwritten."""


class TooNew(JournalError):
    """The file was written by a newer program, which this one must not alter."""


class NotSettled(JournalError):
    """What would be erased is not reconciled yet; nothing was written."""


class NothingToDo(JournalError):
    """Nothing is left of what was to be erased, or nothing ever was; nothing was written."""


class RemovedSessionImport(JournalError):
    """A session was removed after its retention and is not taken in again; nothing was written."""


@dataclass(frozen=True)
class SessionRow:
    """A session in a list, without its events: what the journal knows by itself."""

    id: str
    first_at: str
    last_at: str
    events: int


@dataclass(frozen=True)
class Tail:
    """Events committed since a mark, by any process, and the mark to ask from next time."""

    events: tuple[Event, ...]
    mark: int


@dataclass(frozen=True)
class ChainProblem:
    """Something wrong in the chain of one writer in one session, or with what the journal keeps beside it. The writer
    is empty and the number 0 where that cannot be told."""

    session: str
    writer: str
    seq: int
    code: str
    """`gap`, `hash`, `prev`, `text`, `order` or `unreadable`; beside the chains `missing`, `erasure` or `site`."""
    message: str


@dataclass(frozen=True)
class Inventory:
    """What a journal knows beside its facts."""

    erased: frozenset[str]
    """Facts whose text was erased."""
    removed: frozenset[str]
    """Sessions that were removed."""
    sites: frozenset[str]
    """The digests of the sites that are kept."""


BUSY_SECONDS = 5.0
"""How long another program that holds a journal is waited for."""


class Journal(Protocol):
    """Facts in, facts out. Every write is one transaction, synced to disk before the call returns."""

    place: str
    """Where it lies, for showing; empty in memory."""
    durable: bool
    """False when nothing outlives the process."""
    patience: float | None
    """Seconds that another program which holds it is waited for; None: as long as that may take to write it anew."""

    @property
    def writer(self) -> str:
        """Who writes here in this run of the program: what tells one's own facts from those of others."""
        ...

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        """Commit `drafts` together and return them as events. A draft whose id is there already is not written
        twice: the event that is there is returned. An `audit` event that erases or removes does so in the same
        transaction. Raises NotWritten; WentBack where what was written or watched of these sessions is gone."""
        ...

    def events(self, session: str) -> tuple[Event, ...]:
        """All events of a session in their total order, free texts included. One that cannot be read stands in its
        place, as a fact that is `unreadable`."""
        ...

    def sessions(self) -> tuple[SessionRow, ...]:
        """Every session, the latest first. The audit log (`audit_entries.AUDIT_SESSION`) is no session."""
        ...

    def tail(self, mark: int) -> Tail:
        """What was committed after `mark` (0: from the beginning), in order of arrival."""
        ...

    def sessions_since(self, mark: int, most: int) -> tuple[tuple[str, ...], int]:
        """The sessions of the first `most` events after `mark`, and the mark of the last of these events.
        The audit log is left out, as in `sessions`."""
        ...

    def texts_since(self, mark: int, most: int, kinds: Collection[str]) -> tuple[tuple[str, str], ...]:
        """The free texts of some kinds among the events of the `most` marks that follow `mark`, as (session, text)."""
        ...

    def first_event_id(self) -> str:
        """The id of the first event ever committed here, empty before there is one: tells journals apart."""
        ...

    def mark(self) -> int:
        """The mark of now: `tail(mark())` is empty."""
        ...

    def changed(self) -> bool:
        """Whether another process may have written since the last call; cheap enough to ask several times a second."""
        ...

    def watch(self, session: str) -> None:
        """From now on, what is there of a session must stay; so must what is appended to it, or read by `tail`."""
        ...

    def has_lost(self, session: str) -> bool:
        """Whether what was watched or appended of a session is gone from the file; as cheap as `changed`."""
        ...

    def receive(self, events: Iterable[Event], salts: Mapping[str, str]) -> int:
        """Merge events written elsewhere, their chains kept as they are; returns how many were new.
        `salts` gives the salt (hex) of each event that has a text. A text that was missing here is taken in when its
        digest agrees. Erasing wins: neither an erased text nor a removed session comes back, and what was erased
        there goes here too. Raises NotWritten, Clash or Impossible, and then nothing of it was written."""
        ...

    def events_with_salts(self, session: str | None = None) -> tuple[tuple[Event, ...], dict[str, str]]:
        """The events of one session (or all) that can be read, with the salts of their texts: what `receive` takes."""
        ...

    def keep_site(self, digest: str, files: Mapping[str, bytes]) -> None:
        """Keep a valid site under its digest, once. Raises NotWritten."""
        ...

    def site(self, digest: str) -> dict[str, bytes] | None:
        """The files of a kept site, by their relative path."""
        ...

    def last_site(self, folder: str) -> str | None:
        """The digest of the site last kept from `folder`."""
        ...

    def remember_site(self, folder: str, digest: str) -> None:
        """Record that `folder` was valid with this digest. Raises NotWritten."""
        ...

    def session_ids(self) -> Iterator[str]:
        """Every session and the desk, each asked for when it is wanted: no read lasts."""
        ...

    def inventory(self) -> Inventory:
        """What was erased and removed, and which sites are kept."""
        ...

    def check_integrity(self) -> None:
        """Nothing where it can be read from end to end and written, as far as a list and its tables tell. Raises
        Corrupt."""
        ...

    def verify(self, progress: Callable[[int], None] = lambda read: None) -> tuple[ChainProblem, ...]:
        """Check every chain, the audit log's too, the texts, the erasures and the sites; empty when all hold. Calls
        `progress` with the events read so far.
        Reads one session at a time, so that no tick waits for it."""
        ...

    def scrub(self) -> bool:
        """Leave no byte of what was erased in the file; returns whether there was something to do. Others wait
        meanwhile. Raises NotWritten, and then it is still to be done."""
        ...

    def close(self) -> None: ...
