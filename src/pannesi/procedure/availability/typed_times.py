"""Parses times and durations as people type them, in many forms; what is impossible is refused, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pannesi.support.errors import ImpossibleTime
from pannesi.support.i18n import _
from pannesi.support.keyboard_azerty import unshifted_date_or_hour

_TOLERANCE = timedelta(minutes=2)
"""How far in the future a typed moment may be and count as past: clocks differ."""
_NIGHT = timedelta(hours=18)
"""How long ago a time without a date may be; beyond, it more likely means one that has not come yet."""
_HOUR = r"(?P<hour>\d{1,2})(?:\s*[h:]\s*(?P<minute>\d{2})?)"
_BARE = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})")
_CLOCK = re.compile(_HOUR)
_AGO = re.compile(r"il y a\s+(?:(?P<hours>\d{1,3})\s*h)?\s*(?:(?P<minutes>\d{1,4})\s*(?:min|mn|minutes?|m)?)?")
_DATED = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?\s+(?:à\s+)?" + _HOUR)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[ T]+" + _HOUR)
_LENGTH = re.compile(r"(?:(?P<hours>\d{1,3})\s*h)?\s*(?:(?P<minutes>\d{1,5})\s*(?:min|mn|m)?)?")
_SIDE = re.compile(r"\s*\(?(?:heure )?(?:d')?(?P<side>été|ete|hiver)\)?$")
"""Summer or winter time, for an hour that a day has twice."""
_DAYS = {"hier": 1, "avant-hier": 2, "aujourd'hui": 0}


def _impossible_time(text: str) -> ImpossibleTime:
    return ImpossibleTime(
        _("« {text} » n'est pas une heure possible. Écrire 15h47, 1547, hier 22:30 ou il y a 5 min.").format(
            text=text.strip()[:60]
        )
    )


@dataclass(frozen=True)
class _Context:
    """What a typed time is read against."""

    now: datetime
    zone: ZoneInfo
    text: str
    """The whole text, for the message of a refusal."""
    side: str = ""
    """`été` or `hiver`, when the text says which of two equal hours it means; else empty."""

    def in_utc(self, day: date, hour: int, minute: int) -> datetime:
        """A local time in UTC. Of the two that it may be when clocks go back, the one that the text names, else the
        latest that is past. Raises ImpossibleTime."""
        first = _in_utc(day, hour, minute, self.zone, self.text)
        second = _in_utc(day, hour, minute, self.zone, self.text, second=True)
        if self.side:
            return second if self.side == "hiver" else first
        return second if second <= self.now + _TOLERANCE else first


def _in_utc(day: date, hour: int, minute: int, zone: ZoneInfo, text: str, *, second: bool = False) -> datetime:
    """A local time in UTC; with `second`, the later of the two that it is when clocks go back.

    Raises ImpossibleTime for 25:00, and for an hour that daylight saving time skips.
    """
    if hour > 23 or minute > 59:
        raise _impossible_time(text)
    try:
        local = datetime.combine(day, time(hour, minute, fold=int(second)), zone)
        moment = local.astimezone(UTC)
        round_trip = moment.astimezone(zone)
    except (OverflowError, ValueError) as error:
        raise _impossible_time(text) from error
    if (round_trip.hour, round_trip.minute) != (hour, minute):
        raise ImpossibleTime(
            _("{hour:02d}:{minute:02d} n'existe pas ce jour-là : passage à l'heure d'été.").format(
                hour=hour, minute=minute
            )
        )
    return moment


def _with_unshifted_digits(text: str) -> str:
    """The text with digits typed without the shift key as digits; the `à` of `24/11 à 9h` is the word, not a 0."""
    stripped = text.strip()
    return stripped if "à" in stripped.lower().split() else unshifted_date_or_hour(stripped)


def parse_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The past moment (UTC) that `text` names, seen from `now`. Raises ImpossibleTime.

    A time without a date means the latest such time that is not in the future, at most 18 hours ago. Of an hour that
    a day has twice, the latest that is past, unless the text names the side: 02:30 été.
    """
    words, context = _context_of_text(text, now, zone)
    today = now.astimezone(zone).date()
    ago = _AGO.fullmatch(words)
    if ago and (ago["hours"] or ago["minutes"]):
        return now.astimezone(UTC) - timedelta(hours=int(ago["hours"] or 0), minutes=int(ago["minutes"] or 0))
    if match := _ISO.fullmatch(words) or _DATED.fullmatch(words):
        return _dated_moment(match.groupdict(), today, context)
    word, _space, rest = words.partition(" ")
    if word in _DAYS:
        hour, minute = _hour_and_minute(rest.removeprefix("à ").strip(), text)
        return context.in_utc(today - timedelta(days=_DAYS[word]), hour, minute)
    hour, minute = _hour_and_minute(words.removeprefix("à "), text)
    moment = context.in_utc(today, hour, minute)
    if moment <= now + _TOLERANCE:
        return moment
    day_before = context.in_utc(today - timedelta(days=1), hour, minute)
    if now - day_before > _NIGHT:
        raise ImpossibleTime(
            _("{hour} n'est pas encore passé ; si c'était hier, écrire hier {hour}.").format(
                hour=f"{hour:02d}:{minute:02d}"
            )
        )
    return day_before


