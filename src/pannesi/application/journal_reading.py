"""Opening the main journal for the commands that only read it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pannesi.journal.location import FILE, data_folder
from pannesi.journal.open_store import open_store
from pannesi.journal.store import Busy, Journal, NotWritten
from pannesi.journal.writer import new_writer
from pannesi.support.errors import reason
from pannesi.support.i18n import _


def open_for_reading(asked: str | None, environment: Mapping[str, str]) -> Journal | None:
    """The main journal, opened for reading; None when there is none. Raises JournalError.

    It is opened for writing only where a transaction that a crash interrupted must be rolled back first.
    """
    path = data_folder(asked, dict(environment)) / FILE
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as unreadable:
        raise NotWritten(
            _("Le journal {path} ne peut pas être lu : {why}.").format(path=path, why=reason(unreadable))
        ) from unreadable
    writer = new_writer()
    try:
        return open_store(path, writer, read_only=True)
    except Busy:
        raise
    except NotWritten:
        return open_store(path, writer)
