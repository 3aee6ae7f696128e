"""`pannesi redlines` and `pannesi numbers`: what past sessions signalled and noted, and the answer to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from pannesi.application.site_selection import SelectedSite, current_files
from pannesi.history.catalogue import catalogue_of
from pannesi.history.learning.lessons import NotedNumber
from pannesi.history.learning.noted_numbers import answer_number, every_noted_number, number_named, with_number_replies
from pannesi.history.learning.redlines import QueuedRedline, record_answer, redline_named, redline_queue, with_replies
from pannesi.journal.audit_log import Who, withdraw_answer
from pannesi.journal.store import Journal
from pannesi.presentation.calls.noted_numbers import number_lines, number_state_words, to_write_words
from pannesi.presentation.learning.redlines import redline_lines, reply_words
from pannesi.procedure.availability.moments import format_date, format_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.checks.line_source import LinePositions, place_of_contact
from pannesi.support.console import Output
from pannesi.support.errors import WrongState
from pannesi.support.i18n import _
from pannesi.support.progress import Progress


def _print_entries(entries: Iterable[Iterable[str]], out: Output) -> None:
    """Prints entries, the lines of each below its first."""
    for head, *rest in entries:
        out.line(head)
        for words in rest:
            out.wrapped(words, "    ", "      ")


def _every_redline(
    journal: Journal, selected: SelectedSite, now: datetime, *, only_open: bool = False
) -> list[QueuedRedline]:
    sessions = catalogue_of(journal, selected.site).caught_up(now, Progress(_("faits lus")))
    written = LinePositions(current_files(selected))
    return list(redline_queue(sessions, written, now, only_open=only_open, progress=Progress(_("sessions relues"))))


def _hour_words(selected: SelectedSite, now: datetime) -> Callable[[datetime], str]:
    zone = zone_of(selected.site.contacts)
    return lambda moment: format_moment(moment, now, zone)


def print_redlines(
    journal: Journal | None, selected: SelectedSite, now: datetime, out: Output, *, only_open: bool, as_json: bool
) -> None:
    """Prints the redlines with where their lines are written. Raises JournalError."""
    redlines = _every_redline(journal, selected, now, only_open=only_open) if journal is not None else []
    if as_json:
        out.json([redline.as_json() for redline in redlines])
        return
    if not redlines:
        out.wrapped(_("Aucun signalement sans réponse.") if only_open else _("Aucune ligne n'a été signalée."))
    hour = _hour_words(selected, now)
    _print_entries((redline_lines(redline, hour) for redline in redlines), out)
    if any(redline.open for redline in redlines):
        out.line()
        out.wrapped(_('Répondre : pannesi redlines answer ID --corrected 2026-12, ou --declined "parce que…".'))


def answer_redline(
    journal: Journal, by: Who, selected: SelectedSite, begin: str, now: datetime, out: Output, *,
    corrected: str, declined: str,
) -> None:  # fmt: skip
    """Records the answer to one redline. Raises UsageError, NotFound, Ambiguous, NotWritten."""
    redline = redline_named(_every_redline(journal, selected, now), begin)
    record_answer(journal, redline, by, corrected=corrected, declined=declined)
    (answered,) = with_replies((redline,), journal)
    words = reply_words(answered, _hour_words(selected, now))
    out.wrapped(_("{where} · {answer}").format(where=answered.where, answer=words))


def undo_redline_answer(
    journal: Journal, by: Who, selected: SelectedSite, begin: str, now: datetime, out: Output
) -> None:
    """Withdraws the answer to one redline. Raises NotFound, Ambiguous, WrongState where there is none, NotWritten."""
    redline = redline_named(_every_redline(journal, selected, now), begin)
    if redline.open:
        raise WrongState(_("Ce signalement n'a pas de réponse."))
    withdraw_answer(journal, redline.session, redline.redline.event, by)
    (withdrawn,) = with_replies((redline,), journal)
    words = reply_words(withdrawn, _hour_words(selected, now))
    out.wrapped(_("{where} · {answer}").format(where=withdrawn.where, answer=words))


def _every_number(journal: Journal, selected: SelectedSite, now: datetime) -> tuple[NotedNumber, ...]:
    sessions = catalogue_of(journal, selected.site).caught_up(now, Progress(_("faits lus")))
    return every_noted_number(sessions)


def _day_words(selected: SelectedSite) -> Callable[[datetime], str]:
    zone = zone_of(selected.site.contacts)
    return lambda moment: format_date(moment.astimezone(zone))


def print_numbers(
    journal: Journal | None, selected: SelectedSite, now: datetime, out: Output, *, only_open: bool, as_json: bool
) -> None:
    """Prints the numbers noted with where each is to be written. Raises JournalError."""
    numbers = _every_number(journal, selected, now) if journal is not None else ()
    shown = [noted for noted in numbers if noted.open or not only_open]
    if as_json:
        out.json([noted.as_json() for noted in shown])
        return
    if not shown:
        out.wrapped(_("Aucun numéro noté sans réponse.") if only_open else _("Aucun numéro n'a été noté."))
    contacts, files, day = selected.site.contacts, current_files(selected), _day_words(selected)
    places = [(noted, place_of_contact(files, noted.lesson.contact)) for noted in shown]
    _print_entries((number_lines(noted, contacts, place, day) for noted, place in places), out)
    if any(noted.open for noted in shown):
        out.line()
        out.wrapped(_('Répondre : pannesi numbers confirm ID, ou pannesi numbers remove ID --why "faux numéro".'))


def answer_number_named(
    journal: Journal, by: Who, selected: SelectedSite, begin: str, now: datetime, out: Output, *,
    confirmed: bool, why: str = "",
) -> None:  # fmt: skip
    """Records that a number is right, or removes it, and says what is left to do. Raises NotFound, Ambiguous,
    NotWritten."""
    noted = number_named(_every_number(journal, selected, now), begin)
    noted = answer_number(journal, noted, by, confirmed=confirmed, why=why)
    state = number_state_words(noted, _day_words(selected))
    out.wrapped(_("{number} : {state}").format(number=noted.number or _("(effacé)"), state=state))
    if noted.stands:
        place = place_of_contact(current_files(selected), noted.lesson.contact)
        out.wrapped(to_write_words(noted, selected.site.contacts, place), "  ", "    ")
        out.wrapped(_("D'ici là il reste montré, comme confirmé. Après l'avoir écrit : pannesi check."), "  ", "    ")
    else:
        out.wrapped(_("Il n'est plus montré. La session passée ne change pas."), "  ", "    ")


def undo_number_answer(
    journal: Journal, by: Who, selected: SelectedSite, begin: str, now: datetime, out: Output
) -> None:
    """Withdraws the answer to one number noted. Raises NotFound, Ambiguous, WrongState where there is none,
    NotWritten."""
    noted = number_named(_every_number(journal, selected, now), begin)
    if noted.reply is None:
        raise WrongState(_("Ce numéro n'a pas de réponse."))
    withdraw_answer(journal, noted.lesson.session, noted.lesson.event, by)
    (withdrawn,) = with_number_replies((noted,), journal)
    state = number_state_words(withdrawn, _day_words(selected))
    out.wrapped(_("{number} : {state}").format(number=noted.number or _("(effacé)"), state=state))
