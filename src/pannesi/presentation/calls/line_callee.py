"""Whom to call for a line of the procedure, by the hour and by who has not answered yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pannesi.procedure.availability.reachability import ContactRow, contact_at, has_spoken_number
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.unanswered_calls import calls_in_vain


@dataclass(frozen=True)
class Callee:
    """The contact to call now."""

    contact: ContactRow
    next_contact: ContactRow | None
    """The contact to call if this one does not answer; None where the site gives none."""
    all_tried: bool
    """Whether every contact was called without an answer since somebody was last reached: the first is then called
    again."""
    organisation: str | None = None
    """The organisation, where this is another contact of the one that did not answer."""


def call_chain(contacts: ContactsFile, first: str, now: datetime) -> tuple[ContactRow, ...]:
    """The contacts to call in turn: `first`, then the fallbacks of each.

    Groups are resolved to whoever answers at `now`. Each contact comes once; ids that are not in contacts.yaml are left
    out.
    """
    written_ids = {contact.id for contact in contacts.contacts}
    rows: dict[str, ContactRow] = {}
    queue, seen = [first], set[str]()
    while queue:
        name = queue.pop(0)
        if name in seen or name not in written_ids:
            continue
        seen.add(name)
        row = contact_at(contacts, name, now)
        then = list(row.then)
        while row.member is not None:
            row = row.member
            then += row.then
        rows.setdefault(row.id, row)
        queue += then
    return tuple(rows.values())


def callee_for(contacts: ContactsFile, row: Row, now: datetime) -> Callee | None:
    """Whom to call now for a `call` line; None where its contact is not in contacts.yaml."""
    own = call_chain(contacts, str(row.line.value), now)
    if not own:
        return None
    others = {contact.id: organisation for contact, organisation in _same_organisation(contacts, own, now)}
    people = (*own, *(contact_at(contacts, name, now) for name in others))
    silent = {attempt.contact for attempt in calls_in_vain(row)}
    left = [contact for contact in people if contact.id not in silent]
    if not left:
        return Callee(people[0], None, all_tried=True)
    following = left[1] if len(left) > 1 and left[1].id not in others else None
    return Callee(left[0], following, all_tried=False, organisation=others.get(left[0].id))


def _same_organisation(
    contacts: ContactsFile, tried: tuple[ContactRow, ...], now: datetime
) -> Iterator[tuple[ContactRow, str]]:
    """The other contacts of the same organisations, each with its organisation: those with a number, and not closed at
    `now`."""
    tried_ids = {row.id for row in tried}
    organisations = {
        row.organisation for row in contacts.contacts if row.id in tried_ids and row.organisation is not None
    }
    for contact in contacts.contacts:
        if contact.id not in tried_ids and contact.organisation in organisations and not contact.reserved_to:
            resolved = contact_at(contacts, contact.id, now)
            if has_spoken_number(resolved) and resolved.reachable != "no":
                yield resolved, str(contact.organisation)


def alternative_contacts(contacts: ContactsFile, name: str, now: datetime) -> tuple[ContactRow, ...]:
    """Contacts that can be tried instead of one whose number is not written.

    The others of its group, the fallbacks, then others of its organisation; only those with a number, and not closed at
    `now`.
    """
    groups = [contact for contact in contacts.contacts if name in contact.members]
    names = [other for group in groups for other in (*group.members, *group.then)]
    names += [other for contact in contacts.contacts if contact.id == name for other in contact.then]
    rows = [row for other in dict.fromkeys(names) if other != name for row in call_chain(contacts, other, now)[:1]]
    rows += [row for row, _organisation in _same_organisation(contacts, call_chain(contacts, name, now)[:1], now)]
    usable = {row.id: row for row in rows if row.id != name and has_spoken_number(row) and row.reachable != "no"}
    return tuple(usable.values())
