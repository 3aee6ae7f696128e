"""Phone numbers noted in sessions for contacts without one, and what the référent answered.

The index knows that there is one; the number itself is read from the words of its session, so that erasing them takes
it away. An answer goes to the audit log, never to the session: a past session does not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pannesi.application.lookup import only_one_named
from pannesi.history.learning.lessons import Lesson, NotedNumber, NumberReply
from pannesi.journal.audit_entries import NumberAnswerEntry
from pannesi.journal.audit_log import Who, record, standing_answers
from pannesi.journal.store import Journal
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.facts.session import NoteWritten
from pannesi.session.phone_number import phone_number_in
from pannesi.session.state import State
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.history.catalogue import SessionCatalogue

CONFIRMED, REMOVED = "confirmed", "removed"


def numbers_noted_in(session: str, state: State, procedure: Site) -> Iterator[Lesson]:
    """The numbers noted in a session that were not undone, in order, without the numbers themselves."""
    units = {visit.id: visit.unit for visit in state.visits}
    for event in state.notes:
        note = event.body
        if isinstance(note, NoteWritten) and note.contact:
            unit, line = units.get(note.visit or "", ""), note.line or ""
            place = procedure.places.get((unit, line))
            label = f"{place.number} {text_of(place.line)}" if place is not None else line
            yield Lesson(
                "number", session, event.id, f"{unit}/{line}", label, note.contact, "", event.actor, state.when(event),
                state.exercise,
            )  # fmt: skip


def noted_numbers(journal: Journal, lessons: Iterable[Lesson]) -> tuple[NotedNumber, ...]:
    """The numbers among the lessons with their answers, the latest first. Raises JournalError."""
    noted = [lesson for lesson in lessons if lesson.kind == "number"]
    if not noted:
        return ()
    replies, numbers = number_replies_in(journal), dict[str, str]()
    for session in dict.fromkeys(lesson.session for lesson in noted):
        events = [lesson.event for lesson in noted if lesson.session == session]
        texts = journal.texts_of(session, events)
        numbers.update((event, phone_number_in(text)) for event, text in texts.items())
    return tuple(
        NotedNumber(lesson, numbers.get(lesson.event, ""), replies.get(lesson.event)) for lesson in reversed(noted)
    )


def every_noted_number(sessions: SessionCatalogue) -> tuple[NotedNumber, ...]:
    """Every number noted, in real sessions then in exercises, the latest first, as far as the index goes. Raises
    JournalError."""
    numbers = noted_numbers(sessions.journal, sessions.index.lessons(exercise=True))
    return tuple(sorted(numbers, key=lambda noted: noted.lesson.exercise))


def number_replies_in(journal: Journal) -> dict[str, NumberReply]:
    """The answer that stands to each number noted, by the id of its note. Raises JournalError."""
    return {
        name: NumberReply(entry.answer == CONFIRMED, event.text or "", event.actor, event.moment)
        for name, (event, entry) in standing_answers(journal, NumberAnswerEntry).items()
    }


def with_number_replies(numbers: Iterable[NotedNumber], journal: Journal) -> tuple[NotedNumber, ...]:
    """The same numbers with the answers that stand: only the audit log is read, no session. Raises JournalError."""
    replies = number_replies_in(journal)
    return tuple(replace(noted, reply=replies.get(noted.lesson.event)) for noted in numbers)


def number_named(numbers: Iterable[NotedNumber], begin: str) -> NotedNumber:
    """The only number whose id begins with `begin`. Raises NotFound, Ambiguous."""
    return only_one_named(
        {noted.lesson.event: noted for noted in numbers}, begin.strip().casefold(),
        nothing=_("Aucun numéro noté n'a cet identifiant : « {id} ». pannesi numbers les montre."),
        several=_("L'identifiant de plusieurs numéros notés commence par « {id} » : en taper plus."),
    )  # fmt: skip


def answer_number(journal: Journal, noted: NotedNumber, by: Who, *, confirmed: bool, why: str = "") -> NotedNumber:
    """Records in the audit log that a number noted is right, or that it is removed and why; returns it with the answer.
    Raises NotWritten."""
    lesson = noted.lesson
    entry = NumberAnswerEntry(session=lesson.session, note=lesson.event, answer=CONFIRMED if confirmed else REMOVED)
    record(journal, entry, by, text=clean_line(why).strip() or None)
    (answered,) = with_number_replies((noted,), journal)
    return answered
