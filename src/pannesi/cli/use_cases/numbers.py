"""`pannesi numbers`: the phone numbers noted in sessions, and the answer to one."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from pannesi.application.context import random_id
from pannesi.application.journal_reading import open_for_reading
from pannesi.application.site_selection import SelectedSite, current_files, read_site
from pannesi.history.catalogue import catalogue_of
from pannesi.history.lessons import NOTHING_LEARNED, Lessons, NotedNumber
from pannesi.history.noted_numbers import answer_number, noted_numbers, number_named
from pannesi.history.open_sessions import READ_AT_ONCE
from pannesi.journal.audit_log import Who
from pannesi.journal.stand_in_journal import OpenedJournal
from pannesi.journal.store import Journal, NotWritten
from pannesi.presentation.noted_numbers import number_lines, number_state_words, to_write_words
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.checks.line_source import place_of_contact
from pannesi.procedure.loading.site_choice import choose_folder
from pannesi.support.console import Output
from pannesi.support.i18n import _
from pannesi.support.progress import Progress


def noted_lessons(data: str | None, site: str | None, now: datetime) -> Lessons:
    """The numbers noted in real sessions that stand, as far as the index goes; nothing more is read where it is far
    behind. Raises JournalError, SiteUnusable."""
    journal = open_for_reading(data, os.environ)
    if journal is None:
        return NOTHING_LEARNED
    with contextlib.closing(journal):
        selected = read_site(choose_folder(site, os.environ, Path.cwd()), lambda: journal)
        sessions = catalogue_of(journal, selected.site)
        if sessions.unread_events() <= READ_AT_ONCE:
            sessions.caught_up(now)
        numbers = noted_numbers(journal, sessions.index.lessons(exercise=False))
    return Lessons(numbers=tuple(noted for noted in numbers if noted.stands))


def all_numbers(journal: Journal, selected: SelectedSite, now: datetime) -> tuple[NotedNumber, ...]:
    """Every number noted, in real sessions then in exercises, the latest first. Raises JournalError."""
    sessions = catalogue_of(journal, selected.site).caught_up(now, Progress(_("faits lus")))
    numbers = noted_numbers(journal, sessions.index.lessons(exercise=True))
    return tuple(sorted(numbers, key=lambda noted: noted.lesson.exercise))


def print_numbers(
    journal: Journal | None, selected: SelectedSite, now: datetime, out: Output, *, only_open: bool, as_json: bool
) -> None:
    """Prints the numbers noted with where each is to be written. Raises JournalError."""
    numbers = all_numbers(journal, selected, now) if journal is not None else ()
    shown = [noted for noted in numbers if noted.open or not only_open]
    if as_json:
        out.json([number_as_json(noted) for noted in shown])
        return
    if not shown:
        out.wrapped(_("Aucun numéro noté sans réponse.") if only_open else _("Aucun numéro n'a été noté."))
    contacts, files = selected.site.contacts, current_files(selected)
    zone = zone_of(contacts)
    for noted in shown:
        where = place_of_contact(files, noted.lesson.contact)
        head, *rest = number_lines(noted, contacts, where, lambda moment: f"{moment.astimezone(zone):%d/%m/%Y}")
        out.line(head)
        for words in rest:
            out.wrapped(words, "    ", "      ")
    if any(noted.open for noted in shown):
        out.line()
        out.wrapped(_('Répondre : pannesi numbers confirm ID, ou pannesi numbers remove ID --why "faux numéro".'))


def answer_number_named(
    opened: OpenedJournal, selected: SelectedSite, begin: str, actor: str, now: datetime, out: Output, *,
    confirmed: bool, why: str = "",
) -> None:  # fmt: skip
    """Records that a number is right, or removes it, and says what is left to do. Raises NotFound, Ambiguous,
    NotWritten."""
    if opened.state != "normal":
        raise NotWritten(opened.problem or _("Le journal ne peut pas être écrit."))
    noted = number_named(all_numbers(opened.journal, selected, now), begin)
    by = Who(lambda: now, random_id, actor)
    noted = answer_number(opened.journal, noted, by, confirmed=confirmed, why=why)
    contacts = selected.site.contacts
    zone = zone_of(contacts)
    state = number_state_words(noted, lambda moment: f"{moment.astimezone(zone):%d/%m/%Y}")
    out.wrapped(_("{number} : {state}").format(number=noted.number or _("(effacé)"), state=state))
    if noted.stands:
        where = place_of_contact(current_files(selected), noted.lesson.contact)
        out.wrapped(to_write_words(noted, contacts, where), "  ", "    ")
        out.wrapped(_("D'ici là il reste montré, comme confirmé. Après l'avoir écrit : pannesi check."), "  ", "    ")
    else:
        out.wrapped(_("Il n'est plus montré. La session passée ne change pas."), "  ", "    ")


def number_as_json(noted: NotedNumber) -> dict[str, Any]:
    """A number noted as plain JSON values; times in UTC, ISO 8601."""
    lesson, reply = noted.lesson, noted.reply
    return {
        "id": lesson.event,
        "session": lesson.session,
        "exercise": lesson.exercise,
        "at": lesson.at.isoformat(timespec="seconds"),
        "who": lesson.who,
        "contact": lesson.contact,
        "line": lesson.subject,
        "number": noted.number,
        "answer": ("confirmed" if reply.confirmed else "removed") if reply else None,
        "answer_words": reply.words if reply else None,
        "answered_by": reply.who if reply else None,
        "answered_at": reply.at.isoformat(timespec="seconds") if reply else None,
    }
