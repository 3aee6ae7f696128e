"""The base class of all facts: their slot, their category, whose names their text may hold, whether they are
undoable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pannesi.session.facts.record import Record

SlotKey = tuple[str, ...]
"""The key of a slot: the name of the claim, then the ids of what it is about."""
Named = Literal["anybody", "a_patient", "the_patient"]
"""Whom a free text may name. `anybody`: words about the outage. `a_patient`: why something was decided about one
patient line. `the_patient`: what identifies the patient, which stays in the register."""
Category = Literal["done", "undone", "calls", "messages", "patients", "notes", "changes", "session"]
"""The groups by which a timeline may be filtered."""
Settling = Literal["done", "not_needed", "could_not", "left"]
"""The state in which a fact leaves its line or duty."""
RecordedState = Literal["done", "not_needed", "could_not", "left", "unanswered"]
"""The result of the act that a fact records. Faces highlight all but `done`."""


class Fact(Record):
    """What an event says: the typed form of its payload."""

    kind: ClassVar[str] = ""
    """The event kind under which it is stored."""
    claim: ClassVar[str] = ""
    """The first part of the key of its slot; a fact without one has a slot of its own."""
    claim_fields: ClassVar[tuple[str, ...]] = ()
    """The fields whose values complete the key."""
    category: ClassVar[Category] = "session"
    free_text: ClassVar[Named | None] = None
    """Whom its free text may name; None where it has no text."""
    undone_after_closing: ClassVar[bool] = False
    """Whether it may be undone once the session is closed."""
    settles: ClassVar[Settling | None] = None
    """The state in which it leaves its line or duty; None where its fields decide that, or it settles nothing."""

    preset: bool = False
    """Whether the program wrote it by itself, as a consequence of another fact."""
    rules: int = 0
    """The version of the rules it was written under, see `events.RULES_VERSION`."""

    @classmethod
    def key_of(cls, payload: Mapping[str, Any], event: str) -> SlotKey | None:
        """The key of the slot of a stored payload with the event id `event`; None where the payload lacks a part."""
        if not cls.claim:
            return (cls.kind, event)
        key = [cls.claim]
        for name in cls.claim_fields:
            value = payload.get(name)
            if not isinstance(value, str):
                return None
            key.append(value)
        return tuple(key)

    @property
    def recorded_state(self) -> RecordedState:
        """The result of the act that the fact records; `done` where nothing is left to do."""
        return self.settles or "done"

    @property
    def instead_of_undoing(self) -> str | None:
        """For a fact that cannot be undone: what to do instead, in French; None for all others."""
        return None


class Unreadable(Fact):
    """A placeholder for events that cannot be read. It is made while reading, and never stored."""

    kind: ClassVar[str] = "unreadable"

    position: int | None
    """The position of the row in the journal, from 1; None for a gap in a hash chain."""
    count: int
    """How many events it stands for."""

    @classmethod
    def key_of(cls, payload: Mapping[str, Any], event: str) -> SlotKey | None:
        """None: it belongs to no slot."""
        return None
