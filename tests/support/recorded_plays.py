"""Sessions told as text, act by act: what each act wrote or why it was refused, and what the session looks like then."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.lines import text_of
from pannesi.session.actions import Intent
from pannesi.session.event_writer import ActContext, Refused
from pannesi.session.events import Draft, Event
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.labels import glyph, status_word, title_of
from pannesi.session.projection.read_model import Patient, Row, Walk
from pannesi.session.state import State
from tests.support.building import Played
from tests.support.recorded_answers import Answers, answers, of_event


def told(value: Any) -> str:
    """A value in short: a fact, a line and a patient by name, an object by its fields that are not as they begin."""
    match value:
        case Event():
            return value.id
        case Row():
            return f"{value.visit}/{value.line.id}"
        case Patient():
            return value.label
        case Frozen():
            return str(getattr(value, "id", None) or getattr(value, "key", value))
        case Enum():
            return value.name
        case datetime():
            return f"{value:%d %H:%M:%S}"
        case str() | int() | bool() | None | timedelta():
            return str(value)
        case Mapping():
            return "{" + ", ".join(f"{told(key)}: {told(item)}" for key, item in value.items()) + "}"
        case frozenset() | set():
            return "{" + ", ".join(sorted(map(told, value))) + "}"
        case tuple() | list():
            return "(" + ", ".join(map(told, value)) + ")"
        case _ if dataclasses.is_dataclass(value):
            return f"{type(value).__name__}({_joined(parts_of(value))})"
    raise TypeError(type(value))


Shown = dict[str, dict[str, str]]
"""What a face shows of a session: the parts of each thing, by the name of the thing."""


def parts_of(value: Any) -> dict[str, str]:
    """The fields of an object that are not as they begin."""
    return {
        part.name: told(getattr(value, part.name))
        for part in dataclasses.fields(value)
        if part.init and getattr(value, part.name) != _beginning(part)
    }


def _joined(parts: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={words}" for name, words in parts.items())


def _beginning(part: dataclasses.Field[Any]) -> Any:
    return part.default_factory() if part.default_factory is not dataclasses.MISSING else part.default


def draft_told(draft: Draft | Event) -> str:
    """What is written of an act: its kind, payload, replaced facts and text."""
    payload = json.dumps(draft.payload, ensure_ascii=False, sort_keys=True)
    replaced = f" replaces {' '.join(draft.replaces)}" if draft.replaces else ""
    return f"{draft.id} {draft.kind} {payload}{replaced}" + (f" « {draft.text} »" if draft.text is not None else "")


def _parts_of_row(row: Row) -> dict[str, str]:
    parts = parts_of(row) | {"line": text_of(row.line), "word": f"{glyph(row)} {status_word(row)}"}
    return parts | {"may": told(row.allowed), "undone": told(row.left_undone)}


def shown(walk: Walk, state: State) -> Shown:
    """Everything that a face shows of a session."""
    all_of: Shown = {f"line {row.visit}/{row.line.id}": _parts_of_row(row) for row in walk.rows}
    for patient in walk.patients:
        steps = {f"step {step.key}": _joined(parts_of(step)) for step in patient.steps}
        more = {"settled": told(patient.settled), "missing": told([step.key for step in patient.missing])}
        all_of[f"patient {patient.id}"] = (
            parts_of(patient) | {"steps": "", "fields": told(patient.fields)} | steps | more
        )
    for duty in walk.duties:
        all_of[f"duty {duty.patient.id} {duty.key}"] = parts_of(duty)
    for order in walk.orders:
        all_of[f"order {order.short}"] = parts_of(order) | {"words": order.words}
    all_of["blocks"] = {block.text: _joined(parts_of(block)) for block in walk.blocks}
    names = ("stage", "next", "todo", "standing", "messages", "number_doubts", "proposals", "current_cases",
             "left_open", "search_goes_on")  # fmt: skip
    all_of["walk"] = {name: told(getattr(walk, name)) for name in names}
    all_of["walk"]["open_duties"] = told([[(duty.patient, duty.key) for duty in owed] for owed in walk.open_duties])
    names = ("began", "beginning_given", "expected_minutes", "exercise", "closing", "uncertain", "notes", "unknown",
             "simulated_shift", "conflicts")  # fmt: skip
    all_of["state"] = {name: told(getattr(state, name)) for name in names} if state.events else {}
    return all_of


def _answers_told(answer: Answers) -> dict[str, str]:
    return {f"{part}?": told(said) for part, said in answer.items() if said or said == 0}


def changes(before: Shown, now: Shown) -> Iterable[str]:
    """What is shown otherwise than before: the parts that differ, `-name` for one that is gone."""
    for name, parts in now.items():
        old = before.get(name, {})
        news = _joined({part: words for part, words in parts.items() if old.get(part) != words})
        gone = " ".join(f"-{part}" for part in old if part not in parts)
        if news or gone:
            yield f"    {name}: {' '.join(filter(None, (gone, news)))}"
    yield from (f"    {name}: gone" for name in before if name not in now and not name.startswith("fact "))


@dataclass
class Recorded(Played):
    """A session of which every act is told."""

    lines: list[str] = field(default_factory=list)
    before: Shown = field(default_factory=dict)
    answered: Shown = field(default_factory=dict)
    """What was asked about each fact when it was written."""
    behind: timedelta | None = None
    clock: str = ""
    rules: int | None = None
    looked: tuple[tuple[int, datetime], Walk] | None = None

    def context(self) -> ActContext:
        """In which the next act is done."""
        real = self.now - self.behind if self.behind is not None else None
        context = ActContext(self.session, self.now, self.actor, self.ids, real, clock=self.clock)
        return context if self.rules is None else dataclasses.replace(context, rules=self.rules)

    def attempt(self, intent: Intent) -> bool:
        """Does an intent, or tells why it is refused."""
        self.now += timedelta(minutes=1)
        self.lines.append(f"* {told(intent)}")
        try:
            written = drafts(self.site, self.state, intent, self.context())
        except Refused as refused:
            self.lines.append(f"  refused: {refused}")
            return False
        self.take_all(map(self.stamp, written))
        return True

    def take_all(self, events: Iterable[Event]) -> None:
        """Folds events and tells them, and what changed by them."""
        taken = tuple(events)
        for event in taken:
            self.lines.append(f"  {draft_told(event)}")
            self.take(event)
        now = shown(self.look(), self.state)
        now["walk"]["title"] = title_of(self.look(), self.site, None)
        for name, answer in answers(self.site, self.state, self.look(), taken):
            now.setdefault(name, {}).update(_answers_told(answer))
        self.lines += changes(self.before, now)
        self.before = now
        self.answered |= {name: parts for name, parts in now.items() if name.startswith("fact ")}

    def end(self) -> Recorded:
        """Tells what is asked about each fact once all is done, where it is another answer than when it was written."""
        then = {f"fact {event.id}": event for event in self.state.timeline}
        self.lines.append("= at the end")
        for name, event in then.items():
            now = _answers_told(of_event(self.state, self.look(), event))
            self.lines += changes({name: self.answered.get(name, {})}, {name: now})
        return self

    def look(self) -> Walk:
        """The session as it is now; looked at again only once something changed."""
        moment = (self.state.changes, self.now)
        if self.looked is None or self.looked[0] != moment:
            self.looked = moment, super().look()
        return self.looked[1]


def refusals(played: Played, intents: Iterable[Intent], ids: Callable[[], str]) -> Iterable[tuple[str, str]]:
    """What the session says to each intent now: its class, and the words of the refusal or the kinds of its facts."""
    context, walk = ActContext(played.session, played.now, played.actor, ids), played.look()
    for intent in intents:
        try:
            written = drafts(played.site, played.state, intent, context, walk)
        except Refused as refused:
            yield type(intent).__name__, str(refused)
        else:
            yield type(intent).__name__, " ".join(draft.kind for draft in written) or "nothing"
