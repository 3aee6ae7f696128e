"""What a line of the procedure is done with: the call to make, the message to send, the ticket to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pannesi.presentation.calls.line_callee import Callee, alternative_contacts, callee_for
from pannesi.presentation.calls.noted_numbers import number_notices, row_number_notices
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.toned_line import Tone, TonedLine
from pannesi.procedure.availability.reachability import (
    ContactRow,
    channel_words,
    contact_at,
    has_spoken_number,
    reachability_words,
    spoken_ways_words,
)
from pannesi.procedure.model.contacts import Channel
from pannesi.procedure.model.lines import Broadcast, Call, Item, Ticket, text_of
from pannesi.procedure.model.procedure import split_ref
from pannesi.procedure.model.units import Message
from pannesi.procedure.wording.roles import role_words
from pannesi.session.projection.messages_to_request import messages_to_ask_for
from pannesi.session.projection.read_model import SETTLED, Row
from pannesi.session.projection.unanswered_calls import calls_in_vain, next_decision_after
from pannesi.support.i18n import _, translated


def internet_is_down(view: View) -> bool:
    """Whether a current case names Internet among the systems that failed."""
    failed = set[str]()
    for visit in view.current_cases:
        symptom = view.symptom_of(visit)
        if symptom is not None:
            failed |= {symptom.system.casefold(), *(system.casefold() for system in symptom.systems.down)}
    return "internet" in failed


def usable_channels(view: View, contact: ContactRow) -> tuple[Channel, ...]:
    """The channels of a contact that work now."""
    offline = internet_is_down(view)
    return tuple(channel for channel in contact.channels if channel.works(offline=offline))


def contact_lines(view: View, row: ContactRow) -> Iterator[TonedLine]:
    """How to reach a contact now: hours, channels, references, restrictions.

    Channels over Internet are left out while it is down.
    """
    nothing_known = row.reachable == "unknown" and row.opens_at is None and row.urgent_at is None
    usable = usable_channels(view, row)
    state = reachability_words(replace(row, channels=usable), view.walk.now, view.zone)
    yield TonedLine(row.reason if nothing_known and row.reason else state + (f" ; {row.reason}" if row.reason else ""))
    numbered = has_spoken_number(row)
    yield from (TonedLine(channel_words(channel)) for channel in usable if channel.value is not None)
    yield from (
        TonedLine(channel_words(channel), "warning") for channel in usable if channel.value is None and not numbered
    )
    if not row.channels:
        yield TonedLine(_("téléphone : NON ÉCRIT"), "warning")
    elif len(usable) < len(row.channels):
        yield TonedLine(_("Internet est en panne : les voies par Internet ne sont pas proposées"))
    yield from (TonedLine(words) for words in row_number_notices(view.site.contacts, view.lessons, row))
    yield from (TonedLine(f"{reference.label} : {reference.value}") for reference in row.references)
    if row.reserved_to:
        yield TonedLine(_("réservé : {roles}").format(roles=", ".join(row.reserved_to)))
    if row.note:
        yield TonedLine(row.note)
    if row.assumed:
        yield TonedLine(_("horaires supposés : {why}").format(why=row.assumed))


def other_way_words(other: ContactRow) -> str:
    """An alternative contact, and how to speak to it."""
    return _("autre moyen : {name}, {ways}").format(name=other.name, ways=spoken_ways_words(other))


def _without_number(view: View, row: ContactRow) -> Iterator[TonedLine]:
    """For a contact without a number: the alternative contacts, and where to note the number once it is known."""
    others = alternative_contacts(view.site.contacts, row.id, view.walk.now)
    yield from (TonedLine(other_way_words(other)) for other in others)
    if not others and not any(channel.value is not None for channel in row.channels):
        yield TonedLine(_("aucun autre moyen n'est écrit"))
    yield TonedLine(
        _("Numéro trouvé : {note} le note, il restera affiché ici, et les nuits suivantes.").format(note=view.keys.note)
    )


def no_answer_lines(view: View, row: Row, who: Callee) -> Iterator[TonedLine]:
    """What to do where everybody was called in vain, and where the procedure goes on without an answer."""
    vain = calls_in_vain(row) and row.line.skip == "forbidden"
    onward = next_decision_after(view.walk.rows, row) if vain else None
    if who.all_tried and onward is None and row.line.skip == "forbidden":
        words = _("Tous les contacts écrits ont été essayés : rappeler, ou {later} plus tard.")
        yield TonedLine(words.format(later=translated(view.keys.later)))
    elif who.all_tried and onward is None:
        words = _(
            "Tous les contacts écrits ont été essayés : rappeler, ou {could_not} impossible, ou {later} plus tard."
        )
        yield TonedLine(words.format(could_not=view.keys.could_not, later=translated(view.keys.later)))
    elif who.all_tried:
        yield TonedLine(_("Tous les contacts écrits ont été essayés."))
    if onward is not None:
        answer = _(" → « {answer} », ou 0 si personne ne sait").format(answer=onward.answer) if onward.answer else ""
        words = _("Si personne ne répond : {number} {line}{answer} ({go})").format(
            number=onward.row.number,
            line=text_of(onward.row.line),
            answer=answer,
            go=view.keys.go_to(onward.row.number),
        )
        yield TonedLine(words)


def _call_now(view: View, row: Row, who: Callee) -> Iterator[TonedLine]:
    """Whom to call now, how, and what to do if nobody answers."""
    if row.call_due:
        words = _("À RAPPELER MAINTENANT : sans réponse à {hour}.")
        yield TonedLine(words.format(hour=view.hour(row.attempts[-1].at)), "warning")
    yield from no_answer_lines(view, row, who)
    yield from silent_contact(view, row, who.contact.id)
    words = (
        _("Appeler maintenant : {name}")
        if who.organisation is None
        else _("Même organisme ({body}), autre numéro : {name}")
    )
    yield TonedLine(words.format(name=who.contact.name, body=who.organisation), "heading")
    yield from (line.indented() for line in contact_lines(view, who.contact))
    if not has_spoken_number(who.contact):
        yield from (line.indented() for line in _without_number(view, who.contact))
    if who.next_contact is not None:
        yield TonedLine(_("  sans réponse, ensuite : {name}").format(name=who.next_contact.name))


def call_lines(view: View, row: Row, line: Call) -> Iterator[TonedLine]:
    """Whom to call, what to say, and the calls made so far; for a call that is over, how to call back."""
    who = callee_for(view.site.contacts, row, view.walk.now)
    over = is_over(view, row)
    if who is None:
        yield TonedLine(_("Le contact « {contact} » n'est pas dans contacts.yaml.").format(contact=line.value))
    elif over:
        yield from call_back_lines(view, row, who)
    elif row.is_open:
        yield from reached_before(view, row)
        yield from _call_now(view, row, who)
    else:
        yield TonedLine(_("À appeler, le moment venu : {name}").format(name=who.contact.name))
        yield from (details.indented() for details in contact_lines(view, who.contact))
    if not over:
        began = view.began_words(row) if row.phase != "return_to_normal" else ""  # what is said then is no outage's
        since = f" {began[:1].upper()}{began[1:]}." if began else ""
        yield TonedLine(_("À dire : « {words} »{since}").format(words=line.say, since=since), "heading")
        yield from messages_asked_for(view, row)
    yield from calls_made(view, row)


def reached_before(view: View, row: Row) -> Iterator[TonedLine]:
    """When the same contact was last reached for another line of the session."""
    calls = (other for other in view.walk.rows if isinstance(other.line, Call) and other.line.value == row.line.value)
    reached = [(other.at, other) for other in calls if other.key != row.key and other.status == "done" and other.at]
    if reached:
        hour, last = max(reached, key=lambda pair: pair[0])
        words = _("Déjà joint à {hour} : {number} {line}")
        yield TonedLine(words.format(hour=view.hour(hour), number=last.number, line=text_of(last.line)))


def open_messages_to_ask_for(view: View, row: Row) -> Iterator[tuple[Row, Message]]:
    """The messages that a call asks somebody to broadcast and that were not seen yet, each with its line."""
    for broadcast in messages_to_ask_for(view.site, view.walk.rows, row):
        if broadcast.is_open:
            yield broadcast, view.site.message(broadcast.unit, str(broadcast.line.value))


def messages_asked_for(view: View, row: Row) -> Iterator[TonedLine]:
    """The messages that this call asks somebody to broadcast, in full, to be read out."""
    for broadcast, message in open_messages_to_ask_for(view, row):
        if message.missing is not None:
            words = _("À faire diffuser ({number}) : TEXTE ABSENT, ne rien inventer").format(number=broadcast.number)
            yield TonedLine(words, "heading")
            continue
        head = " ".join(part for part in (message.type, f"« {message.title} »" if message.title else "") if part)
        to = _(", à : {recipients}").format(recipients=message.to) if message.to else ""
        words = _("À faire diffuser ({number}) : {head}{to}").format(number=broadcast.number, head=head, to=to)
        yield TonedLine(words, "heading")
        if message.body:
            yield TonedLine(f"  « {message.body} »")


def is_over(view: View, row: Row) -> bool:
    """Whether nothing is left to do at a line: it is then told in the past."""
    return view.walk.stage == "closed" or (row.status in SETTLED and not row.is_open)


def call_back_lines(view: View, row: Row, who: Callee) -> Iterator[TonedLine]:
    """How to call back whoever was reached; where nobody was, whom to call now."""
    reached = next((attempt.contact for attempt in reversed(row.attempts) if attempt.outcome == "reached"), None)
    listed = reached is not None and reached in view.site.contact_by_id
    contact = contact_at(view.site.contacts, str(reached), view.walk.now) if listed else who.contact
    ways = spoken_ways_words(contact)
    if ways:
        yield TonedLine(_("Pour rappeler : {name}, {ways}").format(name=contact.name, ways=ways))
    yield from (TonedLine(words) for words in number_notices(view.site.contacts, view.lessons, contact.id))


def calls_made(view: View, row: Row, *, folded: bool = False) -> Iterator[TonedLine]:
    """Each call made for the line, with its hour and whether it was answered; where it is to be made again, only those
    since somebody last answered. `folded`: the calls in vain to one person count as one line, so that the number to
    call stays in view."""
    names = {contact.id: contact.name for contact in view.site.contacts.contacts}
    before = len(row.attempts) - len(calls_in_vain(row)) - 1
    attempts = row.attempts[max(before, 0) :] if row.again else row.attempts
    later = attempts[1:] if folded else ()
    for number, attempt in enumerate(attempts):
        if any((other.contact, other.outcome) == (attempt.contact, attempt.outcome) for other in later[number:]):
            continue
        words = _("{hour} : {name} a répondu") if attempt.outcome == "reached" else _("{hour} : {name}, sans réponse")
        if row.again:
            words = _("avant, à {hour} : {name} a répondu") if attempt.outcome == "reached" else words
        times = sum((other.contact, other.outcome) == (attempt.contact, attempt.outcome) for other in attempts)
        if folded and times > 1:
            words += _(" ({count} fois)").format(count=times)
        said = words.format(hour=view.hour(attempt.at), name=names.get(attempt.contact, attempt.contact))
        again = call_again_words(view, row) if attempt is row.attempts[-1] else ""
        yield TonedLine(said + again, "warning" if again and row.call_due else "plain")


def silent_contact(view: View, row: Row, called: str) -> Iterator[TonedLine]:
    """For a call to be made again now: who did not answer and by which number, where another contact is to be `called`
    first."""
    silent = row.attempts[-1].contact if row.call_due else called
    if silent == called or silent not in view.site.contact_by_id:
        return
    contact = contact_at(view.site.contacts, silent, view.walk.now)
    if contact.reachable == "no":
        return
    ways = spoken_ways_words(contact) or _("numéro non écrit")
    yield TonedLine(_("à rappeler : {name}, {ways}").format(name=contact.name, ways=ways))


def call_again_words(view: View, row: Row) -> str:
    """When an unanswered call is to be made again; nothing where the site gives no delay."""
    if row.call_again_at is None:
        return ""
    if row.call_due:
        return _(" · à rappeler maintenant")
    return _(" · rappeler à {hour}").format(hour=view.hour(row.call_again_at))


def message_lines(view: View, row: Row, line: Broadcast) -> Iterator[TonedLine]:
    """The message to broadcast, in full; plainly where the procedure does not give its text."""
    if line.by is not None:
        words = (
            _("Diffusé par : {who}.")
            if is_over(view, row)
            else _("Diffusé par : {who}. Ici : confirmer ce qui a été vu.")
        )
        yield TonedLine(words.format(who=role_words(view.site.contacts.roles, line.by)))
    unit, name = split_ref(row.unit, line.value)
    owner = view.site.unit_by_id.get(unit)
    message = owner.messages.get(name) if owner is not None else None
    if message is None:
        yield TonedLine(_("Ce message n'est pas dans la procédure."))
        return
    kinds = {"⚠": _("⚠ (attention)"), "ⓘ": _("ⓘ (information)")}
    fields: tuple[tuple[str, str | None, Tone], ...] = (
        (_("Destinataires"), message.to, "plain"),
        (_("Type"), kinds[message.type] if message.type is not None else None, "plain"),
        (_("Titre"), message.title, "heading"),
        (_("Message"), message.body, "heading"),
    )
    if message.missing is not None:
        yield TonedLine(_("TEXTE ABSENT : {why} Ne rien inventer.").format(why=message.missing), "warning")
    for label, value, tone in fields:
        if value is not None:
            yield TonedLine(f"{label} : {value}", tone)
        elif message.missing is None:
            yield TonedLine(_("{label} : non écrit dans la procédure").format(label=label), tone)


def ticket_lines(view: View, row: Row, line: Ticket) -> Iterator[TonedLine]:
    """What to have at hand for a call, filled in as far as the session knows."""
    yield from ticket_contact_lines(view, line)
    yield TonedLine(_("À avoir sous la main :"))
    for item in line.items:
        value = item_value(view, row, item)
        words = _("  {label} : {value}").format(label=item.label, value=value or _("à compléter"))
        yield TonedLine(words, "plain" if value else "warning")


def ticket_contact_lines(view: View, line: Ticket) -> Iterator[TonedLine]:
    """Whom a ticket is for, and how to reach them."""
    if line.contact is not None and line.contact in view.site.contact_by_id:
        contact = contact_at(view.site.contacts, line.contact, view.walk.now)
        yield TonedLine(contact.name)
        yield from (details.indented() for details in contact_lines(view, contact))


def item_value(view: View, row: Row, item: Item) -> str:
    """The value of an item of a ticket; empty where somebody has to fill it in."""
    if item.value is not None:
        return item.value
    return {
        "who": view.actor,
        "site": view.site.contacts.site,
        "began": view.began_words(row),
        "now": view.hour(view.walk.now),
        "title": view.title,
    }.get(item.fill or "", "")
