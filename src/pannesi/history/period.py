"""A stretch of whole local days, as people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pannesi.support.errors import ImpossibleTime
from pannesi.support.i18n import _

_FORMS = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<day>\d{1,2})/)?(?P<month>\d{1,2})/)?(?P<year>\d{4})"),
)


@dataclass(frozen=True)
class DayRange:
    """From the first day to the last, both whole; either may be open."""

    first: date | None
    last: date | None

    def since(self, where: ZoneInfo) -> datetime | None:
        """The first moment of it."""
        return _midnight(self.first, where) if self.first is not None else None

    def until(self, where: ZoneInfo) -> datetime | None:
        """The moment at which it is over."""
        return _midnight(self.last + timedelta(days=1), where) if self.last is not None else None


def _midnight(day: date, where: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), where).astimezone(UTC)


def parse_period(first: str | None, last: str | None) -> DayRange:
    """From the first day of `first` to the last of `last`: a day (`24/11/2026`, `2026-11-24`), a month (`11/2026`,
    `2026-11`) or a year. Raises ImpossibleTime."""
    found = DayRange(_days(first)[0] if first else None, _days(last)[1] if last else None)
    if found.first is not None and found.last is not None and found.first > found.last:
        raise ImpossibleTime(
            _("La période finit ({last}) avant de commencer ({first}).").format(first=first, last=last)
        )
    return found


_BETWEEN = re.compile(r"\s+(?:au|à|jusqu'au|jusqu'à|-|–)\s+|\s*\.\.+\s*|\s+", re.IGNORECASE)
_FROM = re.compile(r"(?:depuis|à partir de|à partir du)\s+(?:le\s+)?", re.IGNORECASE)
_UNTIL = re.compile(r"(?:jusqu'au|jusqu'à|jusque|avant fin)\s+(?:le\s+)?", re.IGNORECASE)


def parse_period_words(text: str) -> DayRange:
    """A period as one says it: `2026`, `11/2026`, `24/11/2026`, `du 01/11/2026 au 30/11/2026`, `depuis 11/2026`,
    `jusqu'au 24/11/2026`; nothing at all is any day. Raises ImpossibleTime."""
    said = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    if not said:
        return DayRange(None, None)
    for pattern, first in ((_FROM, True), (_UNTIL, False)):
        found = pattern.match(said)
        if found is not None:
            rest = said[found.end() :]
            return parse_period(rest, None) if first else parse_period(None, rest)
    begin, *others = _BETWEEN.split(re.sub(r"^(?:du|de|le|en)\s+", "", said, flags=re.IGNORECASE), maxsplit=1)
    return parse_period(begin, re.sub(r"^(?:le|au)\s+", "", others[0], flags=re.IGNORECASE) if others else begin)


def _days(text: str) -> tuple[date, date]:
    """The first and the last day that a text names."""
    for form in _FORMS:
        found = form.fullmatch(text.strip())
        if found is None:
            continue
        year, month, day = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
        try:
            begin = date(year or 0, month or 1, day or 1)
            if day is not None:
                return begin, begin
            end = date(begin.year + (month is None or month == 12), 1 if month is None else month % 12 + 1, 1)
            return begin, end - timedelta(days=1)
        except ValueError:
            break
    raise ImpossibleTime(
        _("« {text} » n'est pas un jour, un mois ou une année : écrire 24/11/2026, 11/2026 ou 2026.").format(
            text=text.strip()[:60]
        )
    )
