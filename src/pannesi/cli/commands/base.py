"""What the commands share: the application they belong to, and the options of all."""

from __future__ import annotations

from typing import Annotated

import typer

from pannesi.cli.help import FrenchGroup
from pannesi.cli.use_cases.folders import Folders
from pannesi.support.i18n import N_

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


def folders_of(ctx: typer.Context, site: str | None, data: str | None) -> Folders:
    """The folders of a command: those given after its name go before those given before it."""
    before = ctx.obj if isinstance(ctx.obj, Folders) else Folders(None, None)
    return Folders(site or before.site, data or before.data)
