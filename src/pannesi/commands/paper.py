"""Commands that print or export: print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pannesi.commands.base import DataOption, JsonOption, SiteOption, app, reading_of, where_of
from pannesi.french_help import FrenchCommand
from pannesi.i18n import _
from pannesi.output import stderr, stdout
from pannesi.text import clean_line

OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FICHIER", help=_("Le fichier à écrire. Jamais par-dessus un autre.")),
]
ForceOption = Annotated[bool, typer.Option("--force", help=_("Remplacer le fichier s'il existe déjà."))]


@app.command(
    "print",
    cls=FrenchCommand,
    help=_(
        """Imprimer le classeur de secours : un PDF A4, pour quand ce programme est en panne lui aussi.

        Exemples :
          pannesi print                       classeur.pdf, tout le site
          pannesi print 3 4 A4 --out pacs.pdf ces fiches seulement
          pannesi print --html                à ouvrir dans un navigateur, puis imprimer
          pannesi print --code                la version du site, à comparer à celle du papier"""
    ),
)
def print_binder(
    ctx: typer.Context,
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="[CAS…]", help=_("Des cas ou annexes ; tout le site sinon."))
    ] = None,
    out: OutOption = None,
    as_html: Annotated[bool, typer.Option("--html", help=_("Une page à imprimer, sans le module du PDF."))] = False,
    registers: Annotated[
        int, typer.Option("--register", metavar="N", min=0, max=500, help=_("Combien de fiches patient vierges."))
    ] = 20,
    code: Annotated[bool, typer.Option("--code", help=_("Dire la version du site, sans imprimer."))] = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    from pannesi.naming import unit_named
    from pannesi.paper.printing import print_binder as made
    from pannesi.paper.versions import short_code

    found = reading_of(where_of(ctx, site, data)).site
    version = {"code": short_code(found.digest), "digest": found.digest}
    if code:
        stdout().json(version) if as_json else stdout().line(f"{version['code']}  {version['digest']}")
        return
    units = tuple({unit.id: unit for unit in (unit_named(found, one) for one in cases or ())}.values())
    stderr().wrapped(_("Mise en page du classeur…"))
    where = made(found, units, out, as_html=as_html, registers=registers, force=force)
    if as_json:
        stdout().json({"file": clean_line(str(where)), **version})
        return
    stdout().wrapped(_("Écrit : {file} (version {code}).").format(file=clean_line(str(where)), code=version["code"]))
