"""What was done at a line of a visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pannesi.session.facts.base import Category, Fact, Named, RecordedState, Settling


class OnLine(Fact):
    """Any act at a line: they contradict, or replace, one another."""

    claim: ClassVar[str] = "line"
    claim_fields: ClassVar[tuple[str, ...]] = ("visit", "line")
    category: ClassVar[Category] = "done"

    visit: str
    line: str
    seen: Mapping[str, Any] | None = None
    """What the operator saw of the line's condition (`holds`, `because`, `told`) and of the clock's suggestion
    (`suggested`)."""


class LineDone(OnLine):
    """A line was ticked; its text says what was seen."""

    kind: ClassVar[str] = "line.done"
    free_text: ClassVar[Named | None] = "anybody"
    settles: ClassVar[Settling | None] = "done"

    verb: str
    response: str = ""
    """What was seen, where the first programs wrote it."""


class LineNotNeeded(OnLine):
    """A line is not needed; its text says why."""

    kind: ClassVar[str] = "line.not_needed"
    category: ClassVar[Category] = "undone"
    free_text: ClassVar[Named | None] = "anybody"
    settles: ClassVar[Settling | None] = "not_needed"


class LineImpossible(OnLine):
    """A line could not be done; its text says why."""

    kind: ClassVar[str] = "line.could_not"
    category: ClassVar[Category] = "undone"
    free_text: ClassVar[Named | None] = "anybody"
    settles: ClassVar[Settling | None] = "could_not"


class LineLeft(OnLine):
    """A line was put off until the return."""

    kind: ClassVar[str] = "line.left"
    category: ClassVar[Category] = "undone"
    settles: ClassVar[Settling | None] = "left"


class LineAnswered(OnLine):
    """A question was answered."""

    kind: ClassVar[str] = "line.answered"
    settles: ClassVar[Settling | None] = "done"

    option: str
    carried: str | None = None
    """The fact that it repeats, of an earlier case."""


class CallMade(OnLine):
    """Somebody was called."""

    kind: ClassVar[str] = "call.outcome"
    category: ClassVar[Category] = "calls"

    contact: str
    outcome: str
    """`reached` or `no_answer`."""
    shown: Mapping[str, Any]
    """What was shown of the contact: `reachable`, `channels`."""

    @property
    def reached(self) -> bool:
        """Whether somebody answered."""
        return self.outcome == "reached"

    @property
    def recorded_state(self) -> RecordedState:
        """Whether the call got through."""
        return "done" if self.reached else "unanswered"


class ConditionSet(Fact):
    """Somebody said whether the condition of a line holds: their word goes before the clock's."""

    kind: ClassVar[str] = "condition.set"
    claim: ClassVar[str] = "condition"
    claim_fields: ClassVar[tuple[str, ...]] = ("visit", "line")
    category: ClassVar[Category] = "done"

    visit: str
    line: str
    holds: bool
    seen: Mapping[str, Any] | None = None


class RedlineRaised(Fact):
    """Somebody said that a line is wrong, impossible or unclear; its text says more."""

    kind: ClassVar[str] = "redline.raised"
    category: ClassVar[Category] = "notes"
    free_text: ClassVar[Named | None] = "anybody"
    undone_after_closing: ClassVar[bool] = True

    visit: str
    line: str
    about: str
    """`wrong`, `impossible` or `unclear`."""


LineFact = LineDone | LineNotNeeded | LineImpossible | LineLeft | LineAnswered | CallMade | ConditionSet | RedlineRaised
