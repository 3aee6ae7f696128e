"""What follows from the rows: messages in force, what prevents closing, which case is proposed, what comes next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from pannesi.procedure.model.lines import Broadcast, Outcome
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Case
from pannesi.session.facts.lines import LineLeft
from pannesi.session.projection.deciding_questions import decide_a_critical_line, names_deciding, open_deciders
from pannesi.session.projection.order_lifetime import orders_outlast_cases
from pannesi.session.projection.read_model import MessageState, Proposal, Row, Stage
from pannesi.session.projection.unanswered_calls import calls_passed_over
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.register.duties import patient_of
from pannesi.session.state import Visit
from pannesi.support.i18n import _

_FORWARD = ("alert", "degraded_mode")


def _ref(row: Row, ref: str) -> str:
    return "/".join(split_ref(row.unit, ref))


def message_states(rows: tuple[Row, ...]) -> tuple[MessageState, ...]:
    """Each "down" message that was seen, and whether it still stands in front of the hospital."""
    sent = [
        row
        for row in rows
        if isinstance(row.line, Broadcast) and row.status == "done" and not row.off_branch and not row.again
    ]
    by_ref: dict[str, MessageState] = {}
    for row in sent:
        if _closes(row) is not None:
            continue
        ref = _ref(row, str(row.line.value))
        up = next((other.key for other in rows if _closes(other) == ref and other.visit == row.visit), None)
        by_ref[ref] = MessageState(row.visit, row.unit, ref, _message_fate(row, ref, sent), up)
    return tuple(by_ref.values())


def _message_fate(row: Row, ref: str, sent: list[Row]) -> Literal["in_force", "closed", "superseded"]:
    """What became of a message. What was seen in another passage before it was sent puts no end to it."""
    ends = [other for other in sent if other.visit == row.visit or _place(other) >= _place(row)]
    if any(_closes(end) == ref for end in ends):
        return "closed"
    return "superseded" if any(ref in _supersedes(end) for end in ends) else "in_force"


def _place(row: Row) -> tuple[int, str, int]:
    """Where a line stands in the order of facts; one that another case settled has none of its own, and comes first."""
    return row.fact.order if row.fact is not None else (0, "", 0)


def _supersedes(row: Row) -> tuple[str, ...]:
    return tuple(_ref(row, ref) for ref in row.line.supersedes) if isinstance(row.line, Broadcast) else ()


def _closes(row: Row) -> str | None:
    closes = row.line.closes if isinstance(row.line, Broadcast) else None
    return _ref(row, closes) if closes is not None else None


def without_superseded(rows: tuple[Row, ...], sent: tuple[MessageState, ...]) -> tuple[Row, ...]:
    """The rows, in which the "up" of a message that another one replaced is no longer due."""
    gone = {message.ref for message in sent if message.state == "superseded"}
    return tuple(
        replace(row, status="not_applicable") if row.status == "open" and _closes(row) in gone else row for row in rows
    )


def without_wrong_cases(threads: VisitGraph, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, in which the return lines of a case that was not the right one, and was left before anything was done
    in it, are not due: nobody was told, nobody was noted, and there is nothing to put back."""
    left = {visit.id for visit in threads.visits if _turned_away(threads, visit)}
    if not left or not orders_outlast_cases(threads.state.closing):
        return rows
    lived = {
        threads.case_of(threads.by_id[row.visit]).id
        for row in rows
        if row.visit in left and row.line.traits.outward and row.status in ("done", "left") and row.fact is not None
    }
    for head in threads.state.heads("patient"):
        patient = patient_of(threads.state, head)
        lived.update(patient.visits if patient is not None else ())
    return tuple(
        replace(row, status="not_applicable")
        if row.phase == "return_to_normal"
        and row.visit in left
        and row.fact is None
        and row.status in ("open", "pending")
        and threads.case_of(threads.by_id[row.visit]).id not in lived
        else row
        for row in rows
    )


