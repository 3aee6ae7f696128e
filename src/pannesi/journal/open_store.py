"""The one way from a place to the journal that lies there. Another kind of store is added to `STORES` alone, as far as
opening goes: which place a program works in is said by `location.data_folder`, always a folder with one file today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sealing import Edge
from pannesi.journal.sqlite import SqliteJournal
from pannesi.journal.store import Journal

MEMORY = "memory:"
"""The place of a journal that ends with the program."""


@dataclass(frozen=True)
class Access:
    """How a journal is opened."""

    shared: bool = False
    """It belongs to every account of its folder's group."""
    read_only: bool = False
    alone: bool = False
    """Nobody else knows of it: a check need not leave it to others."""
    patience: float | None = None
    """Seconds that another program which holds it is waited for; None: as long as that may take to write it anew."""


Opener = Callable[[str, Edge, Access], Journal]


def _in_file(place: str, edge: Edge, access: Access) -> Journal:
    return SqliteJournal(
        Path(place), edge, shared=access.shared, read_only=access.read_only, alone=access.alone,
        patience=access.patience,
    )  # fmt: skip


def _in_memory(_place: str, edge: Edge, _access: Access) -> Journal:
    return MemoryJournal(edge)


STORES: Mapping[str, Opener] = {"sqlite": _in_file, "memory": _in_memory}
"""How the journals of each kind are opened, by the scheme of their place."""


def open_store(
    place: Path | str, edge: Edge, *, shared: bool = False, read_only: bool = False, alone: bool = False,
    patience: float | None = None,
) -> Journal:  # fmt: skip
    """Opens the journal at a place, or makes it: `sqlite:FILE`, `memory:`, or a file given as a `Path`. See `Access`.

    Raises Corrupt, TooNew, NotWritten; ValueError for a place of a kind that there is not.
    """
    scheme, _colon, rest = ("sqlite", "", str(place)) if isinstance(place, Path) else place.partition(":")
    if scheme not in STORES:
        raise ValueError(f"no journal is kept in {scheme}")
    return STORES[scheme](rest, edge, Access(shared, read_only, alone, patience))
