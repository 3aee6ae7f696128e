"""The command on many past sessions: figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.format_options import option_per_format
from pannesi.cli.help import FrenchCommand
from pannesi.cli.use_cases.folders import journal_to_read, selected_site
from pannesi.support.console import stdout
from pannesi.support.i18n import N_


@app.command(
    "figures",
    cls=FrenchCommand,
    help=N_(
        """Chiffres d'une période : pannes, durées, délais, lignes impossibles, contacts sans réponse, exercices.

        Les exercices sont comptés à part. Sans période : tout le journal.

        Exemples :
          pannesi figures --from 2026 --to 2026
          pannesi figures --from 01/11/2026 --to 30/11/2026 --json
          pannesi figures --from 2026 --html chiffres.html        avec les graphiques"""
    ),
)
@option_per_format
def figures_command(
    ctx: typer.Context,
    first: Annotated[
        str | None, typer.Option("--from", metavar="JOUR", help=N_("Premier jour : 24/11/2026, 11/2026 ou 2026."))
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="JOUR", help=N_("Dernier jour compris."))] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="MOMENT",
            help=N_("Compter les pannes encore ouvertes jusqu'à ce moment ; maintenant sinon."),
        ),
    ] = None,
    *,
    files: dict[str, Path],
    force: Annotated[bool, typer.Option("--force", help=N_("Remplacer le fichier s'il existe déjà."))] = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi figures`: the statistics of a period, on screen or as files.

    Raises ImpossibleTime, UsageError, CannotExport.
    """
    from pannesi.cli.use_cases.statistics import print_figures, write_figure_files
    from pannesi.documents.report_files import figures_end
    from pannesi.support.clock import wall_clock

    folders = folders_of(ctx, site, data)
    selected = selected_site(folders).site
    moment, journal = figures_end(until, selected, wall_clock()), journal_to_read(folders)
    if files:
        write_figure_files(journal, selected, (first, last), moment, files, stdout(), force=force)
    else:
        print_figures(journal, selected, first, last, moment, stdout(), as_json=as_json)
