"""Commands on many past sessions: figures, redlines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pannesi.cli.commands.base import (
    DataOption,
    Folders,
    JsonOption,
    SiteOption,
    app,
    folders_of,
    journal_to_read,
    selected_site,
)
from pannesi.cli.format_options import option_per_format
from pannesi.cli.help import FrenchCommand, FrenchGroup
from pannesi.support.console import stdout
from pannesi.support.i18n import N_
from pannesi.support.text_safety import clean_line


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


redlines = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, add_completion=False)
app.add_typer(redlines, name="redlines")


@redlines.callback(
    invoke_without_command=True,
    help=N_(
        """Lignes signalées fausses, impossibles ou pas claires, à côté du fichier et de la ligne qui les écrit.

        Exemples :
          pannesi redlines --open
          pannesi redlines answer 3f2a91c0 --declined "le numéro est bon"
          pannesi redlines answer 3f2a91c0 --corrected 2026-12"""
    ),
)
def redlines_command(
    ctx: typer.Context,
    only_open: Annotated[bool, typer.Option("--open", help=N_("Seulement celles qui attendent une réponse."))] = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi redlines`: what was said against lines of the procedure. Options are kept for `redlines answer`."""
    folders = ctx.obj = folders_of(ctx, site, data)
    if ctx.invoked_subcommand is not None:
        return
    from pannesi.cli.use_cases.redlines import print_redlines
    from pannesi.support.clock import wall_clock

    print_redlines(
        journal_to_read(folders), selected_site(folders), wall_clock(), stdout(), only_open=only_open, as_json=as_json
    )


@redlines.command(
    cls=FrenchCommand,
    name="answer",
    help=N_(
        """Répondre à un signalement : corrigé dans une version, ou gardé tel quel avec le motif.

        La session passée ne change pas : la réponse est écrite à part."""
    ),
)
def answer_redline_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help=N_("L'identifiant, ou son début (pannesi redlines)."))],
    corrected: Annotated[
        str, typer.Option("--corrected", metavar="VERSION", help=N_("La version de la procédure qui corrige la ligne."))
    ] = "",
    declined: Annotated[
        str, typer.Option("--declined", metavar="MOTIF", help=N_("Pourquoi la ligne reste comme elle est."))
    ] = "",
    who: Annotated[
        str | None, typer.Option("--who", metavar="NOM", help=N_("Qui répond. Sinon le nom du compte."))
    ] = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi redlines answer`: records the answer to a redline.

    Raises UsageError, NotFound, Ambiguous, NotWritten.
    """
    import os

    from pannesi.application.context import account_name, new_edge, open_for_writing
    from pannesi.cli.use_cases.redlines import answer_redline
    from pannesi.support.clock import wall_clock

    folders: Folders = folders_of(ctx, site, data)
    selected = selected_site(folders)
    opened = open_for_writing(folders.data, os.environ, new_edge())
    try:
        actor = clean_line(who).strip() if who else account_name()
        answer_redline(opened, selected, name, corrected, declined, actor, wall_clock(), stdout())
    finally:
        opened.journal.close()
