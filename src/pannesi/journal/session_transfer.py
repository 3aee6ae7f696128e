"""Export of one session to a file, and import on another machine: the events of both sides are united.

Conflicting answers of the two sides stay visible; what either side erased stays erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pannesi.journal.audit_entries import ErasureEntry, ExportEntry, ImportEntry
from pannesi.journal.audit_log import Who, abandoned_drafts, audit_draft, erased_in, record, tombstone
from pannesi.journal.portable_file import new_portable_file, read_bounded
from pannesi.journal.session_archive import MAX_BYTES, SessionArchive, decode_archive, encode_archive
from pannesi.journal.store import Journal, RemovedSessionImport
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

    @property
    def is_empty(self) -> bool:
        """Whether the import would change nothing."""
        return not (self.new or self.texts or self.erases)


def export_to_file(
    journal: Journal, session: str, target: Path, who: Who, *, patients: bool, force: bool
) -> SessionArchive:
    """Writes one session to `target`, without its free texts unless `patients`; returns what was written.

    An export with patients is first recorded in the audit log. Raises TooLarge, AlreadyExists and FileError for the
    target, NotWritten when it cannot be recorded: then no file is made.
    """
    events, salts = journal.events_with_salts(session)
    events = tuple(sorted(events, key=lambda event: event.order))
    digest = next((event.body.site for event in events if isinstance(event.body, SessionOpened)), None)
    files = (journal.site(digest) if digest is not None else None) or {}
    erased = erased_in(journal, session) & {event.id for event in events}
    archive = SessionArchive(session, events, salts if patients else {}, erased, digest, files, patients)
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


def preview_import(journal: Journal, source: Path) -> ImportPreview:
    """The session in the file `source`, checked, and what its import would change.

    Raises FileError, TooLarge, UnreadableArchive, RemovedSessionImport.
    """
    archive = decode_archive(read_bounded(source, MAX_BYTES))
    removal = tombstone(journal, archive.session)
    if removal is not None:
        raise RemovedSessionImport(
            _("La session {session} a été supprimée de ce journal après sa durée de conservation (le {day}) :"
              " elle n'est pas reprise.").format(session=archive.session, day=f"{removal.moment:%d/%m/%Y}")
        )  # fmt: skip
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
    erases = owed & texts_here
    return ImportPreview(
        archive, sum(event.id not in here for event in archive.events),
        sum(event.id in here for event in missing), len(erases),
    )  # fmt: skip


def merge_import(journal: Journal, preview: ImportPreview, source: Path, who: Who) -> None:
    """Merges a session file into the journal and records it in the audit log.

    Raises Clash before anything is written, NotWritten.
    """
    archive = preview.archive
    if archive.site is not None and archive.files:
        journal.keep_site(archive.site, archive.files)
    journal.receive(archive.events, archive.salts)
    entry = ImportEntry(session=archive.session, new=preview.new, patients=archive.patients, site=bool(archive.files))
    drafts = [audit_draft(entry, who, text=clean_line(source.name))]
    news = sorted(archive.erased - erased_in(journal, archive.session))
    if news:
        gone = ErasureEntry(session=archive.session, events=tuple(news), why="imported")
        drafts.insert(0, audit_draft(gone, who))
    journal.append(drafts)
    journal.scrub()
