"""A range of whole local days, parsed from what people write."""

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
    """The days from `first` to `last`, both included; None where the range has no such end."""

    first: date | None
    last: date | None

    def since(self, where: ZoneInfo) -> datetime | None:
        """The first moment of the range (UTC) in a time zone; None where it has no beginning."""
        return _midnight(self.first, where) if self.first is not None else None

    def until(self, where: ZoneInfo) -> datetime | None:
        """The moment (UTC) just after the last day in a time zone; None where it has no end."""
        return _midnight(self.last + timedelta(days=1), where) if self.last is not None else None

    def previous(self) -> DayRange | None:
        """The range as long as this one that ends the day before it; of whole months, as many months. None where this
        one has no beginning or no end."""
        if self.first is None or self.last is None:
            return None
        end, after = self.first - timedelta(days=1), self.last + timedelta(days=1)
        if self.first.day == after.day == 1:
            months = (after.year - self.first.year) * 12 + after.month - self.first.month
            number = self.first.year * 12 + self.first.month - 1 - months
            return DayRange(date(number // 12, number % 12 + 1, 1), end) if number >= 12 else None
        return DayRange(self.first - (after - self.first), end)


def _midnight(day: date, where: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), where).astimezone(UTC)


def parse_period(first: str | None, last: str | None) -> DayRange:
    """The range from the first day of `first` to the last of `last`, each a day (`24/11/2026`, `2026-11-24`), a month
    (`11/2026`, `2026-11`), a year, or nothing. Raises ImpossibleTime."""
    days = DayRange(_first_and_last_day(first)[0] if first else None, _first_and_last_day(last)[1] if last else None)
    if days.first is not None and days.last is not None and days.first > days.last:
        raise ImpossibleTime(
            _("La période finit ({last}) avant de commencer ({first}).").format(first=first, last=last)
        )
    return days


_BETWEEN = re.compile(r"\s+(?:au|à|jusqu'au|jusqu'à|-|–)\s+|\s*\.\.+\s*|\s+", re.IGNORECASE)
_FROM = re.compile(r"(?:depuis|à partir de|à partir du)\s+(?:le\s+)?", re.IGNORECASE)
_UNTIL = re.compile(r"(?:jusqu'au|jusqu'à|jusque|avant fin)\s+(?:le\s+)?", re.IGNORECASE)


def parse_period_words(text: str) -> DayRange:
    """The range in a French phrase: `2026`, `11/2026`, `24/11/2026`, `du 01/11/2026 au 30/11/2026`, `depuis 11/2026`,
    `jusqu'au 24/11/2026`; an empty text means any day. Raises ImpossibleTime."""
    said = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    if not said:
        return DayRange(None, None)
    if (match := _FROM.match(said)) is not None:
        return parse_period(said[match.end() :], None)
    if (match := _UNTIL.match(said)) is not None:
        return parse_period(None, said[match.end() :])
    begin, *others = _BETWEEN.split(re.sub(r"^(?:du|de|le|en)\s+", "", said, flags=re.IGNORECASE), maxsplit=1)
    return parse_period(begin, re.sub(r"^(?:le|au)\s+", "", others[0], flags=re.IGNORECASE) if others else begin)


def _first_and_last_day(text: str) -> tuple[date, date]:
    """The first and the last day of a day, month or year. Raises ImpossibleTime."""
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match is None:
            continue
        year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
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
