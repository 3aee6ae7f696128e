"""Reading what earlier sessions taught: from the index, when a screen needs them, without a walk through the
sessions."""

from __future__ import annotations

from datetime import datetime

from pannesi.application.context import Station
from pannesi.history.catalogue import READ_AT_ONCE, SessionCatalogue, station_catalogue
from pannesi.history.learning.lessons import Lessons
from pannesi.history.learning.noted_numbers import noted_numbers
from pannesi.history.learning.redlines import replies_in


def open_lessons(sessions: SessionCatalogue, *, exercise: bool, besides: str | None = None) -> Lessons:
    """What real sessions, in an exercise also exercises, taught: redlines that nobody answered and numbers that nobody
    removed; without the session `besides`.

    The audit log and the words of a number are read only where there is something to be answered. Raises JournalError.
    """
    learned = [lesson for lesson in sessions.index.lessons(exercise=exercise) if lesson.session != besides]
    redlines = [lesson for lesson in learned if lesson.kind == "redline"]
    answered = replies_in(sessions.journal) if redlines else {}
    numbers = (noted for noted in noted_numbers(sessions.journal, learned) if noted.stands)
    return Lessons(tuple(lesson for lesson in redlines if lesson.event not in answered), tuple(numbers))


def station_lessons(station: Station, now: datetime, *, besides: str | None = None) -> Lessons:
    """The lessons for a session of a station, as far as the index goes; nothing more is read where it is far behind.
    Raises JournalError."""
    sessions = station_catalogue(station)
    if sessions.unread_events() <= READ_AT_ONCE:
        sessions.caught_up(now)
    return open_lessons(sessions, exercise=station.exercise, besides=besides)
