"""Opening the journal at a place, whatever its kind of store. Another kind of store is added to `STORES`.

Which place the program works in is decided elsewhere (`location.data_folder`), and is a file of SQLite today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import Journal
from pannesi.journal.writer import JournalWriter
from pannesi.support.light_dataclass import dataclass

MEMORY = "memory:"
"""The place of a journal in memory, which ends with the program."""


@dataclass(frozen=True)
class Access:
    """How a journal is opened."""

    shared: bool = False
    """Its files belong to the group of their folder."""
    read_only: bool = False
    alone: bool = False
    """No other program uses it, so a verification needs no pauses for others."""
    patience: float | None = None
    """How many seconds to wait for another program that locks it; None: as long as rewriting it may take."""


Opener = Callable[[str, JournalWriter, Access], Journal]
"""Opens the journal at a place given without its scheme."""


def _in_file(place: str, writer: JournalWriter, access: Access) -> Journal:
    return SqliteJournal(
        Path(place), writer, shared=access.shared, read_only=access.read_only, alone=access.alone,
        patience=access.patience,
    )  # fmt: skip


def _in_memory(_place: str, writer: JournalWriter, _access: Access) -> Journal:
    from pannesi.journal.memory import MemoryJournal

    return MemoryJournal(writer)


STORES: Mapping[str, Opener] = {"sqlite": _in_file, "memory": _in_memory}
"""What opens the journals of each kind, by the scheme of their place."""


def open_store(
    place: Path | str, writer: JournalWriter, *, shared: bool = False, read_only: bool = False, alone: bool = False,
    patience: float | None = None,
) -> Journal:  # fmt: skip
    """Opens the journal at a place, or makes it: `sqlite:FILE`, `memory:`, or an SQLite file given as a `Path`.

    For the options see `Access`. Raises Corrupt, TooNew, NotWritten; ValueError for an unknown scheme.
    """
    if isinstance(place, Path):
        return _in_file(str(place), writer, Access(shared, read_only, alone, patience))
    scheme, _colon, rest = place.partition(":")
    if scheme not in STORES:
        raise ValueError(f"no journal is kept in {scheme}")
    return STORES[scheme](rest, writer, Access(shared, read_only, alone, patience))
