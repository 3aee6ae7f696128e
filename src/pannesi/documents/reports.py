"""What leaves the program: the report of a session in four forms, its register, the figures of a period."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pannesi.application.lookup import session_named
from pannesi.documents.file_writer import refuse, write
from pannesi.documents.html import html
from pannesi.documents.markdown import markdown
from pannesi.documents.page import Page
from pannesi.documents.pdf import pdf
from pannesi.documents.register_csv import csv_bytes
from pannesi.documents.registers import register_table
from pannesi.documents.report import Asked, Told, report_of
from pannesi.documents.statistics import figures_page
from pannesi.history.catalogue import sessions_of
from pannesi.history.period import parse_period
from pannesi.history.session_summary import Account, account_of
from pannesi.history.statistics import figures_of
from pannesi.journal.audit_log import AuditKind, Who, record
from pannesi.journal.hash_chain import digest_of_heads
from pannesi.journal.pinned_procedure import pinned
from pannesi.journal.store import Journal
from pannesi.presentation.register import shown_value
from pannesi.presentation.session_summary import unknown_words
from pannesi.presentation.timeline import Telling
from pannesi.procedure.availability.moments import hour_words, parse_instant
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event
from pannesi.session.free_text import has_words
from pannesi.session.labels import free_words, reason_words
from pannesi.session.register.draft_entries import is_passing
from pannesi.session.state import State, fold, moment_or_none
from pannesi.support.errors import ImpossibleTime, UnknownName
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

FORMATS = ("md", "html", "pdf", "json")


@dataclass(frozen=True)
class Recorded:
    """One session read from the journal: its state, the procedure that it ran, and its account."""

    name: str
    state: State
    procedure: Site
    account: Account
    digest: str


def recorded(journal: Journal | None, site: Site, begin: str) -> Recorded:
    """The session whose id begins so, as it stood at its last fact. Raises UnknownName."""
    name = session_named([row.id for row in journal.sessions()] if journal is not None else [], begin)
    assert journal is not None
    events = journal.events(name)
    state = fold(events)
    procedure = _procedure(journal, state, site)
    last = max((state.when(one) for one in state.timeline), default=None)
    account = account_of(name, state, procedure, last) if last is not None else None
    if account is None:
        raise UnknownName(_("Le début de la session {id} n'est pas dans ce journal.").format(id=name))
    return Recorded(name, state, procedure, account, digest_of_heads(events))


def _procedure(journal: Journal, state: State, site: Site) -> Site:
    """The procedure that a session ran, today's when it is not kept or cannot be read any more."""
    from pannesi.procedure.loading.loader import load_files

    return pinned(journal, state, site, lambda files: load_files(files, site.folder).site) or site


def report_page(found: Recorded, *, patients: bool) -> Page:
    """The report as a plain value. Without `patients`, no free words either: they may hold names."""
    hour = hour_in(found.procedure)
    free = patients or found.state.exercise
    tell = Telling(found.procedure, found.state, hour, reasons=True, free=free)

    def told(one: Event) -> Told:
        return Told(hour(found.state.when(one)), one.actor, tell.sentence(one))

    closing = found.state.closing
    asked = Asked(
        facts=[told(one) for one in found.state.timeline if not is_passing(found.state, one)],
        corrected=[told(one) for one in found.account.corrected],
        digest=found.digest,
        hour=hour,
        unknown=lambda account, moment: unknown_words(account, moment, hour),
        real=_played_at(found.state),
        closing_reason=_closing_reason(closing, free=free),
        labels=field_labels(found.procedure),
        words=_as_written(found.procedure),
        patients=patients,
        free_words=free,
    )
    return report_of(found.account, found.procedure, asked)


def _closing_reason(closing: Event | None, *, free: bool) -> str:
    """Why the closing was forced: free words like any other, which may name somebody."""
    if closing is None or not has_words(closing):
        return reason_words(closing) if closing is not None else _("motif effacé")
    return free_words(closing) if free else _("motif non imprimé")


def _as_written(site: Site) -> Callable[[str, str], str]:
    fields = {one.id: one for one in site.register_fields}
    return lambda key, value: shown_value(fields[key], value) if key in fields else value


