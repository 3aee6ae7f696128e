"""Whether any degraded mode is in place while an outage lasts: an annex opened by itself has no phases of its own."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.model.lines import Do, Line, Outcome, Standing
from pannesi.procedure.model.numbering import branches_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe
from pannesi.session.projection.missing_guidance import visits_without_guidance
from pannesi.session.projection.read_model import Row, Walk


def nothing_applied(site: Site, walk: Walk) -> bool:
    """Whether the outage lasts, is no alert any more, and no degraded mode is in place.

    True where each current case is an annex of which nothing was applied so far, or a case for which the procedure
    writes no degraded mode.
    """
    if walk.stage not in ("degraded_mode", "waiting"):
        return False
    units = {row.visit: site.unit_by_id[row.unit] for row in walk.rows}
    annexes = {root for root in walk.current_cases if isinstance(units.get(root), Annexe)}
    unwritten = {visit for visit, _case in visits_without_guidance(site, walk)}
    return annexes | unwritten >= set(walk.current_cases) and not any(
        _is_applied(site, walk, visit) for visit in annexes
    )


def _is_applied(site: Site, walk: Walk, visit: str) -> bool:
    """Whether an order of an annex is applied, or the annex ended by acts that apply what its end says."""
    rows = [row for row in walk.rows if row.visit == visit and row.phase != "return_to_normal"]
    in_force = {row.key for row in walk.standing}
    if any(row.key in in_force and _is_reached(rows, row) for row in rows):
        return True
    by_id = {row.line.id: row for row in rows}
    ends = (row for row in rows if isinstance(row.line, Outcome) and row.status == "done")
    return any(_is_act_done(by_id.get(line.id)) for end in ends for line in _lines_beside(site, end))


def _is_reached(rows: list[Row], order: Row) -> bool:
    """Whether an order in force is noted, follows from an answer, or comes after every act of one's own."""
    if order.status == "done" or order.depth > 0:
        return True
    before = (row for row in rows[: rows.index(order)] if row.is_open and not isinstance(row.line, Standing))
    return all(row.line.traits.by_others for row in before)


def _is_act_done(row: Row | None) -> bool:
    return row is not None and isinstance(row.line, Do | Standing) and row.status == "done"


def _lines_beside(site: Site, end: Row) -> tuple[Line, ...]:
    """The lines of the branch in which the end of an annex stands."""
    ways = (lines for _phase, lines in phases_of(site.unit_by_id[end.unit], None))
    return next((lines for way in ways for lines in _branches(way) if end.line in lines), ())


def _branches(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """Lines, and those of each branch below them."""
    yield lines
    for line in lines:
        for _option, below in branches_of(line):
            yield from _branches(below)
