"""Commands that look back over many sessions: figures, redlines."""

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
        """Chiffres d'une période : pannes, durées, délais, lignes impossibles, contacts sans réponse, exercices.

        Les exercices sont comptés à part. Sans période : tout le journal.

        Exemples :
          pannesi figures --from 2026 --to 2026
          pannesi figures --from 01/11/2026 --to 30/11/2026 --json"""
    ),
)
def figures(
    ctx: typer.Context,
    first: Annotated[
        str | None, typer.Option("--from", metavar="JOUR", help=_("Premier jour : 24/11/2026, 11/2026 ou 2026."))
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="JOUR", help=_("Dernier jour compris."))] = None,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    from pannesi.clock import wall
    from pannesi.reviewing import tell_figures

    where = where_of(ctx, site, data)
    tell_figures(journal_of(where), reading_of(where).site, first, last, wall(), stdout(), as_json=as_json)
