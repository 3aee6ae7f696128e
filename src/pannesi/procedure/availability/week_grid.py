"""The state of every contact over a week, day by day, in local time."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pannesi.procedure.availability.opening_hours import OpenState, state_changes, time_zone
from pannesi.procedure.model.contacts import Contact, ContactsFile

DAY = 24 * 60
"""Minutes of a day in local time, also on the two days of the year that are longer or shorter."""
_RANK: dict[OpenState, int] = {"open": 0, "urgent-only": 1, "unknown": 2, "closed": 3}
_Changes = tuple[tuple[datetime, OpenState], ...]
"""States in order, each with the moment (UTC) from which it holds."""


@dataclass(frozen=True)
class Stretch:
    """A part of a local day in one state. `start` (included) and `end` (excluded) are in minutes since midnight."""

    start: int
    end: int
    state: OpenState


@dataclass(frozen=True)
class ContactWeek:
    """The states of a contact from Monday to Sunday. Each day's stretches cover 0 to 1440 without gap or overlap."""

    contact_id: str
    name: str
    days: tuple[tuple[Stretch, ...], ...]

    def state(self, day: int, minute: int) -> OpenState:
        """The state of the contact on a day (0 is Monday) at a minute since midnight."""
        return next(stretch.state for stretch in self.days[day] if stretch.start <= minute < stretch.end)


def contact_weeks(contacts: ContactsFile, monday: date) -> tuple[ContactWeek, ...]:
    """Every contact, in the order of the file, for the seven days that begin with `monday` (any day will do).

    A local minute that daylight saving time skips has the state after the clocks jumped; one that comes twice, the
    state of the first time.
    """
    return tuple(contact_week(contacts, contact, monday) for contact in contacts.contacts)


def contact_week(contacts: ContactsFile, contact: Contact, monday: date) -> ContactWeek:
    """One contact for the same seven days."""
    by_id = {contact.id: contact for contact in contacts.contacts}
    days = [monday + timedelta(days=number) for number in range(7)]
    zone = time_zone(contacts.timezone)
    span = (_in_utc(days[0], 0, zone), _in_utc(days[-1] + timedelta(days=1), 0, zone))
    changes = _contact_changes(contacts, by_id, contact, span, frozenset())
    return ContactWeek(contact.id, contact.name, tuple(_stretches_of_day(changes, day, zone) for day in days))


def _contact_changes(
    contacts: ContactsFile,
    by_id: dict[str, Contact],
    contact: Contact,
    span: tuple[datetime, datetime],
    visited: frozenset[str],
) -> _Changes:
    """The states of a contact; with members, those of whichever answers best at each moment."""
    visited = visited | {contact.id}
    others = [by_id[member] for member in contact.members if member not in visited]
    if others:
        return _best_of_members([_contact_changes(contacts, by_id, other, span, visited) for other in others])
    if contact.hours is not None:
        return state_changes(contacts, contact.hours, *span)
    return ((span[0], "unknown"),)


def _best_of_members(members: list[_Changes]) -> _Changes:
    edges = sorted({moment for member in members for moment, _state in member})
    return tuple((edge, min((_state_at(member, edge) for member in members), key=_RANK.__getitem__)) for edge in edges)


def _state_at(changes: _Changes, moment: datetime) -> OpenState:
    return changes[bisect_right(changes, moment, key=lambda change: change[0]) - 1][1]


def _stretches_of_day(changes: _Changes, day: date, zone: ZoneInfo) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    for minute in _minutes_of_change(changes, day, zone):
        state = _state_at(changes, _in_utc(day, minute, zone))
        if not stretches:
            stretches.append(Stretch(0, DAY, state))
        elif stretches[-1].state != state:
            stretches[-1] = Stretch(stretches[-1].start, minute, stretches[-1].state)
            stretches.append(Stretch(minute, DAY, state))
    return tuple(stretches)


def _minutes_of_change(changes: _Changes, day: date, zone: ZoneInfo) -> list[int]:
    """The minutes of a day at which the state may change; all of them on a day on which the clocks change."""
    begins, ends = _in_utc(day, 0, zone), _in_utc(day + timedelta(days=1), 0, zone)
    if ends - begins != timedelta(days=1):
        return list(range(DAY))
    edges = [moment.astimezone(zone) for moment, _state in changes if begins < moment < ends]
    return [0, *(edge.hour * 60 + edge.minute for edge in edges)]


def _in_utc(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC)
