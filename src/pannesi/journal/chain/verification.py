"""Verification of a journal: hash chains, texts, erasures, and the stored sites."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pannesi.journal.audit_entries import ImportEntry, entry_of
from pannesi.journal.audit_log import erased_by, removed_by
from pannesi.journal.chain.hash_chain import verify_chains
from pannesi.journal.store import AUDIT_SESSION, ChainProblem, Journal, review_chain
from pannesi.procedure.loading.site_files import digest_of
from pannesi.session.events import Event
from pannesi.session.facts.session import SessionOpened
from pannesi.support.i18n import _

_DIGEST = re.compile(r"[0-9a-f]{64}")
BESIDE_CHAINS = frozenset({"missing", "erasure", "site"})
"""Codes of problems outside the chains: they do not make what the events say any less true."""


@dataclass
class _Read:
    """What the events of all sessions say together about texts, erasures and sites."""

    silent: dict[str, Event] = field(default_factory=dict)
    """Events whose text is not there, by id."""
    spoken: dict[str, Event] = field(default_factory=dict)
    """Events whose text is there, by id."""
    opened: list[tuple[Event, str]] = field(default_factory=list)
    """The opening event of each session, and the digest of the site it pins."""
    erased: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    partial: set[str] = field(default_factory=set)
    """Sessions that were imported without their texts, or before that was recorded."""
    bare: set[str] = field(default_factory=set)
    """Sessions that were imported without their site, or before that was recorded."""

    def add(self, event: Event) -> None:
        """Takes one more event into account."""
        if isinstance(event.payload.get("text"), str):
            (self.silent if event.text is None else self.spoken)[event.id] = event
        if isinstance(event.body, SessionOpened) and event.body.site is not None:
            self.opened.append((event, event.body.site))
        if event.session != AUDIT_SESSION:
            return
        self.erased.update(erased_by(event))
        if (gone := removed_by(event)) is not None:
            self.removed.add(gone)
        entry = entry_of(event)
        if isinstance(entry, ImportEntry) and entry.session is not None:
            imported = (entry.session, review_chain(entry.session))
            self.partial.update(imported if not entry.patients else ())
            self.bare.update([entry.session] if not entry.site else ())


def check_journal(journal: Journal, progress: Callable[[int], None], left: float) -> tuple[ChainProblem, ...]:
    """Everything that is wrong in a journal, read one session at a time.

    After each session the file is left to others `left` times as long as reading took. `progress` gets the number of
    events read. Raises JournalError.
    """
    problems: list[ChainProblem] = []
    seen, read = _Read(), 0
    for session in journal.session_ids():
        began = time.monotonic()
        events = journal.events(session)
        held = time.monotonic() - began
        problems += verify_chains(events, {event.id: event.salt for event in events if event.salt is not None})
        for event in events:
            seen.add(event)
        time.sleep(left * held)
        read += len(events)
        progress(read)
    return (*problems, *_text_problems(journal, seen), *_site_problems(journal, seen))


def _text_problems(journal: Journal, seen: _Read) -> Iterator[ChainProblem]:
    """Texts that are missing without an erasure, and erasures that do not agree with the tables of the journal."""
    marks = journal.inventory()
    for event in seen.silent.values():
        if event.id in marks.erased - seen.erased:
            yield ChainProblem.of(event, "erasure", _("le texte de ce fait est retiré, et aucun effacement ne le dit"))
        elif event.missing and event.session not in seen.partial:
            yield ChainProblem.of(event, "missing", _("le texte de ce fait manque, et aucun effacement ne le dit"))
    for name in sorted(seen.erased & seen.spoken.keys()):
        yield ChainProblem.of(seen.spoken[name], "erasure", _("le texte de ce fait est là, alors qu'il a été effacé"))
    for _name in sorted((marks.erased - seen.erased) - seen.silent.keys()):
        yield _in_audit_log("erasure", _("un texte est marqué effacé, et aucun effacement ne le dit"))
    for _name in sorted(seen.erased - marks.erased):
        yield _in_audit_log("erasure", _("un texte effacé n'est plus marqué comme tel : il pourrait revenir"))
    for session in sorted(marks.removed ^ seen.removed):
        yield ChainProblem(session, "", 0, "erasure", _("la suppression de cette session ne se lit qu'à moitié"))


def _site_problems(journal: Journal, seen: _Read) -> Iterator[ChainProblem]:
    """Stored sites whose files do not give their digest, and pinned sites that are not stored."""
    kept = journal.inventory().sites
    for digest in sorted(name for name in kept if _DIGEST.fullmatch(name)):
        if digest_of(journal.site(digest) or {}) != digest:
            yield _in_audit_log("site", _("la procédure gardée {digest} a été modifiée").format(digest=digest[:12]))
    for event, digest in seen.opened:
        if digest not in kept and event.session not in seen.bare:
            yield ChainProblem.of(event, "site", _("la procédure que cette session a suivie n'est pas dans le journal"))


def _in_audit_log(code: str, message: str) -> ChainProblem:
    return ChainProblem(AUDIT_SESSION, "", 0, code, message)
