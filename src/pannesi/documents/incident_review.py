"""The sheet of an incident review (retour d'expérience), for the quality department: to print, to sign, to file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pannesi.documents.file_writer import write_file
from pannesi.documents.formats import FORMATS, check_document
from pannesi.documents.page import BlankTable, ReportPage, Table, empty_page, used_columns_table
from pannesi.documents.versions import qr_svg, short_code
from pannesi.history.learning.incident_reviews import ReviewedOutage
from pannesi.journal.audit_entries import ExportEntry
from pannesi.journal.audit_log import Who, record
from pannesi.journal.store import Journal, review_chain
from pannesi.presentation.learning.incident_review import (
    DECIDES_NOTHING,
    NOT_SAID,
    action_end_words,
    counted_actions,
    declaration_title,
    said_words,
    standing_words,
    words_of,
)
from pannesi.presentation.text.date_times import date_time_formatter
from pannesi.procedure.availability.moments import format_length, shown_length
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.wording.roles import signers
from pannesi.session.incident_review.fields import FIELDS, review_fields
from pannesi.support.i18n import _, translated
from pannesi.support.text_safety import clean_line

SHEET_WITH_WORDS = "review"
"""What is recorded of a sheet that leaves with what people wrote, which may hold names."""
Hour = Callable[[datetime], str]


def review_page(reviewed: ReviewedOutage, site: Site, today: date, *, words: bool) -> ReportPage:
    """The sheet as a page. Without `words` it has closed lists, days and counts: what people wrote may hold names."""
    hour, review = date_time_formatter(site), reviewed.review
    digest = reviewed.outage.procedure or site.digest
    notes = [translated(DECIDES_NOTHING)]
    if not words:
        notes.append(_("Cette fiche laisse de côté ce qui est écrit en toutes lettres, qui peut porter des noms."))
    if not reviewed.there:
        notes.append(_("La session a été effacée après sa durée de conservation : ces heures sont celles gardées ici."))
    tables = [_declarations(reviewed, words=words), _tickets(reviewed, words=words), _told(reviewed, words=words),
              _actions(reviewed, today, hour, words=words), _redlines(reviewed)]  # fmt: skip
    return replace(
        empty_page(site, _("Retour d'expérience"), exercise=reviewed.exercise),
        version=digest,
        code=short_code(digest),
        qr=qr_svg(digest),
        session=clean_line(reviewed.session),
        summary=[*_summary(reviewed, hour, words=words), [_("Actions"), counted_actions(review.actions, today)]],
        notes=notes,
        sections=[table for table in tables if table.rows],
        rooms=[BlankTable(_("Remarques du service qualité"), [_("Remarque"), _("Qui"), _("Le")], lines=6)],
        signatures=[_("Rédigé par"), *signers(site.contacts), _("Service qualité")],
    )


def _summary(reviewed: ReviewedOutage, hour: Hour, *, words: bool) -> list[list[str]]:
    outage, review = reviewed.outage, reviewed.review
    ends = [moment for moment in (outage.returned, outage.closed) if moment is not None]
    rows = [
        [_("Session"), clean_line(reviewed.session)],
        [_("Panne"), outage.title],
        [_("Systèmes en panne"), ", ".join(outage.systems)],
        [_("Début"), hour(outage.began) if outage.began is not None else ""],
        [_("Retour à la normale"), hour(outage.returned) if outage.returned is not None else _("non noté")],
        [_("Durée de la panne"), format_length(shown_length(outage.began, ends[0])) if outage.began and ends else ""],
    ]
    said = [
        (field, review.field(field.name))
        for field in review_fields(exercise=reviewed.exercise)
        if field.kind != "words"
    ]
    rows += [[_capital(translated(field.label)), said_words(what, field)] for field, what in said]
    cause = words_of(review.field("cause_words"), words=words)
    if cause:
        rows.append([_("La cause, en mots"), cause])
    return [row for row in rows if row[1]]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _declarations(reviewed: ReviewedOutage, *, words: bool) -> Table:
    (state,) = (field for field in FIELDS["declaration"] if field.name == "state")
    rows = [
        [
            _capital(declaration_title(declaration.name)), said_words(declaration.state, state),
            words_of(declaration.number, words=words),
        ]
        for declaration in reviewed.review.declarations
    ]  # fmt: skip
    return used_columns_table(_("À signaler"), [_("Signalement"), _("Fait"), _("Numéro")], rows)


def _tickets(reviewed: ReviewedOutage, *, words: bool) -> Table:
    rows = [
        [words_of(ticket.number, words=words) or translated(NOT_SAID), words_of(ticket.answered, words=words)]
        for ticket in reviewed.review.tickets
    ]
    return used_columns_table(_("Tickets"), [_("Ticket"), _("Qui a répondu")], rows)


def _told(reviewed: ReviewedOutage, *, words: bool) -> Table:
    answers = [(name, reviewed.review.field(name)) for name in ("worked", "failed")]
    labels = {field.name: translated(field.label) for field in FIELDS["review"]}
    rows = [[_capital(labels[name]), words_of(said, words=words) or translated(NOT_SAID)] for name, said in answers]
    return Table(_("Ce qui s'est passé"), "", [_("Quoi"), _("Dit")], rows)


def _actions(reviewed: ReviewedOutage, today: date, hour: Hour, *, words: bool) -> Table:
    rows = [
        [
            words_of(action.what, words=words) or translated(NOT_SAID),
            words_of(action.pilot, words=words) or translated(NOT_SAID),
            standing_words(action, today),
            action_end_words(action, hour, words=words),
        ]
        for action in reviewed.review.actions
    ]
    return used_columns_table(
        _("Actions décidées"), [_("Action"), _("Pilote"), _("Échéance"), _("Comment c'est fini")], rows
    )


def _redlines(reviewed: ReviewedOutage) -> Table:
    outage = reviewed.outage
    rows = [[line, event[:8]] for event, line in zip(outage.redlines, outage.lines, strict=False)]
    return Table(_("Lignes signalées pendant la panne"), "", [_("Ligne de la procédure"), _("Signalement")], rows)


def record_sheet(journal: Journal, who: Who, session: str, target: Path) -> None:
    """Records in the audit log that a sheet with what people wrote leaves the program. Raises NotWritten."""
    entry = ExportEntry(what=SHEET_WITH_WORDS, sessions=(session, review_chain(session)), patients=False)
    record(journal, entry, who, text=clean_line(str(target)))


def review_bytes(reviewed: ReviewedOutage, site: Site, form: str, today: date, *, words: bool) -> bytes:
    """The sheet in a format: the same bytes for the same review, day and fonts. Raises CannotExport."""
    return FORMATS[form].write(review_page(reviewed, site, today, words=words))


def write_review(
    reviewed: ReviewedOutage, site: Site, form: str, today: date, target: Path, *, words: bool, force: bool,
    recorder: Callable[[Path], None],
) -> None:  # fmt: skip
    """Writes the sheet to a file; `recorder` first records that what people wrote leaves, where it does.

    Raises CannotExport, NotWritten, AlreadyExists, FileError.
    """
    check_document(target, form, force=force)
    content = review_bytes(reviewed, site, form, today, words=words)
    if words:
        recorder(target)
    write_file(target, content, force=force)
