"""The lines to do next, in order, and the stage of the session."""

from __future__ import annotations

from collections.abc import Collection
from itertools import takewhile

from pannesi.procedure.model.lines import Outcome, Verify
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, Triage
from pannesi.session.facts.lines import LineLeft
from pannesi.session.projection.deciding_questions import rows_deciding_critical_lines
from pannesi.session.projection.read_model import Row, Stage
from pannesi.session.projection.unanswered_calls import calls_passed_over
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.state import Visit

_FORWARD = ("alert", "degraded_mode")


def lines_to_do(graph: VisitGraph, rows: tuple[Row, ...], concluding: frozenset[str]) -> tuple[Row, ...]:
    """The lines to do, in order: alerting and degraded mode, then the return once it is announced.

    `concluding` names the visits of annexes whose end is still to be recorded, since a standing order depends on it:
    their steps come before it, so that nobody records an end past steps that were not done.

    Acts of others come after one's own of the same phase: they are awaited, not done; a check of what they did for
    each patient comes after them. Those of the alerting come at its end, and last of all once the degraded mode was
    begun without them. In an annex they keep their place: it ends at its outcome, and what would come after that would
    never come. A call that nobody answered waits with them until the hour at which it is to be made again. An annex
    that is being run shows its own lines, not the one from which it is run. A question answered "je ne sais pas" for
    which an annex waits comes last. What a card of the triage asks before anything else, as of an attack, comes first.
    """
    decisive = rows_deciding_critical_lines(rows)
    vital = {row.key for row in rows if row.running is not None and (row.line.critical == "yes" or row.key in decisive)}
    open_rows = [row for row in rows if row.is_open]
    forward = [
        row
        for row in open_rows
        if row.phase in _FORWARD and (row.visit in concluding or _still_asked(graph, row, vital | decisive))
    ]
    back = [row for row in open_rows if row.phase == "return_to_normal" and return_is_due(graph, row)]
    tried = calls_passed_over(graph.state, rows)
    alert = [row for row in forward if row.phase == "alert"]
    promised = {row.key for row in open_rows if row.key in tried and row.call_again_at is not None}
    waiting = {
        row.key for row in open_rows if (row.line.traits.by_others or row.key in promised) and not _of_annex(graph, row)
    }
    awaited = {row.visit for row in alert if row.key in waiting}
    begun = {visit for visit in awaited if _has_begun(graph, graph.case_of(graph.by_id[visit]), rows)}
    late = [row for row in alert if row.visit in begun and row.key in waiting]
    now = [row for row in alert if row.visit not in begun or row.key not in waiting]
    now.sort(key=lambda row: not is_of_card(graph.site, row))
    rest = [*(row for row in forward if row.phase != "alert"), *late]
    last = waiting | tried
    ordered = [*_mine_first(now, last), *_mine_first(rest, last), *_mine_first(back, last)]
    walked = {row.visit for row in ordered}
    shown = [_waiting_question(rows, row) or row for row in ordered if row.running not in walked]
    return tuple(sorted(shown, key=lambda row: not row.is_open))


def ends_an_order(row: Row, concluding: frozenset[str]) -> bool:
    """Whether a row is the outcome of an annex on whose end a standing order depends."""
    return isinstance(row.line, Outcome) and row.visit in concluding


def is_of_card(site: Site, row: Row) -> bool:
    """Whether a row is of a card of the triage, which stands above every case: an attack."""
    return isinstance(site.unit_by_id[row.unit], Triage) and not row.of_search


def return_is_due(graph: VisitGraph, row: Row) -> bool:
    """Whether the return lines of a case are due: its return was announced, or it was left for a triage, whose return
    is never announced."""
    visit = graph.by_id[row.visit]
    if graph.return_announced(visit) is not None:
        return True
    return graph.is_search(graph.current_case(visit)) and not graph.is_search(graph.case_of(visit))


def stage_of(graph: VisitGraph, following: Row | None, rows: tuple[Row, ...]) -> Stage:
    """The stage of the session, for the status band; `following` is the next line to do."""
    if graph.state.closing is not None:
        return "closed"
    if following is not None and any(_still_alerting(graph, visit, rows) for visit in graph.current_cases):
        return "alert"
    going = [visit for visit in graph.current_cases if not graph.is_search(visit)]
    if any(graph.return_announced(visit) is None for visit in going):
        return "degraded_mode" if following is not None else "waiting"
    if following is None:
        return "to_close"
    return "return_to_normal" if going else "degraded_mode"


def _of_annex(graph: VisitGraph, row: Row) -> bool:
    return isinstance(graph.site.unit_by_id[row.unit], Annexe)


def _mine_first(stretch: list[Row], last: Collection[tuple[str, str]]) -> list[Row]:
    return sorted(stretch, key=lambda row: row.key in last or _checks_others(row, stretch))


def _checks_others(row: Row, stretch: list[Row]) -> bool:
    """Whether a check asserts for every patient what others do: it comes after their acts that stand before it."""
    asserts = isinstance(row.line, Verify) and row.line.asserts is not None
    before = takewhile(lambda other: other.key != row.key, stretch)
    return asserts and any(other.visit == row.visit and other.line.traits.by_others for other in before)


def _waiting_question(rows: tuple[Row, ...], row: Row) -> Row | None:
    """The last question of the annex run from a row that is answered "je ne sais pas", for which it waits; else
    None."""
    if row.running is None:
        return None
    return next(
        (candidate for candidate in reversed(rows) if candidate.visit == row.running and candidate.answer == UNKNOWN),
        None,
    )


def _still_asked(graph: VisitGraph, row: Row, vital: Collection[tuple[str, str]]) -> bool:
    """Whether a line before the return is still to do. Once the return is announced, only critical lines are, those in
    `vital`, the steps of an annex run from such a line, and lines put off until the return.
    """
    if row.line.critical == "yes" or row.key in vital or not return_is_due(graph, row):
        return True
    if row.fact is not None and isinstance(row.fact.body, LineLeft):
        return True
    visit, met = graph.by_id.get(row.visit), set[str]()
    while visit is not None and visit.reason == "run" and visit.id not in met:
        if (visit.parent, visit.line) in vital:
            return True
        met.add(visit.id)
        visit = graph.by_id.get(visit.parent or "")
    return False


def _still_alerting(graph: VisitGraph, visit: Visit, rows: tuple[Row, ...]) -> bool:
    """Whether a case is still in its alerting phase: one's own act is open in it, and none of its degraded mode was
    begun since the outage began, or came back. Acts of others that are awaited do not count."""
    if graph.return_announced(visit) is not None or _has_begun(graph, visit, rows):
        return False
    walked = {row.visit for row in rows if row.is_open}
    mine = (row for row in rows if row.visit == visit.id and row.phase == "alert" and row.is_open)
    acts = (row for row in mine if not row.line.traits.by_others)
    return any(row.running in walked or _waiting_question(rows, row) is None for row in acts)


def _has_begun(graph: VisitGraph, visit: Visit, rows: tuple[Row, ...]) -> bool:
    """Whether a line of the degraded mode of a case was settled since the outage began, or came back."""
    fell = graph.fell_again(visit)
    facts = (row.fact for row in rows if row.visit == visit.id and row.phase == "degraded_mode")
    return any(fact is not None and (fell is None or fact.order > fell.order) for fact in facts)
