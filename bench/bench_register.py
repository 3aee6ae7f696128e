"""A register of 500 lines against one of 5, in turn under two real terminals: from a key to what it changes."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.measure import Figure
from bench.screen import Shown
from pannesi.clock import Clock
from pannesi.session import intents as want
from pannesi.shipped import shipped_folder
from pannesi.station import open_station

MANY, FEW = 500, 5
KEYS = 400
WARM = 8
DOWN, UP = "\x1b[B", "\x1b[A"


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as scratch:
        for lines in (MANY, FEW):
            _register_of(lines, Path(scratch) / str(lines))
        with _shown(scratch, MANY) as many, _shown(scratch, FEW) as few:
            for run in (many, few):
                _into_register(run)
            times = _in_turn(many, few)
            many.leave()
            few.leave()
    ways: tuple[tuple[str, Callable[[Sequence[float]], float], float], ...] = (
        ("p50", statistics.median, 1.2),
        ("p99", _p99, 1.2),
    )
    for label, of, goal in ways:
        yield Figure(f"key on a register of {MANY} lines, {label} / {FEW} lines", of(times[0]), of(times[1]), goal)


def _p99(found: Sequence[float]) -> float:
    return sorted(found)[int(len(found) * 0.99)]


def _register_of(lines: int, data: Path) -> None:
    """A session on case 4 with so many half-filled lines of invented patients."""
    here = open_station(str(shipped_folder()), str(data), "AB", {}, data, clock=Clock())
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


def _in_turn(many: Shown, few: Shown) -> tuple[list[float], list[float]]:
    """Down and up on the first lines, which both have: what is in view is the same."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(KEYS):
        key = DOWN if number % 2 == 0 else UP
        for which, run in enumerate((many, few)):
            taken = run.press(key, "A-0")
            run.quiet(0.02)
            if number >= WARM:
                times[which].append(taken)
    return times
