"""Where the procedure leaves somebody alone: a case going on of which no line tells how to work meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.procedure.guidance import is_guidance
from pannesi.procedure.model.lines import BranchingLine, Standing
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, Case
from pannesi.session.projection.read_model import Row, Walk


@dataclass(frozen=True)
class Unwritten:
    """A case with nothing written for the degraded mode, by these answers and at this hour."""

    title: str
    ask: str | None
    """Whom its authors say to ask about what is not written."""


def unwritten(site: Site, walk: Walk) -> tuple[Unwritten, ...]:
    """The cases going on that tell nothing now, once nothing of them waits for an answer any more."""
    if walk.stage not in ("degraded_mode", "waiting"):
        return ()
    unit_of = {row.visit: row.unit for row in walk.rows}
    units = [site.unit_by_id[unit_of[root]] for root in walk.roots if root in unit_of]
    return tuple(
        Unwritten(unit.title, next((gap.ask for gap in unit.gaps if gap.ask is not None), None))
        for unit in units
        if isinstance(unit, Case) and not any(_tells(site, unit, row) for row in walk.rows)
    )


def _tells(site: Site, unit: Case, row: Row) -> bool:
    """Whether a row tells, or may still tell, how to work in a case: its own, or that of an annex."""
    if row.unit != unit.id and not isinstance(site.unit_by_id[row.unit], Annexe):
        return False
    if row.status == "not_applicable" or row.phase == "return_to_normal":
        return False
    if row.phase == "alert" and not isinstance(row.line, Standing):
        return False
    waits = isinstance(row.line, BranchingLine) and row.status in ("open", "pending", "left")
    return waits or is_guidance(row.line)
