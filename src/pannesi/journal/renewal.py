"""A journal whose file is damaged: set aside as it is, and a new one begun with all that can still be read of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from pannesi.journal.audit_log import Who
from pannesi.journal.location import FILE
from pannesi.journal.open_store import open_store
from pannesi.journal.salvage import read_damaged, write_salvaged
from pannesi.journal.sealing import Edge
from pannesi.journal.store import Corrupt, Journal
from pannesi.support.i18n import _, n_

_ASIDE = ".abime-"


def replace_damaged(
    path: Path, edge: Edge, why: str, *, shared: bool, patience: float | None = None
) -> tuple[Journal, str]:
    """The journal that takes the place of a damaged one, and what to say of both. Raises Corrupt where the damaged one
    cannot be set aside, and the port's errors for the new one."""
    aside = set_aside(path)
    if aside is None:
        raise Corrupt(
            _("Le journal {path} est abîmé et ne peut pas être mis de côté : vérifier ses droits.").format(path=path)
        )
    journal = open_store(path, edge, shared=shared, patience=patience)
    by = Who(lambda: datetime.fromtimestamp(edge.now_ms() / 1000, UTC), lambda: edge.new_salt()[:32], "")
    try:
        found = read_damaged(aside)
        taken = write_salvaged(journal, found, by, aside.name)
    except OSError:
        taken = 0
    if not taken:
        return journal, _("{why} Il est gardé sous {path} ; un nouveau journal commence.").format(why=why, path=aside)
    words = _("{why} Il est gardé sous {path} ; un nouveau journal reprend ce qui s'y lit : {facts}.")
    told = words.format(why=why, path=aside, facts=n_("{count} fait", "{count} faits", taken))
    if found.lost:
        told += _(" {lost} : pannesi verify dit où.").format(lost=lost_words(len(found.lost)))
    return journal, told


def lost_words(count: int) -> str:
    """How much could not be read."""
    return n_("{count} perte", "{count} pertes", count)


def is_set_aside(name: str) -> bool:
    """Whether a file's name is that of a journal that was set aside."""
    return name.startswith(FILE + _ASIDE)


def set_aside(path: Path) -> Path | None:
    """Renames a file that cannot be read, with what SQLite left beside it. None when even that cannot be done."""
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}{_ASIDE}{number}")
        if os.path.lexists(aside):
            continue
        try:
            os.rename(path, aside)
            hot = path.with_name(path.name + "-journal")
            if hot.exists():
                os.rename(hot, aside.with_name(aside.name + "-journal"))
        except OSError:
            return None
        return aside
    return None
