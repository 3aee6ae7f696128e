"""Scenarios: a session as its entry point and a list of steps, without patients or free texts; read and written as
YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pannesi.procedure.checks.diagnostic import render_on_one_line
from pannesi.procedure.loading.yaml_reader import read
from pannesi.procedure.model.scalars import Id, Text, YesNo
from pannesi.session.events import Event
from pannesi.session.facts.lines import (
    CallMade,
    ConditionSet,
    LineAnswered,
    LineDone,
    LineImpossible,
    LineLeft,
    LineNotNeeded,
    OnLine,
)
from pannesi.session.facts.session import BeginningSet, LengthExpected, SessionClosed, SessionOpened, Undone
from pannesi.session.facts.visits import CaseFellAgain, ReturnAnnounced, VisitClosed, VisitOpened, VisitTurned
from pannesi.session.moments import utc_text
from pannesi.session.register.draft_entries import events_taken_back
from pannesi.session.state import State, Visit
from pannesi.support.errors import PannesiError
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

ScenarioAct = Literal[
    "settle", "answer", "reached", "no_answer", "not_needed", "could_not", "leave", "holds", "holds_not",
    "run", "conclude", "follow", "join", "turn", "began", "expected", "return", "fell_again", "close", "close_forced",
]  # fmt: skip
"""The act of a step: an intent of `session.actions`, in one word."""

LONGEST = 10 * 366 * 24 * 3600
"""How many seconds after the opening a step may come."""
Label = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}(\+[0-9]{1,3})?$")]
"""A visit: the id of its unit, then `+2` for its second visit there."""
EntryPath = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}(/[a-z0-9][a-z0-9-]{0,63})?$")]
"""A unit, or one of its entries: `cas-3/images-invisibles`."""


class _FileModel(BaseModel):
    """The base of what is read from a scenario's file or written to it: frozen, no other fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ScenarioStep(_FileModel):
    """One step of a scenario."""

    at: int = Field(ge=0, le=LONGEST)
    """Seconds since the opening."""
    act: ScenarioAct
    visit: Label | None = None
    line: Id | None = None
    value: EntryPath | None = None
    """The option of an answer, the entry that is joined or turned to, the minutes expected, or for how many minutes the
    outage had lasted."""


class Inject(_FileModel):
    """Something that the facilitator of an exercise tells its players, at a time or when they reach a line."""

    at: int | Annotated[str, Field(pattern=r"^[0-9]{1,3} ?(min|h)$")] | None = None
    """Seconds since the opening, or as a person writes it: `10 min`, `2 h`."""
    line: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}/[a-z0-9][a-z0-9-]{0,63}$")] | None = None
    """The unit and the line that the players come to: `cas-3/images-continuent`."""
    say: Text
    by: Text | None = None
    """Who says it, in the exercise: `le radiologue`."""

    @model_validator(mode="after")
    def _one_trigger(self) -> Self:
        if (self.at is None) == (self.line is None) or (isinstance(self.at, int) and not 0 <= self.at <= LONGEST):
            raise ValueError("at or line")
        return self

    @property
    def seconds(self) -> int | None:
        """Seconds since the opening; None where it comes with a line."""
        if not isinstance(self.at, str):
            return self.at
        return int(re.sub(r"\D", "", self.at)) * (3600 if self.at.endswith("h") else 60)


class Scenario(_FileModel):
    """A sequence of steps through a procedure, and the route that it is expected to take."""

    format: Literal["1"] = "1"
    title: Text
    opened: datetime
    """When it was opened: conditions depend on the hour."""
    entry: EntryPath
    exercise: YesNo = "no"
    steps: tuple[ScenarioStep, ...] = ()
    expects: tuple[Text, ...] = ()
    """The route: each visit in order, and how each annex ended."""
    injects: tuple[Inject, ...] = ()
    """What the facilitator tells the players; a replay does without."""


class UnreadableScenario(PannesiError):
    """A file that is no scenario; the message is in French."""


def entry_label(unit: str, symptom: str | None) -> str:
    """An entry point as `cas-3/images-invisibles`, or the unit alone."""
    return f"{unit}/{symptom}" if symptom is not None else unit


