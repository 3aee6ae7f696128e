"""Commands on the journal as a file: backup, restore, salvage, export, import, erase."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.help import FrenchCommand
from pannesi.cli.use_cases.folders import Folders, selected_site
from pannesi.support import errors as exits
from pannesi.support.console import stderr, stdout
from pannesi.support.i18n import N_

WhoOption = Annotated[
    str | None,
    typer.Option("--who", metavar="NOM", help=N_("Qui le fait, noté dans le journal. Sinon le nom du compte.")),
]
YesOption = Annotated[bool, typer.Option("--yes", help=N_("Répondre oui d'avance."))]
ForceOption = Annotated[bool, typer.Option("--force", help=N_("Remplacer le fichier s'il existe."))]


@dataclass(frozen=True)
class _ArchiveOptions:
    """The options that these commands share."""

    folders: Folders
    name: str | None
    """Who does it, for the audit log; None for the name of the account."""

    @property
    def data(self) -> str | None:
        """The folder of the journal, as typed."""
        return self.folders.data


def _archive_options(
    ctx: typer.Context, name: WhoOption = None, site: SiteOption = None, data: DataOption = None
) -> _ArchiveOptions:
    return _ArchiveOptions(folders_of(ctx, site, data), name)


def _with_archive_options(run: Callable[..., None]) -> Callable[..., None]:
    """A decorator: the command also takes the options of `_archive_options`, passed to it first, as one value."""
    own, shared = (
        inspect.signature(function, eval_str=True).parameters.values() for function in (run, _archive_options)
    )
    ctx, *asked = shared
    _first, *particular = own

    @functools.wraps(run)
    def command(**given: Any) -> None:
        run(_archive_options(**{parameter.name: given.pop(parameter.name) for parameter in shared}), **given)

    parameters = [ctx, *particular, *asked]
    vars(command)["__signature__"] = inspect.Signature(parameters)
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _exit_for(done: bool) -> typer.Exit:
    """The exit that says whether a command did what it was asked for."""
    return typer.Exit(exits.OK if done else exits.PROBLEMS)


@app.command(
    "backup",
    cls=FrenchCommand,
    help=N_(
        """Sauvegarder tout le journal dans un fichier, même pendant qu'on s'en sert.

        La copie est vérifiée avant de prendre son nom. Elle contient les noms des patients.

        Exemples :
          pannesi backup /media/cle/pannesi.db
          pannesi backup --force /sauvegardes/pannesi.db"""
    ),
)
@_with_archive_options
def backup_command(
    options: _ArchiveOptions,
    target: Annotated[str, typer.Argument(metavar="FICHIER", help=N_("Le fichier à créer."))],
    force: ForceOption = False,
) -> None:
    """`pannesi backup`: the whole journal, in one file. Raises what `back_up_to` raises."""
    from pannesi.cli.use_cases.transfer import back_up_to
    from pannesi.support.progress import lower_priority

    lower_priority()
    back_up_to(options.data, Path(target), options.name, stdout(), force=force)


@app.command(
    "restore",
    cls=FrenchCommand,
    help=N_(
        """Reprendre une sauvegarde : ce qui manque au journal y est ajouté.

        Montre ce qu'il y a de part et d'autre, puis demande. Ce qui a été effacé, ici ou là-bas, le reste ;
        ce qui n'est pas réconcilié ici n'est jamais retiré. Un journal inutilisable est mis de côté, tel quel.

        Exemples :
          pannesi restore /media/cle/pannesi.db
          pannesi restore --yes /sauvegardes/pannesi.db"""
    ),
)
@_with_archive_options
def restore_command(
    options: _ArchiveOptions,
    source: Annotated[str, typer.Argument(metavar="FICHIER", help=N_("La sauvegarde (pannesi backup)."))],
    yes: YesOption = False,
) -> None:
    """`pannesi restore`: adds to the journal what a backup has more. Raises what `restore_from` raises."""
    from pannesi.cli.use_cases.confirm import ask_on_terminal
    from pannesi.cli.use_cases.restore import restore_from

    ask = ask_on_terminal(stdout(), yes=yes)
    raise _exit_for(restore_from(options.data, Path(source), options.name, stdout(), ask))


@app.command(
    "salvage",
    cls=FrenchCommand,
    help=N_(
        """Écrire un nouveau journal de tout ce qui se lit encore dans un journal abîmé.

        Le journal abîmé n'est pas touché. Chaque perte est dite avec sa session et son rang, comme par verify.
        Le nouveau journal s'ajoute ensuite au journal par restore. Code de sortie 1 si quelque chose reste illisible.

        Exemples :
          pannesi salvage journal.db.abime-1
          pannesi salvage journal.db.abime-1 --out sauve.db
          pannesi restore sauve.db"""
    ),
)
@_with_archive_options
def salvage_command(
    options: _ArchiveOptions,
    source: Annotated[str, typer.Argument(metavar="FICHIER", help=N_("Le journal abîmé."))],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FICHIER", help=N_("Le fichier à créer. Sinon FICHIER.sauve, à côté.")),
    ] = None,
) -> None:
    """`pannesi salvage`: a new journal of what is readable in a damaged one. Raises what `salvage` raises."""
    from pannesi.cli.use_cases.salvage import salvage_from

    raise typer.Exit(salvage_from(Path(source), out, options.name, stdout()))


@app.command(
    "export",
    cls=FrenchCommand,
    help=N_(
        """Exporter une session dans un fichier, pour un autre poste (pannesi import).

        Avec les patients et les notes, sauf --without-patients ; c'est alors noté dans le journal du poste.

        Exemples :
          pannesi export 20261124-0312-ab12
          pannesi export 20261124 --out nuit.pannesi --without-patients"""
    ),
)
@_with_archive_options
def export_command(
    options: _ArchiveOptions,
    session: Annotated[str, typer.Argument(metavar="ID", help=N_("L'identifiant, ou son début (pannesi sessions)."))],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FICHIER", help=N_("Le fichier à créer. Sinon session-ID.pannesi, ici.")),
    ] = None,
    without: Annotated[
        bool, typer.Option("--without-patients", help=N_("Sans les patients ni aucun texte libre."))
    ] = False,
    force: ForceOption = False,
) -> None:
    """`pannesi export`: one session, in a file for another workstation. Raises what `export_session` raises."""
    from pannesi.cli.use_cases.transfer import export_session

    export_session(options.data, session, out, options.name, stdout(), patients=not without, force=force)


@app.command(
    "import",
    cls=FrenchCommand,
    help=N_(
        """Reprendre une session exportée d'un autre poste, ses chaînes vérifiées.

        Les faits des deux postes sont réunis ; ce qui se contredit reste visible. Un fichier modifié ou
        tronqué n'est pas repris.

        Exemple :
          pannesi import nuit.pannesi"""
    ),
)
@_with_archive_options
def import_command(
    options: _ArchiveOptions,
    source: Annotated[str, typer.Argument(metavar="FICHIER", help=N_("L'export (pannesi export)."))],
    yes: YesOption = False,
) -> None:
    """`pannesi import`: adds an exported session to the journal. Raises what `import_session` raises."""
    from pannesi.cli.use_cases.confirm import ask_on_terminal
    from pannesi.cli.use_cases.transfer import import_session

    ask = ask_on_terminal(stdout(), yes=yes)
    raise _exit_for(import_session(options.data, Path(source), options.name, stdout(), ask))


@app.command(
    "erase",
    cls=FrenchCommand,
    help=N_(
        """Effacer ce qui a passé sa durée de conservation : patients et textes, puis les sessions entières.

        Les durées sont dans contacts.yaml (retention). Montre d'abord, puis demande. Une session non close,
        ou dont un patient n'est pas réconcilié, n'est jamais effacée ; un retour d'expérience, jamais avant
        que ses actions soient faites ou abandonnées. C'est sans retour.

        Exemples :
          pannesi erase --dry-run
          pannesi erase
          pannesi erase --session 20261124-0312-ab12
          pannesi erase --session 20261124-0312-ab12 --patient A-03
          pannesi erase --rex 20261124-0312-ab12"""
    ),
)
@_with_archive_options
def erase_command(
    options: _ArchiveOptions,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Montrer seulement."))] = False,
    yes: YesOption = False,
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help=N_("Les textes de cette session, dès maintenant."))
    ] = None,
    patient: Annotated[
        str | None,
        typer.Option("--patient", metavar="LIGNE", help=N_("De cette session, cette ligne seulement (A-03).")),
    ] = None,
    review: Annotated[
        str | None,
        typer.Option("--rex", metavar="ID", help=N_("Les mots du retour d'expérience de cette session.")),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """`pannesi erase`: erases what is past its retention. Raises what `run_erase` raises."""
    from pannesi.cli.use_cases.confirm import ask_on_terminal
    from pannesi.cli.use_cases.erase import ErasureScope, run_erase

    ask = ask_on_terminal(stderr() if as_json else stdout(), yes=yes)
    site, scope = selected_site(options.folders).site, ErasureScope(session, patient, review)
    done = run_erase(options.data, site, options.name, scope, ask, dry_run=dry_run, as_json=as_json)
    raise _exit_for(done)
