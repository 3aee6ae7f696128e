"""Moments and lengths as people say them: hours, days, how long ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pannesi.support.i18n import N_, _, format_number, translated

_IN_DAYS = 48 * 60
"""Minutes above which nobody counts in hours any more."""
_WEEK = (N_("lun."), N_("mar."), N_("mer."), N_("jeu."), N_("ven."), N_("sam."), N_("dim."))
_MONTHS = (
    N_("janv."), N_("févr."), N_("mars"), N_("avr."), N_("mai"), N_("juin"),
    N_("juil."), N_("août"), N_("sept."), N_("oct."), N_("nov."), N_("déc."),
)  # fmt: skip


def hour_words(local: datetime, *, short: bool = False) -> str:
    """The hour of a moment in its own zone, `02:20`; of one that this day has twice, with its side, `02:20 (heure
    d'hiver)`, or `02:20 hiver` where there is little room."""
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


def format_moment(moment: datetime, now: datetime, where: ZoneInfo, *, short: bool = False) -> str:
    """`03:12` today, `hier 22:30`, `demain 08:00`, else `23/11 22:30` (with the year when it is another); an hour that
    its day has twice, with its side."""
    local, today = moment.astimezone(where), now.astimezone(where).date()
    hour = hour_words(local, short=short)
    away = (local.date() - today).days
    if away in (-1, 0, 1):
        return {0: hour, -1: _("hier {hour}").format(hour=hour), 1: _("demain {hour}").format(hour=hour)}[away]
    return f"{local:%d/%m} {hour}" if local.year == today.year else f"{local:%d/%m/%Y} {hour}"


def format_length(length: timedelta) -> str:
    """`0 h 12`, `26 h 03`: whole minutes, rounded down; never negative. Over 48 h in days: `3 j 4 h`."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    if minutes > _IN_DAYS:
        return _("{days} j {hours} h").format(days=format_number(minutes // (24 * 60)), hours=minutes // 60 % 24)
    return f"{format_number(minutes // 60)} h {minutes % 60:02d}"


def format_day(moment: datetime, where: ZoneInfo) -> str:
    """`mar. 24 nov.`"""
    local = moment.astimezone(where)
    return f"{translated(_WEEK[local.weekday()])} {local.day} {translated(_MONTHS[local.month - 1])}"
