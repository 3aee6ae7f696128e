"""Commands that read the journal: verify, sessions, session."""

from __future__ import annotations

from typing import Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.help import FrenchCommand
from pannesi.cli.use_cases.folders import journal_to_read, selected_site
from pannesi.support.console import stdout
from pannesi.support.i18n import N_


@app.command(
    "verify",
    cls=FrenchCommand,
    help=N_(
        """Vérifier que rien n'a été modifié, retiré ou déplacé dans le journal.

        Code de sortie 1 si une chaîne est rompue. Ne montre ni une fin coupée, ni une réécriture complète."""
    ),
)
def verify_command(
    ctx: typer.Context, as_json: JsonOption = False, site: SiteOption = None, data: DataOption = None
) -> None:
    """`pannesi verify`: checks the hash chains. Raises JournalError."""
    from pannesi.cli.use_cases.sessions import print_verification
    from pannesi.support.progress import lower_priority

    lower_priority()
    journal = journal_to_read(folders_of(ctx, site, data))
    raise typer.Exit(print_verification(journal, stdout(), as_json=as_json))


@app.command(
    "sessions",
    cls=FrenchCommand,
    help=N_(
        """Lister les sessions du journal, celles qui sont ouvertes d'abord. Les filtres se cumulent.

        Exemples :
          pannesi sessions
          pannesi sessions --case cas-3 --from 2026-01 --could-not
          pannesi sessions --words "message affiché"     dans les titres, les noms et les lignes traitées
          pannesi sessions --notes badge                 dans les notes et les motifs
          pannesi sessions --to-take-over --json
          pannesi sessions --state ouvertes --oldest     la plus ancienne qui reste à clore d'abord"""
    ),
)
def sessions_command(
    ctx: typer.Context,
    case: Annotated[str, typer.Option("--case", metavar="CAS", help=N_("Passées par ce cas : cas-3, ou 3."))] = "",
    system: Annotated[str, typer.Option("--system", metavar="SYSTÈME", help=N_("Ce système en panne : PACS."))] = "",
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="JOUR", help=N_("Commencées ce jour ou après : 24/11/2026, 11/2026.")),
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="JOUR", help=N_("Commencées ce jour ou avant."))] = None,
    state: Annotated[str, typer.Option("--state", metavar="ÉTAT", help=N_("ouvertes, ou closes."))] = "",
    who: Annotated[str, typer.Option("--who", metavar="NOM", help=N_("Avec cette personne."))] = "",
    exercise: Annotated[bool, typer.Option("--exercise", help=N_("Les exercices seulement."))] = False,
    to_take_over: Annotated[
        bool, typer.Option("--to-take-over", help=N_("À reprendre : la main y est proposée."))
    ] = False,
    could_not: Annotated[bool, typer.Option("--could-not", help=N_("Avec une ligne impossible."))] = False,
    redlines: Annotated[bool, typer.Option("--redlines", help=N_("Avec une ligne signalée."))] = False,
    forced: Annotated[bool, typer.Option("--forced", help=N_("Closes de force, avec un motif."))] = False,
    words: Annotated[
        str, typer.Option("--words", metavar="MOTS", help=N_("Avec ces mots : titre, noms, date, lignes traitées."))
    ] = "",
    notes: Annotated[
        str, typer.Option("--notes", metavar="MOTS", help=N_("Avec tous ces mots dans les notes et les motifs."))
    ] = "",
    oldest: Annotated[bool, typer.Option("--oldest", help=N_("Les plus anciennes d'abord."))] = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi sessions`: the list of sessions, filtered. Raises UsageError, ImpossibleTime."""
    from pannesi.cli.use_cases.sessions import print_sessions
    from pannesi.history.session_filter_words import TypedFilter
    from pannesi.support.clock import wall_clock

    folders = folders_of(ctx, site, data)
    asked = TypedFilter(
        case, system, first, last, state, who, exercise, to_take_over, could_not, redlines, forced, words, notes, oldest
    )  # fmt: skip
    print_sessions(
        journal_to_read(folders), selected_site(folders).site, wall_clock(), stdout(), asked, as_json=as_json
    )


@app.command(
    "session",
    cls=FrenchCommand,
    help=N_(
        """Raconter une session, fait par fait, puis en faire le compte. Ni patients, ni mots libres.

        Exemples :
          pannesi session 20261124-0312-ab12
          pannesi session 20261124            le début suffit s'il n'y en a qu'une
          pannesi session 20261124 --reasons       aussi les mots libres : notes, motifs, mots laissés
          pannesi session 20261124 --procedure     la procédure telle qu'elle était cette nuit-là"""
    ),
)
def session_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help=N_("L'identifiant, ou son début (pannesi sessions)."))],
    everything: Annotated[
        bool, typer.Option("--all", help=N_("Aussi les faits que le programme a écrits de lui-même."))
    ] = False,
    procedure: Annotated[
        bool, typer.Option("--procedure", help=N_("La procédure suivie, telle qu'elle était, à la lettre."))
    ] = False,
    reasons: Annotated[
        bool,
        typer.Option("--reasons", help=N_("Aussi les mots libres, qui peuvent porter un nom.")),
    ] = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi session`: one session fact by fact, with its summary. Raises NotFound, Ambiguous."""
    from pannesi.cli.use_cases.sessions import SessionParts, print_session
    from pannesi.support.clock import wall_clock

    folders = folders_of(ctx, site, data)
    parts = SessionParts(everything, procedure, as_json, reasons)
    print_session(journal_to_read(folders), selected_site(folders).site, name, wall_clock(), stdout(), parts)
