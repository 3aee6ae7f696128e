"""Moments as facts keep them: UTC, milliseconds, and in a year in which a fact can be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""The years in which a fact may be. A machine whose battery is dead says 1970; what is beyond stops a calculation."""
CLOCK_SLACK = timedelta(minutes=2)
"""How far apart clocks may be without one of them being wrong."""


def utc_text(moment: datetime) -> str:
    """A moment as events keep it: UTC, milliseconds, `2026-11-24T02:12:05.123Z`. Raises ValueError if naive."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc_moment(text: str) -> datetime:
    """The inverse of `utc_text`. Raises ValueError, also for a year in which no fact can be."""
    moment = datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("a year in which no fact can be")
    return moment


def moment_or_none(value: object) -> datetime | None:
    """The moment that a stored value holds, None when it holds anything else."""
    if not isinstance(value, str):
        return None
    try:
        moment = utc_moment(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
