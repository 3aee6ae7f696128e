"""What all facts have in common: their claim, how they are told apart, whether and how they may be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pannesi.session.facts.record import Record

Key = tuple[str, ...]
"""A claim: its name, then the ids of what it is about."""
Named = Literal["anybody", "a_patient", "the_patient"]
"""Whom a free text may name. `anybody`: words about the outage. `a_patient`: why something was decided about one
patient line. `the_patient`: what identifies the patient, which stays in the register."""
Category = Literal["done", "undone", "calls", "messages", "patients", "notes", "changes", "session"]
"""What facts may be told apart by, in a timeline."""
Settling = Literal["done", "not_needed", "could_not", "left"]
"""How a fact leaves what it is about."""
RecordedState = Literal["done", "not_needed", "could_not", "left", "unanswered"]
"""What a fact says came of the act that it records. Faces mark all but `done` as a thing to look at."""


class Fact(Record):
    """What an event says."""

    kind: ClassVar[str] = ""
    """The name under which it is stored."""
    claim: ClassVar[str] = ""
    """What it is about, as the first part of its key; a fact without one is about itself alone."""
    claim_fields: ClassVar[tuple[str, ...]] = ()
    """The fields that complete the key."""
    category: ClassVar[Category] = "session"
    free_text: ClassVar[Named | None] = None
    """Whom the text that may go with it can name; None where no text goes with it."""
    undone_after_closing: ClassVar[bool] = False
    """Whether it may be taken back once the session is closed."""
    settles: ClassVar[Settling | None] = None
    """How it leaves its line, or its duty, unless what it says decides that."""

    preset: bool = False
    """Whether the program wrote it by itself, as a consequence of another."""
    rules: int = 0
    """Which rules it was written under; 0: those before there were any."""

    @classmethod
    def key_of(cls, payload: Mapping[str, Any], event: str) -> Key | None:
        """The claim of a fact that is stored so under the id `event`; None where the payload does not name it."""
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
        """What came of the act that the fact records; `done` for a fact that leaves nothing undone."""
        return self.settles or "done"

    @property
    def instead_of_undoing(self) -> str | None:
        """What to do instead, in French, of a fact that is never taken back; None of all others."""
        return None
