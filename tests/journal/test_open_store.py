"""One function leads from a place to a journal, whatever keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.journal import open_store as opening
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.open_store import MEMORY, Access, open_store
from pannesi.journal.store import Journal
from pannesi.journal.writer import JournalWriter
from tests.support.writers import draft, fake_writer


def test_a_place_leads_to_its_journal(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    for place in (file, f"sqlite:{file}"):
        journal = open_store(place, fake_writer(), patience=1.0)
        assert (journal.durable, journal.place, journal.patience) == (True, str(file), 1.0)
        journal.check_integrity()
        journal.close()
    memory = open_store(MEMORY, fake_writer())
    assert (memory.durable, memory.place) == (False, "")
    memory.check_integrity()
    with pytest.raises(ValueError, match="elsewhere"):
        open_store("elsewhere:x", fake_writer())


def test_a_store_of_another_kind_is_opened_by_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Access]] = []

    def other(place: str, at: JournalWriter, access: Access) -> Journal:
        asked.append((place, access))
        return MemoryJournal(at)

    monkeypatch.setattr(opening, "STORES", {**opening.STORES, "other": other})
    journal = open_store("other://here/there", fake_writer(), read_only=True)
    journal.append([draft("a")])
    assert asked == [("//here/there", Access(read_only=True))]
