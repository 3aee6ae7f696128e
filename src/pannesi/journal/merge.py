"""What one journal holds merged into another: union of the facts, erasing wins on either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pannesi.journal.audit_entries import AUDIT_SESSION
from pannesi.journal.audit_log import abandoned_drafts, audit_events, erased_by, removed_by
from pannesi.journal.store import Journal

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""
LossCheck = Callable[[Journal, Journal, "MergeLoss"], None]
"""Raises NotSettled where what a merge of the first journal into the second would take from it may not go: which
sessions may lose words is the business of whoever opens journals, not of the store."""


@dataclass(frozen=True)
class JournalSummary:
    """What a journal holds, to be shown before two are merged."""

    sessions: frozenset[str]
    events: int
    first_at: str
    last_at: str


@dataclass(frozen=True)
class MergeResult:
    """What a merge brought."""

    new: int
    """Events that were not here."""
    sessions: tuple[str, ...]
    """The sessions that got some."""
    removed: tuple[str, ...]
    """Sessions of the copy that were removed here since: they stay so."""


@dataclass(frozen=True)
class MergeLoss:
    """What a merge would take from one session that is here."""

    session: str
    texts: int
    whole: bool
    """Whether the session itself was removed there."""


def journal_summary(journal: Journal) -> JournalSummary:
    """What a journal holds, without the desk."""
    rows = journal.sessions()
    firsts, lasts = [row.first_at for row in rows], [row.last_at for row in rows]
    return JournalSummary(
        frozenset(row.id for row in rows), sum(row.events for row in rows), min(firsts, default=""),
        max(lasts, default=""),
    )  # fmt: skip


def pending_losses(source: Journal, into: Journal) -> tuple[MergeLoss, ...]:
    """What the desk of `source` erased or removed of what is here, and that was not obeyed here yet."""
    return tuple(_losses(source, into, _no_progress))


def _no_progress(done: int, whole: int) -> None:
    """Progress that nobody wants to know of."""


def _losses(source: Journal, into: Journal, progress: Progress) -> Iterator[MergeLoss]:
    """The same, as they are found: every session that is here has to be read for it."""
    known = {entry.id for entry in audit_events(into)}
    news = [one for one in audit_events(source) if one.id not in known]
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
            texts = sum(one.text is not None and one.id in names - abandoned_drafts(both) for one in here)
        if texts or whole:
            yield MergeLoss(row.id, texts, whole)
        progress(number, len(rows))


def refuse_losses(
    source: Journal, into: Journal, check_loss: LossCheck, progress: Progress = _no_progress
) -> tuple[MergeLoss, ...]:
    """What a merge would take, all of it reconciled here. Raises NotSettled at the first that is not."""
    taken: list[MergeLoss] = []
    for one in _losses(source, into, progress):
        check_loss(source, into, one)
        taken.append(one)
    return tuple(taken)


def merge(
    source: Journal,
    into: Journal,
    check_loss: LossCheck,
    progress: Progress = _no_progress,
    judging: Progress = _no_progress,
) -> MergeResult:
    """Merge everything that `source` holds, one session at a time, the desk first: what was erased on either side
    stays erased; `judging` is told how much of what is here was read to see that it may be. Raises NotSettled, before
    anything is written, when that would take what is not reconciled here; Clash and NotWritten: what was merged until
    then stays, and merging again goes on."""
    refuse_losses(source, into, check_loss, judging)
    names = [AUDIT_SESSION, *(row.id for row in source.sessions())]
    new, touched, removed = 0, [], []
    for number, name in enumerate(names, start=1):
        events, salts = source.events_with_salts(name)
        count = into.receive(events, salts)
        if count and name != AUDIT_SESSION:
            touched.append(name)
        if events and name != AUDIT_SESSION and not into.events(name):
            removed.append(name)
        new += count
        for digest in {str(event.payload["site"]) for event in events if isinstance(event.payload.get("site"), str)}:
            files = source.site(digest)
            if files is not None:
                into.keep_site(digest, files)
        progress(number, len(names))
    return MergeResult(new, tuple(touched), tuple(removed))
