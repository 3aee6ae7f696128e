"""The sessions of one journal: the index kept up with it, a little at a time, and what lists ask of it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.history.index import INDEX_FILE, SessionIndex
from pannesi.history.overview import Overview
from pannesi.history.session_filter import SessionFilter
from pannesi.journal.audit_log import audit_events, removed_by
from pannesi.journal.pinned_procedure import pinned_digest, pinned_site
from pannesi.journal.session_owner import hospital_of, is_hospital_of, procedure_seen_here, site_digests_seen
from pannesi.journal.store import Journal, NotWritten
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.search import fold_accents

if TYPE_CHECKING:
    from pannesi.application.context import Station
    from pannesi.history.index_entry import IndexEntry
    from pannesi.session.state import State

BATCH = 4000
"""How many events are read at a time while the index catches up."""
_NOTES = frozenset(
    {
        "noted", "line.done", "line.not_needed", "line.could_not", "return.announced", "handover.offered",
        "session.closed", "redline.raised",
    }
)  # fmt: skip
"""Kinds of event whose free words may be searched: none that may hold a patient's data by its nature."""


@dataclass(frozen=True)
class NotesSearched:
    """How far the free texts were read, and the sessions that a part more of them led to."""

    done: int
    whole: int
    sessions: tuple[str, ...]


def in_list_order(found: Iterable[Overview], *, oldest: bool = False) -> list[Overview]:
    """As a list has them: those still open first, then the latest; or the oldest."""
    return sorted(found, key=lambda one: (one.open != oldest, one.began), reverse=not oldest)


