"""All that a person may see of a site, as items with aspects: what a comparison of two versions is made of.

Items are identified by their ids, never by their place in a file. Every field of every model is an aspect, so that a
key that is added to the models is compared without further code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from pannesi.procedure.availability.opening_hours import format_time_of_day
from pannesi.procedure.model.contacts import Channel, Contact, ContactsFile, Window
from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.introspection import model_fields
from pannesi.procedure.model.lines import Duty, Line, When, text_of
from pannesi.procedure.model.nested_lines import branch_fields, line_fields
from pannesi.procedure.model.numbering import UNKNOWN, branches_of, places_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import PHASES, AnyUnit, Phase, phase_word
from pannesi.procedure.wording.conditions import condition_words, duty_words, length_words, verb_of
from pannesi.procedure.wording.show_contacts import window_words
from pannesi.support.i18n import _

CONTACTS_UNIT = "contacts"
"""Stands for a unit's id where `contacts.yaml` is meant."""
ItemKind = Literal[
    "line", "option", "symptom", "message", "field", "unwritten", "unit", "site", "contact", "channel", "schedule"
]
ItemKey = tuple[ItemKind, str, str]
"""Its kind, the id of its unit (or `contacts`), and its id there."""


@dataclass(frozen=True)
class Aspect:
    """One aspect of an item: `value` is compared, `words` is shown."""

    value: object
    words: str


NO_ASPECT = Aspect(None, "")
"""Stands for an aspect that one version of an item does not have."""


@dataclass
class DiffItem:
    """One thing that a person may see: a line, an option, a contact…"""

    aspects: dict[str, Aspect] = field(default_factory=dict)
    """By the key that authors write."""
    title: str = ""
    number: str = ""
    """The static number of a line; empty for anything else."""
    group: tuple[str, ...] = ()
    """Lines, or options, of equal groups follow each other: their order is compared."""


_SEPARATE = frozenset(
    {"id", "verb", "symptoms", "messages", "schedules", "contacts", "channels", "fields", "unwritten"}
)
"""Keys that hold items of their own, beside lines and what leads to lines."""


def diff_items_of(site: Site) -> dict[ItemKey, DiffItem]:
    """Every item of a site by its key, in reading order."""
    items: dict[ItemKey, DiffItem] = {}
    for key, item in (
        *_contacts_items(site.contacts),
        *(pair for unit in site.units for pair in _unit_items(site, unit)),
    ):
        items.setdefault(key, item)
    return items


def _contacts_items(contacts: ContactsFile) -> Iterator[tuple[ItemKey, DiffItem]]:
    yield ("site", CONTACTS_UNIT, CONTACTS_UNIT), DiffItem(_aspects_of_fields(contacts), contacts.site)
    for name, schedule in contacts.schedules.items():
        yield ("schedule", CONTACTS_UNIT, name), DiffItem(_aspects_of_fields(schedule), schedule.label)
    for contact in contacts.contacts:
        yield ("contact", CONTACTS_UNIT, contact.id), DiffItem(_aspects_of_fields(contact), contact.name)
        yield from _channel_items(contact)


def _channel_items(contact: Contact) -> Iterator[tuple[ItemKey, DiffItem]]:
    """The channels of a contact. They have no id: each is identified by its kind and its rank among that kind."""
    ranks: dict[str, int] = {}
    for channel in contact.channels:
        rank = ranks[channel.kind] = ranks.get(channel.kind, 0) + 1
        name = f"{contact.id}/{channel.kind}" + (f"-{rank}" if rank > 1 else "")
        yield ("channel", CONTACTS_UNIT, name), DiffItem(_aspects_of_fields(channel), _channel_title(contact, channel))


def _channel_title(contact: Contact, channel: Channel) -> str:
    return f"{contact.name}, {channel.label or channel.kind} : {channel.value or '–'}"


