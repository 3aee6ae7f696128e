"""Moments as events store them: UTC text with milliseconds, in the years 1970 to 2100."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""The years of possible events. A machine with a dead clock battery is in 1970; later years break calculations."""
MAX_OUTAGE_MINUTES = 400 * 24 * 60
"""The longest outage, in minutes, that may be recorded."""
CLOCK_SLACK = timedelta(minutes=2)
"""How far apart clocks may be without one of them being wrong."""


def utc_text(moment: datetime) -> str:
    """A moment as events store it: `2026-11-24T02:12:05.123Z`. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc_moment(text: str) -> datetime:
    """The moment of a text, the inverse of `utc_text`. Raises ValueError, also for a year out of range."""
    moment = datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("a year out of range")
    return moment


def start_of_minute(moment: datetime) -> datetime:
    """The moment without its seconds, as hours are shown and typed."""
    return moment.replace(second=0, microsecond=0)


def moment_or_none(value: object) -> datetime | None:
    """The moment that a stored value holds; None when it is no aware moment in range."""
    if not isinstance(value, str):
        return None
    try:
        moment = utc_moment(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
