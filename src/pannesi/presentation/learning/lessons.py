"""What earlier nights taught, in words, at the line and at the contact that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from pannesi.history.learning.lessons import Lesson, Lessons
from pannesi.presentation.session.session_view import View
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.session.labels import redline_word
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

SHOWN_OF_ID = 8
"""How many characters of the id of a lesson are shown; any unique beginning may be typed."""


def line_lessons(view: View, row: Row) -> Iterator[str]:
    """What was said against a line in earlier sessions and nobody answered: `signalé faux le 20/11, sans réponse`."""
    for lesson in view.lessons.of_line(row.unit, row.line.id):
        yield redline_notice(lesson, lambda moment: f"{moment.astimezone(view.zone):%d/%m}")


def redline_notice(lesson: Lesson, day: Callable[[datetime], str]) -> str:
    """A line that was signalled and waits for an answer, with the day and by whom."""
    words = _("Signalé {about} le {day}{by}, sans réponse")
    return words.format(about=redline_word(lesson.about), day=day(lesson.at), by=by_words(lesson.who))


def by_words(who: str) -> str:
    """By whom something was said, to follow a day: ` par AB`; empty where nobody gave a name."""
    return _(" par {who}").format(who=clean_line(who)) if who else ""


def contact_lessons(contacts: ContactsFile, lessons: Lessons, contact: str) -> Iterator[str]:
    """What was said against the calls to a contact, each with its line: `3.6 Prévenir le service : signalé faux…`."""
    if not lessons.waiting:
        return
    zone = zone_of(contacts)
    groups = (group.id for group in contacts.contacts if contact in group.members)
    for lesson in lessons.of_contacts({contact, *groups}):
        notice = redline_notice(lesson, lambda moment: f"{moment.astimezone(zone):%d/%m}")
        yield _("{line} : {notice}").format(line=lesson.label, notice=notice[:1].lower() + notice[1:])
