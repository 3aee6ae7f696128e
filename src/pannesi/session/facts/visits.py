"""Facts about visits of cases and annexes: how they begin and end, and the return to normal."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pannesi.session.facts.base import Fact, Named, RecordedState


class OnVisit(Fact):
    """The base of all facts about a visit as a whole."""

    claim_fields: ClassVar[tuple[str, ...]] = ("visit",)

    visit: str


class VisitOpened(OnVisit):
    """A case or annex was entered."""

    kind: ClassVar[str] = "visit.opened"
    claim: ClassVar[str] = "visit"

    unit: str | None
    symptom: str | None
    reason: str
    """`start`, `run`, `turned`, `joined`."""
    parent: str | None
    """The id of the visit from which it was entered."""
    line: str | None
    """The id of the line from which it was entered."""


class VisitClosed(OnVisit):
    """An annex ended. Where its `outcome` line was not reached, the text of the event says why."""

    kind: ClassVar[str] = "visit.closed"
    claim: ClassVar[str] = "fate"
    free_text: ClassVar[Named | None] = "anybody"

    line: str
    outcome: str | None
    """None where it was not reached: how the annex ended is not known."""

    @property
    def reached(self) -> bool:
        """Whether the annex reached the outcome that its line names."""
        return self.outcome is not None

    @property
    def recorded_state(self) -> RecordedState:
        """Whether the end was reached."""
        return super().recorded_state if self.reached else "could_not"


class VisitTurned(OnVisit):
    """A case was replaced by another."""

    kind: ClassVar[str] = "visit.turned"
    claim: ClassVar[str] = "fate"

    line: str | None
    to: str
    """The id of the visit that replaces it."""


class ReturnAnnounced(OnVisit):
    """What failed works again. The text of the event says who saw it, and where."""

    kind: ClassVar[str] = "return.announced"
    claim: ClassVar[str] = "return"
    free_text: ClassVar[Named | None] = "anybody"

    since: datetime | None = None
    """Since when it works again, where that is not the moment of the act."""


class CaseFellAgain(OnVisit):
    """What worked again failed again: it cancels the announced return."""

    kind: ClassVar[str] = "return.undone"
    claim: ClassVar[str] = "return"

    lasted: bool = False
    """Whether it never worked again: a check of the return had found that it does not."""


VisitFact = VisitOpened | VisitClosed | VisitTurned | ReturnAnnounced | CaseFellAgain
