"""What earlier nights taught: lines of the procedure that were signalled and that nobody answered yet, and phone
numbers noted where none is written, until they are removed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

from pannesi.support.light_dataclass import dataclass

LessonKind = Literal["redline", "number"]


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
    """Whom that line calls, or whose number was noted; empty where it calls nobody."""
    about: str
    """What is said of the line: `wrong`, `impossible` or `unclear`; empty of a number."""
    who: str
    at: datetime
    exercise: bool = False


@dataclass(frozen=True)
class NumberReply:
    """The latest answer to a number noted."""

    confirmed: bool
    """Whether it is right; else it was removed."""
    words: str
    """Why it was removed, where that was said."""
    who: str
    at: datetime


@dataclass(frozen=True)
class NotedNumber:
    """A phone number that somebody noted for a contact without one. It is never a written number."""

    lesson: Lesson
    number: str
    """As typed; empty where its words were erased."""
    reply: NumberReply | None = None

    @property
    def open(self) -> bool:
        """Whether it is known and nobody confirmed or removed it."""
        return bool(self.number) and self.reply is None

    @property
    def stands(self) -> bool:
        """Whether it is shown to those who call: it is known and was not removed."""
        return bool(self.number) and (self.reply is None or self.reply.confirmed)

    def as_json(self) -> dict[str, Any]:
        """The number noted as plain JSON values; times in UTC, ISO 8601."""
        lesson, reply = self.lesson, self.reply
        return {
            "id": lesson.event,
            "session": lesson.session,
            "exercise": lesson.exercise,
            "at": lesson.at.isoformat(timespec="seconds"),
            "who": lesson.who,
            "contact": lesson.contact,
            "line": lesson.subject,
            "number": self.number,
            "answer": ("confirmed" if reply.confirmed else "removed") if reply else None,
            "answer_words": reply.words if reply else None,
            "answered_by": reply.who if reply else None,
            "answered_at": reply.at.isoformat(timespec="seconds") if reply else None,
        }


@dataclass(frozen=True)
class Lessons:
    """What a session shows of what earlier ones taught."""

    waiting: tuple[Lesson, ...] = ()
    """The redlines that wait for an answer, the earliest first."""
    numbers: tuple[NotedNumber, ...] = ()
    """The numbers noted that were not removed, the latest first."""

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.waiting or self.numbers)

    def of_line(self, unit: str, line: str) -> tuple[Lesson, ...]:
        """Those about a line of the procedure."""
        return tuple(lesson for lesson in self.waiting if lesson.subject == f"{unit}/{line}")

    def of_contacts(self, names: Collection[str]) -> tuple[Lesson, ...]:
        """Those about lines that call one of these contacts."""
        return tuple(lesson for lesson in self.waiting if lesson.contact in names)

    def numbers_of(self, contact: str) -> tuple[NotedNumber, ...]:
        """The numbers noted for a contact, those confirmed first; the same number once."""
        theirs = [noted for noted in self.numbers if noted.lesson.contact == contact]
        by_digits: dict[str, NotedNumber] = {}
        for noted in sorted(theirs, key=lambda noted: noted.open):
            by_digits.setdefault("".join(filter(str.isdigit, noted.number)), noted)
        return tuple(by_digits.values())


NOTHING_LEARNED = Lessons()
