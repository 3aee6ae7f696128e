"""A phone number noted in an earlier session, in words: to those who call, and to the référent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from pannesi.history.learning.lessons import Lessons, NotedNumber
from pannesi.presentation.learning.lessons import SHOWN_OF_ID, by_words
from pannesi.presentation.text.side_boxes import SideBox, said
from pannesi.procedure.availability.reachability import ContactRow, channel_words, written_numbers, zone_of
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


def number_notices(contacts: ContactsFile, lessons: Lessons, contact: str) -> Iterator[str]:
    """The numbers noted for a contact: `noté le 20/11 par AB, non validé : 05 59 …`; none once one is written."""
    theirs = lessons.numbers_of(contact)
    if theirs and not written_numbers(contacts, contact):
        zone = zone_of(contacts)
        for noted in theirs:
            state = number_state_words(noted, lambda moment: f"{moment.astimezone(zone):%d/%m}")
            yield _("{state} : {number}").format(state=state, number=noted.number)


def row_number_notices(contacts: ContactsFile, lessons: Lessons, row: ContactRow) -> Iterator[str]:
    """The numbers noted for a contact, or for the member that answers for it at the moment of the row."""
    while row.member is not None and not written_numbers(contacts, row.id):
        row = row.member
    return number_notices(contacts, lessons, row.id)


def number_state_words(noted: NotedNumber, day: Callable[[datetime], str]) -> str:
    """When and by whom a number was noted, and what the référent said of it."""
    lesson, reply = noted.lesson, noted.reply
    words = _("noté le {day}{by}").format(day=day(lesson.at), by=by_words(lesson.who))
    if reply is None:
        return words + _(", non validé")
    answer = _(", confirmé{by} le {day}") if reply.confirmed else _(", retiré{by} le {day}")
    why = f" ({clean_line(reply.words)})" if reply.words else ""
    return words + answer.format(by=by_words(reply.who), day=day(reply.at)) + why


def number_lines(
    noted: NotedNumber, contacts: ContactsFile, where: str, day: Callable[[datetime], str]
) -> Iterator[str]:
    """A number noted as lines for the référent: the number and whose it is, the line, what was answered, what is left
    to do; `where`: the place of the contact in contacts.yaml."""
    lesson = noted.lesson
    number = noted.number or _("(effacé)")
    yield f"{lesson.event[:SHOWN_OF_ID]}  {contact_name(contacts, lesson.contact)} : {number}"
    drill = _(" (EXERCICE)") if lesson.exercise else ""
    yield f"{lesson.label}, {lesson.session}{drill}"
    yield number_state_words(noted, day)
    if (noted.open or noted.stands) and noted.number:
        yield to_write_words(noted, contacts, where)


def number_boxes(noted: NotedNumber, contacts: ContactsFile, place: str) -> Iterator[SideBox]:
    """What a number noted is about, for a second column: its contact as it is written today, and what an answer
    does."""
    written = next((each for each in contacts.contacts if each.id == noted.lesson.contact), None)
    ways = [words for channel in written.channels for words in said(channel_words(channel))] if written else []
    yield SideBox(
        _("Le contact aujourd'hui"),
        (*said(contact_name(contacts, noted.lesson.contact), "title"), *ways, *said(place, "quiet")),
    )
    if noted.reply is None:
        words = _(
            "Sans réponse, il est montré aux sessions suivantes, « non validé », jusqu'à ce qu'un numéro soit écrit."
        )
    elif noted.reply.confirmed:
        words = _("Juste : il est montré, « confirmé », jusqu'à ce qu'un numéro soit écrit. Z annule cette réponse.")
    else:
        words = _("Retiré : il n'est plus montré qu'ici. Z annule cette réponse.")
    yield SideBox(_("Ce que fait une réponse"), (*said(words), *said(_("La session passée ne change pas."))))


def to_write_words(noted: NotedNumber, contacts: ContactsFile, where: str) -> str:
    """Where a number is to be written, or that one is written since."""
    contact = noted.lesson.contact
    written = written_numbers(contacts, contact)
    if written:
        return _("{where} : un numéro y est écrit, {numbers} ; celui-ci n'est plus montré.").format(
            where=where, numbers=", ".join(written)
        )
    words = _(
        'à écrire : {where}, contact « {contact} », channels, kind: phone, value: "{number}" (à la place de missing)'
    )
    return words.format(where=where, contact=contact, number=noted.number)


def contact_name(contacts: ContactsFile, contact: str) -> str:
    """The name of a contact; its id where contacts.yaml no longer has it."""
    return next((each.name for each in contacts.contacts if each.id == contact), contact)
