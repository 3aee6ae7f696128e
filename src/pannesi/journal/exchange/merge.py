"""Merging one journal into another: the union of their events; what either side erased stays erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pannesi.journal.audit_log import abandoned_drafts, audit_events, erased_by, removed_by
from pannesi.journal.store import AUDIT_SESSION, Journal, OnProgress, is_session, no_progress, reviewed_session

LossCheck = Callable[[Journal, Journal, "MergeLoss"], None]
"""Raises NotSettled where a merge of the first journal into the second may not erase this there. Which sessions may
lose texts is a policy of the application (`application/retention/settled.py`), not of the store."""


@dataclass(frozen=True)
class JournalSummary:
    """How much a journal holds, the audit log left out: shown before two journals are merged."""

    sessions: frozenset[str]
    events: int
    first_at: str
    last_at: str


@dataclass(frozen=True)
class MergeResult:
    """What a merge changed."""

    new: int
    """How many events were new."""
    sessions: tuple[str, ...]
    """The ids of the sessions that got new events."""
    removed: tuple[str, ...]
    """The ids of sessions in the source that were removed from the target before: they are not merged."""


@dataclass(frozen=True)
class MergeLoss:
    """What a merge would erase of one session, or of one incident review, in the target."""

    session: str
    """The id of its chain."""
    texts: int
    """How many free texts."""
    whole: bool
    """Whether the whole session, since it was removed from the source."""


def journal_summary(journal: Journal) -> JournalSummary:
    """How much a journal holds, without the audit log. Raises JournalError."""
    rows = journal.sessions()
    firsts, lasts = [row.first_at for row in rows], [row.last_at for row in rows]
    return JournalSummary(
        frozenset(row.id for row in rows), sum(row.events for row in rows), min(firsts, default=""),
        max(lasts, default=""),
    )  # fmt: skip


def pending_losses(source: Journal, into: Journal) -> tuple[MergeLoss, ...]:
    """What merging the audit log of `source` into `into` would erase there. Raises JournalError."""
    return tuple(_losses_of_sessions(source, into, no_progress))


def _losses_of_sessions(source: Journal, into: Journal, progress: OnProgress) -> Iterator[MergeLoss]:
    """The losses one by one: every session of `into` is read for it."""
    merged = {entry.id for entry in audit_events(into)}
    news = [event for event in audit_events(source) if event.id not in merged]
    names = {name for event in news for name in erased_by(event)}
    removed = {session for event in news if (session := removed_by(event)) is not None}
    chains = _chains(into) if names or removed else ()
    for number, chain in enumerate(chains, start=1):
        whole = chain in removed
        here = into.events(chain)
        texts = sum(fact.text is not None and (whole or fact.id in names) for fact in here)
        if texts and not whole:
            ids = {fact.id for fact in here}
            both = (*here, *(event for event in source.events(chain) if event.id not in ids))
            texts = sum(fact.text is not None and fact.id in names - abandoned_drafts(both) for fact in here)
        if texts or whole:
            yield MergeLoss(chain, texts, whole)
        progress(number, len(chains))


def _chains(journal: Journal) -> tuple[str, ...]:
    """The ids of the sessions, the latest first, then of the incident reviews."""
    reviews = (chain for chain in journal.session_ids() if reviewed_session(chain) is not None)
    return (*(row.id for row in journal.sessions()), *reviews)


def refuse_losses(
    source: Journal, into: Journal, check_loss: LossCheck, progress: OnProgress = no_progress
) -> tuple[MergeLoss, ...]:
    """What a merge would erase in `into`, each loss having passed `check_loss`.

    `progress` gets sessions read and sessions in all. Raises NotSettled at the first loss that may not be,
    JournalError.
    """
    losses: list[MergeLoss] = []
    for loss in _losses_of_sessions(source, into, progress):
        check_loss(source, into, loss)
        losses.append(loss)
    return tuple(losses)


def merge(
    source: Journal,
    into: Journal,
    check_loss: LossCheck,
    progress: OnProgress = no_progress,
    judging: OnProgress = no_progress,
) -> MergeResult:
    """Merges everything that `source` holds into `into`, one session at a time, the audit log first.

    `judging` gets the sessions of `into` read for `check_loss`, `progress` the sessions merged. Raises NotSettled
    before anything is written; Clash and NotWritten in between: what was merged stays, and merging again goes on from
    there.
    """
    refuse_losses(source, into, check_loss, judging)
    names = [AUDIT_SESSION, *_chains(source)]
    new, touched, removed = 0, [], []
    for number, name in enumerate(names, start=1):
        events, salts = source.events_with_salts(name)
        count = into.receive(events, salts)
        if count and is_session(name):
            touched.append(name)
        if events and is_session(name) and not into.events(name):
            removed.append(name)
        new += count
        for digest in {str(event.payload["site"]) for event in events if isinstance(event.payload.get("site"), str)}:
            files = source.site(digest)
            if files is not None:
                into.keep_site(digest, files)
        progress(number, len(names))
    return MergeResult(new, tuple(touched), tuple(removed))
