"""The walk: every line of every visit as it stands now, and the next thing to do."""

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
from pannesi.session.facts.visits import VisitClosed
from pannesi.session.projection import closing_blocks, outlook
from pannesi.session.projection import line_status as reading
from pannesi.session.projection.carried_over import can_be_taken_over, carried_line_ids, every_line
from pannesi.session.projection.conditions import ConditionContext, evaluate, evaluate_unknown_end
from pannesi.session.projection.messages_to_request import with_messages_awaited
from pannesi.session.projection.order_lifetime import OrderLifetimes
from pannesi.session.projection.projection import Projection
from pannesi.session.projection.read_model import SETTLED, Row, Status, Walk
from pannesi.session.projection.visit_endings import answer_of, way_of
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.register import duties as register
from pannesi.session.register.projection import RegisterProjectionCache, project_register
from pannesi.session.state import State, Visit

Taken = Literal["yes", "no", "pending"]


def walk(site: Site, state: State, now: datetime, kept: Projection | None = None) -> Walk:
    """The session as it stands at `now` (aware). Pure: displaying writes nothing.

    `site` is the procedure that the session pins, with the newest contacts. `kept` spares deriving again what still
    stands since the last walk of the same session.
    """
    scene = ConditionContext(site, state, now)
    threads = VisitGraph.of(site, state)
    builder = _Builder(scene, threads)
    rows = outlook.without_wrong_cases(threads, outlook.with_answers_awaited(builder.build()))
    rows = with_messages_awaited(site, rows)
    messages = outlook.message_states(rows)
    rows = outlook.without_superseded(rows, messages)
    lasting = frozenset(visit.id for visit in threads.visits if threads.return_announced(visit) is None)
    cache = (kept or Projection()).cache(RegisterProjectionCache)
    register_now = project_register(state, rows, builder.asking, site.register_fields, lasting, cache)
    rows = register.with_patients_due(rows, register_now.due)
    if threads.turned_into and state.closing is None:
        rows = register.with_patients_of_earlier_cases(rows, register_now.open_duties, threads.predecessor_ids)
    orders = OrderLifetimes(threads, rows)
    standing = orders.in_force()
    concluding = orders.annexes_to_conclude(standing)
    rows = orders.with_ended_orders(standing)
    blocks = closing_blocks.blocks(threads, rows, messages, register_now.open_duties, register_now.patients, concluding)
    blocks = (*blocks, *closing_blocks.number_doubt_blocks(threads, register_now.patients, register_now.number_doubts))
    todo = outlook.lines_to_do(threads, rows, concluding) if state.closing is None else ()
    following = todo[0] if todo else None
    began = state.began
    return Walk(
        now=now,
        rows=rows,
        next=following,
        todo=todo,
        stage=outlook.stage_of(threads, following, rows),
        standing=standing,
        duties=register_now.duties,
        duties_by_patient=register_now.duties_by_patient,
        open_duties=register_now.open_duties,
        messages=messages,
        patients=register_now.patients,
        number_doubts=register_now.number_doubts,
        proposals=outlook.case_proposals(threads),
        blocks=blocks,
        elapsed=max(now - began, timedelta(0)) if began is not None else timedelta(0),
        current_cases=tuple(visit.id for visit in threads.current_cases),
    )


