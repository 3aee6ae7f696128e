"""What the commands share: the application they belong to, the options of all, and opening the site and the journal."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pannesi.cli.help import FrenchGroup
from pannesi.support.console import stderr
from pannesi.support.i18n import N_

if TYPE_CHECKING:
    from pannesi.application.site_selection import SelectedSite
    from pannesi.journal.stand_in_journal import OpenedJournal
    from pannesi.journal.store import Journal
    from pannesi.procedure.model.contacts import ContactsFile

_SITE = N_("Dossier du site : contacts.yaml et cases/. Sinon PANNESI_SITE, sinon ici, sinon la copie livrée.")
_DATA = N_("Dossier du journal. Sinon PANNESI_DATA, sinon le dossier de l'utilisateur.")
_JSON = N_("Écrire du JSON, pour un autre programme.")

SiteOption = Annotated[str | None, typer.Option("--site", metavar="DOSSIER", help=_SITE)]
DataOption = Annotated[str | None, typer.Option("--data", metavar="DOSSIER", help=_DATA)]
JsonOption = Annotated[bool, typer.Option("--json", help=_JSON)]

app = typer.Typer(
    cls=FrenchGroup, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)  # fmt: skip


@dataclass(frozen=True)
class Folders:
    """The folders given as options, before or after the name of the command; None where not given."""

    site: str | None
    data: str | None


def folders_of(ctx: typer.Context, site: str | None, data: str | None) -> Folders:
    """The folders of a command: those given after its name go before those given before it."""
    before = ctx.obj if isinstance(ctx.obj, Folders) else Folders(None, None)
    return Folders(site or before.site, data or before.data)


def selected_site(folders: Folders) -> SelectedSite:
    """The site, its notices printed on standard error. Raises SiteUnusable."""
    from pannesi.application.site_selection import read_site
    from pannesi.procedure.loading.site_choice import choose_folder

    selected = read_site(choose_folder(folders.site, os.environ, Path.cwd()), lambda: journal_to_read(folders))
    for banner in selected.banners:
        stderr().wrapped(banner)
    return selected


def newest_contacts(folders: Folders) -> ContactsFile:
    """The contacts, read without the cases; with the whole site where anything is wrong. Raises SiteUnusable."""
    from pannesi.procedure.loading.contacts_only import load_contacts
    from pannesi.procedure.loading.site_choice import choose_folder

    folder = choose_folder(folders.site, os.environ, Path.cwd())
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
    from pannesi.journal.unmerged import unmerged_notices
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
