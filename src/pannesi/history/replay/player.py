"""Playing a scenario, or a recorded session with its patients, on a site, through the handlers of intents. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from pannesi.history.replay.patients import ReplayPatients
from pannesi.history.replay.recorded_session import PatientStep, RecordedSession
from pannesi.history.replay.scenario import Scenario, ScenarioStep, entry_label, visit_labels
from pannesi.procedure.model.lines import Call, QuestionLine, text_of
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.event_writer import ActContext, Refused
from pannesi.session.events import RULES_VERSION, Event
from pannesi.session.facts.visits import VisitClosed
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.projection.caches import ProjectionCaches
from pannesi.session.projection.read_model import Row, Walk
from pannesi.session.projection.walk import walk
from pannesi.session.state import State, fold
from pannesi.support.i18n import _

_REASON = "rejeu"
_SEEN = "rejeu, ce poste"
"""Who is said to have seen the return, and where."""
DifferenceKind = Literal["elsewhere", "answer", "unasked", "asked", "field", "refused", "unclosed"]
"""The kind of a difference. `elsewhere`: another case, or another end of an annex. `answer`: an answer is no longer
offered. `unasked`: a line that was settled, or a duty to a patient, no longer comes up. `asked`: a new line or duty
comes up. `field`: the register no longer has a field or choice. `refused`: another act is no longer possible.
`unclosed`: the session could not have been closed."""


@dataclass(frozen=True)
class OwedToPatients:
    """A duty that was owed to patients: its words, the first line that asks for it, and the ranks of the patients."""

    label: str
    unit: str
    line: str
    patients: set[int]


@dataclass
class ReplayRun:
    """The result of playing a scenario on one site."""

    route: tuple[str, ...]
    """Each visit in order, and how each annex ended: `annexe-4 → reussi`."""
    failed: dict[int, tuple[DifferenceKind, str]]
    """The steps that could not be played, by their rank (-1: the opening), and why."""
    asked: dict[tuple[str, str], str]
    """The lines that were to do at some moment, in words, by (label of the visit, line)."""
    owed: dict[str, OwedToPatients] = field(default_factory=dict)
    """The duties that were owed to patients at some moment, by key."""
    lost: dict[str, set[int]] = field(default_factory=dict)
    """What the register of this site has no place for, and for which patients; see `ReplayPatients.lost`."""


@dataclass
class _Player:
    site: Site
    began: datetime
    state: State = field(default_factory=State)
    caches: ProjectionCaches = field(default_factory=ProjectionCaches)
    asked: dict[tuple[str, str], str] = field(default_factory=dict)
    owed: dict[str, OwedToPatients] = field(default_factory=dict)
    patients: ReplayPatients = field(default_factory=ReplayPatients)
    _ids: Iterator[int] = field(default_factory=itertools.count)

    def do(self, intent: want.Intent, at: int, rules: int = RULES_VERSION) -> None:
        """Writes and folds the events of an intent, `at` seconds after the opening, under the rules of the original
        session. Raises Refused."""
        now = self.began + timedelta(seconds=at)
        context = ActContext("replay", now, actor="", new_id=lambda: f"r{next(self._ids)}", rules=rules)
        written = drafts(self.site, self.state, intent, context, walk(self.site, self.state, now, self.caches))
        count = len(self.state.events)
        fold(
            [
                Event(draft.id, draft.session, "replay", count + number, count + number, draft.at, "", draft.kind,
                      draft.payload, draft.replaces, text=draft.text)
                for number, draft in enumerate(written, start=1)
            ],
            self.state,
        )  # fmt: skip
        self.patients.note_entered(written)

    def look(self, at: int) -> Walk:
        """The walk `at` seconds after the opening; its open lines and duties are added to the result."""
        seen = walk(self.site, self.state, self.began + timedelta(seconds=at), self.caches)
        called = visit_labels(self.state.visits)
        for row in seen.todo:
            self.asked.setdefault((called[row.visit], row.line.id), f"{row.number} {text_of(row.line)}")
        units = {visit.id: visit.unit for visit in self.state.visits}
        for duty in seen.duties:
            visit, line = duty.lines[0]
            owed = self.owed.setdefault(duty.key, OwedToPatients(duty.label, units[visit], line, set()))
            owed.patients.add(self.patients.rank(duty.patient.id))
        return seen


def play(scenario: Scenario | RecordedSession, site: Site) -> ReplayRun:
    """Plays every step in order; those that the site does not allow are in `failed`."""
    head, steps = (
        (scenario.scenario, scenario.steps) if isinstance(scenario, RecordedSession) else (scenario, scenario.steps)
    )
    player = _Player(site, head.opened)
    failed: dict[int, tuple[DifferenceKind, str]] = {}
    unit, _slash, symptom = head.entry.partition("/")
    try:
        player.do(want.Open(unit, symptom or None, exercise=head.exercise == "yes"), 0)
    except Refused as refusal:
        return ReplayRun((), {-1: ("elsewhere", str(refusal))}, {})
    for rank, step in enumerate(steps):
        trouble = _try_patient_step(player, step) if isinstance(step, PatientStep) else _try_step(player, step)
        if trouble is not None:
            failed[rank] = trouble
    player.look(steps[-1].at if steps else 0)
    return ReplayRun(tuple(route_of(player.state)), failed, player.asked, player.owed, player.patients.lost)


def route_of(state: State) -> Iterator[str]:
    """The route of a session: each visit in order, and how each annex ended."""
    for visit in state.visits:
        yield entry_label(visit.unit, visit.symptom)
        fate = state.slot("fate", visit.id).head
        if fate is not None and isinstance(fate.body, VisitClosed):
            yield f"{visit.unit} → {fate.body.outcome or 'non-atteint'}"


def _try_patient_step(player: _Player, step: PatientStep) -> tuple[DifferenceKind, str] | None:
    """Plays one step about a patient; returns the kind and reason of a failure, None when it worked."""
    seen = player.look(step.at)
    if not player.patients.can_play(step, seen):
        return "unasked", ""
    try:
        player.do(player.patients.intent(step, player.site), step.at, step.rules)
    except Refused as refusal:
        return "refused", player.patients.refusal_without_label(step, seen, str(refusal))
    return None


def _try_step(player: _Player, step: ScenarioStep) -> tuple[DifferenceKind, str] | None:
    """Plays one step; returns the kind and reason of a failure, None when it worked."""
    seen = player.look(step.at)
    visit = {label: name for name, label in visit_labels(player.state.visits).items()}.get(step.visit or "", "")
    row = seen.row(visit, step.line) if step.line is not None else None
    if step.line is not None:
        if row is None:
            if step.act == "answer":
                return "answer", _("la question n'existe plus")
            return ("unasked" if step.act != "follow" else "elsewhere"), _("la ligne n'existe plus")
        if row.status in ("not_applicable", "pending") and not row.off_branch:
            return "unasked", _("elle n'aurait pas été demandée")
        if step.act == "answer" and not _is_offered(row, step.value):
            return "answer", _("la réponse « {option} » n'existe plus").format(option=step.value)
    try:
        player.do(_INTENTS[step.act](visit, step, row, player.began), step.at)
    except Refused as refusal:
        how: DifferenceKind = "unclosed" if step.act == "close" else "elsewhere" if step.act in _LEADING else "refused"
        return how, str(refusal)
    return None


_LEADING = ("follow", "join", "turn", "run", "conclude")


def _is_offered(row: Row, option: str | None) -> bool:
    line = row.line
    return isinstance(line, QuestionLine) and option in {UNKNOWN, *(choice.id for choice in options_of(line))}


def _contact_of_call(row: Row | None) -> str:
    return row.line.value if row is not None and isinstance(row.line, Call) else ""


def _minutes_before(step: ScenarioStep) -> int:
    value = step.value or ""
    return int(value[:6]) if value.isascii() and value.isdigit() else 0


def _start_of_step(step: ScenarioStep, opened: datetime) -> datetime:
    return opened + timedelta(seconds=step.at) - timedelta(minutes=_minutes_before(step))


def _target_entry(step: ScenarioStep) -> tuple[str, str | None]:
    unit, _slash, symptom = (step.value or "").partition("/")
    return unit, symptom or None


_INTENTS: dict[str, Callable[[str, ScenarioStep, Row | None, datetime], want.Intent]] = {
    "settle": lambda visit, step, row, opened: want.Settle(visit, step.line or ""),
    "answer": lambda visit, step, row, opened: want.Answer(visit, step.line or "", step.value or ""),
    "reached": lambda visit, step, row, opened: want.Called(visit, step.line or "", _contact_of_call(row), "reached"),
    "no_answer": lambda visit, step, row, opened: want.Called(
        visit, step.line or "", _contact_of_call(row), "no_answer"
    ),
    "not_needed": lambda visit, step, row, opened: want.NotNeeded(visit, step.line or "", _REASON),
    "could_not": lambda visit, step, row, opened: want.CouldNot(visit, step.line or "", _REASON),
    "leave": lambda visit, step, row, opened: want.Leave(visit, step.line or ""),
    "holds": lambda visit, step, row, opened: want.SetCondition(visit, step.line or "", True),
    "holds_not": lambda visit, step, row, opened: want.SetCondition(visit, step.line or "", False),
    "run": lambda visit, step, row, opened: want.RunAnnex(visit, step.line or ""),
    "conclude": lambda visit, step, row, opened: want.Conclude(visit, step.line or ""),
    "follow": lambda visit, step, row, opened: want.Follow(visit, step.line or ""),
    "join": lambda visit, step, row, opened: want.Join(*_target_entry(step)),
    "turn": lambda visit, step, row, opened: want.TurnAll((visit,), *_target_entry(step)),
    "began": lambda visit, step, row, opened: want.SetBegan(_start_of_step(step, opened)),
    "expected": lambda visit, step, row, opened: want.SetExpected(_minutes_before(step)),
    "return": lambda visit, step, row, opened: want.AnnounceReturn(
        visit, _SEEN, _start_of_step(step, opened) if step.value is not None else None
    ),
    "fell_again": lambda visit, step, row, opened: want.FellAgain(visit),
    "close": lambda visit, step, row, opened: want.Close(),
    "close_forced": lambda visit, step, row, opened: want.Close(_REASON),
}
