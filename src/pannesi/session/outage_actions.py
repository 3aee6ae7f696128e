"""Intents about the outage itself: who found it, and which other session is about the same one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SayWhoFound:
    """Say who found the outage."""

    who: str


@dataclass(frozen=True)
class SaySameOutage:
    """Say that another session is about the same outage."""

    other: str
    """The id of that session."""
