"""What the tests of the journal take instead of the world."""

from __future__ import annotations

import itertools
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pannesi.journal.audit_entries import ErasureEntry, RemovalEntry
from pannesi.journal.chain.verification import BESIDE_CHAINS
from pannesi.journal.store import AUDIT_SESSION, ChainProblem, Journal
from pannesi.journal.writer import JournalWriter
from pannesi.session.events import Draft
from pannesi.session.facts.session import NoteWritten

NOW_MS = 1_795_486_320_000


@dataclass
class Wall:
    """A wall clock that the test moves."""

    ms: int = NOW_MS
    step: int = 1

    def __call__(self) -> int:
        self.ms += self.step
        return self.ms


@dataclass
class Salts:
    """Salts that can be foreseen: counted."""

    count: Any = field(default_factory=itertools.count)

    def __call__(self) -> str:
        return f"{next(self.count):064x}"


def fake_writer(writer: str = "w1", wall: Wall | None = None) -> JournalWriter:
    """What a journal takes from the world: a writer, a clock that the test moves, salts that are counted."""
    return JournalWriter(writer, wall or Wall(), Salts())


def draft(
    name: str, session: str = "s1", text: str | None = None, replaces: tuple[str, ...] = (), **payload: Any
) -> Draft:
    """A draft of an event."""
    return Draft(name, session, NoteWritten.kind, payload, "2026-11-24T02:12:00.000Z", "AB", replaces, text)


def erasing(*events: str, session: str = "s1") -> Draft:
    """The erasure of the texts of some events."""
    payload = {"session": session, "events": list(events), "why": "asked"}
    return Draft(
        "erasing-" + "-".join(events)[:40], AUDIT_SESSION, ErasureEntry.kind, payload, "2026-11-25T02:12:00.000Z", "AB"
    )


def removing(session: str) -> Draft:
    """The removal of a whole session."""
    payload = {"session": session, "why": "retention"}
    return Draft(f"removing-{session}", AUDIT_SESSION, RemovalEntry.kind, payload, "2026-11-25T02:12:00.000Z", "AB")


def chains_broken(journal: Journal) -> list[ChainProblem]:
    """What is wrong with the chains alone: a test may keep a site under a name that is none of its own."""
    return [fault for fault in journal.verify() if fault.code not in BESIDE_CHAINS]


def tampered(path: Path, *statements: str) -> None:
    """Edits a journal behind its back, as someone with the file could."""
    connection = sqlite3.connect(path / "journal.db")
    for trigger in (
        "events_no_update",
        "events_no_delete",
        "texts_no_update",
        "texts_no_delete",
        "sites_no_delete",
        "sites_no_update",
    ):
        connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
