"""The hybrid logical clock: the wall clock's milliseconds and a counter, in one number that never goes back."""

from __future__ import annotations

from datetime import UTC, datetime

_COUNTER_BITS = 16
_COUNTER_MASK = (1 << _COUNTER_BITS) - 1
_CENTURY = (datetime(2000, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp())
END = 4_133_980_800_000 << _COUNTER_BITS
"""The first value after the year 2100: none that is read may be so great, or adding to it would lead nowhere."""
LAST_USABLE = END - (1 << 40)
"""What the next value still fits after, however many facts are written."""


def tick(last: int, now_ms: int) -> int:
    """The next value after `last`, at `now_ms` milliseconds since 1970.

    The wall clock leads while it advances. When it stands still or goes back, the counter does, and spills into
    the milliseconds: the value is greater than `last` in every case.
    """
    wall = min(now_ms << _COUNTER_BITS, LAST_USABLE)
    return wall if wall > last else last + 1


def fits(value: int) -> bool:
    """Whether a value can be that of a fact."""
    return 0 < value < END


def milliseconds(value: int) -> int:
    """The wall-clock part of a value."""
    return value >> _COUNTER_BITS


def moment_of(value: int) -> datetime | None:
    """The moment that a value stands for; None where it lies outside our century, which only damage explains."""
    seconds = milliseconds(value) / 1000
    if not _CENTURY[0] <= seconds < _CENTURY[1]:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def counter(value: int) -> int:
    """The logical part of a value."""
    return value & _COUNTER_MASK
