"""Rows whose status depends on other rows: those that wait for an answer, and the return of a wrong case."""

from __future__ import annotations

from dataclasses import replace

from pannesi.session.projection.case_proposals import systems_down
from pannesi.session.projection.deciding_questions import deciding_names, open_deciding_rows
from pannesi.session.projection.order_lifetime import orders_outlast_cases
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.register.duties import patient_of
from pannesi.session.state import Visit


def with_answers_awaited(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, in which those that depend on an open question, or on an annex that has not ended, are `pending`, with
    all rows below them, so that nobody reads « sans objet » where nothing was decided yet."""
    awaited = open_deciding_rows(rows)
    if not awaited:
        return rows
    waiting_rows: list[Row] = []
    above: tuple[str, int] | None = None
    for row in rows:
        if above is not None and (row.visit != above[0] or row.depth <= above[1]):
            above = None
        asleep = row.status == "not_applicable" and row.fact is None
        waits = asleep and row.condition is not None and row.condition.holds is False and not row.condition.by_operator
        if waits and any((row.visit, name) in awaited for name in deciding_names(row.line.when)):
            above = above or (row.visit, row.depth)
        waiting_rows.append(replace(row, status="pending") if asleep and above is not None else row)
    return tuple(waiting_rows)


def without_wrong_cases(graph: VisitGraph, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, in which the return lines of a wrong case do not apply: one that was left before anything was done in
    it.

    Nobody was told and no patient was noted, so there is nothing to return to normal.
    """
    left = cases_left(graph)
    if not left:
        return rows
    lived = {
        graph.case_of(graph.by_id[row.visit]).id
        for row in rows
        if row.visit in left and row.line.traits.outward and row.status in ("done", "left") and row.fact is not None
    }
    for head in graph.state.heads("patient"):
        patient = patient_of(graph.state, head)
        lived.update(patient.visits if patient is not None else ())
    return tuple(
        replace(row, status="not_applicable")
        if row.phase == "return_to_normal"
        and row.visit in left
        and row.fact is None
        and row.status in ("open", "pending")
        and graph.case_of(graph.by_id[row.visit]).id not in lived
        else row
        for row in rows
    )


def cases_left(graph: VisitGraph) -> frozenset[str]:
    """The ids of the visits of cases that were not the right one: left for another failure. Of a session closed under
    the oldest rules, none."""
    if not orders_outlast_cases(graph.state.closing):
        return frozenset()
    return frozenset(visit.id for visit in graph.visits if _turned_away(graph, visit))


def _turned_away(graph: VisitGraph, visit: Visit) -> bool:
    """Whether a case was left for another failure, or for itself entered by the same symptom again.

    A case that is part of the next one (both say that one system is down) keeps its return.
    """
    root = graph.case_of(visit)
    after, met = graph.turned_to(root), {root.id}
    while after is not None and graph.is_search(after) and after.id not in met:
        met.add(after.id)
        after = graph.turned_to(after)
    if after is None:
        return graph.current_case(root).id != root.id  # left for a search that goes on
    anew = (after.unit, after.symptom) == (root.unit, root.symptom)
    return anew or not _systems_down(graph, root) & _systems_down(graph, after)


def _systems_down(graph: VisitGraph, visit: Visit) -> frozenset[str]:
    return systems_down(graph.site, visit.unit, visit.symptom)
