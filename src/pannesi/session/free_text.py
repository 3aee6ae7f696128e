"""Which events have free text, and whom it may name: the rule by which texts are exported or left out.

Whatever a person types may hold a name, so it is exported only on request. `actor` and the names of staff are no free
text: a record must say who acted.
"""

from __future__ import annotations

from dataclasses import replace

from pannesi.session.events import Event
from pannesi.session.facts.base import Named
from pannesi.session.facts.reading import KINDS

_EARLY = ("response",)
"""Fields of the payload in which the first versions of the program stored free text."""


def may_name(event: Event) -> Named:
    """Whom the free text of an event may name; `anybody` for a kind without text, and for an unknown kind."""
    fact_class = KINDS.get(event.kind)
    return (fact_class.free_text if fact_class is not None else None) or "anybody"


def has_free_text(event: Event) -> bool:
    """Whether an event has a free text that can be read."""
    return bool(event.text) or any(isinstance(event.payload.get(name), str) for name in _EARLY)


def without_free_text(event: Event) -> Event:
    """The event with its free text left out (not marked as erased)."""
    kept = {name: said for name, said in event.payload.items() if name not in ("text", *_EARLY)}
    return replace(event, text=None, missing=False, payload=kept)
