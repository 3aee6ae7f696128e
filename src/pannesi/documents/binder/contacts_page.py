"""Contacts on paper: every channel, with room to write in a number that the site does not give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pannesi.procedure.availability.holidays import assuming_french_holidays, holiday_name
from pannesi.procedure.availability.opening_hours import format_time_of_day
from pannesi.procedure.availability.week_grid import ContactWeek, Stretch, contact_weeks
from pannesi.procedure.model.contacts import Channel, Contact, ContactsFile, Schedule, Window
from pannesi.support.i18n import N_, _, translated


def contact_rows(contacts: ContactsFile) -> list[dict[str, Any]]:
    """Every contact as plain values, in the order of contacts.yaml."""
    names = {contact.id: contact.name for contact in contacts.contacts}
    return [
        {
            "name": contact.name,
            "hours": contact_hours(contacts, contact),
            "members": [names[member] for member in contact.members],
            "channels": [channel_row(channel) for channel in contact.channels],
            "references": [{"label": reference.label, "value": reference.value} for reference in contact.references],
            "reserved": _reserved_words(contact),
            "then": [names[other] for other in contact.then],
            "note": contact.note or "",
            "added": contact.added is not None,
        }
        for contact in contacts.contacts
    ]


def callee_rows(contacts: ContactsFile, ref: str) -> list[dict[str, Any]]:
    """The contacts that a call line means, then their fallbacks, each once, as plain values.

    Raises KeyError for an unknown id.
    """
    by_id = {contact.id: contact for contact in contacts.contacts}
    rows: dict[str, dict[str, Any]] = {}
    queue = [ref]
    while queue:
        contact = by_id[queue.pop(0)]
        if contact.id in rows:
            continue
        rows[contact.id] = {
            "name": contact.name,
            "hours": contact_hours(contacts, contact),
            "channels": [channel_row(channel, in_short=True) for channel in _channels_of_call(contact)],
            "reserved": _reserved_words(contact),
        }  # fmt: skip
        queue += [*contact.members, *contact.then]
    return [entry for name, entry in rows.items() if entry["channels"] or not by_id[name].members]


def _channels_of_call(contact: Contact) -> Sequence[Channel]:
    """By what a contact is called: the numbers that are written, and what it prefers; else where a number is missing,
    else whatever there is. The page of contacts has them all."""
    spoken = [channel for channel in contact.channels if channel.traits.spoken]
    written = [channel for channel in contact.channels if channel.value and (channel in spoken or channel.preferred)]
    return written or spoken or contact.channels


def channel_row(channel: Channel, *, in_short: bool = False) -> dict[str, Any]:
    """A channel as plain values; `value` is empty where there is room to write a number in. Its label is left out
    `in_short`."""
    notes = [
        None if in_short else channel.label,
        channel.condition,
        _("à préférer") if channel.preferred else None,
        channel.missing,
    ]
    notes.append(_("par Internet") if channel.needs == "internet" else None)
    return {
        "kind": translated(channel.traits.on_paper),
        "value": channel.value or "",
        "link": channel.traits.link(channel.value) if channel.value is not None else "",
        "note": " ; ".join(note for note in notes if note),
    }


def _reserved_words(contact: Contact) -> str:
    return _("réservé : {roles}").format(roles=", ".join(contact.reserved_to)) if contact.reserved_to else ""


def contact_hours(contacts: ContactsFile, contact: Contact) -> str:
    """When a contact answers, in words."""
    if contact.members:
        return _("selon l'heure")
    if contact.hours is None:
        return _("horaires non écrits")
    return schedule_words(contacts, contacts.schedules[contact.hours])


def schedule_words(contacts: ContactsFile, schedule: Schedule) -> str:
    """A schedule on one line, with what is assumed or unknown in it."""
    if schedule.unknown is not None:
        return _("horaires inconnus : {why}").format(why=schedule.unknown)
    if schedule.outside is not None:
        return _("hors « {schedule} »").format(schedule=contacts.schedules[schedule.outside].label)
    words = " ; ".join(_window_words(window) for window in schedule.windows)
    holidays = {"closed": _("fermé les jours fériés"), "unknown": _("jours fériés : non écrit"), "open": ""}
    return words + (f" ; {holidays[schedule.holidays]}" if holidays[schedule.holidays] else "")


def _window_words(window: Window) -> str:
    days = ", ".join(window.days)
    if window.days == ("lundi", "mardi", "mercredi", "jeudi", "vendredi"):
        days = _("lundi à vendredi")
    if window.days == ("tous",):
        days = _("tous les jours")
    start, end = format_time_of_day(window.start), format_time_of_day(window.end)
    if (start, end) == ("00:00", "24:00"):
        text = _("{days}, 24 h/24").format(days=days)
    else:
        text = _("{days} {start}–{end}").format(days=days, start=start, end=end)
    text += _(" (urgences seulement)") if window.only else ""
    return text + (_(" (heures supposées)") if window.assumed else "")


def origin_words(source: str | None, added: str | None) -> str:
    """Where a line or a contact comes from: its source, or why it was added to the procedure."""
    if added is not None:
        return _("Ajout à valider : {why}").format(why=added)
    return _("Source : {source}").format(source=source) if source else ""


def ordinary_week(contacts: ContactsFile) -> tuple[ContactWeek, ...]:
    """The hours of a week without public holidays: the first from 2024 on, so that every print is the same."""
    contacts, monday = assuming_french_holidays(contacts), date(2024, 1, 1)
    while any(holiday_name(contacts, monday + timedelta(days=day)) is not None for day in range(7)):
        monday += timedelta(days=7)
    return contact_weeks(contacts, monday)


DAYS = (N_("lundi"), N_("mardi"), N_("mercredi"), N_("jeudi"), N_("vendredi"), N_("samedi"), N_("dimanche"))
"""The days of the week, from Monday."""


def week_grid(contacts: ContactsFile) -> dict[str, Any]:
    """Who answers at what hour of an ordinary week, as plain values. Days alike for every contact share a column.

    Contacts whose hours nobody wrote are left out.
    """
    weeks = [contact_week for contact_week in ordinary_week(contacts) if not _has_no_hours(contact_week)]
    spans: list[list[int]] = []
    for day in range(7):
        if spans and all(contact_week.days[day] == contact_week.days[spans[-1][0]] for contact_week in weeks):
            spans[-1].append(day)
        else:
            spans.append([day])
    return {
        "days": [_days_words(span) for span in spans],
        "rows": [
            {"name": contact_week.name, "days": [_day_values(contact_week.days[span[0]]) for span in spans]}
            for contact_week in weeks
        ],
    }


def _days_words(days: list[int]) -> str:
    if len(days) == 7:
        return _("tous les jours")
    if len(days) == 1:
        return translated(DAYS[days[0]])
    return _("{first} à {last}").format(first=translated(DAYS[days[0]]), last=translated(DAYS[days[-1]]))


def contacts_without_hours(contacts: ContactsFile) -> list[str]:
    """The names of the contacts whose hours nobody wrote."""
    return [contact.name for contact in ordinary_week(contacts) if _has_no_hours(contact)]


def _has_no_hours(contact: ContactWeek) -> bool:
    return all(part.state == "unknown" for day in contact.days for part in day)


def _day_values(day: tuple[Stretch, ...]) -> dict[str, Any]:
    stretches = [{"start": part.start, "end": part.end, "state": part.state} for part in day]
    return {"stretches": stretches, "words": _day_words(day)}


def _day_words(day: tuple[Stretch, ...]) -> str:
    """When a contact answers in a day; empty for never."""
    if len(day) == 1 and day[0].state == "open":
        return _("24 h")
    return " ".join(f"{_clock_words(part.start)}–{_clock_words(part.end)}" for part in day if part.state == "open")


def _clock_words(minute: int) -> str:
    return f"{minute // 60}h{minute % 60:02d}" if minute % 60 else f"{minute // 60}h"
