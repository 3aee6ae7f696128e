"""The full-screen program under a real terminal, against a bare Textual app with as many rows, in turn.

Times are read from what comes back to the screen: from the start of the process to the first text and to a list that
obeys a key, from a key to the line that it changes, from the key that quits to the end of the process.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.measure import Figure, scratch_folder
from bench.screen import ENVIRONMENT, OTHERS, Shown
from pannesi.application.context import Station, open_station
from pannesi.history.catalogue import station_catalogue
from pannesi.history.index_entry import IndexEntry
from pannesi.history.overview import Overview
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.session import actions as want
from pannesi.support.clock import Clock

ROUNDS = 15
IMPORTS = "dataclasses,typing,re,json,hashlib,sqlite3,datetime,zoneinfo,gettext"
KEYS = 60
FACTS = 100
WARM = 4
REST = 0.3
"""Seconds between two acts: a key that takes one back counts only once it was on screen long enough to be read."""
SESSIONS = 20_000
DOWN, UP = "\x1b[B", "\x1b[A"


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as scratch:
        data = Path(scratch) / "data"
        rows = _three_sessions(data)
        yield from _starts(scratch, data, rows)
        yield from _keys("home", scratch, data, rows, lambda run: None, _entry_marks())
        yield from _keys("guide", scratch, data, 40, _into_guide, ("▶", "▶"))
        yield from _ticks(scratch, data)
        _many_sessions(data)
        yield from _keys(f"{SESSIONS} sessions", scratch, data, SESSIONS, _into_sessions, ("depuis", "depuis"))


def _station(data: Path) -> Station:
    return open_station(str(shipped_folder()), str(data), "AB", {}, data, clock=Clock())


def _three_sessions(data: Path) -> int:
    """A journal with three open sessions, already listed; returns how many rows home shows."""
    here = _station(data)
    entries = {entry.unit.id: entry for entry in here.site.entries}
    for unit in ("cas-2", "cas-3", "cas-4"):
        here.desk().open(want.Open(unit, entries[unit].symptom.id))
    station_catalogue(here).caught_up(here.clock.now()).close()
    here.journal.close()
    return 3 + len(here.site.entries) + 1


def _many_sessions(data: Path) -> None:
    """So many more in the index, which is all that the list reads."""
    here = _station(data)
    began = datetime(2020, 1, 1, tzinfo=UTC)
    index = station_catalogue(here).caught_up(here.clock.now()).index
    index.update((_past(number, began + timedelta(minutes=number)) for number in range(SESSIONS)), 0)
    index.close()
    here.journal.close()


def _past(number: int, began: datetime) -> IndexEntry:
    return IndexEntry(
        Overview(f"s{number:06}", f"Essai {number:05}", "closed", False, began, began, began, 0, (), 3, began)
    )


def _ours(scratch: str, data: Path) -> Shown:
    return Shown([sys.executable, "-m", "pannesi"], scratch, PANNESI_DATA=str(data), PANNESI_SITE=str(shipped_folder()))


def _bare(rows: int, *more: str) -> Shown:
    return Shown([sys.executable, "-m", "bench.bare", str(rows), *more], os.getcwd())


def _entry_marks() -> tuple[str, str]:
    """What a key brings on home: the line that the cursor comes to, and the one that it left."""
    return "Dysfonctionnement", "Dysfonctionnement"


def _starts(scratch: str, data: Path, rows: int) -> Iterator[Figure]:
    """Start and exit, in turn: ours, the bare app, the bare app that imports as much."""
    runs: dict[str, tuple[Callable[[], Shown], str, str]] = {
        "ours": (lambda: _ours(scratch, data), "quitter", "Dysfonctionnement"),
        "bare": (lambda: _bare(rows), f"{rows:05}", "00002"),
        "imports": (lambda: _bare(rows, "--imports"), f"{rows:05}", "00002"),
    }
    times: dict[str, dict[str, list[float]]] = {
        name: {"first text": [], "ready": [], "exit": [], "memory": []} for name in runs
    }
    interpreter: list[float] = []
    for number in range(ROUNDS + 1):
        imported = _imports()
        for name, (run, last, moved) in runs.items():
            measured = _one_start(run, last, moved, ours=name == "ours")
            if number:
                for what, value in measured.items():
                    times[name][what].append(value)
        if number:
            interpreter.append(imported)
    middle = {name: {what: statistics.median(values) for what, values in of.items()} for name, of in times.items()}
    ours, bare, imports = middle["ours"], middle["bare"], middle["imports"]
    yield Figure(
        "first text / an interpreter that imports as much", ours["first text"], statistics.median(interpreter), 1.6
    )
    yield Figure("start to a home list that obeys / bare app", ours["ready"], bare["ready"], 1.0)
    yield Figure("start to a home list that obeys / bare app with imports", ours["ready"], imports["ready"], 1.0)
    yield Figure("exit / bare app", ours["exit"], bare["exit"], 0.5)
    yield Figure("memory of home / bare app", ours["memory"], bare["memory"], 1.15, "MB", 1e-6)


def _one_start(run: Callable[[], Shown], last: str, moved: str, *, ours: bool) -> dict[str, float]:
    """Seconds to the first text, to a list that obeys an arrow, and from the key that quits to the end; bytes held in
    between."""
    with run() as shown:
        first = shown.until(last) - shown.began
        shown.press(DOWN, moved)
        ready = time.perf_counter() - shown.began
        if ours:
            shown.ready()
        shown.quiet()
        memory = shown.resident
        return {"first text": first, "ready": ready, "memory": memory, "exit": shown.leave()}


def _imports() -> float:
    """Seconds of an interpreter that only imports what any program of this kind needs of Python's own library."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OTHERS)}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {IMPORTS}"], env={**kept, **ENVIRONMENT}, check=True)
    return time.perf_counter() - start


