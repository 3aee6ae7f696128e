"""Measuring two things in turn, so that whatever else the machine does falls on both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """A ratio of medians, and what it is to stay under; no goal where the figure is only reported."""

    name: str
    ours: float
    baseline: float
    goal: float | None
    unit: str = "ms"
    per: float = 1000
    """How many of the unit make one."""

    @property
    def ratio(self) -> float:
        return self.ours / self.baseline

    def __str__(self) -> str:
        if self.goal is None:
            verdict = "(reported)"
        else:
            verdict = f"(goal {self.goal:g}) {'ok' if self.ratio <= self.goal else 'OVER'}"
        return (
            f"{self.name:<58} {self.ours * self.per:9.2f} {self.unit} / {self.baseline * self.per:9.2f} {self.unit}"
            f" = {self.ratio:5.2f}  {verdict}"
        )


def compare(
    name: str, ours: Callable[[], object], baseline: Callable[[], object], goal: float | None = None, rounds: int = 15
) -> Figure:
    """The median time of each, in seconds, run in turn; one unmeasured round first."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for which, work in enumerate((ours, baseline)):
            start = time.perf_counter()
            work()
            if number:
                times[which].append(time.perf_counter() - start)
    return Figure(name, statistics.median(times[0]), statistics.median(times[1]), goal)


def scratch_folder() -> Path:
    """Where a bench makes its files: on the disk of the program, unlike a temporary folder at times. Git ignores it."""
    folder = Path(__file__).parents[1] / ".cache" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
