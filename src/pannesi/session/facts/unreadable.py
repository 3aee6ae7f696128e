"""The placeholder for events that a damaged journal has lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pannesi.session.facts.base import Fact, SlotKey


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