def _keys(
    name: str, scratch: str, data: Path, rows: int, enter: Callable[[Shown], None], marks: tuple[str, str]
) -> Iterator[Figure]:
    """A key down and up again, from the key to the line that it changed."""
    with _ours(scratch, data) as ours, _bare(rows) as bare:
        ours.ready()
        bare.until("00001")
        ours.quiet()
        bare.quiet()
        enter(ours)
        ours.quiet()
        times = _in_turn(ours, bare, marks)
        bare.leave()
        ours.leave()
    for label, of in (("p50", statistics.median), ("p99", _p99)):
        yield Figure(f"key on {name}, {label} / bare list of {rows}", of(times[0]), of(times[1]), 1.5)


def _in_turn(ours: Shown, bare: Shown, marks: tuple[str, str]) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(KEYS):
        down = number % 2 == 0
        key = DOWN if down else UP
        mine = ours.press(key, marks[0] if down else marks[1])
        theirs = bare.press(key, "00002" if down else "00001")
        ours.quiet(0.03)
        bare.quiet(0.03)
        if number > 3:
            times[0].append(mine)
            times[1].append(theirs)
    return times


def _p99(found: Sequence[float]) -> float:
    return sorted(found)[int(len(found) * 0.99)]


def _into_guide(run: Shown) -> None:
    run.press("\r", "▶")


def _into_sessions(run: Shown) -> None:
    run.press("\x1bOR", "Essai")


def _ticks(scratch: str, data: Path) -> Iterator[Figure]:
    """A question answered, then undone: each is one fact, committed before it is shown. In turn with a key on the bare
    list, and with a commit of the same size by a desk that shows nothing."""
    here = _station(data)
    entry = next(entry for entry in here.site.entries if entry.unit.id == "cas-4")
    here.desk().open(want.Open(entry.unit.id, entry.symptom.id))
    here.journal.close()
    apart = _station(Path(scratch) / "apart")
    desk = apart.desk()
    asked = desk.open(want.Open(entry.unit.id, entry.symptom.id)).next
    facts, keys, commits = [], [], []
    with _ours(scratch, data) as ours, _bare(40) as bare:
        ours.ready()
        bare.until("00001")
        ours.quiet()
        _into_guide(ours)
        ours.quiet()
        for number in range(FACTS):
            even = number % 2 == 0
            facts.append(ours.press("1" if even else "u", "réponse :" if even else "annulé :"))
            keys.append(bare.press(DOWN if even else UP, "00002" if even else "00001"))
            start = time.perf_counter()
            desk.do(want.Answer(*asked.key, UNKNOWN) if even and asked is not None else want.UndoLast())
            commits.append(time.perf_counter() - start)
            ours.quiet(0.03)
            bare.quiet(0.03)
            time.sleep(REST)
        bare.leave()
        ours.leave()
    apart.journal.close()
    shown, key, commit = (statistics.median(found[WARM:]) for found in (facts, keys, commits))
    yield Figure("a fact written and shown / 1.5 bare keys and one commit", shown, key * 1.5 + commit, 1.0)
