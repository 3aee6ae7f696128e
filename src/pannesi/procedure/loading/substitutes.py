"""Contacts in the place of those that cannot serve: hours that nobody can judge without a clock, and what an earlier
procedure names that is no longer written. Each says where it is met what is the matter, instead of failing far away."""

from __future__ import annotations

from datetime import time

from pannesi.procedure.model.contacts import Channel, Contact, ContactsFile, Schedule
from pannesi.support.i18n import _


def without_clock_decisions(contacts: ContactsFile) -> ContactsFile:
    """The same contacts while nobody knows what time it is: only hours that are always the same are still told."""
    return contacts.but(schedules={name: _undecided(one) for name, one in contacts.schedules.items()})


def _undecided(schedule: Schedule) -> Schedule:
    if schedule.unknown is not None or _is_always(schedule):
        return schedule
    why = _("{label} : l'heure de ce poste est à confirmer").format(label=schedule.label)
    return schedule.but(windows=(), outside=None, unknown=why)


def _is_always(schedule: Schedule) -> bool:
    """Whether it is open day and night, on public holidays too."""
    whole = any(
        "tous" in window.days and (window.start, window.end) == (time(0), time.max) and window.only is None
        for window in schedule.windows
    )
    return whole and schedule.holidays == "open"


def with_removed_contacts(today: ContactsFile, earlier: ContactsFile) -> ContactsFile:
    """Today's contacts, and in its place whatever only the earlier ones have: its name, and that it is no longer
    written. Its numbers are left out: they may be somebody else's by now."""
    schedules = {name: _gone_hours(one) for name, one in earlier.schedules.items() if name not in today.schedules}
    known = {contact.id for contact in today.contacts}
    gone = tuple(_gone(one) for one in earlier.contacts if one.id not in known)
    return today.but(schedules={**today.schedules, **schedules}, contacts=(*today.contacts, *gone))


def _gone_hours(schedule: Schedule) -> Schedule:
    why = _("{label} : ces horaires ne sont plus dans contacts.yaml").format(label=schedule.label)
    return Schedule(label=schedule.label, unknown=why)


def _gone(contact: Contact) -> Contact:
    why = _("plus dans contacts.yaml : demander le numéro")
    return Contact(
        id=contact.id,
        name=_("{name} (retiré des contacts)").format(name=contact.name),
        channels=(Channel(kind="phone", missing=why),),
        reserved_to=contact.reserved_to,
    )
