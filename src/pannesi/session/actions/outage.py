"""Intents about the outage itself: its beginning, its return, its times, the same outage in another session."""

from __future__ import annotations

from datetime import datetime

from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class SetBegan:
    """Say when the outage began."""

    began: datetime


@dataclass(frozen=True)
class SetExpected:
    """Say how many minutes the outage is expected to last, from its beginning."""

    minutes: int


@dataclass(frozen=True)
class SayWhoFound:
    """Say who found the outage."""

    who: str


@dataclass(frozen=True)
class SaySameOutage:
    """Say that another session is about the same outage."""

    other: str
    """The id of that session."""


@dataclass(frozen=True)
class AnnounceReturn:
    """Announce the return to normal of a case, `since` a moment (None: now)."""

    visit: str
    seen: str
    """Who saw that it works again, on which workstation."""
    since: datetime | None = None


@dataclass(frozen=True)
class FellAgain:
    """Say that a case failed again after its return was announced."""

    visit: str


@dataclass(frozen=True)
class CorrectTime:
    """Correct the time of an event; what was written stays in the journal."""

    event: str
    at: datetime


OutageIntent = SetBegan | SetExpected | SayWhoFound | SaySameOutage | AnnounceReturn | FellAgain | CorrectTime
