"""Where the lines of a sheet come from: told on the last pages, to those who answer for the procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pannesi.documents.binder.contacts_page import origin_words
from pannesi.procedure.model.contacts import ContactsFile, Gap
from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit, Message
from pannesi.support.i18n import _

Origin = dict[str, str]
"""What is said of some lines, and their numbers."""


def line_origins(
    site: Site, unit: AnyUnit, lines: Iterable[Line], messages: Iterable[tuple[str, Message]]
) -> list[Origin]:
    """The passages of the procedure, the reasons of what was added, the roles that were deduced and what is not written
    in full: each once, with the numbers of all its lines. `messages` come with their marks."""
    origins = [(site.number(unit.id, line.id), words) for line in lines for words in _said_of_line(line)]
    origins += [(letter, origin_words(message.source, message.added)) for letter, message in messages]
    return _grouped(origins)


def contact_origins(contacts: ContactsFile) -> list[Origin]:
    """Where the contacts come from: each passage once, with their names."""
    return _grouped((contact.name, origin_words(contact.source, contact.added)) for contact in contacts.contacts)


def _said_of_line(line: Line) -> Iterator[str]:
    yield origin_words(line.source, line.added)
    if line.by is not None and line.deduced:
        yield _("Rôle déduit : {role}").format(role=line.by)
    if line.gap is not None and line.gap_short is not None:
        yield _("Non écrit : {gap}").format(gap=line.gap)


def gap_origins(gaps: Iterable[Gap]) -> list[Origin]:
    """Whom to ask about what is not written, and where it is missing."""
    words = _("Non écrit : {gap} À demander : {whom} ({source})")
    return [
        {"numbers": "", "text": words.format(gap=gap.text, whom=gap.ask or "?", source=gap.source or "?")}
        for gap in gaps
    ]


def _grouped(origins: Iterable[tuple[str, str]]) -> list[Origin]:
    groups: dict[str, list[str]] = {}
    for number, words in origins:
        if words:
            groups.setdefault(words, []).append(number)
    return [{"numbers": ", ".join(dict.fromkeys(numbers)), "text": words} for words, numbers in groups.items()]


def unit_origin(unit_source: str | None, unit_added: str | None, name: str) -> list[dict[str, Any]]:
    """Where a sheet as a whole comes from, unless its name says it."""
    words = "" if unit_source == name else origin_words(unit_source, unit_added)
    return [{"numbers": "", "text": words}] if words else []
