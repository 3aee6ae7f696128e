"""A tick while the same program looks back at 20,000 sessions in another thread, against a tick while it does not.

On disk, then in memory, where the threads stand alone: to sync a disk is work of the system's own threads, which wait
for the processor behind any thread that computes. What one does that knows nothing of this program is told beside.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from bench.looked import MANY, NOW, PARIS, READ, Looked, models_of, shipped_site
from bench.measure import Figure, scratch_folder
from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.index import SessionIndex
from pannesi.history.period import DayRange
from pannesi.support.progress import pause_after
from pannesi.tui.app import SWITCH_INTERVAL

NOTES = 2000
"""How many events the screen searches for words at a time."""
PAUSE = 0.005
"""Seconds that the screen leaves between two reads."""
PAIRS, UNMEASURED = 150, 5
WITHIN = 0.03
"""Seconds of the work within which the tick comes."""


def figures() -> Iterator[Figure]:
    sys.setswitchinterval(SWITCH_INTERVAL)
    memory = Path("/dev/shm")
    yield from _in_folder(scratch_folder(), "on disk", alone=False)
    if memory.is_dir():
        yield from _in_folder(memory, "in memory", alone=True)


def _in_folder(folder: Path, where: str, *, alone: bool) -> Iterator[Figure]:
    """`alone`: nothing but the threads is measured, so that the worst of 20 ticks has a goal too, and so has a tick
    beside work that computes all the time."""
    site = shipped_site()
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        many = Looked(Path(scratch), site, models_of(site), MANY)
        lost = SessionCatalogue(many.journal, SessionIndex(Path(scratch) / "lost"), many.site)
        period = DayRange(date(2022, 1, 1), date(2022, 12, 31))
        for what, work, goal in (
            ("figures", partial(outage_statistics, many.index, period, NOW, PARIS, pause_after), 1.5),
            ("the search in notes", _search(many), 1.5),
            ("the reading of a lost index", partial(_catch_up, lost), 1.5 if alone else None),
            ("a thread that computes hashes", partial(hashlib.sha256, bytes(400_000)), None),
        ):
            busy, idle = _in_turn(many, work)
            for words, of, limit in (
                ("middle", statistics.median, goal),
                ("95 in 100", _worst_of_20, goal if alone else None),
            ):
                yield Figure(f"a tick during {what} / idle, {words}, {where}", of(busy), of(idle), limit)
        lost.close()
        many.index.close()
        many.journal.close()


def _search(many: Looked) -> Callable[[], object]:
    looking = SessionCatalogue(many.journal, many.index, many.site)
    parts = itertools.chain.from_iterable(looking.search_notes("zzz", NOTES) for _ever in itertools.count())

    def read_on() -> None:
        next(parts)
        time.sleep(PAUSE)

    return read_on


def _catch_up(lost: SessionCatalogue) -> None:
    lost.catch_up(NOW, READ)
    time.sleep(PAUSE)


def _in_turn(many: Looked, work: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Ticks while a thread works without a pause, and while it waits, in seconds.

    One of each in turn, so that whatever else the machine does falls on both, and both after a sleep as long: at any
    moment of the work, not while its thread is being woken.
    """
    go, waiting, over = threading.Event(), threading.Event(), threading.Event()

    def looking() -> None:
        while not over.is_set():
            if go.is_set():
                work()
            else:
                waiting.set()
                go.wait()

    reader = threading.Thread(target=looking)
    reader.start()
    dice = random.Random(11)
    busy, idle = [], []
    for number in range(PAIRS + UNMEASURED):
        waiting.wait()
        moment = dice.uniform(0.001, WITHIN)
        alone = _tick(many, moment)
        waiting.clear()
        go.set()
        beside = _tick(many, moment)
        go.clear()
        if number >= UNMEASURED:
            busy.append(beside)
            idle.append(alone)
    over.set()
    go.set()
    reader.join()
    return busy, idle


def _tick(many: Looked, moment: float) -> float:
    """One commit, in seconds, so many seconds from now."""
    time.sleep(moment)
    start = time.perf_counter()
    many.tick()
    return time.perf_counter() - start


def _worst_of_20(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
