"""What `pannesi contacts`, used in haste, reads of the sessions: nothing, or what they taught of a contact."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.history.index_peek import lessons_by_contact
from pannesi.journal.location import data_folder
from pannesi.procedure.availability.reachability import written_numbers
from pannesi.procedure.model.contacts import ContactsFile

if TYPE_CHECKING:
    from pannesi.history.learning.lessons import Lessons


def may_show_lessons(data: str | None, contacts: ContactsFile) -> bool:
    """Whether a call to a contact may have been signalled, or a number noted for one without a written one."""
    taught = lessons_by_contact(data_folder(data, dict(os.environ)))
    return taught is None or any(kind == "redline" or not written_numbers(contacts, name) for kind, name in taught)


def contacts_lessons(data: str | None, site: str | None, now: datetime) -> Lessons:
    """What real sessions taught, as far as the index goes; nothing more is read where it is far behind. Raises
    JournalError, SiteUnusable."""
    from pannesi.application.journal_reading import open_for_reading
    from pannesi.application.site_selection import read_site
    from pannesi.history.catalogue import READ_AT_ONCE, catalogue_of
    from pannesi.history.learning.lessons import NOTHING_LEARNED
    from pannesi.history.learning.open_lessons import open_lessons
    from pannesi.procedure.loading.site_choice import choose_folder

    journal = open_for_reading(data, os.environ)
    if journal is None:
        return NOTHING_LEARNED
    with contextlib.closing(journal):
        selected = read_site(choose_folder(site, os.environ, Path.cwd()), lambda: journal)
        sessions = catalogue_of(journal, selected.site)
        if sessions.unread_events() <= READ_AT_ONCE:
            sessions.caught_up(now)
        return open_lessons(sessions, exercise=False)
