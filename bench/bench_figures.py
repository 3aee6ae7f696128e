"""Figures of a year with 20,000 sessions against a year with 2,000, for each session; and their screen, in seconds."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.support.building import NIGHT

from bench.looked import NOW, PARIS, entries_of, models_of, moved, shipped_site
from bench.measure import Figure, compare, scratch_folder
from bench.screen import Shown
from pannesi.application.context import open_station
from pannesi.history.catalogue import station_catalogue
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.index import SessionIndex
from pannesi.history.index_entry import IndexEntry
from pannesi.history.period import DayRange
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.support.clock import Clock

MANY, FEW = 20_000, 2_000
YEAR = DayRange(date(2026, 1, 1), date(2026, 12, 31))
OPEN = 400
"""One session in so many is still open."""
STARTS = 5
COUNTED = 60.0
"""Seconds after which figures of so many sessions are given up."""
PAINTED = 0.3
"""Seconds within which the screen is to stand, with how far the counting is."""


def figures() -> Iterator[Figure]:
    entries = entries_of(shipped_site(), models_of(shipped_site()))
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as scratch:
        counted = {}
        for sessions in (MANY, FEW):
            index = counted[sessions] = SessionIndex(Path(scratch) / f"{sessions}.index")
            index.update(_year(entries, sessions), 0)
        both = compare(
            "figures", lambda: outage_statistics(counted[MANY], YEAR, NOW, PARIS),
            lambda: outage_statistics(counted[FEW], YEAR, NOW, PARIS), rounds=7,
        )  # fmt: skip
        for index in counted.values():
            index.close()
        each = f"figures of a year of {MANY} sessions / of {FEW}, each session"
        yield Figure(each, both.ours / MANY, both.baseline / FEW, 1.5, "µs", 1e6)
        yield from _screen(Path(scratch), entries)


def _year(entries: list[IndexEntry], sessions: int) -> Iterator[IndexEntry]:
    """So many sessions, spread over the year before now."""
    step = timedelta(days=330) / sessions
    for number in range(sessions):
        later = NOW - step * (number + 1) - NIGHT
        yield moved(entries[number % len(entries)], f"s{number:06}", later, is_open=number % OPEN == 0)


def _screen(scratch: Path, entries: list[IndexEntry]) -> Iterator[Figure]:
    """From the key to the screen, and to the figures on it, against seconds."""
    data = scratch / "data"
    here = open_station(str(shipped_folder()), str(data), "AB", {}, data, clock=Clock())
    index = station_catalogue(here).caught_up(here.clock.now()).index
    shifted = datetime.now(UTC) - NOW
    index.update((moved(entry, entry.overview.id, shifted, is_open=entry.overview.open) for entry in _year(entries, MANY)), here.journal.mark())  # fmt: skip  # noqa: E501
    index.close()
    here.journal.close()
    painted, whole = list[float](), list[float]()
    for _start in range(STARTS):
        arguments = [sys.executable, "-m", "pannesi"]
        with Shown(arguments, str(scratch), PANNESI_DATA=str(data), PANNESI_SITE=str(shipped_folder())) as run:
            run.ready()
            run.quiet(0.3)
            run.press("\x1bOR", "Sessions")
            run.quiet(0.3)
            since, started = len(run.output), time.perf_counter()
            painted.append(run.press("c", "Chiffres"))
            whole.append(run.until("Pannes du", since, COUNTED) - started)
            run.leave()
    yield Figure(f"first paint of the screen of figures, {MANY} sessions / {PAINTED} s", statistics.median(painted), PAINTED, 1.0)  # fmt: skip  # noqa: E501
    yield Figure(f"the figures on it, {MANY} sessions / a second", statistics.median(whole), 1.0, None)
