"""`pannesi dossier`: the evidence of a period, gathered from the journal and the procedure, as one file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pannesi.application.journal_commands import acting_person
from pannesi.application.site_selection import SelectedSite
from pannesi.cli.use_cases.folders import Folders, journal_of_exports
from pannesi.documents.exercises.dossier import Evidence, codes_of, dossier_page
from pannesi.documents.file_writer import write_file
from pannesi.documents.formats import FORMATS, check_document
from pannesi.documents.incident_review import SHEET_WITH_WORDS
from pannesi.history.catalogue import SessionCatalogue, catalogue_of
from pannesi.history.exercises.exercises import cases_due, people_due, played_exercises
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.learning.incident_reviews import read_review, reviewed_sessions
from pannesi.history.overview import Overview
from pannesi.history.period import DayRange, parse_period
from pannesi.history.session_filter import SessionFilter
from pannesi.journal.audit_entries import ExportEntry
from pannesi.journal.audit_log import record
from pannesi.journal.pinned_procedure import pinned_digest
from pannesi.journal.store import Journal, review_chain
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.checks.coverage.holes import prove_coverage
from pannesi.procedure.model.procedure import Site
from pannesi.session.state import fold
from pannesi.support.console import Output
from pannesi.support.errors import NotFound, UsageError
from pannesi.support.i18n import _
from pannesi.support.progress import Progress, interruptible
from pannesi.support.text_safety import clean_line


def print_dossier(
    journal: Journal | None, selected: SelectedSite, folders: Folders, first: str, last: str, form: str,
    target: Path | None, now: datetime, out: Output, *, words: bool, force: bool,
) -> None:  # fmt: skip
    """Writes the dossier of a period to a file. Raises ImpossibleTime, UsageError, NotFound, CannotExport,
    AlreadyExists, FileError."""
    if journal is None:
        raise NotFound(_("Aucune session dans ce journal."))
    period, site = parse_period(first, last), selected.site
    if period.first is None or period.last is None:
        raise UsageError(_("Donner le premier et le dernier jour : --from 2026-01-01 --to 2026-12-31."))
    file = target or Path(f"dossier-{period.first}-{period.last}.{form}")
    check_document(file, form, force=force)
    with interruptible(_("Aucun fichier n'est écrit à moitié.")):
        evidence = gather_evidence(journal, site, period, now)
        content = FORMATS[form].write(dossier_page(evidence, site, words=words))
    if words:
        _record_words(folders, evidence, file)
    write_file(file, content, force=force)
    out.wrapped(_("Écrit : {file}.").format(file=clean_line(str(file))))
    if not words:
        out.wrapped(_("Sans ce qui est écrit en toutes lettres ; pour l'ajouter : --words, c'est enregistré."))


def gather_evidence(journal: Journal, site: Site, period: DayRange, now: datetime) -> Evidence:
    """The evidence of a period with both ends. Raises JournalError."""
    if period.first is None or period.last is None:
        raise ValueError("a dossier is of a period with both ends")
    zone, every = zone_of(site.contacts), site.contacts.exercises.every
    sessions = catalogue_of(journal, site).caught_up(now, Progress(_("faits lus")))
    until = period.until(zone) or now
    held = tuple(exercise for exercise in played_exercises(sessions, now) if exercise.held < until)
    since = period.since(zone) or now
    inside = tuple(exercise for exercise in held if exercise.held >= since)
    outages = tuple(sorted(_outages(sessions, now, since, until), key=lambda outage: outage.began))
    named = {outage.id for outage in outages} | {exercise.session for exercise in inside}
    return Evidence(
        period.first, period.last, now, now.astimezone(zone).date(), inside, cases_due(site, held, every, zone),
        people_due(held, every, zone), outages,
        tuple((name, read_review(journal, name)) for name in reviewed_sessions(journal) if name in named),
        outage_statistics(sessions.index, period, now, zone), prove_coverage(site),
        codes_of(pinned_digest(fold(journal.events(name))) or "" for name in sorted(named)),
    )  # fmt: skip


def _outages(sessions: SessionCatalogue, now: datetime, since: datetime, until: datetime) -> Iterator[Overview]:
    for outage in sessions.find(now, SessionFilter(exercise=False)):
        if since <= outage.began < until:
            yield outage


def _record_words(folders: Folders, evidence: Evidence, file: Path) -> None:
    """Records in the audit log that what people wrote leaves the program, before it does. Raises CannotExport."""
    chains = tuple(review_chain(session) for session, _review in evidence.reviews)
    with journal_of_exports(folders) as journal:
        entry = ExportEntry(what=SHEET_WITH_WORDS, sessions=chains, patients=False)
        record(journal, entry, acting_person(None), text=clean_line(str(file)))
