"""Contacts and schedules as plain text."""

from __future__ import annotations

from pannesi.procedure.availability.opening_hours import format_time_of_day
from pannesi.procedure.availability.reachability import channel_words
from pannesi.procedure.model.contacts import Contact, ContactsFile, Schedule, Window
from pannesi.procedure.paragraphs import TextPage
from pannesi.procedure.wording.show_lines import origin_lines
from pannesi.support.i18n import _


def write_contacts(page: TextPage, contacts: ContactsFile) -> None:
    """Writes the contacts of a site on a page: country, care units, roles, schedules, contacts."""
    page.write(_("fuseau horaire : {name}").format(name=contacts.timezone), 1)
    page.write(_("jours fériés : {country}").format(country=contacts.holidays), 1)
    for day in contacts.local_holidays:
        page.write(_("jour férié local : {date}").format(date=day.isoformat()), 1)
    for unit in contacts.units:
        page.write(_("unité de soins : {unit}").format(unit=unit), 1)
    for role, words in contacts.roles.items():
        page.write(_("rôle « {role} » : {words}").format(role=role, words=words), 1)
    if contacts.signatures:
        page.write(_("signent un exercice : {names}").format(names=", ".join(contacts.signatures)), 1)
    for name, schedule in contacts.schedules.items():
        _write_schedule(page, contacts, name, schedule)
    for contact in contacts.contacts:
        _write_contact(page, contacts, contact)


def _write_schedule(page: TextPage, contacts: ContactsFile, name: str, schedule: Schedule) -> None:
    page.blank_line()
    page.write(_("Horaire « {label} » ({id})").format(label=schedule.label, id=name))
    for window in schedule.windows:
        page.write(window_words(window), 1, hanging=2)
    if schedule.outside is not None:
        other = contacts.schedules[schedule.outside].label
        page.write(_("quand « {schedule} » est fermé").format(schedule=other), 1)
    if schedule.unknown is not None:
        page.write(_("inconnu : {why}").format(why=schedule.unknown), 1, hanging=2)
    holidays = {
        "closed": _("fermé les jours fériés"),
        "open": _("comme d'habitude les jours fériés"),
        "unknown": _("rien n'est écrit pour les jours fériés"),
    }
    if schedule.windows:
        page.write(holidays[schedule.holidays], 1)
    for text in origin_lines(schedule.source, schedule.added):
        page.write(text, 1, hanging=2)


def window_words(window: Window) -> str:
    """A window of opening hours in words: `ouvrés, de 08:00 à 17:30, urgences seulement`."""
    start, end = format_time_of_day(window.start), format_time_of_day(window.end)
    text = _("{days}, de {start} à {end}").format(days=", ".join(window.days), start=start, end=end)
    if window.only is not None:
        text += _(", urgences seulement")
    return text + (_(" (supposé : {why})").format(why=window.assumed) if window.assumed is not None else "")


def _write_contact(page: TextPage, contacts: ContactsFile, contact: Contact) -> None:
    names = {each.id: each.name for each in contacts.contacts}
    page.blank_line()
    page.write(_("{name} ({id})").format(name=contact.name, id=contact.id))
    if contact.hours is not None:
        page.write(_("horaire : {label}").format(label=contacts.schedules[contact.hours].label), 1)
    for member in contact.members:
        page.write(_("selon l'heure : {name}").format(name=names[member]), 1)
    for channel in contact.channels:
        page.write(channel_words(channel), 1, hanging=2)
        if channel.needs == "internet":
            page.write(_("par Internet"), 2)
        for text in origin_lines(channel.source, None):
            page.write(text, 2, hanging=2)
    for reference in contact.references:
        page.write(_("{label} : {value}").format(label=reference.label, value=reference.value), 1, hanging=2)
        for text in origin_lines(reference.source, None):
            page.write(text, 2, hanging=2)
    if contact.reserved_to:
        page.write(_("réservé : {roles}").format(roles=", ".join(contact.reserved_to)), 1)
    for stand_in in contact.then:
        page.write(_("sans réponse : {name}").format(name=names[stand_in]), 1)
    if contact.organisation is not None:
        page.write(_("organisme : {name}").format(name=contact.organisation), 1)
    if contact.note is not None:
        page.write(contact.note, 1, hanging=2)
    for text in origin_lines(contact.source, contact.added):
        page.write(text, 1, hanging=2)
