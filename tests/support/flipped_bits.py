"""A real journal with one bit changed, and everything that a face and a command then ask of it."""

from __future__ import annotations

import contextlib
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from pannesi.application.context import Station, open_station
from pannesi.application.session_service import Desk
from pannesi.cli.use_cases.sessions import SessionParts, print_session, print_sessions, print_verification
from pannesi.history.catalogue import station_catalogue
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.period import DayRange
from pannesi.history.session_filter_words import TypedFilter
from pannesi.journal.location import FILE
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.procedure.availability.reachability import zone_of
from pannesi.session.event_writer import Refused
from pannesi.support.clock import Clock
from pannesi.support.console import Output
from pannesi.support.errors import JournalError, UsageError
from tests.support.journal_nights import night, site
from tests.support.plain_playing import ROOT
from tests.support.writers import Wall, fake_writer

BEGAN = datetime.fromisoformat("2026-11-24T02:12:00+00:00")
SESSIONS = ("s1", "s2", "s3")


@lru_cache
def sound() -> bytes:
    """The bytes of a journal with three nights, the first of them still open."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        wall = Wall()
        journal = SqliteJournal(path, fake_writer("w1", wall))
        for number, name in enumerate(SESSIONS):
            night(journal, wall, BEGAN - number * timedelta(days=1), name, close=None if not number else "")
        journal.close()
        return path.read_bytes()


def flipped(content: bytes, at: int) -> bytes:
    """The same with one bit changed, `at` counted in bits."""
    changed = bytearray(content)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


def schema_pages(content: bytes) -> list[int]:
    """The pages that say what the file is and which tables it has."""
    return [at for at in range(len(content) // 4096) if not at or b"CREATE T" in content[at * 4096 : at * 4096 + 4096]]


def fact_pages(content: bytes) -> list[int]:
    """The pages that hold facts, their texts and their indexes."""
    pages = {at: content[at * 4096 : at * 4096 + 4096] for at in range(len(content) // 4096)}
    ids = [f"{name}-0".encode() for name in SESSIONS]
    return [
        at
        for at, page in pages.items()
        if at not in schema_pages(content) and any(event_id in page for event_id in ids)
    ]


def bits(content: bytes, pages: Sequence[int] | None, count: int, seed: int) -> list[int]:
    """Some places to change, the same for the same seed; in some pages of 4096 bytes, or anywhere."""
    dice = random.Random(seed)
    whole = range(len(content) // 4096) if pages is None else pages
    return [(dice.choice(whole) * 4096 + dice.randrange(4096)) * 8 + dice.randrange(8) for _one in range(count)]


@dataclass
class Lived:
    """What came of asking everything."""

    station: Station
    said: str
    listed: tuple[str, ...]
    usable: tuple[str, ...]
    """The sessions that could be taken up and told."""
    notices: tuple[str, ...]
    refused: tuple[str, ...]


@contextlib.contextmanager
def asked(folder: Path) -> Iterator[Lived]:
    """Opens the journal of `folder` as a face does, and asks for lists, each session, figures and a check."""
    now = BEGAN + timedelta(hours=9)
    clock = Clock(lambda: now)
    station = open_station(str(ROOT), str(folder), "AB", {}, folder, clock=clock)
    text = io.StringIO()
    out = Output(text)
    refused: list[str] = []
    usable: list[str] = []
    try:
        listed = tuple(session.id for session in station_catalogue(station).caught_up(now).real_and_exercises(now))
        outage_statistics(station_catalogue(station).index, DayRange(None, None), now, zone_of(site().contacts))
        for name in SESSIONS:
            try:
                print_session(station.journal, site(), name, now, out, SessionParts(everything=True, as_json=False))
                desk: Desk = station.desk()
                desk.resume(name)
                usable.append(name)
            except (JournalError, Refused, UsageError) as failure:
                refused.append(str(failure))
        print_sessions(station.journal, site(), now, out, TypedFilter(), as_json=False)
        print_verification(station.journal, out, as_json=False)
        yield Lived(station, text.getvalue(), listed, tuple(usable), station.notices, tuple(refused))
    finally:
        station_catalogue(station).close()
        station.journal.close()
