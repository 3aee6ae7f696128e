"""The sessions of one journal: the index kept up with it, a little at a time, and what lists ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pannesi.journal.port import Journal
from pannesi.review.index import FILE, Index, Wanted
from pannesi.review.overview import Overview
from pannesi.site.model import Site

BATCH = 4000
"""How many events are read at a time while the index catches up."""


class Sessions:
    """What a journal holds, at a glance. Several processes may share the index file."""

    def __init__(self, journal: Journal, index: Index, site: Site) -> None:
        self.journal, self.index, self.site = journal, index, site
        self._origin = ""

    def behind(self) -> int:
        """How many events the index has not read yet."""
        self._origin = self._origin or self.journal.origin()
        return self.journal.mark() - self.index.mark(self._origin)

    def catch_up(self, now: datetime, most: int = BATCH) -> bool:
        """Reads at most so many events that are new; False while some are left."""
        left = self.behind()
        if not left:
            return True
        touched, mark = self.journal.touched(self.index.mark(self._origin), most)
        self.index.put(self._read(touched, now), mark)
        return left <= most

    def _read(self, names: tuple[str, ...], now: datetime) -> Iterator[Overview]:
        from pannesi.review.survey import overview
        from pannesi.session.state import fold

        for name in names:
            found = overview(name, fold(self.journal.events(name)), self.site, now)
            if found is not None:
                yield found

    def close(self) -> None:
        self.index.close()

    def wholly(self, now: datetime) -> Sessions:
        """Itself, once everything was read."""
        while not self.catch_up(now):
            pass
        return self

    def open_now(self, now: datetime, *, exercise: bool, most: int = 3) -> tuple[Overview, ...]:
        """The sessions still open, the latest first, as the index has them."""
        return self.index.page(Wanted(exercise=exercise, state="open"), now, most=most)

    def all_known(self, now: datetime) -> tuple[Overview, ...]:
        """Real sessions and exercises, those still open first, then the latest."""
        found = [one for exercise in (False, True) for one in self.every(now, Wanted(exercise=exercise))]
        return tuple(sorted(found, key=lambda one: (one.open, one.last_at), reverse=True))

    def every(self, now: datetime, wanted: Wanted) -> Iterator[Overview]:
        """All that are wanted, page by page."""
        page = self.index.page(wanted, now)
        while page:
            yield from page
            page = self.index.page(wanted, now, after=page[-1])


def sessions_of(journal: Journal, site: Site) -> Sessions:
    """The sessions of a journal; the index lies beside it, or in memory where it has no place of its own."""
    beside = Path(journal.place).with_name(FILE) if journal.place and journal.durable else None
    return Sessions(journal, Index(beside), site)
