"""Messages on paper: each stands to the letter at the first line that has it broadcast, or at the end of the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.numbering import places_of
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import AnyUnit, Message
from pannesi.support.i18n import _

_FITS_ON_A_PAGE = 2500
"""Messages up to this length, in characters of their plain value, are never broken across pages."""


class PrintedMessages:
    """The messages of one unit, with the number of the line at which each is printed."""

    def __init__(self, site: Site, unit: AnyUnit) -> None:
        self._site, self._unit = site, unit
        self._lines: dict[str, str] = {}
        """The number of the line at which each message is printed, by the name of the message."""
        for place in places_of(unit):
            if isinstance(place.line, Broadcast):
                owner, name = split_ref(unit.id, place.line.value)
                if owner == unit.id and name in unit.messages:
                    self._lines.setdefault(name, place.number)

    def at_line(self, line: Broadcast, number: str) -> dict[str, Any] | None:
        """The message to print at a line; None where it stands elsewhere."""
        owner, name = split_ref(self._unit.id, line.value)
        here = owner == self._unit.id and self._lines.get(name) == number
        return _message_values(self._unit.messages[name], number) if here else None

    def reference(self, line: Broadcast) -> str:
        """Where the text of a line's message stands, when it is not at that line."""
        owner, name = split_ref(self._unit.id, line.value)
        if owner == self._unit.id:
            return _("Texte : en {number}").format(number=self._lines[name])
        other = self._site.unit_by_id[owner]
        number = PrintedMessages(self._site, other)._lines.get(name)
        if number is None:
            return _("Texte : messages de {sheet}").format(sheet=other.title)
        return _("Texte : {sheet}, ligne {number}").format(sheet=other.title, number=number)

    def at_the_end(self) -> list[dict[str, Any]]:
        """The messages that no line of the sheet has broadcast."""
        return [_message_values(message, mark) for mark, message in self.marked() if not self._is_number(mark)]

    def marked(self) -> Iterator[tuple[str, Message]]:
        """Every message with the number of its line, or a letter."""
        for place, (name, message) in enumerate(self._unit.messages.items(), start=1):
            yield self._lines.get(name, f"M{place}"), message

    def _is_number(self, mark: str) -> bool:
        return mark in self._lines.values()


def _message_values(message: Message, mark: str) -> dict[str, Any]:
    kind = {"⚠": _("⚠ alerte"), "ⓘ": _("ⓘ information")}.get(message.type or "", "")
    return {
        "letter": mark,
        "to": message.to or "",
        "type": kind,
        "title": message.title or "",
        "body": message.body or "",
        "missing": message.missing or "",
        "added": message.added is not None,
        "long": len(str(message)) > _FITS_ON_A_PAGE,
    }
