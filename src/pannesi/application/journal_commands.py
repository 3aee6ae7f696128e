"""What the commands on a whole journal share: which journal, and who writes in it."""

from __future__ import annotations

import os
from pathlib import Path

from pannesi.journal.audit_log import Who
from pannesi.journal.location import FILE, data_folder, is_shared
from pannesi.journal.open_store import open_store
from pannesi.journal.store import Journal
from pannesi.journal.writer import new_writer, random_id
from pannesi.support.clock import wall_clock
from pannesi.support.errors import NotFound
from pannesi.support.i18n import _
from pannesi.support.text_safety import typed_line
from pannesi.support.user_folders import account_name


def acting_person(name: str | None) -> Who:
    """Who writes audit entries for a command: the name given, else the account."""
    return Who(wall_clock, random_id, typed_line(name).strip() if name else account_name())


def journal_file(data: str | None) -> Path:
    """The path of the journal for the option `--data`."""
    return data_folder(data, dict(os.environ)) / FILE


def existing_journal(data: str | None) -> Journal:
    """The main journal, opened for writing, never a stand-in. Raises NotFound where there is none, and the errors of
    the port."""
    path = journal_file(data)
    if not os.path.exists(path):
        raise NotFound(_("Aucun journal dans {folder}. Avec --data, nommer son dossier.").format(folder=path.parent))
    return open_store(path, new_writer(), shared=is_shared(path.parent))
