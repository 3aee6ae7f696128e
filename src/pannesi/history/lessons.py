"""What earlier nights taught and nobody answered yet: lines of the procedure that were signalled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from pannesi.support.light_dataclass import dataclass

LessonKind = Literal["redline"]


@dataclass(frozen=True)
class Lesson:
    """Something said in a session that the next one should know; no free text."""

    kind: LessonKind
    session: str
    event: str
    """The id of its event, by which it is answered."""
    subject: str
    """What it is about: `unit/line`."""
    label: str
    """The number and words of that line in the procedure that the session pins."""
    contact: str
    """Whom that line calls; empty where it calls nobody."""
    about: str
    """What is said of it: `wrong`, `impossible` or `unclear`."""
    who: str
    at: datetime


@dataclass(frozen=True)
class Lessons:
    """The lessons that wait for an answer, the earliest first."""

    waiting: tuple[Lesson, ...] = ()

    def of_line(self, unit: str, line: str) -> tuple[Lesson, ...]:
        """Those about a line of the procedure."""
        return tuple(lesson for lesson in self.waiting if lesson.subject == f"{unit}/{line}")

    def of_contacts(self, names: Collection[str]) -> tuple[Lesson, ...]:
        """Those about lines that call one of these contacts."""
        return tuple(lesson for lesson in self.waiting if lesson.contact in names)


NOTHING_LEARNED = Lessons()
