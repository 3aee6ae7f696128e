"""What every command shares: the application they belong to, the options they all take, the site and the journal."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pannesi.cli.help import FrenchGroup
from pannesi.support.console import stderr
from pannesi.support.i18n import N_

if TYPE_CHECKING:
    from pannesi.application.site_selection import SelectedSite
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
    """The folders asked for, before or after the command's name."""

    site: str | None
    data: str | None


def folders_of(ctx: typer.Context, site: str | None, data: str | None) -> Folders:
    """The folders of a command: those after its name, else those before."""
    before = ctx.obj if isinstance(ctx.obj, Folders) else Folders(None, None)
    return Folders(site or before.site, data or before.data)


def reading_of(where: Folders) -> SelectedSite:
    """The site, and on standard error what must be said about it. Raises SiteUnusable."""
    from pannesi.application.site_selection import read_site
    from pannesi.procedure.loading.site_choice import choose_folder

    found = read_site(choose_folder(where.site, os.environ, Path.cwd()), lambda: journal_of(where))
    for banner in found.banners:
        stderr().wrapped(banner)
    return found


def newest_contacts(where: Folders) -> ContactsFile:
    """The contacts, read without the cases; with the whole site when anything is wrong. Raises SiteUnusable."""
    from pannesi.procedure.loading.contacts_only import load_contacts
    from pannesi.procedure.loading.site_choice import choose_folder

    folder = choose_folder(where.site, os.environ, Path.cwd())
    contacts = load_contacts(folder.path)
    if contacts is None:
        return reading_of(where).site.contacts
    for banner in folder.banners:
        stderr().wrapped(banner)
    return contacts


def journal_of(where: Folders) -> Journal | None:
    """The journal, to be read only; None when there is none yet. Says on standard error what was noted for it and is
    not there yet. Raises JournalError."""
    from pannesi.application.context import fallback_folders, is_shared, new_edge
    from pannesi.application.journal_reading import open_for_reading
    from pannesi.journal.location import data_folder
    from pannesi.journal.unmerged import unmerged_notices

    journal = open_for_reading(where.data, os.environ)
    folder = data_folder(where.data, dict(os.environ))
    folders = (folder, *fallback_folders(os.environ))
    for words in unmerged_notices(journal, folders, folder, new_edge(), shared=is_shared(folder)):
        stderr().wrapped(words)
    return journal
