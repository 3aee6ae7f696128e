"""Where a station goes on when its journal cannot be written: the next stand-in, and later the main journal again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.application.desk_environment import StandIn
from pannesi.journal.location import FILE
from pannesi.journal.open_store import open_store
from pannesi.journal.stand_in.return_to_main import MainJournalRetry, may_recover
from pannesi.journal.stand_in_journal import open_stand_in, stand_in_reason
from pannesi.journal.store import Journal
from pannesi.journal.writer import JournalWriter
from pannesi.support.errors import JournalError

if TYPE_CHECKING:
    from pannesi.application.context import Station


class StandIns:
    """The stand-ins for the journal of a data folder: each folder is tried once, memory comes last."""

    def __init__(
        self, folder: Path, folders: tuple[Path, ...], new_writer: Callable[[], JournalWriter], *, shared: bool
    ) -> None:
        """`folders` are those for stand-ins, in order; each journal gets a writer of its own."""
        self._folder, self._folders, self._new_writer, self._shared = folder, folders, new_writer, shared
        self._left = list(folders)

    def replace_journal_of(self, station: Station, failure: JournalError) -> StandIn:
        """A stand-in for the journal of a station, with a new writer, in the next folder that can be written."""
        failed = station.journal
        if station.main_journal is None and failed.place == str(self._folder / FILE):
            self._left = list(self._folders)
            if may_recover(failure):
                station.main_journal = MainJournalRetry(lambda: failed)
        reason = stand_in_reason(failure)
        taken = open_stand_in(self._left, self._new_writer(), reason, self._folder, shared=self._shared)
        used = Path(taken.journal.place).parent if taken.journal.durable else None
        del self._left[: self._left.index(used) + 1 if used in self._left else len(self._left)]
        return StandIn(taken.journal, taken.problem or str(failure))

    def open_main_again(self) -> Journal:
        """The main journal with a new writer, without waiting for other programs. Raises JournalError."""
        return open_store(self._folder / FILE, self._new_writer(), shared=self._shared, patience=0)
