"""A scenario played again on a site, and what comes out otherwise than before. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from pannesi.i18n import _
from pannesi.review.scenario import Scenario, Step, entry_of, labels
from pannesi.session import intents as want
from pannesi.session.acts import drafts
from pannesi.session.drafting import Refused
from pannesi.session.events import Event, Kind
from pannesi.session.rows import Row, Walk
from pannesi.session.state import State, fold
from pannesi.session.walk import walk
from pannesi.site.lines import Ask, Call, Verify
from pannesi.site.model import Site
from pannesi.site.show_words import title_of
from pannesi.site.tree import UNKNOWN, options_of

_REASON = "rejeu"
How = Literal["elsewhere", "answer", "unasked", "asked", "refused", "unclosed"]


@dataclass(frozen=True)
class Finding:
    """One thing that comes out otherwise."""

    how: How
    """`elsewhere`: another case, or another end of an annex. `answer`: the answer given is no longer offered.
    `unasked`: a line that was settled would not have been asked. `asked`: a line that nobody was asked would have
    been. `refused`: another act that is no longer possible. `unclosed`: the session could not have been closed."""
    text: str
    unit: str = ""
    line: str = ""

    @property
    def grave(self) -> bool:
        """Whether the scenario leads to another end."""
        return self.how in ("elsewhere", "answer", "unclosed")

    def as_json(self) -> dict[str, Any]:
        return {"how": self.how, "unit": self.unit, "line": self.line, "text": self.text}


@dataclass
class Run:
    """A scenario played on one site."""

    route: tuple[str, ...]
    """Each visit in order, and how each annex ended: `annexe-4 → reussi`."""
    failed: dict[int, tuple[How, str]]
    """The steps that could not be done, by their rank, and why."""
    asked: dict[tuple[str, str], str]
    """The lines that were to be done at some moment, by (visit's label, line), each in words."""


@dataclass
class _Player:
    site: Site
    began: datetime
    state: State = field(default_factory=State)
    asked: dict[tuple[str, str], str] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=itertools.count)

    def do(self, intent: want.Intent, at: int) -> None:
        """Raises Refused."""
        now = self.began + timedelta(seconds=at)
        written = drafts(
            self.site, self.state, intent, session="replay", now=now, actor="", new_id=lambda: f"r{next(self._ids)}"
        )
        known = len(self.state.events)
        fold(
            [
                Event(one.id, one.session, "replay", known + number, known + number, one.at, "", one.kind, one.payload,
                      one.replaces, text=one.text)
                for number, one in enumerate(written, start=1)
            ],
            self.state,
        )  # fmt: skip

    def look(self, at: int) -> Walk:
        """The session as it stands; what is to be done now is remembered."""
        seen = walk(self.site, self.state, self.began + timedelta(seconds=at))
        called = labels(self.state.visits)
        for row in seen.todo:
            self.asked.setdefault((called[row.visit], row.line.id), f"{row.number} {title_of(row.line)}")
        return seen


def play(scenario: Scenario, site: Site) -> Run:
    """Plays every step that the site still allows, in order; those that it does not are told of."""
    player = _Player(site, scenario.opened)
    failed: dict[int, tuple[How, str]] = {}
    unit, _slash, symptom = scenario.entry.partition("/")
    try:
        player.do(want.Open(unit, symptom or None, exercise=scenario.exercise == "yes"), 0)
    except Refused as refusal:
        return Run((), {-1: ("elsewhere", str(refusal))}, {})
    for rank, step in enumerate(scenario.steps):
        trouble = _try(player, step)
        if trouble is not None:
            failed[rank] = trouble
    last = scenario.steps[-1].at if scenario.steps else 0
    player.look(last)
    return Run(tuple(route_of(player.state)), failed, player.asked)


def route_of(state: State) -> Iterator[str]:
    """Where a session went: each visit in order, and how each annex ended."""
    for visit in state.visits:
        yield entry_of(visit.unit, visit.symptom)
        fate = state.slot("fate", visit.id).head
        if fate is not None and fate.kind == Kind.VISIT_CLOSED:
            yield f"{visit.unit} → {fate.payload.get('outcome')}"


def _try(player: _Player, step: Step) -> tuple[How, str] | None:
    """Does one step; returns how and why it could not be done."""
    seen = player.look(step.at)
    visit = {label: name for name, label in labels(player.state.visits).items()}.get(step.visit or "", "")
    row = seen.row(visit, step.line) if step.line is not None else None
    if step.line is not None:
        if row is None:
            if step.act == "answer":
                return "answer", _("la question n'existe plus")
            return ("unasked" if step.act != "follow" else "elsewhere"), _("la ligne n'existe plus")
        if row.status in ("not_applicable", "pending") and not row.off_branch:
            return "unasked", _("elle n'aurait pas été demandée")
        if step.act == "answer" and not _offered(row, step.value):
            return "answer", _("la réponse « {option} » n'existe plus").format(option=step.value)
    try:
        player.do(_INTENTS[step.act](visit, step, row), step.at)
    except Refused as refusal:
        how: How = "unclosed" if step.act == "close" else "elsewhere" if step.act in _LEADING else "refused"
        return how, str(refusal)
    return None


