"""The catalogue of all sessions of one journal: it keeps the index up to date in small batches and searches it."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.history.index import SessionIndex
from pannesi.history.index_schema import INDEX_FILE
from pannesi.history.overview import Overview
from pannesi.history.session_filter import SessionFilter
from pannesi.journal.store import Journal, NotWritten, OnProgress, is_session, no_progress
from pannesi.procedure.model.contacts import Forgotten
from pannesi.procedure.model.procedure import Site
from pannesi.support.errors import JournalError
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import clean_line, fold_accents

if TYPE_CHECKING:
    from pannesi.application.context import Station
    from pannesi.history.index_entry import IndexEntry
    from pannesi.history.index_reviews import ReviewEntry
    from pannesi.procedure.model.scalars import RetentionPeriod
    from pannesi.session.state import State

MOST_READ = 12
"""How many open sessions of a kind are read: what a wide screen may have room for."""
READ_AT_ONCE = 600
"""How many events the index may be behind and still be read before the first paint: a few hundredths of a second."""

BATCH = 4000
"""How many events are read in one batch while the index catches up."""


@dataclass(frozen=True)
class NotesSearched:
    """The progress of a search in free texts, and the sessions that the last batch found."""

    done: int
    """How many marks of the journal were searched."""
    whole: int
    sessions: tuple[str, ...]
    """The ids of the sessions that are found to hold all words now."""


def in_list_order(sessions: Iterable[Overview], *, oldest: bool = False) -> list[Overview]:
    """Sessions in the order of lists: those still open first, then the latest first; with `oldest`, the earliest."""
    return sorted(sessions, key=lambda session: (session.open != oldest, session.began), reverse=not oldest)


class SessionCatalogue:
    """The sessions of one journal, by its index. Several programs may share the file of the index."""

    def __init__(self, journal: Journal, index: SessionIndex, site: Site) -> None:
        self.journal, self.index, self.site = journal, index, site
        self._origin = ""
        self.index_locked = False
        """Whether the last attempt to write the index failed."""
        self._kept: dict[str, Site | None] = {}
        self._ours: dict[str, Site] = {}
        index.select_others = self.other_hospitals

    def unread_events(self) -> int:
        """How many events of the journal the index has not read yet."""
        self._origin = self._origin or self.journal.first_event_id()
        return self.journal.mark() - self.index.mark(self._origin)

    def catch_up(self, now: datetime, most: int = BATCH) -> bool:
        """Reads at most `most` new events into the index; False while some are left that can be read now.

        While another program writes the index, new events wait for the next call. An index that went on in memory
        returns to its file here. Raises JournalError.
        """
        self.index.return_to_file()
        left = self.unread_events()
        if not left:
            return True
        from pannesi.journal.audit_log import audit_events, removed_by

        touched, mark = self.journal.sessions_since(self.index.mark(self._origin), most)
        gone = [name for name in map(removed_by, audit_events(self.journal)) if name] if left <= most else ()
        reviews = self._read_reviews(tuple(name for name in touched if not is_session(name)))
        sessions = tuple(filter(is_session, touched))
        self.index_locked = not self.index.update(self._read_entries(sessions, now), mark, gone, reviews)
        if self.index_locked:
            return not self.index.in_memory
        return left <= most

    def _read_reviews(self, chains: tuple[str, ...]) -> tuple[ReviewEntry, ...]:
        """The entries of incident reviews; the code for them is loaded only where there are any."""
        if not chains:
            return ()
        from pannesi.history.index_reviews import review_entry

        entries = (review_entry(self.journal, chain) for chain in chains)
        return tuple(entry for entry in entries if entry is not None)

    def _read_entries(self, names: tuple[str, ...], now: datetime) -> Iterator[IndexEntry]:
        from pannesi.history.index_entry_builder import build_entry
        from pannesi.journal.pinned_procedure import hospital_of
        from pannesi.session.state import fold

        for name in names:
            state: State | None = None
            try:
                state = fold(self.journal.events(name))
                procedure = self.procedure_of(state)
                entry = build_entry(name, state, procedure, now, hospital_of(state, self._own_of(state)))
                if entry is None and state.unknown:  # its very beginning is among what cannot be read
                    entry = self._unreadable_session(name, state, now)
            except NotWritten:  # the journal itself, for a while
                raise
            except JournalError:
                entry = self._unreadable_session(name, state, now)
            except Exception as failure:  # noqa: BLE001 - whatever the program cannot do of one, it goes on with others
                entry = self._unreadable_session(name, state, now, failure)
            if entry is not None:
                yield entry

    def _unreadable_session(
        self, name: str, state: State | None, now: datetime, failure: Exception | None = None
    ) -> IndexEntry | None:
        """The entry of a session that cannot be read, by a `failure` of the program or since it is damaged; None where
        the journal does not list it."""
        from pannesi.history.index_entry_builder import unreadable_entry

        row = next((session for session in self.journal.sessions() if session.id == name), None)
        if row is None:
            return None
        return unreadable_entry(row, now, exercise=state is not None and state.exercise, failure=failure)

    def procedure_of(self, state: State) -> Site:
        """The site that a session pins, with the present contacts unless it belongs to another hospital; the present
        site when the pinned one is not stored. Raises JournalError."""
        from pannesi.journal.pinned_procedure import hospital_of, is_hospital_of, pinned_digest, procedure_seen_here

        pinned = self._own_of(state)
        if pinned is None or pinned is self.site:
            return self.site
        if not is_hospital_of(hospital_of(state, pinned), self.site) and not procedure_seen_here(
            self.journal, state, self.site
        ):
            return pinned
        digest = pinned_digest(state) or ""
        if digest not in self._ours:
            self._ours[digest] = pinned.with_contacts_of(self.site)
        return self._ours[digest]

    def _own_of(self, state: State) -> Site | None:
        """The site that a session pins, with its own contacts; None when it is not stored."""
        from pannesi.journal.pinned_procedure import pinned_digest, pinned_site

        digest = pinned_digest(state) or ""
        if digest not in self._kept:
            self._kept[digest] = pinned_site(self.journal, state, self.site, self._load)
        return self._kept[digest]

    def _load(self, files: Mapping[str, bytes]) -> Site | None:
        """The site in files that the journal keeps. The loader is imported only where a session pins another version:
        it takes longer than the session itself."""
        from pannesi.procedure.loading.loader import load_files

        return load_files(files, self.site.folder).site

    def other_hospitals(self, hospitals: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        """The hospitals among (name, site digest) pairs that are not this site's, by its name or an earlier one."""
        if not hospitals:
            return ()
        from pannesi.journal.pinned_procedure import is_hospital_of, site_digests_seen

        strange = dict.fromkeys(name for name, _site in hospitals if not is_hospital_of(name, self.site))
        if not strange:
            return ()
        ours = site_digests_seen(self.journal, self.site)
        same = {name for name, site in hospitals if site in ours}
        return tuple(name for name in strange if name not in same)

    def close(self) -> None:
        """Closes the index."""
        self.index.close()

    def caught_up(self, now: datetime, progress: OnProgress = no_progress) -> SessionCatalogue:
        """The catalogue once every event was read; with an index in memory where another program locks its file.

        `progress` gets events read and events in all. Raises JournalError.
        """
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
        """The first `most` sessions still open, the latest first."""
        return self.page(SessionFilter(exercise=exercise, state="open"), now, most=most)

    def count_open(self, *, exercise: bool) -> int:
        """How many sessions are still open."""
        return self.index.count(SessionFilter(exercise=exercise, state="open"))

    def page(
        self,
        wanted: SessionFilter,
        now: datetime,
        after: Overview | None = None,
        most: int = 50,
        *,
        before: bool = False,
    ) -> tuple[Overview, ...]:
        """A page of sessions as `SessionIndex.page` gives it, `completed`. Raises JournalError."""
        return self.completed(self.index.page(wanted, now, after, most, before=before))

    def completed(self, sessions: Iterable[Overview]) -> tuple[Overview, ...]:
        """These sessions with what the index does not hold: the words that they were given, read from the journal (an
        erased one is gone), and since when an open one is forgotten. Raises JournalError."""
        return tuple(map(self._completed, sessions))

    def _completed(self, session: Overview) -> Overview:
        if session.open:
            session = replace(session, forgotten_before=forgotten_before(self.site, session.now))
        if not session.word_event:
            return session
        texts = self.journal.texts_of(session.id, [session.word_event])
        return replace(session, word=clean_line(texts.get(session.word_event, "")))

    def forgotten(self, now: datetime, *, exercise: bool) -> tuple[Overview, ...]:
        """The sessions that are still open though nothing was noted in them for long, the latest first. Raises
        JournalError."""
        opened = self.find(now, SessionFilter(exercise=exercise, state="open"))
        return tuple(session for session in opened if session.forgotten)

    def real_and_exercises(self, now: datetime, words: str = "") -> Iterator[Overview]:
        """Real sessions and exercises that match `words`, those still open first, then the latest; read page by
        page."""
        both = (self.find(now, SessionFilter(words, exercise=exercise)) for exercise in (False, True))
        return heapq.merge(*both, key=lambda session: (session.open, session.began), reverse=True)

    def find(self, now: datetime, wanted: SessionFilter) -> Iterator[Overview]:
        """Every session that the filter wants, read page by page. `search_notes` searches free texts."""
        page = self.page(wanted, now)
        while page:
            yield from page
            page = self.page(wanted, now, after=page[-1])

    def search_notes(self, words: str, most: int = BATCH) -> Iterator[NotesSearched]:
        """Searches the free texts for sessions that hold all of `words`, in batches of the journal, the latest first.

        Free texts are in no index, so all of them are read each time: call it from a thread. Why something was
        decided about a patient is searched too, who it is not. Raises JournalError.
        """
        from pannesi.session.facts.reading import KINDS

        searched = frozenset(kind for kind, fact in KINDS.items() if fact.free_text in ("anybody", "a_patient"))
        wanted = tuple(dict.fromkeys(fold_accents(words).split()))
        missing: dict[str, set[str]] = {}
        whole = self.journal.mark() if wanted else 0
        for mark in reversed(range(0, whole, most)):
            complete = []
            for session, text in self.journal.texts_since(mark, most, searched):
                left = missing.setdefault(session, set(wanted))
                if left:
                    said = fold_accents(text)
                    left.difference_update([word for word in tuple(left) if word in said])
                    if not left:
                        complete.append(session)
            yield NotesSearched(whole - mark, whole, tuple(complete))


