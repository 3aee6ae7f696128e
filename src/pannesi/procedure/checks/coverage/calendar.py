"""The classes of moment of a week: every stretch between two boundaries of any schedule, on a working day, on a public
holiday, and on the day after one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from pannesi.procedure.availability.holidays import assuming_french_holidays, holiday_name
from pannesi.procedure.availability.opening_hours import state_changes, time_zone
from pannesi.procedure.model.contacts import ContactsFile

_DAY = 24 * 60


@dataclass(frozen=True)
class MomentClass:
    """A stretch of one kind of day, in minutes of that day, and how each schedule stands during it."""

    weekday: int
    holiday: bool
    after_holiday: bool
    start: int
    end: int
    states: Mapping[str, str]
    """`open` (urgent matters included), `closed` or `unknown`, by schedule."""


def moment_classes(contacts: ContactsFile) -> tuple[MomentClass, ...]:
    """Every class of moment. Each weekday comes as a working day or a holiday, after a working day or a holiday."""
    contacts = assuming_french_holidays(contacts)
    monday = _plain_week(contacts)
    week = [monday + timedelta(days=at) for at in range(-2, 8)]
    found: list[MomentClass] = []
    for holidays in ((), week, week[::2], week[1::2]):
        told = contacts.but(local_holidays=tuple(holidays))
        found += _week(told, monday, frozenset(holidays))
    return tuple(found)


def _week(contacts: ContactsFile, monday: date, holidays: frozenset[date]) -> Iterator[MomentClass]:
    where = time_zone(contacts.timezone)
    start = datetime.combine(monday, time(0), where).astimezone(UTC)
    end = start + timedelta(days=7)
    tables = {name: state_changes(contacts, name, start, end) for name in contacts.schedules}
    minutes = {name: [(_minute(start, at), state) for at, state in table] for name, table in tables.items()}
    cuts = sorted({at for table in minutes.values() for at, _state in table} | set(range(0, 8 * _DAY, _DAY)))
    now: dict[str, str] = {}
    for first, last in pairwise(cuts):
        for name, table in minutes.items():
            for at, state in table:
                if at == first:
                    now[name] = "open" if state == "urgent-only" else state
        day = monday + timedelta(days=first // _DAY)
        yield MomentClass(
            day.weekday(), day in holidays, day - timedelta(days=1) in holidays,
            first % _DAY, (last - 1) % _DAY + 1, dict(now),
        )  # fmt: skip


def _minute(start: datetime, moment: datetime) -> int:
    return round((moment - start).total_seconds() / 60)


def _plain_week(contacts: ContactsFile) -> date:
    """A Monday whose week has neither a public holiday of the country nor a change of summer time."""
    where = time_zone(contacts.timezone)
    bare = contacts.but(local_holidays=())
    monday = date(2027, 1, 4)
    for week in range(52):
        found = monday + timedelta(weeks=week)
        days = [found + timedelta(days=at) for at in range(-2, 9)]
        offsets = {datetime.combine(day, time(12), where).utcoffset() for day in days}
        if len(offsets) == 1 and not any(holiday_name(bare, day) for day in days):
            return found
    return monday
