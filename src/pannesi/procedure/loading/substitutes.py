"""Substitutes for contacts and schedules that cannot be used as they are written.

Schedules while the clock of the machine is in doubt, and contacts that a pinned procedure names but today's files no
longer have. Each substitute says in words what is the matter.
"""

from __future__ import annotations

from datetime import time

from pannesi.procedure.model.contacts import Channel, Contact, ContactsFile, Schedule
from pannesi.support.i18n import _


def without_clock_decisions(contacts: ContactsFile) -> ContactsFile:
    """The contacts while the time is unknown: every schedule is unknown, but for those that are always open, and no
    hour is given at which to call again."""
    schedules = {name: _without_clock(schedule) for name, schedule in contacts.schedules.items()}
    return contacts.replace(schedules=schedules, call_again=None)


def _without_clock(schedule: Schedule) -> Schedule:
    if schedule.unknown is not None or _is_always(schedule):
        return schedule
    why = _("{label} : l'heure de ce poste est à confirmer").format(label=schedule.label)
    return schedule.replace(windows=(), outside=None, unknown=why)


def _is_always(schedule: Schedule) -> bool:
    """Whether a schedule is open day and night, on public holidays too."""
    day_and_night = any(
        "tous" in window.days and (window.start, window.end) == (time(0), time.max) and window.only is None
        for window in schedule.windows
    )
    return day_and_night and schedule.holidays == "open"


def with_removed_contacts(today: ContactsFile, earlier: ContactsFile) -> ContactsFile:
    """Today's contacts, with a substitute for each contact and schedule that only the earlier ones have.

    A substitute has the name, and says that it was removed; no number, which may be somebody else's by now.
    """
    schedules = {
        name: _schedule_substitute(each) for name, each in earlier.schedules.items() if name not in today.schedules
    }
    ids = {contact.id for contact in today.contacts}
    removed = tuple(_contact_substitute(each) for each in earlier.contacts if each.id not in ids)
    return today.replace(schedules={**today.schedules, **schedules}, contacts=(*today.contacts, *removed))


def _schedule_substitute(schedule: Schedule) -> Schedule:
    why = _("{label} : ces horaires ne sont plus dans contacts.yaml").format(label=schedule.label)
    return Schedule(label=schedule.label, unknown=why)


def _contact_substitute(contact: Contact) -> Contact:
    why = _("plus dans contacts.yaml : demander le numéro")
    return Contact(
        id=contact.id,
        name=_("{name} (retiré des contacts)").format(name=contact.name),
        channels=(Channel(kind="phone", missing=why),),
        reserved_to=contact.reserved_to,
    )
