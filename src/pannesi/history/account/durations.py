"""The durations of a session, by name, the same in lists, accounts, reports and figures; and its milestones.

A duration holds its seconds. Shown with its two hours it is the difference of these hours as they are written, to the
minute: 03:12 to 08:30 is 5 h 18, whatever the seconds were.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pannesi.procedure.availability.moments import LengthEnd, shown_length
from pannesi.procedure.model.lines import Do, Standing
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.moments import CLOCK_SLACK
from pannesi.session.projection.read_model import Row, Walk
from pannesi.session.state import State
from pannesi.support.light_dataclass import dataclass

LengthName = Literal["outage", "degraded", "reconciliation", "session"]
"""`outage`: from its beginning to the return. `degraded`: from the first act of the degraded mode, or the first patient
noted, to the return. `reconciliation`: from the return to the last patient line settled. `session`: from its opening to
its closing."""


@dataclass(frozen=True)
class NamedLength:
    """One duration of a session, between two moments."""

    name: LengthName
    start: datetime
    end: datetime
    to: LengthEnd
    """What it is counted to; `now` where it still lasts."""
    certain: bool = True
    """Whether both hours can be believed, and are in order."""

    @property
    def exact(self) -> timedelta | None:
        """How long it was, with its seconds; None where the clock cannot tell."""
        return max(self.end - self.start, timedelta(0)) if self.certain else None

    @property
    def shown(self) -> timedelta | None:
        """How long it was between the hours as they are written; None where the clock cannot tell."""
        return shown_length(self.start, self.end) if self.certain else None


def returned_at(state: State, seen: Walk) -> datetime | None:
    """Since when the last current case works again; None while one does not."""
    heads = [state.slot("return", visit).head for visit in seen.current_cases]
    announced = [head for head in heads if head is not None and isinstance(head.body, ReturnAnnounced)]
    return max(map(state.returned_since, announced)) if announced and len(announced) == len(heads) else None


def reconciled_at(state: State, seen: Walk) -> datetime | None:
    """The latest of the verdicts on patient lines and of the acts that settled a duty; None while anything is open."""
    standing = [patient for patient in seen.patients if not patient.voided]
    if not standing or not all(patient.settled for patient in seen.patients):
        return None
    if any(duty.status == "open" for duty in seen.duties):
        return None
    facts = [duty.fact for duty in seen.duties] + [patient.verdict for patient in standing]
    return max((state.when(fact) for fact in facts if fact is not None), default=None)


def degraded_since(site: Site, state: State, seen: Walk) -> datetime | None:
    """When people began to work otherwise: the first act at a line of the degraded mode, or the first patient noted;
    None where neither was. Of an annex opened by itself, whose lines are its steps, what applies something counts. Not
    before the outage began: a paper sheet may have an earlier hour, which stays to be checked."""
    alone = _annexes_alone(site, state)
    rows = [row for row in seen.rows if row.phase == "degraded_mode" and row.fact is not None and not row.carried]
    rows = [row for row in rows if row.visit not in alone or _applies_something(row)]
    acts = [row.at for row in rows if row.at is not None and row.fact is not None and not row.fact.body.preset]
    acts += [patient.examined if patient.hour_given else state.when(patient.event) for patient in seen.patients]
    first = min(acts, default=None)
    return first if first is None or state.began is None else max(first, state.began)


def _applies_something(row: Row) -> bool:
    """Whether a line of an annex, once done, applies something: an order, or what an answer leads to."""
    return isinstance(row.line, Standing) or (isinstance(row.line, Do) and row.depth > 0)


def _annexes_alone(site: Site, state: State) -> frozenset[str]:
    """The visits of annexes that no line of a case led to."""
    units = ((visit, site.unit_by_id.get(visit.unit)) for visit in state.visits if visit.reason != "run")
    return frozenset(visit.id for visit, unit in units if isinstance(unit, Annexe))


def named_lengths(
    began: datetime, until: datetime, opened: datetime, closed: datetime | None, degraded: datetime | None,
    returned: datetime | None, reconciled: datetime | None, *, patients: bool, uncertain: frozenset[datetime],
    end_known: bool = True,
) -> tuple[NamedLength, ...]:  # fmt: skip
    """The durations that a session has, in order: no degraded mode that nobody began before the return, no
    reconciliation without patients or before the return. What has not ended is counted to `until`. Without
    `end_known` nobody knows when the outage ended."""
    ended: LengthEnd = "closing" if closed is not None else "now"
    back: LengthEnd = "return" if returned is not None else ended
    spans: list[tuple[LengthName, datetime, datetime, LengthEnd]] = [("outage", began, returned or until, back)]
    if degraded is not None and degraded <= (returned or until):
        spans.append(("degraded", max(degraded, began), returned or until, back))
    if returned is not None and patients:
        spans.append(("reconciliation", returned, reconciled or until, "reconciled" if reconciled else ended))
    spans.append(("session", opened, closed or until, ended))
    return tuple(
        NamedLength(
            name,
            start,
            end,
            to,
            (end_known or name == "session") and uncertain.isdisjoint((start, end)) and start - end <= CLOCK_SLACK,
        )
        for name, start, end, to in spans
    )
