"""Which facts carry free text, and whom it may name: the one rule by which words leave the program or stay.

Whatever a person types in words may hold a name, so it leaves only when it is asked for. `actor` and the names of
staff are no free text: who acted is what a record is for.
"""

from __future__ import annotations

from dataclasses import replace

from pannesi.session.events import Event
from pannesi.session.facts.base import Named
from pannesi.session.facts.reading import KINDS

_EARLY = ("response",)
"""Fields of the payload in which the first programs kept free text."""


def may_name(event: Event) -> Named:
    """Whom the free text of a fact may name: anybody where its kind carries none, or is not known."""
    fact_class = KINDS.get(event.kind)
    return (fact_class.free_text if fact_class is not None else None) or "anybody"


def has_free_text(event: Event) -> bool:
    """Whether there is a free text to be read, or to be left out."""
    return bool(event.text) or any(isinstance(event.payload.get(name), str) for name in _EARLY)


def without_free_text(event: Event) -> Event:
    """The fact with its free text left out, which is not the same as erased."""
    kept = {name: said for name, said in event.payload.items() if name not in ("text", *_EARLY)}
    return replace(event, text=None, missing=False, payload=kept)
