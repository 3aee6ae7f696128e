"""A session as a scenario: where it began, and what was done in which order; no patients and no free text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pannesi.procedure.checks.diagnostic import one_line
from pannesi.procedure.loading.yaml_reader import read
from pannesi.procedure.model.scalars import Id, Text, YesNo
from pannesi.session.events import Event, Kind, utc_text
from pannesi.session.register.draft_entries import taken_with
from pannesi.session.state import State, Visit, moment_or_none
from pannesi.support.errors import PannesiError
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

Act = Literal[
    "settle", "answer", "reached", "no_answer", "not_needed", "could_not", "leave", "holds", "holds_not",
    "run", "conclude", "follow", "join", "turn", "began", "expected", "return", "fell_again", "close", "close_forced",
]  # fmt: skip
"""What is done: an intent of `session.intents`, in one word."""

LONGEST = 10 * 366 * 24 * 3600
"""How long after the beginning a step may come, in seconds."""
Label = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}(\+[0-9]{1,3})?$")]
"""A visit: the id of its unit, then `+2` for its second visit there."""
Where = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}(/[a-z0-9][a-z0-9-]{0,63})?$")]
"""A unit, or one of its entries: `cas-3/images-invisibles`."""


class _Kept(BaseModel):
    """A value read from a file, or made to be written to one: checked both ways."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Kept):
    """One thing done."""

    at: int = Field(ge=0, le=LONGEST)
    """Seconds since the beginning."""
    act: Act
    visit: Label | None = None
    line: Id | None = None
    value: Where | None = None
    """The option of an answer, the entry joined or turned to, the minutes expected, for how many minutes it lasted."""


class Scenario(_Kept):
    """A way through a procedure, and where it led."""

    format: Literal["1"] = "1"
    title: Text
    opened: datetime
    """Conditions depend on the hour."""
    entry: Where
    exercise: YesNo = "no"
    steps: tuple[Step, ...]
    expects: tuple[Text, ...] = ()
    """Where it led: each visit in order, and how each annex ended."""


class UnreadableScenario(PannesiError):
    """A file that is no scenario; the message is a French sentence."""


def entry_of(unit: str, symptom: str | None) -> str:
    """`cas-3/images-invisibles`, or the unit alone."""
    return f"{unit}/{symptom}" if symptom is not None else unit


def labels(visits: Iterable[Visit]) -> dict[str, str]:
    """The label of each visit by its id, in order of opening."""
    met: dict[str, int] = {}
    found = {}
    for visit in visits:
        rank = met[visit.unit] = met.get(visit.unit, 0) + 1
        found[visit.id] = visit.unit + (f"+{rank}" if rank > 1 else "")
    return found


def scenario_of(state: State, title: str) -> Scenario | None:
    """What was done in a session and not undone; None for a session that was never opened,
    or whose opening no face of ours wrote."""
    opened = state.opened
    if opened is None:
        return None
    entry = opened.payload.get("entry")
    unit, symptom = entry if isinstance(entry, list | tuple) and len(entry) == 2 else (
        opened.payload.get("unit"), opened.payload.get("symptom")
    )  # fmt: skip
    try:
        return Scenario(
            title=title,
            opened=opened.moment,
            entry=entry_of(str(unit), symptom if isinstance(symptom, str) else None),
            exercise="yes" if state.exercise else "no",
            steps=tuple(step for _events, steps in acts_of(state) for step in steps),
        )
    except ValidationError:
        return None


def acts_of(state: State) -> Iterator[tuple[list[Event], list[Step]]]:
    """Each act that was not undone, in order: its events, and the steps that they amount to; none for an act that is
    no part of a scenario."""
    opened = state.opened
    if opened is None:
        return
    undone = {name for one in state.timeline if one.kind == Kind.UNDONE for name in taken_with(one)}
    kept = [one for one in state.timeline if one.id not in undone and one.kind not in (Kind.UNDONE, Kind.OPENED)]
    called = labels(state.visits)
    if opened.payload.get("began") is not None:
        yield [opened], [Step(at=0, act="began", value=_minutes_since(opened))]
    acts: dict[str, list[Event]] = {}
    for event in kept:
        acts.setdefault(str(event.payload.get("act", event.id)), []).append(event)
    for together in acts.values():
        try:
            found = _of_act(state, called, together, opened.moment)
        except ValidationError:
            continue  # an event that no face of ours writes
        yield together, [step for step in found if step is not None]


