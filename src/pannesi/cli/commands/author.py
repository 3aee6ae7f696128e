"""Commands for the author of a site: check, explain, schema, preview."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.help import FrenchCommand
from pannesi.support import errors as exits
from pannesi.support.console import stdout
from pannesi.support.i18n import N_


@app.command(
    "check",
    cls=FrenchCommand,
    help=N_(
        """Vérifier un site : ce qui est faux (erreurs), puis ce qui est douteux ou non écrit (avertissements).

        Code de sortie 1 s'il y a une erreur ; avec --strict, aussi s'il y a un avertissement.

        Exemples :
          pannesi check
          pannesi check --format short       une ligne par problème
          pannesi check --proof              à chaque heure, que reste-t-il à faire ?
          pannesi check --watch              de nouveau à chaque enregistrement
          pannesi check --site /hopital --json"""
    ),
)
def check_command(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Option("--format", metavar="FORME", help=N_("text (le défaut), short, json ou github."))
    ] = "text",
    as_json: JsonOption = False,
    strict: Annotated[bool, typer.Option("--strict", help=N_("Finir par 1 pour un avertissement aussi."))] = False,
    proof: Annotated[
        bool, typer.Option("--proof", help=N_("Prouver qu'à chaque heure chaque cas dit quoi faire et qui prévenir."))
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help=N_("Recommencer à chaque enregistrement ; Ctrl-C pour finir."))
    ] = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi check`: the problems of the files of a site. Raises InvalidValue, UnusablePath."""
    from pannesi.application.lookup import form_named
    from pannesi.cli.use_cases.check_report import CHECK_FORMS, print_check
    from pannesi.procedure.checks.site_check import check_folder
    from pannesi.procedure.loading.site_choice import choose_folder
    from pannesi.support.clock import wall_clock

    wanted = form_named(CHECK_FORMS, form)
    folder = choose_folder(folders_of(ctx, site, data).site, os.environ, Path.cwd())
    if watch:
        from pannesi.cli.use_cases.check_watch import watch_checks

        watch_checks(folder, wall_clock, stdout(), proof=proof)
        raise typer.Exit(exits.OK)
    result = check_folder(folder, wall_clock().astimezone().date(), proof=proof)
    print_check(result, stdout(), "json" if as_json else wanted)
    raise typer.Exit(exits.PROBLEMS if result.errors or (strict and result.problems) else exits.OK)


@app.command(
    "explain",
    cls=FrenchCommand,
    help=N_(
        """Expliquer un code que check donne, avec un exemple faux et un exemple juste.

        Exemples :
          pannesi explain                    tous les codes
          pannesi explain P203"""
    ),
)
def explain_command(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help=N_("Un code, comme P203."))] = "",
    as_json: JsonOption = False,
) -> None:
    """`pannesi explain`: what a diagnostic code means, or the list of codes. Raises NotFound."""
    from pannesi.cli.use_cases.explain import print_code_page, print_codes

    (print_code_page(code, stdout(), as_json=as_json) if code else print_codes(stdout(), as_json=as_json))


@app.command(
    "schema",
    cls=FrenchCommand,
    help=N_(
        """Le schéma JSON des fichiers d'un site : l'éditeur complète et vérifie pendant la frappe.

        Il vient du programme lui-même. Chaque fichier livré le nomme en première ligne (« yaml-language-server »).

        Exemples :
          pannesi schema                        celui d'un cas, à l'écran
          pannesi schema contacts
          pannesi schema --out /hopital/cases/.schema"""
    ),
)
def schema_command(
    kind: Annotated[str, typer.Argument(metavar="[case|contacts]", help=N_("De quel fichier."))] = "case",
    out: Annotated[
        str | None, typer.Option("--out", metavar="DOSSIER", help=N_("Écrire les deux schémas dans ce dossier."))
    ] = None,
) -> None:
    """`pannesi schema`: the JSON schemas of the files of a site. Raises InvalidValue, UnusablePath."""
    from pannesi.cli.use_cases.schemas import print_schema, write_schemas

    if out is None:
        print_schema(kind, stdout())
    else:
        write_schemas(Path(out), stdout())


@app.command(
    "preview",
    cls=FrenchCommand,
    help=N_(
        """Voir un cas comme l'opérateur le verra ; l'écran suit chaque enregistrement, les problèmes en dessous.

        Flèches pour se déplacer, q pour quitter. Vers un fichier ou un autre programme : écrit une fois.

        Exemples :
          pannesi preview 3
          pannesi preview cas-3 --site /hopital"""
    ),
)
def preview_command(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CAS", help=N_("Un cas (3, cas-3, A4)."))],
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi preview`: a case as the operator would see it, drawn again at each save in the full screen."""
    import sys

    from pannesi.cli.launch import capability, outputs_are_terminals
    from pannesi.presentation.line.preview import PreviewContent, preview_content
    from pannesi.procedure.loading.site_choice import choose_folder
    from pannesi.support.clock import wall_clock

    folder = choose_folder(folders_of(ctx, site, data).site, os.environ, Path.cwd())
    both = sys.stdin is not None and sys.stdin.isatty() and outputs_are_terminals()
    encoding = getattr(sys.stdout, "encoding", None)
    if capability(os.environ, tty=both, encoding=encoding, windows=os.name == "nt") != "plain":
        from pannesi.tui.preview import Preview

        raise typer.Exit(Preview(folder, case, wall_clock).run() or exits.OK)
    sheet = preview_content(folder, case, wall_clock(), PreviewContent((), ()))
    for line in (*sheet.lines, "", *sheet.problems):
        stdout().line(line)
    raise typer.Exit(exits.OK if sheet.lines else exits.PROBLEMS)
