"""What was searched for and the procedure does not write, in words: that it is so, and whom to ask now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pannesi.procedure.availability.moments import format_moment, until_words
from pannesi.procedure.availability.reachability import (
    ContactRow,
    contact_at,
    missing_number_words,
    spoken_number,
    zone_of,
)
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.units import UnwrittenTopic
from pannesi.support.i18n import _


def unwritten_words(topic: UnwrittenTopic) -> str:
    """That the procedure does not write it."""
    return _("Non écrit dans la procédure : {topic}.").format(topic=topic.label)


def whom_to_ask(topic: UnwrittenTopic, contacts: ContactsFile, now: datetime, *, in_doubt: bool = False) -> str:
    """Whom to ask about it at `now`: names, numbers, until when. `in_doubt`: the clock is not trusted."""
    if not topic.call:
        return _("À qui le demander n'est pas écrit non plus.")
    rows = (contact_at(contacts, name, now) for name in topic.call)
    return _("Demander à : {whom}.").format(
        whom=" ; ".join(", ".join(_contact_parts(row, contacts, now, in_doubt)) for row in rows)
    )


def _contact_parts(row: ContactRow, contacts: ContactsFile, now: datetime, in_doubt: bool) -> Iterator[str]:
    member = row.member if not in_doubt and row.reachable != "no" else None
    yield member.name if member is not None else row.name
    yield spoken_number(row) or missing_number_words(row)
    if in_doubt:
        yield _("horaires selon l'heure, à confirmer")
    elif row.reachable == "no":
        opens = format_moment(row.opens_at, now, zone_of(contacts)) if row.opens_at is not None else ""
        yield _("fermé, ouvre {when}").format(when=opens) if opens else _("fermé")
    elif row.reachable == "unknown":
        yield row.reason
    elif row.reachable == "urgent-only":
        yield _("urgences uniquement")
    elif row.until is not None:
        yield until_words(row.until, now, zone_of(contacts))
