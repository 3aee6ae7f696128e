"""How far a screen is with reading the journal: said in its place, a few times a second."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.worker import get_current_worker

from pannesi.support.i18n import _, n_
from pannesi.tui.screen import BaseScreen

BETWEEN = 0.25
"""Seconds between two words of how far it is."""


def reading_words(done: int, whole: int) -> str:
    """How much of what is new in the journal was read, and how much is left; before that is known, that it is read."""
    if not whole:
        return _("lecture du journal…")
    left = n_("{count} fait", "{count} faits", max(whole - done, 0))
    percent = min(max(100 * done // whole, 0), 100)
    return _("lecture du journal : {percent} %, encore {left}…").format(percent=percent, left=left)


def progress_reporter(
    screen: BaseScreen, tell: Callable[[int, int], None], clock: Callable[[], float] = time.monotonic
) -> Callable[[int, int], None]:
    """What a worker of `screen` calls with how much it read, and of how much: `tell` hears of it now and then, on the
    screen's thread, for as long as the screen is there."""
    worker, shown = get_current_worker(), clock()

    def progress(done: int, whole: int) -> None:
        nonlocal shown
        if clock() - shown < BETWEEN or worker.is_cancelled:
            return
        shown = clock()
        screen.app.call_from_thread(tell, done, whole)

    return progress
