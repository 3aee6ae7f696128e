"""Two sessions on the same case at the same hour, in a journal on disk, for commands."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.session import actions as want
from tests.support.building import NIGHT
from tests.support.every_fact import Kept
from tests.support.small_site import SMALL, small_loaded, small_site
from tests.support.writers import fake_writer


def two_sessions(folder: Path, began: datetime = NIGHT) -> tuple[str, ...]:
    """Writes them into a folder; the options by which a command finds them."""
    journal = SqliteJournal(folder / "journal.db", fake_writer())
    journal.keep_site(small_site().digest, small_loaded().files)
    for name in ("poste-1", "poste-2"):
        played = Kept(small_site(), name, "w1", began, "AB", journal=journal)
        played.ids = (f"{name}-{number:04d}" for number in range(1, 100)).__next__
        played.do_all(want.Open("cas-1", "images"))
    journal.close()
    return ("--data", str(folder), "--site", str(SMALL))
