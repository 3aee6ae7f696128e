"""The start of the full screen: home is painted, then Textual is loaded and goes on from there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from signal import SIGINT
from typing import TYPE_CHECKING, NoReturn

from pannesi.history.catalogue import read_open_sessions
from pannesi.journal.writer import LOCK_WAIT_WORDS, LockWait
from pannesi.presentation.home.content import HomeContent, HomeSubject, as_shown, past_wanted
from pannesi.presentation.home.lines import catching_up_words, elsewhere_words
from pannesi.support.ending import exit_now, say_stopped
from pannesi.support.errors import INTERRUPTED, OK, SIGNALLED, JournalError, PannesiError
from pannesi.support.i18n import translated

if TYPE_CHECKING:
    from datetime import datetime

    from pannesi.application.context import Station
    from pannesi.history.overview import Overview
    from pannesi.tui.first_paint.first_paint import FirstPaint
    from pannesi.tui.theme.styles import Depth


def run_full_screen(
    depth: Depth,
    open_station: Callable[[LockWait | None], Station],
    before_journal: Callable[[], tuple[HomeSubject, datetime]],
    tell: Callable[[bool], None],
    resume: str | None,
) -> int:
    """Runs the full screen until it is left, and returns its exit code.

    `open_station` gets how its journals are to wait; `before_journal` gives what is known before the journal is open,
    and the moment. Raises PannesiError, and what the program failed with.
    """
    first = _begin_first_paint(depth) if resume is None else None
    try:
        station = open_station(_waiting_with(first, before_journal, tell) if first is not None else None)
        try:
            if first is not None:
                _paint_home(first, station)
            load_event_loop()
            from pannesi.tui.app import run_app

            return run_app(station, depth, resume, first)
        finally:
            station.journal.close()  # waits for a commit that is under way
    finally:
        if first is not None:
            first.end()


def load_event_loop() -> None:
    """Imports asyncio without TLS, which no screen speaks: OpenSSL would take 4 MB and a share of the start. Python
    may be built without `ssl`, and asyncio does without it then; whoever imports it later gets it."""
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # what Python takes for a module that cannot be imported
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def _begin_first_paint(depth: Depth) -> FirstPaint | None:
    """The first paint of this process; None where the system has none."""
    if sys.platform == "win32" or sys.stdin is None or sys.stderr is None:
        return None
    from pannesi.tui.first_paint.first_paint import FirstPaint
    from pannesi.tui.first_paint.terminal import EarlyTerminal

    return FirstPaint(
        depth, os.environ, EarlyTerminal(sys.stdin.fileno(), sys.stderr.fileno(), _end_on_signal), _end_program
    )


def _end_on_signal(number: int) -> NoReturn:
    """Ends the program on a signal, the terminal being restored. Every commit that was shown is on the disk."""
    if number == SIGINT:
        exit_now(INTERRUPTED)
    say_stopped()
    exit_now(SIGNALLED + number)


def _end_program() -> NoReturn:
    exit_now(OK)


def _waiting_with(
    first: FirstPaint, subject: Callable[[], tuple[HomeSubject, datetime]], tell: Callable[[bool], None]
) -> LockWait:
    """How the journal waits for other programs while it is opened: home is painted meanwhile, without its sessions,
    and says so. `tell` says it where home cannot be painted."""

    def waits() -> None:
        if first.painted:
            return
        try:
            home, now = subject()
        except PannesiError:  # told when the journal is open, which may hold an earlier version of the site
            return
        first.show(HomeContent(home, now, *first.size), translated(LOCK_WAIT_WORDS), alarm=True)

    return LockWait(lambda busy: None if first.painted else tell(busy), begins=waits)


def _paint_home(first: FirstPaint, station: Station) -> None:
    """Paints home as it is: the open sessions, the entries, whom to call now."""
    now = station.home_now()
    said, alarm = " ".join(station.notices), False
    sessions: tuple[Overview, ...] = ()
    past: tuple[Overview, ...] = ()
    count = 0
    elsewhere: tuple[str, ...] = ()
    try:
        read = read_open_sessions(station, now, past=past_wanted(first.size[0]))
        past = tuple(read.past)
        sessions, count = as_shown(station, read.sessions), read.count
        elsewhere = elsewhere_words(read.catalogue)
        if read.behind:
            said, alarm = catching_up_words(), True
    except JournalError as failure:
        said, alarm = str(failure), True
    first.show(HomeContent(station, now, *first.size, sessions, count, past, elsewhere), said, alarm=alarm)
