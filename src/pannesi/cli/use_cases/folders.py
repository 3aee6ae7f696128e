"""The folders that a command works on, given as options or not: opening the site and the journal in them.

Nothing here loads the command line, which `pannesi contacts` does without.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.support.console import stderr
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.application.context import Station
    from pannesi.application.site_selection import SelectedSite
    from pannesi.journal.stand_in_journal import OpenedJournal
    from pannesi.journal.store import Journal
    from pannesi.procedure.model.contacts import ContactsFile


@dataclass(frozen=True)
class Folders:
    """The folders given as options, before or after the name of the command; None where not given."""

    site: str | None
    data: str | None


def selected_site(folders: Folders) -> SelectedSite:
    """The site, its notices printed on standard error. Raises SiteUnusable."""
    from pannesi.application.site_selection import read_site
    from pannesi.procedure.loading.site_choice import choose_folder

    selected = read_site(choose_folder(folders.site, os.environ, Path.cwd()), lambda: journal_to_read(folders))
    for banner in selected.banners:
        stderr().wrapped(banner)
    return selected


def newest_contacts(folders: Folders) -> ContactsFile:
    """The contacts: from the cache of a site that was read before, else read without the cases, and with the whole site
    where anything is wrong. Raises SiteUnusable."""
    from pannesi.procedure.loading.cache import cache_folder, cached_contacts
    from pannesi.procedure.loading.site_choice import choose_folder

    folder = choose_folder(folders.site, os.environ, Path.cwd())
    contacts = cached_contacts(folder.path, cache_folder())
    if contacts is None:
        from pannesi.procedure.loading.contacts_only import load_contacts

        contacts = load_contacts(folder.path)
    if contacts is None:
        return selected_site(folders).site.contacts
    for banner in folder.banners:
        stderr().wrapped(banner)
    return contacts


def journal_to_read(folders: Folders) -> Journal | None:
    """The journal, read only; None where there is none yet. Raises JournalError.

    What stands in emergency journals and is not merged yet is printed on standard error.
    """
    from pannesi.application.journal_reading import open_for_reading
    from pannesi.journal.location import data_folder, fallback_folders, is_shared
    from pannesi.journal.stand_in.unmerged import unmerged_notices
    from pannesi.journal.writer import new_writer

    journal = open_for_reading(folders.data, os.environ)
    folder = data_folder(folders.data, dict(os.environ))
    searched = (folder, *fallback_folders())
    for words in unmerged_notices(journal, searched, folder, new_writer(), shared=is_shared(folder)):
        stderr().wrapped(words)
    return journal


@contextlib.contextmanager
def journal_to_write(folders: Folders) -> Iterator[OpenedJournal]:
    """The journal to write to, or a stand-in; it is closed when the block ends."""
    from pannesi.application.context import open_for_writing
    from pannesi.journal.writer import new_writer

    opened = open_for_writing(folders.data, os.environ, new_writer())
    try:
        yield opened
    finally:
        opened.journal.close()


@contextlib.contextmanager
def main_journal_to_write(folders: Folders) -> Iterator[Journal]:
    """The main journal, to record what somebody decided. Raises NotWritten where only a stand-in can be written."""
    from pannesi.journal.store import NotWritten

    with journal_to_write(folders) as opened:
        if opened.state != "normal":
            raise NotWritten(opened.problem or _("Le journal ne peut pas être écrit."))
        yield opened.journal


@contextlib.contextmanager
def journal_of_exports(folders: Folders) -> Iterator[Journal]:
    """The journal, to record that what may hold names leaves the program, before it does. Raises CannotExport where it
    cannot be written: then nothing may leave."""
    from pannesi.support.errors import CannotExport

    with journal_to_write(folders) as opened:
        if opened.problem is not None:
            raise CannotExport(
                _("Rien n'est écrit : cette sortie se note dans le journal, qui ne peut pas être écrit.")
            )
        yield opened.journal


@contextlib.contextmanager
def station_to_write(folders: Folders, who: str | None) -> Iterator[Station]:
    """The station of a command that writes into sessions, as `who`; its journal is closed when the block ends."""
    from pannesi.application.context import open_station

    station = open_station(folders.site, folders.data, who, os.environ, Path.cwd())
    with contextlib.closing(station.journal):
        yield station