def forgotten_after(site: Site) -> RetentionPeriod:
    """How long after its last event an open session is forgotten: what the site says, else our own proposal."""
    return (site.contacts.forgotten or Forgotten()).after


def forgotten_before(site: Site, now: datetime) -> datetime:
    """The moment before which the last event of a forgotten session lies."""
    return forgotten_after(site).before(now)


def catalogue_of(journal: Journal, site: Site) -> SessionCatalogue:
    """The catalogue of a journal, with an index beside its file, or in memory where it has no file."""
    beside = Path(journal.place).with_name(INDEX_FILE) if journal.place and journal.durable else None
    return SessionCatalogue(journal, SessionIndex(beside), site)


def station_catalogue(station: Station) -> SessionCatalogue:
    """The catalogue of the journal at work on a station, the same object as long as it is the same journal."""
    kept = station.catalogue
    if not isinstance(kept, SessionCatalogue) or kept.journal is not station.journal:
        kept = station.catalogue = catalogue_of(station.journal, station.reading.site)
    return kept


@dataclass(frozen=True)
class OpenSessions:
    """What the index says is open."""

    catalogue: SessionCatalogue
    sessions: Sequence[Overview]
    """The first real ones, then, in an exercise, the first exercises; the latest first."""
    count: int
    """How many there are, those of `sessions` included."""
    past: Sequence[Overview]
    """The last real outages that are over."""
    behind: bool
    """Whether so much is unread that it was not read: an open session may be missing."""


def read_open_sessions(station: Station, now: datetime, *, past: int = 0) -> OpenSessions:
    """The open sessions of a station, and so many of the `past` ones. Raises JournalError."""
    catalogue = station_catalogue(station)
    behind = catalogue.unread_events() > READ_AT_ONCE
    if not behind:
        catalogue.caught_up(now)
    kinds = (False, True) if station.exercise else (False,)
    sessions = [
        session.at(station.clock)
        for exercise in kinds
        for session in catalogue.open_now(now, exercise=exercise, most=MOST_READ)
    ]
    count = sum(catalogue.count_open(exercise=exercise) for exercise in kinds)
    closed = SessionFilter(exercise=False, state="closed")
    return OpenSessions(catalogue, sessions, count, catalogue.page(closed, now, most=past) if past else (), behind)
