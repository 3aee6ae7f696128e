"""A register of 500 lines against one of 5, in turn under two real terminals: from a key to what it changes.

Keys that move the cursor, then keys that draw the whole list again. A fact that another process wrote is looked for
twice a second, so what is compared there is the work that it makes, in processor time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.measure import Figure, scratch_folder
from bench.screen import Shown
from pannesi.clock import Clock
from pannesi.desk import Desk
from pannesi.session import intents as want
from pannesi.shipped import shipped_folder
from pannesi.station import Station, open_station

MANY, FEW = 500, 5
KEYS = 400
DRAWN = 120
FACTS = 8
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
        for lines in (MANY, FEW):
            _register_of(lines, Path(scratch) / str(lines))
        with _shown(scratch, MANY) as many, _shown(scratch, FEW) as few:
            for run in (many, few):
                _into_register(run)
            yield from _in_turn("key", many, few, [(DOWN, "A-0"), (UP, "A-0")], KEYS)
            yield from _in_turn("another order", many, few, [("t", "tri :")], DRAWN)
            yield from _in_turn("a line opened", many, few, [("\r", "Au retour"), (ESCAPE, "REGISTRE")], DRAWN, 1)
            yield _from_elsewhere(scratch, many, few)
            many.leave()
            few.leave()


def _p99(found: Sequence[float]) -> float:
    return sorted(found)[int(len(found) * 0.99)]


def _station(data: Path) -> Station:
    return open_station(str(shipped_folder()), str(data), "AB", {}, data, clock=Clock())


def _register_of(lines: int, data: Path) -> None:
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
    run.until("quitter")
    run.quiet()
    run.press("\r", "▶")
    run.quiet()
    run.press("d", "REGISTRE")
    run.quiet(0.6)


def _in_turn(name: str, many: Shown, few: Shown, steps: Steps, presses: int, timed: int = 2) -> Iterator[Figure]:
    """On the first lines, which both have: what is in view is the same. Only the first `timed` steps count: Escape
    alone waits for the rest of a sequence, a tenth of a second."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(presses):
        key, words = steps[number % len(steps)]
        for which, run in enumerate((many, few)):
            taken = run.press(key, words)
            run.quiet(CALM)
            if number >= WARM and number % len(steps) < timed:
                times[which].append(taken)
    ways: tuple[tuple[str, Callable[[Sequence[float]], float]], ...] = (("p50", statistics.median), ("p99", _p99))
    for label, of in ways:
        yield Figure(f"{name} on a register of {MANY} lines, {label} / {FEW} lines", of(times[0]), of(times[1]), 1.2)


def _from_elsewhere(scratch: str, many: Shown, few: Shown) -> Figure:
    """A patient line corrected by another process, taken in and shown; less what the same time costs without."""
    found: list[float] = []
    for run, lines in ((many, MANY), (few, FEW)):
        here = _station(Path(scratch) / str(lines))
        desk = here.desk()
        desk.resume(here.journal.sessions()[0].id)
        idle = statistics.median(_work(run) for _number in range(FACTS))
        busy = statistics.median(_work(run, desk) for _number in range(FACTS))
        found.append(busy - idle)
        here.journal.close()
    return Figure(f"a fact from elsewhere on {MANY} lines, work / {FEW} lines", found[0], found[1], 1.2)


def _work(run: Shown, elsewhere: Desk | None = None) -> float:
    """Processor time of the program while nothing is done, or a line is corrected elsewhere and shown."""
    before = run.worked
    if elsewhere is not None:
        patient = elsewhere.look().patients[0]
        elsewhere.do(want.CorrectPatient(patient.id, patient.facts, fields={"nom": f"Inventé{time.time_ns() % 1000}"}))
    time.sleep(SEEN)
    run.quiet()
    return run.worked - before
