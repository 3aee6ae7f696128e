"""All that a person may see of a site, thing by thing and aspect by aspect: what a comparison is made of.

Things are known by their ids, never by where they stand in a file. Every field of every model is an aspect, so
that a key added to the models later is compared without anybody thinking of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from pannesi.procedure.availability.opening_hours import format_time_of_day
from pannesi.procedure.model.contacts import Channel, Contact, ContactsFile, Window
from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.introspection import model_fields
from pannesi.procedure.model.lines import Duty, Line, When, text_of
from pannesi.procedure.model.nested_lines import line_fields, way_fields
from pannesi.procedure.model.numbering import UNKNOWN, branches_of, places_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import PHASES, AnyUnit, Phase, phase_word
from pannesi.procedure.wording.conditions import condition_words, duty_words, length_words, verb_of
from pannesi.procedure.wording.show_contacts import window_words
from pannesi.support.i18n import _

CONTACTS_UNIT = "contacts"
"""Stands for a unit's id where `contacts.yaml` is meant."""
ItemKey = tuple[str, str, str]
"""What it is (`line`, `option`, `symptom`, `message`, `field`, `unit`, `site`, `contact`, `channel`, `schedule`), the
unit it belongs to (or `contacts`), its id there."""


@dataclass(frozen=True)
class Aspect:
    """One aspect: `value` is compared, `words` is read."""

    value: Any
    words: str


@dataclass
class DiffItem:
    """One item: its aspects, how it is called, and for a line its static number and the group it stands in."""

    aspects: dict[str, Aspect] = field(default_factory=dict)
    title: str = ""
    number: str = ""
    group: tuple[str, ...] = ()
    """Lines, or options, with equal groups stand one after the other."""


_APART = frozenset({"id", "verb", "symptoms", "messages", "schedules", "contacts", "channels", "fields"})
"""Keys of what is a thing of its own, beside lines and the ways that lead to some."""


def diff_items_of(site: Site) -> dict[ItemKey, DiffItem]:
    """Everything of a site by what it is, in reading order."""
    found: dict[ItemKey, DiffItem] = {}
    for item, thing in (*_contacts(site.contacts), *(pair for unit in site.units for pair in _unit(site, unit))):
        found.setdefault(item, thing)
    return found


def _contacts(contacts: ContactsFile) -> Iterator[tuple[ItemKey, DiffItem]]:
    yield ("site", CONTACTS_UNIT, CONTACTS_UNIT), DiffItem(_fields(contacts), contacts.site)
    for name, schedule in contacts.schedules.items():
        yield ("schedule", CONTACTS_UNIT, name), DiffItem(_fields(schedule), schedule.label)
    for contact in contacts.contacts:
        yield ("contact", CONTACTS_UNIT, contact.id), DiffItem(_fields(contact), contact.name)
        yield from _channels(contact)


def _channels(contact: Contact) -> Iterator[tuple[ItemKey, DiffItem]]:
    """Ways to reach somebody have no id: each is known by its kind, and by its rank among those of that kind."""
    ranks: dict[str, int] = {}
    for channel in contact.channels:
        rank = ranks[channel.kind] = ranks.get(channel.kind, 0) + 1
        name = f"{contact.id}/{channel.kind}" + (f"-{rank}" if rank > 1 else "")
        yield ("channel", CONTACTS_UNIT, name), DiffItem(_fields(channel), _channel_title(contact, channel))


def _channel_title(contact: Contact, channel: Channel) -> str:
    return f"{contact.name}, {channel.label or channel.kind} : {channel.value or '–'}"


def _unit(site: Site, unit: AnyUnit) -> Iterator[tuple[ItemKey, DiffItem]]:
    yield ("unit", unit.id, unit.id), DiffItem(_fields(unit), unit.title)
    for symptom in unit.symptoms:
        own = [phase for phase in PHASES if getattr(symptom, phase) is not None]
        thing = DiffItem(_fields(symptom), symptom.label, group=("symptoms",))
        thing.aspects["own_phases"] = Aspect(own, ", ".join(own))
        yield ("symptom", unit.id, symptom.id), thing
    yield from _lines(site, unit)
    for one in getattr(unit, "fields", ()):
        yield ("field", unit.id, one.id), DiffItem(_fields(one), one.label, group=("fields",))
    for name, message in unit.messages.items():
        yield ("message", unit.id, name), DiffItem(_fields(message), message.title or name)


def _lines(site: Site, unit: AnyUnit) -> Iterator[tuple[ItemKey, DiffItem]]:
    branch_of = _branches(unit)
    for place in places_of(unit):
        line = place.line
        parent, branch = branch_of.get(line.id, ("", ""))
        group = (place.phase, place.symptom or "", parent, branch)
        thing = DiffItem(_fields(line, site, unit), text_of(line), place.number, group)
        thing.aspects["verb"] = Aspect(line.verb, verb_of(line))
        thing.aspects["place"] = Aspect(group, _place_words(site, unit, group))
        yield ("line", unit.id, line.id), thing
        yield from _ways(unit, line)


def _branches(unit: AnyUnit) -> dict[str, tuple[str, str]]:
    """The question (or annex run) that each nested line stands below, and by which answer."""
    return {
        below.id: (place.line.id, branch)
        for place in places_of(unit)
        for branch, lines in branches_of(place.line)
        for below in lines
    }


def _ways(unit: AnyUnit, line: Line) -> Iterator[tuple[ItemKey, DiffItem]]:
    """The answers that an author wrote to a question, and the ends of an annex that are followed up."""
    for name in way_fields(type(line)):
        for way in getattr(line, name):
            thing = DiffItem(_fields(way), getattr(way, "label", way.id), group=(line.id,))
            yield ("option", unit.id, f"{line.id}/{way.id}"), thing


def _place_words(site: Site, unit: AnyUnit, group: tuple[Phase, str, str, str]) -> str:
    phase, symptom, parent, branch = group
    words = phase_word(phase)
    if symptom:
        words += _(", entrée « {symptom} »").format(symptom=symptom)
    if parent:
        answer = _("je ne sais pas") if branch == UNKNOWN else branch
        words += _(", sous {number} « {answer} »").format(number=site.number(unit.id, parent), answer=answer)
    return words


def _fields(model: Frozen, site: Site | None = None, unit: AnyUnit | None = None) -> dict[str, Aspect]:
    """Every field of a model that is no thing of its own. A field left out, or empty, is the same."""
    found = {}
    below = {*_APART, *line_fields(type(model)), *way_fields(type(model))}
    for name in model_fields(type(model)):
        value = getattr(model, name)
        if name in below:
            continue
        empty = value is None or value == () or value == {}
        if isinstance(value, When) and site is not None and unit is not None:
            words = condition_words(site, unit, value)
        else:
            words = "" if empty else value_words(value)
        found[name] = Aspect(None if empty else value, words)
    return found


def value_words(value: Any) -> str:
    """Any value of the models, to be read by a person."""
    if value is None:
        return "–"
    if isinstance(value, Window):
        return window_words(value)
    if isinstance(value, Duty):
        return duty_words(value)
    if isinstance(value, timedelta):
        return length_words(value)
    if isinstance(value, time):
        return format_time_of_day(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Frozen):
        parts = [(one.key, getattr(value, name)) for name, one in model_fields(type(value)).items()]
        return ", ".join(f"{name} {value_words(part)}" for name, part in parts if part not in (None, (), {}))
    if isinstance(value, dict):
        return " ; ".join(f"{name} : {value_words(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        between = " ; " if any(isinstance(one, Frozen) for one in value) else ", "
        return between.join(value_words(one) for one in value)
    return str(value)
