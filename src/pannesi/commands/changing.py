"""Commands for changing a procedure safely: diff."""

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
        """Ce qu'un opérateur verrait changé entre deux versions d'un site, ligne par ligne.

        Compare par identifiant, jamais par place dans le fichier. Finit par 0 si rien ne change, 1 sinon, 2 si la
        comparaison est impossible.

        Exemples :
          pannesi diff /hopital-avant /hopital
          pannesi diff /hopital-avant               l'ancien, et le site d'aujourd'hui
          pannesi diff --session 20261124-0312      la procédure d'une session, et celle d'aujourd'hui"""
    ),
)
def diff(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="[ANCIEN]", help=_("Le dossier de l'ancienne version."))] = "",
    new: Annotated[str, typer.Argument(metavar="[NOUVEAU]", help=_("Le dossier de la nouvelle."))] = "",
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help=_("La version qu'une session a suivie."))
    ] = None,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    from pannesi.comparing import pinned_site, site_to_compare, tell_diff
    from pannesi.failures import UnknownName

    where = where_of(ctx, site, data)
    if bool(old) == (session is not None) or (session is not None and new):
        raise UnknownName(_("Nommer un ou deux dossiers, ou une session avec --session."))
    before = site_to_compare(old) if session is None else pinned_site(journal_of(where), session)
    after = site_to_compare(new) if new else reading_of(where).site
    raise typer.Exit(tell_diff(before, after, stdout(), as_json=as_json))
