"""Reading the lessons that wait for an answer: from the index, when a screen needs them, without a walk through the
sessions."""

from __future__ import annotations

from datetime import datetime

from pannesi.application.context import Station
from pannesi.history.catalogue import SessionCatalogue, station_catalogue
from pannesi.history.lessons import Lessons
from pannesi.history.open_sessions import READ_AT_ONCE
from pannesi.history.redlines import replies_in
from pannesi.journal.store import Journal


def open_lessons(sessions: SessionCatalogue, *, exercise: bool, besides: str | None = None) -> Lessons:
    """What real sessions, in an exercise also exercises, taught and nobody answered; without the session `besides`.

    The audit log is read only where there is something to be answered. Raises JournalError.
    """
    told = [lesson for lesson in sessions.index.lessons(exercise=exercise) if lesson.session != besides]
    answered = _answered(sessions.journal) if told else frozenset()
    return Lessons(tuple(lesson for lesson in told if lesson.event not in answered))


def station_lessons(station: Station, now: datetime, *, besides: str | None = None) -> Lessons:
    """The lessons for a session of a station, as far as the index goes; nothing more is read where it is far behind.
    Raises JournalError."""
    sessions = station_catalogue(station)
    if sessions.unread_events() <= READ_AT_ONCE:
        sessions.caught_up(now)
    return open_lessons(sessions, exercise=station.exercise, besides=besides)


def _answered(journal: Journal) -> frozenset[str]:
    """The ids of the redlines that were answered."""
    return frozenset(replies_in(journal))
