"""`contacts.yaml` read without any case: who answers is asked in a hurry."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from pannesi.procedure.availability.holidays import is_country
from pannesi.procedure.availability.opening_hours import zone
from pannesi.procedure.checks.cycles import in_circles
from pannesi.procedure.loading.site_files import CONTACTS, read_one
from pannesi.procedure.loading.validation import ValidationError, validated
from pannesi.procedure.loading.yaml_reader import read
from pannesi.procedure.model.contacts import ContactsFile, Schedule


def load_contacts(folder: Path) -> ContactsFile | None:
    """The contacts of a site; None when anything is wrong with them: loading the whole site then says what.

    Never takes what the whole site refuses: a test holds the two together.
    """
    content = read_one(folder, CONTACTS)
    return contacts_in(content) if content is not None else None


def contacts_in(content: bytes) -> ContactsFile | None:
    """The contacts that a file holds, None when anything is wrong with them."""
    tree, problems = read(CONTACTS, content)
    if tree is None or problems:
        return None
    try:
        contacts: ContactsFile = validated(ContactsFile, tree)
        zone(contacts.timezone)
    except (ValidationError, KeyError, ValueError, OSError):
        return None
    return (
        contacts if is_country(contacts.holidays) and _all_lead_somewhere(contacts) and _all_sound(contacts) else None
    )


def _all_lead_somewhere(contacts: ContactsFile) -> bool:
    """Whether each contact and schedule named exists, once, and none leads back to itself."""
    ids = [contact.id for contact in contacts.contacts]
    named = {name for one in contacts.contacts for name in (*one.members, *one.then)}
    hours = {one.hours for one in contacts.contacts} | {schedule.outside for schedule in contacts.schedules.values()}
    known = len(set(ids)) == len(ids) and named <= set(ids) and hours - {None} <= set(contacts.schedules)
    members = {one.id: one.members for one in contacts.contacts}
    outside = {name: (one.outside,) for name, one in contacts.schedules.items() if one.outside is not None}
    return known and not in_circles(members) and not in_circles(outside)


def _all_sound(contacts: ContactsFile) -> bool:
    channels = [channel for contact in contacts.contacts for channel in contact.channels]
    complete = all((one.value is None) != (one.missing is None) and one.is_well_formed for one in channels)
    return complete and all(_is_sound(schedule) for schedule in contacts.schedules.values())


def _is_sound(schedule: Schedule) -> bool:
    given = (bool(schedule.windows), schedule.outside is not None, schedule.unknown is not None)
    return sum(given) == 1 and all(window.start != time.max for window in schedule.windows)
