"""Exported files: the report of a session, its patient register, the statistics of a period, each in its formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pannesi.documents.file_writer import write_file
from pannesi.documents.formats import FORMATS, check_document
from pannesi.documents.report.session_report import report_page
from pannesi.documents.statistics import figures_page
from pannesi.documents.tables.patient_register import register_page
from pannesi.history.catalogue import SessionCatalogue, catalogue_of
from pannesi.history.figures.statistics import OutageStatistics, RestAfterQuery, outage_statistics
from pannesi.history.learning.redlines import replies_in
from pannesi.history.period import parse_period
from pannesi.history.session_record import SessionRecord
from pannesi.journal.audit_entries import ExportEntry
from pannesi.journal.audit_log import Who
from pannesi.journal.audit_log import record as write_audit
from pannesi.journal.store import Journal, OnProgress, no_progress
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.availability.typed_times import parse_instant
from pannesi.procedure.model.procedure import Site
from pannesi.support.errors import ImpossibleTime, NotFound
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


def report_bytes(record: SessionRecord, form: str, *, patients: bool, reasons: bool = False) -> bytes:
    """The report in a format: the same bytes for the same journal, program and fonts. Raises CannotExport."""
    return FORMATS[form].write(report_page(record, patients=patients, reasons=reasons))


def register_bytes(record: SessionRecord, form: str) -> bytes:
    """The patient register of a session in a format, one row for each patient line. Raises CannotExport."""
    return FORMATS[form].write(register_page(record))


REPORT_WITH_REASONS = "report-reasons"
"""What is recorded of a report with free texts and without patients."""
ExportRecorder = Callable[[str, Path], None]
"""Records, before it happens, that patients leave the program: what, and the file. Raises CannotExport, NotWritten."""


def write_report(
    record: SessionRecord, form: str, target: Path, *, patients: bool, force: bool, recorder: ExportRecorder,
    reasons: bool = False,
) -> None:  # fmt: skip
    """Writes the report to a file, recorded by `recorder` where patients, or free texts, are in it.

    Raises CannotExport, NotWritten, AlreadyExists, FileError.
    """
    check_document(target, form, force=force)
    content = report_bytes(record, form, patients=patients, reasons=reasons)
    if patients or reasons:
        recorder("report" if patients else REPORT_WITH_REASONS, target)
    write_file(target, content, force=force)


def write_register(record: SessionRecord, form: str, target: Path, *, force: bool, recorder: ExportRecorder) -> None:
    """Writes the patient register to a file, recorded by `recorder`.

    Raises CannotExport, NotWritten, AlreadyExists, FileError.
    """
    check_document(target, form, force=force)
    content = register_bytes(record, form)
    recorder("register", target)
    write_file(target, content, force=force)


def record_export(journal: Journal, who: Who, what: str, session: str, target: Path) -> None:
    """Records in the audit log that patients, or free texts, left the program. Raises NotWritten.

    The name of the file, which somebody typed, is kept as free text.
    """
    entry = ExportEntry(what=what, sessions=(session,), patients=what != REPORT_WITH_REASONS)
    write_audit(journal, entry, who, text=clean_line(str(target)))


def figures_end(until: str | None, site: Site, now: datetime) -> datetime:
    """The moment to which outages still open are counted, to the minute; `now` when none is asked.

    Raises ImpossibleTime, also for a moment to come: nobody knows how long an outage will last.
    """
    if until is None:
        return now.replace(second=0, microsecond=0)
    moment = parse_instant(until, now, zone_of(site.contacts))
    if moment > now:
        raise ImpossibleTime(_("--until {moment} : ce moment n'est pas encore venu.").format(moment=clean_line(until)))
    return moment


def figures_of(
    catalogue: SessionCatalogue, asked: tuple[str | None, str | None], now: datetime,
    rest: RestAfterQuery = lambda worked: None,
) -> OutageStatistics:  # fmt: skip
    """The statistics of a period as it is typed, with the answers to what was signalled. Raises UsageError,
    JournalError."""
    zone, answered = zone_of(catalogue.site.contacts), replies_in(catalogue.journal)
    return outage_statistics(catalogue.index, parse_period(*asked), now, zone, rest, answered)


def write_figures(
    journal: Journal | None,
    site: Site,
    asked: tuple[str | None, str | None],
    now: datetime,
    files: Mapping[str, Path],
    *,
    force: bool,
    availability: bool = False,
    progress: OnProgress = no_progress,
) -> None:
    """Writes the statistics of a period to files, by format. Outages still open last until `now`.

    `progress` is called with how many facts of how many were read. Raises NotFound without a journal, UsageError,
    CannotExport, AlreadyExists, FileError.
    """
    if journal is None:
        raise NotFound(_("Aucune session dans ce journal."))
    for form, file in files.items():
        check_document(file, form, force=force)
    catalogue = catalogue_of(journal, site).caught_up(now, progress)
    figures = replace(figures_of(catalogue, asked, now), with_availability=availability)
    contents = {
        form: FORMATS[form].write(figures_page(figures, site, now, charts=FORMATS[form].charts)) for form in files
    }
    for form, content in contents.items():
        write_file(files[form], content, force=force)
