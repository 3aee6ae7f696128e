"""`pannesi redlines`: the list of redlines, and the answer to one."""

from __future__ import annotations

from datetime import datetime

from pannesi.application.context import random_id
from pannesi.application.site_selection import SelectedSite, current_files
from pannesi.history.catalogue import catalogue_of
from pannesi.history.redlines import QueuedRedline, record_answer, redline_named, redline_queue, with_replies
from pannesi.journal.stand_in_journal import OpenedJournal
from pannesi.journal.store import Journal, NotWritten
from pannesi.presentation.redlines import redline_lines, reply_words
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.checks.line_source import LinePositions
from pannesi.support.console import Output
from pannesi.support.i18n import _
from pannesi.support.progress import Progress


def print_redlines(
    journal: Journal | None, selected: SelectedSite, now: datetime, out: Output, *, only_open: bool, as_json: bool
) -> None:
    """Prints the redlines with where their lines are written. Raises JournalError."""
    redlines: list[QueuedRedline] = []
    if journal is not None:
        sessions = catalogue_of(journal, selected.site).caught_up(now, Progress(_("faits lus")))
        written = LinePositions(current_files(selected))
        steps = Progress(_("sessions relues"))
        redlines = list(redline_queue(sessions, written, now, only_open=only_open, progress=steps))
    if as_json:
        out.json([redline.as_json() for redline in redlines])
        return
    if not redlines:
        out.wrapped(_("Aucun signalement sans réponse.") if only_open else _("Aucune ligne n'a été signalée."))
    zone = zone_of(selected.site.contacts)
    for redline in redlines:
        head, *rest = redline_lines(redline, lambda moment: format_moment(moment, now, zone))
        out.line(head)
        for words in rest:
            out.wrapped(words, "    ", "      ")
    if any(redline.open for redline in redlines):
        out.line()
        out.wrapped(_('Répondre : pannesi redlines answer ID --corrected 2026-12, ou --declined "parce que…".'))


def answer_redline(
    opened: OpenedJournal,
    selected: SelectedSite,
    begin: str,
    corrected: str,
    declined: str,
    actor: str,
    now: datetime,
    out: Output,
) -> None:
    """Records the answer to one redline. Raises UsageError, NotFound, Ambiguous, NotWritten."""
    if opened.state != "normal":
        raise NotWritten(opened.problem or _("Le journal ne peut pas être écrit."))
    sessions = catalogue_of(opened.journal, selected.site).caught_up(now, Progress(_("faits lus")))
    written = LinePositions(current_files(selected))
    redline = redline_named(redline_queue(sessions, written, now, progress=Progress(_("sessions relues"))), begin)
    record_answer(
        opened.journal, redline, corrected=corrected, declined=declined, now=now, new_id=random_id, actor=actor
    )  # fmt: skip
    (again,) = with_replies((redline,), opened.journal)
    zone = zone_of(selected.site.contacts)
    words = reply_words(again, lambda moment: format_moment(moment, now, zone))
    out.wrapped(_("{where} · {answer}").format(where=again.where, answer=words))
