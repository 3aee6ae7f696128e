"""Intervals are joined, clipped and split by the local clock as a count minute by minute does it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.history.figures.intervals import HOUR, Interval, clip, split_time, total, union

MINUTE = 60_000
PARIS = ZoneInfo("Europe/Paris")
ORIGINS = {
    "winter": datetime(2026, 1, 31, 20, tzinfo=UTC),
    "clocks go forward": datetime(2026, 3, 28, 18, tzinfo=UTC),
    "clocks go back": datetime(2026, 10, 24, 18, tzinfo=UTC),
    "year's end": datetime(2026, 12, 31, 15, tzinfo=UTC),
}
SPANS = st.lists(st.tuples(st.integers(0, 2000), st.integers(-20, 900)), max_size=6)


def minutes(intervals: list[Interval]) -> set[int]:
    return {minute for begin, end in intervals for minute in range(begin, end)}


@given(SPANS, st.integers(0, 1500), st.integers(0, 1500))
def test_a_union_and_what_is_clipped_of_it_hold_each_minute_once(
    made: list[tuple[int, int]], since: int, more: int
) -> None:
    spans = [(begin, begin + length) for begin, length in made]
    joined = union(spans)
    assert minutes(list(joined)) == minutes(spans)
    assert total(joined) == len(minutes(spans))
    assert all(one[1] < other[0] for one, other in pairwise(joined))
    inside = clip(joined, since, since + more)
    assert minutes(list(inside)) == minutes(spans) & set(range(since, since + more))
    assert total(inside) == len(minutes(list(inside)))


@settings(max_examples=25)
@given(SPANS, st.sampled_from(sorted(ORIGINS)), st.sampled_from(["Europe/Paris", "Asia/Kathmandu", "Pacific/Chatham"]))
def test_time_is_split_by_the_local_clock(made: list[tuple[int, int]], when: str, place: str) -> None:
    zone, origin = ZoneInfo(place), ORIGINS[when]
    spans = [(begin, begin + length) for begin, length in made]
    months: Counter[str] = Counter()
    hours: Counter[int] = Counter()
    night = weekend = working = 0
    for minute in minutes(spans):
        local = (origin + timedelta(minutes=minute)).astimezone(zone)
        months[local.strftime("%Y-%m")] += MINUTE
        hours[local.hour] += MINUTE
        night += MINUTE * (local.hour >= 22 or local.hour < 8)
        weekend += MINUTE * (local.strftime("%a") in ("Sat", "Sun"))
        working += MINUTE * (local.strftime("%a") not in ("Sat", "Sun") and 8 <= local.hour < 18)
    zero = int(origin.timestamp() * 1000)
    found = split_time(union((zero + begin * MINUTE, zero + end * MINUTE) for begin, end in spans), zone)
    assert (found.months, found.hours) == (dict(months), dict(hours))
    assert (found.night, found.weekend, found.working) == (night, weekend, working)


@pytest.mark.parametrize(("day", "hour_of_day"), [(25, 25), (26, 24)])
def test_the_day_on_which_clocks_go_back_has_25_hours(day: int, hour_of_day: int) -> None:
    begin, end = (datetime(2026, 10, number, tzinfo=PARIS).timestamp() * 1000 for number in (day, day + 1))
    found = split_time([(int(begin), int(end))], PARIS)
    assert sum(found.hours.values()) == hour_of_day * HOUR
    assert found.hours[2] == (2 if hour_of_day == 25 else 1) * HOUR


def test_milliseconds_are_kept_and_time_before_1970_is_split_too() -> None:
    found = split_time([(-HOUR - 7, -1), (HOUR - 1, HOUR + 2)], ZoneInfo("UTC"))
    assert found.hours == {22: 7, 23: HOUR - 1, 0: 1, 1: 2}
    assert found.months == {"1969-12": HOUR + 6, "1970-01": 3}
