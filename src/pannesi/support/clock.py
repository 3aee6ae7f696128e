"""The time lived by a session: the wall clock's, or a simulated one that runs on from a chosen moment. And whether the
wall clock may be believed: one that was never set, or was set back, tells hours at which nobody answers."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pannesi
from pannesi.support.atomic_files import PRIVATE, SHARED, write_atomic

SLACK = timedelta(minutes=2)
"""How much clocks differ without any being wrong."""
LONG_AGO = timedelta(days=400)
"""A program that was not started for so long asks whether the day is right."""

MARK = "last-start"
"""The file in the data folder that says when the program last ran there."""
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""No moment of ours lies outside: what says so is damaged."""


def wall() -> datetime:
    """The wall clock's time, in UTC."""
    return datetime.now(UTC)


def built() -> datetime:
    """No right clock says less: the day on which this program was made, wherever on earth it began."""
    return datetime.fromisoformat(pannesi.BUILT).replace(tzinfo=UTC) - timedelta(days=1)


@dataclass(frozen=True)
class Doubt:
    """Why the clock of this machine should be looked at."""

    now: datetime
    """What it says."""
    past: datetime
    """What is known to be past; or, of a day to be confirmed, the last that was seen here."""
    alarm: bool
    """It cannot be right, or what was written before is not; else the day is only far from the last one seen."""


@dataclass
class Clock:
    """The lived time is the wall clock's plus `shift`."""

    real_now: Callable[[], datetime] = wall
    shift: timedelta = timedelta(0)
    chosen: bool = False
    """Whether somebody asked for the moment that is lived."""
    steady: Callable[[], float] = time.monotonic
    """Seconds that nobody sets: what has passed since something was known to be past, has passed too."""
    last_seen: datetime | None = None
    """The last moment at which the program is known to have run here, before this run; None when nothing is known."""
    confirmed: bool = False
    """Whether somebody said in this run that it is right, and it was not doubted since."""
    _past: datetime | None = None
    _past_at: float = 0.0

    def now(self) -> datetime:
        """The time lived."""
        return self.real_now() + self.shift

    def set_to(self, moment: datetime) -> None:
        """From now on it is `moment`, and time runs on."""
        self.shift, self.chosen = moment - self.real_now(), True

    @property
    def simulated(self) -> bool:
        """Whether the time lived is not that of the machine: nothing is asked of its clock then."""
        return self.chosen or bool(self.shift)

    def learn(self, past: datetime | None, last_seen: datetime | None = None) -> None:
        """Takes in a moment that is past for certain, and when the program last ran here."""
        if past is not None and (self._past is None or past > self._past):
            self._past, self._past_at = past, self.steady()
        self.last_seen = last_seen or self.last_seen

    def confirm(self) -> None:
        """Somebody looked at it: it is right, whatever was thought to be past."""
        self._past, self._past_at = self.real_now(), self.steady()
        self.last_seen = None
        self.confirmed = True

    def doubt(self) -> Doubt | None:
        """Why it should be looked at, if it should; unless it is behind, what it says counts as past from here on."""
        now, at = self.real_now(), self.steady()
        past = self._past if self._past is not None else built()
        if self._past is not None:
            past += timedelta(seconds=at - self._past_at)
        if now < past - SLACK:
            self.confirmed = False
            return Doubt(now, past, alarm=True)
        self._past, self._past_at = now, at
        if self.last_seen is not None and now - self.last_seen > LONG_AGO:
            return Doubt(now, self.last_seen, alarm=False)
        return None


@dataclass(frozen=True)
class Mark:
    """What the last run left behind for the next: both None where there was none, or it cannot be read."""

    seen: datetime | None = None
    """When it ran, by a clock that nobody doubted."""
    disbelieved: datetime | None = None
    """Up to when facts were dated by a clock of which somebody said that it was wrong: they show nothing to be past."""


def read_mark(folder: Path) -> Mark:
    """The mark in a data folder. Nothing depends on it: whatever is wrong with it, there is none."""
    try:
        handle = os.open(folder / MARK, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return Mark()
    try:
        told = os.read(handle, 200).decode("ascii").split("\n")
        seen, disbelieved = (_moment(words) for words in (*told, "", "")[:2])
    except (OSError, ValueError):
        return Mark()
    finally:
        os.close(handle)
    return Mark(seen, disbelieved)


def _moment(words: str) -> datetime | None:
    """A moment as it is written in a mark, None for an empty line. Raises ValueError."""
    if not words:
        return None
    moment = datetime.fromisoformat(words)
    if moment.tzinfo is None or not _FIRST <= moment <= _LAST:
        raise ValueError("no moment of ours")
    return moment


def clock_of(folder: Path) -> Clock:
    """The machine's clock, with what the mark in a data folder tells of it."""
    clock, mark = Clock(), read_mark(folder)
    clock.learn(max(built(), mark.seen or built()), mark.seen)
    return clock


def leave_mark(folder: Path, mark: Mark, *, shared: bool = False) -> None:
    """Leaves a mark for the next run. A folder that cannot be written is done without, and nothing is synced: the most
    that a power cut takes is one question less."""
    words = "\n".join(one.isoformat() if one is not None else "" for one in (mark.seen, mark.disbelieved))
    with contextlib.suppress(OSError):
        mode = SHARED if shared else PRIVATE
        write_atomic(folder / MARK, words.encode("ascii"), overwrite=True, mode=mode, durable=False)
