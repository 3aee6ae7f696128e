"""The sessions that are open, for the first screen: read at once where the index is nearly up to date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pannesi.history.catalogue import SessionCatalogue, station_catalogue
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.application.context import Station
    from pannesi.history.overview import Overview

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
    behind: bool
    """Whether so much is unread that it was not read: an open session may be missing."""


def read_open_sessions(station: Station, now: datetime) -> OpenSessions:
    """The open sessions of a station. Raises JournalError."""
    catalogue = station_catalogue(station)
    behind = catalogue.unread_events() > READ_AT_ONCE
    if not behind:
        catalogue.caught_up(now)
    kinds = (False, True) if station.exercise else (False,)
    sessions = [session for exercise in kinds for session in catalogue.open_now(now, exercise=exercise)]
    sessions = [session.at(station.clock) for session in sessions]
    return OpenSessions(catalogue, sessions, sum(catalogue.count_open(exercise=exercise) for exercise in kinds), behind)
