"""A tick while another process verifies, copies or counts the journal, against a tick while nobody does.

The other process works when it is told to, one pass at a time. Many short rounds, idle and busy in turn, so that what
else the machine does falls on both; the control is a process that only computes, which is the machine's own share.
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

from tests.journal.edges import Wall
from tests.journal.nights import night
from tests.plain.playing import NIGHT, ROOT

from bench.measure import Figure
from pannesi.journal.sqlite import SqliteJournal
from pannesi.journal.stamp import Edge
from pannesi.session.events import Draft, Kind

SESSIONS = 200
ROUNDS = 15
TICKS = 8
_PAUSE = 0.02
_AT = "2026-11-24T02:12:00.000Z"
_WORDS = {"control": "computing alone", "catching_up": "figures, the index lost"}
_WORKER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from pannesi.journal.backup import back_up
from pannesi.journal.sqlite import SqliteJournal
from pannesi.progress import step_aside
from pannesi.review.figures import figures_of
from pannesi.review.period import parse_period
from pannesi.review.sessions import sessions_of
from pannesi.site.load import load_site
from pannesi.site.reach import zone_of
from pannesi.station import new_edge
path, what, now = Path(sys.argv[1]), sys.argv[2], datetime(2026, 12, 1, tzinfo=UTC)
site = load_site(Path(sys.argv[3])).site
def verify():
    SqliteJournal(path, new_edge(), read_only=True).verify()
def backup():
    back_up(path, path.with_name("copy.db"), new_edge(), force=True)
def figures():
    journal = SqliteJournal(path, new_edge(), read_only=True)
    figures_of(sessions_of(journal, site).wholly(now).index, parse_period(None, None), now, zone_of(site.contacts))
def catching_up():
    path.with_name("sessions.index").unlink(missing_ok=True)
    figures()
def control():
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        sum(range(1000))
step_aside()
for _line in sys.stdin:
    globals()[what]()
    print("done", flush=True)
"""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as scratch:
        edge = Edge("w" * 32, lambda: int(time.time() * 1000), lambda: os.urandom(32).hex())
        path = Path(scratch) / "journal.db"
        journal = SqliteJournal(path, edge)
        for number in range(SESSIONS):
            night(journal, Wall(), NIGHT, f"s{number:08d}")
        ids = map("t{:08d}".format, itertools.count())
        for what in ("control", "verify", "backup", "figures", "catching_up"):
            yield _against_idle(journal, path, what, ids)
        journal.close()


def _against_idle(journal: SqliteJournal, path: Path, what: str, ids: Iterator[str]) -> Figure:
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(path), what, str(ROOT)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    idle: list[float] = []
    busy: list[float] = []
    try:
        _pass(worker)
        _finished(worker, 600)
        for _round in range(ROUNDS):
            idle += [_tick(journal, ids) for _one in range(TICKS)]
            _pass(worker)
            while not _finished(worker, 0):
                busy.append(_tick(journal, ids))
    finally:
        worker.kill()
        worker.wait()
    return Figure(
        f"a tick during {_WORDS.get(what, what)} / an idle one", statistics.median(busy), statistics.median(idle), 1.5
    )


def _pass(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    worker.stdin.write("go\n")


def _finished(worker: subprocess.Popen[str], patience: float) -> bool:
    """Whether the pass has ended; the tick under way when it did still counts."""
    assert worker.stdout is not None
    if not select.select([worker.stdout], [], [], patience)[0]:
        return False
    if worker.stdout.readline() != "done\n":
        raise RuntimeError("the other process failed")
    return True


def _tick(journal: SqliteJournal, ids: Iterator[str]) -> float:
    """One commit, in seconds, after a person's pause."""
    time.sleep(_PAUSE)
    start = time.perf_counter()
    journal.append([Draft(next(ids), "tonight", Kind.NOTED, {"act": "a" * 32}, _AT, "AB")])
    return time.perf_counter() - start
