"""The memory twin keeps the contract."""

from __future__ import annotations

from pannesi.journal.memory import MemoryJournal
from tests.support.journal_contract import JournalContract
from tests.support.writers import Wall, fake_writer


class TestMemory(JournalContract):
    def make(self, writer: str = "w1", wall: Wall | None = None) -> MemoryJournal:
        return MemoryJournal(fake_writer(writer, wall))

    def test_it_says_that_nothing_outlives_it(self) -> None:
        assert not self.make().durable
