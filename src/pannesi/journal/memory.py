"""The journal's twin in memory: the same contract, nothing outlives the process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pannesi.journal.audit_entries import AUDIT_SESSION
from pannesi.journal.audit_log import audit_events_first, erased_by, removed_by
from pannesi.journal.hash_chain import START, text_matches
from pannesi.journal.sealing import Edge, refuse_impossible, stamp
from pannesi.journal.store import ChainProblem, Clash, Inventory, SessionRemoved, SessionRow, Tail
from pannesi.session.events import Draft, Event
from pannesi.support.i18n import _


class MemoryJournal:
    """Facts kept in lists. Used when no place can be written, and in tests."""

    place = ""
    durable = False
    patience: float | None = None

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
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
        return self._edge.writer

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        made: list[Event] = []
        salts: dict[str, str] = {}
        for draft in drafts:
            there = self._by_id.get(draft.id)
            if there is not None:
                made.append(there)
                continue
            if draft.session in self._removed:
                raise SessionRemoved(_("La session {session} a été supprimée.").format(session=draft.session))
            known = [*self._arrived, *made]
            mine = [one for one in known if one.session == draft.session and one.writer == self._edge.writer]
            last = max((one.hlc for one in known if one.session == draft.session), default=0)
            tail = max(mine, key=lambda one: one.seq, default=None)
            seq, prev = (tail.seq + 1, tail.hash) if tail is not None else (1, START)
            event, salt = stamp(self._edge, draft, last, seq, prev)
            made.append(event)
            if salt is not None:
                salts[event.id] = salt
        for event in made:
            if event.id not in self._by_id:
                self._by_id[event.id] = event
                self._arrived.append(event)
        self._salts.update(salts)
        for event in made:
            self._obey(event)
        return tuple(made)

    def _obey(self, event: Event) -> None:
        """Erases and removes what an event of the desk says."""
        names, session = set(erased_by(event)), removed_by(event)
        self._erased |= names
        if session is not None:
            self._removed.add(session)
        if names or session is not None:
            self._gone += len([one for one in self._arrived if one.session == session])
            self._arrived = [
                replace(one, text=None, salt=None) if one.id in names else one
                for one in self._arrived
                if one.session != session
            ]
            self._by_id = {one.id: one for one in self._arrived}
            self._salts = {name: salt for name, salt in self._salts.items() if name in self._by_id.keys() - names}

    def events(self, session: str) -> tuple[Event, ...]:
        found = (self._marked(one) for one in self._arrived if one.session == session)
        return tuple(sorted(found, key=lambda one: one.order))

    def _marked(self, event: Event) -> Event:
        """The event, with what is to be known of a text that is not there."""
        if event.text is not None or "text" not in event.payload or event.id in self._erased:
            return event
        return replace(event, missing=True)

    def sessions(self) -> tuple[SessionRow, ...]:
        rows = []
        for name in dict.fromkeys(one.session for one in self._arrived if one.session != AUDIT_SESSION):
            events = self.events(name)
            rows.append(SessionRow(name, events[0].at, events[-1].at, len(events)))
        return tuple(sorted(rows, key=lambda row: (row.last_at, row.id), reverse=True))

    def tail(self, mark: int) -> Tail:
        return Tail(tuple(self._arrived[max(mark - self._gone, 0) :]), self.mark())

    def sessions_since(self, mark: int, most: int) -> tuple[tuple[str, ...], int]:
        start = max(mark - self._gone, 0)
        read = self._arrived[start : start + most]
        return tuple(
            dict.fromkeys(one.session for one in read if one.session != AUDIT_SESSION)
        ), start + self._gone + len(read)

    def texts_since(self, mark: int, most: int, kinds: Collection[str]) -> tuple[tuple[str, str], ...]:
        start, end = (max(one - self._gone, 0) for one in (mark, mark + most))
        return tuple((one.session, one.text) for one in self._arrived[start:end] if one.text and one.kind in kinds)

    def first_event_id(self) -> str:
        return self._arrived[0].id if self._arrived else ""

    def mark(self) -> int:
        return len(self._arrived) + self._gone

    def changed(self) -> bool:
        return False

    def watch(self, session: str) -> None:
        """Nothing goes from memory by itself."""

    def has_lost(self, session: str) -> bool:
        return False

    def receive(self, events: Iterable[Event], salts: Mapping[str, str]) -> int:
        ordered = tuple(event for event in audit_events_first(events) if not event.unreadable)
        places = {(one.session, one.writer, one.seq): one.id for one in self._arrived}
        for event in ordered:
            refuse_impossible(event)
            there = self._by_id.get(event.id)
            at = places.setdefault((event.session, event.writer, event.seq), event.id)
            if at != event.id or (there is not None and there.hash != event.hash):
                raise Clash(_("Ces faits contredisent ceux du journal. Rien n'a été repris."))
        new = 0
        for event in ordered:
            there, salt = self._by_id.get(event.id), salts.get(event.id)
            if event.session in self._removed:
                continue
            if there is not None:
                self._complete(there, event.text, salt)
                continue
            holds = event.text is not None and salt is not None and event.id not in self._erased
            kept = replace(event, salt=salt) if holds else replace(event, text=None, salt=None)
            self._by_id[event.id] = kept
            self._arrived.append(kept)
            if kept.text is not None and salt is not None:
                self._salts[event.id] = salt
            self._obey(event)
            new += 1
        return new

    def _complete(self, there: Event, text: str | None, salt: str | None) -> None:
        """Takes in a text that was missing here."""
        if there.text is not None or text is None or salt is None or there.id in self._erased:
            return
        if text_matches(there, salt, text):
            whole = replace(there, text=text, salt=salt)
            self._arrived[self._arrived.index(there)] = self._by_id[there.id] = whole
            self._salts[there.id] = salt

    def events_with_salts(self, session: str | None = None) -> tuple[tuple[Event, ...], dict[str, str]]:
        chosen = tuple(one for one in self._arrived if session is None or one.session == session)
        return chosen, {one.id: self._salts[one.id] for one in chosen if one.id in self._salts}

    def keep_site(self, digest: str, files: Mapping[str, bytes]) -> None:
        self._sites.setdefault(digest, dict(files))

    def site(self, digest: str) -> dict[str, bytes] | None:
        kept = self._sites.get(digest)
        return dict(kept) if kept is not None else None

    def last_site(self, folder: str) -> str | None:
        return self._seen.get(folder)

    def remember_site(self, folder: str, digest: str) -> None:
        self._seen[folder] = digest

    def check_integrity(self) -> None:
        """Nothing: memory is whole, or the program is gone."""

    def verify(self, progress: Callable[[int], None] = lambda read: None) -> tuple[ChainProblem, ...]:
        from pannesi.journal.verification import check_journal

        return check_journal(self, progress, 0)

    def session_ids(self) -> Iterator[str]:
        yield from sorted({one.session for one in self._arrived})

    def inventory(self) -> Inventory:
        return Inventory(frozenset(self._erased), frozenset(self._removed), frozenset(self._sites))

    def scrub(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing to release."""
