"""Outages in groups (a system, a month, an hour of the day) with the figures of each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pannesi.history.figures.delays import DelaySpread, spreads_of
from pannesi.history.figures.downtime import DelayName, Downtime, Outage, downtime_in, outages_among
from pannesi.history.figures.intervals import Interval, SplitTime, total
from pannesi.history.index_queries import datetime_of_milliseconds


@dataclass(frozen=True)
class OutageGroup:
    """Outages that have something in common (a case, a system, a month, an hour), and their total duration."""

    id: str
    label: str
    outages: int
    """Those that began there."""
    downtime: timedelta
    """The time that lies there, of the outages that ended; where they overlap it counts once."""


@dataclass(frozen=True)
class OutageFigures(OutageGroup):
    """The figures of all outages of a period, or of those of one case or system."""

    began_before: int
    """How many began before the period, ended, and have time in it."""
    still_open: int
    """How many still last, whenever they began; their time is in no other figure than the next one."""
    open_downtime: timedelta
    median: timedelta | None
    """Of whole outages, that began in the period and ended. So are the next two."""
    longest: timedelta | None
    percentile_90: timedelta | None
    """Given from ten outages on."""
    night: timedelta
    """Of `downtime`, see `intervals.split_time`: night and week-end overlap."""
    weekend: timedelta
    working_hours: timedelta
    previous_outages: int | None
    """Those of the period before; None where there is none."""
    previous_downtime: timedelta | None
    delays: Mapping[DelayName, DelaySpread | None]
    """Of the outages that began in the period; None of those to which none of them got. So is the next."""
    previous_delays: Mapping[DelayName, DelaySpread | None] | None


@dataclass(frozen=True)
class OpenOutage:
    """An outage that still lasts."""

    id: str
    """Its earliest session."""
    title: str
    began: datetime
    so_far: timedelta
    """Since its beginning."""


def length_of(milliseconds: int) -> timedelta:
    """A duration of this many milliseconds; a negative one is zero."""
    return timedelta(milliseconds=max(milliseconds, 0))


def _length_or_none(milliseconds: int | None) -> timedelta | None:
    return length_of(milliseconds) if milliseconds is not None else None


@dataclass(frozen=True)
class ComparedPeriods:
    """A period, the one before where there is one, and the zone of their days."""

    bounds: Interval
    before: Interval | None
    zone: ZoneInfo

    def figures(self, name: str, label: str, outages: Sequence[Outage]) -> tuple[OutageFigures, Downtime, SplitTime]:
        """The figures of outages, under a name and a label, and what they are made of."""
        there = downtime_in(outages, self.bounds)
        split = there.split(self.zone)
        previous = downtime_in(outages, self.before) if self.before is not None else None
        figures = OutageFigures(
            name,
            label,
            len(there.began),
            length_of(total(there.ended_time)),
            began_before=len(there.before),
            still_open=len(there.lasting),
            open_downtime=length_of(total(there.lasting_time)),
            median=_length_or_none(there.median),
            longest=_length_or_none(max(there.lengths, default=None)),
            percentile_90=_length_or_none(there.percentile),
            night=length_of(split.night),
            weekend=length_of(split.weekend),
            working_hours=length_of(split.working),
            previous_outages=len(previous.began) if previous is not None else None,
            previous_downtime=length_of(total(previous.ended_time)) if previous is not None else None,
            delays=_spreads(there),
            previous_delays=_spreads(previous) if previous is not None else None,
        )
        return figures, there, split

    def by_tag(
        self, outages: Sequence[Outage], labels: Mapping[str, str], keys: Mapping[str, Collection[int]]
    ) -> tuple[OutageFigures, ...]:
        """The figures of each value of a kind of tag, the longest downtime first; those without any outage left out."""
        rows = [self.figures(name, label, outages_among(outages, keys[name]))[0] for name, label in labels.items()]
        there = [row for row in rows if row.outages or row.began_before or row.still_open]
        return tuple(sorted(there, key=lambda row: (-row.downtime, row.id)))


def _spreads(there: Downtime) -> Mapping[DelayName, DelaySpread | None]:
    return spreads_of(there.began, (*there.began, *there.before, *there.lasting))


def open_outages(lasting: Sequence[Outage]) -> tuple[OpenOutage, ...]:
    """The outages that still last, the earliest first."""
    rows = []
    for outage in sorted(lasting, key=lambda outage: outage.began):
        first = min(outage.sessions, key=lambda session: (session.began, session.key))
        so_far = length_of(outage.end - first.began)
        rows.append(OpenOutage(first.id, first.title, datetime_of_milliseconds(first.began), so_far))
    return tuple(rows)


def by_month(began: Sequence[Outage], months: Mapping[str, int], zone: ZoneInfo) -> tuple[OutageGroup, ...]:
    """The months from the first to the last in which an outage began or had its time, with those without any."""
    counts = Counter(f"{_local(outage, zone):%Y-%m}" for outage in began)
    there = {*counts, *months}
    if not there:
        return ()
    first, last = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (min(there), max(there)))
    names = (f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1))
    return tuple(
        OutageGroup(name, f"{name[5:]}/{name[:4]}", counts[name], length_of(months.get(name, 0))) for name in names
    )


def by_hour(began: Sequence[Outage], hours: Mapping[int, int], zone: ZoneInfo) -> tuple[OutageGroup, ...]:
    """The 24 hours of the local day."""
    counts = Counter(_local(outage, zone).hour for outage in began)
    return tuple(
        OutageGroup(f"{hour:02d}", f"{hour:02d} h", counts[hour], length_of(hours.get(hour, 0))) for hour in range(24)
    )


def _local(outage: Outage, zone: ZoneInfo) -> datetime:
    return datetime_of_milliseconds(outage.began).astimezone(zone)
