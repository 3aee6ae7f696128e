"""Driving the plain face from tests: a station on a journal in memory, and a reader who only knows the screen."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.application.site_selection import SelectedSite
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.store import Journal
from pannesi.journal.writer import JournalWriter
from pannesi.plain.app import run_plain
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.procedure.model.procedure import Site
from pannesi.session.projection.walk import walk
from pannesi.session.state import State, fold
from pannesi.support.clock import Clock
from pannesi.support.console import Output

ROOT = Path(__file__).resolve().parents[2]
NIGHT = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)
"""03:12 in Paris."""


PACS = "6"
"""The entry « Impossible de voir les images »."""
ALERTED = (PACS, "1", "1", "joint", "1", "plus tard")
"""Case 3 up to its degraded mode, on the night shift; the message by IT is not seen yet."""


USUAL = {
    "fait", "lu", "vu diffusé", "constaté", "en vigueur", "prêt", "ouvert", "joint", "y aller",
    "dérouler la procédure", "ouvrir aussi ce cas", "finir ici",
}  # fmt: skip
"""What a line is usually said to be, as it is printed and typed."""


class Memory(MemoryJournal):
    """A journal in memory that says it lasts, as the one on disk does."""

    durable = True


@lru_cache(maxsize=1)
def shipped() -> SelectedSite:
    """The site of this repository, read once."""
    loaded = load_site(ROOT)
    assert loaded.site is not None, loaded.problems
    return SelectedSite(loaded.site, loaded.files, SiteFolder(ROOT))


def station_of(
    reading: SelectedSite | None = None,
    *,
    journal: Journal | None = None,
    now: datetime = NIGHT,
    exercise: bool = False,
) -> Station:
    """A station whose wall clock stands at `now` until it is moved."""
    ids = map("{:032x}".format, itertools.count(1))
    salts = map("{:064x}".format, itertools.count(1))
    hand = Hand(now)
    writer = JournalWriter("w1", lambda: int(hand.now.timestamp() * 1000), salts.__next__)
    station = Station(reading or shipped(), journal or Memory(writer), Clock(hand), "AB", exercise, new_id=ids.__next__)
    return station


@dataclass
class Hand:
    """The hand of a wall clock."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def pass_time(station: Station, length: timedelta) -> None:
    """Moves the wall clock of a station on."""
    hand = station.clock.real_now
    assert isinstance(hand, Hand)
    hand.now += length


def play(station: Station, *lines: str, resume: str | None = None) -> str:
    """What the face writes when these lines are typed, then the input ends."""
    return play_from(station, lines, resume=resume)[0]


def play_from(station: Station, lines: Iterable[str], *, resume: str | None = None) -> tuple[str, int]:
    """The same with the exit code; a line that is an exception is raised instead, as Ctrl-C is."""
    written = io.StringIO()
    code = run_plain(station, lines, Output(written), echo=True, resume=resume)
    return written.getvalue(), code


def ctrl_c(*lines: str) -> Iterator[str]:
    """These lines, then Ctrl-C."""
    yield from lines
    raise KeyboardInterrupt


def state_of(station: Station, session: str | None = None) -> State:
    """A session of the station's journal, the latest when not named."""
    name = session or station.journal.sessions()[0].id
    return fold(station.journal.events(name))


def site_of(station: Station) -> Site:
    """The site of a station."""
    return station.reading.site


def stage_of(station: Station, session: str | None = None) -> str:
    """The stage of a session, the latest when not named."""
    return walk(site_of(station), state_of(station, session), station.clock.real_now()).stage


def flat(screen: str) -> str:
    """The screen as one line: where it was wrapped does not matter."""
    return re.sub(r"\s+", " ", screen)


def beside(station: Station, name: str) -> Desk:
    """The same session on another workstation."""
    desk = station.desk()
    ids = map(f"{name}-{{:x}}".format, itertools.count())
    desk.environment = replace(desk.environment, actor=name, new_id=ids.__next__)
    desk.resume(station.journal.sessions()[0].id)
    return desk


_HEADLINE = re.compile(r"[^·]+ · (!! )?\w+\.\d+.* · ")
"""`1 / 4 +, alerter · 3.1 · Un seul poste, ou plusieurs ?`"""


@dataclass
class Reader:
    """A person without documentation: looks at the last screen and types a key that it shows.

    `way` is which answer to prefer the first time: the first, the last, or "je ne sais pas"; then the first.
    """

    station: Station
    entry: str
    way: str = "first"
    most: int = 400
    written: io.StringIO = field(default_factory=io.StringIO)
    typed: list[str] = field(default_factory=list)
    _read: int = 0
    _met: set[str] = field(default_factory=set)
    _queue: list[str] = field(default_factory=list)

    def run(self) -> int:
        """Plays until the session is closed; the exit code."""
        self._queue = [self.entry]
        return run_plain(self.station, self, Output(self.written), echo=True)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.typed) >= self.most:
            raise AssertionError(f"no end in sight:\n{self.written.getvalue()[-3000:]}")
        screen = self.written.getvalue()[self._read :]
        self._read = len(self.written.getvalue())
        pass_time(self.station, timedelta(seconds=20))
        chosen = self._queue.pop(0) if self._queue else self._choose(screen)
        self.typed.append(chosen)
        return chosen

    def _choose(self, screen: str) -> str:
        prompt = screen.rpartition("\n")[2]
        asked = {"Qui l'a constaté": "CD", "Vu sur quel poste": "salle 2", "Depuis quand ?": "", "Ce qui a été vu": "", "? ": "1",
                 "Clore quand même": "aucun cas trouvé", "Clore sans faire ces lignes": "o"}  # fmt: skip
        given = next((typed for words, typed in asked.items() if prompt.startswith(words)), None)
        if given is not None:
            return given
        again = re.search(r"à\s+revoir\s+:\s+(.+)", screen)
        if again is not None:
            return again[1].replace("\N{NO-BREAK SPACE}", " ")
        states = {
            "Cette session est close": "quitter",
            "cl pour clore": "cl",
            "On attend le retour": "r",
            "Il reste à l'annoncer": "r",
        }
        wanted = next((key for words, key in states.items() if words in screen), None)
        if wanted is not None:
            return wanted
        options = re.findall(r"^ +(\d+)  \S", screen.partition("\n\n")[2], re.MULTILINE)
        if options:
            return self._answer(screen, options)
        keys = re.findall(r"(?:^| · )([a-z]+) ", screen.rpartition("\n\n")[2], re.MULTILINE)
        if "Reste dû à" in screen and "d" in keys:
            self._queue = ["1"]
            return "d"
        usual = re.search(r"^1 ([^·\n]+)", screen.rpartition("\n\n")[2], re.MULTILINE)
        if usual is not None and usual[1].strip() in USUAL:
            return usual[1].strip()
        return next((key for key in ("ra", "r") if key in keys), "?")

    def _answer(self, screen: str, options: list[str]) -> str:
        question = next(line for line in screen.splitlines() if _HEADLINE.match(line))
        answers = [option for option in options if option != "0"]
        preferred = {"first": answers[0], "last": answers[-1], "unsure": "0"}[self.way]
        met, self._met = question in self._met, {*self._met, question}
        return answers[0] if met else preferred