_ON_A_LINE: dict[str, Act] = {
    Kind.DONE: "settle", Kind.NOT_NEEDED: "not_needed", Kind.COULD_NOT: "could_not", Kind.LEFT: "leave",
    Kind.ANSWERED: "answer", Kind.CALLED: "reached", Kind.CONDITION_SET: "holds", Kind.VISIT_CLOSED: "conclude",
    Kind.RETURN_ANNOUNCED: "return", Kind.FELL_AGAIN: "fell_again", Kind.BEGAN_SET: "began",
    Kind.EXPECTED_SET: "expected", Kind.CLOSED: "close",
}  # fmt: skip


def _of_act(state: State, called: dict[str, str], together: list[Event], began: datetime) -> list[Step | None]:
    """What the events of one act amount to: one step, or one for each of several cases that gave way together."""
    first = together[0]
    at = max(int((first.moment - began).total_seconds()), 0)
    turned = [one for one in together if one.kind == Kind.VISIT_TURNED]
    entered = next((one for one in together if one.kind == Kind.VISIT_OPENED), None)
    if turned:
        return [_turned(state, called, one, at) for one in turned]
    return [_entered(called, entered, at) if entered is not None else _step(called, first, at)]


def _step(called: dict[str, str], first: Event, at: int) -> Step | None:
    """An act on a line, or on the session; None when it is no part of a scenario."""
    act = _ON_A_LINE.get(first.kind)
    if act is None or first.payload.get("preset") is True:
        return None
    visit, line = called.get(str(first.payload.get("visit"))), first.payload.get("line")
    if visit is None and first.kind not in (Kind.BEGAN_SET, Kind.EXPECTED_SET, Kind.CLOSED):
        return None
    value = None
    if act == "answer":
        value = str(first.payload.get("option"))
    elif act == "reached" and first.payload.get("outcome") != "reached":
        act = "no_answer"
    elif act == "holds" and first.payload.get("holds") is not True:
        act = "holds_not"
    elif act == "expected":
        value = str(first.payload.get("minutes"))
    elif act == "began":
        value = _minutes_since(first)
    elif act == "close" and first.payload.get("forced") is True:
        act = "close_forced"
    return Step(at=at, act=act, visit=visit, line=line if isinstance(line, str) else None, value=value)


def _minutes_since(told: Event) -> str:
    """For how many minutes the outage had lasted when somebody said since when."""
    began = moment_or_none(told.payload.get("began"))
    return str(max(int((told.moment - began).total_seconds()) // 60, 0) if began is not None else 0)


def _turned(state: State, called: dict[str, str], turned: Event, at: int) -> Step | None:
    visit, line = called.get(str(turned.payload.get("visit"))), turned.payload.get("line")
    if isinstance(line, str):
        return Step(at=at, act="follow", visit=visit, line=line)
    to = next((one for one in state.visits if one.id == turned.payload.get("to")), None)
    return Step(at=at, act="turn", visit=visit, value=entry_of(to.unit, to.symptom)) if to is not None else None


def _entered(called: dict[str, str], entered: Event, at: int) -> Step | None:
    payload = entered.payload
    reason, line = payload.get("reason"), payload.get("line")
    if reason == "start":
        return None
    if isinstance(line, str):
        act: Act = "run" if reason == "run" else "follow"
        return Step(at=at, act=act, visit=called.get(str(payload.get("parent"))), line=line)
    symptom = payload.get("symptom")
    return Step(
        at=at, act="join", value=entry_of(str(payload.get("unit")), symptom if isinstance(symptom, str) else None)
    )


def written(scenario: Scenario) -> str:
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
    rows += [f"  - {json.dumps(one, ensure_ascii=False)}" for one in scenario.expects]
    return "\n".join(rows) + "\n"


def read_scenario(path: str, content: bytes) -> Scenario:
    """The scenario that a file holds (YAML, or JSON). Raises UnreadableScenario."""
    tree, problems = read(path, content)
    if tree is None:
        raise UnreadableScenario(one_line(problems[0]))
    try:
        found = Scenario.model_validate(tree)
    except ValidationError as wrong:
        where = ".".join(str(part) for part in wrong.errors(include_url=False)[0]["loc"])
        raise UnreadableScenario(
            _("{path} n'est pas un scénario : « {where} » manque ou n'est pas possible.").format(
                path=path, where=clean_line(where)
            )
        ) from wrong
    opened = found.opened if found.opened.tzinfo is not None else found.opened.replace(tzinfo=UTC)
    if not 2000 <= opened.year <= 2999:
        raise UnreadableScenario(_("{path} : « opened » n'est pas un jour possible.").format(path=path))
    return found.model_copy(update={"opened": opened})
