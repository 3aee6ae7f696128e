"""The facts of an incident review, as its chain stores them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pannesi.session.facts.record import Record


class OutageReviewed(Record):
    """Which outage the review is of, as it was known when it was written: the session may be erased before."""

    kind: ClassVar[str] = "rex.outage"

    session: str
    title: str
    hospital: str
    systems: tuple[str, ...]
    began: datetime | None
    returned: datetime | None
    closed: datetime | None
    procedure: str
    """The digest of the procedure that the session followed; empty where it names none."""
    redlines: tuple[str, ...]
    """The ids of the redlines that the session raised."""
    lines: tuple[str, ...]
    """Of each redline the line of the procedure that it is about, in the words of the procedure."""


class ReviewSaid(Record):
    """What a field holds from now on. Words are the text of the event; without values and words it holds nothing."""

    kind: ClassVar[str] = "rex.said"

    about: str
    """The entry that the field belongs to, `action:3f2a`; empty for the review as a whole."""
    field: str
    values: tuple[str, ...] = ()
    """Values of a closed list, or a day as `2026-12-15`."""


KINDS = frozenset({OutageReviewed.kind, ReviewSaid.kind})
"""Every kind that this version writes to the chain of a review."""
