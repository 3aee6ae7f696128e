"""Opening hours: open now? why? until when? Local wall-clock hours, summer time and public holidays included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from pannesi.procedure.availability.holidays import holiday_is_unknown, holiday_name
from pannesi.procedure.model.contacts import ContactsFile, Day, Schedule, Window
from pannesi.support.i18n import _

OpenState = Literal["open", "closed", "urgent-only", "unknown"]
_WEEKDAYS: tuple[Day, ...] = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HORIZON = timedelta(days=15)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Openness:
    """A schedule at one moment."""

    state: OpenState
    reason: str
    until: datetime | None
    """The next change of state (UTC); None when none is in sight or nothing is known."""
    opens_at: datetime | None
    """The next moment at which it is fully open (UTC), None while it is, or when none is in sight."""
    urgent_at: datetime | None
    """The next moment at which it takes urgent matters only, when that comes before `opens_at`."""
    assumed: str | None
    """Why the hours in play are an assumption, if they are."""
    unknown_at: datetime | None = None
    """The next moment at which nobody wrote whether it is open, when that comes before `opens_at`."""
    untold: bool = False
    """That moment is in doubt only because nothing here tells the public holidays of the country."""


@dataclass(frozen=True)
class _Span:
    """One stretch during which a window is open, in UTC."""

    start: datetime
    end: datetime
    window: Window
    holiday: str | None
    """The public holiday for which nobody wrote whether the window holds."""
    untold: bool
    """Whether the window holds on a public holiday alone, or on none, and nothing here tells whether it is one."""

    @property
    def doubtful(self) -> bool:
        return self.untold or self.holiday is not None


@lru_cache(maxsize=16)
def time_zone(name: str) -> ZoneInfo:
    """The time zone of that name. Raises ZoneInfoNotFoundError (a KeyError) or ValueError."""
    return ZoneInfo(name)


def _at(day: date, hour: time, where: ZoneInfo) -> datetime:
    """A local wall-clock hour in UTC. One that summer time skips means the moment the clocks jumped."""
    if hour == time.max:
        day, hour = day + timedelta(days=1), time(0)
    wall = datetime.combine(day, hour, where)
    moment = wall.astimezone(UTC)
    if moment.astimezone(where).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    summer = moment.astimezone(where).utcoffset()
    while (moment - _MINUTE).astimezone(where).utcoffset() == summer:
        moment -= _MINUTE
    return moment


def _is_on(contacts: ContactsFile, window: Window, day: date) -> bool | None:
    """Whether a window is for that day; None where a public holiday decides and nothing here tells."""
    names = set(window.days)
    if "tous" in names or _WEEKDAYS[day.weekday()] in names:
        return True
    on_workdays, on_holidays = "ouvrés" in names and day.weekday() < 5, "fériés" in names
    if on_workdays == on_holidays:
        return on_workdays
    if holiday_is_unknown(contacts, day):
        return None
    return (holiday_name(contacts, day) is None) == on_workdays


def _spans(contacts: ContactsFile, schedule: Schedule, first: date, last: date) -> Iterator[_Span]:
    where = time_zone(contacts.timezone)
    day = first - timedelta(days=1)
    while day <= last:
        for window in schedule.windows:
            on = _is_on(contacts, window, day)
            if on is False:
                continue
            decides = schedule.holidays != "open" and not {"fériés", "ouvrés"} & set(window.days)
            holiday = holiday_name(contacts, day) if decides else None
            untold = on is None or (decides and holiday_is_unknown(contacts, day))
            if holiday is not None and schedule.holidays == "closed":
                continue
            over = day if window.end > window.start else day + timedelta(days=1)
            start, end = _at(day, window.start, where), _at(over, window.end, where)
            if start < end:
                yield _Span(start, end, window, holiday, untold)
        day += timedelta(days=1)


def _judge(spans: Sequence[_Span], moment: datetime) -> tuple[OpenState, _Span | None]:
    """The state at a moment and the span that decides it: full hours before urgent ones, doubt before closed.
    Urgent hours do not hide full ones that a public holiday decides and nothing here tells."""
    inside = [span for span in spans if span.start <= moment < span.end]
    for span in inside:
        if not span.doubtful and span.window.only is None:
            return "open", span
    doubtful = next((span for span in inside if span.doubtful), None)
    urgent = next((span for span in inside if not span.doubtful), None)
    fuller = next((span for span in inside if span.untold and span.window.only is None), None)
    if urgent is not None and fuller is None:
        return "urgent-only", urgent
    doubtful = fuller or doubtful
    return ("unknown", doubtful) if doubtful is not None else ("closed", None)


@dataclass(frozen=True)
class _Clock:
    """A schedule unrolled around a moment: the moments where something may change, and the state at any of them."""

    contacts: ContactsFile
    schedule: Schedule
    spans: tuple[_Span, ...]
    flipped: bool

    @cached_property
    def turns(self) -> tuple[tuple[datetime, OpenState], ...]:
        """Every moment where something may change, in order, with the state from there on."""
        edges = sorted({edge for span in self.spans for edge in (span.start, span.end)})
        return tuple((edge, self.state(edge)) for edge in edges)

    def state(self, moment: datetime) -> OpenState:
        found, _span = _judge(self.spans, moment)
        if not self.flipped:
            return found
        return {"open": "closed", "closed": "open", "urgent-only": "closed", "unknown": "unknown"}[found]  # type: ignore[return-value]


def _resolve(contacts: ContactsFile, name: str) -> tuple[Schedule, Schedule, bool]:
    """The schedule, the one whose windows count, and whether it is open outside them."""
    schedule = contacts.schedules[name]
    flipped, base, met = False, schedule, {name}
    while base.outside is not None and base.outside not in met:
        met.add(base.outside)
        base, flipped = contacts.schedules[base.outside], not flipped
    return schedule, base, flipped


class _Same:
    """Contacts known by being the very same: their content cannot be hashed, and never changes."""

    def __init__(self, contacts: ContactsFile) -> None:
        self.contacts = contacts

    def __hash__(self) -> int:
        return id(self.contacts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.contacts is self.contacts


def _unroll(contacts: ContactsFile, name: str, start: datetime, end: datetime) -> _Clock:
    where = time_zone(contacts.timezone)
    return _unrolled(_Same(contacts), name, start.astimezone(where).date(), end.astimezone(where).date())


@lru_cache(maxsize=128)
def _unrolled(of: _Same, name: str, first: date, last: date) -> _Clock:
    """Kept by day: the list of a session asks for the same schedules again at each key."""
    _schedule, base, flipped = _resolve(of.contacts, name)
    spans = _spans(of.contacts, base, first - timedelta(days=1), last + timedelta(days=1))
    return _Clock(of.contacts, base, tuple(spans), flipped)


def state_at(contacts: ContactsFile, name: str, moment: datetime) -> Openness:
    """How the schedule `name` stands at `moment` (aware). Raises KeyError for a schedule that does not exist."""
    schedule, base, flipped = _resolve(contacts, name)
    unknown = schedule.unknown or base.unknown
    if unknown is not None:
        return Openness("unknown", unknown, None, None, None, None)
    moment = moment.astimezone(UTC)
    clock = _unroll(contacts, name, moment, moment + _HORIZON)
    now, span = _judge(clock.spans, moment)
    state = clock.state(moment)
    later = [(edge, then) for edge, then in clock.turns if moment < edge <= moment + _HORIZON]
    opens = next((edge for edge, then in later if then == "open"), None) if state != "open" else None
    urgent = next((edge for edge, then in later if then == "urgent-only"), None) if state == "closed" else None
    doubt = next((edge for edge, then in later if then == "unknown"), None) if state == "closed" else None
    urgent, doubt = (None if opens is not None and one is not None and one > opens else one for one in (urgent, doubt))
    reason = _reason(contacts, schedule, base, flipped, now, span, moment)
    assumed = next((one.window.assumed for one in clock.spans if one.start <= moment < one.end), None)
    until = next((edge for edge, then in later if then != state), None)
    doubted = _judge(clock.spans, doubt)[1] if doubt is not None else None
    untold = doubted is not None and doubted.untold
    return Openness(state, reason, until, opens, urgent, assumed, doubt, untold)


def _reason(
    contacts: ContactsFile,
    schedule: Schedule,
    base: Schedule,
    flipped: bool,
    now: OpenState,
    span: _Span | None,
    moment: datetime,
) -> str:
    where = time_zone(contacts.timezone)
    if now == "unknown" and span is not None and span.untold:
        return _("{label} : jours fériés de « {country} » inconnus sur ce poste").format(
            label=schedule.label, country=contacts.holidays
        )
    if now == "unknown" and span is not None:
        return _("{label} : horaires non écrits pour un jour férié ({holiday})").format(
            label=schedule.label, holiday=span.holiday
        )
    if flipped:
        holiday = _closing_holiday(contacts, base, moment.astimezone(where).date())
        because = (
            _("{label} : fermé, jour férié ({holiday})").format(label=base.label, holiday=holiday) if holiday else ""
        )
        shut = because or _("{label} : hors horaires").format(label=base.label)
        return shut if now == "closed" else _("{label} : ouvert").format(label=base.label)
    if span is not None:
        hours = _("de {start} à {end}").format(start=_hour(span.window.start), end=_hour(span.window.end))
        if now == "urgent-only":
            return _("{label} : urgences uniquement {hours}").format(label=schedule.label, hours=hours)
        whole_day = (_hour(span.window.start), _hour(span.window.end)) == ("00:00", "24:00")
        return schedule.label if whole_day else _("{label}, {hours}").format(label=schedule.label, hours=hours)
    holiday = _closing_holiday(contacts, base, moment.astimezone(where).date())
    if holiday is not None:
        return _("fermé, jour férié : {holiday}").format(holiday=holiday)
    return _("{label} : hors horaires").format(label=schedule.label)


def _closing_holiday(contacts: ContactsFile, schedule: Schedule, day: date) -> str | None:
    """The public holiday that keeps a schedule closed on a day when it would else open."""
    for_workdays = any("ouvrés" in window.days for window in schedule.windows) and day.weekday() < 5
    return holiday_name(contacts, day) if for_workdays or schedule.holidays == "closed" else None


def _hour(hour: time) -> str:
    return "24:00" if hour == time.max else f"{hour:%H:%M}"


def state_changes(
    contacts: ContactsFile, name: str, start: datetime, end: datetime
) -> tuple[tuple[datetime, OpenState], ...]:
    """The state of a schedule at `start`, then each new one until `end`, with the moment (UTC) it begins.

    Raises KeyError for a schedule that does not exist."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if any(schedule.unknown is not None for schedule in _resolve(contacts, name)[:2]):
        return ((start, "unknown"),)
    clock = _unroll(contacts, name, start - timedelta(days=1), end)
    found = [(start, clock.state(start))]
    for edge, state in clock.turns:
        if start < edge <= end and state != found[-1][1]:
            found.append((edge, state))
    return tuple(found)


def state_change_moments(contacts: ContactsFile, name: str, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """The moments (UTC) of `start` < moment ≤ `end` at which the state of a schedule changes."""
    return tuple(moment for moment, _state in state_changes(contacts, name, start, end)[1:])


def last_state_change(contacts: ContactsFile, name: str, moment: datetime) -> datetime | None:
    """The latest change of state at or before `moment`; None when there was none for a fortnight."""
    found = state_change_moments(contacts, name, moment - _HORIZON, moment)
    return found[-1] if found else None
