"""Handlers about the session as a whole: notes, redlines, persons, hand-over, closing."""

from __future__ import annotations

from pannesi.session import actions as want
from pannesi.session.event_writer import (
    DraftWriter,
    Refused,
    required_name,
    required_reason,
    required_statement,
    required_text,
)
from pannesi.session.facts.lines import RedlineRaised
from pannesi.session.facts.session import (
    HandoverOffered,
    HandoverTaken,
    LengthExpected,
    NoteWritten,
    PersonNamed,
    SessionClosed,
    SessionWord,
)
from pannesi.session.phone_number import phone_number_in
from pannesi.support.i18n import _

REDLINES = ("wrong", "impossible", "unclear")
"""What a redline may report."""
LEAST_REASON = 2
"""Letters in the reason of a forced closing, at least: a digit alone is none."""
MOST_WORD = 40
"""Signs of the word that a session is given, at most: it stands beside its title."""


def note(writer: DraftWriter, intent: want.Note) -> None:
    """Writes a note, also once the session is closed; as the number of a contact where it begins with one. Raises
    Refused when it is empty."""
    if writer.state.opened is None:
        writer.refuse_unless_running()
    words = required_text(intent.text, _("La note est vide."))
    contact = intent.contact if phone_number_in(words) else ""
    writer.write(NoteWritten(visit=intent.visit, line=intent.line, contact=contact), text=words)


def give_word(writer: DraftWriter, intent: want.GiveWord) -> None:
    """Gives the session a word by which it is told from others, also once it is closed. Raises Refused when it is empty
    or too long."""
    if writer.state.opened is None:
        writer.refuse_unless_running()
    word = required_statement(intent.word, _("Donner un mot, ou quelques-uns."))
    if len(word) > MOST_WORD:
        raise Refused(_("Trop long : {most} signes au plus.").format(most=MOST_WORD))
    writer.write(SessionWord(), text=word)


def redline(writer: DraftWriter, intent: want.Redline) -> None:
    """Reports a line of the procedure, also once the session is closed. Raises Refused for an unknown line or
    reason."""
    if writer.state.opened is None:
        writer.refuse_unless_running()
    row = writer.row(intent.visit, intent.line)
    if intent.about not in REDLINES:
        raise Refused(_("Dire si la ligne est fausse, impossible ou pas claire."))
    fact = RedlineRaised(visit=row.visit, line=row.line.id, about=intent.about)
    writer.write(fact, text=intent.words.strip() or None)


def set_expected(writer: DraftWriter, intent: want.SetExpected) -> None:
    """Sets how long the outage is expected to last. Raises Refused beyond 31 days."""
    writer.refuse_unless_running()
    if not 0 < intent.minutes <= 60 * 24 * 31:
        raise Refused(_("Donner une durée entre 1 minute et 31 jours."))
    writer.write(LengthExpected(minutes=intent.minutes))


def name_person(writer: DraftWriter, intent: want.NamePerson) -> None:
    """Says who is at the screen. Raises Refused without a name."""
    name = required_name(intent.name, _("Donner un nom ou des initiales."))
    writer.write(PersonNamed(name=name, role=intent.role.strip()))


def offer_handover(writer: DraftWriter, intent: want.OfferHandover) -> None:
    """Offers the session to the next person. Raises Refused unless it is open."""
    writer.refuse_unless_running()
    writer.write(HandoverOffered(), text=intent.word.strip() or None)


def take_handover(writer: DraftWriter, intent: want.TakeHandover) -> None:
    """Takes the session over, whether or not somebody offered it. Raises Refused unless it is open."""
    writer.refuse_unless_running()
    offer = writer.state.slot("handover").head
    offered = offer.id if offer is not None and isinstance(offer.body, HandoverOffered) else None
    writer.write(HandoverTaken(offer=offered, by=writer.context.actor))


def close(writer: DraftWriter, intent: want.Close) -> None:
    """Closes the session; where something prevents that, with a reason, and what prevented it is stored for reports.

    Raises Refused where something prevents it and there is no reason.
    """
    writer.refuse_unless_running()
    why = intent.reason.strip()
    prevented = [block.text for block in writer.walk.blocks]
    if prevented and not why:
        raise Refused(_("La session ne peut pas être close : {what}.").format(what=" ; ".join(prevented)))
    forced = bool(prevented) or intent.forgotten
    if forced:
        why = closing_reason(why)
    unknown = intent.return_unknown and any(block.code in ("return", "search") for block in writer.walk.blocks)
    fact = SessionClosed(forced=forced, prevented=tuple(prevented), return_unknown=unknown, rules=writer.context.rules)
    writer.write(fact, text=why if forced else None)


def closing_reason(words: str) -> str:
    """The reason of a forced closing, stripped. Raises Refused where it says nothing: no letter, only yes or no."""
    sentence = _("Dire en quelques mots pourquoi.")
    kept = required_reason(words, sentence)
    if sum(sign.isalpha() for sign in kept) < LEAST_REASON:
        raise Refused(_("« {words} » ne suffit pas. {sentence}").format(words=kept, sentence=sentence))
    return kept
