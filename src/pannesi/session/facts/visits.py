"""Where a session goes: visits of cases and annexes, how they end, whether what failed works again."""

from __future__ import annotations

from typing import ClassVar

from pannesi.session.facts.base import Fact, Named, RecordedState


class OnVisit(Fact):
    """Any fact about a visit as a whole."""

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
    """The visit that it was entered from."""
    line: str | None
    """The line that it was entered from."""


class VisitClosed(OnVisit):
    """An annex ended; where it did not come to what its last line says, its text says why."""

    kind: ClassVar[str] = "visit.closed"
    claim: ClassVar[str] = "fate"
    free_text: ClassVar[Named | None] = "anybody"

    line: str
    outcome: str | None
    """None where that end was not reached: how the annex ended is not known."""

    @property
    def reached(self) -> bool:
        """Whether the annex came to the outcome that its line names."""
        return self.outcome is not None

    @property
    def recorded_state(self) -> RecordedState:
        """Whether the end was reached."""
        return super().recorded_state if self.reached else "could_not"


class VisitTurned(OnVisit):
    """A case gave way to another."""

    kind: ClassVar[str] = "visit.turned"
    claim: ClassVar[str] = "fate"

    line: str | None
    to: str
    """The visit that goes on."""


class ReturnAnnounced(OnVisit):
    """What failed works again; its text says who saw it, and where."""

    kind: ClassVar[str] = "return.announced"
    claim: ClassVar[str] = "return"
    free_text: ClassVar[Named | None] = "anybody"


class CaseFellAgain(OnVisit):
    """What worked again failed again."""

    kind: ClassVar[str] = "return.undone"
    claim: ClassVar[str] = "return"


VisitFact = VisitOpened | VisitClosed | VisitTurned | ReturnAnnounced | CaseFellAgain
