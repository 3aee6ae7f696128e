"""The time lived by a session: the wall clock's, or a simulated one that runs on from a chosen moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def wall() -> datetime:
    """The wall clock's time, in UTC."""
    return datetime.now(UTC)


@dataclass
class Clock:
    """The lived time is the wall clock's plus `shift`."""

    real_now: Callable[[], datetime] = wall
    shift: timedelta = timedelta(0)
    chosen: bool = False
    """Whether somebody asked for the moment that is lived."""

    def now(self) -> datetime:
        """The time lived."""
        return self.real_now() + self.shift

    def set_to(self, moment: datetime) -> None:
        """From now on it is `moment`, and time runs on."""
        self.shift, self.chosen = moment - self.real_now(), True
