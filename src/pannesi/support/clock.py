"""The clock of a session, real or simulated, and whether the machine's wall clock is plausible.

A wall clock that was never set, or was set back, would show contacts as reachable at hours at which nobody answers.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pannesi
from pannesi.support.atomic_files import PRIVATE, SHARED, write_atomic
from pannesi.support.light_dataclass import dataclass

CLOCK_TOLERANCE = timedelta(minutes=2)
"""By how much two clocks may differ and both count as right."""
LONG_UNUSED = timedelta(days=400)
"""After so long without a run, the person is asked to confirm the date."""

LAST_RUN_FILE = "last-start"
"""The file in the data folder that says when the program last ran there."""
_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""A moment read from the file outside these bounds means that the file is damaged."""


def wall_clock() -> datetime:
    """The wall clock's time, in UTC."""
    return datetime.now(UTC)


def build_day() -> datetime:
    """The earliest moment (UTC) that a right clock can show: the day this version was built, in any time zone."""
    return datetime.fromisoformat(pannesi.BUILT).replace(tzinfo=UTC) - timedelta(days=1)


@dataclass(frozen=True)
class ClockDoubt:
    """A reason to check the clock of this machine."""

    now: datetime
    """What the clock shows."""
    past: datetime
    """A moment certain to be past; without `alarm`, when the program last ran here."""
    alarm: bool
    """True: the clock is behind a moment that is past, so that it or what was written before is wrong.
    False: only the date is far from that of the last run."""


@dataclass
class Clock:
    """The time of a session: the wall clock's plus `shift`; and what is needed to doubt the wall clock."""

    real_now: Callable[[], datetime] = wall_clock
    shift: timedelta = timedelta(0)
    chosen: bool = False
    """Whether a person chose the simulated time."""
    steady: Callable[[], float] = time.monotonic
    """A monotonic clock, in seconds: it measures how long ago `learn` or `doubt` took a moment as past."""
    last_seen: datetime | None = None
    """When the program last ran here, before this run; None when unknown."""
    confirmed: bool = False
    """Whether a person confirmed the clock in this run, and it was not doubted since."""
    _past: datetime | None = None
    _past_at: float = 0.0

    def now(self) -> datetime:
        """The time of the session: the real one plus `shift`."""
        return self.real_now() + self.shift

    def set_to(self, moment: datetime) -> None:
        """Starts a simulation: it is `moment` now, and time goes on from there."""
        self.shift, self.chosen = moment - self.real_now(), True

    @property
    def simulated(self) -> bool:
        """Whether the session's time is not the machine's; the machine's clock is then not checked."""
        return self.chosen or bool(self.shift)

    def learn(self, past: datetime | None, last_seen: datetime | None = None) -> None:
        """Records a moment that is certainly past, and when the program last ran here."""
        if past is not None and (self._past is None or past > self._past):
            self._past, self._past_at = past, self.steady()
        self.last_seen = last_seen or self.last_seen

    def confirm(self) -> None:
        """Records that a person confirmed the clock: what it shows replaces whatever was held to be past."""
        self._past, self._past_at = self.real_now(), self.steady()
        self.last_seen = None
        self.confirmed = True

    def doubt(self) -> ClockDoubt | None:
        """Why the clock should be checked, None when it is plausible; what a plausible clock shows counts as past."""
        now, at = self.real_now(), self.steady()
        past = self._past if self._past is not None else build_day()
        if self._past is not None:
            past += timedelta(seconds=at - self._past_at)
        if now < past - CLOCK_TOLERANCE:
            self.confirmed = False
            return ClockDoubt(now, past, alarm=True)
        self._past, self._past_at = now, at
        if self.last_seen is not None and now - self.last_seen > LONG_UNUSED:
            return ClockDoubt(now, self.last_seen, alarm=False)
        return None


@dataclass(frozen=True)
class LastRun:
    """What the last run wrote down for the next; both fields None when there is none, or it cannot be read."""

    seen: datetime | None = None
    """When the program ran, by a clock that was not in doubt."""
    disbelieved: datetime | None = None
    """Facts dated up to here were dated by a clock that a person called wrong: they do not prove a moment past."""


def read_last_run(folder: Path) -> LastRun:
    """Reads the file of the last run in a data folder; an empty `LastRun` when it is missing or damaged."""
    try:
        handle = os.open(folder / LAST_RUN_FILE, os.O_RDONLY | _SAFELY)
    except OSError:
        return LastRun()
    try:
        lines = os.read(handle, 200).decode("ascii").split("\n")
        seen, disbelieved = (_moment_in(line) for line in (*lines, "", "")[:2])
    except (OSError, ValueError):
        return LastRun()
    finally:
        os.close(handle)
    return LastRun(seen, disbelieved)


def _moment_in(line: str) -> datetime | None:
    """The moment written on a line of the file, None for an empty line. Raises ValueError."""
    if not line:
        return None
    moment = datetime.fromisoformat(line)
    if moment.tzinfo is None or not _FIRST <= moment <= _LAST:
        raise ValueError("moment out of bounds")
    return moment


def machine_clock(folder: Path) -> Clock:
    """The machine's clock, checked against what the last run wrote in a data folder."""
    clock, last_run = Clock(), read_last_run(folder)
    clock.learn(max(build_day(), last_run.seen or build_day()), last_run.seen)
    return clock


def write_last_run(folder: Path, last_run: LastRun, *, shared: bool = False) -> None:
    """Writes a data folder's file of the last run, readable by the group when `shared`.

    Does nothing where the folder cannot be written. The file is not synced: after a power cut the next run only has
    less to doubt its clock by.
    """
    moments = (last_run.seen, last_run.disbelieved)
    content = "\n".join(moment.isoformat() if moment is not None else "" for moment in moments)
    with contextlib.suppress(OSError):
        mode = SHARED if shared else PRIVATE
        write_atomic(folder / LAST_RUN_FILE, content.encode("ascii"), overwrite=True, mode=mode, durable=False)
