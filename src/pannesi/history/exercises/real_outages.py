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
    """What is known of them at a station. Several screens may watch: whichever reads the index on, each sees it."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.open: tuple[Overview, ...] = ()
        """Those that somebody works at, the latest first: forgotten ones alarm nobody."""
        self._stamp: object = None
        """The stamp of the index at the last look."""

    def look(self) -> bool:
        """Looks again where the index changed since; whether other outages are open than before. Raises
        JournalError."""
        sessions, now = station_catalogue(self.station), self.station.clock.real_now()
        unread = sessions.unread_events()
        if unread > READ_AT_ONCE:
            return False
        if unread:
            sessions.caught_up(now)
        stamp = sessions.index.version_stamp()
        if stamp == self._stamp:
            return False
        self._stamp, before = stamp, [session.id for session in self.open]
        opened = sessions.find(now, SessionFilter(state="open"))
        self.open = tuple(session for session in opened if not session.forgotten)
        return [session.id for session in self.open] != before
