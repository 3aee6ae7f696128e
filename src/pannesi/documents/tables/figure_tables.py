"""The sessions, the calls and what was due to patients of a period, each as a CSV: no names, no free text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pannesi.documents.file_writer import check_target, write_file
from pannesi.documents.formats.csv import csv_bytes
from pannesi.history.account.patients import DutyOutcome
from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.figures.session_digest import session_digest_of
from pannesi.history.period import parse_period
from pannesi.history.session_filter import SessionFilter
from pannesi.history.session_summary import SessionSummary, session_summary_of
from pannesi.journal.audit_entries import ExportEntry
from pannesi.journal.audit_log import Who
from pannesi.journal.audit_log import record as write_audit
from pannesi.journal.store import Journal, OnProgress, no_progress
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.labels import asked_facts
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.duties import FACTS
from pannesi.session.state import State, fold
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

SESSIONS, CALLS, STEPS = "sessions.csv", "appels.csv", "patients.csv"
EXPORTED = "figure-tables"
"""What is recorded of these files in the audit log."""
Rows = Iterator[list[str]]


class _Read(NamedTuple):
    """One session, read for its rows."""

    name: str
    state: State
    procedure: Site
    account: SessionSummary
    zone: ZoneInfo

    def hour(self, moment: datetime | None) -> str:
        """A moment on the local clock with its offset, in the one form of all files; empty for None."""
        return moment.astimezone(self.zone).isoformat(" ", "seconds") if moment is not None else ""


def write_figure_tables(
    catalogue: SessionCatalogue, asked: tuple[str | None, str | None], now: datetime, folder: Path,
    recorder: Callable[[tuple[str, ...], Path], None], *, force: bool, progress: OnProgress = no_progress,
) -> tuple[Path, ...]:  # fmt: skip
    """Writes the three files of a period to a folder, recorded by `recorder` with the sessions before they are written.
    `progress` gets sessions read, and sessions in all. Raises CannotExport, NotWritten, AlreadyExists, FileError,
    UsageError, JournalError."""
    files = {name: folder / name for name in (SESSIONS, CALLS, STEPS)}
    for file in files.values():
        check_target(file, force=force)
    rows: dict[str, list[list[str]]] = {name: [] for name in files}
    sessions = list(_sessions_of(catalogue, asked, now, progress))
    for read in sessions:
        rows[SESSIONS].append(_session_cells(read))
        rows[CALLS] += _call_rows(read)
        rows[STEPS] += _step_rows(read)
    recorder(tuple(read.name for read in sessions), folder)
    for name, file in files.items():
        write_file(file, csv_bytes(columns_of(name), rows[name], note=_note(name)), force=force)
    return tuple(files.values())


def record_tables(journal: Journal, who: Who, sessions: tuple[str, ...], folder: Path) -> None:
    """Records in the audit log that these sessions leave, pseudonymised. Raises NotWritten."""
    entry = ExportEntry(what=EXPORTED, sessions=sessions, patients=True)
    write_audit(journal, entry, who, text=clean_line(str(folder)))


def _note(name: str) -> str:
    if name == STEPS:
        return _(
            "Données de santé pseudonymisées : sans nom, mais chaque ligne parle d'un patient. À garder comme telles."
        )
    return _("Sans patient nommé. Données de l'établissement : à garder comme telles.")


def columns_of(name: str) -> list[str]:
    """The columns of one of the files."""
    if name == SESSIONS:
        return [
            _("session"), _("cas"), _("systèmes"), _("début"), _("premier geste"), _("prévenu"), _("mode dégradé"),
            _("retour"), _("patients réconciliés"), _("clôture"), _("clôture forcée"), _("patients examinés"),
            _("inconnus"), _("rayés"), _("dispensés"), _("appels"), _("sans réponse"), _("lignes impossibles"),
            _("signalements"), _("dite la même panne que"),
        ]  # fmt: skip
    if name == CALLS:
        return [_("session"), _("heure"), _("contact"), _("nom du contact"), _("joint"), _("attente en secondes")]
    return [
        _("session"), _("ligne"), _("examen à"), _("origine"), _("examen"), _("unité"), _("identité"),
        _("état de la ligne"), _("clé"),
        _("quoi"), _("état"), _("à"), _("dit impossible d'abord à"),
    ]  # fmt: skip


def _sessions_of(
    catalogue: SessionCatalogue, asked: tuple[str | None, str | None], now: datetime, progress: OnProgress
) -> Iterator[_Read]:
    """The real sessions that began in the period, the earliest first."""
    period, zone = parse_period(*asked), zone_of(catalogue.site.contacts)
    wanted = SessionFilter(since=period.since(zone), until=period.until(zone), oldest=True)
    whole = catalogue.index.count(wanted)
    for done, session in enumerate(sorted(catalogue.find(now, wanted), key=lambda session: session.began), start=1):
        state = fold(catalogue.journal.events(session.id))
        procedure = catalogue.procedure_of(state)
        account = session_summary_of(session.id, state, procedure, now)
        if account is not None:
            yield _Read(session.id, state, procedure, account, zone)
        progress(done, whole)


def _yes_or_no(value: bool) -> str:
    return _("oui") if value else _("non")


def _session_cells(read: _Read) -> list[str]:
    account, digest = read.account, session_digest_of(read.account, read.procedure)
    patients = digest.patients
    moments = (
        account.began, account.first_action_at, account.alerted_at, account.degraded_at, account.returned_at,
        account.reconciled_at, account.closed_at,
    )  # fmt: skip
    counts = (
        patients.examined, patients.unknown, patients.struck, patients.waived, len(digest.calls),
        sum(not call.reached for call in digest.calls), account.failures,
        len(account.redlines),
    )  # fmt: skip
    cases = dict.fromkeys(unit for unit, _symptom in account.cases_standing)
    return [
        read.name, " ".join(cases), " ".join(account.systems),
        *map(read.hour, moments), _yes_or_no(account.forced), *map(str, counts),
        " ".join(said.other for said in account.same if said.stands),
    ]  # fmt: skip


def _call_rows(read: _Read) -> Rows:
    for call in session_digest_of(read.account, read.procedure).calls:
        waited = str(call.waited // 1000) if call.waited is not None else ""
        at = datetime.fromtimestamp(call.at // 1000, read.zone)
        yield [read.name, read.hour(at), call.contact, call.label, _yes_or_no(call.reached), waited]


def _step_rows(read: _Read) -> Rows:
    patients = {patient.label: patient for patient in read.account.walk.patients}
    owing: set[str] = set()
    for duty in read.account.duties:
        owing.add(duty.patient)
        yield [*_line_cells(read, patients[duty.patient]), duty.key, duty.label, *_outcome_cells(read, duty)]
    for label, patient in patients.items():
        if label not in owing:
            yield [*_line_cells(read, patient), "", "", "", "", ""]


def _line_cells(read: _Read, patient: Patient) -> list[str]:
    asked = asked_facts(patient.facts)
    facts = [str(asked.get(name, "")) for name in FACTS]
    examined = read.hour(patient.examined) if patient.hour_given else ""
    return [read.name, patient.label, examined, *facts, "voided" if patient.voided else patient.state]


def _outcome_cells(read: _Read, duty: DutyOutcome) -> list[str]:
    became = "could_not" if duty.impossible else duty.status
    said = duty.fact, duty.failed_before if duty.made_good else None
    return [became, *(read.hour(read.state.when(fact)) if fact is not None else "" for fact in said)]
