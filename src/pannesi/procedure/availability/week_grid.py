"""Who answers at what hour of a week: the hours of every contact, day by day, by the clock on the wall."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pannesi.procedure.availability.opening_hours import OpenState, state_changes, time_zone
from pannesi.procedure.model.contacts import Contact, ContactsFile

DAY = 24 * 60
"""Minutes of a day by the clock on the wall, also on the two days of the year that are not as long."""
_RANK: dict[OpenState, int] = {"open": 0, "urgent-only": 1, "unknown": 2, "closed": 3}
_Changes = tuple[tuple[datetime, OpenState], ...]


@dataclass(frozen=True)
class Stretch:
    """A part of a local day in which nothing changes: minutes since midnight, `start` included, `end` not."""

    start: int
    end: int
    state: OpenState


@dataclass(frozen=True)
class ContactWeek:
    """A contact from Monday to Sunday. Each day's stretches cover it from 0 to 1440 without gap or overlap."""

    contact_id: str
    name: str
    days: tuple[tuple[Stretch, ...], ...]

    def state(self, day: int, minute: int) -> OpenState:
        """How the contact stands on a day (0 is Monday) at a minute of it."""
        return next(one.state for one in self.days[day] if one.start <= minute < one.end)


def contact_weeks(contacts: ContactsFile, monday: date) -> tuple[ContactWeek, ...]:
    """Every contact, in the order of the file, for the seven days that begin with `monday` (any day will do).

    A wall-clock minute that summer time skips shows what holds once the clocks have jumped; one that comes twice,
    what holds the first time.
    """
    by_id = {one.id: one for one in contacts.contacts}
    days = [monday + timedelta(days=number) for number in range(7)]
    where = time_zone(contacts.timezone)
    start = _moment(days[0], 0, where)
    end = _moment(days[-1] + timedelta(days=1), 0, where)
    found = []
    for contact in contacts.contacts:
        known = _contact(contacts, by_id, contact, (start, end), frozenset())
        found.append(ContactWeek(contact.id, contact.name, tuple(_day(known, day, where) for day in days)))
    return tuple(found)


def _contact(
    contacts: ContactsFile,
    by_id: dict[str, Contact],
    contact: Contact,
    span: tuple[datetime, datetime],
    met: frozenset[str],
) -> _Changes:
    """The states of a contact; with members, of whichever answers best at each moment."""
    inside = met | {contact.id}
    members = [
        _contact(contacts, by_id, by_id[member], span, inside) for member in contact.members if member not in inside
    ]
    if members:
        return _best(members)
    if contact.hours is not None:
        return state_changes(contacts, contact.hours, *span)
    return ((span[0], "unknown"),)


def _best(members: list[_Changes]) -> _Changes:
    edges = sorted({moment for member in members for moment, _state in member})
    return tuple((edge, min((_at(one, edge) for one in members), key=_RANK.__getitem__)) for edge in edges)


def _at(known: _Changes, moment: datetime) -> OpenState:
    return known[bisect_right(known, moment, key=lambda one: one[0]) - 1][1]


def _day(known: _Changes, day: date, where: ZoneInfo) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for minute in _minutes(known, day, where):
        state = _at(known, _moment(day, minute, where))
        if not found:
            found.append(Stretch(0, DAY, state))
        elif found[-1].state != state:
            found[-1] = Stretch(found[-1].start, minute, found[-1].state)
            found.append(Stretch(minute, DAY, state))
    return tuple(found)


def _minutes(known: _Changes, day: date, where: ZoneInfo) -> list[int]:
    """The minutes at which something may change; all of them on a day on which the clocks do."""
    begins, ends = (_moment(one, 0, where) for one in (day, day + timedelta(days=1)))
    if ends - begins != timedelta(days=1):
        return list(range(DAY))
    edges = [moment.astimezone(where) for moment, _state in known if begins < moment < ends]
    return [0, *(edge.hour * 60 + edge.minute for edge in edges)]


def _moment(day: date, minute: int, where: ZoneInfo) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), where).astimezone(UTC)
