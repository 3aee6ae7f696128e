"""Commands on the journal: verify, sessions, session."""

from __future__ import annotations

from typing import Annotated

import typer

from pannesi.commands.base import DataOption, JsonOption, SiteOption, app, journal_of, reading_of, where_of
from pannesi.french_help import FrenchCommand
from pannesi.i18n import _
from pannesi.output import stdout


@app.command(
    cls=FrenchCommand,
    help=_(
        """Vérifier que rien n'a été modifié, retiré ou déplacé dans le journal.

        Finit par 1 si une chaîne est rompue. Ne montre ni une fin coupée, ni une réécriture complète."""
    ),
)
def verify(ctx: typer.Context, as_json: JsonOption = False, site: SiteOption = None, data: DataOption = None) -> None:
    from pannesi.recorded import tell_verify

    journal = journal_of(where_of(ctx, site, data))
    raise typer.Exit(tell_verify(journal, stdout(), as_json=as_json))


@app.command(
    cls=FrenchCommand,
    help=_(
        """Lister les sessions du journal, celles qui sont ouvertes d'abord.

        Exemples :
          pannesi sessions
          pannesi sessions --json"""
    ),
)
def sessions(ctx: typer.Context, as_json: JsonOption = False, site: SiteOption = None, data: DataOption = None) -> None:
    from pannesi.clock import wall
    from pannesi.recorded import tell_sessions

    where = where_of(ctx, site, data)
    tell_sessions(journal_of(where), reading_of(where).site, wall(), stdout(), as_json=as_json)


@app.command(
    cls=FrenchCommand,
    help=_(
        """Raconter une session, fait par fait. Les noms des patients n'y sont pas.

        Exemples :
          pannesi session 20261124-0312-ab12
          pannesi session 20261124            le début suffit s'il n'y en a qu'une"""
    ),
)
def session(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help=_("L'identifiant, ou son début (pannesi sessions)."))],
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    from pannesi.clock import wall
    from pannesi.recorded import tell_session

    where = where_of(ctx, site, data)
    tell_session(journal_of(where), reading_of(where).site, name, wall(), stdout(), as_json=as_json)
