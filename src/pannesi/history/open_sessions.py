"""The sessions that are open, for the first screen: read at once where the index is nearly up to date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pannesi.history.catalogue import SessionCatalogue, station_catalogue
from pannesi.history.session_filter import SessionFilter
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.application.context import Station
    from pannesi.history.overview import Overview

MOST_READ = 12
"""How many open sessions of a kind are read: what a wide screen may have room for."""
READ_AT_ONCE = 600
"""How many events the index may be behind and still be read before the first paint: a few hundredths of a second."""


@dataclass(frozen=True)
class OpenSessions:
    """What the index says is open."""

    catalogue: SessionCatalogue
    sessions: Sequence[Overview]
    """The first real ones, then, in an exercise, the first exercises; the latest first."""
    count: int
    """How many there are, those of `sessions` included."""
    past: Sequence[Overview]
    """The last real outages that are over."""
    behind: bool
    """Whether so much is unread that it was not read: an open session may be missing."""


def read_open_sessions(station: Station, now: datetime, *, past: int = 0) -> OpenSessions:
    """The open sessions of a station, and so many of the `past` ones. Raises JournalError."""
    catalogue = station_catalogue(station)
    behind = catalogue.unread_events() > READ_AT_ONCE
    if not behind:
        catalogue.caught_up(now)
    kinds = (False, True) if station.exercise else (False,)
    sessions = [
        session.at(station.clock)
        for exercise in kinds
        for session in catalogue.open_now(now, exercise=exercise, most=MOST_READ)
    ]
    count = sum(catalogue.count_open(exercise=exercise) for exercise in kinds)
    closed = SessionFilter(exercise=False, state="closed")
    return OpenSessions(
        catalogue, sessions, count, catalogue.index.page(closed, now, most=past) if past else (), behind
    )