def visit_labels(visits: Iterable[Visit]) -> dict[str, str]:
    """The label of each visit (`cas-3`, `cas-3+2`) by its id, in order of opening."""
    met: dict[str, int] = {}
    by_visit = {}
    for visit in visits:
        rank = met[visit.unit] = met.get(visit.unit, 0) + 1
        by_visit[visit.id] = visit.unit + (f"+{rank}" if rank > 1 else "")
    return by_visit


def scenario_of(state: State, title: str) -> Scenario | None:
    """The acts of a session that were not undone, as a scenario; None for a session whose first event is missing or was
    not written by this program."""
    opened, opening = state.opened, state.opening
    if opened is None or opening is None:
        return None
    unit, symptom = opening.entry if len(opening.entry) == 2 else (opening.unit, opening.symptom)
    try:
        return Scenario(
            title=title,
            opened=opened.moment,
            entry=entry_label(str(unit), symptom),
            exercise="yes" if state.exercise else "no",
            steps=tuple(step for _events, steps in acts_of(state) for step in steps),
        )
    except ValidationError:
        return None


def acts_of(state: State) -> Iterator[tuple[list[Event], list[ScenarioStep]]]:
    """Each act that was not undone, in order, as (its events, its steps); no steps for an act that scenarios leave
    out."""
    opened, opening = state.opened, state.opening
    if opened is None or opening is None:
        return
    undone: set[str] = set()
    for event in reversed(state.timeline):
        undone.update(events_taken_back(event) if event.id not in undone else ())
    kept = [
        event
        for event in state.timeline
        if event.id not in undone and not isinstance(event.body, Undone | SessionOpened)
    ]
    called = visit_labels(state.visits)
    if opening.began is not None:
        yield [opened], [ScenarioStep(at=0, act="began", value=_minutes_since(opened, opening.began))]
    acts: dict[str, list[Event]] = {}
    for event in kept:
        acts.setdefault(event.act, []).append(event)
    for together in acts.values():
        try:
            steps = _of_act(state, called, together, opened.moment)
        except ValidationError:
            continue  # an event that this program does not write
        yield together, [step for step in steps if step is not None]


def _of_act(state: State, called: dict[str, str], together: list[Event], began: datetime) -> list[ScenarioStep | None]:
    """The steps of one act: one, or one for each of several cases that gave way together."""
    first = together[0]
    at = max(int((first.moment - began).total_seconds()), 0)
    turned = [event.body for event in together if isinstance(event.body, VisitTurned)]
    if turned:
        return [_turning_step(state, called, fact, at) for fact in turned]
    entered = next((event.body for event in together if isinstance(event.body, VisitOpened)), None)
    return [_entering_step(called, entered, at) if entered is not None else _scenario_step(called, first, at)]


def _scenario_step(called: dict[str, str], first: Event, at: int) -> ScenarioStep | None:
    """The step of an act at a line or on the session; None when scenarios leave it out."""
    fact = first.body
    if fact.preset:
        return None
    match fact:
        case BeginningSet():
            return ScenarioStep(at=at, act="began", value=_minutes_since(first, fact.began))
        case LengthExpected():
            return ScenarioStep(at=at, act="expected", value=str(fact.minutes))
        case SessionClosed():
            return ScenarioStep(at=at, act="close_forced" if fact.forced else "close")
        case LineAnswered():
            return _at_line(called, fact, "answer", at, fact.option)
        case LineDone():
            elsewhere = fact.by_other and fact.verb in ("call", "run")
            return _at_line(called, fact, "not_needed" if elsewhere else "settle", at)
        case LineNotNeeded():
            return _at_line(called, fact, "not_needed", at)
        case LineImpossible():
            return _at_line(called, fact, "could_not", at)
        case LineLeft():
            return _at_line(called, fact, "leave", at)
        case CallMade():
            return _at_line(called, fact, "reached" if fact.reached else "no_answer", at)
        case ConditionSet():
            return _at_line(called, fact, "holds" if fact.holds else "holds_not", at)
        case VisitClosed():
            return _at_line(called, fact, "conclude" if fact.reached else "could_not", at)
        case ReturnAnnounced() | CaseFellAgain():
            act: ScenarioAct = "return" if isinstance(fact, ReturnAnnounced) else "fell_again"
            visit, since = called.get(fact.visit), fact.since if isinstance(fact, ReturnAnnounced) else None
            ago = _minutes_since(first, since) if since is not None else None
            return ScenarioStep(at=at, act=act, visit=visit, value=ago) if visit is not None else None
        case _:
            return None


