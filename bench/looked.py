"""Journals of thousands of sessions to look back at, each with its index.

They are made of a few played sessions, copied with other ids and days straight into the tables, their chains not sealed
anew: lists and figures never look at chains. Their indexes are filled from the same entries.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.building import NIGHT, start
from tests.support.session_playing import every_intent, try_to

from pannesi.history.index import SessionIndex
from pannesi.history.index_entry import IndexEntry
from pannesi.history.index_entry_builder import build_entry
from pannesi.history.session_summary import session_summary_of
from pannesi.journal.sqlite import schema
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.writer import JournalWriter
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Draft, Event
from pannesi.session.facts.lines import LineAnswered, LineDone
from pannesi.session.facts.session import NoteWritten
from pannesi.session.facts.visits import VisitOpened
from pannesi.session.state import fold

MANY, FEW, EVENTS = 20_000, 100, 56
YEARS = 10
NOW = datetime(2026, 12, 1, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
_NUMBERS = itertools.count()
"""Each tick has an id of its own: one that is there already would not be written."""
READ = 300
"""How many events the screen reads at a time while the index catches up."""


def shipped_site() -> Site:
    site = load_site(shipped_folder()).site
    assert site is not None
    return site


def models_of(site: Site) -> list[list[Event]]:
    """The sessions that all others are copies of."""
    dice = random.Random(7)
    return [played(site, dice, EVENTS) for _number in range(40)]


def played(site: Site, dice: random.Random, length: int) -> list[Event]:
    """A session of about `length` events, played mostly in order."""
    entry = dice.choice(site.entries)
    session = start(site, entry.unit.id, entry.symptom.id)
    for _step in range(length * 2):
        if len(session.events) >= length or session.state.closing is not None:
            break
        ahead = session.look().next
        intents = [
            one for one in every_intent(session) if ahead is not None and getattr(one, "line", None) == ahead.line.id
        ]
        intents = intents or every_intent(session)
        dice.shuffle(intents)
        next((one for one in intents[:8] if try_to(session, one)), None)
    return session.events


def long_session(events: list[Event], length: int, *, crossing: bool = False) -> list[Event]:
    """The same session, gone on with notes and one answer changed again and again; `crossing`: by people none of whom
    knew of the others, so that all of these answers stand."""
    made, before = list(events), ""
    visit = next(one.payload["visit"] for one in events if one.kind == VisitOpened.kind)
    line = next((one.payload["line"] for one in events if one.kind == LineAnswered.kind), "x")
    for number in range(length - len(events)):
        last = made[-1]
        event = replace(
            last, id=f"long{number:06}", seq=last.seq + 1, hlc=last.hlc + 1, kind=NoteWritten.kind, text="note",
            payload={"visit": visit, "line": line, "act": f"long{number:06}"}, replaces=(),
        )  # fmt: skip
        if number % 2:
            payload = {**event.payload, "option": "oui" if number % 4 == 1 else "non"}
            event = replace(
                event, kind=LineAnswered.kind, text=None, payload=payload, replaces=(before,) if before else ()
            )  # fmt: skip
            before = "" if crossing else event.id
        made.append(event)
    return made


class Looked:
    """A journal of so many sessions, and its index."""

    def __init__(self, folder: Path, site: Site, models: list[list[Event]], count: int) -> None:
        self.site = site
        writer = JournalWriter("w" * 32, lambda: int(time.time() * 1000), lambda: os.urandom(32).hex())
        self.journal = SqliteJournal(folder / "journal.db", writer)
        self.index = SessionIndex(folder / "sessions.index")
        entries = [build_entry("s", fold(events), site, NIGHT + timedelta(hours=6)) for events in models]
        known = [(events, entry) for events, entry in zip(models, entries, strict=True) if entry is not None]
        texts = [[json.dumps(dict(one.payload)) for one in events] for events, _entry in known]
        step = timedelta(days=365 * YEARS) / count
        copies: list[IndexEntry] = []
        rows, said = [], []
        for number in range(count):
            which = number % len(known)
            events, entry = known[which]
            name, later = f"s{number:06}", NOW - step * (number + 1) - NIGHT
            copies.append(moved(entry, name, later, is_open=number % 20 == 0))
            for at, (event, text) in enumerate(zip(events, texts[which], strict=True), start=1):
                rows.append((
                    f"{name}-{at:05}", name, "w", at, event.hlc, event.at, event.actor, str(event.kind), text, "[]",
                    "0", "0",
                ))  # fmt: skip
                if event.text:
                    said.append((f"{name}-{at:05}", "0", event.text))
        db = self.journal._db
        db.execute("DROP TRIGGER events_no_replace")
        db.execute("BEGIN IMMEDIATE")
        db.executemany(schema.INSERT_EVENT, rows)
        db.executemany(schema.INSERT_TEXT, said)
        db.execute("COMMIT")
        self.events = len(rows)
        self.index.mark(self.journal.first_event_id())
        self.index.update(copies, self.journal.mark())

    def keep(self, name: str, events: list[Event]) -> None:
        """Adds one whole session."""
        self.journal.receive([_renamed(one, name) for one in events], {})

    def open(self, name: str) -> None:
        """What a screen needs of one session: its facts in words, and its account."""
        state = fold(self.journal.events(name))
        session_summary_of(name, state, self.site, NOW)
        tell = SentenceWriter(self.site, state, lambda moment: f"{moment:%H:%M}")
        for event in state.timeline:
            tell.sentence(event)

    def tick(self) -> None:
        payload = {"act": "a" * 32, "visit": "v" * 32, "line": "prevenir-informatique", "verb": "do"}
        self.journal.append(
            [Draft(f"t{next(_NUMBERS):031}", "tick", LineDone.kind, payload, "2026-11-24T02:12:00.000Z", "AB")]
        )


def _renamed(event: Event, name: str) -> Event:
    """An event of another session, under an id of its own, which those that replace it name."""
    return replace(
        event, session=name, id=f"{name}-{event.id}", replaces=tuple(f"{name}-{one}" for one in event.replaces)
    )


def entries_of(site: Site, models: list[list[Event]]) -> list[IndexEntry]:
    """What the index holds of each of these sessions."""
    entries = [build_entry("s", fold(events), site, NIGHT + timedelta(hours=6)) for events in models]
    return [entry for entry in entries if entry is not None]


def moved(entry: IndexEntry, name: str, later: timedelta, *, is_open: bool) -> IndexEntry:
    """The entry of a copy of a session under another name, so much later."""
    seen = entry.overview
    moved: dict[str, Any] = {key: value + later for key, value in vars(entry).items() if isinstance(value, datetime)}
    overview = replace(
        seen, id=name, began=seen.began + later, last_at=seen.last_at + later, stage="alert" if is_open else "closed",
        closed_at=None if is_open else (seen.closed_at or seen.last_at) + later,
    )  # fmt: skip
    local = overview.began.astimezone(PARIS)
    return replace(entry, overview=overview, month=f"{local:%Y-%m}", hour=local.hour, **moved)
