"""From a stored payload to the fact that it holds, for every kind, unknown ones included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pannesi.session.facts.base import Fact, SlotKey, Unreadable
from pannesi.session.facts.lines import LineFact
from pannesi.session.facts.patients import PatientFact
from pannesi.session.facts.session import SessionFact
from pannesi.session.facts.visits import VisitFact


class UnknownKind(Fact):
    """A fact of a newer version: its kind, or its slot, is not known here. It is shown in the timeline, has no effect,
    and is exported unchanged."""

    name: str
    """Its kind."""
    visit: str | None = None
    line: str | None = None

    @classmethod
    def key_of(cls, payload: Mapping[str, Any], event: str) -> SlotKey | None:
        """None: it belongs to no slot."""
        return None


KnownFact = SessionFact | VisitFact | LineFact | PatientFact
AnyFact = KnownFact | UnknownKind | Unreadable

KINDS: Mapping[str, type[KnownFact]] = {arg.kind: arg for arg in get_args(KnownFact)}
"""The class of each kind that this version writes, by kind."""


def fact_of(kind: str, payload: Mapping[str, Any], event: str = "") -> AnyFact:
    """The fact in a payload of a kind, with the event id `event`."""
    fact_class = KINDS.get(kind)
    if fact_class is None:
        return Unreadable.read(payload) if kind == Unreadable.kind else _unknown_kind(kind, payload)
    return fact_class.read(payload) if fact_class.key_of(payload, event) is not None else _unknown_kind(kind, payload)


def _unknown_kind(kind: str, payload: Mapping[str, Any]) -> UnknownKind:
    return UnknownKind.read({**payload, "name": kind})
