"""Figures over a period: what failed and for how long, how fast people were told, which lines do not work.

Everything comes from the index alone; no session is read.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pannesi.history.index import SessionIndex, moment_of
from pannesi.history.period import DayRange


@dataclass(frozen=True)
class DurationQuartiles:
    """How long something took, over many sessions: half of them lie between `low` and `high`."""

    count: int
    low: timedelta
    median: timedelta
    high: timedelta
    longest: timedelta


@dataclass(frozen=True)
class OutageGroup:
    """The outages that have something in common, and how long they lasted together."""

    id: str
    label: str
    outages: int
    downtime: timedelta


@dataclass(frozen=True)
class LineFigure:
    """How often one line was passed over, and in how many sessions somebody said something against it."""

    id: str
    """`unit/line`."""
    label: str
    skipped: int
    could_not: int
    redlines: int

    @property
    def troubles(self) -> int:
        return self.skipped + self.could_not + self.redlines


@dataclass(frozen=True)
class SilentContact:
    """A contact that did not answer, and how many times."""

    id: str
    label: str
    calls: int


@dataclass(frozen=True)
class HeldExercise:
    """An exercise that was held."""

    id: str
    title: str
    began: datetime
    persons: int
    closed: bool


@dataclass(frozen=True)
class OutageStatistics:
    """Real outages that began in the period; exercises are only listed. An outage goes on until its return is
    announced; else until it is closed; else it still goes on."""

    first: date | None
    last: date | None
    outages: int
    still_open: int
    downtime: timedelta
    cases: tuple[OutageGroup, ...]
    """The longest downtime first; an outage counts for each case that it went through."""
    systems: tuple[OutageGroup, ...]
    months: tuple[OutageGroup, ...]
    """Every month from the first outage to the last, empty ones among them; ids are `2026-11`."""
    hours: tuple[OutageGroup, ...]
    """By the local hour of the day in which they began, `00` to `23`, those without an outage among them."""
    to_act: DurationQuartiles | None
    """From the beginning to the first line settled; None when no session got there."""
    to_alert: DurationQuartiles | None
    to_recover: DurationQuartiles | None
    to_reconcile: DurationQuartiles | None
    lines: tuple[LineFigure, ...]
    """Lines passed over, impossible or signalled, the most often first."""
    silent: tuple[SilentContact, ...]
    redlined: int
    """Sessions with a redline."""
    exercises: tuple[HeldExercise, ...]

    def as_json(self, until: datetime) -> dict[str, Any]:
        """The figures as plain values; lengths in seconds. `until`, to which outages still open are counted, is told
        when there is any: nothing else depends on it."""
        counted = until.isoformat(timespec="seconds") if self.still_open else None
        return {**{key: _plain(value) for key, value in asdict(self).items()}, "counted_until": counted}


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


RestAfterQuery = Callable[[float], None]
"""Told after each question to the index how many seconds it took."""


def outage_statistics(
    index: SessionIndex, period: DayRange, now: datetime, where: ZoneInfo, rest: RestAfterQuery = lambda worked: None
) -> OutageStatistics:
    """The figures of a period of local days, as the index has them. `now` ends what is still going on."""
    span = _PeriodQueries(period, now, where, rest)
    with index.snapshot() as db:
        outages, still_open, length, redlined = span.sums(db)
        spreads = [span.spread(db, moment) for moment in ("first_action", "alerted", "returned", "reconciled")]
        return OutageStatistics(
            first=period.first,
            last=period.last,
            outages=outages,
            still_open=still_open,
            downtime=_duration(length),
            cases=span.shares(db, "case"),
            systems=span.shares(db, "system"),
            months=_every_month(span.months(db)),
            hours=span.hours(db),
            to_act=spreads[0],
            to_alert=spreads[1],
            to_recover=spreads[2],
            to_reconcile=spreads[3],
            lines=span.lines(db),
            silent=span.silent(db),
            redlined=redlined,
            exercises=span.exercises(db),
        )


def _duration(length: int) -> timedelta:
    return timedelta(milliseconds=max(length, 0))


def _quarter(known: dict[int, int], last: int, number: int) -> timedelta:
    """What so many quarters of sorted lengths do not reach, between the two that lie nearest."""
    place, rest = divmod(number * last, 4)
    return _duration(round((known[place] * (4 - rest) + known.get(place + 1, 0) * rest) / 4))


def _every_month(known: dict[str, OutageGroup]) -> tuple[OutageGroup, ...]:
    """The months from the first to the last, those without an outage among them."""
    if not known:
        return ()
    first, last = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (min(known), max(known)))
    names = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
    return tuple(known.get(name, OutageGroup(name, _month_label(name), 0, timedelta(0))) for name in names)


def _month_label(name: str) -> str:
    return f"{name[5:]}/{name[:4]}"


_LENGTH = "max(coalesce(s.returned, s.closed_at, ?) - s.began, 0)"
"""How long an outage lasted, in ms; the moment that ends those still going on is to be given."""
_IN_PERIOD = "s.exercise = 0 AND s.stage <> 'unreadable' AND s.is_open IN (0, 1) AND s.began >= ? AND s.began < ?"


class _PeriodQueries:
    """What is read of the index for one period."""

    def __init__(self, period: DayRange, now: datetime, where: ZoneInfo, rest: RestAfterQuery) -> None:
        since, until = period.since(where), period.until(where)
        self.bounds = (
            int(since.timestamp() * 1000) if since is not None else -(1 << 62),
            int(until.timestamp() * 1000) if until is not None else 1 << 62,
        )
        self.now = int(now.timestamp() * 1000)
        self._rest = rest

    def _rows(self, db: sqlite3.Connection, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """The few rows that answer a question: a thread that fetches many takes the interpreter from the one that
        ticks."""
        began = time.perf_counter()
        rows = db.execute(query, values).fetchall()
        self._rest(time.perf_counter() - began)
        return rows

    def _ask(self, db: sqlite3.Connection, what: str, more: str = "") -> list[tuple[Any, ...]]:
        """Of the outages of the period."""
        query = f"SELECT {what} FROM (SELECT *, {_LENGTH} AS length FROM sessions s WHERE {_IN_PERIOD}) {more}"
        return self._rows(db, query, (self.now, *self.bounds))

    def sums(self, db: sqlite3.Connection) -> tuple[int, int, int, int]:
        """Outages, those still open, their length together in ms, those with a redline."""
        row = self._ask(db, "count(*), total(is_open), total(length), total(redlines > 0)")[0]
        return row[0], int(row[1]), int(row[2]), int(row[3])

    def hours(self, db: sqlite3.Connection) -> tuple[OutageGroup, ...]:
        rows = self._ask(db, "hour, count(*), total(length)", "GROUP BY hour")
        known = {hour: (count, _duration(int(length))) for hour, count, length in rows}
        nothing = (0, timedelta(0))
        return tuple(OutageGroup(f"{hour:02d}", f"{hour:02d} h", *known.get(hour, nothing)) for hour in range(24))

    def months(self, db: sqlite3.Connection) -> dict[str, OutageGroup]:
        rows = self._ask(db, "month, count(*), total(length)", "GROUP BY month")
        return {
            name: OutageGroup(name, _month_label(name), count, _duration(int(length))) for name, count, length in rows
        }

    def spread(self, db: sqlite3.Connection, moment: str) -> DurationQuartiles | None:
        """How long it took until a moment; where the clocks made that negative, it counts as none. Sorted by SQL, which
        gives back only the lengths that are asked for."""
        query = (
            f"WITH taken AS (SELECT max(s.{moment} - s.began, 0) AS length FROM sessions s"
            f" WHERE {_IN_PERIOD} AND s.{moment} IS NOT NULL), placed AS (SELECT length,"
            " row_number() OVER (ORDER BY length) - 1 AS place, count(*) OVER () - 1 AS last FROM taken)"
            " SELECT place, length, last FROM placed WHERE place IN"
            " (last / 4, last / 4 + 1, last / 2, last / 2 + 1, 3 * last / 4, 3 * last / 4 + 1, last)"
        )
        rows = self._rows(db, query, self.bounds)
        if not rows:
            return None
        known, last = {place: length for place, length, _last in rows}, rows[0][2]
        low, median, high = (_quarter(known, last, number) for number in (1, 2, 3))
        return DurationQuartiles(last + 1, low, median, high, _duration(known[last]))

    def exercises(self, db: sqlite3.Connection) -> tuple[HeldExercise, ...]:
        rows = self._rows(
            db,
            "SELECT id, title, began, json_array_length(persons), is_open FROM sessions"
            " WHERE exercise = 1 AND stage <> 'unreadable' AND is_open IN (0, 1) AND began >= ? AND began < ?"
            " ORDER BY began, key",
            self.bounds,
        )
        return tuple(HeldExercise(row[0], row[1], moment_of(row[2]), row[3], not row[4]) for row in rows)

    def shares(self, db: sqlite3.Connection, kind: str) -> tuple[OutageGroup, ...]:
        """By what is known under one value, whatever its label was then: the label is the last one met."""
        rows = self._rows(
            db,
            f"SELECT n.value, n.label, count(*), sum({_LENGTH})"
            " FROM names n JOIN tags t ON t.tag = n.tag JOIN sessions s ON s.key = t.session"
            " WHERE n.kind = ? AND t.exercise = 0 AND t.is_open IN (0, 1) AND t.began >= ? AND t.began < ?"
            " GROUP BY n.tag ORDER BY n.tag",
            (self.now, kind, *self.bounds),
        )
        found: dict[str, OutageGroup] = {}
        for value, label, outages, length in rows:
            before = found.get(value, OutageGroup(value, label, 0, timedelta(0)))
            found[value] = OutageGroup(value, label, before.outages + outages, before.downtime + _duration(length))
        return tuple(sorted(found.values(), key=lambda one: (-one.downtime, one.id)))

    def _counts(self, db: sqlite3.Connection, kind: str) -> tuple[dict[str, int], dict[str, str]]:
        """How many times each value of a kind was met, and its last label."""
        rows = self._rows(
            db,
            "SELECT n.value, n.label, sum(t.count) FROM names n JOIN tags t ON t.tag = n.tag"
            " WHERE n.kind = ? AND t.exercise = 0 AND t.is_open IN (0, 1) AND t.began >= ? AND t.began < ?"
            " GROUP BY n.tag ORDER BY n.tag",
            (kind, *self.bounds),
        )
        found: Counter[str] = Counter()
        for value, _label, count in rows:
            found[value] += count
        return dict(found), {value: label for value, label, _count in rows}

    def lines(self, db: sqlite3.Connection) -> tuple[LineFigure, ...]:
        labels: dict[str, str] = {}
        counts = []
        for kind in ("skipped", "could_not", "redline"):
            count, named = self._counts(db, kind)
            labels |= named
            counts.append(count)
        skipped, could_not, redlines = counts
        found = [
            LineFigure(name, label, skipped.get(name, 0), could_not.get(name, 0), redlines.get(name, 0))
            for name, label in labels.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.troubles, one.id)))

    def silent(self, db: sqlite3.Connection) -> tuple[SilentContact, ...]:
        counts, labels = self._counts(db, "silent")
        found = [SilentContact(name, labels[name], calls) for name, calls in counts.items()]
        return tuple(sorted(found, key=lambda one: (-one.calls, one.id)))
