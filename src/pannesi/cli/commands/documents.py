"""Commands that print or export: print, report, register."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.help import FrenchCommand, deferred_help
from pannesi.cli.use_cases.folders import Folders, journal_of_exports, journal_to_read, selected_site
from pannesi.documents.formats import FORMATS, check_document, format_names_words, formats_of
from pannesi.support.console import stderr, stdout
from pannesi.support.i18n import N_, _, n_
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.history.session_record import SessionRecord

OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="FICHIER", help=N_("Le fichier à écrire. S'il existe, il est gardé, sauf avec --force.")
    ),
]
_FORMATS = deferred_help("report formats", lambda: format_names_words("report"))
ForceOption = Annotated[bool, typer.Option("--force", help=N_("Remplacer le fichier s'il existe déjà."))]


@app.command(
    "print",
    cls=FrenchCommand,
    help=N_(
        """Imprimer le classeur de secours : un PDF A4, pour quand ce programme est en panne lui aussi.

        Exemples :
          pannesi print                       classeur.pdf, tout le site
          pannesi print 3 4 A4 --out pacs.pdf ces fiches seulement
          pannesi print --html                à ouvrir dans un navigateur, puis imprimer
          pannesi print --pocket              poche.pdf : les cas, en A5, pour la blouse
          pannesi print --code                la version du site, à comparer à celle du papier"""
    ),
)
def print_command(
    ctx: typer.Context,
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="[CAS…]", help=N_("Des cas ou annexes ; tout le site sinon."))
    ] = None,
    out: OutOption = None,
    as_html: Annotated[bool, typer.Option("--html", help=N_("Une page à imprimer, sans le module du PDF."))] = False,
    blank_sheets: Annotated[
        int, typer.Option("--register", metavar="N", min=0, max=500, help=N_("Combien de fiches patient vierges."))
    ] = 20,
    pocket: Annotated[
        bool,
        typer.Option("--pocket", help=N_("Le format de poche : les cas et les numéros, en A5, sans fiches à remplir.")),
    ] = False,
    printed_on: Annotated[
        str | None,
        typer.Option(
            "--printed-on", metavar="JOUR", help=N_("Le jour d'impression, écrit sur la couverture ; sinon un blanc.")
        ),
    ] = None,
    code: Annotated[bool, typer.Option("--code", help=N_("Dire la version du site, sans imprimer."))] = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi print`: the binder as a file, or the version of the site.

    Raises NotFound, Ambiguous, InvalidValue, ImpossibleTime, CannotExport.
    """
    from pannesi.application.lookup import unit_named
    from pannesi.documents.binder.print_binder import print_binder
    from pannesi.documents.versions import short_code

    selected = selected_site(folders_of(ctx, site, data)).site
    version = {"code": short_code(selected.digest), "digest": selected.digest}
    if code:
        stdout().json(version) if as_json else stdout().line(f"{version['code']}  {version['digest']}")
        return
    units = tuple({unit.id: unit for unit in (unit_named(selected, case) for case in cases or ())}.values())
    day = _printed_day(printed_on) if printed_on is not None else ""
    if not as_html:
        stderr().wrapped(_("Mise en page du classeur…"))
    written = print_binder(
        selected, units, out, as_html=as_html, blank_sheets=blank_sheets, pocket=pocket, printed_on=day, force=force
    )
    if as_json:
        stdout().json({"file": clean_line(str(written)), **version})
        return
    stdout().wrapped(_("Écrit : {file} (version {code}).").format(file=clean_line(str(written)), code=version["code"]))


def _printed_day(text: str) -> str:
    """A typed day as it is printed: `24/11/2026`. Raises ImpossibleTime, InvalidValue for more than a day."""
    from pannesi.history.period import parse_period
    from pannesi.procedure.availability.moments import format_date
    from pannesi.support.errors import InvalidValue

    days = parse_period(text, text)
    if days.first is None or days.first != days.last:
        raise InvalidValue(
            _("--printed-on {day} : un jour entier, comme 24/11/2026.").format(day=clean_line(text)[:40])
        )
    return format_date(days.first)


