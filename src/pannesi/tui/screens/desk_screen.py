"""The base of the screens above the session screen that work on the same session: register, patient line, patient
form."""

from __future__ import annotations

from textual.geometry import Size

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.facts.outage_hours import time_notice
from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.labels import needs_attention
from pannesi.session.projection.read_model import Walk
from pannesi.session.register.duties import fields_to_ask
from pannesi.tui.runtime.commit_worker import CommitResult
from pannesi.tui.screens.commit_screen import CommitScreen


class DeskScreen(CommitScreen):
    """A screen on a session that is open below it. The session screen takes in what other workstations write; it is
    shown here as well."""

    def __init__(self, station: Station, desk: Desk) -> None:
        super().__init__(station, desk)
        self._walk_seen: Walk | None = None
        self._close_result: tuple[str | None] | None = None
        """The result to close with, once no screen stands above; set when it was closed while one did."""
        self._drawn_size: Size | None = None
        """The size of the terminal that it was last drawn for."""
        self._was_covered = False
        """Whether another screen stood above it meanwhile."""
        self._reload()

    def _reload(self) -> None:
        view = View.of(self.desk)
        if view.walk is self._walk_seen:
            return
        self.view, self._walk_seen = view, view.walk
        fields = fields_to_ask(self.view.site.register_fields, view.walk.rows)
        labels = {patient.id: patient.label for patient in view.walk.patients}
        self.sheet = RegisterView(
            fields, view.state, view.walk.duties_by_patient, view.hour, labels, view.walk.number_doubts,
            self.desk.caches,
        )  # fmt: skip
        self._event_count = len(self.desk.state.events)

    def on_mount(self) -> None:
        """Draws before the first layout, so that the first paint is complete, and follows the session."""
        self.draw()
        self.repeat_every(0.5, self.redraw_if_changed)

    def on_resize(self) -> None:
        if self.app.size != self._drawn_size:
            self.after_paint(self.draw)

    def on_screen_suspend(self) -> None:
        self._was_covered = True

    def when_resumed(self) -> None:
        if self._close_result is not None:
            self.dismiss(*self._close_result)
        elif self._was_covered:
            self._subject = None  # it was hidden meanwhile
            self.after_paint(self.draw)

    def close_with(self, result: str | None = None) -> None:
        """Closes with a result; where another screen stands above, once that is closed."""
        if self.app.screen is self:
            self.dismiss(result)
        else:
            self._close_result = (result,)

    def redraw_if_changed(self) -> None:
        """Draws again when the session has new facts; the cursor stays where it is."""
        if not self.busy and not self.asking and len(self.desk.state.events) != self._event_count:
            self.draw()

    def draw(self) -> None:
        """Draws everything for the session as it is now."""
        self._drawn_size = self.app.size
        self._reload()
        self.show_bar()

    def undo_fact(self, event: Event, said: str) -> None:
        self.do(want.Undo(event.id, put_back=True), lambda _written: self.say(said, alarm=True))

    def show_result(self, result: CommitResult) -> None:
        self.draw()
        self.say_refused(result.refused)
        if result.refused:
            return
        first = result.written[:1]
        doubt = time_notice(self.desk, result.written, self.writer, FULL_SCREEN)
        self.say(doubt or self.sentence(first), alarm=bool(doubt) or any(needs_attention(event) for event in first))
