"""Opening hours: whether a schedule is open, why, and until when; with public holidays and daylight saving time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from pannesi.procedure.availability.holidays import holiday_is_unknown, holiday_name
from pannesi.procedure.model.contacts import ContactsFile, Day, Schedule, Window
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass

OpenState = Literal["open", "closed", "urgent-only", "unknown"]
_WEEKDAYS: tuple[Day, ...] = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HORIZON = timedelta(days=15)
"""How far ahead, and back, changes of state are looked for."""
_MINUTE = timedelta(minutes=1)
_INVERTED: dict[OpenState, OpenState] = {
    "open": "closed", "closed": "open", "urgent-only": "closed", "unknown": "unknown",
}  # fmt: skip


@dataclass(frozen=True)
class Openness:
    """The state of a schedule at one moment, and its next changes. All moments are in UTC."""

    state: OpenState
    reason: str
    """Why the state is so, in words."""
    until: datetime | None
    """The next change of state; None when there is none within a fortnight, or the hours are unknown."""
    opens_at: datetime | None
    """The next moment at which it is fully open; None while it is, or when there is none within a fortnight."""
    urgent_at: datetime | None
    """The next moment at which it takes urgent matters only, when that comes before `opens_at`."""
    assumed: str | None
    """Why the current hours are an assumption, if they are."""
    unknown_at: datetime | None = None
    """The next moment at which its state is unknown, when that comes before `opens_at`."""
    holidays_unknown: bool = False
    """Whether `unknown_at` is so only because the public holidays of the country are unknown here."""


@dataclass(frozen=True)
class _Span:
    """A period, in UTC, for which a window of a schedule gives the state."""

    start: datetime
    end: datetime
    window: Window
    holiday: str | None
    """The public holiday for which the schedule does not say whether the window applies."""
    holidays_unknown: bool
    """Whether the window depends on a public holiday, and it is unknown here whether the day is one."""

    @property
    def doubtful(self) -> bool:
        """Whether it is unknown if the window applies."""
        return self.holidays_unknown or self.holiday is not None


@lru_cache(maxsize=16)
def time_zone(name: str) -> ZoneInfo:
    """The time zone of that name. Raises ZoneInfoNotFoundError (a KeyError) or ValueError."""
    return ZoneInfo(name)


def format_time_of_day(hour: time) -> str:
    """`08:00`; `24:00` for the end of the day (`time.max`)."""
    return "24:00" if hour == time.max else f"{hour:%H:%M}"


def _in_utc(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """A local hour in UTC. One that daylight saving time skips means the moment the clocks jumped."""
    if hour == time.max:
        day, hour = day + timedelta(days=1), time(0)
    wall = datetime.combine(day, hour, zone)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    summer = moment.astimezone(zone).utcoffset()
    while (moment - _MINUTE).astimezone(zone).utcoffset() == summer:
        moment -= _MINUTE
    return moment


def _window_applies(contacts: ContactsFile, window: Window, day: date) -> bool | None:
    """Whether a window is for that day; None where that depends on an unknown public holiday."""
    names = set(window.days)
    if "tous" in names or _WEEKDAYS[day.weekday()] in names:
        return True
    on_workdays, on_holidays = "ouvrés" in names and day.weekday() < 5, "fériés" in names
    if on_workdays == on_holidays:
        return on_workdays
    if holiday_is_unknown(contacts, day):
        return None
    return (holiday_name(contacts, day) is None) == on_workdays


def _spans_of_schedule(contacts: ContactsFile, schedule: Schedule, first: date, last: date) -> Iterator[_Span]:
    """The periods of the windows of a schedule that begin from the day before `first` to `last`."""
    day = first - timedelta(days=1)
    while day <= last:
        for window in schedule.windows:
            span = _span_of_window(contacts, schedule, window, day)
            if span is not None:
                yield span
        day += timedelta(days=1)


def _span_of_window(contacts: ContactsFile, schedule: Schedule, window: Window, day: date) -> _Span | None:
    """The period of a window that begins on a day, None where it does not apply that day."""
    applies = _window_applies(contacts, window, day)
    if applies is False:
        return None
    schedule_decides = schedule.holidays != "open" and not {"fériés", "ouvrés"} & set(window.days)
    holiday = holiday_name(contacts, day) if schedule_decides else None
    unknown = applies is None or (schedule_decides and holiday_is_unknown(contacts, day))
    if holiday is not None and schedule.holidays == "closed":
        return None
    zone = time_zone(contacts.timezone)
    end_day = day if window.end > window.start else day + timedelta(days=1)
    start, end = _in_utc(day, window.start, zone), _in_utc(end_day, window.end, zone)
    return _Span(start, end, window, holiday, unknown) if start < end else None


def _state_in(spans: Sequence[_Span], moment: datetime) -> tuple[OpenState, _Span | None]:
    """The state that spans give at a moment, and the span that decides it.

    Full hours come before urgent ones, unknown before closed. Urgent hours do not hide full ones that depend on an
    unknown public holiday.
    """
    inside = [span for span in spans if span.start <= moment < span.end]
    for span in inside:
        if not span.doubtful and span.window.only is None:
            return "open", span
    doubtful = next((span for span in inside if span.doubtful), None)
    urgent = next((span for span in inside if not span.doubtful), None)
    perhaps_open = next((span for span in inside if span.holidays_unknown and span.window.only is None), None)
    if urgent is not None and perhaps_open is None:
        return "urgent-only", urgent
    doubtful = perhaps_open or doubtful
    return ("unknown", doubtful) if doubtful is not None else ("closed", None)


class _Source(NamedTuple):
    """Where the windows of a schedule come from: itself, or the schedule outside which it is open."""

    schedule: Schedule
    base: Schedule
    """The schedule whose windows count."""
    inverted: bool
    """Whether the schedule is open when `base` is closed."""


def _source_of(contacts: ContactsFile, name: str) -> _Source:
    """Follows `outside` from a schedule. Raises KeyError for a schedule that does not exist."""
    schedule = contacts.schedules[name]
    inverted, base, visited = False, schedule, {name}
    while base.outside is not None and base.outside not in visited:
        visited.add(base.outside)
        base, inverted = contacts.schedules[base.outside], not inverted
    return _Source(schedule, base, inverted)


@dataclass(frozen=True)
class _Timeline:
    """The spans of a schedule around a moment, and its state at any moment among them."""

    spans: tuple[_Span, ...]
    inverted: bool

    @cached_property
    def edges(self) -> tuple[tuple[datetime, OpenState], ...]:
        """Every moment at which the state may change, in order, with the state from there on."""
        moments = sorted({edge for span in self.spans for edge in (span.start, span.end)})
        return tuple((moment, self.state(moment)) for moment in moments)

    def state(self, moment: datetime) -> OpenState:
        """The state of the schedule at a moment that its spans cover."""
        state, _span = _state_in(self.spans, moment)
        return _INVERTED[state] if self.inverted else state


class _ByIdentity:
    """Contacts as a cache key: equal to themselves alone. Their content cannot be hashed, and never changes."""

    def __init__(self, contacts: ContactsFile) -> None:
        self.contacts = contacts

    def __hash__(self) -> int:
        return id(self.contacts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.contacts is self.contacts


def _timeline(contacts: ContactsFile, name: str, start: datetime, end: datetime) -> _Timeline:
    zone = time_zone(contacts.timezone)
    return _timeline_of_days(_ByIdentity(contacts), name, start.astimezone(zone).date(), end.astimezone(zone).date())


@lru_cache(maxsize=128)
def _timeline_of_days(key: _ByIdentity, name: str, first: date, last: date) -> _Timeline:
    """Cached by day: the list of a session asks for the same schedules at each key press."""
    _schedule, base, inverted = _source_of(key.contacts, name)
    return _Timeline(
        tuple(_spans_of_schedule(key.contacts, base, first - timedelta(days=1), last + timedelta(days=1))), inverted
    )


def state_at(contacts: ContactsFile, name: str, moment: datetime) -> Openness:
    """The state of the schedule `name` at `moment` (aware). Raises KeyError for a schedule that does not exist."""
    source = _source_of(contacts, name)
    unknown = source.schedule.unknown or source.base.unknown
    if unknown is not None:
        return Openness("unknown", unknown, None, None, None, None)
    moment = moment.astimezone(UTC)
    timeline = _timeline(contacts, name, moment, moment + _HORIZON)
    base_state, span = _state_in(timeline.spans, moment)
    state = timeline.state(moment)
    later = [(edge, then) for edge, then in timeline.edges if moment < edge <= moment + _HORIZON]
    first = {then: edge for edge, then in reversed(later)}
    opens = first.get("open") if state != "open" else None
    urgent = _not_after(opens, first.get("urgent-only")) if state == "closed" else None
    unknown_at = _not_after(opens, first.get("unknown")) if state == "closed" else None
    reason = _reason_words(contacts, source, base_state, span, moment)
    assumed = next((each.window.assumed for each in timeline.spans if each.start <= moment < each.end), None)
    until = next((edge for edge, then in later if then != state), None)
    doubtful = _state_in(timeline.spans, unknown_at)[1] if unknown_at is not None else None
    holidays_unknown = doubtful is not None and doubtful.holidays_unknown
    return Openness(state, reason, until, opens, urgent, assumed, unknown_at, holidays_unknown)


def _not_after(limit: datetime | None, moment: datetime | None) -> datetime | None:
    """A moment, None when it comes after the limit."""
    return None if limit is not None and moment is not None and moment > limit else moment


def _reason_words(
    contacts: ContactsFile, source: _Source, base_state: OpenState, span: _Span | None, moment: datetime
) -> str:
    """Why a schedule is open or closed, in words. `base_state` is that of the schedule whose windows count."""
    label = source.schedule.label
    if base_state == "unknown" and span is not None:
        return _unknown_reason(contacts, label, span)
    if source.inverted:
        if base_state != "closed":
            return _("{label} : ouvert").format(label=source.base.label)
        return _closed_base_reason(contacts, source.base, moment)
    if span is not None:
        start, end = format_time_of_day(span.window.start), format_time_of_day(span.window.end)
        hours = _("de {start} à {end}").format(start=start, end=end)
        if base_state == "urgent-only":
            return _("{label} : urgences uniquement {hours}").format(label=label, hours=hours)
        whole_day = (start, end) == ("00:00", "24:00")
        return label if whole_day else _("{label}, {hours}").format(label=label, hours=hours)
    holiday = _closing_holiday(contacts, source.base, moment)
    if holiday is not None:
        return _("fermé, jour férié : {holiday}").format(holiday=holiday)
    return _("{label} : hors horaires").format(label=label)


def _unknown_reason(contacts: ContactsFile, label: str, span: _Span) -> str:
    if span.holidays_unknown:
        return _("{label} : jours fériés de « {country} » inconnus sur ce poste").format(
            label=label, country=contacts.holidays
        )
    return _("{label} : horaires non écrits pour un jour férié ({holiday})").format(label=label, holiday=span.holiday)


def _closed_base_reason(contacts: ContactsFile, base: Schedule, moment: datetime) -> str:
    holiday = _closing_holiday(contacts, base, moment)
    if holiday:
        return _("{label} : fermé, jour férié ({holiday})").format(label=base.label, holiday=holiday)
    return _("{label} : hors horaires").format(label=base.label)


def _closing_holiday(contacts: ContactsFile, schedule: Schedule, moment: datetime) -> str | None:
    """The public holiday that keeps a schedule closed on the day of a moment, if it would be open otherwise."""
    day = moment.astimezone(time_zone(contacts.timezone)).date()
    for_workdays = any("ouvrés" in window.days for window in schedule.windows) and day.weekday() < 5
    return holiday_name(contacts, day) if for_workdays or schedule.holidays == "closed" else None


def state_changes(
    contacts: ContactsFile, name: str, start: datetime, end: datetime
) -> tuple[tuple[datetime, OpenState], ...]:
    """The state of a schedule at `start`, then each new one until `end`, with the moment (UTC) at which it begins.

    Raises KeyError for a schedule that does not exist.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    source = _source_of(contacts, name)
    if source.schedule.unknown is not None or source.base.unknown is not None:
        return ((start, "unknown"),)
    timeline = _timeline(contacts, name, start - timedelta(days=1), end)
    changes = [(start, timeline.state(start))]
    for edge, state in timeline.edges:
        if start < edge <= end and state != changes[-1][1]:
            changes.append((edge, state))
    return tuple(changes)


def state_change_moments(contacts: ContactsFile, name: str, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """The moments (UTC) of `start` < moment ≤ `end` at which the state of a schedule changes.

    Raises KeyError for a schedule that does not exist.
    """
    return tuple(moment for moment, _state in state_changes(contacts, name, start, end)[1:])


def last_state_change(contacts: ContactsFile, name: str, moment: datetime) -> datetime | None:
    """The latest change of state (UTC) at or before `moment`; None when there was none for a fortnight.

    Raises KeyError for a schedule that does not exist.
    """
    moments = state_change_moments(contacts, name, moment - _HORIZON, moment)
    return moments[-1] if moments else None
