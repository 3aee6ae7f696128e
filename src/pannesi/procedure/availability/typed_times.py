"""Times as tired people write them, read forgivingly, and refused aloud when they cannot be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pannesi.support.errors import ImpossibleTime
from pannesi.support.i18n import _
from pannesi.support.keyboard_azerty import unshifted_date_or_hour

_TOLERANCE = timedelta(minutes=2)
_NIGHT = timedelta(hours=18)
"""How long ago an hour alone may have been: longer, and it is more likely one that has not come yet."""
_HOUR = r"(?P<hour>\d{1,2})(?:\s*[h:]\s*(?P<minute>\d{2})?)"
_BARE = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})")
_CLOCK = re.compile(_HOUR)
_AGO = re.compile(r"il y a\s+(?:(?P<hours>\d{1,3})\s*h)?\s*(?:(?P<minutes>\d{1,4})\s*(?:min|mn|minutes?|m)?)?")
_DATED = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?\s+(?:à\s+)?" + _HOUR)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[ T]+" + _HOUR)
_LENGTH = re.compile(r"(?:(?P<hours>\d{1,3})\s*h)?\s*(?:(?P<minutes>\d{1,5})\s*(?:min|mn|m)?)?")
_SIDE = re.compile(r"\s*\(?(?:heure )?(?:d')?(?P<side>été|ete|hiver)\)?$")
"""Which of the two, for an hour that a day has twice."""
_DAYS = {"hier": 1, "avant-hier": 2, "aujourd'hui": 0}


def _refuse(text: str) -> ImpossibleTime:
    return ImpossibleTime(
        _("« {text} » n'est pas une heure possible. Écrire 15h47, 1547, hier 22:30 ou il y a 5 min.").format(
            text=text.strip()[:60]
        )
    )


@dataclass(frozen=True)
class _Seen:
    """From where a moment is seen, and what was said of the side of an hour that a day has twice."""

    now: datetime
    where: ZoneInfo
    text: str
    side: str = ""

    def local(self, day: date, hour: int, minute: int) -> datetime:
        """A local time in UTC; of the two that it may be when clocks go back, the one that was named, else the latest
        that has come. Raises ImpossibleTime."""
        first, second = (_local(day, hour, minute, self.where, self.text, second=one) for one in (False, True))
        if self.side:
            return second if self.side == "hiver" else first
        return second if second <= self.now + _TOLERANCE else first


def _local(day: date, hour: int, minute: int, where: ZoneInfo, text: str, *, second: bool = False) -> datetime:
    """A local time in UTC; the `second` of the two that it is when clocks go back. Raises ImpossibleTime for 25:00 and
    for an hour that summer time skips."""
    if hour > 23 or minute > 59:
        raise _refuse(text)
    try:
        local = datetime.combine(day, time(hour, minute, fold=int(second)), where)
        moment = local.astimezone(UTC)
        back = moment.astimezone(where)
    except (OverflowError, ValueError) as error:
        raise _refuse(text) from error
    if (back.hour, back.minute) != (hour, minute):
        raise ImpossibleTime(
            _("{hour:02d}:{minute:02d} n'existe pas ce jour-là : passage à l'heure d'été.").format(
                hour=hour, minute=minute
            )
        )
    return moment


def _in_digits(text: str) -> str:
    """What was typed, its digits without the shift key as digits; `à 9h` says a word."""
    plain = text.strip()
    return plain if plain.lower().startswith("à ") else unshifted_date_or_hour(plain)


def parse_moment(text: str, now: datetime, where: ZoneInfo) -> datetime:
    """The past moment (UTC) that `text` names, seen from `now`. Raises ImpossibleTime.

    An hour alone means the latest such hour that is not in the future, unless that is most of a day ago. Of an hour
    that a day has twice, the latest that has come, unless the side is named: 02:30 été.
    """
    words, seen = _sided(text, now, where)
    today = now.astimezone(where).date()
    ago = _AGO.fullmatch(words)
    if ago and (ago["hours"] or ago["minutes"]):
        return now.astimezone(UTC) - timedelta(hours=int(ago["hours"] or 0), minutes=int(ago["minutes"] or 0))
    if found := _ISO.fullmatch(words) or _DATED.fullmatch(words):
        return _dated(found.groupdict(), today, seen)
    word, _space, rest = words.partition(" ")
    if word in _DAYS:
        hour, minute = _clock(rest.removeprefix("à ").strip(), text)
        return seen.local(today - timedelta(days=_DAYS[word]), hour, minute)
    hour, minute = _clock(words.removeprefix("à "), text)
    moment = seen.local(today, hour, minute)
    if moment <= now + _TOLERANCE:
        return moment
    before = seen.local(today - timedelta(days=1), hour, minute)
    if now - before > _NIGHT:
        raise ImpossibleTime(
            _("{hour} n'est pas encore passé ; si c'était hier, écrire hier {hour}.").format(
                hour=f"{hour:02d}:{minute:02d}"
            )
        )
    return before


def _sided(text: str, now: datetime, where: ZoneInfo) -> tuple[str, _Seen]:
    """What was typed, folded, without the side of an hour that a day has twice; and from where it is seen."""
    words = re.sub(r"\s+", " ", _in_digits(text).lower().replace("’", "'"))
    side = _SIDE.search(words)
    bare = words[: side.start()] if side is not None else words
    return bare, _Seen(now, where, text, side["side"].replace("ete", "été") if side is not None else "")


def _dated(found: dict[str, str], today: date, seen: _Seen) -> datetime:
    try:
        day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise _refuse(seen.text) from error
    if not found["year"] and day > today:
        day = day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day
    return seen.local(day, int(found["hour"]), int(found["minute"] or 0))


def _clock(words: str, text: str) -> tuple[int, int]:
    found = _BARE.fullmatch(words) or _CLOCK.fullmatch(words)
    if found is None:
        raise _refuse(text)
    return int(found["hour"]), int(found["minute"] or 0)


def parse_instant(text: str, now: datetime, where: ZoneInfo) -> datetime:
    """A moment (UTC) past or future, for a simulated clock; an hour alone is today's. Raises ImpossibleTime."""
    words, seen = _sided(text, now, where)
    today = now.astimezone(where).date()
    if found := _ISO.fullmatch(words):
        return _dated(found.groupdict(), today, seen)
    if found := _DATED.fullmatch(words):
        return _dated({**found.groupdict(), "year": found["year"] or str(today.year)}, today, seen)
    hour, minute = _clock(words, text)
    return seen.local(today, hour, minute)


def parse_length(text: str) -> int:
    """Whole minutes from `90`, `45 min`, `2 h` or `1 h 30`. Raises ImpossibleTime."""
    found = _LENGTH.fullmatch(_in_digits(text).casefold())
    if found is None or not (found["hours"] or found["minutes"]):
        raise ImpossibleTime(_("Écrire une durée, par exemple 90, 45 min, 2 h ou 1 h 30."))
    return int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