_LEADING = ("follow", "join", "turn", "run", "conclude")


def _offered(row: Row, option: str | None) -> bool:
    line = row.line
    return isinstance(line, Ask | Verify) and option in {UNKNOWN, *(one.id for one in options_of(line))}


def _contact(row: Row | None) -> str:
    return row.line.value if row is not None and isinstance(row.line, Call) else ""


def _minutes(step: Step) -> int:
    value = step.value or ""
    return int(value[:6]) if value.isascii() and value.isdigit() else 0


def _elsewhere(step: Step) -> tuple[str, str | None]:
    unit, _slash, symptom = (step.value or "").partition("/")
    return unit, symptom or None


_INTENTS: dict[str, Callable[[str, Step, Row | None], want.Intent]] = {
    "settle": lambda visit, step, row: want.Settle(visit, step.line or ""),
    "answer": lambda visit, step, row: want.Answer(visit, step.line or "", step.value or ""),
    "reached": lambda visit, step, row: want.Called(visit, step.line or "", _contact(row), "reached"),
    "no_answer": lambda visit, step, row: want.Called(visit, step.line or "", _contact(row), "no_answer"),
    "not_needed": lambda visit, step, row: want.NotNeeded(visit, step.line or "", _REASON),
    "could_not": lambda visit, step, row: want.CouldNot(visit, step.line or "", _REASON),
    "leave": lambda visit, step, row: want.Leave(visit, step.line or ""),
    "holds": lambda visit, step, row: want.SetCondition(visit, step.line or "", True),
    "holds_not": lambda visit, step, row: want.SetCondition(visit, step.line or "", False),
    "run": lambda visit, step, row: want.RunAnnex(visit, step.line or ""),
    "conclude": lambda visit, step, row: want.Conclude(visit, step.line or ""),
    "follow": lambda visit, step, row: want.Follow(visit, step.line or ""),
    "join": lambda visit, step, row: want.Join(*_elsewhere(step)),
    "turn": lambda visit, step, row: want.TurnAll((visit,), *_elsewhere(step)),
    "expected": lambda visit, step, row: want.SetExpected(_minutes(step)),
    "return": lambda visit, step, row: want.AnnounceReturn(visit, _REASON),
    "fell_again": lambda visit, step, row: want.FellAgain(visit),
    "close": lambda visit, step, row: want.Close(),
    "close_forced": lambda visit, step, row: want.Close(_REASON),
}


def compare(scenario: Scenario, before: Run | None, after: Run, old: Site | None, new: Site) -> tuple[Finding, ...]:
    """What comes out otherwise. `before` is the same scenario on the site it was lived with, None when that is lost:
    then `expects` says where it led."""
    return tuple(_findings(scenario, before, after, old or new, new))


def _findings(scenario: Scenario, before: Run | None, after: Run, old: Site, new: Site) -> Iterator[Finding]:
    route = before.route if before is not None else scenario.expects
    for rank, (how, why) in after.failed.items():
        if before is not None and rank in before.failed:
            continue
        if rank < 0:
            yield Finding(how, _("Entrée {entry} : {why}").format(entry=scenario.entry, why=why))
            continue
        step = scenario.steps[rank]
        unit = (step.visit or "").partition("+")[0]
        yield Finding(how, _sentence(step, unit, why, old, new), unit, step.line or "")
    if route and after.route != route:
        yield Finding(
            "elsewhere",
            _("Menait à {old} ; mène à {new}").format(old=_ways(route), new=_ways(after.route)),
        )
    for (visit, line), words in after.asked.items():
        if before is not None and (visit, line) not in before.asked:
            yield Finding("asked", words, visit.partition("+")[0], line)


def _ways(route: tuple[str, ...]) -> str:
    return ", ".join(route) or _("nulle part")


def _sentence(step: Step, unit: str, why: str, old: Site, new: Site) -> str:
    if step.line is None:
        return _("{act} {where} : {why}").format(act=step.act, where=step.value or unit, why=why)
    site = new if (unit, step.line) in new.places else old
    place = site.places.get((unit, step.line))
    words = f"{place.number} {title_of(place.line)}" if place is not None else f"{unit}/{step.line}"
    return _("{line} : {why}").format(line=words, why=why)
