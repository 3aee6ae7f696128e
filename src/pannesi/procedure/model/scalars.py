"""Scalar types that the models share."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from pannesi.procedure.model.entity import Bounds, ProposedValues, ReadBy, unreadable
from pannesi.support.light_dataclass import dataclass

Id = Annotated[str, Bounds(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""An identifier: lower-case letters without accents, digits and hyphens."""

Ref = Annotated[str, Bounds(pattern=r"^[a-z0-9][a-z0-9-]{0,63}(/[a-z0-9][a-z0-9-]{0,63})?$")]
"""A reference to an id; `unit/id` when it is in another file."""

Text = Annotated[str, Bounds(min_length=1, max_length=4000)]
"""A text of the author's."""
YesNo = Literal["yes", "no"]
GENERAL_ROLES = (
    "manipulateur",
    "référent",
    "radiologue",
    "informatique",
    "cadre de garde",
    "médecin demandeur",
    "médecin requérant",
)
"""The roles of every hospital; `roles` of contacts.yaml names others, and may name these otherwise."""
Role = Annotated[str, Bounds(pattern=r"^\S(.{0,38}\S)?$"), ProposedValues(GENERAL_ROLES)]
"""Who acts, or may call a contact."""

_DURATION = re.compile(r"^(?:(\d{1,3}) ?h)? ?(?:(\d{1,3}) ?min)?$")
_MOST_MONTHS = 1200
"""The longest period in months: a century."""
_HOUR = re.compile(r"^(\d{2}):(\d{2})$")


def _parse_duration(written: object) -> object:
    if not isinstance(written, str):
        return written
    match = _DURATION.match(written.strip())
    if match is None or not written.strip():
        raise unreadable("duration")
    length = timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0))
    if not length:
        raise unreadable("duration")
    return length


def _parse_hour(written: object) -> object:
    if not isinstance(written, str):
        return written
    if written == "24:00":
        return time.max
    match = _HOUR.match(written)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise unreadable("hour")
    return time(int(match[1]), int(match[2]))


Duration = Annotated[timedelta, ReadBy(_parse_duration)]
"""A duration, written `10 min`, `2 h` or `1 h 30 min`."""


@dataclass(frozen=True)
class RetentionPeriod:
    """A period of the calendar: a number of days or months."""

    count: int
    unit: Literal["days", "months"]

    def before(self, moment: datetime) -> datetime:
        """The moment that is this period before `moment`; the last day of the month where that day does not exist."""
        return self._moved(moment, -self.count)

    def after(self, moment: datetime) -> datetime:
        """The moment that is this period after `moment`; the last day of the month where that day does not exist."""
        return self._moved(moment, self.count)

    def _moved(self, moment: datetime, count: int) -> datetime:
        if self.unit == "days":
            return moment + timedelta(days=count)
        from calendar import monthrange

        months = moment.year * 12 + moment.month - 1 + count
        year, month = divmod(months, 12)
        return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


_PERIOD = re.compile(r"^([1-9]\d{0,3}) ?(days?|months?|jours?|mois)$")


def _parse_period(written: object) -> object:
    if not isinstance(written, str):
        return written
    match = _PERIOD.match(written.strip())
    if match is None or (match[2][0] == "m" and int(match[1]) > _MOST_MONTHS):
        raise unreadable("period")
    return RetentionPeriod(int(match[1]), "days" if match[2][0] in "dj" else "months")


Days = Annotated[RetentionPeriod, ReadBy(_parse_period)]
"""A period, written `30 days` or `12 months` (`30 jours`, `12 mois`)."""

Hour = Annotated[time, ReadBy(_parse_hour)]
"""A local time of day, written `HH:MM`; `24:00` is the end of the day (`time.max`)."""
