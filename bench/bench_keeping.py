"""A tick while another process verifies, copies or counts the journal, against a tick while nobody does.

Many short rounds, everything in turn, so that what else the machine does falls on all alike; once on the disk, and once
in memory, where the waits for locks stand alone: the syncs of a shared disk vary more than what is measured.
"""

from __future__ import annotations

import itertools
import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support.journal_nights import night
from tests.support.plain_playing import NIGHT, ROOT
from tests.support.writers import Wall

from bench.measure import Figure, scratch_folder
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.writer import JournalWriter
from pannesi.session.events import Draft
from pannesi.session.facts.session import NoteWritten

SESSIONS = 200
ROUNDS = 15
WORK = ("rest", "verify", "backup", "figures", "figures_anew")
_PAUSE = 0.02
_AT = "2026-11-24T02:12:00.000Z"
_WORKER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from pannesi.journal.backup import back_up
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.support.progress import lower_priority
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.period import parse_period
from pannesi.history.catalogue import catalogue_of
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.availability.reachability import zone_of
from pannesi.application.context import new_writer
path, now = Path(sys.argv[1]), datetime(2026, 12, 1, tzinfo=UTC)
site = load_site(Path(sys.argv[2])).site
def verify():
    SqliteJournal(path, new_writer(), read_only=True).verify()
def backup():
    back_up(path, path.with_name("copy.db"), new_writer(), force=True)
def figures():
    journal = SqliteJournal(path, new_writer(), read_only=True)
    index = catalogue_of(journal, site).caught_up(now).index
    outage_statistics(index, parse_period(None, None), now, zone_of(site.contacts))
def figures_anew():
    path.with_name("sessions.index").unlink(missing_ok=True)
    figures()
def rest():
    time.sleep(0.3)
lower_priority()
for line in sys.stdin:
    globals()[line.strip()]()
    print("done", flush=True)
"""


def figures() -> Iterator[Figure]:
    memory = Path("/dev/shm")
    yield from _figures(scratch_folder(), "on disk")
    if memory.is_dir():
        yield from _figures(memory, "in memory")


def _figures(folder: Path, where: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        writer = JournalWriter("w" * 32, lambda: int(time.time() * 1000), lambda: os.urandom(32).hex())
        path = Path(scratch) / "journal.db"
        journal = SqliteJournal(path, writer)
        for number in range(SESSIONS):
            night(journal, Wall(), NIGHT, f"s{number:08d}")
        took = _in_turn(journal, path, map("t{:08d}".format, itertools.count()))
        journal.close()
    for what in WORK[1:]:
        name = what.replace("_anew", ", index lost")
        yield Figure(f"a tick during {name} / an idle one, {where}", took[what], took["rest"], 1.5)


def _in_turn(journal: SqliteJournal, path: Path, ids: Iterator[str]) -> dict[str, float]:
    """The median tick while the other process does each kind of work."""
    ticks: dict[str, list[float]] = {what: [] for what in WORK}
    with subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(path), str(ROOT)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as worker:  # fmt: skip
        for number in range(ROUNDS + 1):
            for what in WORK:
                _pass(worker, what)
                while not _finished(worker):
                    took = _tick(journal, ids)
                    if number:
                        ticks[what].append(took)
    return {what: statistics.median(found) for what, found in ticks.items()}


def _pass(worker: subprocess.Popen[str], what: str) -> None:
    assert worker.stdin is not None
    worker.stdin.write(f"{what}\n")


def _finished(worker: subprocess.Popen[str]) -> bool:
    """Whether the pass has ended; the tick under way when it did still counts."""
    assert worker.stdout is not None
    if not select.select([worker.stdout], [], [], 0)[0]:
        return False
    if worker.stdout.readline() != "done\n":
        raise RuntimeError("the other process failed")
    return True


def _tick(journal: SqliteJournal, ids: Iterator[str]) -> float:
    """One commit, in seconds, after a person's pause."""
    time.sleep(_PAUSE)
    start = time.perf_counter()
    journal.append([Draft(next(ids), "tonight", NoteWritten.kind, {"act": "a" * 32}, _AT, "AB")])
    return time.perf_counter() - start
