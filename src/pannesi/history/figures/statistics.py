"""Statistics of outages over a period: durations, times to milestones, lines that do not work, silent contacts.

Everything is read from the index by SQL, no session is read; time is joined and split in Python.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar, get_args
from zoneinfo import ZoneInfo

from pannesi.history.exercises.held_exercises import HeldExercise, held_exercises, trained_persons
from pannesi.history.figures.delays import DelaySpread
from pannesi.history.figures.digest_figures import (
    AT_ONCE,
    CallFigures,
    PatientFigures,
    RedlineFigures,
    digest_figures,
    digests_in,
    redline_figures,
)
from pannesi.history.figures.downtime import Milestone, Outage, TimedSession, joined_outages
from pannesi.history.figures.intervals import Interval
from pannesi.history.figures.outage_groups import (
    ComparedPeriods,
    OpenOutage,
    OutageFigures,
    OutageGroup,
    by_hour,
    by_month,
    length_of,
    open_outages,
)
from pannesi.history.index import SessionIndex
from pannesi.history.index_links import read_links
from pannesi.history.index_reviews import ActionCounts, count_actions
from pannesi.history.overview import PROGRAM_FAULT, UNREADABLE
from pannesi.history.period import DayRange


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
class OutageStatistics:
    """The statistics of the real outages of a period; exercises are only listed.

    An outage lasts until its return is announced, else until its session is closed, else it still lasts. Sessions that
    are said to be the same outage count as one. Where outages overlap, their time counts once.
    """

    first: date | None
    last: date | None
    previous: DayRange | None
    """The period before, to which this one is compared."""
    unfinished: bool
    """Whether the period goes on after the moment of counting."""
    overall: OutageFigures
    """Of all systems together."""
    open: tuple[OpenOutage, ...]
    """The outages that still last and have time in the period, also those that began before it."""
    cases: tuple[OutageFigures, ...]
    """By case, the longest downtime first; an outage counts for each of its cases."""
    systems: tuple[OutageFigures, ...]
    months: tuple[OutageGroup, ...]
    """By local month (`2026-11`), from the first with an outage to the last, months without outage included."""
    hours: tuple[OutageGroup, ...]
    """By local hour of the day, `00` to `23`, hours without outage included."""
    to_act: DelaySpread | None
    """From the beginning of the outage to the first act, see `downtime.Milestone`; None when no outage got there. So
    are the next three; the others stand in `overall`."""
    to_alert: DelaySpread | None
    to_recover: DelaySpread | None
    to_reconcile: DelaySpread | None
    lines: tuple[LineFigure, ...]
    """The lines skipped, impossible or with redlines, those with the most troubles first."""
    silent: tuple[SilentContact, ...]
    redlined: int
    """How many outages have a redline."""
    actions: ActionCounts
    """The actions of the incident reviews of outages that began in the period, as they stand now."""
    forced: int
    """How many sessions were closed though something prevented it."""
    calls: CallFigures
    patients: PatientFigures
    redlines: RedlineFigures
    elapsed: timedelta | None
    """How much of the period is past; None where it has no beginning."""
    trained: int
    """How many persons took part in an exercise, each counted once."""
    with_availability: bool
    """Whether the availability was asked for: it is given on demand only."""
    exercises: tuple[HeldExercise, ...]

    def availability_of(self, group: OutageFigures) -> float | None:
        """The part of the past period, in percent, without an outage of a group, by those opened here alone; None for a
        period without a beginning, and where an outage still lasts."""
        if not self.elapsed or group.still_open:
            return None
        return 100 * (1 - group.downtime / self.elapsed)

    @property
    def outages(self) -> int:
        """How many outages began in the period."""
        return self.overall.outages

    @property
    def still_open(self) -> int:
        """How many still last."""
        return self.overall.still_open

    @property
    def downtime(self) -> timedelta:
        """The time in the period with an outage that ended."""
        return self.overall.downtime

    @property
    def any_outage(self) -> bool:
        """Whether there is any outage to speak of, also one that began before the period."""
        return bool(self.outages or self.still_open or self.overall.began_before)

    def as_json(self, until: datetime) -> dict[str, Any]:
        """The statistics as plain JSON values; durations in seconds.

        `until` is the moment to which outages still open were counted; it is given only where there are any.
        """
        counted = until.isoformat(timespec="seconds") if self.still_open else None
        sums = {"outages": self.outages, "still_open": self.still_open, "downtime": self.downtime}
        values = {"format": JSON_FORMAT, "lengths_in": "seconds", **sums, **asdict(self), "counted_until": counted}
        if values.pop("with_availability"):
            shares = {group.id: self.availability_of(group) for group in self.systems}
            values["availability_percent_of_outages_opened_here"] = shares
        return {key: _plain_value(value) for key, value in values.items()}


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


JSON_FORMAT = 2
"""Raised where what a key of the JSON means changes."""
_Result = TypeVar("_Result")
RestAfterQuery = Callable[[float], None]
"""Called after each query with how many seconds it took, to pause in proportion."""


def outage_statistics(
    index: SessionIndex, period: DayRange, now: datetime, where: ZoneInfo, rest: RestAfterQuery = lambda worked: None,
    answered: Collection[str] | None = None,
) -> OutageStatistics:  # fmt: skip
    """The statistics of a range of local days, in the time zone `where`, by the index; `now` ends open outages.
    `answered` are the ids of the redlines that have an answer; without them the open ones are not counted.

    Raises JournalError where the index was damaged.
    """
    previous = period.previous()
    span = _PeriodQueries(period, now, where, rest)
    periods = ComparedPeriods(
        span.bounds, bounds_of(previous, where) if previous is not None else None, where,
    )  # fmt: skip
    with index.snapshot() as db:
        outages = span.timed_outages(db, periods)
        overall, there, split = span.timed(lambda: periods.figures("all", "", outages))
        digested = digest_figures(digests_in(partial(span.query_rows, db), IN_PERIOD, span.bounds), where)
        return OutageStatistics(
            first=period.first,
            last=period.last,
            previous=previous,
            unfinished=span.now < span.bounds[1] and period.last is not None,
            overall=overall,
            open=open_outages(there.lasting),
            cases=span.shares(db, "case", outages, periods),
            systems=span.shares(db, "system", outages, periods),
            months=by_month(there.began, split.months, where),
            hours=by_hour(there.began, split.hours, where),
            to_act=overall.delays["to_act"],
            to_alert=overall.delays["to_alert"],
            to_recover=overall.delays["to_recover"],
            to_reconcile=overall.delays["to_reconcile"],
            lines=span.lines(db),
            silent=span.silent(db),
            redlined=span.redlined(db),
            actions=span.timed(lambda: count_actions(db, span.bounds, now.astimezone(where).date())),
            forced=digested.forced,
            calls=digested.calls,
            patients=digested.patients,
            redlines=redline_figures(partial(span.query_rows, db), IN_PERIOD, span.bounds, answered),
            elapsed=span.elapsed,
            trained=trained_persons(partial(span.query_rows, db), EXERCISES, span.bounds),
            with_availability=False,
            exercises=held_exercises(partial(span.query_rows, db), EXERCISES, span.bounds),
        )


def bounds_of(period: DayRange, where: ZoneInfo) -> Interval:
    """The first and the last moment of a period, in ms since 1970."""
    since, until = period.since(where), period.until(where)
    return (
        int(since.timestamp() * 1000) if since is not None else _NEVER,
        int(until.timestamp() * 1000) if until is not None else 1 << 62,
    )


_NEVER = -(1 << 62)
LENGTH = (
    "max((coalesce(s.returned, CASE WHEN s.no_end THEN s.began ELSE s.closed_at END, ?) / 60000 - s.began / 60000)"
    " * 60000, 0)"
)
"""SQL for how long an outage lasted, in ms, between its hours as they are shown, to the minute; its parameter is the
moment that ends open outages (ms since 1970)."""
_WAS_READ = f"stage NOT IN ('{UNREADABLE}', '{PROGRAM_FAULT}')"
REAL = f"+s.exercise = 0 AND s.{_WAS_READ} AND s.is_open IN (0, 1)"
_LINKED = "s.key IN (SELECT session FROM links) OR s.id IN (SELECT other FROM links)"
IN_PERIOD = f"s.exercise = 0 AND s.{_WAS_READ} AND s.is_open IN (0, 1) AND s.began >= ? AND s.began < ?"
"""SQL for a real session `s` that began between two moments (ms since 1970)."""
EXERCISES = IN_PERIOD.replace("s.exercise = 0", "s.exercise = 1")


class _PeriodQueries:
    """The queries to the index for one period."""

    def __init__(self, period: DayRange, now: datetime, where: ZoneInfo, rest: RestAfterQuery) -> None:
        self.bounds = bounds_of(period, where)
        self.now = int(now.timestamp() * 1000)
        self._rest = rest
        self.read = self.bounds
        """From the first to after the last beginning of the sessions that were read."""

    def query_rows(self, db: sqlite3.Connection, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """The rows of a query. Queries return few rows: fetching many would keep the interpreter from other threads."""
        return self.timed(lambda: db.execute(query, values).fetchall())

    def timed(self, work: Callable[[], _Result]) -> _Result:
        """The result of work, after a rest in proportion to it."""
        began = time.perf_counter()
        result = work()
        self._rest(time.perf_counter() - began)
        return result

    def _ask_outages(self, db: sqlite3.Connection, what: str, more: str = "") -> list[tuple[Any, ...]]:
        """A query over the outages of the period."""
        query = f"SELECT {what} FROM (SELECT *, {LENGTH} AS length FROM sessions s WHERE {IN_PERIOD}) {more}"
        return self.query_rows(db, query, (self.now, *self.bounds))

    def redlined(self, db: sqlite3.Connection) -> int:
        """How many sessions of outages have a redline."""
        return int(self._ask_outages(db, "total(redlines > 0)")[0][0])

    def timed_outages(self, db: sqlite3.Connection, periods: ComparedPeriods) -> tuple[Outage, ...]:
        """The outages with time in one of the periods, from sessions read a few at a time, and those linked to any."""
        since, until = min(bounds[0] for bounds in (periods.bounds, periods.before) if bounds), periods.bounds[1]
        query = (
            "SELECT s.key, s.id, s.title, s.began, s.is_open, s.closed_at, s.no_end, s.patients, s.first_action,"
            " s.alerted, d.degraded, s.returned, s.reconciled FROM sessions s LEFT JOIN digests d ON d.session = s.key"
            f" WHERE s.key > ? AND {REAL} AND (+s.began < ? AND s.began + {LENGTH} >= ? OR {_LINKED})"
            " ORDER BY s.key LIMIT ?"
        )
        sessions: list[TimedSession] = []
        after = -1
        while rows := self.query_rows(db, query, (after, until, self.now, since, AT_ONCE)):
            sessions += self.timed(partial(self._timed_sessions, rows))
            after = rows[-1][0]
            if len(rows) < AT_ONCE:
                break
        moments = [session.began for session in sessions] or [until]
        self.read = min(moments), max(moments) + 1
        return joined_outages(sessions, self.timed(lambda: read_links(db)))

    def _timed_sessions(self, rows: list[tuple[Any, ...]]) -> list[TimedSession]:
        sessions = []
        for key, name, title, began, is_open, closed, no_end, patients, *moments in rows:
            milestones = {name: at for name, at in zip(get_args(Milestone), moments, strict=True) if at is not None}
            returned = milestones.get("to_recover")
            ends = returned, began if no_end else closed, self.now
            end = max(next(moment for moment in ends if moment is not None), began)
            lasts = bool(is_open) and returned is None
            sessions.append(TimedSession(key, name, title, began, end, lasts, bool(no_end), milestones, patients))
        return sessions

    def _tagged(self, db: sqlite3.Connection, kind: str) -> tuple[dict[str, str], dict[str, list[int]]]:
        """The values of a kind of tag, with the latest label of each, and the keys of the sessions that have it."""
        rows = self.query_rows(
            db,
            "SELECT n.value, n.label, json_group_array(t.session) FROM names n JOIN tags t ON t.tag = n.tag"
            " WHERE n.kind = ? AND t.exercise = 0 AND t.is_open IN (0, 1) AND t.began >= ? AND t.began < ?"
            " GROUP BY n.tag ORDER BY n.tag",
            (kind, *self.read),
        )
        keys: dict[str, list[int]] = {}
        for value, _label, sessions in rows:
            keys.setdefault(value, []).extend(json.loads(sessions))
        return {value: label for value, label, _sessions in rows}, keys

    @property
    def elapsed(self) -> timedelta | None:
        """How much of the period is past; None where it has no beginning."""
        since, until = self.bounds
        return length_of(min(until, self.now) - since) if since > _NEVER else None

    def shares(
        self, db: sqlite3.Connection, kind: str, outages: tuple[Outage, ...], periods: ComparedPeriods
    ) -> tuple[OutageFigures, ...]:
        """Outages by the tags of a kind, each value under its latest label, the longest downtime first."""
        labels, keys = self._tagged(db, kind)
        return self.timed(lambda: periods.by_tag(outages, labels, keys))

    def _tag_counts(self, db: sqlite3.Connection, kind: str) -> tuple[dict[str, int], dict[str, str]]:
        """The sum of the counts of each tag value of a kind, and the latest label of each."""
        rows = self.query_rows(
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
