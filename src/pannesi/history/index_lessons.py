"""The lessons of sessions in the index: written with the entry of their session, gone with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from pannesi.history.index_queries import datetime_of_milliseconds
from pannesi.history.learning.lessons import Lesson, LessonKind

INSERT_LESSON = "INSERT INTO lessons VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
LessonRow = tuple[int, str, str, str, str, str, str, str, int]


def lesson_rows(key: int, lessons: Iterable[Lesson]) -> list[LessonRow]:
    """The rows of the lessons of the session whose key in the index is `key`."""
    return [
        (
            key, lesson.event, lesson.kind, lesson.subject, lesson.label, lesson.contact, lesson.about, lesson.who,
            round(lesson.at.timestamp() * 1000),
        )
        for lesson in lessons
    ]  # fmt: skip


def read_lessons(db: sqlite3.Connection, others: tuple[str, ...], *, exercise: bool) -> tuple[Lesson, ...]:
    """The lessons of real sessions, of exercises too for an `exercise`, the earliest first; `others` are the names of
    other hospitals. Raises ValueError for an impossible row, as of a damaged file."""
    query = (
        "SELECT l.kind, s.id, l.event, l.subject, l.label, l.contact, l.about, l.who, l.at, s.exercise, s.hospital"
        " FROM lessons l JOIN sessions s ON s.key = l.session WHERE s.exercise <= ? ORDER BY l.at, l.event"
    )
    rows = db.execute(query, (int(exercise),)).fetchall()
    return tuple(_lesson_of_row(row) for row in rows if row[-1] not in others)


def _lesson_of_row(row: Sequence[Any]) -> Lesson:
    kind, session, event, subject, label, contact, about, who, at, exercise, _hospital = row
    if kind not in get_args(LessonKind) or not all(isinstance(text, str) for text in row[:8]):
        raise ValueError("no lesson is like that")
    moment = datetime_of_milliseconds(at)
    return Lesson(kind, session, event, subject, label, contact, about, who, moment, bool(exercise))
