"""The commands: parse, call, exit code. What they do lies elsewhere, and is imported when it is needed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pannesi import __version__, exits
from pannesi.french_help import FrenchCommand, FrenchGroup, usage_sentence
from pannesi.i18n import _
from pannesi.output import stderr, stdout

if TYPE_CHECKING:
    from pannesi.journal.port import Journal
    from pannesi.site.contacts import ContactsFile
    from pannesi.start import Reading

_SITE = _("Dossier du site : contacts.yaml et cases/. Sinon PANNESI_SITE, sinon ici, sinon la copie livrée.")
_DATA = _("Dossier du journal. Sinon PANNESI_DATA, sinon le dossier de l'utilisateur.")
_JSON = _("Écrire du JSON, pour un autre programme.")

SiteOption = Annotated[str | None, typer.Option("--site", metavar="DOSSIER", help=_SITE)]
DataOption = Annotated[str | None, typer.Option("--data", metavar="DOSSIER", help=_DATA)]
JsonOption = Annotated[bool, typer.Option("--json", help=_JSON)]

app = typer.Typer(
    cls=FrenchGroup, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)  # fmt: skip


@dataclass(frozen=True)
class Where:
    """The folders asked for, before or after the command's name."""

    site: str | None
    data: str | None


def invoke(arguments: Sequence[str]) -> int:
    """Runs one command; returns its exit code.

    Raises what the command refuses with: UnknownName, ImpossibleTime, SiteUnusable, JournalError, OutputClosed.
    """
    try:
        code = typer.main.get_command(app).main(list(arguments), prog_name="pannesi", standalone_mode=False)
    except typer.TyperException as wrong:
        stderr().wrapped(usage_sentence(wrong))
        return exits.USAGE
    return code if isinstance(code, int) else exits.OK


def _where(ctx: typer.Context, site: str | None, data: str | None) -> Where:
    before = ctx.obj if isinstance(ctx.obj, Where) else Where(None, None)
    return Where(site or before.site, data or before.data)


def _show_version(asked: bool) -> None:
    if asked:
        stdout().line(f"pannesi {__version__}")
        raise typer.Exit(exits.OK)


@app.callback(
    invoke_without_command=True,
    help=_(
        """Que faire quand le RIS, le PACS ou le réseau d'images tombe : alerter, mode dégradé, retour à la normale.

        Sans commande, pannesi ouvre l'écran de départ : taper le numéro de ce que vous voyez.

        Exemples :
          pannesi                           commencer, ou reprendre
          pannesi --exercise                s'entraîner, sans rien mêler aux vraies pannes
          pannesi --at 03:12                s'entraîner comme s'il était 03:12
          pannesi contacts                  qui répond maintenant
          pannesi --site /hopital check     vérifier les fichiers d'un site"""
    ),
)
def interactive(
    ctx: typer.Context,
    site: SiteOption = None,
    data: DataOption = None,
    plain: Annotated[bool, typer.Option("--plain", help=_("Ligne par ligne, sans plein écran."))] = False,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="QUAND", help=_("Faire comme s'il était 03:12, ou 2026-11-24 03:12 (exercice).")),
    ] = None,
    exercise: Annotated[bool, typer.Option("--exercise", help=_("Exercice : marqué partout, tenu à part."))] = False,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NOM", help=_("Qui est à l'écran. Sinon le nom du compte."))
    ] = None,
    resume: Annotated[
        str | None, typer.Option("--resume", metavar="ID", help=_("Reprendre cette session (le début de l'ID suffit)."))
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help=_("Dire la version.")),
    ] = False,
) -> None:
    ctx.obj = Where(site, data)
    if ctx.invoked_subcommand is not None:
        return
    from pannesi.opening import Wanted, open_face

    raise typer.Exit(open_face(Wanted(site, data, plain, at, exercise, who, resume)))


def _reading(where: Where) -> Reading:
    """The site, and on standard error what must be said about it. Raises SiteUnusable."""
    from pannesi.folder import choose_folder
    from pannesi.start import read_site

    found = read_site(choose_folder(where.site, os.environ, Path.cwd()), lambda: _journal(where))
    for banner in found.banners:
        stderr().wrapped(banner)
    return found


