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
        """Chiffres d'une période : pannes, durées, délais, patients, appels, lignes impossibles, exercices.

        Les exercices sont comptés à part. Sans période : tout le journal.

        Exemples :
          pannesi figures --from 2026 --to 2026
          pannesi figures --from 01/11/2026 --to 30/11/2026 --json
          pannesi figures --from 2026 --html chiffres.html        avec les graphiques
          pannesi figures --from 2026 --list du:cd                les sessions derrière un chiffre"""
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
    tables: Annotated[
        Path | None,
        typer.Option("--csv", metavar="DOSSIER", help=N_("Sessions, appels et patients en CSV ; c'est enregistré.")),
    ] = None,
    lead: Annotated[
        str | None,
        typer.Option("--list", metavar="CHIFFRE", help=N_("Les sessions d'un chiffre : pannes, systeme:RIS, du:cd…")),
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help=N_("Toutes les lignes de chaque liste."))] = False,
    availability: Annotated[
        bool,
        typer.Option("--availability", help=N_("Aussi la disponibilité, d'après les seules pannes ouvertes ici.")),
    ] = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi figures`: the statistics of a period, on screen or as files, or the sessions behind one of them.

    Raises ImpossibleTime, UsageError, InvalidValue, CannotExport.
    """
    from pannesi.cli.use_cases.figure_tables import write_tables
    from pannesi.cli.use_cases.statistics import print_figures, print_sessions_behind, write_figure_files
    from pannesi.documents.report.report_files import figures_end
    from pannesi.support.clock import wall_clock

    folders = folders_of(ctx, site, data)
    selected = selected_site(folders).site
    moment, journal = figures_end(until, selected, wall_clock()), journal_to_read(folders)
    out, period = stdout(), (first, last)
    if lead is not None:
        print_sessions_behind(journal, selected, period, lead, moment, out, as_json=as_json)
    elif tables is not None:
        write_tables(folders, selected, period, moment, tables, out, force=force)
    elif files:
        write_figure_files(journal, selected, period, moment, files, out, force=force, availability=availability)
    else:
        print_figures(
            journal, selected, *period, moment, out, as_json=as_json, whole=whole, availability=availability
        )  # fmt: skip
