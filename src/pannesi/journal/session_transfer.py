"""One session carried from one machine to another: union of the facts, conflicts visible, erasing wins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pannesi.journal.audit_entries import ErasureEntry, ExportEntry, ImportEntry
from pannesi.journal.audit_log import Who, audit_draft, erased_in, given_up_in, record, tombstone
from pannesi.journal.portable_file import new_portable_file, read_bounded
from pannesi.journal.session_archive import MAX_BYTES, SessionFile, read, written
from pannesi.journal.store import Journal, Removed
from pannesi.session.facts.session import SessionOpened
from pannesi.support.errors import TooLarge
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


@dataclass(frozen=True)
class Arrival:
    """What taking a file in would change."""

    found: SessionFile
    new: int
    """Facts that are not here."""
    texts: int
    """Texts that are missing here."""
    erases: int
    """Texts that are here and were erased there."""

    @property
    def nothing(self) -> bool:
        return not (self.new or self.texts or self.erases)


def export(journal: Journal, session: str, target: Path, who: Who, *, patients: bool, force: bool) -> SessionFile:
    """Write one session to `target`; with patients, that is recorded before the file has its name.

    Raises TooLarge, AlreadyExists and FileError for the target, NotWritten when it cannot be recorded: then there is
    no file.
    """
    events, salts = journal.give(session)
    events = tuple(sorted(events, key=lambda event: event.order))
    digest = next((event.body.site for event in events if isinstance(event.body, SessionOpened)), None)
    files = (journal.site(digest) if digest is not None else None) or {}
    erased = erased_in(journal, session) & {event.id for event in events}
    found = SessionFile(session, events, salts if patients else {}, erased, digest, files, patients)
    content = written(found)
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


def arrival(journal: Journal, source: Path) -> Arrival:
    """What the file `source` holds and would change here. Raises FileError, TooLarge, Unreadable, Removed."""
    found = read(read_bounded(source, MAX_BYTES))
    stone = tombstone(journal, found.session)
    if stone is not None:
        raise Removed(
            _("La session {session} a été supprimée de ce journal après sa durée de garde (le {day}) : elle n'est pas"
              " reprise.").format(session=found.session, day=f"{stone.moment:%d/%m/%Y}")
        )  # fmt: skip
    here = {event.id: event for event in journal.events(found.session)}
    gone = erased_in(journal, found.session)
    missing = [
        one for one in found.events if one.text is not None and one.id not in gone and _has_no_text(here.get(one.id))
    ]
    owed = found.erased - given_up_in((*here.values(), *(one for one in found.events if one.id not in here)))
    erases = [name for name in owed if name in here and here[name].text is not None]
    return Arrival(
        found, sum(one.id not in here for one in found.events),
        sum(one.id in here for one in missing), len(erases),
    )  # fmt: skip


def _has_no_text(event: object) -> bool:
    return getattr(event, "text", None) is None


def take_in(journal: Journal, what: Arrival, source: Path, who: Who) -> None:
    """Merge a file into the journal and record it. Raises Clash, and then nothing was written, or NotWritten."""
    found = what.found
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
