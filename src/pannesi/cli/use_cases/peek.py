"""What `pannesi contacts`, used in haste, reads of the sessions: nothing, or the numbers noted in them."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.history.index_peek import contacts_with_numbers
from pannesi.journal.location import data_folder
from pannesi.procedure.availability.reachability import written_numbers
from pannesi.procedure.model.contacts import ContactsFile

if TYPE_CHECKING:
    from pannesi.history.lessons import Lessons


def may_show_numbers(data: str | None, contacts: ContactsFile) -> bool:
    """Whether a number may have been noted for a contact without a written one."""
    noted = contacts_with_numbers(data_folder(data, dict(os.environ)))
    return noted is None or any(not written_numbers(contacts, contact) for contact in noted)


def noted_lessons(data: str | None, site: str | None, now: datetime) -> Lessons:
    """The numbers noted in real sessions that stand, as far as the index goes; nothing more is read where it is far
    behind. Raises JournalError, SiteUnusable."""
    from pannesi.application.journal_reading import open_for_reading
    from pannesi.application.site_selection import read_site
    from pannesi.history.catalogue import catalogue_of
    from pannesi.history.lessons import NOTHING_LEARNED, Lessons
    from pannesi.history.noted_numbers import noted_numbers
    from pannesi.history.open_sessions import READ_AT_ONCE
    from pannesi.procedure.loading.site_choice import choose_folder

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
