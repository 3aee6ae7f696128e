"""Looking back at 20,000 sessions and a million events, against 100 sessions: pages, filters, searches, figures.

The journals are made of a few played sessions, copied with other ids and days straight into the tables, their chains
not sealed anew: lists and figures never look at chains. Their indexes are filled from the same entries.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.session.building import NIGHT, start
from tests.session.playing import every, try_to

from bench.measure import Figure, compare, scratch_folder
from bench.screen import Shown
from pannesi.journal import schema
from pannesi.journal.sqlite import SqliteJournal
from pannesi.journal.stamp import Edge
from pannesi.progress import rest
from pannesi.review.account import account_of
from pannesi.review.entry import Entry
from pannesi.review.figures import figures_of
from pannesi.review.index import Index, Wanted
from pannesi.review.period import Period
from pannesi.review.sessions import Sessions
from pannesi.review.survey import survey
from pannesi.session.events import Draft, Event, Kind
from pannesi.session.state import fold
from pannesi.shipped import shipped_folder
from pannesi.site.load import load_site
from pannesi.site.model import Site
from pannesi.telling.timeline import Telling

MANY, FEW, EVENTS = 20_000, 100, 56
YEARS = 10
NOW = datetime(2026, 12, 1, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
_PAIRS = 150
_NUMBERS = itertools.count()
"""Each tick has an id of its own: one that is there already would not be written."""
READ = 300
"""How many events the screen reads at a time while the index catches up."""
NOTES = 2000
"""The same while it searches notes."""
PAUSE = 0.005


def played(site: Site, dice: random.Random, length: int) -> list[Event]:
    """A session of about `length` events, played mostly in order."""
    entry = dice.choice(site.entries)
    session = start(site, entry.unit.id, entry.symptom.id)
    for _step in range(length * 2):
        if len(session.events) >= length or session.state.closing is not None:
            break
        ahead = session.look().next
        intents = [one for one in every(session) if ahead is not None and getattr(one, "line", None) == ahead.line.id]
        intents = intents or every(session)
        dice.shuffle(intents)
        next((one for one in intents[:8] if try_to(session, one)), None)
    return session.events


def long_session(events: list[Event], length: int, *, crossing: bool = False) -> list[Event]:
    """The same session, gone on with notes and one answer changed again and again; `crossing`: by people none of whom
    knew of the others, so that all of these answers stand."""
    made, before = list(events), ""
    visit = next(one.payload["visit"] for one in events if one.kind == Kind.VISIT_OPENED)
    line = next((one.payload["line"] for one in events if one.kind == Kind.ANSWERED), "x")
    for number in range(length - len(events)):
        last = made[-1]
        event = replace(
            last, id=f"long{number:06}", seq=last.seq + 1, hlc=last.hlc + 1, kind=Kind.NOTED, text="note",
            payload={"visit": visit, "line": line, "act": f"long{number:06}"}, replaces=(),
        )  # fmt: skip
        if number % 2:
            payload = {**event.payload, "option": "oui" if number % 4 == 1 else "non"}
            event = replace(
                event, kind=Kind.ANSWERED, text=None, payload=payload, replaces=(before,) if before else ()
            )  # fmt: skip
            before = "" if crossing else event.id
        made.append(event)
    return made


class Looked:
    """A journal of so many sessions, and its index."""

    def __init__(self, folder: Path, site: Site, models: list[list[Event]], count: int) -> None:
        self.site = site
        edge = Edge("w" * 32, lambda: int(time.time() * 1000), lambda: os.urandom(32).hex())
        self.journal = SqliteJournal(folder / "journal.db", edge)
        self.index = Index(folder / "sessions.index")
        entries = [survey("s", fold(events), site, NIGHT + timedelta(hours=6)) for events in models]
        known = [(events, entry) for events, entry in zip(models, entries, strict=True) if entry is not None]
        texts = [[json.dumps(dict(one.payload)) for one in events] for events, _entry in known]
        step = timedelta(days=365 * YEARS) / count
        copies: list[Entry] = []
        rows, said = [], []
        for number in range(count):
            which = number % len(known)
            events, entry = known[which]
            name, later = f"s{number:06}", NOW - step * (number + 1) - NIGHT
            copies.append(_moved(entry, name, later, is_open=number % 20 == 0))
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
        self.index.mark(self.journal.origin())
        self.index.put(copies, self.journal.mark())

    def keep(self, name: str, events: list[Event]) -> None:
        """Adds one whole session."""
        self.journal.receive([_renamed(one, name) for one in events], {})

    def open(self, name: str) -> None:
        """What a screen needs of one session: its facts in words, and its account."""
        state = fold(self.journal.events(name))
        account_of(name, state, self.site, NOW)
        tell = Telling(self.site, state, lambda moment: f"{moment:%H:%M}")
        for event in state.timeline:
            tell.sentence(event)

    def tick(self, numbers: Iterator[int]) -> None:
        payload = {"act": "a" * 32, "visit": "v" * 32, "line": "prevenir-informatique", "verb": "do"}
        self.journal.append(
            [Draft(f"t{next(numbers):031}", "tick", Kind.DONE, payload, "2026-11-24T02:12:00.000Z", "AB")]
        )


def _renamed(event: Event, name: str) -> Event:
    """An event of another session, under an id of its own, which those that replace it name."""
    return replace(
        event, session=name, id=f"{name}-{event.id}", replaces=tuple(f"{name}-{one}" for one in event.replaces)
    )


def _moved(entry: Entry, name: str, later: timedelta, *, is_open: bool) -> Entry:
    seen = entry.overview
    moved: dict[str, Any] = {key: value + later for key, value in vars(entry).items() if isinstance(value, datetime)}
    overview = replace(
        seen, id=name, began=seen.began + later, last_at=seen.last_at + later, stage="alert" if is_open else "closed",
        closed_at=None if is_open else (seen.closed_at or seen.last_at) + later,
    )  # fmt: skip
    local = overview.began.astimezone(PARIS)
    return replace(entry, overview=overview, month=f"{local:%Y-%m}", hour=local.hour, **moved)


WANTED = {
    "no filter": Wanted(),
    "a case": Wanted(case="cas-3"),
    "a system": Wanted(system="ris"),
    "a person": Wanted(who="ab"),
    "open": Wanted(state="open"),
    "closed": Wanted(state="closed"),
    "one year": Wanted(since=NOW - timedelta(days=365 * 5), until=NOW - timedelta(days=365 * 4)),
    "could not": Wanted(could_not=True),
    "redlines": Wanted(redlines=True),
    "to take over": Wanted(to_take_over=True),
    "words of lines": Wanted("prévenir informatique"),
    "words found nowhere": Wanted("zzz"),
    "a case with words and could not": Wanted("images", case="cas-3", could_not=True),
}


def figures() -> Iterator[Figure]:
    site = load_site(shipped_folder()).site
    assert site is not None
    dice = random.Random(7)
    models = [played(site, dice, EVENTS) for _number in range(40)]
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as scratch:
        folders = [Path(scratch) / name for name in ("many", "few")]
        for folder in folders:
            folder.mkdir()
        started = time.perf_counter()
        many, few = (Looked(folder, site, models, count) for folder, count in zip(folders, (MANY, FEW), strict=True))
        print(f"  {many.events} events in {MANY} sessions, made in {time.perf_counter() - started:.0f} s")
        for name, wanted in WANTED.items():
            rows = max(len(few.index.page(wanted, NOW)), 1)
            work = partial(_page, wanted, rows)
            yield _pages(f"first page of {rows}, {name}", many, few, work)
        yield _pages("last page", many, few, lambda one: one.index.last_page(Wanted(), NOW))
        middle = many.index.page(Wanted(until=NOW - timedelta(days=365 * 5)), NOW, most=1)[0]
        near = few.index.page(Wanted(until=NOW - timedelta(days=365 * 5)), NOW, most=1)[0]
        yield compare(
            "a page from the middle, many / few", lambda: many.index.page(Wanted(), NOW, after=middle),
            lambda: few.index.page(Wanted(), NOW, after=near), 1.5,
        )  # fmt: skip
        middling = long_session(models[0], 200)
        for one in (many, few):
            one.keep("s200", middling)
        many.keep("s5000", long_session(models[0], 5_000))
        many.keep("crossed", long_session(models[0], 5_000, crossing=True))
        yield _pages("a session of 200 events opened", many, few, lambda one: one.open("s200"))
        yield compare(
            "a session of 5,000 events / of 200", lambda: many.open("s5000"), lambda: many.open("s200"), 25, rounds=7
        )
        yield compare(
            "one of 5,000 events, half of them crossing / of 200", lambda: many.open("crossed"),
            lambda: many.open("s200"), 25, rounds=7,
        )  # fmt: skip
        yield from _with_figures(many)
        yield from _lost(many, few, Path(scratch))
        for one in (many, few):
            one.journal.close()
            one.index.close()
        yield from _memory(folders)


def _page(wanted: Wanted, rows: int, one: Looked) -> None:
    """As many rows as the small index can give: the same work for both."""
    one.index.page(wanted, NOW, most=rows)


def _pages(name: str, many: Looked, few: Looked, work: Callable[[Looked], object]) -> Figure:
    return compare(f"{name}, many / few", lambda: work(many), lambda: work(few), 1.5, rounds=31)


def _with_figures(many: Looked) -> Iterator[Figure]:
    """Figures of a year (2,000 sessions) against fetching their rows bare; a tick meanwhile against an idle one."""
    period = Period(date(2022, 1, 1), date(2022, 12, 31))
    bounds = [int(one.timestamp() * 1000) for one in (period.since(PARIS), period.until(PARIS)) if one is not None]

    def bare() -> None:
        with many.index.reading() as db:
            db.execute("SELECT * FROM sessions WHERE exercise = 0 AND is_open IN (0, 1) AND began BETWEEN ? AND ?", bounds).fetchall()  # fmt: skip  # noqa: E501

    yield compare("figures of a year / fetching its rows", lambda: figures_of(many.index, period, NOW, PARIS), bare, 10)
    started = time.perf_counter()
    looking = Sessions(many.journal, many.index, many.site)
    found = sum(len(part.sessions) for part in looking.in_notes("motif"))
    print(f"  words in the notes of {many.events} events: {time.perf_counter() - started:.1f} s, {found} sessions")
    parts = itertools.chain.from_iterable(looking.in_notes("zzz", NOTES) for _ever in itertools.count())

    def read_on() -> None:
        next(parts)
        time.sleep(PAUSE)

    yield from _ticks_meanwhile("the search in notes", many, read_on)
    yield from _ticks_meanwhile("figures", many, partial(figures_of, many.index, period, NOW, PARIS, rest))


def _ticks_meanwhile(what: str, many: Looked, work: Callable[[], object]) -> Iterator[Figure]:
    """A tick while something else goes on in a thread, without a pause, against one while nothing does.

    One of each in turn, so that whatever else the machine does falls on both; the middle of each, and the worst of 20.
    A tick that is not measured comes before each pair: neither comes after a longer sleep than the other.
    """
    go, waiting, over = threading.Event(), threading.Event(), threading.Event()

    def looking() -> None:
        while not over.is_set():
            if go.is_set():
                work()
            else:
                waiting.set()
                go.wait()

    reader = threading.Thread(target=looking)
    reader.start()
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(_PAIRS + 5):
        waiting.wait()
        _tick(many)
        idle = _tick(many)
        waiting.clear()
        go.set()
        busy = _tick(many)
        go.clear()
        if number >= 5:
            times[0].append(busy)
            times[1].append(idle)
    over.set()
    go.set()
    reader.join()
    for words, of in (("middle", statistics.median), ("95 in 100", _worst_of_20)):
        yield Figure(f"a tick during {what} / idle, {words}", of(times[0]), of(times[1]), 1.5)


def _worst_of_20(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _tick(many: Looked) -> float:
    start = time.perf_counter()
    many.tick(_NUMBERS)
    return time.perf_counter() - start


def _lost(many: Looked, few: Looked, folder: Path) -> Iterator[Figure]:
    """An index that was lost, read again from the journal: so many events at a time, and how long that is in all."""

    def catching(one: Looked, name: str) -> Sessions:
        path = folder / name
        path.unlink(missing_ok=True)
        return Sessions(one.journal, Index(path), one.site)

    first, second = catching(many, "lost-many"), catching(few, "lost-few")
    found = compare(
        f"{READ} events read into a lost index, many / few", lambda: first.catch_up(NOW, READ),
        lambda: second.catch_up(NOW, READ), 1.5, rounds=7,
    )  # fmt: skip
    yield found
    print(f"  a lost index of {many.events} events: about {found.ours * many.events / READ:.0f} s, told as it goes on")
    second.close()
    again = first

    def read_on() -> None:
        again.catch_up(NOW, READ)
        time.sleep(PAUSE)

    yield from _ticks_meanwhile("the reading of a lost index", many, read_on)
    first.close()


def _memory(folders: Sequence[Path]) -> Iterator[Figure]:
    """What the real program takes once the list of sessions was gone through, many sessions against few."""
    found: list[list[float]] = [[], []]
    for _round in range(3):
        for which, folder in enumerate(folders):
            arguments = [sys.executable, "-m", "pannesi"]
            with Shown(arguments, str(folder), PANNESI_DATA=str(folder), PANNESI_SITE=str(shipped_folder())) as run:
                run.until("quitter")
                run.quiet()
                run.press("\x1bOR", "Sessions")
                run.quiet(1.0)
                for keys in ("\x1b[6~" * 20, "\x1b[F", "\x1b[H"):
                    os.write(run._ours, keys.encode())
                    run.quiet(0.5)
                found[which].append(_resident(run.process.pid))
                run.leave()
    many, few = (statistics.median(one) for one in found)
    print(f"  memory of the program in the list of sessions: {many:.1f} MB with {MANY}, {few:.1f} MB with {FEW}")
    yield Figure("memory with many sessions / with few and 20 MB", many, few + 20, 1.0, "MB", 1)


def _resident(pid: int) -> float:
    """Megabytes that a process holds."""
    with open(f"/proc/{pid}/status", encoding="ascii") as told:
        return next(int(line.split()[1]) / 1024 for line in told if line.startswith("VmRSS"))
