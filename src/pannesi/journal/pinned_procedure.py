"""The procedure that a session pins: the version of the site it was opened with, whatever the files say today.

It tells which hospital a session belongs to: two may share a data folder, with different telephone numbers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pannesi.journal.store import Journal
from pannesi.procedure.model.procedure import Site
from pannesi.support.text_safety import clean_line, fold_accents

if TYPE_CHECKING:
    from pannesi.journal.audit_entries import SiteSeenEntry
    from pannesi.session.state import State


def pinned_site(
    journal: Journal, state: State, today: Site, read: Callable[[Mapping[str, bytes]], Site | None]
) -> Site | None:
    """The site that a session pins: `today` when it has the pinned digest, else the stored version, else None.

    `read` makes a site of stored files, or returns None when this version of the program cannot read them. None is
    also returned when the stored files do not have the digest they are stored under. Raises JournalError.
    """
    digest = pinned_digest(state)
    if digest is None or digest == today.digest:
        return today
    files = journal.site(digest)
    kept = read(files) if files is not None else None
    return kept if kept is not None and kept.digest == digest else None


def pinned_digest(state: State) -> str | None:
    """The digest (SHA-256, hex) of the site that a session pins; None when it pins none."""
    return state.opening.site if state.opening is not None else None


def hospital_of(state: State, procedure: Site | None) -> str:
    """The name of the hospital that a session was opened at: from its first event, else from the procedure it pins.

    `procedure` must have its own contacts. Empty when neither names one.
    """
    named = state.opening.hospital if state.opening is not None else None
    if named:
        return clean_line(named)
    return clean_line(procedure.contacts.site) if procedure is not None else ""


def is_hospital_of(hospital: str, site: Site) -> bool:
    """Whether a hospital's name is that of a site; True for an empty name."""
    return not hospital or fold_accents(hospital) == fold_accents(site.contacts.site)


def procedure_seen_here(journal: Journal, state: State, site: Site) -> bool:
    """Whether the procedure that a session pins was once seen in this site's folder: then a hospital with another name
    was renamed. Raises JournalError."""
    return (pinned_digest(state) or "") in site_digests_seen(journal, site)


def site_digests_seen(journal: Journal, site: Site) -> frozenset[str]:
    """The digests of every version that was seen in the folder of a site. Raises JournalError."""
    folder = clean_line(os.path.realpath(site.folder))
    return frozenset(entry.site for entry in sites_seen(journal) if entry.folder == folder)


def site_folder_of(journal: Journal, state: State) -> str:
    """The folder in which the procedure that a session pins was last seen; empty when the audit log does not tell.

    Raises JournalError.
    """
    digest = pinned_digest(state)
    folders = [entry.folder for entry in sites_seen(journal) if digest is not None and entry.site == digest]
    return clean_line(folders[-1]) if folders else ""


def sites_seen(journal: Journal) -> Iterator[SiteSeenEntry]:
    """The audit entries of every new version of a procedure, in order. Raises JournalError."""
    from pannesi.journal.audit_entries import SiteSeenEntry
    from pannesi.journal.audit_log import entries_of

    return (entry for _event, entry in entries_of(journal, SiteSeenEntry))
