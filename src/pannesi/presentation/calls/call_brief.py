"""A call in as few words as it can be made with: the number first, then whom, until when, and what to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from pannesi.presentation.calls.line_callee import Callee, alternative_contacts, callee_for
from pannesi.presentation.calls.noted_numbers import number_notices
from pannesi.presentation.line.frame_line import FrameLine
from pannesi.presentation.line.line_details import (
    call_back_lines,
    calls_made,
    is_over,
    no_answer_lines,
    open_messages_to_ask_for,
    other_way_words,
    reached_before,
    silent_contact,
    usable_channels,
)
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.toned_line import Tone
from pannesi.procedure.availability.moments import format_moment, spoken_moment, until_words
from pannesi.procedure.availability.reachability import ContactRow, channel_words, has_spoken_number
from pannesi.procedure.model.contacts import Channel
from pannesi.procedure.model.lines import Call
from pannesi.procedure.model.units import Message
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _

SOON = timedelta(hours=2)
"""How long before a contact stops answering its card says so."""


def call_frame(view: View, row: Row, line: Call) -> Iterator[FrameLine]:
    """What is needed to make a call, and the calls made so far; for a call that is over, how to call back."""
    who = callee_for(view.site.contacts, row, view.walk.now)
    over = is_over(view, row)
    if who is None:
        words = _("Le contact « {contact} » n'est pas dans contacts.yaml.")
        yield FrameLine(words.format(contact=line.value), "warning")
    elif over:
        yield from (FrameLine.of(toned) for toned in call_back_lines(view, row, who))
    else:
        yield from (FrameLine.of(toned) for toned in calls_made(view, row, folded=True))
        yield from _whom_to_call(view, row, who)
    if over:
        yield from (FrameLine.of(toned) for toned in calls_made(view, row))
        return
    yield FrameLine(
        _("Dire : {words}{since}").format(words=line.say, since=_since_words(view, row, line)), strong=line.say
    )
    if row.phase == "alert" and view.returned_at is not None:
        words = _("Rétabli depuis {hour} : le dire ; plus rien à faire diffuser.")
        yield FrameLine(words.format(hour=spoken_moment(view.hour(view.returned_at))), "warning")
        return
    yield from _to_broadcast(view, row)


def _since_words(view: View, row: Row, line: Call) -> str:
    """Since when the outage lasts, or when it was seen, for a call that tells of it."""
    tells = row.phase == "alert" and not line.say.rstrip().endswith("?")
    words = view.began_words(row) if tells else ""
    return f" ({words})" if words else ""


def _to_broadcast(view: View, row: Row) -> Iterator[FrameLine]:
    """The messages that the call asks somebody to broadcast, to the letter, to be read out."""
    messages = (message for _row, message in open_messages_to_ask_for(view, row))
    for title, alike in groupby(messages, key=_broadcast_title):
        first, *others = alike
        to = f" → « {first.to} »" if first.to and not others else ""
        tone: Tone = "plain" if title else "warning"
        yield FrameLine(_("Faire diffuser : {message}").format(message=title + to or _("TEXTE ABSENT")), tone)
        for message in (first, *others):
            if message.to and others:
                yield FrameLine(f"  → « {message.to} »")
            if message.body:
                yield FrameLine(f"  « {message.body} »")


def _broadcast_title(message: Message) -> str:
    """The sign and the title of a message; empty where its text is not written."""
    if message.missing is not None:
        return ""
    return " ".join(
        part for part in (message.type, f"« {message.title} »" if message.title else _("titre non écrit")) if part
    )


def _whom_to_call(view: View, row: Row, who: Callee) -> Iterator[FrameLine]:
    """Whom to call: the number is the strongest thing of the frame."""
    yield from (FrameLine.of(toned) for toned in reached_before(view, row))
    yield from (FrameLine.of(toned, "plain") for toned in no_answer_lines(view, row, who))
    contact = who.contact
    yield from (FrameLine.of(toned) for toned in silent_contact(view, row, contact.id))
    if who.organisation is not None:
        yield FrameLine(_("{body}, autre numéro").format(body=who.organisation))
    yield from _ways_to_reach(contact, usable_channels(view, contact), _("{note} : noter").format(note=view.keys.note))
    yield from (FrameLine(words) for words in number_notices(view.site.contacts, view.lessons, contact.id))
    yield from _limits_of_contact(view, row, contact)
    if not has_spoken_number(contact):
        others = alternative_contacts(view.site.contacts, contact.id, view.walk.now)
        yield from (FrameLine(other_way_words(other)) for other in others)
    if who.next_contact is not None:
        yield FrameLine(_("sans réponse, ensuite : {name}").format(name=who.next_contact.name))


def _ways_to_reach(contact: ContactRow, usable: tuple[Channel, ...], note: str) -> Iterator[FrameLine]:
    """The ways to reach a contact: the numbers to speak to; the others where there is none, and `note`, the key that
    notes a number found elsewhere, beside the words that none is written: so it is plain what is noted."""
    spoken = [channel for channel in usable if channel.is_spoken]
    others = [channel for channel in usable if not channel.traits.spoken and channel.value is not None]
    preferred = [channel for channel in others if channel.preferred == "yes"]
    if spoken:
        yield from (_way_to_reach(channel, contact.name) for channel in spoken)
        return
    yield from (_way_to_reach(channel, contact.name) for channel in preferred)
    if not preferred:
        missing = _("n° NON ÉCRIT")
        yield FrameLine(contact.name, "heading", right=f"{missing} · {note}", strong=missing)
    yield from (FrameLine(channel_words(channel)) for channel in others if channel not in preferred)


def contact_without_number(view: View, row: Row | None) -> str:
    """The id of the contact that a line calls, if its number is not written: a note there may be the number; else
    empty."""
    who = callee_for(view.site.contacts, row, view.walk.now) if row is not None and isinstance(row.line, Call) else None
    return who.contact.id if who is not None and not has_spoken_number(who.contact) else ""


def _way_to_reach(channel: Channel, name: str) -> FrameLine:
    """A way to reach a contact, its number or address first."""
    restriction = f", {channel.condition.partition(',')[0]}" if channel.condition else ""
    return FrameLine(f"{channel.value}   {name}{restriction}", strong=channel.value or "")


def _limits_of_contact(view: View, row: Row, contact: ContactRow) -> Iterator[FrameLine]:
    """When a contact does not answer, and whom it answers only."""
    if hours := _hours_words(view, contact):
        yield FrameLine(hours)
    if contact.reserved_to and row.line.by not in contact.reserved_to:
        yield FrameLine(_("réservé : {roles}").format(roles=", ".join(contact.reserved_to)), "missing")


def _hours_words(view: View, row: ContactRow) -> str:
    """Until when a contact answers, or from when; nothing where it always does, or where nothing is written."""
    if view.clock_unreliable:
        return ""

    supposed = _(", heures supposées") if row.assumed else ""
    match row.reachable:
        case "yes":
            ends = row.until if row.until is not None and row.until - view.walk.now <= SOON else None
            words = until_words(ends, view.walk.now, view.zone) if ends else ""
        case "urgent-only":
            words = _("urgences uniquement")
        case "no":
            words = _("fermé")
        case _:
            return _("horaires inconnus") if row.opens_at is not None else ""
    if row.reachable != "yes" and row.opens_at is not None:
        words += _(", ouvre {when}").format(when=format_moment(row.opens_at, view.walk.now, view.zone))
    return words + supposed if words else supposed.removeprefix(", ")
