"""The classes of moment of a week: periods during which no schedule changes its state.

They are taken on working days, on public holidays, and on the days after those.
"""

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
    """A period of one kind of day, and the state of each schedule during it."""

    weekday: int
    """0 is Monday."""
    holiday: bool
    after_holiday: bool
    start: int
    """Minutes since midnight, included."""
    end: int
    """Minutes since midnight, excluded."""
    states: Mapping[str, str]
    """`open` (urgent matters included), `closed` or `unknown`, by schedule."""


def moment_classes(contacts: ContactsFile) -> tuple[MomentClass, ...]:
    """Every class of moment: each weekday as a working day or a holiday, after a working day or a holiday."""
    contacts = assuming_french_holidays(contacts)
    monday = _ordinary_week(contacts)
    days = [monday + timedelta(days=offset) for offset in range(-2, 8)]
    classes: list[MomentClass] = []
    for holidays in ((), days, days[::2], days[1::2]):
        with_holidays = contacts.replace(local_holidays=tuple(holidays))
        classes += _classes_of_week(with_holidays, monday, frozenset(holidays))
    return tuple(classes)


def _classes_of_week(contacts: ContactsFile, monday: date, holidays: frozenset[date]) -> Iterator[MomentClass]:
    """The classes of moment of the week that begins on `monday`."""
    zone = time_zone(contacts.timezone)
    start = datetime.combine(monday, time(0), zone).astimezone(UTC)
    end = start + timedelta(days=7)
    changes = {name: state_changes(contacts, name, start, end) for name in contacts.schedules}
    minutes = {
        name: [(_minutes_between(start, moment), state) for moment, state in table] for name, table in changes.items()
    }
    edges = sorted({moment for table in minutes.values() for moment, _state in table} | set(range(0, 8 * _DAY, _DAY)))
    states: dict[str, str] = {}
    for first, last in pairwise(edges):
        for name, table in minutes.items():
            for moment, state in table:
                if moment == first:
                    states[name] = "open" if state == "urgent-only" else state
        day = monday + timedelta(days=first // _DAY)
        yield MomentClass(
            day.weekday(), day in holidays, day - timedelta(days=1) in holidays,
            first % _DAY, (last - 1) % _DAY + 1, dict(states),
        )  # fmt: skip


def _minutes_between(start: datetime, moment: datetime) -> int:
    return round((moment - start).total_seconds() / 60)


def _ordinary_week(contacts: ContactsFile) -> date:
    """A Monday whose week has neither a public holiday of the country nor a change of daylight saving time."""
    zone = time_zone(contacts.timezone)
    without_local = contacts.replace(local_holidays=())
    monday = date(2027, 1, 4)
    for week in range(52):
        candidate = monday + timedelta(weeks=week)
        days = [candidate + timedelta(days=offset) for offset in range(-2, 9)]
        offsets = {datetime.combine(day, time(12), zone).utcoffset() for day in days}
        if len(offsets) == 1 and not any(holiday_name(without_local, day) for day in days):
            return candidate
    return monday
