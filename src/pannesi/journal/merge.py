"""What one journal holds merged into another: union of the facts, erasing wins on either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pannesi.journal.audit_entries import DESK
from pannesi.journal.audit_log import entries, erased_by, given_up_in, removed_by
from pannesi.journal.store import Journal

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""
MayTake = Callable[[Journal, Journal, "Taken"], None]
"""Raises NotSettled where what a merge of the first journal into the second would take from it may not go: which
sessions may lose words is the business of whoever opens journals, not of the store."""


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


@dataclass(frozen=True)
class Taken:
    """What a merge would take from one session that is here."""

    session: str
    texts: int
    whole: bool
    """Whether the session itself was removed there."""


def held_by(journal: Journal) -> Held:
    """What a journal holds, without the desk."""
    rows = journal.sessions()
    firsts, lasts = [row.first_at for row in rows], [row.last_at for row in rows]
    return Held(
        frozenset(row.id for row in rows), sum(row.events for row in rows), min(firsts, default=""),
        max(lasts, default=""),
    )  # fmt: skip


def taken_by(source: Journal, into: Journal) -> tuple[Taken, ...]:
    """What the desk of `source` erased or removed of what is here, and that was not obeyed here yet."""
    return tuple(_taking(source, into, _unheard))


def _unheard(done: int, whole: int) -> None:
    """Progress that nobody wants to know of."""


def _taking(source: Journal, into: Journal, progress: Progress) -> Iterator[Taken]:
    """The same, as they are found: every session that is here has to be read for it."""
    known = {entry.id for entry in entries(into)}
    news = [one for one in entries(source) if one.id not in known]
    names = {name for one in news for name in erased_by(one)}
    removed = {session for one in news if (session := removed_by(one)) is not None}
    rows = into.sessions() if names or removed else ()
    for number, row in enumerate(rows, start=1):
        whole = row.id in removed
        here = into.events(row.id)
        texts = sum(one.text is not None and (whole or one.id in names) for one in here)
        if texts and not whole:
            known_here = {one.id for one in here}
            both = (*here, *(event for event in source.events(row.id) if event.id not in known_here))
            texts = sum(one.text is not None and one.id in names - given_up_in(both) for one in here)
        if texts or whole:
            yield Taken(row.id, texts, whole)
        progress(number, len(rows))


def refuse_to_take(
    source: Journal, into: Journal, may_take: MayTake, progress: Progress = _unheard
) -> tuple[Taken, ...]:
    """What a merge would take, all of it reconciled here. Raises NotSettled at the first that is not."""
    taken: list[Taken] = []
    for one in _taking(source, into, progress):
        may_take(source, into, one)
        taken.append(one)
    return tuple(taken)


def merge(
    source: Journal, into: Journal, may_take: MayTake, progress: Progress = _unheard, judging: Progress = _unheard
) -> Merged:  # fmt: skip
    """Merge everything that `source` holds, one session at a time, the desk first: what was erased on either side
    stays erased; `judging` is told how much of what is here was read to see that it may be. Raises NotSettled, before
    anything is written, when that would take what is not reconciled here; Clash and NotWritten: what was merged until
    then stays, and merging again goes on."""
    refuse_to_take(source, into, may_take, judging)
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
        for digest in {str(event.payload["site"]) for event in events if isinstance(event.payload.get("site"), str)}:
            files = source.site(digest)
            if files is not None:
                into.keep_site(digest, files)
        progress(number, len(names))
    return Merged(new, tuple(touched), tuple(removed))
