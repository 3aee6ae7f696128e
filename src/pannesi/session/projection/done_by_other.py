"""Which lines may be recorded as done by somebody else than the person at the screen."""

from __future__ import annotations

from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import Run, Standing
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Annexe
from pannesi.session.projection.allowed_acts import Act
from pannesi.session.projection.read_model import Row


def may_be_done_by_other(site: Site, row: Row) -> bool:
    """Whether it is enough to say who did what a line asks: a tick, a call, an annex of which nothing depends.

    Not a question, whose answer is needed, nor what is owed to patients, each of whom has an answer of their own.
    """
    if Act.NOT_NEEDED not in row.allowed:
        return False
    if isinstance(row.line, Run):
        return Act.RUN in row.allowed and not _something_depends_on(site, row.line.value)
    return not row.allowed.isdisjoint((Act.SETTLE, Act.CALL))


def _something_depends_on(site: Site, annex: str) -> bool:
    """Whether an annex leaves orders in force, has a return of its own, or decides by its end what other lines ask."""
    unit = site.unit_by_id[annex]
    if isinstance(unit, Annexe) and unit.return_to_normal:
        return True
    if any(isinstance(line, Standing) for line, _path in site.lines[annex]):
        return True
    conditions = (
        part for lines in site.lines.values() for line, _path in lines for _at, part in conditions_in(line.when)
    )
    return any(part.outcome is not None and split_ref("", part.outcome.annex)[1] == annex for part in conditions)
