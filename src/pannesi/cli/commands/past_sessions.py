"""Commands that write into a past session without going on in it: same, word, close."""

from __future__ import annotations

from typing import Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.help import FrenchCommand
from pannesi.cli.use_cases.folders import journal_to_read, selected_site
from pannesi.support.console import stdout
from pannesi.support.i18n import N_

SessionArgument = Annotated[
    str, typer.Argument(metavar="ID", help=N_("L'identifiant, ou son début (pannesi sessions)."))
]
WhoOption = Annotated[str | None, typer.Option("--who", metavar="NOM", help=N_("Qui le dit. Sinon le compte."))]


@app.command(
    "same",
    cls=FrenchCommand,
    help=N_(
        """Dire que deux sessions sont la même panne : elles comptent pour une dans les chiffres.

        Chacune des deux sessions l'écrit chez elle ; une moitié qui manque est dite. Sans AUTRE : ce qui est dit, et
        les sessions proposées, par le système et l'heure.

        Exemples :
          pannesi same 20261124-0312-ab12
          pannesi same 20261124-0312-ab12 20261124-0320-cd34
          pannesi same 20261124-0312-ab12 20261124-0320-cd34 --undo      ce n'était pas la même"""
    ),
)
def same_command(
    ctx: typer.Context,
    name: SessionArgument,
    other: Annotated[str, typer.Argument(metavar="[AUTRE]", help=N_("L'autre session, ou son début."))] = "",
    undo: Annotated[bool, typer.Option("--undo", help=N_("Le reprendre, dans les deux."))] = False,
    who: WhoOption = None,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi same`: says that two sessions are about the same outage, or lists what is said and proposed.

    Raises NotFound, Ambiguous, Refused, JournalError.
    """
    from pannesi.cli.use_cases.same_outage import link_sessions, print_links
    from pannesi.support.clock import wall_clock

    folders = folders_of(ctx, site, data)
    if other:
        link_sessions(folders, who, (name, other), stdout(), same=not undo)
    else:
        journal = journal_to_read(folders)
        print_links(journal, selected_site(folders).site, name, wall_clock(), stdout(), as_json=as_json)


@app.command(
    "word",
    cls=FrenchCommand,
    help=N_(
        """Donner un mot à une session, qui la distingue des autres dans les listes : « nuit du scanner 2 ».

        Le mot est un texte libre : il peut porter un nom, il s'efface avec les textes de la session, et n'est dans
        aucun rapport sans les mots libres. Sans MOT : celui qu'elle a.

        Exemples :
          pannesi word 20261124-0312-ab12
          pannesi word 20261124-0312-ab12 "nuit du scanner 2"
          pannesi word 20261124-0312-ab12 --undo"""
    ),
)
def word_command(
    ctx: typer.Context,
    name: SessionArgument,
    word: Annotated[str, typer.Argument(metavar="[MOT]", help=N_("Le mot, quarante signes au plus."))] = "",
    undo: Annotated[bool, typer.Option("--undo", help=N_("Reprendre le mot donné : celui d'avant revient."))] = False,
    who: WhoOption = None,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi word`: the word by which lists tell a session from others. Raises NotFound, Ambiguous, Refused,
    JournalError."""
    from pannesi.cli.use_cases.session_word import print_word, write_word

    folders = folders_of(ctx, site, data)
    if word or undo:
        write_word(folders, who, name, word, stdout(), undo=undo)
    else:
        print_word(journal_to_read(folders), name, stdout(), as_json=as_json)


@app.command(
    "close",
    cls=FrenchCommand,
    help=N_(
        """Clore une session oubliée, avec un motif : une clôture forcée, qui dit ce qui l'empêchait.

        Si aucun retour n'est annoncé, --back dit quand la panne a pris fin ; « ? » : personne ne le sait, et
        la panne n'a alors aucune durée. Une clôture s'annule dans la session.

        Exemples :
          pannesi close 20261124-0312-ab12 --why "oubliée" --back "24/11/2026 08:00"
          pannesi close 20261124-0312-ab12 --why "oubliée" --back ?"""
    ),
)
def close_command(
    ctx: typer.Context,
    name: SessionArgument,
    why: Annotated[str, typer.Option("--why", metavar="MOTIF", help=N_("Pourquoi la clore ; reste écrit."))],
    back: Annotated[str, typer.Option("--back", metavar="HEURE", help=N_("Quand la panne a pris fin, ou « ? »."))] = "",
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi close`: closes a forgotten session. Raises NotFound, Ambiguous, Refused, JournalError, ImpossibleTime,
    UsageError."""
    from pannesi.cli.use_cases.close import close_session

    folders = folders_of(ctx, site, data)
    close_session(folders, who, name, why, back, stdout())
