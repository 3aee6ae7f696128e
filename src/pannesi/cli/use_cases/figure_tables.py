"""`pannesi figures --csv`: the sessions, calls and patients' steps of a period, as files of a folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pannesi.application.journal_commands import acting_person
from pannesi.cli.use_cases.folders import Folders, journal_of_exports
from pannesi.documents.tables.figure_tables import record_tables, write_figure_tables
from pannesi.history.catalogue import catalogue_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.console import Output
from pannesi.support.errors import FileError, reason
from pannesi.support.i18n import _
from pannesi.support.progress import Progress, interruptible
from pannesi.support.text_safety import clean_line


def write_tables(
    folders: Folders, site: Site, asked: tuple[str | None, str | None], now: datetime, folder: Path, out: Output,
    *, force: bool,
) -> None:  # fmt: skip
    """Writes the three files of a period, and says where. Raises FileError, and what `write_figure_tables` does."""
    with interruptible(_("Aucun fichier n'est écrit à moitié.")), journal_of_exports(folders) as journal:
        who = acting_person(None)
        catalogue = catalogue_of(journal, site).caught_up(now, Progress(_("faits lus")))
        _make_folder(folder)
        files = write_figure_tables(
            catalogue, asked, now, folder, lambda sessions, place: record_tables(journal, who, sessions, place),
            force=force, progress=Progress(_("sessions lues")),
        )  # fmt: skip
    for file in files:
        out.wrapped(_("Écrit : {file}.").format(file=clean_line(str(file))))
    out.wrapped(_("Données de santé pseudonymisées, sans nom : cette sortie est notée dans le journal."))


def _make_folder(folder: Path) -> None:
    """Makes the folder where it is not there. Raises FileError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as failure:
        words = _("{folder} n'est pas un dossier où écrire ({why}). En choisir un autre.")
        raise FileError(words.format(folder=clean_line(str(folder)), why=reason(failure))) from failure
