"""The walk: every line of every visit with its present state, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from pannesi.procedure.model.lines import Call, Joins, Know, Line, OtherCaseLine, Outcome, QuestionLine, Run, Standing
from pannesi.procedure.model.numbering import branches_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, Phase
from pannesi.session.events import Event
from pannesi.session.facts.lines import CallMade, LineAnswered, LineDone
from pannesi.session.facts.visits import CaseFellAgain, VisitClosed
from pannesi.session.projection import closing_blocks, line_status
from pannesi.session.projection.caches import ProjectionCaches
from pannesi.session.projection.call_again import with_calls_to_repeat, without_calls_not_to_do
from pannesi.session.projection.carried_over import can_be_taken_over, carried_line_ids, every_line
from pannesi.session.projection.case_proposals import case_proposals
from pannesi.session.projection.conditions import (
    ConditionContext,
    evaluate,
    evaluate_unknown_end,
    evaluate_without_orders,
)
from pannesi.session.projection.hours_said import original_answer
from pannesi.session.projection.message_states import message_states, without_superseded
from pannesi.session.projection.messages_to_request import with_messages_awaited
from pannesi.session.projection.next_lines import lines_to_do, stage_of
from pannesi.session.projection.order_lifetime import OrderLifetimes
from pannesi.session.projection.read_model import SETTLED, Row, Status, Walk
from pannesi.session.projection.visit_endings import answer_of, option_taken
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.projection.waiting_rows import with_answers_awaited, without_wrong_cases
from pannesi.session.register import duties as register
from pannesi.session.register.projection import RegisterProjection, RegisterProjectionCache, project_register
from pannesi.session.state import State, Visit

Taken = Literal["yes", "no", "pending"]


def walk(site: Site, state: State, now: datetime, caches: ProjectionCaches | None = None) -> Walk:
    """The walk of a session at `now` (aware): every line with its status, and what follows from them. Pure.

    `site` is the procedure that the session pins, with the newest contacts. `caches` are those of the last walk of the
    same session.
    """
    context = ConditionContext(site, state, now)
    graph = VisitGraph.of(site, state)
    builder = _Builder(context, graph)
    rows = without_wrong_cases(graph, with_answers_awaited(builder.build()))
    rows = with_messages_awaited(site, rows)
    messages = message_states(rows)
    rows = without_superseded(rows, messages)
    rows, patients = _with_register(graph, rows, builder.taken_lines, caches or ProjectionCaches())
    orders = OrderLifetimes(graph, rows)
    standing = orders.in_force()
    concluding = orders.annexes_to_conclude(standing)
    rows = orders.with_ended_orders(standing)
    blocks = closing_blocks.closing_blocks(graph, rows, messages, patients, concluding)
    doubts = closing_blocks.number_doubt_blocks(graph, patients.patients, patients.number_doubts)
    rows = with_calls_to_repeat(site.contacts, state, rows, now)
    todo = lines_to_do(graph, rows, concluding) if state.closing is None else ()
    rows = without_calls_not_to_do(rows, todo)
    following = todo[0] if todo else None
    return Walk(
        now=now,
        rows=rows,
        next=following,
        todo=todo,
        stage=stage_of(graph, following, rows),
        standing=standing,
        duties=patients.duties,
        duties_by_patient=patients.duties_by_patient,
        open_duties=patients.open_duties,
        messages=messages,
        patients=patients.patients,
        number_doubts=patients.number_doubts,
        proposals=case_proposals(graph),
        blocks=(*blocks, *doubts),
        elapsed=max(now - state.began, timedelta(0)) if state.began is not None else timedelta(0),
        current_cases=tuple(visit.id for visit in graph.current_cases),
    )


def _with_register(
    graph: VisitGraph, rows: tuple[Row, ...], taken_lines: set[tuple[str, str]], caches: ProjectionCaches
) -> tuple[tuple[Row, ...], RegisterProjection]:
    """The rows with the number of patients their duties are open for, and the register."""
    state, site = graph.state, graph.site
    announced = {visit.id: graph.return_announced(visit) for visit in graph.visits}
    ongoing = frozenset(visit for visit, event in announced.items() if event is None)
    returns = {visit: event.order for visit, event in announced.items() if event is not None}
    cache = caches.of(RegisterProjectionCache)
    patients = project_register(state, rows, taken_lines, site.register_fields, ongoing, cache, returns)
    rows = register.with_patients_due(rows, patients.due)
    if graph.turned_into and state.closing is None:
        rows = register.with_patients_of_earlier_cases(rows, patients.open_duties, graph.predecessor_ids)
    return rows, patients


class _Builder:
    """Makes the rows of all visits: alerting and degraded mode of each visit, then the return lines of all."""

    def __init__(self, context: ConditionContext, graph: VisitGraph) -> None:
        self.context = context
        self.graph = graph
        self.taken_lines: set[tuple[str, str]] = set()
        """The keys of lines on taken branches, whose duties are owed to patients even after another case replaced
        theirs."""
        self._return_lines: list[tuple[Visit, tuple[Line, ...]]] = []
        self._taken_over = self._lines_taken_over()
        self._last_settled: dict[str, datetime] = {}

    def build(self) -> tuple[Row, ...]:
        """The rows of all visits, in the order of the list."""
        rows: list[Row] = []
        for visit in self.graph.visits:
            if visit.reason != "run":
                rows.extend(self._rows_before_return(visit))
        for visit, lines in self._return_lines:
            rows.extend(self._rows_of_lines(visit, lines, "return_to_normal", 0, "yes"))
        return tuple(rows)

    def _rows_before_return(self, visit: Visit) -> Iterator[Row]:
        """The rows of a visit before its return; the lines of its return are put aside for the end of the list.

        The checks that open the return of a case come before the return lines of its annexes and of the cases that it
        replaced.
        """
        tail = self.graph.current_case(visit).id
        same = (
            at for at, (other, _lines) in enumerate(self._return_lines) if self.graph.current_case(other).id == tail
        )
        before = next(same, len(self._return_lines))
        for phase, lines in phases_of(self.context.site.unit_by_id[visit.unit], visit.symptom):
            if phase == "return_to_normal":
                checks = tuple(takewhile(lambda line: isinstance(line, QuestionLine), lines))
                self._return_lines.insert(before, (visit, checks))
                self._return_lines.append((visit, lines[len(checks) :]))
            else:
                yield from self._rows_of_lines(visit, lines, phase, 0, "yes")

    def _lines_taken_over(self) -> dict[tuple[str, str], tuple[str, str]]:
        """The keys of lines of replaced cases, each with the key of the line that takes it over."""
        carried: dict[tuple[str, str], tuple[str, str]] = {}
        for visit in self.graph.visits:
            ancestors = self.graph.ancestors(visit)
            if not ancestors:
                continue
            for line in every_line(self.context.site.unit_by_id[visit.unit], visit.symptom):
                for ref in line.carries:
                    unit, _slash, name = ref.partition("/")
                    carried.update(
                        {(ancestor.id, name): (visit.id, line.id) for ancestor in ancestors if ancestor.unit == unit}
                    )
        return carried

    def _rows_of_lines(
        self, visit: Visit, lines: tuple[Line, ...], phase: Phase, depth: int, taken: Taken, *, unsure: bool = False
    ) -> Iterator[Row]:
        """The rows of lines and of the lines below them.

        `depth` is the level of indentation. `unsure`: the lines depend on the outcome of an annex that ended without
        one, so each condition is unknown, and lines that only inform are left out.
        """
        for line in lines:
            row = self._row_of_line(visit, line, phase, depth, taken, unsure=unsure)
            yield row
            yield from self._annex_rows(visit, line, phase, depth)
            chosen = self._chosen_branch(visit, line)
            doubtful = taken == "yes" and line_status.ended_without_outcome(self.graph, visit, line)
            for branch, below in branches_of(line):
                inner = _taken_below(row.status, chosen, branch) if taken == "yes" and not doubtful else taken
                yield from self._rows_of_lines(visit, below, phase, depth + 1, inner, unsure=doubtful)

    def _annex_rows(self, visit: Visit, line: Line, phase: Phase, depth: int) -> Iterator[Row]:
        """The rows of the annexes that were run from a line; the lines of their return are put aside."""
        for run in self.graph.runs.get((visit.id, line.id), ()):
            annex = self.context.site.unit_by_id[run.unit]
            if isinstance(annex, Annexe):
                self._return_lines.append((run, annex.return_to_normal))
                yield from self._rows_of_lines(run, annex.steps, phase, depth + 1, "yes")

    def _chosen_branch(self, visit: Visit, line: Line) -> str | None:
        """The option or outcome whose branch is taken below a line; None as long as there is none."""
        if isinstance(line, Run):
            return line_status.annex_outcome(self.graph, visit, line)
        return option_taken(self.context.state, visit.id, line.id) if isinstance(line, QuestionLine) else None

    def _row_of_line(
        self, visit: Visit, line: Line, phase: Phase, depth: int, taken: Taken, *, unsure: bool = False
    ) -> Row:
        context, graph = self.context, self.graph
        status, fact = line_status.recorded_status(graph, visit, line)
        condition = evaluate(context, visit, line.id, line.when) if line.when is not None else None
        if fact is None:
            condition = evaluate_without_orders(context, visit, line, condition)
        if unsure:
            condition = evaluate_unknown_end(context, visit, line.id, condition)
        hidden = unsure and isinstance(line, Know) and context.state.is_bound_by(3)
        applies: Taken = "no" if hidden or (condition is not None and condition.holds is False) else taken
        if applies == "yes":
            self.taken_lines.add((visit.id, line.id))
        again = fact is not None and (
            line_status.must_redo(graph, visit, line, phase, fact) or line_status.must_ask_again(context, line, fact)
        )
        carried = fact is not None and isinstance(fact.body, LineAnswered) and fact.body.carried is not None
        original = original_answer(context.state, fact) if fact is not None else None
        if fact is None:
            status, carried = self._status_without_event(visit, line, phase, applies)
            original = self._carried_from(visit, line) if carried else None
        elif status == "left" and graph.return_announced(visit) is not None:
            status = "open"
        suggestion, assumed = line_status.clock_suggestion(context, line)
        row = Row(
            visit=visit.id, unit=visit.unit, line=line, number=context.site.number(visit.unit, line.id),
            phase=phase, depth=depth, status=status, fact=fact,
            at=context.state.when(original) if original is not None else None,
            answer=answer_of(context.state, visit.id, line.id),
            suggestion=suggestion, suggestion_assumed=assumed,
            again=again and applies == "yes" and not self._case_replaced(visit, phase),
            again_while_lasting=again and self._fell_without_return(visit),
            attempts=line_status.call_attempts(graph, visit, line) if isinstance(line, Call) else (),
            condition=condition,
            conflict=context.state.slot("line", visit.id, line.id).conflict,
            off_branch=fact is not None and applies == "no",
            late=fact is not None and context.state.after_closing(fact),
            carried=carried,
            running=self._running_visit(visit, line),
            of_search=graph.is_search(graph.case_of(visit)),
            of_annex=isinstance(context.site.unit_by_id[visit.unit], Annexe),
            passed_by=fact is None and status == "not_applicable" and self._passed_by(visit, line, phase, applies),
        )  # fmt: skip
        return self._with_reminder(row, visit)

    def _passed_by(self, visit: Visit, line: Line, phase: Phase, applies: Taken) -> bool:
        """Whether an annex ended before a line was settled; its outcome lines, of which one is enough, do not count."""
        due = applies == "yes" and not isinstance(line, OtherCaseLine | Outcome) and self._annex_ended(visit, phase)
        return due and self.context.state.is_bound_by(2)

    def _case_replaced(self, visit: Visit, phase: Phase) -> bool:
        """Whether another case replaced the case of a visit, so that its lines before the return are no longer due."""
        return phase != "return_to_normal" and self.graph.is_replaced(visit)

    def _status_without_event(self, visit: Visit, line: Line, phase: Phase, applies: Taken) -> tuple[Status, bool]:
        """The status of a line without events, and whether it is carried over from another line."""
        if applies != "yes":
            return ("not_applicable" if applies == "no" else "pending"), False
        if self._settled_by_other_case(visit, line):
            return "done", True
        if self._annex_ended(visit, phase) and not isinstance(line, Standing):
            return "not_applicable", False
        if (visit.id, line.id) in self._taken_over:
            return "not_applicable", False
        if self._case_replaced(visit, phase):
            left_behind = isinstance(line, Standing) and self._annex_ended(visit, phase)
            return ("open" if left_behind else "not_applicable"), False
        if self.graph.is_replaced(visit) and line.traits.gone_with_its_case:
            return "not_applicable", False
        return "open", False

    def _annex_ended(self, visit: Visit, phase: Phase) -> bool:
        """Whether a visit of an annex has ended, so that its open steps are no longer due."""
        ending = self.graph.endings.get(visit.id)
        return phase != "return_to_normal" and ending is not None and isinstance(ending.body, VisitClosed)

    def _settled_by_other_case(self, visit: Visit, line: Line) -> bool:
        """Whether another case settles this line: it takes over a settled line, or leads to a case that is already
        current."""
        if isinstance(line, Joins):
            going = {(root.unit, root.symptom) for root in self.graph.current_cases}
            if (line.value, line.symptom) in going:
                return True
        return self._carried_from(visit, line) is not None

    def _carried_from(self, visit: Visit, line: Line, met: frozenset[str] = frozenset()) -> Event | None:
        """The event of an earlier case that settles a line which takes it over, directly or through cases between; else
        None."""
        if not line.carries:
            return None
        for earlier in self.graph.ancestors(visit):
            for name in carried_line_ids(line, earlier.unit) if earlier.id not in met else ():
                fact = self.context.state.slot("line", earlier.id, name).head
                place = self.context.site.places.get((earlier.unit, name))
                if fact is None and place is not None:
                    fact = self._carried_from(earlier, place.line, met | {visit.id})
                if fact is not None and self._done_for_good(visit, fact) and can_be_taken_over(line, fact):
                    return fact
        return None

    def _done_for_good(self, visit: Visit, fact: Event) -> bool:
        """Whether an event of an earlier case settles the line of a later one: done, and not before the outage came
        back."""
        recurrence = self.graph.fell_again(visit)
        done = isinstance(fact.body, LineDone | LineAnswered | CallMade) and line_status.settles(fact)
        return done and (recurrence is None or fact.order > recurrence.order)

    def _fell_without_return(self, visit: Visit) -> bool:
        """Whether the return of its case was last cancelled since it had been announced too early."""
        fell = self.graph.fell_again(visit)
        return fell is not None and isinstance(fell.body, CaseFellAgain) and fell.body.lasted

    def _running_visit(self, visit: Visit, line: Line) -> str | None:
        """The id of the visit of an annex that was run from a line and has not ended."""
        runs = self.graph.runs.get((visit.id, line.id), ())
        return next((run.id for run in reversed(runs) if run.id not in self.graph.endings), None) if runs else None

    def _with_reminder(self, row: Row, visit: Visit) -> Row:
        """The row with `reminder` set where its `remind_after` has passed since the last settled line of its visit, or
        since the visit began."""
        since = self._last_settled.get(visit.id, self.context.state.when(visit.event))
        if row.at is not None:
            self._last_settled[visit.id] = max(since, row.at)
        wait = row.line.remind_after
        due = wait is not None and row.status == "open" and self.context.now - since >= wait
        return replace(row, reminder=True) if due else row


def _taken_below(status: Status, chosen: str | None, branch: str) -> Taken:
    """Whether a branch below a line is taken, by the status of the line and the option or outcome `chosen`."""
    if status == "not_applicable":
        return "no"
    if chosen is None:
        return "no" if status in SETTLED else "pending"
    return "yes" if branch == chosen else "no"
