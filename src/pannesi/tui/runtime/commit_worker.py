"""Facts are committed off the screen's thread, one after the other; the screen is told what came of each."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from textual.app import App

from pannesi.application.session_service import Desk
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.events import Event
from pannesi.session.projection.read_model import Walk
from pannesi.support.errors import JournalError


@dataclass(frozen=True)
class CommitResult:
    """What came of an intent: facts, or the reason why there are none."""

    written: tuple[Event, ...]
    walk: Walk | None
    """The session after them, None when it was not looked at."""
    refused: str


class Committer:
    """One thread for all commits of an app. A worker of Textual tells the screen of each of its states, and every such
    message is one more turn of the loop before what was written is shown."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._thread = ThreadPoolExecutor(1, "commit")

    def commit(self, desk: Desk, intent: want.Intent, done: Callable[[CommitResult], None]) -> None:
        """Does an intent at a desk, then calls `told` on the thread of the screen; a failure that nobody foresaw is
        raised there, as any other of the program."""
        self._thread.submit(copy_context().run, self._commit, desk, intent, done)

    def _commit(self, desk: Desk, intent: want.Intent, done: Callable[[CommitResult], None]) -> None:
        try:
            outcome = carry_out_now(desk, intent)
        except Exception as failure:  # noqa: BLE001  raised again where the program handles its crashes
            self._app.call_later(_raise, failure)
        else:
            self._app.call_later(done, outcome)


def carry_out_now(desk: Desk, intent: want.Intent) -> CommitResult:
    """Does an intent at a desk, on the thread that calls."""
    try:
        done = desk.carry_out(intent)
    except (Refused, JournalError) as refusal:
        return CommitResult((), None, str(refusal))
    return CommitResult(done.written, done.walk, "")


def _raise(failure: Exception) -> None:
    raise failure