@app.command(
    "report",
    cls=FrenchCommand,
    help=N_(
        """Le rapport d'une session ; celui d'un exercice est une attestation à signer.

        Les patients et les mots libres n'y sont que si on les demande ; cette sortie est notée dans le journal.
        Les motifs de la liste usuelle (personne ne répond…), qui ne nomment personne, y sont toujours.

        Exemples :
          pannesi report 20261124                     rapport-20261124-….md
          pannesi report 20261124 --format pdf
          pannesi report 20261124 --format html --out panne.html --patients"""
    ),
)
def report_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help=N_("L'identifiant, ou son début (pannesi sessions)."))],
    form: Annotated[str, typer.Option("--format", metavar="FORME", help=_FORMATS)] = "md",
    out: OutOption = None,
    patients: Annotated[
        bool, typer.Option("--patients", help=N_("Avec les patients et les mots libres ; c'est enregistré."))
    ] = False,
    reasons: Annotated[
        bool, typer.Option("--reasons", help=N_("Avec les mots libres, sans les patients ; c'est enregistré."))
    ] = False,
    force: ForceOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi report`: the report of a session as a file. Raises InvalidValue, NotFound, Ambiguous, CannotExport."""
    from pannesi.application.lookup import form_named
    from pannesi.documents.report.report_files import write_report
    from pannesi.history.session_record import read_session
    from pannesi.support.clock import wall_clock
    from pannesi.support.progress import Progress, interruptible

    form = form_named([format.name for format in formats_of("report")], form)
    folders = folders_of(ctx, site, data)
    with interruptible(_("Aucun fichier n'est écrit.")):
        site_now, progress = selected_site(folders).site, Progress(_("faits lus"))
        record = read_session(journal_to_read(folders), site_now, name, wall_clock(), progress)
        target = out or Path(f"rapport-{record.name}.{form}")
        check_document(target, form, force=force)
        if FORMATS[form].laid_out:
            stderr().wrapped(_("Mise en page du rapport…"))
        recorder = partial(_record_export, folders, record)
        write_report(record, form, target, patients=patients, force=force, recorder=recorder, reasons=reasons)
    stdout().wrapped(
        _("Écrit : {file}. Empreinte des chaînes : {digest}.").format(
            file=clean_line(str(target)), digest=record.digest[:16]
        )
    )
    if not patients:
        stdout().wrapped(_("Sans les patients ; pour les ajouter : --patients."))


@app.command(
    "register",
    cls=FrenchCommand,
    help=N_(
        """Le registre des patients d'une session, pour l'équipe du RIS : un fichier CSV ou xlsx, une ligne par patient.

        Il contient des données de patients : le journal note quand et par qui il a été écrit.

        Exemple :
          pannesi register 20261124 --csv registre.csv
          pannesi register 20261124 --xlsx registre.xlsx"""
    ),
)
def register_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help=N_("L'identifiant, ou son début (pannesi sessions)."))],
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FICHIER", help=N_("Le fichier à écrire."))] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FICHIER", help=N_("Le même pour un tableur, numéros gardés."))
    ] = None,
    force: ForceOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi register`: the patient register of a session as a file. Raises NotFound, Ambiguous, CannotExport."""
    from pannesi.documents.report.report_files import write_register
    from pannesi.history.session_record import read_session
    from pannesi.support.progress import interruptible

    folders = folders_of(ctx, site, data)
    with interruptible(_("Aucun fichier n'est écrit.")):
        record = read_session(journal_to_read(folders), selected_site(folders).site, name)
        asked = {form: file for form, file in (("csv", csv), ("xlsx", xlsx)) if file is not None}
        files = asked or {"csv": Path(f"registre-{record.name}.csv")}
        for form, target in files.items():
            write_register(record, form, target, force=force, recorder=partial(_record_export, folders, record))
    lines = n_("{count} ligne", "{count} lignes", len(record.account.walk.patients))
    for target in files.values():
        stdout().wrapped(_("Écrit : {file} ({lines}).").format(file=clean_line(str(target)), lines=lines))


def _record_export(folders: Folders, record: SessionRecord, what: str, target: Path) -> None:
    """Records in the audit log that patients leave the program, before they do. Raises CannotExport."""
    from pannesi.application.journal_commands import acting_person
    from pannesi.documents.report.report_files import record_export

    with journal_of_exports(folders) as journal:
        record_export(journal, acting_person(None), what, record.name, target)
