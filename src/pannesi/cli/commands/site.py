"""Commands that read a site: show, contacts."""

from __future__ import annotations

from typing import Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.help import FrenchCommand
from pannesi.cli.use_cases.folders import selected_site
from pannesi.support.console import stdout
from pannesi.support.i18n import N_


@app.command(
    "show",
    cls=FrenchCommand,
    help=N_(
        """Montrer la procédure telle qu'elle est lue : tout le site, ou un cas.

        Exemples :
          pannesi show              les cas et les annexes
          pannesi show 3            le Cas N°3
          pannesi show annexe-4
          pannesi show all"""
    ),
)
def show_command(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="[CAS|all]", help=N_("Un cas (3, cas-3, A4), ou all."))] = "",
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi show`: the procedure as it is read. Raises NotFound, Ambiguous."""
    from pannesi.cli.use_cases.show import print_procedure

    print_procedure(selected_site(folders_of(ctx, site, data)).site, case, stdout(), as_json=as_json)


@app.command(
    "contacts",
    cls=FrenchCommand,
    help=N_(
        """Qui appeler maintenant, par quel numéro, jusqu'à quand.

        Exemples :
          pannesi contacts
          pannesi contacts --at 22:30
          pannesi contacts --role manipulateur --json"""
    ),
)
def contacts_command(
    ctx: typer.Context,
    at: Annotated[
        str | None, typer.Option("--at", metavar="QUAND", help=N_("À un autre moment : 03:12, 2026-11-24 03:12."))
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="RÔLE", help=N_("Pour qui : manipulateur, référent…"))
    ] = None,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi contacts`: whom to call now, or at another moment. Raises ImpossibleTime, NotFound."""
    from pannesi.cli.use_cases.contacts import print_contacts

    print_contacts(folders_of(ctx, site, data), at, role, as_json=as_json)
