"""One session carried from one machine to another: union of the facts, conflicts visible, erasing wins."""

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
    """What taking a file in would change."""

    archive: SessionArchive
    new: int
    """Facts that are not here."""
    texts: int
    """Texts that are missing here."""
    erases: int
    """Texts that are here and were erased there."""

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.texts or self.erases)


def export_to_file(
    journal: Journal, session: str, target: Path, who: Who, *, patients: bool, force: bool
) -> SessionArchive:
    """Write one session to `target`; with patients, that is recorded before the file has its name.

    Raises TooLarge, AlreadyExists and FileError for the target, NotWritten when it cannot be recorded: then there is
    no file.
    """
    events, salts = journal.events_with_salts(session)
    events = tuple(sorted(events, key=lambda event: event.order))
    digest = next((event.body.site for event in events if isinstance(event.body, SessionOpened)), None)
    files = (journal.site(digest) if digest is not None else None) or {}
    erased = erased_in(journal, session) & {event.id for event in events}
    found = SessionArchive(session, events, salts if patients else {}, erased, digest, files, patients)
    content = encode_archive(found)
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
    return found


def preview_import(journal: Journal, source: Path) -> ImportPreview:
    """What the file `source` holds and would change here. Raises FileError, TooLarge, Unreadable, Removed."""
    found = decode_archive(read_bounded(source, MAX_BYTES))
    stone = tombstone(journal, found.session)
    if stone is not None:
        raise RemovedSessionImport(
            _("La session {session} a été supprimée de ce journal après sa durée de garde (le {day}) : elle n'est pas"
              " reprise.").format(session=found.session, day=f"{stone.moment:%d/%m/%Y}")
        )  # fmt: skip
    here = {event.id: event for event in journal.events(found.session)}
    gone = erased_in(journal, found.session)
    missing = [
        one for one in found.events if one.text is not None and one.id not in gone and _has_no_text(here.get(one.id))
    ]
    owed = found.erased - abandoned_drafts((*here.values(), *(one for one in found.events if one.id not in here)))
    erases = [name for name in owed if name in here and here[name].text is not None]
    return ImportPreview(
        found, sum(one.id not in here for one in found.events),
        sum(one.id in here for one in missing), len(erases),
    )  # fmt: skip


def _has_no_text(event: object) -> bool:
    return getattr(event, "text", None) is None


def merge_import(journal: Journal, what: ImportPreview, source: Path, who: Who) -> None:
    """Merge a file into the journal and record it. Raises Clash, and then nothing was written, or NotWritten."""
    found = what.archive
    if found.site is not None and found.files:
        journal.keep_site(found.site, found.files)
    journal.receive(found.events, found.salts)
    entry = ImportEntry(session=found.session, new=what.new, patients=found.patients, site=bool(found.files))
    drafts = [audit_draft(entry, who, text=clean_line(source.name))]
    news = sorted(found.erased - erased_in(journal, found.session))
    if news:
        gone = ErasureEntry(session=found.session, events=tuple(news), why="imported")
        drafts.insert(0, audit_draft(gone, who))
    journal.append(drafts)
    journal.scrub()
