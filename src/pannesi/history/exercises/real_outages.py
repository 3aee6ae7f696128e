"""Real outages that are open while an exercise is played: whoever plays must be told, wherever they were opened."""

from __future__ import annotations

from pannesi.application.context import Station
from pannesi.history.catalogue import READ_AT_ONCE, station_catalogue
from pannesi.history.overview import Overview
from pannesi.history.session_filter import SessionFilter
from pannesi.session.state import State


def watch_of(station: Station, state: State) -> RealOutageWatch | None:
    """What tells a session of real outages; none where it is one."""
    return RealOutageWatch(station) if state.exercise else None


class RealOutageWatch:
    """What is known of them at a station; a look costs a query, and no more while nothing was written."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.open: tuple[Overview, ...] = ()
        """Those that somebody works at, the latest first: forgotten ones alarm nobody."""
        self._looked = False

    def look(self) -> bool:
        """Looks again where something was written since; whether other outages are open than before. Raises
        JournalError."""
        sessions = station_catalogue(self.station)
        unread = sessions.unread_events()
        if (self._looked and not unread) or unread > READ_AT_ONCE:
            return False
        self._looked = True
        now, before = self.station.clock.real_now(), [session.id for session in self.open]
        opened = sessions.caught_up(now).find(now, SessionFilter(state="open"))
        self.open = tuple(session for session in opened if not session.forgotten)
        return [session.id for session in self.open] != before
