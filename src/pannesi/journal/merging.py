"""What one journal holds merged into another: union of the facts, erasing wins on either side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pannesi.journal.audit import DESK
from pannesi.journal.port import Journal

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@dataclass(frozen=True)
class Held:
    """What a journal holds, to be shown before two are merged."""

    sessions: frozenset[str]
    events: int
    first_at: str
    last_at: str


@dataclass(frozen=True)
class Merged:
    """What a merge brought."""

    new: int
    """Events that were not here."""
    sessions: tuple[str, ...]
    """The sessions that got some."""
    removed: tuple[str, ...]
    """Sessions of the copy that were removed here since: they stay so."""


def held_by(journal: Journal) -> Held:
    """What a journal holds, without the desk."""
    rows = journal.sessions()
    firsts, lasts = [row.first_at for row in rows], [row.last_at for row in rows]
    return Held(
        frozenset(row.id for row in rows), sum(row.events for row in rows), min(firsts, default=""),
        max(lasts, default=""),
    )  # fmt: skip


def merge(source: Journal, into: Journal, progress: Progress = lambda done, whole: None) -> Merged:
    """Merge everything that `source` holds, one session at a time, the desk first: what was erased on either side
    stays erased. Raises Clash and NotWritten; what was merged until then stays, and merging again goes on."""
    names = [DESK, *(row.id for row in source.sessions())]
    new, touched, removed = 0, [], []
    for number, name in enumerate(names, start=1):
        events, salts = source.give(name)
        count = into.receive(events, salts)
        if count and name != DESK:
            touched.append(name)
        if events and name != DESK and not into.events(name):
            removed.append(name)
        new += count
        for digest in {str(one.payload["site"]) for one in events if isinstance(one.payload.get("site"), str)}:
            files = source.site(digest)
            if files is not None:
                into.keep_site(digest, files)
        progress(number, len(names))
    return Merged(new, tuple(touched), tuple(removed))
