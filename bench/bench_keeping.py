"""A tick while another process verifies or copies the journal, against a tick while nobody does."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure
from pannesi.journal.sqlite import SqliteJournal
from pannesi.journal.stamp import Edge
from pannesi.session.events import Draft, Kind

EVENTS = 20_000
A_SESSION = 200
TICKS = 20
_AT = "2026-11-24T02:12:00.000Z"
_VERIFY = """
import sys
from pathlib import Path
from pannesi.journal.sqlite import SqliteJournal
from pannesi.progress import step_aside
from pannesi.station import new_edge
step_aside()
while True:
    SqliteJournal(Path(sys.argv[1]), new_edge(), read_only=True).verify()
"""
_BACKUP = """
import sys
from pathlib import Path
from pannesi.journal.backup import back_up
from pannesi.progress import step_aside
from pannesi.station import new_edge
step_aside()
while True:
    back_up(Path(sys.argv[1]), Path(sys.argv[1] + ".copy"), new_edge(), force=True)
"""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as scratch:
        edge = Edge("w" * 32, lambda: int(time.time() * 1000), lambda: os.urandom(32).hex())
        path = Path(scratch) / "journal.db"
        journal = SqliteJournal(path, edge)
        for number in range(0, EVENTS, A_SESSION):
            journal.append(
                [_draft(f"e{one}", f"s{number:08d}", "mot " * 10) for one in range(number, number + A_SESSION)]
            )
        ids = map("t{:08d}".format, itertools.count())

        for name, script in (("verify", _VERIFY), ("backup", _BACKUP), ("control", "while True: pass")):
            busy, idle = [], []
            for _round in range(3):
                idle.append(_median_tick(journal, ids))
                other = subprocess.Popen([sys.executable, "-c", script, str(path)])
                time.sleep(0.7)
                busy.append(_median_tick(journal, ids))
                other.kill()
                other.wait()
            yield Figure(f"a tick during {name} / an idle one", sorted(busy)[1], sorted(idle)[1], 1.5)
        journal.close()


def _draft(name: str, session: str, text: str | None = None) -> Draft:
    return Draft(name, session, Kind.NOTED, {"act": "a" * 32}, _AT, "AB", text=text)


def _median_tick(journal: SqliteJournal, ids: Iterator[str]) -> float:
    """The median time of one commit, in seconds, a person's pause between two."""
    took = []
    for _tick in range(TICKS):
        start = time.perf_counter()
        journal.append([_draft(next(ids), "tonight")])
        took.append(time.perf_counter() - start)
        time.sleep(0.03)
    return sorted(took)[TICKS // 2]