def _newest_contacts(where: Where) -> ContactsFile:
    """The contacts, read without the cases; with the whole site when anything is wrong. Raises SiteUnusable."""
    from pannesi.folder import choose_folder
    from pannesi.site.contacts_alone import load_contacts

    folder = choose_folder(where.site, os.environ, Path.cwd())
    contacts = load_contacts(folder.path)
    if contacts is None:
        return _reading(where).site.contacts
    for banner in folder.banners:
        stderr().wrapped(banner)
    return contacts


def _journal(where: Where) -> Journal | None:
    """The journal, to be read only; None when there is none yet. Raises JournalError."""
    from pannesi.station import journal_to_read

    return journal_to_read(where.data, os.environ)


@app.command(
    cls=FrenchCommand,
    help=_(
        """Vérifier les fichiers d'un site : erreurs, puis ce que la procédure ne dit pas (avertissements).

        Finit par 1 s'il y a une erreur ; avec --strict, aussi s'il y a un avertissement.

        Exemples :
          pannesi check
          pannesi check --site /hopital --json"""
    ),
)
def check(
    ctx: typer.Context,
    as_json: JsonOption = False,
    strict: Annotated[bool, typer.Option("--strict", help=_("Finir par 1 pour un avertissement aussi."))] = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    from pannesi.checking import check_folder, tell_check
    from pannesi.folder import choose_folder

    folder = choose_folder(_where(ctx, site, data).site, os.environ, Path.cwd())
    found = check_folder(folder)
    tell_check(found, stdout(), as_json=as_json)
    raise typer.Exit(exits.PROBLEMS if found.errors or (strict and found.problems) else exits.OK)


@app.command(
    cls=FrenchCommand,
    help=_(
        """Montrer la procédure telle qu'elle est lue : tout le site, ou un cas.

        Exemples :
          pannesi show              les cas et les annexes
          pannesi show 3            le Cas N°3
          pannesi show annexe-4
          pannesi show all"""
    ),
)
def show(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="[CAS|all]", help=_("Un cas (3, cas-3, A4), ou all."))] = "",
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    from pannesi.showing import tell_show

    tell_show(_reading(_where(ctx, site, data)).site, case, stdout(), as_json=as_json)


@app.command(
    cls=FrenchCommand,
    help=_(
        """Qui répond maintenant, par quel numéro, jusqu'à quand.

        Exemples :
          pannesi contacts
          pannesi contacts --at 22:30
          pannesi contacts --role manipulateur --json"""
    ),
)
def contacts(
    ctx: typer.Context,
    at: Annotated[
        str | None, typer.Option("--at", metavar="QUAND", help=_("À un autre moment : 03:12, 2026-11-24 03:12."))
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="RÔLE", help=_("Pour qui : manipulateur, référent…"))
    ] = None,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    from pannesi.clock import wall
    from pannesi.opening import moment_of
    from pannesi.site.reach import reach, render_rows, row_as_json, zone_of

    found = _newest_contacts(_where(ctx, site, data))
    moment = wall() if at is None else moment_of(at, found, wall())
    if role is not None:
        from pannesi.naming import role_named

        role = role_named(role)
    rows = reach(found, moment, role)
    if as_json:
        stdout().json([row_as_json(row, zone_of(found)) for row in rows])
        return
    out = stdout()
    for line in render_rows(rows, moment, zone_of(found)).split("\n"):
        blanks = " " * (len(line) - len(line.lstrip(" ")))
        out.wrapped(line.lstrip(" "), blanks, blanks + "  ")


@app.command(
    cls=FrenchCommand,
    help=_(
        """Vérifier que rien n'a été modifié, retiré ou déplacé dans le journal.

        Finit par 1 si une chaîne est rompue. Ne montre ni une fin coupée, ni une réécriture complète."""
    ),
)
def verify(ctx: typer.Context, as_json: JsonOption = False, site: SiteOption = None, data: DataOption = None) -> None:
    from pannesi.recorded import tell_verify

    journal = _journal(_where(ctx, site, data))
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

    where = _where(ctx, site, data)
    tell_sessions(_journal(where), _reading(where).site, wall(), stdout(), as_json=as_json)


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

    where = _where(ctx, site, data)
    tell_session(_journal(where), _reading(where).site, name, wall(), stdout(), as_json=as_json)