def _played_at(state: State) -> datetime | None:
    """When an exercise was really begun, whatever hour it pretended; None for a real session."""
    if state.opened is None or not state.exercise:
        return None
    return moment_or_none(state.opened.payload.get("real")) or state.opened.moment


def report_bytes(found: Recorded, form: str, *, patients: bool) -> bytes:
    """The report in one of `FORMATS`: the same bytes for the same journal, program and fonts. Raises CannotExport."""
    page = report_page(found, patients=patients)
    if form == "json":
        return _json({key: value for key, value in page.items() if key not in ("charts", "qr")})
    return _as(form, page)


def _as(form: str, page: Page) -> bytes:
    if form == "pdf":
        return pdf("report.typ", page)
    return html("report.html", page).encode() if form == "html" else markdown(page).encode()


def _json(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def register_csv(found: Recorded) -> bytes:
    """The register of a session, one line a patient, for a spreadsheet."""
    columns, rows = register_table(
        found.account.walk,
        field_labels(found.procedure),
        hour_in(found.procedure),
        sheet=found.procedure.register_fields,
    )
    session = _("{id} EXERCICE").format(id=found.name) if found.state.exercise else found.name
    return csv_bytes([_("Session"), *columns], [[session, *row] for row in rows])


Keep = Callable[[str, Path], None]
"""Records that patients leave (what, where to), before they do. Raises CannotExport, NotWritten."""


def write_report(found: Recorded, form: str, target: Path, *, patients: bool, force: bool, keep: Keep) -> None:
    """The report as a file. Raises CannotExport, NotWritten."""
    refuse(target, force=force)
    content = report_bytes(found, form, patients=patients)
    if patients:
        keep("report", target)
    write(target, content, force=force)


def write_register(found: Recorded, target: Path, *, force: bool, keep: Keep) -> None:
    """The register as a file, patients in it. Raises CannotExport, NotWritten."""
    refuse(target, force=force)
    content = register_csv(found)
    keep("register", target)
    write(target, content, force=force)


def record_export(journal: Journal, who: Who, what: str, session: str, target: Path) -> None:
    """Keeps in the chain of the desk that patients left the program; the file's name, which somebody typed, apart.
    Raises NotWritten."""
    payload = {"what": what, "sessions": [session], "patients": True}
    record(journal, AuditKind.EXPORTED, payload, who, text=clean_line(str(target)))


def field_labels(site: Site) -> dict[str, str]:
    """The words of the register's fields, in the order of the sheet."""
    return {one.id: one.label for one in site.register_fields}


def hour_in(site: Site) -> Callable[[datetime], str]:
    """Moments with their day, in the site's own zone: a report is read on another day."""
    where = zone_of(site.contacts)

    def told(moment: datetime) -> str:
        local = moment.astimezone(where)
        return f"{local:%d/%m/%Y} {hour_words(local)}"

    return told


def counted_until(asked: str | None, site: Site, now: datetime) -> datetime:
    """The moment to which outages still open are counted, by the minute: `now` when none is asked.

    Raises ImpossibleTime, also for a moment to come: nobody knows how long an outage will last.
    """
    if asked is None:
        return now.replace(second=0, microsecond=0)
    moment = parse_instant(asked, now, zone_of(site.contacts))
    if moment > now:
        raise ImpossibleTime(_("--until {moment} : ce moment n'est pas encore venu.").format(moment=clean_line(asked)))
    return moment


def write_figures(
    journal: Journal | None,
    site: Site,
    asked: tuple[str | None, str | None],
    now: datetime,
    files: Mapping[str, Path],
    *,
    force: bool,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> None:
    """The figures of a period as files, in any of `FORMATS`, each where it goes; in JSON the numbers themselves, as
    `pannesi figures --json` has them. Outages still open last until `now`; `progress` is told how far the journal was
    read.

    Raises ImpossibleTime, UnknownName, CannotExport.
    """
    if journal is None:
        raise UnknownName(_("Aucune session dans ce journal."))
    for file in files.values():
        refuse(file, force=force)
    read = sessions_of(journal, site).wholly(now, progress)
    figures = figures_of(read.index, parse_period(*asked), now, zone_of(site.contacts))
    page = figures_page(figures, site, hour_in(site), now)
    made = {form: _json(figures.as_json(now)) if form == "json" else _as(form, page) for form in files}
    for form, content in made.items():
        write(files[form], content, force=force)
