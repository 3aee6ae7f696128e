"""Contacts as paper shows them: every way to reach somebody, with room for a number that the site has not given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pannesi.procedure.availability.holidays import assuming_french_holidays, holiday_name
from pannesi.procedure.availability.opening_hours import format_time_of_day
from pannesi.procedure.availability.week_grid import ContactWeek, Stretch, contact_weeks
from pannesi.procedure.model.contacts import Channel, Contact, ContactsFile, Schedule, Window
from pannesi.support.i18n import N_, _, translated


def contact_rows(contacts: ContactsFile) -> list[dict[str, Any]]:
    """Everybody in the order of `contacts.yaml`."""
    names = {contact.id: contact.name for contact in contacts.contacts}
    return [
        {
            "name": one.name,
            "hours": contact_hours(contacts, one),
            "members": [names[member] for member in one.members],
            "channels": [channel_row(channel) for channel in one.channels],
            "references": [{"label": known.label, "value": known.value} for known in one.references],
            "reserved": _reserved(one),
            "then": [names[other] for other in one.then],
            "note": one.note or "",
            "origin": origin_words(one.source, one.added),
            "added": one.added is not None,
        }
        for one in contacts.contacts
    ]


def callee_rows(contacts: ContactsFile, ref: str) -> list[dict[str, Any]]:
    """Whom a call line means, and those that the site gives next: name, hours, ways to reach them."""
    known = {one.id: one for one in contacts.contacts}
    found: dict[str, dict[str, Any]] = {}
    waiting = [ref]
    while waiting:
        contact = known[waiting.pop(0)]
        if contact.id in found:
            continue
        found[contact.id] = {
            "name": contact.name,
            "hours": contact_hours(contacts, contact),
            "channels": [channel_row(channel) for channel in contact.channels],
            "reserved": _reserved(contact),
        }  # fmt: skip
        waiting += [*contact.members, *contact.then]
    return [one for name, one in found.items() if one["channels"] or not known[name].members]


def channel_row(channel: Channel) -> dict[str, Any]:
    """One way to reach somebody: `value` is empty where there is a number to write in."""
    told = [channel.label, channel.condition, _("à préférer") if channel.preferred else None, channel.missing]
    told.append(_("par Internet") if channel.needs == "internet" else None)
    return {
        "kind": translated(channel.traits.on_paper),
        "value": channel.value or "",
        "link": channel.traits.link(channel.value) if channel.value is not None else "",
        "note": " ; ".join(one for one in told if one),
    }


def _reserved(contact: Contact) -> str:
    return _("réservé : {roles}").format(roles=", ".join(contact.reserved_to)) if contact.reserved_to else ""


def contact_hours(contacts: ContactsFile, contact: Contact) -> str:
    """When somebody answers, in words."""
    if contact.members:
        return _("selon l'heure")
    if contact.hours is None:
        return _("horaires non écrits")
    return schedule_words(contacts, contacts.schedules[contact.hours])


def schedule_words(contacts: ContactsFile, schedule: Schedule) -> str:
    """A schedule on one line; what is assumed or unknown is said."""
    if schedule.unknown is not None:
        return _("horaires inconnus : {why}").format(why=schedule.unknown)
    if schedule.outside is not None:
        return _("hors « {schedule} »").format(schedule=contacts.schedules[schedule.outside].label)
    words = " ; ".join(_window(window) for window in schedule.windows)
    holidays = {"closed": _("fermé les jours fériés"), "unknown": _("jours fériés : non écrit"), "open": ""}
    return words + (f" ; {holidays[schedule.holidays]}" if holidays[schedule.holidays] else "")


def _window(window: Window) -> str:
    days = ", ".join(window.days)
    if window.days == ("lundi", "mardi", "mercredi", "jeudi", "vendredi"):
        days = _("lundi à vendredi")
    if window.days == ("tous",):
        days = _("tous les jours")
    start, end = format_time_of_day(window.start), format_time_of_day(window.end)
    text = _("{days} {start}–{end}").format(days=days, start=start, end=end)
    text += _(" (urgences seulement)") if window.only else ""
    return text + (_(" (heures supposées)") if window.assumed else "")


def origin_words(source: str | None, added: str | None) -> str:
    """Where something comes from, marked as the screen marks it."""
    if added is not None:
        return _("Ajout à valider : {why}").format(why=added)
    return _("Source : {source}").format(source=source) if source else ""


def ordinary_week(contacts: ContactsFile) -> tuple[ContactWeek, ...]:
    """The first week from 2024 without any public holiday: the same on every day one prints."""
    contacts, monday = assuming_french_holidays(contacts), date(2024, 1, 1)
    while any(holiday_name(contacts, monday + timedelta(days=day)) is not None for day in range(7)):
        monday += timedelta(days=7)
    return contact_weeks(contacts, monday)


DAYS = (N_("lundi"), N_("mardi"), N_("mercredi"), N_("jeudi"), N_("vendredi"), N_("samedi"), N_("dimanche"))


def week_grid(contacts: ContactsFile) -> dict[str, Any]:
    """Who answers at what hour of an ordinary week; days that are alike for everybody share one column.

    Contacts whose hours nobody wrote are left out.
    """
    known = [one for one in ordinary_week(contacts) if not _unwritten(one)]
    spans: list[list[int]] = []
    for day in range(7):
        if spans and all(one.days[day] == one.days[spans[-1][0]] for one in known):
            spans[-1].append(day)
        else:
            spans.append([day])
    return {
        "days": [_span(span) for span in spans],
        "rows": [{"name": one.name, "days": [_day(one.days[span[0]]) for span in spans]} for one in known],
    }


def _span(days: list[int]) -> str:
    if len(days) == 7:
        return _("tous les jours")
    if len(days) == 1:
        return translated(DAYS[days[0]])
    return _("{first} à {last}").format(first=translated(DAYS[days[0]]), last=translated(DAYS[days[-1]]))


def contacts_without_hours(contacts: ContactsFile) -> list[str]:
    """The names of those whose hours nobody wrote."""
    return [one.name for one in ordinary_week(contacts) if _unwritten(one)]


def _unwritten(known: ContactWeek) -> bool:
    return all(part.state == "unknown" for day in known.days for part in day)


def _day(day: tuple[Stretch, ...]) -> dict[str, Any]:
    stretches = [{"start": part.start, "end": part.end, "state": part.state} for part in day]
    return {"stretches": stretches, "words": _day_words(day)}


def _day_words(day: tuple[Stretch, ...]) -> str:
    """When somebody answers in a day; empty when never."""
    if len(day) == 1 and day[0].state == "open":
        return _("24 h")
    return " ".join(f"{_clock(part.start)}–{_clock(part.end)}" for part in day if part.state == "open")


def _clock(minute: int) -> str:
    return f"{minute // 60}h{minute % 60:02d}" if minute % 60 else f"{minute // 60}h"
