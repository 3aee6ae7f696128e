"""Commits facts in one thread, in turn, and hands each result back to the event loop."""

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
    """What came of an intent: the facts written, or the reason why there are none."""

    written: tuple[Event, ...]
    walk: Walk | None
    """The session after them; None when it was not computed."""
    refused: str
    """Why nothing was written; empty when something was."""


class Committer:
    """One thread for all commits of the app.

    Not a worker of Textual: it would send a message for each of its states, and each message is one more turn of the
    event loop before the result is shown.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._thread = ThreadPoolExecutor(1, "commit")

    def submit(self, desk: Desk, intent: want.Intent, done: Callable[[CommitResult], None]) -> None:
        """Has an intent carried out in the thread, then calls `done` in the event loop. An unforeseen exception is
        raised there, where the app handles its crashes."""
        self._thread.submit(copy_context().run, self._run, desk, intent, done)

    def _run(self, desk: Desk, intent: want.Intent, done: Callable[[CommitResult], None]) -> None:
        try:
            result = carry_out(desk, intent)
        except Exception as failure:  # noqa: BLE001  raised again where the program handles its crashes
            self._app.call_later(_raise_again, failure)
        else:
            self._app.call_later(done, result)


def carry_out(desk: Desk, intent: want.Intent) -> CommitResult:
    """Carries out an intent at a desk, in the calling thread; a refusal becomes the result."""
    try:
        done = desk.carry_out(intent)
    except (Refused, JournalError) as refusal:
        return CommitResult((), None, str(refusal))
    return CommitResult(done.written, done.walk, "")


def _raise_again(failure: Exception) -> None:
    raise failure
