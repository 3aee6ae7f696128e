"""The sessions of one journal: the index kept up with it, a little at a time, and what lists ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.journal.audit import entries, removed_by
from pannesi.journal.port import Journal
from pannesi.review.index import FILE, Index, Wanted
from pannesi.review.overview import Overview
from pannesi.site.model import Site
from pannesi.site.search import fold

if TYPE_CHECKING:
    from pannesi.review.entry import Entry
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


class Sessions:
    """What a journal holds, at a glance. Several processes may share the index file."""

    def __init__(self, journal: Journal, index: Index, site: Site) -> None:
        self.journal, self.index, self.site = journal, index, site
        self._origin = ""
        self.waits = False
        """Whether the index could not be written when it was last tried."""
        self._kept: dict[str, Site] = {}

    def behind(self) -> int:
        """How many events the index has not read yet."""
        self._origin = self._origin or self.journal.origin()
        return self.journal.mark() - self.index.mark(self._origin)

    def catch_up(self, now: datetime, most: int = BATCH) -> bool:
        """Reads at most so many events that are new; False while some are left that can be read now.

        While another process writes the index, what is new waits for the next call.
        """
        left = self.behind()
        if not left:
            return True
        touched, mark = self.journal.touched(self.index.mark(self._origin), most)
        gone = [name for name in map(removed_by, entries(self.journal)) if name] if left <= most else ()
        self.waits = not self.index.put(self._read(touched, now), mark, gone)
        if self.waits:
            return not self.index.in_memory
        return left <= most

    def _read(self, names: tuple[str, ...], now: datetime) -> Iterator[Entry]:
        from pannesi.review.survey import survey
        from pannesi.session.state import fold

        for name in names:
            state = fold(self.journal.events(name))
            found = survey(name, state, self.procedure_of(state), now)
            if found is not None:
                yield found

    def procedure_of(self, state: State) -> Site:
        """The procedure that a session ran; today's when it is not kept."""
        digest = state.opened.payload.get("site") if state.opened is not None else None
        if not isinstance(digest, str) or digest == self.site.digest:
            return self.site
        if digest not in self._kept:
            from pannesi.site.load import load_files

            files = self.journal.site(digest)
            kept = load_files(files, self.site.folder).site if files is not None else None
            self._kept[digest] = kept.with_contacts_of(self.site) if kept is not None else self.site
        return self._kept[digest]

    def close(self) -> None:
        self.index.close()

    def wholly(self, now: datetime, progress: Callable[[int, int], None] = lambda done, whole: None) -> Sessions:
        """Itself, once everything was read; in memory, when another process holds on to the file of the index."""
        whole = self.behind()
        while not self.catch_up(now):
            progress(whole - self.behind(), whole)
        if self.waits and not self.index.in_memory:
            self.index.leave_file()
            return self.wholly(now, progress)
        return self

    def open_now(self, now: datetime, *, exercise: bool, most: int = 3) -> tuple[Overview, ...]:
        """The sessions still open, the latest first, as the index has them."""
        return self.index.page(Wanted(exercise=exercise, state="open"), now, most=most)

    def all_known(self, now: datetime) -> tuple[Overview, ...]:
        """Real sessions and exercises, those still open first, then the latest."""
        found = [one for exercise in (False, True) for one in self.every(now, Wanted(exercise=exercise))]
        return tuple(sorted(found, key=lambda one: (one.open, one.began), reverse=True))

    def every(self, now: datetime, wanted: Wanted) -> Iterator[Overview]:
        """All that are wanted, page by page."""
        page = self.index.page(wanted, now)
        while page:
            yield from page
            page = self.index.page(wanted, now, after=page[-1])

    def with_words_in_notes(self, among: Iterable[Overview], words: str, most: int = 500) -> Iterator[Overview]:
        """Of the first so many of these sessions, those whose notes, reasons and other free words hold all of
        `words`. Each is read from the journal, for free text is copied nowhere: call it off the screen's thread.
        What was written about patients is never looked at."""
        wanted = fold(words).split()
        for number, one in enumerate(among):
            if number == most:
                return
            said = [event.text for event in self.journal.events(one.id) if event.kind in _NOTES and event.text]
            text = fold(" ".join(said))
            if wanted and all(word in text for word in wanted):
                yield one


def sessions_of(journal: Journal, site: Site) -> Sessions:
    """The sessions of a journal; the index lies beside it, or in memory where it has no place of its own."""
    beside = Path(journal.place).with_name(FILE) if journal.place and journal.durable else None
    return Sessions(journal, Index(beside), site)
