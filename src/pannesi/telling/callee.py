"""Whom to call for a line, by the clock and by who has not answered yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pannesi.session.rows import Row
from pannesi.site.contacts import ContactsFile
from pannesi.site.reach import ContactRow, row_for

SPOKEN = ("phone", "short")
"""The ways by which one speaks to somebody."""


@dataclass(frozen=True)
class Callee:
    """The contact to try now."""

    contact: ContactRow
    following: ContactRow | None
    """Whom the site gives after them."""
    tried: bool
    """Everybody that the site gives was tried without an answer: begin again."""


def chain(contacts: ContactsFile, first: str, now: datetime) -> tuple[ContactRow, ...]:
    """The contact named, resolved by the clock, and those that the site gives after when there is no answer."""
    known = {one.id for one in contacts.contacts}
    found: dict[str, ContactRow] = {}
    waiting, met = [first], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in met or name not in known:
            continue
        met.add(name)
        row = row_for(contacts, name, now)
        then = list(row.then)
        while row.member is not None:
            row = row.member
            then += row.then
        found.setdefault(row.id, row)
        waiting += then
    return tuple(found.values())


def callee(contacts: ContactsFile, row: Row, now: datetime) -> Callee | None:
    """Whom to call for a `call` line; None when the contact is not in contacts.yaml."""
    people = chain(contacts, str(row.line.value), now)
    if not people:
        return None
    silent = {attempt.contact for attempt in row.attempts if attempt.outcome == "no_answer"}
    left = [one for one in people if one.id not in silent]
    if not left:
        return Callee(people[0], None, tried=True)
    return Callee(left[0], left[1] if len(left) > 1 else None, tried=False)


def has_number(row: ContactRow) -> bool:
    """Whether a number to speak to them is written."""
    return any(one.kind in SPOKEN and one.value is not None for one in row.channels)


def instead(contacts: ContactsFile, name: str, now: datetime) -> tuple[ContactRow, ...]:
    """Whom the site gives for the same thing: the others of their group, and those to try after them. Only those whose
    number is written, and who are not known to be closed."""
    groups = [one for one in contacts.contacts if name in one.members]
    names = [other for group in groups for other in (*group.members, *group.then)]
    names += [other for one in contacts.contacts if one.id == name for other in one.then]
    rows = [row for other in dict.fromkeys(names) if other != name for row in chain(contacts, other, now)[:1]]
    known = {row.id: row for row in rows if row.id != name and has_number(row) and row.reachable != "no"}
    return tuple(known.values())
