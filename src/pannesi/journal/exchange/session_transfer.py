"""Export of one session to a file, and import on another machine: the events of both sides are united.

Conflicting answers of the two sides stay visible; what either side erased stays erased.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pannesi.journal.audit_entries import ErasureEntry, ExportEntry, ImportEntry
from pannesi.journal.audit_log import Who, abandoned_drafts, audit_draft, erased_in, record, tombstone
from pannesi.journal.exchange.portable_file import new_portable_file, read_bounded
from pannesi.journal.exchange.session_archive import MAX_BYTES, SessionArchive, decode_archive, encode_archive
from pannesi.journal.store import Journal, RemovedSessionImport, review_chain
from pannesi.procedure.availability.moments import format_date
from pannesi.session.facts.session import SessionOpened
from pannesi.support.errors import TooLarge
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


@dataclass(frozen=True)
class ImportPreview:
    """What importing a session file would change in a journal."""

    archive: SessionArchive
    new: int
    """How many events are new."""
    texts: int
    """How many missing texts it would add."""
    erases: int
    """How many texts it would erase, since they were erased on the other machine."""
    review_new: int = 0
    """How many of the new events are of the incident review."""
    review_erases: int = 0
    """How many of the texts to erase are of the incident review."""

    @property
    def is_empty(self) -> bool:
        """Whether the import would change nothing."""
        return not (self.new or self.texts or self.erases)


def export_to_file(
    journal: Journal, session: str, target: Path, who: Who, *, patients: bool, force: bool
) -> SessionArchive:
    """Writes one session and its incident review to `target`, without free texts unless `patients`; returns what was
    written.

    An export with patients is first recorded in the audit log. Raises TooLarge, AlreadyExists and FileError for the
    target, NotWritten when it cannot be recorded: then no file is made.
    """
    events, salts = journal.events_with_salts(session)
    events = tuple(sorted(events, key=lambda event: event.order))
    digest = next((event.body.site for event in events if isinstance(event.body, SessionOpened)), None)
    files = (journal.site(digest) if digest is not None else None) or {}
    erased = erased_in(journal, session) & {event.id for event in events}
    archive = SessionArchive(
        session, events, salts if patients else {}, erased, digest, files, patients,
        review=_review_archive(journal, session, patients=patients),
    )  # fmt: skip
    content = encode_archive(archive)
    if len(content) > MAX_BYTES:
        raise TooLarge(_("Cette session est trop grosse pour un export."))
    with new_portable_file(target, force=force) as part:
        part.write_bytes(content)
        if patients:
            record(
                journal,
                ExportEntry(what="session", sessions=(session,), patients=True),
                who,
                text=clean_line(str(target)),
            )
    return archive


def _review_archive(journal: Journal, session: str, *, patients: bool) -> SessionArchive | None:
    """The incident review of a session, which travels with it; None without one."""
    chain = review_chain(session)
    events, salts = journal.events_with_salts(chain)
    if not events:
        return None
    ordered = tuple(sorted(events, key=lambda event: event.order))
    erased = erased_in(journal, chain) & {event.id for event in events}
    return SessionArchive(chain, ordered, salts if patients else {}, erased, None, {}, patients)


def preview_import(journal: Journal, source: Path) -> ImportPreview:
    """The session in the file `source`, checked, and what its import would change.

    Raises FileError, TooLarge, UnreadableArchive, RemovedSessionImport.
    """
    archive = decode_archive(read_bounded(source, MAX_BYTES))
    removal = tombstone(journal, archive.session)
    if removal is not None:
        raise RemovedSessionImport(
            _("La session {session} a été supprimée de ce journal après sa durée de conservation (le {day}) :"
              " elle n'est pas reprise.").format(session=archive.session, day=format_date(removal.moment))
        )  # fmt: skip
    if archive.review is not None and tombstone(journal, archive.review.session) is not None:
        archive = replace(archive, review=None)  # it was removed here after its own retention
    changes = [_changes(journal, chain) for chain in archive.chains]
    new, texts, erases = map(sum, zip(*changes, strict=True))
    review_new, _texts, review_erases = changes[1] if archive.review is not None else (0, 0, 0)
    return ImportPreview(archive, new, texts, erases, review_new, review_erases)


def _changes(journal: Journal, archive: SessionArchive) -> tuple[int, int, int]:
    """How many events of a chain are new, how many of its texts are missing here, and how many it erases."""
    here = {event.id: event for event in journal.events(archive.session)}
    gone = erased_in(journal, archive.session)
    texts_here = {event.id for event in here.values() if event.text is not None}
    missing = [
        event
        for event in archive.events
        if event.text is not None and event.id not in gone and event.id not in texts_here
    ]
    owed = archive.erased - abandoned_drafts(
        (*here.values(), *(event for event in archive.events if event.id not in here))
    )
    new = sum(event.id not in here for event in archive.events)
    return new, sum(event.id in here for event in missing), len(owed & texts_here)


def merge_import(journal: Journal, preview: ImportPreview, source: Path, who: Who) -> None:
    """Merges a session file into the journal and records it in the audit log.

    Raises Clash before anything is written, NotWritten.
    """
    archive = preview.archive
    if archive.site is not None and archive.files:
        journal.keep_site(archive.site, archive.files)
    salts = {name: salt for chain in archive.chains for name, salt in chain.salts.items()}
    journal.receive(tuple(event for chain in archive.chains for event in chain.events), salts)
    entry = ImportEntry(session=archive.session, new=preview.new, patients=archive.patients, site=bool(archive.files))
    drafts = [audit_draft(entry, who, text=clean_line(source.name))]
    for chain in archive.chains:
        news = sorted(chain.erased - erased_in(journal, chain.session))
        if news:
            gone = ErasureEntry(session=chain.session, events=tuple(news), why="imported")
            drafts.insert(0, audit_draft(gone, who))
    journal.append(drafts)
    journal.scrub()
