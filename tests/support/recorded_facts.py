"""What is on record in the journals of a folder."""

from __future__ import annotations

from pathlib import Path

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.session.events import Event
from pannesi.session.state import fold
from tests.support.shipped_site import shipped
from tests.support.writers import fake_writer


def recorded(data: Path) -> list[Event]:
    """Every event of every journal below a folder, an emergency one included."""
    found: list[Event] = []
    for path in sorted(data.rglob("*.db")):
        journal = SqliteJournal(path, fake_writer("reader"))
        assert journal.verify() == ()
        found += [event for row in journal.sessions() for event in journal.events(row.id)]
        journal.close()
    return found


def sentences(events: list[Event]) -> list[str]:
    telling = SentenceWriter(shipped(), fold(events), lambda moment: f"{moment:%H:%M}")
    return [telling.sentence(event) for event in events]
