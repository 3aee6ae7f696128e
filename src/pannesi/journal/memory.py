"""The journal in memory: the same contract as a file, but nothing outlives the program."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pannesi.journal.audit_log import audit_events_first, erased_by, removed_by
from pannesi.journal.chain.hash_chain import START, refuse_impossible, stamp, text_matches
from pannesi.journal.store import (
    AUDIT_SESSION,
    ChainProblem,
    Clash,
    Inventory,
    SessionRemoved,
    SessionRow,
    Tail,
    is_session,
)
from pannesi.journal.writer import JournalWriter
from pannesi.session.events import Draft, Event


class MemoryJournal:
    """The implementation of `store.Journal` in lists, for when no place can be written, and for tests."""

    place = ""
    durable = False
    patience: float | None = None

    def __init__(self, writer: JournalWriter) -> None:
        self._writer = writer
        self._arrived: list[Event] = []
        self._by_id: dict[str, Event] = {}
        self._salts: dict[str, str] = {}
        self._sites: dict[str, dict[str, bytes]] = {}
        self._seen: dict[str, str] = {}
        self._erased: set[str] = set()
        self._removed: set[str] = set()
        self._gone = 0

    @property
    def writer(self) -> str:
        """The id under which this run of the program writes."""
        return self._writer.id

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        """Adds drafts together, see `Journal.append`. Raises SessionRemoved, UnholdableText."""
        made: list[Event] = []
        salts: dict[str, str] = {}
        for draft in drafts:
            there = self._by_id.get(draft.id)
            if there is not None:
                made.append(there)
                continue
            if draft.session in self._removed:
                raise SessionRemoved
            present = [*self._arrived, *made]
            mine = [event for event in present if event.session == draft.session and event.writer == self._writer.id]
            last = max((event.hlc for event in present if event.session == draft.session), default=0)
            tail = max(mine, key=lambda event: event.seq, default=None)
            seq, prev = (tail.seq + 1, tail.hash) if tail is not None else (1, START)
            event, salt = stamp(self._writer, draft, last, seq, prev)
            made.append(event)
            if salt is not None:
                salts[event.id] = salt
        for event in made:
            if event.id not in self._by_id:
                self._by_id[event.id] = event
                self._arrived.append(event)
        self._salts.update(salts)
        for event in made:
            self._carry_out_erasures(event)
        return tuple(made)

    def _carry_out_erasures(self, event: Event) -> None:
        """Erases the texts and removes the session that an audit event names."""
        names, session = set(erased_by(event)), removed_by(event)
        self._erased |= names
        if session is not None:
            self._removed.add(session)
        if names or session is not None:
            self._gone += len([arrived for arrived in self._arrived if arrived.session == session])
            self._arrived = [
                replace(arrived, text=None, salt=None) if arrived.id in names else arrived
                for arrived in self._arrived
                if arrived.session != session
            ]
            self._by_id = {arrived.id: arrived for arrived in self._arrived}
            self._salts = {name: salt for name, salt in self._salts.items() if name in self._by_id.keys() - names}

    def events(self, session: str) -> tuple[Event, ...]:
        """The events of a session in their total order."""
        events = (self._with_missing_text_marked(event) for event in self._arrived if event.session == session)
        return tuple(sorted(events, key=lambda event: event.order))

    def _with_missing_text_marked(self, event: Event) -> Event:
        """The event, marked `missing` where its text is not there though it was not erased."""
        if event.text is not None or "text" not in event.payload or event.id in self._erased:
            return event
        return replace(event, missing=True)

    def sessions(self) -> tuple[SessionRow, ...]:
        """Every session but the audit log, the latest first."""
        rows = []
        for name in dict.fromkeys(event.session for event in self._arrived if is_session(event.session)):
            hours = [event.at for event in self.events(name)]
            rows.append(SessionRow(name, min(hours), max(hours), len(hours)))
        return tuple(sorted(rows, key=lambda row: (row.last_at, row.id), reverse=True))

    def tail(self, mark: int) -> Tail:
        """The events that arrived after `mark`; marks count removed events too, so that they only grow."""
        return Tail(tuple(self._arrived[max(mark - self._gone, 0) :]), self.mark())

    def sessions_since(self, mark: int, most: int) -> tuple[tuple[str, ...], int]:
        """The sessions of the first `most` events after `mark`, and the mark of the last of these events."""
        start = max(mark - self._gone, 0)
        read = self._arrived[start : start + most]
        return tuple(
            dict.fromkeys(event.session for event in read if event.session != AUDIT_SESSION)
        ), start + self._gone + len(read)

    def texts_since(self, mark: int, most: int, kinds: Collection[str]) -> tuple[tuple[str, str], ...]:
        """The free texts of some kinds among the `most` marks after `mark`, as (session, text)."""
        start, end = (max(bound - self._gone, 0) for bound in (mark, mark + most))
        events = [event for event in self._arrived[start:end] if event.kind in kinds]
        return tuple((event.session, event.text) for event in events if event.text is not None)

    def texts_of(self, session: str, events: Collection[str]) -> dict[str, str]:
        """The free texts of some events of a session, by their ids."""
        said = (event for event in self.events(session) if event.id in events)
        return {event.id: event.text for event in said if event.text is not None}

    def first_event_id(self) -> str:
        """The id of the first event, empty before there is one."""
        return self._arrived[0].id if self._arrived else ""

    def mark(self) -> int:
        """How many events ever arrived, removed ones included."""
        return len(self._arrived) + self._gone

    def changed(self) -> bool:
        """False: no other program can write to this memory."""
        return False

    def watch(self, session: str) -> None:
        """Does nothing: no event disappears from memory by itself."""

    def has_lost(self, session: str) -> bool:
        """False: no event disappears from memory by itself."""
        return False

    def receive(self, events: Iterable[Event], salts: Mapping[str, str]) -> int:
        """Merges events written elsewhere, see `Journal.receive`. Raises Clash, ImpossibleFact."""
        ordered = tuple(event for event in audit_events_first(events) if not event.unreadable)
        places = {(event.session, event.writer, event.seq): event.id for event in self._arrived}
        for event in ordered:
            refuse_impossible(event)
            there = self._by_id.get(event.id)
            at = places.setdefault((event.session, event.writer, event.seq), event.id)
            if at != event.id or (there is not None and there.hash != event.hash):
                raise Clash
        new = 0
        for event in ordered:
            there, salt = self._by_id.get(event.id), salts.get(event.id)
            if event.session in self._removed:
                continue
            if there is not None:
                self._complete_text(there, event.text, salt)
                continue
            holds = event.text is not None and salt is not None and event.id not in self._erased
            kept = replace(event, salt=salt) if holds else replace(event, text=None, salt=None)
            self._by_id[event.id] = kept
            self._arrived.append(kept)
            if kept.text is not None and salt is not None:
                self._salts[event.id] = salt
            self._carry_out_erasures(event)
            new += 1
        return new

    def _complete_text(self, there: Event, text: str | None, salt: str | None) -> None:
        """Adds a text that was missing to a stored event, where its digest agrees."""
        if there.text is not None or text is None or salt is None or there.id in self._erased:
            return
        if text_matches(there, salt, text):
            whole = replace(there, text=text, salt=salt)
            self._arrived[self._arrived.index(there)] = self._by_id[there.id] = whole
            self._salts[there.id] = salt

    def events_with_salts(self, session: str | None = None) -> tuple[tuple[Event, ...], dict[str, str]]:
        """The events of one session, or of all, with the salts of their texts by event id."""
        chosen = tuple(event for event in self._arrived if session is None or event.session == session)
        return chosen, {event.id: self._salts[event.id] for event in chosen if event.id in self._salts}

    def keep_site(self, digest: str, files: Mapping[str, bytes]) -> None:
        """Stores the files of a site under its digest, unless they are there already."""
        self._sites.setdefault(digest, dict(files))

    def site(self, digest: str) -> dict[str, bytes] | None:
        """A copy of the stored files of a site by relative path; None when there is none under this digest."""
        kept = self._sites.get(digest)
        return dict(kept) if kept is not None else None

    def last_site(self, folder: str) -> str | None:
        """The digest of the last valid site seen in `folder`; None before there is one."""
        return self._seen.get(folder)

    def remember_site(self, folder: str, digest: str) -> None:
        """Records that `folder` held a valid site with this digest."""
        self._seen[folder] = digest

    def check_integrity(self) -> None:
        """Does nothing: memory is never damaged."""

    def verify(self, progress: Callable[[int], None] = lambda read: None) -> tuple[ChainProblem, ...]:
        """Every problem of hash chains, texts, erasures and sites; see `Journal.verify`."""
        from pannesi.journal.chain.verification import check_journal

        return check_journal(self, progress, 0)

    def session_ids(self) -> Iterator[str]:
        """The ids of all sessions and of the audit log, sorted."""
        yield from sorted({event.session for event in self._arrived})

    def inventory(self) -> Inventory:
        """Which texts were erased, which sessions removed, and which sites are stored."""
        return Inventory(frozenset(self._erased), frozenset(self._removed), frozenset(self._sites))

    def scrub(self) -> bool:
        """False: what was erased is gone from memory at once."""
        return False

    def close(self) -> None:
        """Does nothing: there is no file to release."""