def _turned_away(threads: VisitGraph, visit: Visit) -> bool:
    """Whether a case gave way to what is another failure, or to itself entered anew; one that goes on as a part of the
    next, as the PACS alone in both, keeps what its return asks."""
    root = threads.case_of(visit)
    after, met = threads.turned_to(root), {root.id}
    while after is not None and threads.is_triage(after) and after.id not in met:
        met.add(after.id)
        after = threads.turned_to(after)
    if after is None:
        return threads.current_case(root).id != root.id  # left for a search that goes on
    anew = (after.unit, after.symptom) == (root.unit, root.symptom)
    return anew or not _down(threads, root) & _down(threads, after)


def with_answers_awaited(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, in which what depends on a question still open, or on an annex not ended, waits for it, with all that
    lies below: nobody may read "not needed" where nothing was decided yet."""
    awaited = open_deciders(rows)
    if not awaited:
        return rows
    waiting_rows: list[Row] = []
    above: tuple[str, int] | None = None
    for row in rows:
        if above is not None and (row.visit != above[0] or row.depth <= above[1]):
            above = None
        asleep = row.status == "not_applicable" and row.fact is None
        waits = asleep and row.condition is not None and row.condition.holds is False and not row.condition.by_operator
        if waits and any((row.visit, name) in awaited for name in names_deciding(row.line.when)):
            above = above or (row.visit, row.depth)
        waiting_rows.append(replace(row, status="pending") if asleep and above is not None else row)
    return tuple(waiting_rows)


def lines_to_do(threads: VisitGraph, rows: tuple[Row, ...], concluding: frozenset[str]) -> tuple[Row, ...]:
    """The lines to do, in order: alerting and degraded mode, then the return once it is announced.

    `concluding` names the annexes whose end is still to be said, since an order that they left depends on it: their
    steps are asked before it, so that nobody says that an end was reached past what was not done.

    Someone else's acts come after one's own of the same stretch: they are waited for, not done. Those of the alerting
    come at its end, and last of all once the degraded mode was begun without them. An annex being walked shows its own
    lines, not the one that it was run from. A question that an annex waits for and nobody knows comes last of all.
    """
    decisive = decide_a_critical_line(rows)
    vital = {row.key for row in rows if row.running is not None and (row.line.critical == "yes" or row.key in decisive)}
    open_rows = [row for row in rows if row.is_open]
    forward = [
        row
        for row in open_rows
        if row.phase in _FORWARD and (row.visit in concluding or _still_asked(threads, row, vital | decisive))
    ]
    back = [row for row in open_rows if row.phase == "return_to_normal" and return_is_due(threads, row)]
    tried = calls_passed_over(threads.state, rows)
    alert = [row for row in forward if row.phase == "alert"]
    awaited = {row.visit for row in alert if row.line.traits.by_others}
    begun = {visit for visit in awaited if _begun(threads, threads.case_of(threads.by_id[visit]), rows)}
    late = [row for row in alert if row.visit in begun and row.line.traits.by_others]
    now = [row for row in alert if row.visit not in begun or not row.line.traits.by_others]
    rest = [*(row for row in forward if row.phase != "alert"), *late]
    ordered = [*_mine_first(now, tried), *_mine_first(rest, tried), *_mine_first(back, tried)]
    walked = {row.visit for row in ordered}
    shown = [_waiting_question(rows, row) or row for row in ordered if row.running not in walked]
    return tuple(sorted(shown, key=lambda row: not row.is_open))


def ends_an_order(row: Row, concluding: frozenset[str]) -> bool:
    """Whether a line ends an annex on whose end an order depends."""
    return isinstance(row.line, Outcome) and row.visit in concluding


def _mine_first(stretch: list[Row], tried: frozenset[tuple[str, str]]) -> list[Row]:
    return sorted(stretch, key=lambda row: row.line.traits.by_others or row.key in tried)


def _waiting_question(rows: tuple[Row, ...], row: Row) -> Row | None:
    """The question whose "je ne sais pas" keeps an annex from ending, when nothing else is left to do in it."""
    if row.running is None:
        return None
    return next(
        (candidate for candidate in reversed(rows) if candidate.visit == row.running and candidate.answer == UNKNOWN),
        None,
    )


def return_is_due(threads: VisitGraph, row: Row) -> bool:
    """Whether the return lines of a case are due: it was announced, or the case gave way to looking for the case, of
    which no return can be announced."""
    visit = threads.by_id[row.visit]
    if threads.return_announced(visit) is not None:
        return True
    return threads.is_triage(threads.current_case(visit)) and not threads.is_triage(threads.case_of(visit))


def _still_asked(threads: VisitGraph, row: Row, vital: Collection[tuple[str, str]]) -> bool:
    """Once the return is announced only what is critical remains to be asked of alerting and degraded mode, and what
    decides whether it is due (`vital`), and what was left for the return. The steps of an annex are as critical as the
    line that it is being run from."""
    if row.line.critical == "yes" or row.key in vital or not return_is_due(threads, row):
        return True
    if row.fact is not None and isinstance(row.fact.body, LineLeft):
        return True
    visit, met = threads.by_id.get(row.visit), set[str]()
    while visit is not None and visit.reason == "run" and visit.id not in met:
        if (visit.parent, visit.line) in vital:
            return True
        met.add(visit.id)
        visit = threads.by_id.get(visit.parent or "")
    return False


def case_proposals(threads: VisitGraph) -> tuple[Proposal, ...]:
    """Cases whose systems are just those that the cases going on say are down. Only ever proposed."""
    going = {(visit.unit, visit.symptom) for visit in threads.current_cases}
    down = {system for visit in threads.current_cases for system in _down(threads, visit)}
    if len(going) < 2:
        return ()
    fitting = []
    for entry in threads.site.entries:
        wanted = set(entry.symptom.systems.down)
        fits = len(wanted) > 1 and wanted <= down and isinstance(entry.unit, Case)
        fits = fits and (not entry.unit.draft or threads.state.exercise)
        if fits and entry.unit.id not in {unit for unit, _symptom in going}:
            because = _("{systems} en panne ensemble").format(systems=", ".join(sorted(wanted)))
            fitting.append(Proposal(entry.unit.id, entry.symptom.id, entry.symptom.label, because))
    return tuple(fitting)


def systems_down(site: Site, unit: str, symptom: str | None) -> frozenset[str]:
    """The systems that a case says to be down, as a symptom enters it."""
    symptoms = site.unit_by_id[unit].symptoms
    return next((frozenset(candidate.systems.down) for candidate in symptoms if candidate.id == symptom), frozenset())


def _down(threads: VisitGraph, visit: Visit) -> frozenset[str]:
    return systems_down(threads.site, visit.unit, visit.symptom)


def _still_alerting(threads: VisitGraph, visit: Visit, rows: tuple[Row, ...]) -> bool:
    """Whether a case is still in its alerting: an act of one's own is left in it, and none of its degraded mode was
    begun since the outage began, or began again. What others are waited for does not hold a case there."""
    if threads.return_announced(visit) is not None or _begun(threads, visit, rows):
        return False
    walked = {row.visit for row in rows if row.is_open}
    mine = (row for row in rows if row.visit == visit.id and row.phase == "alert" and row.is_open)
    acts = (row for row in mine if not row.line.traits.by_others)
    return any(row.running in walked or _waiting_question(rows, row) is None for row in acts)


def _begun(threads: VisitGraph, visit: Visit, rows: tuple[Row, ...]) -> bool:
    """Whether something of the degraded mode of a case was done since the outage began, or began again."""
    fell = threads.fell_again(visit)
    facts = (row.fact for row in rows if row.visit == visit.id and row.phase == "degraded_mode")
    return any(fact is not None and (fell is None or fact.order > fell.order) for fact in facts)


def stage_of(threads: VisitGraph, following: Row | None, rows: tuple[Row, ...]) -> Stage:
    """Where the session is, for the band above the list."""
    if threads.state.closing is not None:
        return "closed"
    if following is not None and any(_still_alerting(threads, visit, rows) for visit in threads.current_cases):
        return "alert"
    going = [visit for visit in threads.current_cases if not threads.is_triage(visit)]
    if any(threads.return_announced(visit) is None for visit in going):
        return "degraded_mode" if following is not None else "waiting"
    if following is None:
        return "to_close"
    return "return_to_normal" if going else "degraded_mode"
