"""From what is stored to the class that says it, for every kind; what this program does not know, or cannot read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pannesi.session.facts.base import Fact, Key
from pannesi.session.facts.lines import LineFact
from pannesi.session.facts.patients import PatientFact
from pannesi.session.facts.session import SessionFact
from pannesi.session.facts.unreadable import Unreadable
from pannesi.session.facts.visits import VisitFact


class UnknownKind(Fact):
    """A fact of a newer program: its kind, or how it names what it is about, is not known here. It is shown where it
    stands, has no other effect, and is passed on as it is."""

    name: str
    """The kind that it bears."""
    visit: str | None = None
    line: str | None = None

    @classmethod
    def key_of(cls, payload: Mapping[str, Any], event: str) -> Key | None:
        return None


KnownFact = SessionFact | VisitFact | LineFact | PatientFact
AnyFact = KnownFact | UnknownKind | Unreadable

KINDS: Mapping[str, type[KnownFact]] = {arg.kind: arg for arg in get_args(KnownFact)}
"""The class of each kind that this program writes."""


def fact_of(kind: str, payload: Mapping[str, Any], event: str = "") -> AnyFact:
    """What a payload of a kind says, stored under the id `event`."""
    fact_class = KINDS.get(kind)
    if fact_class is None:
        return Unreadable.read(payload) if kind == Unreadable.kind else _unknown(kind, payload)
    return fact_class.read(payload) if fact_class.key_of(payload, event) is not None else _unknown(kind, payload)


def _unknown(kind: str, payload: Mapping[str, Any]) -> UnknownKind:
    return UnknownKind.read({**payload, "name": kind})
