"""Intervals of time, in milliseconds since 1970: their union, and the local hours they lie in. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

Interval = tuple[int, int]
"""From the first moment (included) to the last (excluded)."""
HOUR = 3_600_000
NIGHT_FROM, NIGHT_TO = 22, 8
"""The night, in local hours."""
WORK_FROM, WORK_TO = 8, 18
"""Working hours from Monday to Friday, in local hours; public holidays are not told apart."""
_SATURDAY = 5


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time as intervals that neither overlap nor touch, the earliest first; empty ones are left out."""
    joined: list[Interval] = []
    for begin, end in sorted(intervals):
        if end <= begin:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((begin, end))
    return tuple(joined)


def clip(intervals: Iterable[Interval], since: int, until: int) -> tuple[Interval, ...]:
    """What of the intervals lies from `since` to `until`."""
    inside = ((max(begin, since), min(end, until)) for begin, end in intervals)
    return tuple((begin, end) for begin, end in inside if begin < end)


def total(intervals: Iterable[Interval]) -> int:
    """The sum of the lengths of intervals, in ms."""
    return sum(end - begin for begin, end in intervals)


def local_hours(interval: Interval, zone: ZoneInfo) -> Iterator[tuple[datetime, int]]:
    """The pieces of an interval, each in one hour of the local clock: its local beginning and its length in ms.

    The hour that comes twice when clocks go back is two pieces, the one left out in spring none. Zones whose clocks
    change at a whole local hour are meant.
    """
    begin, end = interval
    while begin < end:
        seconds, rest = divmod(begin, 1000)
        local = datetime.fromtimestamp(seconds, zone)
        following = min(begin + HOUR - (local.minute * 60 + local.second) * 1000 - rest, end)
        yield local, following - begin
        begin = following


@dataclass(frozen=True)
class SplitTime:
    """Time by where it lies on the local clock, in ms. Night and week-end overlap: Saturday night is in both."""

    months: dict[str, int]
    """By month (`2026-11`), only those with any."""
    hours: dict[int, int]
    """By hour of the day, only those with any."""
    night: int
    weekend: int
    working: int


def split_time(intervals: Iterable[Interval], zone: ZoneInfo) -> SplitTime:
    """The time of intervals, which must not overlap, by month, hour, night, week-end and working hours."""
    months: Counter[tuple[int, int]] = Counter()
    hours: Counter[int] = Counter()
    night = weekend = working = 0
    for interval in intervals:
        for local, length in local_hours(interval, zone):
            months[local.year, local.month] += length
            hours[local.hour] += length
            if not NIGHT_TO <= local.hour < NIGHT_FROM:
                night += length
            if local.weekday() >= _SATURDAY:
                weekend += length
            elif WORK_FROM <= local.hour < WORK_TO:
                working += length
    by_month = {f"{year:04}-{month:02}": length for (year, month), length in months.items()}
    return SplitTime(by_month, dict(hours), night, weekend, working)
