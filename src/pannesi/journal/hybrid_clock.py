"""Hybrid logical clock: wall-clock milliseconds and a counter, in one number that never goes back.

After Kulkarni, Demirbas et al., "Logical Physical Clocks", OPODIS 2014. A value is milliseconds since 1970 shifted left
by 16 bits, plus a 16-bit counter.
"""

from __future__ import annotations

from datetime import UTC, datetime

_COUNTER_BITS = 16
_COUNTER_MASK = (1 << _COUNTER_BITS) - 1
_CENTURY = (datetime(2000, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp())
END = 4_133_980_800_000 << _COUNTER_BITS
"""The first value after the year 2100. A value that is read from outside must be smaller."""
LAST_USABLE = END - (1 << 40)
"""The greatest value that `tick` takes from the wall clock: it leaves room for 2^40 more events before `END`."""


def tick(last: int, now_ms: int) -> int:
    """The next clock value after `last`, at `now_ms` milliseconds since 1970.

    It is the wall clock's while that advances. When the wall clock stands still or goes back, the counter is
    incremented, and may overflow into the milliseconds: the value is greater than `last` in every case.
    """
    wall = min(now_ms << _COUNTER_BITS, LAST_USABLE)
    return wall if wall > last else last + 1


def fits(value: int) -> bool:
    """Whether a number may be the clock value of an event."""
    return 0 < value < END


def milliseconds(value: int) -> int:
    """The wall-clock part of a clock value: milliseconds since 1970."""
    return value >> _COUNTER_BITS


def moment_of(value: int) -> datetime | None:
    """The wall-clock moment (UTC) of a clock value; None outside the years 2000 to 2099, which only damage explains."""
    seconds = milliseconds(value) / 1000
    if not _CENTURY[0] <= seconds < _CENTURY[1]:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def counter(value: int) -> int:
    """The counter of a clock value: its low 16 bits."""
    return value & _COUNTER_MASK
