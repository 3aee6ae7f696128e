"""The hybrid logical clock: the wall clock's milliseconds and a counter, in one number that never goes back."""

from __future__ import annotations

_COUNTER_BITS = 16
_COUNTER_MASK = (1 << _COUNTER_BITS) - 1


def tick(last: int, now_ms: int) -> int:
    """The next value after `last`, at `now_ms` milliseconds since 1970.

    The wall clock leads while it advances. When it stands still or goes back, the counter does, and spills into
    the milliseconds: the value is greater than `last` in every case.
    """
    wall = now_ms << _COUNTER_BITS
    return wall if wall > last else last + 1


def milliseconds(value: int) -> int:
    """The wall-clock part of a value."""
    return value >> _COUNTER_BITS


def counter(value: int) -> int:
    """The logical part of a value."""
    return value & _COUNTER_MASK