class SessionCatalogue:
    """What a journal holds, at a glance. Several processes may share the index file."""

    def __init__(self, journal: Journal, index: SessionIndex, site: Site) -> None:
        self.journal, self.index, self.site = journal, index, site
        self._origin = ""
        self.index_locked = False
        """Whether the index could not be written when it was last tried."""
        self._kept: dict[str, Site | None] = {}
        self._ours: dict[str, Site] = {}
        index.select_others = self.other_hospitals

    def unread_events(self) -> int:
        """How many events the index has not read yet."""
        self._origin = self._origin or self.journal.first_event_id()
        return self.journal.mark() - self.index.mark(self._origin)

    def catch_up(self, now: datetime, most: int = BATCH) -> bool:
        """Reads at most so many events that are new; False while some are left that can be read now.

        While another process writes the index, what is new waits for the next call. An index that had to leave its
        file comes back to it here.
        """
        self.index.return_to_file()
        left = self.unread_events()
        if not left:
            return True
        touched, mark = self.journal.sessions_since(self.index.mark(self._origin), most)
        gone = [name for name in map(removed_by, audit_events(self.journal)) if name] if left <= most else ()
        self.index_locked = not self.index.update(self._read(touched, now), mark, gone)
        if self.index_locked:
            return not self.index.in_memory
        return left <= most

    def _read(self, names: tuple[str, ...], now: datetime) -> Iterator[IndexEntry]:
        from pannesi.history.index_entry_builder import build_entry
        from pannesi.session.state import fold

        for name in names:
            state: State | None = None
            try:
                state = fold(self.journal.events(name))
                procedure = self.procedure_of(state)
                found = build_entry(name, state, procedure, now, hospital_of(state, self._own_of(state)))
                if found is None and state.unknown:  # its very beginning is among what cannot be read
                    found = self._unreadable(name, state, now)
            except NotWritten:  # the journal itself, for a while
                raise
            except Exception:  # noqa: BLE001 - whatever one session cannot do, it takes none of the others along
                found = self._unreadable(name, state, now)
            if found is not None:
                yield found

    def _unreadable(self, name: str, state: State | None, now: datetime) -> IndexEntry | None:
        """What a list says of a session that this program cannot read."""
        from pannesi.history.index_entry_builder import unreadable_entry

        row = next((session for session in self.journal.sessions() if session.id == name), None)
        return unreadable_entry(row, now, exercise=state is not None and state.exercise) if row is not None else None

    def procedure_of(self, state: State) -> Site:
        """The procedure that a session ran, with today's contacts unless it is another hospital's; today's when it is
        not kept."""
        found = self._own_of(state)
        if found is None or found is self.site:
            return self.site
        if not is_hospital_of(hospital_of(state, found), self.site) and not procedure_seen_here(
            self.journal, state, self.site
        ):
            return found
        digest = pinned_digest(state) or ""
        if digest not in self._ours:
            self._ours[digest] = found.with_contacts_of(self.site)
        return self._ours[digest]

    def _own_of(self, state: State) -> Site | None:
        """The procedure that a session ran, with the contacts of its own day; None when it is not kept."""
        from pannesi.procedure.loading.loader import load_files

        digest = pinned_digest(state) or ""
        if digest not in self._kept:
            self._kept[digest] = pinned_site(
                self.journal, state, self.site, lambda files: load_files(files, self.site.folder).site
            )
        return self._kept[digest]

    def other_hospitals(self, known: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        """Of the hospitals known to the index, those that are not this site's, under its name or another."""
        strange = dict.fromkeys(name for name, _site in known if not is_hospital_of(name, self.site))
        if not strange:
            return ()
        ours = site_digests_seen(self.journal, self.site)
        same = {name for name, site in known if site in ours}
        return tuple(name for name in strange if name not in same)

    def close(self) -> None:
        self.index.close()

    def caught_up(
        self, now: datetime, progress: Callable[[int, int], None] = lambda done, whole: None
    ) -> SessionCatalogue:
        """Itself, once everything was read; in memory, when another process holds on to the file of the index.
        `progress` is told how many events of how many were read."""
        whole = 0
        while not self.catch_up(now):
            left = self.unread_events()
            whole = max(whole, left)
            progress(whole - left, whole)
        if self.index_locked and not self.index.in_memory:
            self.index.leave_file()
            return self.caught_up(now, progress)
        return self

    def open_now(self, now: datetime, *, exercise: bool, most: int = 3) -> tuple[Overview, ...]:
        """The sessions still open, the latest first, as the index has them."""
        return self.index.page(SessionFilter(exercise=exercise, state="open"), now, most=most)

    def real_and_exercises(self, now: datetime, words: str = "") -> Iterator[Overview]:
        """Real sessions and exercises, those still open first, then the latest; read page by page as they are asked
        for."""
        both = (self.find(now, SessionFilter(words, exercise=exercise)) for exercise in (False, True))
        return heapq.merge(*both, key=lambda one: (one.open, one.began), reverse=True)

    def find(self, now: datetime, wanted: SessionFilter) -> Iterator[Overview]:
        """All that the index finds, page by page; words in notes are looked for by `in_notes`."""
        page = self.index.page(wanted, now)
        while page:
            yield from page
            page = self.index.page(wanted, now, after=page[-1])

    def search_notes(self, words: str, most: int = BATCH) -> Iterator[NotesSearched]:
        """Reads what people wrote freely, a part of the journal at a time and the latest first, for the sessions that
        hold all of `words`. Free text is copied nowhere, so all of it is read each time: call it off the screen's
        thread. What was written about patients is never looked at."""
        wanted = tuple(dict.fromkeys(fold_accents(words).split()))
        missing: dict[str, set[str]] = {}
        whole = self.journal.mark() if wanted else 0
        for mark in reversed(range(0, whole, most)):
            found = []
            for session, text in self.journal.texts_since(mark, most, _NOTES):
                left = missing.setdefault(session, set(wanted))
                if left:
                    said = fold_accents(text)
                    left.difference_update([word for word in tuple(left) if word in said])
                    if not left:
                        found.append(session)
            yield NotesSearched(whole - mark, whole, tuple(found))


def catalogue_of(journal: Journal, site: Site) -> SessionCatalogue:
    """The sessions of a journal; the index lies beside it, or in memory where it has no place of its own."""
    beside = Path(journal.place).with_name(INDEX_FILE) if journal.place and journal.durable else None
    return SessionCatalogue(journal, SessionIndex(beside), site)


def station_catalogue(station: Station) -> SessionCatalogue:
    """What the journal at work on a station holds, at a glance: the same while it works on the same journal."""
    kept = station.catalogue
    if not isinstance(kept, SessionCatalogue) or kept.journal is not station.journal:
        kept = station.catalogue = catalogue_of(station.journal, station.reading.site)
    return kept
