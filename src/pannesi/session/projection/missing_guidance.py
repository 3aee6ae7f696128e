"""Gaps of the procedure met in a session: current cases without any guidance for the degraded mode."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.guidance import is_guidance
from pannesi.procedure.model.lines import BranchingLine, Know, Run, Standing
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, Case
from pannesi.session.projection.read_model import Row, Walk
from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class CaseWithoutGuidance:
    """A current case without guidance for the degraded mode, with the present answers and schedules."""

    title: str
    ask: str | None
    """Whom to ask about what is not written, as its authors say."""


def cases_without_guidance(site: Site, walk: Walk) -> tuple[CaseWithoutGuidance, ...]:
    """The current cases without guidance in degraded mode; none while a question that may lead to some is open."""
    return tuple(
        CaseWithoutGuidance(unit.title, next((gap.ask for gap in unit.gaps if gap.ask is not None), None))
        for _visit, unit in visits_without_guidance(site, walk)
    )


def visits_without_guidance(site: Site, walk: Walk) -> Iterator[tuple[str, Case]]:
    """The ids of the visits of these cases, each with its case."""
    if walk.stage not in ("degraded_mode", "waiting"):
        return
    unit_of = {row.visit: row.unit for row in walk.rows}
    for root in walk.current_cases:
        unit = site.unit_by_id[unit_of[root]] if root in unit_of else None
        if isinstance(unit, Case) and not any(_gives_guidance(site, unit, row) for row in walk.rows):
            yield root, unit


def _gives_guidance(site: Site, unit: Case, row: Row) -> bool:
    """Whether a row gives, or may still lead to, guidance for a case: a line of it or of an annex."""
    if row.unit != unit.id and not isinstance(site.unit_by_id[row.unit], Annexe):
        return False
    if row.status == "not_applicable" or row.phase == "return_to_normal":
        return False
    if row.status != "pending" and row.line.id in _after_an_annex(site, row.unit):
        return True
    if row.phase == "alert" and not isinstance(row.line, Standing):
        return False
    waits = isinstance(row.line, BranchingLine) and row.status in ("open", "pending", "left")
    return waits or is_guidance(row.line)


def _after_an_annex(site: Site, unit: str) -> frozenset[str]:
    """The ids of the `know` lines of a unit below the outcomes of its `run` lines."""
    ways = (way for line, _path in site.lines[unit] if isinstance(line, Run) for way in line.outcomes)
    return frozenset(line.id for way in ways for line in way.lines if isinstance(line, Know))


def rows_ruling_out_outage(site: Site, walk: Walk) -> tuple[Row, ...]:
    """The rows that say, in each current case, that an annex ended in a way which rules the case out.

    Empty while anything else holds: a standing order, or other guidance for the degraded mode. Otherwise all that is
    left is to announce the return.
    """
    if walk.orders:
        return ()
    says = tuple(row for row in walk.rows if _is_applicable(row) and row.line.id in _after_an_annex(site, row.unit))
    meanwhile = any(_is_applicable(row) and row.phase == "degraded_mode" and is_guidance(row.line) for row in walk.rows
                    if row.visit in walk.current_cases)  # fmt: skip
    return says if {row.visit for row in says} >= set(walk.current_cases) and not meanwhile else ()


def _is_applicable(row: Row) -> bool:
    return row.status not in ("not_applicable", "pending")
