"""Backup of the whole journal while it is in use: a verified copy in one file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from pannesi.journal.exchange.merge import JournalSummary, journal_summary
from pannesi.journal.exchange.portable_file import new_portable_file
from pannesi.journal.open_store import open_store
from pannesi.journal.sqlite.backup import copy_database
from pannesi.journal.store import ChainProblem, OnProgress, no_progress
from pannesi.journal.writer import JournalWriter
from pannesi.support.errors import FileError
from pannesi.support.i18n import _


def back_up(
    source: Path, target: Path, writer: JournalWriter, *, force: bool, progress: OnProgress = no_progress,
    checking: Callable[[int], None] = lambda read: None, before: Callable[[], None] = lambda: None,
) -> tuple[JournalSummary, tuple[ChainProblem, ...]]:  # fmt: skip
    """Copies the journal `source` to `target` and verifies the copy; returns its summary and what is wrong in it.

    The journal is locked for a moment at a time, so that commits go on meanwhile. `before` is called once the copy is
    verified and before it takes its name. `progress` gets pages done and pages in all, `checking` the events verified.
    Raises AlreadyExists and FileError for the target, and the errors of the port for the journal.
    """
    if _is_same_file(source, target):
        raise FileError(_("{path} est le journal lui-même : choisir un autre nom.").format(path=target))
    with new_portable_file(target, force=force) as part:
        copy_database(source, part, progress, writer.waiting)
        with contextlib.closing(open_store(part, writer, alone=True)) as copy:
            copy.scrub()
            summary, problems = journal_summary(copy), copy.verify(checking)
        before()
    return summary, problems


def _is_same_file(first: Path, other: Path) -> bool:
    try:
        return os.path.samefile(first, other)
    except OSError:
        return False
