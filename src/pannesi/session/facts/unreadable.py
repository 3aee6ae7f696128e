"""What stands for facts that a damaged journal no longer tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pannesi.session.facts.base import Fact, Key


class Unreadable(Fact):
    """The place of facts that a damaged journal no longer tells. It is made while reading, and never written."""

    kind: ClassVar[str] = "unreadable"

    position: int | None
    """Which fact of the journal it is, from 1; None where facts lack."""
    count: int
    """How many facts lack there."""

    @classmethod
    def key_of(cls, payload: Mapping[str, Any], event: str) -> Key | None:
        return None
