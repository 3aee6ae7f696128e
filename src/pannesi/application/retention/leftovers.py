"""Other files of a data folder that may hold erased texts: each is erased in too, or named to the person."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pannesi.application.retention.settled import refuse_unsettled
from pannesi.journal.location import FILE, ROLLBACK_SUFFIX, is_emergency, is_mark
from pannesi.journal.stand_in.renewal import is_set_aside
from pannesi.journal.stand_in_journal import repeat_erasures
from pannesi.journal.store import Journal
from pannesi.journal.writer import JournalWriter
from pannesi.support.atomic_files import PART_SUFFIX
from pannesi.support.errors import JournalError

INDEX = "sessions.index"
"""The name of the index of sessions, see `history.index`."""
_OURS = frozenset({FILE, FILE + ROLLBACK_SUFFIX, INDEX, INDEX + ROLLBACK_SUFFIX})


@dataclass(frozen=True)
class Leftover:
    """A file in which the program could not erase."""

    path: Path
    kind: str
    """`aside`, `part`, `emergency`, `index` or `unknown`."""


def erase_in_leftovers(journal: Journal, folders: Iterable[Path], writer: JournalWriter) -> tuple[Leftover, ...]:
    """Erases in the emergency journals what was erased in the journal, and deletes the index of sessions.

    The first of `folders` is that of the journal. Returns the files in which that could not be done.
    """
    left: list[Leftover] = []
    distinct = tuple(dict.fromkeys(folders))
    for folder in distinct:
        for path in _files_in(folder):
            kind = _kind_of_leftover(path, distinct[0])
            if kind == "emergency" and _erased_in_emergency(path, journal, writer):
                continue
            if kind == "index" and _could_delete(path):
                continue
            if kind is not None:
                left.append(Leftover(path, kind))
    return tuple(left)


def _files_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return []


def _kind_of_leftover(path: Path, of: Path) -> str | None:
    name, own = path.name, path.parent == of
    if is_emergency(name):
        return "emergency" if is_emergency(name, of) else None
    if is_mark(name, of):
        return None
    if is_set_aside(name):
        return "aside"
    if name.startswith(".") and name.endswith(PART_SUFFIX):
        return "part"
    if name in (INDEX, INDEX + ROLLBACK_SUFFIX):
        return "index" if own else None
    return "unknown" if own and name not in _OURS and not _beside_emergency(name) else None


def _beside_emergency(name: str) -> bool:
    return name.endswith(ROLLBACK_SUFFIX) and is_emergency(name.removesuffix(ROLLBACK_SUFFIX))


def _erased_in_emergency(path: Path, journal: Journal, writer: JournalWriter) -> bool:
    """Whether an emergency journal could be made to erase what the journal erased."""
    try:
        repeat_erasures(path, journal, writer, refuse_unsettled)
    except JournalError:
        return False
    return True


def _could_delete(path: Path) -> bool:
    try:
        os.unlink(path)
    except OSError:
        return False
    return True
