"""Commands that keep and erase: backup, restore, salvage, export, import, erase."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from pannesi.cli.commands.base import DataOption, Folders, JsonOption, SiteOption, app, folders_of, reading_of
from pannesi.cli.help import FrenchCommand
from pannesi.support import exit_codes as exits
from pannesi.support.console import stderr, stdout
from pannesi.support.i18n import N_

WhoOption = Annotated[
    str | None, typer.Option("--who", metavar="NOM", help=N_("Qui le fait, noté dans le journal. Sinon le compte."))
]
YesOption = Annotated[bool, typer.Option("--yes", help=N_("Répondre oui d'avance."))]
ForceOption = Annotated[bool, typer.Option("--force", help=N_("Remplacer le fichier s'il existe."))]


@dataclass(frozen=True)
class _Keeper:
    """Who keeps or erases, and where."""

    where: Folders
    name: str | None

    @property
    def data(self) -> str | None:
        return self.where.data


def _keeper(ctx: typer.Context, name: WhoOption = None, site: SiteOption = None, data: DataOption = None) -> _Keeper:
    return _Keeper(folders_of(ctx, site, data), name)


def _keeping(act: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options of `_keeper` after its own, and `act` the keeper that they make, first."""
    own, shared = (inspect.signature(one, eval_str=True).parameters.values() for one in (act, _keeper))
    ctx, *asked = shared
    _first, *particular = own

    @functools.wraps(act)
    def command(**given: Any) -> None:
        act(_keeper(**{one.name: given.pop(one.name) for one in shared}), **given)

    parameters = [ctx, *particular, *asked]
    vars(command)["__signature__"] = inspect.Signature(parameters)
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _done(done: bool) -> typer.Exit:
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
@_keeping
def backup_command(
    keeper: _Keeper,
    target: Annotated[str, typer.Argument(metavar="FICHIER", help=N_("Le fichier à créer."))],
    force: ForceOption = False,
) -> None:
    from pannesi.application.transfer import back_up_to
    from pannesi.support.progress import lower_priority

    lower_priority()
    back_up_to(keeper.data, Path(target), keeper.name, stdout(), force=force)


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
@_keeping
def restore_command(
    keeper: _Keeper,
    source: Annotated[str, typer.Argument(metavar="FICHIER", help=N_("La sauvegarde (pannesi backup)."))],
    yes: YesOption = False,
) -> None:
    from pannesi.application.restore import restore_from
    from pannesi.application.transfer import ask_on_terminal

    ask = ask_on_terminal(stdout(), yes=yes)
    raise _done(restore_from(keeper.data, Path(source), keeper.name, stdout(), ask))


@app.command(
    "salvage",
    cls=FrenchCommand,
    help=N_(
        """Écrire un nouveau journal de tout ce qui se lit encore dans un journal abîmé.

        Le journal abîmé n'est pas touché. Chaque perte est dite avec sa session et son rang, comme par verify.
        Le nouveau journal s'ajoute ensuite au journal par restore. Finit par 1 si quelque chose n'a pas pu être lu.

        Exemples :
          pannesi salvage journal.db.abime-1
          pannesi salvage journal.db.abime-1 --out sauve.db
          pannesi restore sauve.db"""
    ),
)
@_keeping
def salvage_command(
    keeper: _Keeper,
    source: Annotated[str, typer.Argument(metavar="FICHIER", help=N_("Le journal abîmé."))],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FICHIER", help=N_("Le fichier à créer. Sinon FICHIER.sauve, à côté.")),
    ] = None,
) -> None:
    from pannesi.cli.use_cases.salvage import salvage_from

    raise typer.Exit(salvage_from(Path(source), out, keeper.name, stdout()))


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
@_keeping
def export_command(
    keeper: _Keeper,
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
    from pannesi.application.transfer import export_session

    export_session(keeper.data, session, out, keeper.name, stdout(), patients=not without, force=force)


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
@_keeping
def import_command(
    keeper: _Keeper,
    source: Annotated[str, typer.Argument(metavar="FICHIER", help=N_("L'export (pannesi export)."))],
    yes: YesOption = False,
) -> None:
    from pannesi.application.transfer import ask_on_terminal, import_session

    ask = ask_on_terminal(stdout(), yes=yes)
    raise _done(import_session(keeper.data, Path(source), keeper.name, stdout(), ask))


@app.command(
    "erase",
    cls=FrenchCommand,
    help=N_(
        """Effacer ce qui a passé sa durée de garde : patients et textes, puis les sessions entières.

        Les durées sont dans contacts.yaml (retention). Montre d'abord, puis demande. Une session non close,
        ou dont un patient n'est pas réconcilié, n'est jamais effacée. C'est sans retour.

        Exemples :
          pannesi erase --dry-run
          pannesi erase
          pannesi erase --session 20261124-0312-ab12
          pannesi erase --session 20261124-0312-ab12 --patient A-03"""
    ),
)
@_keeping
def erase_command(
    keeper: _Keeper,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Montrer seulement."))] = False,
    yes: YesOption = False,
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help=N_("Les textes de cette session, dès maintenant."))
    ] = None,
    patient: Annotated[
        str | None,
        typer.Option("--patient", metavar="LIGNE", help=N_("De cette session, cette ligne seulement (A-03).")),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    from pannesi.application.retention.erase_use_case import run_erase
    from pannesi.application.transfer import ask_on_terminal

    ask = ask_on_terminal(stderr() if as_json else stdout(), yes=yes)
    done = run_erase(
        keeper.data, reading_of(keeper.where).site, session, patient, keeper.name, stdout(), ask,
        dry_run=dry_run, as_json=as_json,
    )  # fmt: skip
    raise _done(done)
