"""The memory twin keeps the contract."""

from __future__ import annotations

from pannesi.journal.memory import MemoryJournal
from tests.journal.contract import JournalContract
from tests.journal.edges import Wall, edge


class TestMemory(JournalContract):
    def make(self, writer: str = "w1", wall: Wall | None = None) -> MemoryJournal:
        return MemoryJournal(edge(writer, wall))

    def test_it_says_that_nothing_outlives_it(self) -> None:
        assert not self.make().durable
