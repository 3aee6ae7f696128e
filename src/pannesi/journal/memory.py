"""The journal's twin in memory: the same contract, nothing outlives the process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pannesi.journal.audit import DESK
from pannesi.journal.chain import START, verify
from pannesi.journal.port import ChainProblem, SessionRow, Tail
from pannesi.journal.stamp import Edge, stamp
from pannesi.session.events import Draft, Event


class MemoryJournal:
    """Facts kept in lists. Used when no place can be written, and in tests."""

    place = ""
    durable = False

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self._arrived: list[Event] = []
        self._by_id: dict[str, Event] = {}
        self._salts: dict[str, str] = {}
        self._sites: dict[str, dict[str, bytes]] = {}
        self._seen: dict[str, str] = {}

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        made: list[Event] = []
        salts: dict[str, str] = {}
        for draft in drafts:
            there = self._by_id.get(draft.id)
            if there is not None:
                made.append(there)
                continue
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
        return tuple(made)

    def events(self, session: str) -> tuple[Event, ...]:
        return tuple(sorted((one for one in self._arrived if one.session == session), key=lambda one: one.order))

    def sessions(self) -> tuple[SessionRow, ...]:
        rows = []
        for name in dict.fromkeys(one.session for one in self._arrived if one.session != DESK):
            events = self.events(name)
            rows.append(SessionRow(name, events[0].at, events[-1].at, len(events)))
        return tuple(sorted(rows, key=lambda row: (row.last_at, row.id), reverse=True))

    def tail(self, mark: int) -> Tail:
        return Tail(tuple(self._arrived[mark:]), len(self._arrived))

    def touched(self, mark: int, most: int) -> tuple[tuple[str, ...], int]:
        read = self._arrived[mark : mark + most]
        return tuple(dict.fromkeys(one.session for one in read if one.session != DESK)), mark + len(read)

    def origin(self) -> str:
        return self._arrived[0].id if self._arrived else ""

    def mark(self) -> int:
        return len(self._arrived)

    def changed(self) -> bool:
        return False

    def receive(self, events: Iterable[Event], salts: Mapping[str, str]) -> int:
        new = [event for event in events if event.id not in self._by_id]
        for event in new:
            self._by_id[event.id] = event
            self._arrived.append(event)
            if event.id in salts:
                self._salts[event.id] = salts[event.id]
        return len(new)

    def give(self, session: str | None = None) -> tuple[tuple[Event, ...], dict[str, str]]:
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

    def verify(self) -> tuple[ChainProblem, ...]:
        return verify(self._arrived, self._salts)

    def close(self) -> None:
        """Nothing to release."""
