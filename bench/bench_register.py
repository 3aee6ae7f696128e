"""A register of 500 lines against one of 5, in turn under two real terminals: from a key to what it changes.

Keys that move the cursor, then keys that draw the whole list again: these paint a whole screen where 5 lines are a
quarter of one, so they are held against a register that just fills the screen too. A fact that another process wrote is
looked for twice a second, so what is compared there is the work that it makes, in processor time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.measure import Figure, scratch_folder
from bench.screen import Shown
from pannesi.application.context import Station, open_station
from pannesi.application.session_service import Desk
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.session import actions as want
from pannesi.support.clock import Clock

MANY, FULL, FEW = 500, 25, 5
KEYS = 400
DRAWN = 120
FACTS = 12
WARM = 8
DOWN, UP, ESCAPE = "\x1b[B", "\x1b[A", "\x1b"
CALM = 0.06
"""Seconds without a letter after which a key is over: what is painted a beat or two later is not taken for what the
next key brings."""
SEEN = 1.3
"""Seconds after which a fact from elsewhere was looked for and shown."""

Steps = Sequence[tuple[str, str]]
"""Keys pressed one after the other, each with the words that it brings."""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as scratch:
        for lines in (MANY, FULL, FEW):
            register_of(lines, Path(scratch) / str(lines))
        with _shown(scratch, MANY) as many, _shown(scratch, FULL) as full, _shown(scratch, FEW) as few:
            for run in (many, full, few):
                _into_register(run)
            yield from _in_turn("key", {MANY: many, FEW: few}, [(DOWN, "A-0"), (UP, "A-0")], KEYS)
            runs = {MANY: many, FULL: full, FEW: few}
            yield from _in_turn("another order", runs, [("t", "tri :")], DRAWN)
            opened = [("\r", "Au retour"), (ESCAPE, "REGISTRE")]
            yield from _in_turn("a line opened", {MANY: many, FEW: few}, opened, DRAWN, 1)
            yield from _from_elsewhere(scratch, runs)
            for run in runs.values():
                run.leave()


def _p99(found: Sequence[float]) -> float:
    return sorted(found)[int(len(found) * 0.99)]


def _station(data: Path) -> Station:
    return open_station(str(shipped_folder()), str(data), "AB", {}, data, clock=Clock())


def register_of(lines: int, data: Path) -> None:
    """A session on case 4 with so many half-filled lines of invented patients."""
    here = _station(data)
    entry = next(one for one in here.site.entries if one.unit.id == "cas-4")
    desk = here.desk()
    desk.open(want.Open(entry.unit.id, entry.symptom.id))
    for number in range(lines):
        facts = {"origin": "externe", "exam": ("coupe", "autre")[number % 2], "identity": "connue"}
        desk.do(want.AddPatient(facts, fields={"nom": f"Inventé{number:03}"}))
    here.journal.close()


def _shown(scratch: str, lines: int) -> Shown:
    data = str(Path(scratch) / str(lines))
    return Shown([sys.executable, "-m", "pannesi"], scratch, PANNESI_DATA=data, PANNESI_SITE=str(shipped_folder()))


def _into_register(run: Shown) -> None:
    run.ready()
    run.quiet()
    run.press("\r", "▶")
    run.quiet()
    run.press("d", "REGISTRE")
    run.quiet(0.6)


def _in_turn(name: str, runs: Mapping[int, Shown], steps: Steps, presses: int, timed: int = 2) -> Iterator[Figure]:
    """On the first lines, which all have: what is in view is the same. Only the first `timed` steps count: Escape
    alone waits for the rest of a sequence, a tenth of a second."""
    times: dict[int, list[float]] = {lines: [] for lines in runs}
    for number in range(presses):
        key, words = steps[number % len(steps)]
        for lines, run in runs.items():
            taken = run.press(key, words)
            run.quiet(CALM)
            if number >= WARM and number % len(steps) < timed:
                times[lines].append(taken)
    ways: tuple[tuple[str, Callable[[Sequence[float]], float]], ...] = (("p50", statistics.median), ("p99", _p99))
    for label, of in ways:
        yield from _against(f"{name} on a register of {MANY} lines, {label}", {one: of(times[one]) for one in runs})


def _against(name: str, found: Mapping[int, float]) -> Iterator[Figure]:
    """Where a register that fills the screen was measured too, the goal is held against that one."""
    for lines in (FULL, FEW):
        if lines in found:
            goal = 1.2 if lines == FULL or FULL not in found else None
            yield Figure(f"{name} / {lines} lines", found[MANY], found[lines], goal)


def _from_elsewhere(scratch: str, runs: Mapping[int, Shown]) -> Iterator[Figure]:
    """A patient line corrected by another process, taken in and shown; less what the same time costs without."""
    found: dict[int, float] = {}
    for lines, run in runs.items():
        here = _station(Path(scratch) / str(lines))
        desk = here.desk()
        desk.resume(here.journal.sessions()[0].id)
        idle = statistics.median(_work(run) for _number in range(FACTS))
        busy = statistics.median(_work(run, desk) for _number in range(FACTS))
        found[lines] = busy - idle
        here.journal.close()
    yield from _against(f"a fact from elsewhere on {MANY} lines, work", found)


def _work(run: Shown, elsewhere: Desk | None = None) -> float:
    """Processor time of the program while nothing is done, or a line is corrected elsewhere and shown."""
    before = run.worked
    if elsewhere is not None:
        patient = elsewhere.look().patients[0]
        elsewhere.do(want.CorrectPatient(patient.id, patient.facts, fields={"nom": f"Inventé{time.time_ns() % 1000}"}))
    time.sleep(SEEN)
    run.quiet()
    return run.worked - before
