"""Moments, days and durations formatted for people, in the time zone of the site."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from pannesi.support.i18n import N_, _, format_number, n_, translated

if TYPE_CHECKING:
    from pannesi.procedure.model.scalars import RetentionPeriod

_IN_DAYS = 48 * 60
"""Minutes above which a duration is written in days."""
_WEEK = (N_("lun."), N_("mar."), N_("mer."), N_("jeu."), N_("ven."), N_("sam."), N_("dim."))
_MONTHS = (
    N_("janv."), N_("févr."), N_("mars"), N_("avr."), N_("mai"), N_("juin"),
    N_("juil."), N_("août"), N_("sept."), N_("oct."), N_("nov."), N_("déc."),
)  # fmt: skip


def hour_words(local: datetime, *, short: bool = False) -> str:
    """The time of day of a local moment, `02:20`.

    One that its day has twice, when daylight saving time ends, says which: `02:20 (heure d'hiver)`, or `02:20 hiver`
    when `short`.
    """
    hour = f"{local:%H:%M}"
    first, second = local.replace(fold=0), local.replace(fold=1)
    if first.utcoffset() == second.utcoffset() or first.astimezone(UTC) > second.astimezone(UTC):
        return hour
    summer = bool(local.dst())
    if bool(first.dst()) == bool(second.dst()):
        return f"{hour} ({local:%z})"
    if short:
        return _("{hour} été").format(hour=hour) if summer else _("{hour} hiver").format(hour=hour)
    words = _("{hour} (heure d'été)") if summer else _("{hour} (heure d'hiver)")
    return words.format(hour=hour)


def format_date(day: date) -> str:
    """A day, or that of a local moment, with its year: `24/11/2026`."""
    return f"{day:%d/%m/%Y}"


def format_moment(moment: datetime, now: datetime, zone: ZoneInfo, *, short: bool = False) -> str:
    """A moment seen from `now`: `03:12` today, `hier 22:30`, `demain 08:00`, else `23/11 22:30` (with another year).

    The time of day is written as `hour_words` does.
    """
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    hour = hour_words(local, short=short)
    days_away = (local.date() - today).days
    if days_away in (-1, 0, 1):
        return {0: hour, -1: _("hier {hour}").format(hour=hour), 1: _("demain {hour}").format(hour=hour)}[days_away]
    return f"{local:%d/%m} {hour}" if local.year == today.year else f"{format_date(local)} {hour}"


def spoken_moment(words: str) -> str:
    """A moment of `format_moment` within a sentence: `le 23/11 à 22:30`; `03:12` and `hier 22:30` stay."""
    day, blank, hour = words.partition(" ")
    return _("le {day} à {hour}").format(day=day, hour=hour) if "/" in day and blank else words


def until_words(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Until when something lasts, seen from `now`: `jusqu'à 08:00`, else `jusqu'à demain 08:00` or `jusqu'au 04/05 à
    08:00`."""
    local = moment.astimezone(zone)
    if abs((local.date() - now.astimezone(zone).date()).days) <= 1:
        return _("jusqu'à {when}").format(when=format_moment(moment, now, zone))
    day, _blank, hour = format_moment(moment, now, zone).partition(" ")
    return _("jusqu'au {day} à {hour}").format(day=day, hour=hour)


def format_length(length: timedelta) -> str:
    """A duration: `0 h 12`, `26 h 03`, over 48 h `3 j 4 h`. Rounded down to the minute; a negative one counts as 0."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    if minutes > _IN_DAYS:
        return _("{days} j {hours} h").format(days=format_number(minutes // (24 * 60)), hours=minutes // 60 % 24)
    return f"{format_number(minutes // 60)} h {minutes % 60:02d}"


def format_period(period: RetentionPeriod) -> str:
    """A period for which something is kept: `30 jours`, `12 mois`."""
    if period.unit == "days":
        return n_("{count} jour", "{count} jours", period.count)
    return n_("{count} mois", "{count} mois", period.count)


def shown_length(start: datetime, end: datetime) -> timedelta:
    """The time between two moments as they are written, to the minute: from 03:12 to 08:30 it is 5 h 18, whatever their
    seconds. Never negative."""
    minutes = (moment.astimezone(UTC).replace(second=0, microsecond=0) for moment in (end, start))
    return max(next(minutes) - next(minutes), timedelta(0))


LengthEnd = Literal["return", "closing", "reconciled", "now"]
"""What a length is counted to: the return of an outage, its closing, the last patient line settled, or this moment."""


def end_words(end: LengthEnd) -> str:
    """What a length is counted to, in words; empty for this moment."""
    return {
        "return": _("jusqu'au retour"),
        "closing": _("jusqu'à la clôture"),
        "reconciled": _("jusqu'au dernier patient réglé"),
        "now": "",
    }[end]


def with_end(length: str, end: LengthEnd) -> str:
    """`0 h 12 jusqu'au retour`: the words of a length, with what it is counted to."""
    return f"{length} {end_words(end)}".rstrip()


def format_day(moment: datetime, zone: ZoneInfo) -> str:
    """The day of a moment: `mar. 24 nov.`"""
    local = moment.astimezone(zone)
    return f"{translated(_WEEK[local.weekday()])} {local.day} {translated(_MONTHS[local.month - 1])}"
