"""Looking back at 20,000 sessions and a million events, against 100 sessions: pages, filters, searches, figures."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bench.looked import FEW, MANY, NOW, PARIS, READ, Looked, long_session, models_of, shipped_site
from bench.measure import Figure, compare, scratch_folder
from bench.screen import Shown
from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.index import SessionIndex
from pannesi.history.period import DayRange
from pannesi.history.session_filter import SessionFilter
from pannesi.procedure.loading.site_choice import shipped_folder

WANTED = {
    "no filter": SessionFilter(),
    "the oldest first": SessionFilter(oldest=True),
    "a case": SessionFilter(case="cas-3"),
    "a system": SessionFilter(system="ris"),
    "a person": SessionFilter(who="ab"),
    "open": SessionFilter(state="open"),
    "closed": SessionFilter(state="closed"),
    "one year": SessionFilter(since=NOW - timedelta(days=365 * 5), until=NOW - timedelta(days=365 * 4)),
    "could not": SessionFilter(could_not=True),
    "redlines": SessionFilter(redlines=True),
    "to take over": SessionFilter(to_take_over=True),
    "words of lines": SessionFilter("prévenir informatique"),
    "words found nowhere": SessionFilter("zzz"),
    "a case with words and could not": SessionFilter("images", case="cas-3", could_not=True),
}


def figures() -> Iterator[Figure]:
    site = shipped_site()
    models = models_of(site)
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
        yield _pages("last page", many, few, lambda one: one.index.page(SessionFilter(), NOW, before=True))
        middle = many.index.page(SessionFilter(until=NOW - timedelta(days=365 * 5)), NOW, most=1)[0]
        near = few.index.page(SessionFilter(until=NOW - timedelta(days=365 * 5)), NOW, most=1)[0]
        yield compare(
            "a page from the middle, many / few", lambda: many.index.page(SessionFilter(), NOW, after=middle),
            lambda: few.index.page(SessionFilter(), NOW, after=near), 1.5,
        )  # fmt: skip
        middling = long_session(models[0], 200)
        for one in (many, few):
            one.keep("s200", middling)
        many.keep("s5000", long_session(models[0], 5_000))
        many.keep("crossed", long_session(models[0], 5_000, crossing=True))
        yield _pages("a session of 200 events opened", many, few, lambda one: one.open("s200"))
        yield _pages(
            "its facts and texts given, as verify asks", many, few, lambda one: one.journal.events_with_salts("s200")
        )
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


def _page(wanted: SessionFilter, rows: int, one: Looked) -> None:
    """As many rows as the small index can give: the same work for both."""
    one.index.page(wanted, NOW, most=rows)


def _pages(name: str, many: Looked, few: Looked, work: Callable[[Looked], object]) -> Figure:
    return compare(f"{name}, many / few", lambda: work(many), lambda: work(few), 1.5, rounds=31)


def _with_figures(many: Looked) -> Iterator[Figure]:
    """Figures of a year (2,000 sessions) against fetching their rows bare."""
    period = DayRange(date(2022, 1, 1), date(2022, 12, 31))
    bounds = [int(one.timestamp() * 1000) for one in (period.since(PARIS), period.until(PARIS)) if one is not None]

    def bare() -> None:
        with many.index.snapshot() as db:
            db.execute("SELECT * FROM sessions WHERE exercise = 0 AND is_open IN (0, 1) AND began BETWEEN ? AND ?", bounds).fetchall()  # fmt: skip  # noqa: E501

    yield compare(
        "figures of a year / fetching its rows", lambda: outage_statistics(many.index, period, NOW, PARIS), bare, 10
    )
    started = time.perf_counter()
    looking = SessionCatalogue(many.journal, many.index, many.site)
    found = sum(len(part.sessions) for part in looking.search_notes("motif"))
    print(f"  words in the notes of {many.events} events: {time.perf_counter() - started:.1f} s, {found} sessions")


def _lost(many: Looked, few: Looked, folder: Path) -> Iterator[Figure]:
    """An index that was lost, read again from the journal: so many events at a time, and how long that is in all."""

    def catching(one: Looked, name: str) -> SessionCatalogue:
        path = folder / name
        path.unlink(missing_ok=True)
        return SessionCatalogue(one.journal, SessionIndex(path), one.site)

    first, second = catching(many, "lost-many"), catching(few, "lost-few")
    found = compare(
        f"{READ} events read into a lost index, many / few", lambda: first.catch_up(NOW, READ),
        lambda: second.catch_up(NOW, READ), 1.5, rounds=7,
    )  # fmt: skip
    yield found
    print(f"  a lost index of {many.events} events: about {found.ours * many.events / READ:.0f} s, told as it goes on")
    first.close()
    second.close()


def _memory(folders: Sequence[Path]) -> Iterator[Figure]:
    """What the real program takes once the list of sessions was gone through, many sessions against few."""
    found: list[list[float]] = [[], []]
    for _round in range(3):
        for which, folder in enumerate(folders):
            arguments = [sys.executable, "-m", "pannesi"]
            with Shown(arguments, str(folder), PANNESI_DATA=str(folder), PANNESI_SITE=str(shipped_folder())) as run:
                run.ready()
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
