"""Salvage of a damaged journal: its readable events are written to a new journal, and what is lost is recorded
there."""

from __future__ import annotations

import contextlib
import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pannesi.journal.audit_entries import SalvageEntry
from pannesi.journal.audit_log import Who, audit_draft, entries_of, erased_by
from pannesi.journal.chain.hash_chain import hash_matches, text_matches
from pannesi.journal.sqlite.page_recovery import Bytes, RecoveredRows, recover_rows
from pannesi.journal.store import AUDIT_SESSION, ChainProblem, Clash, Journal, OnProgress, no_progress
from pannesi.procedure.loading.site_files import digest_of
from pannesi.session.events import Event
from pannesi.session.facts.session import SessionOpened
from pannesi.support.i18n import _

MOST_LOST = 10_000
"""How many losses are recorded in the audit log at most."""


@dataclass(frozen=True)
class SalvagedFacts:
    """Everything that could be read of a damaged journal, checked against hashes and digests."""

    events: tuple[Event, ...]
    salts: dict[str, str]
    sites: dict[str, dict[str, bytes]]
    lost: tuple[ChainProblem, ...]
    """Events, texts and sites that could not be read, or not as they were written."""


def read_damaged(path: Path, progress: OnProgress = no_progress) -> SalvagedFacts:
    """Reads a journal's file page by page, without SQLite: nothing in it is run or trusted.

    `progress` gets pages read and pages in all. Raises OSError.
    """
    with path.open("rb") as stream, contextlib.ExitStack() as opened:
        content: Bytes = b""
        if path.stat().st_size:
            content = opened.enter_context(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        return _put_together(recover_rows(content, hash_matches, progress))


def _put_together(rows: RecoveredRows) -> SalvagedFacts:
    """The recovered rows put together: each event with its text, and what is missing between and beside them."""
    erased = rows.gone.union(*(erased_by(event) for event in rows.events.values()))
    events, salts, lost = [], dict[str, str](), list[ChainProblem]()
    for event in sorted(rows.events.values(), key=lambda event: (event.session, event.writer, event.seq)):
        if event.session in rows.gone:
            continue
        if not hash_matches(event):
            lost.append(ChainProblem.of(event, "hash", _("ce fait a été modifié ou abîmé : il est repris tel quel")))
        text = next(
            ((salt, text) for salt, text in rows.texts.get(event.id, ()) if text_matches(event, salt, text)), None
        )
        if text is not None and event.id not in erased:
            salts[event.id], event = text[0], replace(event, text=text[1])
        elif isinstance(event.payload.get("text"), str) and event.id not in erased:
            lost.append(ChainProblem.of(event, "missing", _("le texte de ce fait est perdu")))
        events.append(event)
    places = {(event.session, event.writer, event.seq) for event in events}
    named = {place for place in rows.places if place[0] not in rows.gone}
    for session, writer, seq in sorted((named | _places_before(places)) - places):
        lost.append(ChainProblem(session, writer, seq, "unreadable", _("ce fait est perdu")))
    sites = {digest: files for digest, files in rows.sites.items() if digest_of(files) == digest}
    for event in events:
        site = event.body.site if isinstance(event.body, SessionOpened) else None
        if site is not None and site not in sites:
            lost.append(ChainProblem.of(event, "site", _("la procédure suivie est perdue")))
    return SalvagedFacts(tuple(events), salts, sites, tuple(lost))


def _places_before(places: Iterable[tuple[str, str, int]]) -> set[tuple[str, str, int]]:
    """The (session, writer, seq) of every event that must have come before these in its chain."""
    last: dict[tuple[str, str], int] = {}
    for session, writer, seq in places:
        last[session, writer] = max(seq, last.get((session, writer), 0))
    return {
        (session, writer, seq)
        for (session, writer), most in last.items()
        if most <= 10 * MOST_LOST
        for seq in range(1, most)
    }


def write_salvaged(
    journal: Journal, salvaged: SalvagedFacts, who: Who, name: str, progress: OnProgress = no_progress
) -> int:
    """Writes salvaged events into a journal, the audit log first, and records there what is lost.

    `name` is that of the damaged file, `progress` gets events written and events in all. Returns how many were new.
    Raises NotWritten.
    """
    sessions: dict[str, list[Event]] = {AUDIT_SESSION: []}
    for event in salvaged.events:
        sessions.setdefault(event.session, []).append(event)
    new = done = 0
    for events in sessions.values():
        new += _receive_consistent(journal, events, salvaged.salts)
        done += len(events)
        progress(done, len(salvaged.events))
    for digest, files in salvaged.sites.items():
        journal.keep_site(digest, files)
    if new or salvaged.lost:
        lost = [[problem.session, problem.writer, problem.seq, problem.code] for problem in salvaged.lost[:MOST_LOST]]
        journal.append([audit_draft(SalvageEntry(file=name, new=new, lost=tuple(lost)), who)])
    return new


def recorded_as_lost(journal: Journal, problems: Iterable[ChainProblem]) -> Iterator[bool]:
    """For each problem found in a journal, whether its audit log records that a salvage lost this."""
    lost: set[tuple[object, ...]] = set()
    for _event, entry in entries_of(journal, SalvageEntry):
        lost.update(entry.places)
    for problem in problems:
        before = problem.code in ("gap", "prev")
        place = (problem.session, problem.writer, problem.seq)
        yield place in lost or (before and (problem.session, problem.writer, problem.seq - 1) in lost)


def _receive_consistent(journal: Journal, events: list[Event], salts: dict[str, str]) -> int:
    """Writes events together; where some contradict each other, one by one, so that the first of each is kept."""
    try:
        return journal.receive(events, salts)
    except Clash:
        new = 0
        for event in events:
            with contextlib.suppress(Clash):
                new += journal.receive((event,), salts)
        return new
