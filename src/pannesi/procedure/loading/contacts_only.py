"""`contacts.yaml` loaded alone, without the cases: the quick way to the contacts."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from pannesi.procedure.availability.holidays import is_holiday_country
from pannesi.procedure.availability.opening_hours import time_zone
from pannesi.procedure.checks.cycles import names_in_cycles
from pannesi.procedure.loading.site_files import CONTACTS, read_site_file
from pannesi.procedure.loading.validation import ValidationError, validated
from pannesi.procedure.loading.yaml_reader import read
from pannesi.procedure.model.contacts import ContactsFile, Schedule


def load_contacts(folder: Path) -> ContactsFile | None:
    """The contacts of the site in a folder, None when they have any error: loading the whole site then says which.

    What loading the whole site refuses is refused here too.
    """
    content = read_site_file(folder, CONTACTS)
    return contacts_in(content) if content is not None else None


def contacts_in(content: bytes) -> ContactsFile | None:
    """The contacts in the bytes of a `contacts.yaml`, None when they have any error."""
    tree, problems = read(CONTACTS, content)
    if tree is None or problems:
        return None
    try:
        contacts: ContactsFile = validated(ContactsFile, tree)
        time_zone(contacts.timezone)
    except (ValidationError, KeyError, ValueError, OSError):
        return None
    valid = is_holiday_country(contacts.holidays) and _references_resolve(contacts) and _values_are_valid(contacts)
    return contacts if valid else None


def _references_resolve(contacts: ContactsFile) -> bool:
    """Whether each contact and schedule named exists, once, and none leads back to itself."""
    everybody, schedules = contacts.contacts, contacts.schedules
    ids = [contact.id for contact in everybody]
    named = {name for contact in everybody for name in (*contact.members, *contact.then)}
    hours = {contact.hours for contact in everybody} | {schedule.outside for schedule in schedules.values()}
    resolved = len(set(ids)) == len(ids) and named <= set(ids) and hours - {None} <= set(schedules)
    members = {contact.id: contact.members for contact in everybody}
    outside = {name: (schedule.outside,) for name, schedule in schedules.items() if schedule.outside is not None}
    return resolved and not names_in_cycles(members) and not names_in_cycles(outside)


def _values_are_valid(contacts: ContactsFile) -> bool:
    channels = [channel for contact in contacts.contacts for channel in contact.channels]
    complete = all((channel.value is None) != (channel.missing is None) for channel in channels)
    well_formed = complete and all(channel.is_well_formed for channel in channels)
    return well_formed and all(_is_complete(schedule) for schedule in contacts.schedules.values())


def _is_complete(schedule: Schedule) -> bool:
    """Whether a schedule has exactly one of windows, `outside` and `unknown`, and no window from 24:00 on."""
    given = (bool(schedule.windows), schedule.outside is not None, schedule.unknown is not None)
    return sum(given) == 1 and all(window.start != time.max for window in schedule.windows)
