"""The command line application: the options of `pannesi` itself, and how a command is run."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from pannesi.cli.commands.base import DataOption, SiteOption, app
from pannesi.cli.help import translate_help, usage_sentence
from pannesi.cli.use_cases.folders import Folders
from pannesi.support import errors as exits
from pannesi.support.console import stderr, stdout
from pannesi.support.i18n import N_
from pannesi.support.version import version_line

GROUPS = (
    "archive",
    "author",
    "authoring_changes",
    "documents",
    "exercises",
    "incident_reviews",
    "journal",
    "lessons",
    "site",
    "statistics",
    "past_sessions",
)
"""The modules of `cli.commands` that define commands."""
_LOADED_ALONE = {"contacts": "site", "show": "site"}
"""Commands used while something is down, with their module: only that module is loaded, for speed."""


def load_commands(arguments: Sequence[str]) -> None:
    """Imports the modules of commands that the arguments may name: all, or one for a command used in haste."""
    alone = _LOADED_ALONE.get(arguments[0]) if arguments else None
    for group in GROUPS if alone is None else (alone,):
        importlib.import_module(f"pannesi.cli.commands.{group}")


def invoke(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code.

    Raises PannesiError, by which a command refuses, and OutputClosed.
    """
    load_commands(arguments)
    try:
        code = _translated_commands().main(list(arguments), prog_name="pannesi", standalone_mode=False)
    except typer.TyperException as wrong:
        stderr().wrapped(usage_sentence(wrong))
        return exits.USAGE
    return code if isinstance(code, int) else exits.OK


def _translated_commands() -> Any:
    tree = typer.main.get_command(app)
    translate_help(tree, app)
    return tree


def _show_version(wanted: bool) -> None:
    if wanted:
        stdout().line(version_line())
        raise typer.Exit(exits.OK)


@app.callback(
    invoke_without_command=True,
    help=N_(
        """Que faire quand le RIS, le PACS ou le réseau d'images tombe : alerter, mode dégradé, retour à la normale.

        Sans commande, pannesi ouvre l'écran de départ : taper le numéro de ce que vous voyez.

        Exemples :
          pannesi                           commencer, ou reprendre
          pannesi --exercise                s'entraîner, sans rien mêler aux vraies pannes
          pannesi --at 03:12                s'entraîner comme s'il était 03:12
          pannesi contacts                  qui appeler maintenant
          pannesi --site /hopital check     vérifier les fichiers d'un site"""
    ),
)
def interactive(
    ctx: typer.Context,
    site: SiteOption = None,
    data: DataOption = None,
    plain: Annotated[bool, typer.Option("--plain", help=N_("Ligne par ligne, sans plein écran."))] = False,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="QUAND", help=N_("Faire comme s'il était 03:12, ou 2026-11-24 03:12 (exercice).")),
    ] = None,
    exercise: Annotated[bool, typer.Option("--exercise", help=N_("Exercice : marqué partout, tenu à part."))] = False,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NOM", help=N_("Qui est à l'écran. Sinon le nom du compte."))
    ] = None,
    resume: Annotated[
        str | None,
        typer.Option("--resume", metavar="ID", help=N_("Reprendre cette session (le début de l'ID suffit).")),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            is_eager=True,
            callback=_show_version,
            help=N_("Dire la version, sa date, Python et SQLite."),
        ),
    ] = False,
) -> None:
    """`pannesi` without a command: opens an interactive face. With one: hands the options before its name on to it."""
    ctx.obj = Folders(site, data)
    if ctx.invoked_subcommand is not None:
        given = {
            "--site": site, "--data": data, "--plain": plain, "--at": at, "--exercise": exercise, "--who": who,
            "--resume": resume,
        }  # fmt: skip
        written = {option: value for option, value in given.items() if value not in (None, False)}
        if written:
            from pannesi.cli.global_options import pass_global_options

            pass_global_options(ctx, written)
        return
    from pannesi.cli.launch import LaunchOptions, open_face

    raise typer.Exit(open_face(LaunchOptions(site, data, plain, at, exercise, who, resume)))