def _unit_items(site: Site, unit: AnyUnit) -> Iterator[tuple[ItemKey, DiffItem]]:
    yield ("unit", unit.id, unit.id), DiffItem(_aspects_of_fields(unit), unit.title)
    for symptom in unit.symptoms:
        own = [phase for phase in PHASES if getattr(symptom, phase) is not None]
        item = DiffItem(_aspects_of_fields(symptom), symptom.label, group=("symptoms",))
        item.aspects["own_phases"] = Aspect(own, ", ".join(own))
        yield ("symptom", unit.id, symptom.id), item
    yield from _line_items(site, unit)
    for field_ in getattr(unit, "fields", ()):
        yield ("field", unit.id, field_.id), DiffItem(_aspects_of_fields(field_), field_.label, group=("fields",))
    for topic in getattr(unit, "unwritten", ()):
        yield ("unwritten", unit.id, topic.id), DiffItem(_aspects_of_fields(topic), topic.label)
    for name, message in unit.messages.items():
        yield ("message", unit.id, name), DiffItem(_aspects_of_fields(message), message.title or name)


def _line_items(site: Site, unit: AnyUnit) -> Iterator[tuple[ItemKey, DiffItem]]:
    branch_of = _branch_above(unit)
    for place in places_of(unit):
        line = place.line
        parent, branch = branch_of.get(line.id, ("", ""))
        group = (place.phase, place.symptom or "", parent, branch)
        item = DiffItem(_aspects_of_fields(line, site, unit), text_of(line), place.number, group)
        item.aspects["verb"] = Aspect(line.verb, verb_of(line))
        item.aspects["place"] = Aspect(group, _place_words(site, unit, group))
        yield ("line", unit.id, line.id), item
        yield from _option_items(unit, line)


def _branch_above(unit: AnyUnit) -> dict[str, tuple[str, str]]:
    """For the id of each nested line, the id of the line above it and the answer (or outcome) that leads to it."""
    return {
        below.id: (place.line.id, branch)
        for place in places_of(unit)
        for branch, lines in branches_of(place.line)
        for below in lines
    }


def _option_items(unit: AnyUnit, line: Line) -> Iterator[tuple[ItemKey, DiffItem]]:
    """The answers that an author wrote to a question, and the outcomes of an annex for which lines are written."""
    for name in branch_fields(type(line)):
        for option in getattr(line, name):
            item = DiffItem(_aspects_of_fields(option), getattr(option, "label", option.id), group=(line.id,))
            yield ("option", unit.id, f"{line.id}/{option.id}"), item


def _place_words(site: Site, unit: AnyUnit, group: tuple[Phase, str, str, str]) -> str:
    phase, symptom, parent, branch = group
    words = phase_word(phase)
    if symptom:
        words += _(", entrée « {symptom} »").format(symptom=symptom)
    if parent:
        answer = _("je ne sais pas") if branch == UNKNOWN else branch
        words += _(", sous {number} « {answer} »").format(number=site.number(unit.id, parent), answer=answer)
    return words


def _aspects_of_fields(model: Frozen, site: Site | None = None, unit: AnyUnit | None = None) -> dict[str, Aspect]:
    """Every field of a model that is no item of its own. A missing field and an empty one are equal."""
    aspects = {}
    excluded = {*_SEPARATE, *line_fields(type(model)), *branch_fields(type(model))}
    for name in model_fields(type(model)):
        value = getattr(model, name)
        if name in excluded:
            continue
        empty = value is None or value == () or value == {}
        if isinstance(value, When) and site is not None and unit is not None:
            words = condition_words(site, unit, value)
        else:
            words = "" if empty else value_words(value)
        aspects[name] = Aspect(None if empty else value, words)
    return aspects


def value_words(value: object) -> str:
    """Any value of a field of the models, in words."""
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
        parts = [(item.key, getattr(value, name)) for name, item in model_fields(type(value)).items()]
        return ", ".join(f"{name} {value_words(part)}" for name, part in parts if part not in (None, (), {}))
    if isinstance(value, dict):
        return " ; ".join(f"{name} : {value_words(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        between = " ; " if any(isinstance(item, Frozen) for item in value) else ", "
        return between.join(value_words(item) for item in value)
    return str(value)