def _context_of_text(text: str, now: datetime, zone: ZoneInfo) -> tuple[str, _Context]:
    """The text in lower case without the side of an hour that a day has twice, and what it is read against."""
    words = re.sub(r"\s+", " ", _with_unshifted_digits(text).lower().replace("’", "'"))
    side = _SIDE.search(words)
    without_side = words[: side.start()] if side is not None else words
    return without_side, _Context(now, zone, text, side["side"].replace("ete", "été") if side is not None else "")


def _dated_moment(fields: dict[str, str], today: date, context: _Context) -> datetime:
    """The moment of a text with a date; without a year, the latest such day that is not in the future."""
    try:
        day = date(int(fields["year"] or today.year), int(fields["month"]), int(fields["day"]))
    except ValueError as error:
        raise _impossible_time(context.text) from error
    if not fields["year"] and day > today:
        day = day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day
    return context.in_utc(day, int(fields["hour"]), int(fields["minute"] or 0))


def _hour_and_minute(words: str, text: str) -> tuple[int, int]:
    match = _BARE.fullmatch(words) or _CLOCK.fullmatch(words)
    if match is None:
        raise _impossible_time(text)
    return int(match["hour"]), int(match["minute"] or 0)


def parse_instant(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """A past or future moment (UTC), for a simulated clock. Raises ImpossibleTime.

    A time without a date is today's, a date without a year this year's.
    """
    words, context = _context_of_text(text, now, zone)
    today = now.astimezone(zone).date()
    if match := _ISO.fullmatch(words):
        return _dated_moment(match.groupdict(), today, context)
    if match := _DATED.fullmatch(words):
        return _dated_moment({**match.groupdict(), "year": match["year"] or str(today.year)}, today, context)
    hour, minute = _hour_and_minute(words, text)
    return context.in_utc(today, hour, minute)


def parse_length(text: str) -> int:
    """A duration in whole minutes, from `90`, `45 min`, `2 h` or `1 h 30`. Raises ImpossibleTime."""
    match = _LENGTH.fullmatch(_with_unshifted_digits(text).casefold())
    if match is None or not (match["hours"] or match["minutes"]):
        raise ImpossibleTime(_("Écrire une durée, par exemple 90, 45 min, 2 h ou 1 h 30."))
    if match["hours"] and int(match["minutes"] or 0) > 59:
        raise ImpossibleTime(_("Au plus 59 minutes après les heures : écrire par exemple 1 h 30."))
    return int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)
