"""One event committed, against a bare INSERT into the same tables and indexes, with the same pragmas, on one disk."""

from __future__ import annotations

import itertools
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, compare, scratch_folder
from pannesi.journal.sqlite import schema
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.writer import JournalWriter
from pannesi.session.events import Draft
from pannesi.session.facts.lines import LineDone

COMMITS = 100
_PAYLOAD = {"act": "a" * 32, "visit": "v" * 32, "line": "prevenir-informatique", "verb": "do"}


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as scratch:
        writer = JournalWriter("w" * 32, lambda: int(time.time() * 1000), lambda: os.urandom(32).hex())
        journal = SqliteJournal(Path(scratch) / "ours.db", writer)
        SqliteJournal(Path(scratch) / "bare.db", writer).close()
        bare = sqlite3.connect(Path(scratch) / "bare.db", isolation_level=None)
        for pragma in schema.PRAGMAS:
            bare.execute(pragma)
        numbers = itertools.count(1)

        def ours() -> None:
            for _commit in range(COMMITS):
                name = f"{next(numbers):032d}"
                journal.append([Draft(name, "s" * 18, LineDone.kind, _PAYLOAD, "2026-11-24T02:12:00.000Z", "AB")])

        def baseline() -> None:
            for _commit in range(COMMITS):
                number = next(numbers)
                at = "2026-11-24T02:12:00.000Z"
                row = (f"{number:032d}", "s" * 18, "w" * 32, number, number, at, "AB", "line.done")
                bare.execute("BEGIN IMMEDIATE")
                bare.execute(schema.INSERT_EVENT, (*row, str(_PAYLOAD), "[]", "0" * 64, "f" * 64))
                bare.execute("COMMIT")

        yield compare(f"{COMMITS} events committed / bare INSERT", ours, baseline, 1.5)
        journal.close()
        bare.close()
