"""Statistics of outages over a period: durations, times to milestones, lines that do not work, silent contacts.

Everything is computed by SQL from the index; no session is read.
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

from pannesi.history.index import SessionIndex
from pannesi.history.index_queries import datetime_of_milliseconds
from pannesi.history.overview import PROGRAM_FAULT, UNREADABLE
from pannesi.history.period import DayRange


@dataclass(frozen=True)
class DurationQuartiles:
    """The quartiles of durations over many sessions: a quarter of them are below `low`, a quarter above `high`."""

    count: int
    low: timedelta
    median: timedelta
    high: timedelta
    longest: timedelta


@dataclass(frozen=True)
class OutageGroup:
    """Outages that have something in common (a case, a system, a month, an hour), and their total duration."""

    id: str
    label: str
    outages: int
    downtime: timedelta


@dataclass(frozen=True)
class LineFigure:
    """How often one line of the procedure was skipped or impossible, and in how many sessions it got a redline."""

    id: str
    """`unit/line`."""
    label: str
    skipped: int
    could_not: int
    redlines: int

    @property
    def troubles(self) -> int:
        """The sum by which lines are sorted."""
        return self.skipped + self.could_not + self.redlines


@dataclass(frozen=True)
class SilentContact:
    """A contact that did not answer, and how many calls."""

    id: str
    label: str
    calls: int


@dataclass(frozen=True)
class HeldExercise:
    """An exercise held in the period."""

    id: str
    title: str
    began: datetime
    persons: int
    closed: bool


@dataclass(frozen=True)
class OutageStatistics:
    """The statistics of the real outages that began in a period; exercises are only listed.

    An outage lasts until its return is announced, else until the session is closed, else it still lasts.
    """

    first: date | None
    last: date | None
    outages: int
    still_open: int
    downtime: timedelta
    cases: tuple[OutageGroup, ...]
    """By case, the longest downtime first; an outage counts for each of its cases."""
    systems: tuple[OutageGroup, ...]
    months: tuple[OutageGroup, ...]
    """By month of beginning (`2026-11`), from the first outage to the last, months without outage included."""
    hours: tuple[OutageGroup, ...]
    """By local hour of beginning, `00` to `23`, hours without outage included."""
    to_act: DurationQuartiles | None
    """From the beginning of the outage to the first act; None when no session got there. So are the next three."""
    to_alert: DurationQuartiles | None
    to_recover: DurationQuartiles | None
    to_reconcile: DurationQuartiles | None
    lines: tuple[LineFigure, ...]
    """The lines skipped, impossible or with redlines, those with the most troubles first."""
    silent: tuple[SilentContact, ...]
    redlined: int
    """How many outages have a redline."""
    exercises: tuple[HeldExercise, ...]

    def as_json(self, until: datetime) -> dict[str, Any]:
        """The statistics as plain JSON values; durations in seconds.

        `until` is the moment to which outages still open were counted; it is given only where there are any.
        """
        counted = until.isoformat(timespec="seconds") if self.still_open else None
        return {**{key: _plain_value(value) for key, value in asdict(self).items()}, "counted_until": counted}


def _plain_value(value: Any) -> Any:
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_value(inner) for inner in value]
    return value


RestAfterQuery = Callable[[float], None]
"""Called after each query with how many seconds it took, to pause in proportion."""


def outage_statistics(
    index: SessionIndex, period: DayRange, now: datetime, where: ZoneInfo, rest: RestAfterQuery = lambda worked: None
) -> OutageStatistics:
    """The statistics of a range of local days, in the time zone `where`, by the index; `now` ends open outages.

    Raises JournalError where the index was damaged.
    """
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


def _quartile(lengths: dict[int, int], last: int, number: int) -> timedelta:
    """The quartile `number` (1 to 3) by linear interpolation, of lengths in ms by rank; `last` is the highest rank."""
    place, rest = divmod(number * last, 4)
    return _duration(round((lengths[place] * (4 - rest) + lengths.get(place + 1, 0) * rest) / 4))


def _every_month(by_month: dict[str, OutageGroup]) -> tuple[OutageGroup, ...]:
    """The months from the first to the last, with those without an outage."""
    if not by_month:
        return ()
    first, last = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (min(by_month), max(by_month)))
    names = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
    return tuple(by_month.get(name, OutageGroup(name, _month_label(name), 0, timedelta(0))) for name in names)


def _month_label(name: str) -> str:
    return f"{name[5:]}/{name[:4]}"


_LENGTH = "max((coalesce(s.returned, s.closed_at, ?) / 60000 - s.began / 60000) * 60000, 0)"
"""SQL for how long an outage lasted, in ms, between its hours as they are shown, to the minute; its parameter is the
moment that ends open outages (ms since 1970)."""
_WAS_READ = f"stage NOT IN ('{UNREADABLE}', '{PROGRAM_FAULT}')"
_IN_PERIOD = f"s.exercise = 0 AND s.{_WAS_READ} AND s.is_open IN (0, 1) AND s.began >= ? AND s.began < ?"


class _PeriodQueries:
    """The queries to the index for one period."""

    def __init__(self, period: DayRange, now: datetime, where: ZoneInfo, rest: RestAfterQuery) -> None:
        since, until = period.since(where), period.until(where)
        self.bounds = (
            int(since.timestamp() * 1000) if since is not None else -(1 << 62),
            int(until.timestamp() * 1000) if until is not None else 1 << 62,
        )
        self.now = int(now.timestamp() * 1000)
        self._rest = rest

    def _query_rows(self, db: sqlite3.Connection, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """The rows of a query. Queries return few rows: fetching many would keep the interpreter from other threads."""
        began = time.perf_counter()
        rows = db.execute(query, values).fetchall()
        self._rest(time.perf_counter() - began)
        return rows

    def _ask_outages(self, db: sqlite3.Connection, what: str, more: str = "") -> list[tuple[Any, ...]]:
        """A query over the outages of the period."""
        query = f"SELECT {what} FROM (SELECT *, {_LENGTH} AS length FROM sessions s WHERE {_IN_PERIOD}) {more}"
        return self._query_rows(db, query, (self.now, *self.bounds))

    def sums(self, db: sqlite3.Connection) -> tuple[int, int, int, int]:
        """The number of outages, of open ones, their total length in ms, and the number of those with a redline."""
        row = self._ask_outages(db, "count(*), total(is_open), total(length), total(redlines > 0)")[0]
        return row[0], int(row[1]), int(row[2]), int(row[3])

    def hours(self, db: sqlite3.Connection) -> tuple[OutageGroup, ...]:
        """Outages by local hour of beginning, all 24 hours."""
        rows = self._ask_outages(db, "hour, count(*), total(length)", "GROUP BY hour")
        by_hour = {hour: (count, _duration(int(length))) for hour, count, length in rows}
        nothing = (0, timedelta(0))
        return tuple(OutageGroup(f"{hour:02d}", f"{hour:02d} h", *by_hour.get(hour, nothing)) for hour in range(24))

    def months(self, db: sqlite3.Connection) -> dict[str, OutageGroup]:
        """Outages by month of beginning, only months with any."""
        rows = self._ask_outages(db, "month, count(*), total(length)", "GROUP BY month")
        return {
            name: OutageGroup(name, _month_label(name), count, _duration(int(length))) for name, count, length in rows
        }

    def spread(self, db: sqlite3.Connection, moment: str) -> DurationQuartiles | None:
        """The quartiles of the time to a milestone, a column of `sessions`; None when no outage got there.

        A negative time, which clocks may make, counts as zero. SQL sorts and returns only the lengths that are needed.
        """
        query = (
            f"WITH taken AS (SELECT max((s.{moment} / 60000 - s.began / 60000) * 60000, 0) AS length FROM sessions s"
            f" WHERE {_IN_PERIOD} AND s.{moment} IS NOT NULL), placed AS (SELECT length,"
            " row_number() OVER (ORDER BY length) - 1 AS place, count(*) OVER () - 1 AS last FROM taken)"
            " SELECT place, length, last FROM placed WHERE place IN"
            " (last / 4, last / 4 + 1, last / 2, last / 2 + 1, 3 * last / 4, 3 * last / 4 + 1, last)"
        )
        rows = self._query_rows(db, query, self.bounds)
        if not rows:
            return None
        lengths, last = {place: length for place, length, _last in rows}, rows[0][2]
        low, median, high = (_quartile(lengths, last, number) for number in (1, 2, 3))
        return DurationQuartiles(last + 1, low, median, high, _duration(lengths[last]))

    def exercises(self, db: sqlite3.Connection) -> tuple[HeldExercise, ...]:
        """The exercises of the period, the earliest first."""
        rows = self._query_rows(
            db,
            "SELECT id, title, began, json_array_length(persons), is_open FROM sessions"
            f" WHERE exercise = 1 AND {_WAS_READ} AND is_open IN (0, 1) AND began >= ? AND began < ?"
            " ORDER BY began, key",
            self.bounds,
        )
        return tuple(HeldExercise(row[0], row[1], datetime_of_milliseconds(row[2]), row[3], not row[4]) for row in rows)

    def shares(self, db: sqlite3.Connection, kind: str) -> tuple[OutageGroup, ...]:
        """Outages by the tags of a kind, each value under its latest label, the longest downtime first."""
        rows = self._query_rows(
            db,
            f"SELECT n.value, n.label, count(*), sum({_LENGTH})"
            " FROM names n JOIN tags t ON t.tag = n.tag JOIN sessions s ON s.key = t.session"
            " WHERE n.kind = ? AND t.exercise = 0 AND t.is_open IN (0, 1) AND t.began >= ? AND t.began < ?"
            " GROUP BY n.tag ORDER BY n.tag",
            (self.now, kind, *self.bounds),
        )
        groups: dict[str, OutageGroup] = {}
        for value, label, outages, length in rows:
            before = groups.get(value, OutageGroup(value, label, 0, timedelta(0)))
            groups[value] = OutageGroup(value, label, before.outages + outages, before.downtime + _duration(length))
        return tuple(sorted(groups.values(), key=lambda group: (-group.downtime, group.id)))

    def _tag_counts(self, db: sqlite3.Connection, kind: str) -> tuple[dict[str, int], dict[str, str]]:
        """The sum of the counts of each tag value of a kind, and the latest label of each."""
        rows = self._query_rows(
            db,
            "SELECT n.value, n.label, sum(t.count) FROM names n JOIN tags t ON t.tag = n.tag"
            " WHERE n.kind = ? AND t.exercise = 0 AND t.is_open IN (0, 1) AND t.began >= ? AND t.began < ?"
            " GROUP BY n.tag ORDER BY n.tag",
            (kind, *self.bounds),
        )
        counts: Counter[str] = Counter()
        for value, _label, count in rows:
            counts[value] += count
        return dict(counts), {value: label for value, label, _count in rows}

    def lines(self, db: sqlite3.Connection) -> tuple[LineFigure, ...]:
        """The lines with troubles, those with the most first."""
        labels: dict[str, str] = {}
        counts = []
        for kind in ("skipped", "could_not", "redline"):
            count, named = self._tag_counts(db, kind)
            labels |= named
            counts.append(count)
        skipped, could_not, redlines = counts
        figures = [
            LineFigure(name, label, skipped.get(name, 0), could_not.get(name, 0), redlines.get(name, 0))
            for name, label in labels.items()
        ]
        return tuple(sorted(figures, key=lambda figure: (-figure.troubles, figure.id)))

    def silent(self, db: sqlite3.Connection) -> tuple[SilentContact, ...]:
        """The contacts that did not answer, those with the most calls first."""
        counts, labels = self._tag_counts(db, "silent")
        contacts = [SilentContact(name, labels[name], calls) for name, calls in counts.items()]
        return tuple(sorted(contacts, key=lambda contact: (-contact.calls, contact.id)))