class _Builder:
    """Makes the rows of all visits: alerting and degraded mode of each, then the return of all."""

    def __init__(self, scene: ConditionContext, threads: VisitGraph) -> None:
        self.scene = scene
        self.threads = threads
        self.asking: set[tuple[str, str]] = set()
        """Lines whose duties patients owe: on a taken branch, whether or not their case gave way since."""
        self._back: list[tuple[Visit, tuple[Line, ...]]] = []
        self._taken_over = self._lines_taken_over()
        self._last_settled: dict[str, datetime] = {}

    def build(self) -> tuple[Row, ...]:
        rows: list[Row] = []
        for visit in self.threads.visits:
            if visit.reason != "run":
                rows.extend(self._forward(visit))
        for visit, lines in self._back:
            rows.extend(self._rows(visit, lines, "return_to_normal", 0, "yes"))
        return tuple(rows)

    def _forward(self, visit: Visit) -> Iterator[Row]:
        """The rows before the return. The checks that open the return of a case come before what its annexes leave to
        it, and what a case that gave way to it left: whether it is back at all decides of the rest."""
        tail = self.threads.current_case(visit).id
        same = (at for at, (other, _lines) in enumerate(self._back) if self.threads.current_case(other).id == tail)
        before = next(same, len(self._back))
        for phase, lines in phases_of(self.scene.site.unit_by_id[visit.unit], visit.symptom):
            if phase == "return_to_normal":
                checks = tuple(takewhile(lambda line: isinstance(line, QuestionLine), lines))
                self._back.insert(before, (visit, checks))
                self._back.append((visit, lines[len(checks) :]))
            else:
                yield from self._rows(visit, lines, phase, 0, "yes")

    def _lines_taken_over(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Lines of cases that gave way → the line of the case after, which carries them."""
        carried: dict[tuple[str, str], tuple[str, str]] = {}
        for visit in self.threads.visits:
            ancestors = self.threads.ancestors(visit)
            if not ancestors:
                continue
            for line in every_line(self.scene.site.unit_by_id[visit.unit], visit.symptom):
                for ref in line.carries:
                    unit, _slash, name = ref.partition("/")
                    carried.update(
                        {(ancestor.id, name): (visit.id, line.id) for ancestor in ancestors if ancestor.unit == unit}
                    )
        return carried

    def _rows(
        self, visit: Visit, lines: tuple[Line, ...], phase: Phase, depth: int, taken: Taken, *, unsure: bool = False
    ) -> Iterator[Row]:
        """`unsure`: how the annex ended whose end decides of these lines is not known, so each is asked about; what
        only tells how it ended is not told."""
        for line in lines:
            row = self._row(visit, line, phase, depth, taken, unsure=unsure)
            yield row
            yield from self._annexes(visit, line, phase, depth)
            chosen = self._chosen(visit, line)
            doubtful = taken == "yes" and reading.ends_unknown(self.threads, visit, line)
            for branch, below in branches_of(line):
                inner = _taken(row.status, chosen, branch) if taken == "yes" and not doubtful else taken
                yield from self._rows(visit, below, phase, depth + 1, inner, unsure=doubtful)

    def _annexes(self, visit: Visit, line: Line, phase: Phase, depth: int) -> Iterator[Row]:
        for run in self.threads.runs.get((visit.id, line.id), ()):
            annex = self.scene.site.unit_by_id[run.unit]
            if isinstance(annex, Annexe):
                self._back.append((run, annex.return_to_normal))
                yield from self._rows(run, annex.steps, phase, depth + 1, "yes")

    def _chosen(self, visit: Visit, line: Line) -> str | None:
        """The way taken on from a line: the answer given, not to know for want of one, or the outcome of the annex."""
        if isinstance(line, Run):
            return reading.annex_outcome(self.threads, visit, line)
        return way_of(self.scene.state, visit.id, line.id) if isinstance(line, QuestionLine) else None

    def _row(self, visit: Visit, line: Line, phase: Phase, depth: int, taken: Taken, *, unsure: bool = False) -> Row:
        scene, threads = self.scene, self.threads
        status, fact = reading.recorded_status(threads, visit, line)
        condition = evaluate(scene, visit, line.id, line.when) if line.when is not None else None
        if unsure:
            condition = evaluate_unknown_end(scene, visit, line.id, condition)
        untold = unsure and isinstance(line, Know) and scene.state.is_bound_by(3)
        applies: Taken = "no" if untold or (condition is not None and condition.holds is False) else taken
        if applies == "yes":
            self.asking.add((visit.id, line.id))
        again = fact is not None and (
            reading.must_redo(threads, visit, line, phase, fact) or reading.must_ask_again(scene, line, fact)
        )
        carried = fact is not None and isinstance(fact.body, LineAnswered) and fact.body.carried is not None
        original = reading.original_answer(scene.state, fact) if fact is not None else None
        if fact is None:
            status, carried = self._unrecorded(visit, line, phase, applies)
            original = self._carried_from(visit, line) if carried else None
        elif status == "left" and threads.return_announced(visit) is not None:
            status = "open"
        suggestion, assumed = reading.clock_suggestion(scene, line)
        row = Row(
            visit=visit.id, unit=visit.unit, line=line, number=scene.site.number(visit.unit, line.id),
            phase=phase, depth=depth, status=status, fact=fact,
            at=scene.state.when(original) if original is not None else None,
            answer=answer_of(scene.state, visit.id, line.id),
            suggestion=suggestion, suggestion_assumed=assumed,
            again=again and applies == "yes" and not self._gave_way(visit, phase),
            attempts=reading.call_attempts(threads, visit, line) if isinstance(line, Call) else (),
            condition=condition,
            conflict=scene.state.slot("line", visit.id, line.id).conflict,
            off_branch=fact is not None and applies == "no",
            late=fact is not None and scene.state.after_closing(fact),
            carried=carried,
            running=self._running(visit, line),
            of_search=threads.is_triage(threads.case_of(visit)),
            passed_by=fact is None and status == "not_applicable" and self._passed_by(visit, line, phase, applies),
        )  # fmt: skip
        return self._reminded(row, visit)

    def _passed_by(self, visit: Visit, line: Line, phase: Phase, applies: Taken) -> bool:
        """Whether an annex ended before anything was said of a line; of several ways out, those not taken are not."""
        due = applies == "yes" and not isinstance(line, OtherCaseLine | Outcome) and self._concluded(visit, phase)
        return due and self.scene.state.is_bound_by(2)

    def _gave_way(self, visit: Visit, phase: Phase) -> bool:
        return phase != "return_to_normal" and self.threads.current_case(visit).id != self.threads.case_of(visit).id

    def _unrecorded(self, visit: Visit, line: Line, phase: Phase, applies: Taken) -> tuple[Status, bool]:
        """The status of a line that nothing was recorded about, and whether it is carried on from another."""
        if applies != "yes":
            return ("not_applicable" if applies == "no" else "pending"), False
        if self._carried_on(visit, line):
            return "done", True
        if self._concluded(visit, phase) and not isinstance(line, Standing):
            return "not_applicable", False
        if (visit.id, line.id) in self._taken_over:
            return "not_applicable", False
        if self._gave_way(visit, phase):
            left_behind = isinstance(line, Standing) and self._concluded(visit, phase)
            return ("open" if left_behind else "not_applicable"), False
        gone = self.threads.current_case(visit).id != self.threads.case_of(visit).id
        if gone and line.traits.gone_with_its_case:
            return "not_applicable", False
        return "open", False

    def _concluded(self, visit: Visit, phase: Phase) -> bool:
        """Whether an annex run from elsewhere has ended: what was left open in its steps is no longer due."""
        ending = self.threads.endings.get(visit.id)
        return phase != "return_to_normal" and ending is not None and isinstance(ending.body, VisitClosed)

    def _carried_on(self, visit: Visit, line: Line) -> bool:
        """Whether another case settled this line: it names one that did, or opens a case that is going on already."""
        if isinstance(line, Joins):
            going = {(root.unit, root.symptom) for root in self.threads.current_cases}
            if (line.value, line.symptom) in going:
                return True
        return self._carried_from(visit, line) is not None

    def _carried_from(self, visit: Visit, line: Line, met: frozenset[str] = frozenset()) -> Event | None:
        """The fact of an earlier case that settles a line which takes it over, through the cases between them too."""
        if not line.carries:
            return None
        for earlier in self.threads.ancestors(visit):
            for name in carried_line_ids(line, earlier.unit) if earlier.id not in met else ():
                fact = self.scene.state.slot("line", earlier.id, name).head
                place = self.scene.site.places.get((earlier.unit, name))
                if fact is None and place is not None:
                    fact = self._carried_from(earlier, place.line, met | {visit.id})
                if fact is not None and self._done_for_good(visit, fact) and can_be_taken_over(line, fact):
                    return fact
        return None

    def _done_for_good(self, visit: Visit, fact: Event) -> bool:
        """Whether a fact of an earlier case spares its successor the line: done, and not before it all fell again."""
        fell = self.threads.fell_again(visit)
        done = isinstance(fact.body, LineDone | LineAnswered | CallMade) and reading.settles(fact)
        return done and (fell is None or fact.order > fell.order)

    def _running(self, visit: Visit, line: Line) -> str | None:
        runs = self.threads.runs.get((visit.id, line.id), ())
        return next((run.id for run in reversed(runs) if run.id not in self.threads.endings), None) if runs else None

    def _reminded(self, row: Row, visit: Visit) -> Row:
        """Sets the reminder: so long after what was settled before it in its visit, or after the visit began."""
        since = self._last_settled.get(visit.id, self.scene.state.when(visit.event))
        if row.at is not None:
            self._last_settled[visit.id] = max(since, row.at)
        wait = row.line.remind_after
        due = wait is not None and row.status == "open" and self.scene.now - since >= wait
        return replace(row, reminder=True) if due else row


def _taken(status: Status, chosen: str | None, branch: str) -> Taken:
    """Whether a branch below a line is taken, given the line's status and the way chosen."""
    if status == "not_applicable":
        return "no"
    if chosen is None:
        return "no" if status in SETTLED else "pending"
    return "yes" if branch == chosen else "no"
