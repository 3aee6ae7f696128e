"""Replacing a damaged journal: its file is renamed, and a new journal begun with what can still be read of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from pannesi.journal.audit_log import Who
from pannesi.journal.location import FILE, ROLLBACK_SUFFIX
from pannesi.journal.open_store import open_store
from pannesi.journal.salvage import read_damaged, write_salvaged
from pannesi.journal.store import Corrupt, Journal
from pannesi.journal.writer import JournalWriter
from pannesi.support.i18n import _, n_

_ASIDE = ".abime-"


def replace_damaged(
    path: Path, writer: JournalWriter, why: str, *, shared: bool, patience: float | None = None
) -> tuple[Journal, str]:
    """Renames the damaged file at `path` and begins a new journal there with its readable events.

    `why` is the sentence that says what is wrong. Returns the new journal, and the sentences to show. Raises Corrupt
    where the file cannot be renamed, and the errors of the port for the new journal.
    """
    aside = set_aside(path)
    if aside is None:
        raise Corrupt(
            _("Le journal {path} est abîmé et ne peut pas être mis de côté : vérifier ses droits.").format(path=path)
        )
    journal = open_store(path, writer, shared=shared, patience=patience)
    by = Who(lambda: datetime.fromtimestamp(writer.now_ms() / 1000, UTC), lambda: writer.new_salt()[:32], "")
    try:
        salvaged = read_damaged(aside)
        taken = write_salvaged(journal, salvaged, by, aside.name)
    except OSError:
        taken = 0
    if not taken:
        return journal, _("{why} Il est gardé sous {path} ; un nouveau journal commence.").format(why=why, path=aside)
    words = _("{why} Il est gardé sous {path} ; un nouveau journal reprend ce qui s'y lit : {facts}.")
    sentence = words.format(why=why, path=aside, facts=n_("{count} fait", "{count} faits", taken))
    if salvaged.lost:
        sentence += _(" {lost} : pannesi verify dit où.").format(lost=lost_words(len(salvaged.lost)))
    return journal, sentence


def lost_words(count: int) -> str:
    """How many events could not be read, in words: `2 pertes`."""
    return n_("{count} perte", "{count} pertes", count)


def is_set_aside(name: str) -> bool:
    """Whether a file name is that of a damaged journal that was renamed."""
    return name.startswith(FILE + _ASIDE)


def set_aside(path: Path) -> Path | None:
    """Renames a damaged file, with what SQLite left beside it; returns the new path, None where that fails."""
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}{_ASIDE}{number}")
        if os.path.lexists(aside):
            continue
        try:
            os.rename(path, aside)
            beside = path.with_name(path.name + ROLLBACK_SUFFIX)
            if beside.exists():
                os.rename(beside, aside.with_name(aside.name + ROLLBACK_SUFFIX))
        except OSError:
            return None
        return aside
    return None
