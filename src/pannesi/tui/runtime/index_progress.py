"""How far a screen is with reading the journal into the index: a sentence, refreshed a few times a second."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.worker import get_current_worker

from pannesi.journal.store import OnProgress
from pannesi.support.i18n import _, n_
from pannesi.tui.screen import BaseScreen

REPORT_INTERVAL = 0.25
"""Seconds between two reports of progress."""


def reading_words(done: int, whole: int) -> str:
    """How much of what is new in the journal was read, in percent, and how many facts are left; with `whole` zero, only
    that it is being read."""
    if not whole:
        return _("lecture du journal…")
    left = n_("{count} fait", "{count} faits", max(whole - done, 0))
    percent = min(max(100 * done // whole, 0), 100)
    return _("lecture du journal : {percent} %, encore {left}…").format(percent=percent, left=left)


def progress_reporter(screen: BaseScreen, tell: OnProgress, clock: Callable[[], float] = time.monotonic) -> OnProgress:
    """A callback for the worker of a screen, called with how much it read and of how much. It calls `tell` with both in
    the event loop, now and then, until the worker is cancelled."""
    worker, shown = get_current_worker(), clock()

    def progress(done: int, whole: int) -> None:
        nonlocal shown
        if clock() - shown < REPORT_INTERVAL or worker.is_cancelled:
            return
        shown = clock()
        screen.app.call_from_thread(tell, done, whole)

    return progress