def _at_line(
    called: dict[str, str],
    fact: OnLine | ConditionSet | VisitClosed,
    act: ScenarioAct,
    at: int,
    value: str | None = None,
) -> ScenarioStep | None:
    visit = called.get(fact.visit)
    return ScenarioStep(at=at, act=act, visit=visit, line=fact.line, value=value) if visit is not None else None


def _minutes_since(event: Event, began: datetime | None) -> str:
    """How many minutes lay between the beginning of the outage and the event that tells it, as text."""
    return str(max(int((event.moment - began).total_seconds()) // 60, 0) if began is not None else 0)


def _turning_step(state: State, called: dict[str, str], turned: VisitTurned, at: int) -> ScenarioStep | None:
    visit = called.get(turned.visit)
    if turned.line is not None:
        return ScenarioStep(at=at, act="follow", visit=visit, line=turned.line)
    to = next((visit for visit in state.visits if visit.id == turned.to), None)
    return (
        ScenarioStep(at=at, act="turn", visit=visit, value=entry_label(to.unit, to.symptom)) if to is not None else None
    )


def _entering_step(called: dict[str, str], entered: VisitOpened, at: int) -> ScenarioStep | None:
    if entered.reason == "start":
        return None
    if entered.line is not None:
        act: ScenarioAct = "run" if entered.reason == "run" else "follow"
        return ScenarioStep(at=at, act=act, visit=called.get(entered.parent or ""), line=entered.line)
    return ScenarioStep(at=at, act="join", value=entry_label(str(entered.unit), entered.symptom))


def scenario_yaml(scenario: Scenario) -> str:
    """The scenario as YAML, one step a line."""
    rows = [
        _("# Scénario : rejoué par « pannesi replay » après chaque changement. Sans patient ni texte libre."),
        "format: 1",
        f"title: {json.dumps(scenario.title, ensure_ascii=False)}",
        f"opened: {utc_text(scenario.opened)}",
        f"entry: {scenario.entry}",
        f"exercise: {scenario.exercise}",
        "steps:" if scenario.steps else "steps: []",
    ]
    for step in scenario.steps:
        parts = ((name, getattr(step, name)) for name in ("at", "act", "visit", "line", "value"))
        rows.append("  - {" + ", ".join(f"{name}: {value}" for name, value in parts if value is not None) + "}")
    rows.append("expects:" if scenario.expects else "expects: []")
    rows += [f"  - {json.dumps(expect, ensure_ascii=False)}" for expect in scenario.expects]
    if scenario.injects:
        rows.append("injects:")
    for inject in scenario.injects:
        values = inject.model_dump(exclude_none=True).items()
        written = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values)
        rows.append("  - {" + ", ".join(written) + "}")
    return "\n".join(rows) + "\n"


def read_scenario(path: str, content: bytes) -> Scenario:
    """The scenario in a YAML or JSON file; `path` is for messages. Raises UnreadableScenario."""
    tree, problems = read(path, content)
    if tree is None:
        raise UnreadableScenario(render_on_one_line(problems[0]))
    try:
        scenario = Scenario.model_validate(tree)
    except ValidationError as wrong:
        where = ".".join(str(part) for part in wrong.errors(include_url=False)[0]["loc"])
        raise UnreadableScenario(
            _("{path} n'est pas un scénario : « {where} » manque ou n'est pas possible.").format(
                path=path, where=clean_line(where)
            )
        ) from wrong
    opened = scenario.opened if scenario.opened.tzinfo is not None else scenario.opened.replace(tzinfo=UTC)
    if not 2000 <= opened.year <= 2999:
        raise UnreadableScenario(_("{path} : « opened » n'est pas un jour possible.").format(path=path))
    return scenario.model_copy(update={"opened": opened})
