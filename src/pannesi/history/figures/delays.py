"""Delays of many outages: their spread, and the time between two outages. Pure. What is in milliseconds says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles
from typing import get_args

from pannesi.history.figures.downtime import PERCENTILE_FROM, DelayName, Outage, minutes_between

DELAYS: tuple[DelayName, ...] = get_args(DelayName)


@dataclass(frozen=True)
class DelaySpread:
    """Durations over many outages; a quarter of them are below `low`, a quarter above `high`: from ten outages on."""

    count: int
    low: timedelta | None
    median: timedelta
    high: timedelta | None
    longest: timedelta


def spread_of(lengths: Iterable[int]) -> DelaySpread | None:
    """The spread of durations in ms, a negative one being zero; None without any."""
    ordered = sorted(max(length, 0) for length in lengths)
    if not ordered:
        return None
    low, high = None, None
    if len(ordered) >= PERCENTILE_FROM:
        first, _middle, third = quantiles(ordered, n=4, method="inclusive")
        low, high = _length(first), _length(third)
    return DelaySpread(len(ordered), low, _length(median(ordered)), high, _length(ordered[-1]))


def _length(milliseconds: float) -> timedelta:
    return timedelta(milliseconds=round(milliseconds))


def spreads_of(outages: Sequence[Outage], there: Iterable[Outage]) -> Mapping[DelayName, DelaySpread | None]:
    """The spread of each delay of `outages`, those that began in a period; `there` are all that have time in it, by
    which the time between two is counted."""
    lengths: dict[DelayName, list[int]] = {name: [] for name in DELAYS}
    for outage in outages:
        for name, delay in outage.delays.items():
            lengths[name].append(delay)
    lengths["between"] = _between(outages, there)
    return {name: spread_of(those) for name, those in lengths.items()}


def _between(outages: Sequence[Outage], there: Iterable[Outage]) -> list[int]:
    """The time from the end of one of the outages `there` to the beginning of the next of `outages`; where two overlap
    there is none, nor where nobody knows when the one before ended. Those that still last have no end."""
    counted = {id(outage) for outage in outages}
    gaps: list[int] = []
    over, certain = -1, False
    for began, end, end_known, starts in sorted(
        span for outage in {id(each): each for each in there}.values() for span in _spans(outage, id(outage) in counted)
    ):
        if starts and certain and began > over:
            gaps.append(minutes_between(over, began))
        if end >= max(over, 0):
            over, certain = end, end_known
    return gaps


def _spans(outage: Outage, counted: bool) -> Iterator[tuple[int, int, bool, bool]]:
    """The sessions of an outage: when each began and ended, whether the end is known, and whether the outage, being
    `counted`, begins with it. One that still lasts has no end."""
    sessions = outage.sessions
    if len(sessions) > 1:
        sessions = tuple(sorted(sessions, key=lambda session: session.began))
    for number, session in enumerate(sessions):
        end = -1 if outage.lasts else session.end
        yield session.began, end, not session.end_unknown, counted and number == 0
