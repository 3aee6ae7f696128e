"""Which injects of a scenario the facilitator of an exercise is to tell now. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pannesi.history.replay.scenario import Inject, Scenario
from pannesi.session.incident_review.review import IncidentReview
from pannesi.session.projection.read_model import Walk


@dataclass(frozen=True)
class Cue:
    """An inject of the scenario as it stands in an exercise."""

    number: int
    """Its place in the file, from 1; its entry in the review is `inject:` and this."""
    inject: Inject
    due: datetime | None
    """When it comes, by its time; None where it comes with a line."""
    reached: bool
    """Whether it is to be told: its time has come, or the players came to its line."""
    given: str
    """`given` or `left_out` once the facilitator said so; empty before."""

    @property
    def about(self) -> str:
        """Its entry in the review of the exercise."""
        return f"inject:{self.number}"

    @property
    def waits(self) -> bool:
        """Whether the facilitator is to tell it now."""
        return self.reached and not self.given


def cues_of(scenario: Scenario, walk: Walk, opened: datetime, review: IncidentReview, now: datetime) -> tuple[Cue, ...]:
    """Every inject of a scenario in an exercise that was `opened` then, in the order of the file. `now` and `opened`
    are by the clock of the exercise."""
    come_to = lines_come_to(walk)
    said = {inject.about: inject.given for inject in review.injects}
    cues = []
    for number, inject in enumerate(scenario.injects, start=1):
        seconds = inject.seconds
        due = opened + timedelta(seconds=seconds) if seconds is not None else None
        reached = now >= due if due is not None else inject.line in come_to
        given = said.get(f"inject:{number}")
        cues.append(Cue(number, inject, due, reached, given.values[0] if given is not None and given.values else ""))
    return tuple(cues)


def waiting_cues(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Those to tell now, the earliest in the file first."""
    return tuple(cue for cue in cues if cue.waits)


def next_timed_cue(cues: Sequence[Cue]) -> Cue | None:
    """The next one that comes by its time; None where none is left."""
    ahead = [(cue.due, cue.number, cue) for cue in cues if not cue.reached and not cue.given and cue.due is not None]
    return min(ahead)[2] if ahead else None


def lines_come_to(walk: Walk) -> frozenset[str]:
    """The lines that the players came to, as `cas-3/images-continuent`: those settled, answered or called, and the one
    to do now."""
    there = {row.key for row in walk.rows if row.fact is not None or row.attempts}
    if walk.next is not None:
        there.add(walk.next.key)
    return frozenset(f"{row.unit}/{row.line.id}" for row in walk.rows if row.key in there)
