"""Small sites and a scripted session for the tests of the engine, built without reading any file."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.lines import VERBS
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Unit
from pannesi.session.actions import Intent, Open
from pannesi.session.event_writer import ActContext
from pannesi.session.events import Draft, Event
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.projection.caches import ProjectionCaches
from pannesi.session.projection.read_model import Row, Walk
from pannesi.session.projection.walk import walk
from pannesi.session.state import State, fold

NIGHT = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)
_NO_LINES = ("gaps", "fields")
"""Keys below which no key is a verb."""


def normal(written: Any) -> Any:
    """A unit as an author would write it, in Python: each line's verb becomes `verb` and `value`."""
    if isinstance(written, list):
        return [normal(value) for value in written]
    if not isinstance(written, dict):
        return written
    verb = next((key for key in written if key in VERBS and "id" in written), None)
    kept = {key: value if key in _NO_LINES else normal(value) for key, value in written.items() if key != verb}
    if verb is None:
        return kept
    return {"added": "test", "verb": verb, "value": written[verb], **kept}


def site(*units: dict[str, Any], contacts: dict[str, Any] | None = None) -> Site:
    """A site of these units; marks, titles and kinds are filled in."""
    made = []
    for number, unit in enumerate(units, start=1):
        base = {"format": "1", "kind": "case", "mark": str(number), "title": unit["id"], "recognise": "…"}
        made.append(validated(Unit, {**base, **normal(unit)}))
    people = {"format": "1", "site": "Hôpital inventé", **(contacts or {})}
    return Site(validated(ContactsFile, people), tuple(made), "0" * 64, "/nowhere")


@dataclass
class Played:
    """A session played by intents, its events kept in a list as a journal would."""

    site: Site
    session: str = "s1"
    writer: str = "w1"
    now: datetime = NIGHT
    actor: str = "AB"
    events: list[Event] = field(default_factory=list)
    state: State = field(default_factory=State)
    caches: ProjectionCaches = field(default_factory=ProjectionCaches)
    ids: Callable[[], str] = field(default_factory=lambda: map("e{:05d}".format, itertools.count()).__next__)
    _seen: tuple[tuple[object, ...], Walk] | None = None

    def do(self, intent: Intent) -> Walk:
        """Does an intent, a minute later; the session as it then is. Raises Refused."""
        self.do_on(self.a_minute_later(), intent)
        return self.look()

    def a_minute_later(self) -> Walk:
        """The session as it is a minute later."""
        self.now += timedelta(minutes=1)
        return self.look()

    def do_on(self, seen: Walk, intent: Intent) -> None:
        """Does an intent on the session as it was last seen; its events are stamped and folded. Raises Refused."""
        context = ActContext(self.session, self.now, self.actor, self.ids)
        for draft in drafts(self.site, self.state, intent, context, seen):
            self.take(self.stamp(draft))

    def stamp(self, draft: Draft) -> Event:
        """A draft as the event that a journal would make of it."""
        seq = sum(event.writer == self.writer for event in self.events) + 1
        last = max((event.hlc for event in self.events), default=0)
        hlc = max(int(self.now.timestamp() * 1000) << 16, last + 1)
        return Event(
            draft.id, draft.session, self.writer, seq, hlc, draft.at, draft.actor, draft.kind,
            draft.payload, draft.replaces, text=draft.text,
        )  # fmt: skip

    def take(self, event: Event) -> None:
        """Folds an event, as one that another workstation wrote."""
        self.events.append(event)
        fold([event], self.state)

    def look(self) -> Walk:
        """The session as it is now; computed once while nothing happens."""
        moment = (self.site, self.state, self.state.changes, self.now)
        if self._seen is None or self._seen[0] != moment:
            self._seen = moment, walk(self.site, self.state, self.now, self.caches)
        return self._seen[1]

    def line(self, name: str) -> Row:
        """The row of a line of the latest visit that holds it."""
        return [row for row in self.look().rows if row.line.id == name][-1]

    def apart(self, writer: str) -> Played:
        """A twin that knows what is known now, and from here on writes without knowing of this one."""
        twin = Played(self.site, self.session, writer, self.now, writer)
        twin.ids = map((writer + "-{:05d}").format, itertools.count()).__next__
        for event in self.events:
            twin.take(event)
        return twin


def start(where: Site, unit: str, symptom: str | None = None, **more: Any) -> Played:
    """A session opened at a unit."""
    played = Played(where)
    played.do(Open(unit, symptom, **more))
    return played
