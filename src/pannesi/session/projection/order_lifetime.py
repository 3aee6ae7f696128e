"""Which standing orders are in force: each lasts until what ends it, which is not always the return of its case.

What an annex set up (a backup network, faxed requests, a code given by telephone) stays as it is until the return
lines of that annex are settled, whatever the case that it was run from does meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pannesi.procedure.model.lines import Ask, Do, OtherCaseLine, Outcome, QuestionLine, Standing, Verify
from pannesi.procedure.model.numbering import UNKNOWN, YES
from pannesi.procedure.model.units import Annexe
from pannesi.session.events import Event
from pannesi.session.facts.visits import VisitClosed
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.state import Visit


def orders_outlast_cases(closing: Event | None) -> bool:
    """Whether orders may outlast their case; not in a session that was closed under the oldest rules."""
    return closing is None or closing.body.rules > 0


@dataclass
class OrderLifetimes:
    """The lifetimes of the standing orders of a session."""

    graph: VisitGraph
    rows: tuple[Row, ...]
    _return_rows: dict[str, list[Row]] = field(default_factory=dict)
    """The rows of the return to normal, by visit."""

    def __post_init__(self) -> None:
        for row in self.rows:
            if row.phase == "return_to_normal":
                self._return_rows.setdefault(row.visit, []).append(row)

    def in_force(self) -> tuple[Row, ...]:
        """The rows of the orders in force now, in the order of the list."""
        in_force_by_visit: dict[str, bool] = {}
        in_force = []
        for row in self.rows:
            if not isinstance(row.line, Standing) or row.status not in ("open", "done") or row.off_branch:
                continue
            if row.visit not in in_force_by_visit:
                in_force_by_visit[row.visit] = self._is_in_force(self.graph.by_id[row.visit])
            if in_force_by_visit[row.visit]:
                in_force.append(row)
        return tuple(in_force)

    def with_ended_orders(self, standing: Iterable[Row]) -> tuple[Row, ...]:
        """The rows with `ended` set for orders that are not in force any more; `standing` are those in force."""
        if not orders_outlast_cases(self.graph.state.closing):
            return self.rows
        lasting = tuple(standing)
        in_force = {row.key for row in lasting}
        return tuple(
            replace(row, ended=True, continued_by=_continued_by(row, lasting))
            if isinstance(row.line, Standing) and row.status in ("open", "done") and row.key not in in_force
            else row
            for row in self.rows
        )

    def annexes_to_conclude(self, standing: Iterable[Row]) -> frozenset[str]:
        """The visits of annexes with an order in force that have not ended: only after their end does what ends the
        order become due."""
        visits = {row.visit for row in standing}
        return frozenset(visit for visit in visits if self._is_annex(visit) and visit not in self.graph.endings)

    def _is_annex(self, visit: str) -> bool:
        return isinstance(self.graph.site.unit_by_id[self.graph.by_id[visit].unit], Annexe)

    def _is_in_force(self, visit: Visit) -> bool:
        """Whether the orders set up in a visit are in force."""
        graph = self.graph
        by_the_case = graph.return_announced(visit) is None and _is_current(graph, visit)
        if not orders_outlast_cases(graph.state.closing):
            return by_the_case
        if not self._is_annex(visit.id):
            return _is_current(graph, visit) and (by_the_case or self._return_unconfirmed(visit))
        if visit.reason == "run" and visit.id not in graph.endings:
            return by_the_case or self._can_still_end(visit)
        if self._is_superseded(visit):
            return False
        ends = [row for row in rows_ending_orders(self._return_rows.get(visit.id, ())) if _applies(row)]
        return any(_is_unconfirmed(row) for row in ends) if ends else by_the_case

    def _return_unconfirmed(self, visit: Visit) -> bool:
        """Whether the checks at the beginning of the return of a case do not confirm it yet."""
        for row in self._return_rows.get(visit.id, ()):
            if row.depth > 0 or row.status in ("not_applicable", "pending"):
                continue
            if not isinstance(row.line, QuestionLine):
                return False
            if _is_unconfirmed(row) or self._leads_elsewhere(row):
                return True
        return False

    def _leads_elsewhere(self, row: Row) -> bool:
        """Whether the answer to a question means that something still fails: it leads to another case, or is
        unknown."""
        below = (other for other in self._return_rows[row.visit] if other.depth > 0 and other.status == "open")
        onward = any(isinstance(other.line, OtherCaseLine) for other in below)
        return isinstance(row.line, Ask) and (row.answer == UNKNOWN or onward)

    def _can_still_end(self, visit: Visit) -> bool:
        """Whether an annex has an outcome line that is still open."""
        mine = (row for row in self.rows if row.visit == visit.id)
        return any(isinstance(row.line, Outcome) and row.status == "open" for row in mine)

    def _is_superseded(self, visit: Visit) -> bool:
        """Whether a later visit of the same annex ended with another outcome, so that what this one set up is over."""
        ending = self.graph.endings.get(visit.id)
        if ending is None or not isinstance(ending.body, VisitClosed):
            return False
        later = [
            (fate.order, fate.body.outcome)
            for other in self.graph.visits
            if other.unit == visit.unit and (fate := self.graph.endings.get(other.id)) is not None
            if isinstance(fate.body, VisitClosed) and fate.body.reached and fate.order > ending.order
        ]
        return bool(later) and max(later)[1] != ending.body.outcome


def _is_current(graph: VisitGraph, visit: Visit) -> bool:
    return visit.reason == "run" or graph.turned_to(visit) is None


def _continued_by(ended: Row, standing: Iterable[Row]) -> str:
    """The number of the order in force that asks for the same as one that ended; empty where none does."""
    reference = f"{ended.unit}/{ended.line.id}"
    return next((row.number for row in standing if reference in row.line.carries or _same_duty(ended, row)), "")


def _same_duty(ended: Row, row: Row) -> bool:
    """Whether two orders owe the same to the same patients."""
    if not (isinstance(ended.line, Standing) and isinstance(row.line, Standing)):
        return False
    return ended.line.duty is not None and row.line.duty == ended.line.duty


def rows_ending_orders(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, among those of the return of an annex in their order, that end what the annex set up.

    Neither a check that asks about what was done meanwhile, nor the lines below it.
    """
    aside: int | None = None
    for row in rows:
        if aside is not None and row.depth > aside:
            continue
        aside = row.depth if isinstance(row.line, Verify) and row.line.ends_orders == "no" else None
        if aside is None and row.line.traits.ends_an_order:
            yield row


def _applies(row: Row) -> bool:
    return row.status not in ("not_applicable", "pending")


def _is_unconfirmed(row: Row) -> bool:
    """Whether what a return line asks is not reached: it is open, a check was not answered yes, or a critical act was
    impossible."""
    if row.is_open:
        return True
    if isinstance(row.line, Verify):
        return row.answer != YES and row.status == "done"
    return row.status == "could_not" and isinstance(row.line, Do) and row.line.critical == "yes"
