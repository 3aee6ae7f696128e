"""The base of every screen on a session at work: it commits what a person wants, then shows what came of it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.session.session_view import View
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.labels import sign_of
from pannesi.tui.runtime.commit_worker import CommitResult
from pannesi.tui.screen import BaseScreen

AfterCommit = Callable[[tuple[Event, ...]], None]
"""What follows a commit; called with the events written, never when the intent was refused."""


class CommitScreen(BaseScreen):
    """A screen on a session at work. The state of the session is in the desk."""

    view: View
    """The session as it was last drawn."""

    def __init__(self, station: Station, desk: Desk) -> None:
        super().__init__(station)
        self.desk = desk
        self.refused = False
        """Whether the last intent was refused."""

    @property
    def acting(self) -> bool:
        """Whether something can be done: no prompt is open and the session is not closed."""
        return self.view.walk.stage != "closed" and not self.asking

    def do(self, intent: want.Intent, then: AfterCommit | None = None) -> None:
        """Commits an intent in the thread of commits, then shows the result. Nothing happens while another commit is
        under way."""
        if self.busy:
            return
        self.consider(self.desk, intent)
        self.busy, self._key_of_commit = True, self.key_queue.key_press.number
        self.app.committer.submit(self.desk, intent, lambda result: self._take_result(result, then))

    def _take_result(self, result: CommitResult, then: AfterCommit | None) -> None:
        self.busy, self.refused = False, bool(result.refused)
        self.station.adopt_journal(self.desk)
        self.remember_written(result.written)
        if self.closed_meanwhile(result.refused):
            return
        self.show_result(result)
        if then is not None and not result.refused:
            then(result.written)
        self.commit_ended()

    @abstractmethod
    def show_result(self, result: CommitResult) -> None:
        """Draws the session after a commit, and says what was written or why nothing was."""

    @property
    def writer(self) -> SentenceWriter:
        """The writer of sentences about the facts of this session."""
        return SentenceWriter(self.desk.procedure, self.desk.state, self.view.hour)

    def sentence(self, events: tuple[Event, ...] | list[Event]) -> str:
        """Facts as sentences, each with its sign."""
        return "".join(f"{sign_of(event)} {self.writer.sentence(event)}" for event in events)
