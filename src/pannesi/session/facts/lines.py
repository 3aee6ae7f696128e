"""Facts about one line of a visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pannesi.session.facts.base import Category, Fact, Named, RecordedState, Settling


class OnLine(Fact):
    """The base of all acts at a line, which share one slot and replace each other."""

    claim: ClassVar[str] = "line"
    claim_fields: ClassVar[tuple[str, ...]] = ("visit", "line")
    category: ClassVar[Category] = "done"

    visit: str
    line: str
    seen: Mapping[str, Any] | None = None
    """What was shown of the line's condition (`holds`, `because`, `told`) and the option that the clock suggested
    (`suggested`)."""


class LineDone(OnLine):
    """A line was done. The text of the event says what was seen."""

    kind: ClassVar[str] = "line.done"
    free_text: ClassVar[Named | None] = "anybody"
    settles: ClassVar[Settling | None] = "done"

    verb: str
    response: str = ""
    """What was seen, where the first versions of the program stored it."""
    by_other: bool = False
    """Whether somebody else did it than the person who recorded it; the text of the event says who."""


class LineNotNeeded(OnLine):
    """A line is not needed. The text of the event says why."""

    kind: ClassVar[str] = "line.not_needed"
    category: ClassVar[Category] = "undone"
    free_text: ClassVar[Named | None] = "anybody"
    settles: ClassVar[Settling | None] = "not_needed"


class LineImpossible(OnLine):
    """A line could not be done. The text of the event says why."""

    kind: ClassVar[str] = "line.could_not"
    category: ClassVar[Category] = "undone"
    free_text: ClassVar[Named | None] = "anybody"
    settles: ClassVar[Settling | None] = "could_not"


class LineLeft(OnLine):
    """A line was put off until the return to normal."""

    kind: ClassVar[str] = "line.left"
    category: ClassVar[Category] = "undone"
    settles: ClassVar[Settling | None] = "left"


class LineAnswered(OnLine):
    """A question was answered."""

    kind: ClassVar[str] = "line.answered"
    settles: ClassVar[Settling | None] = "done"

    option: str
    carried: str | None = None
    """The id of the event of an earlier case whose answer it repeats."""


class CallMade(OnLine):
    """Somebody was called."""

    kind: ClassVar[str] = "call.outcome"
    category: ClassVar[Category] = "calls"

    contact: str
    outcome: str
    """`reached` or `no_answer`."""
    shown: Mapping[str, Any]
    """What was shown of the contact then: `reachable`, `channels`."""

    @property
    def reached(self) -> bool:
        """Whether somebody answered."""
        return self.outcome == "reached"

    @property
    def recorded_state(self) -> RecordedState:
        """Whether the call got through."""
        return "done" if self.reached else "unanswered"


class ConditionSet(Fact):
    """Somebody said whether the condition of a line holds, which overrides the clock."""

    kind: ClassVar[str] = "condition.set"
    claim: ClassVar[str] = "condition"
    claim_fields: ClassVar[tuple[str, ...]] = ("visit", "line")
    category: ClassVar[Category] = "done"

    visit: str
    line: str
    holds: bool
    seen: Mapping[str, Any] | None = None


class RedlineRaised(Fact):
    """Somebody reported a line of the procedure. The text of the event says more."""

    kind: ClassVar[str] = "redline.raised"
    category: ClassVar[Category] = "notes"
    free_text: ClassVar[Named | None] = "anybody"
    undone_after_closing: ClassVar[bool] = True

    visit: str
    line: str
    about: str
    """`wrong`, `impossible` or `unclear`."""


LineFact = LineDone | LineNotNeeded | LineImpossible | LineLeft | LineAnswered | CallMade | ConditionSet | RedlineRaised
