"""The large view: the current act alone, in letters to be read from afar, with the keys of its line."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.commands import session as commands
from pannesi.presentation.large.large_view import act_of, large_head, large_lines
from pannesi.presentation.session.standing_orders import lasting
from pannesi.procedure.wording.order_strip import fitted_rows, strip_rows
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.support.styled_text import StyledText
from pannesi.support.text_safety import wrapped_lines
from pannesi.tui.command_screen import Handlers, bindings_for
from pannesi.tui.drawing.status_area import LOW, banner_texts
from pannesi.tui.screens.session_actions import line, patients
from pannesi.tui.screens.session_actions import session as at_session
from pannesi.tui.screens.session_base import ENDING, Key, SessionBaseScreen
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import NARROW, inked


class LargeScreen(SessionBaseScreen):
    """The line under the cursor of the session below, and what lasts; it leaves with the line that it came to."""

    OFFERS = commands.ON_LARGE
    AUTO_FOCUS = ""  # the field of a prompt that is not open would take the keys of the line
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(commands.ON_SESSION)
    """Keys of the list as well, to say where they work."""
    DEFAULT_CSS = """
    LargeScreen #act { height: 1fr; padding: 0 1; }
    LargeScreen.low #said { max-height: 1; }
    LargeScreen #standing { height: auto; padding: 0 1; }
    """

    def __init__(self, station: Station, desk: Desk, cursor: Key | None) -> None:
        super().__init__(station, desk)
        self.cursor = cursor

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        yield TextBlock("act")
        yield TextBlock("standing")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        self.draw()
        self.after_paint(self._first_paint)
        self.repeat_every(0.5, self._take_in_changes)

    def _first_paint(self) -> None:
        self.note_first_paint()

    def _take_in_changes(self) -> None:
        """Takes in what the session below read from elsewhere, and the hour; the line stays."""
        if self.busy:
            return
        try:
            outages_changed = self.outage_watch is not None and self.outage_watch.look()
        except JournalError as failure:
            self.say(str(failure), alarm=True)
            return
        if outages_changed or self.desk.look() is not self.view.walk:
            self.draw()

    def restore_focus(self) -> None:
        self.set_focus(None)
        self.after_paint(self.redraw)  # the next key is about the act again, no more about the question put away

    def on_resize(self) -> None:
        self.after_paint(self.redraw)

    def when_resumed(self) -> None:
        self._subject = None
        self.after_paint(self.draw)

    def say(self, words: str, *, alarm: bool = False) -> None:
        """Shows a message; the act is laid out again in the room that is left."""
        before = self._last_said[0]
        super().say(words, alarm=alarm)
        if self.is_composed and bool(before) != bool(words):
            self.redraw()

    def redraw(self) -> None:
        """Draws everything for the line under the cursor."""
        if not self.is_composed:
            return
        row, width, ink = self.row, self.columns - 2, self.ink
        low = self.size.height < LOW
        recording, problem = self.desk.recording, self.desk.problem
        band = banner_texts(self.view, ink, width, recording=recording, problem=problem, low=low)
        band.append(inked(large_head(self.view, row, width), ink))
        standing = self._lasting_lines(width)
        self.set_class(low, "low")
        said = len(wrapped_lines(self._last_said[0], width)[: 1 if low else 3])
        room = self.size.height - len(band) - len(standing) - said - 1
        margin = "   " if self.columns >= NARROW else ""
        texts = [Text(margin) + inked(words, ink) for words in self._act_lines(width - len(margin), max(room, 1))]
        for name, shown in (("band", band), ("act", texts), ("standing", standing)):
            self.query_one(f"#{name}", TextBlock).update(Text("\n").join(shown))
        self.query_one("#standing").display = bool(standing)
        self.note_shown(("large", self.cursor, (row.status, row.fact and row.fact.id, row.running) if row else None))
        self.show_bar()

    def _act_lines(self, width: int, room: int) -> list[StyledText]:
        if self.row is None:
            words = _("Plus rien à faire ici pour l'instant. Échap : la liste, et ce qui vient ensuite.")
            return [StyledText(line, "title") for line in wrapped_lines(words, width)]
        return large_lines(act_of(self.view, self.row), width, room)

    def _lasting_lines(self, width: int) -> list[Text]:
        """What lasts, complete, in short words; on a low screen in a third of its rows, the others counted."""
        words = [last.words for last in lasting(self.view)]
        rows = strip_rows(words, width)
        if self.size.height < LOW:
            rows = fitted_rows(words, width, max(self.size.height // 3, 1), "")
        styles = {"label": self.ink.title, "between": self.ink.quiet}
        texts = []
        for row in rows:
            text = Text()
            for piece in row:
                text.append(piece.words, style=styles.get(piece.what, self.ink.plain))
            texts.append(text)
        return texts

    def explain_unused_key(self, key: str) -> None:
        """Says why a key does nothing; of one that the session has, where it works."""
        super().explain_unused_key(key)
        if not self.asking and any(command.has_key(key) for command in commands.ON_SESSION) and not self._hint_shown:
            self._show_hint(_("Ici, seules les touches de la ligne. Échap : la liste et les autres."), alarm=False)

    def leave(self) -> None:
        """Back to the list, on the line shown here; a prompt is put away first."""
        self.stop_asking_or_leave(self.cursor or ENDING)

    HANDLERS: ClassVar[Handlers[LargeScreen]] = {
        commands.ANSWER: line.answer,
        commands.SETTLE: line.settle,
        commands.SILENT: line.no_answer,
        commands.CONDITION: line.set_condition,
        commands.NOT_NEEDED: line.not_needed,
        commands.COULD_NOT: line.could_not,
        commands.LEAVE: line.leave_for_return,
        commands.UNDO_HERE: line.undo_here,
        commands.UNDO: at_session.undo,
        commands.PATIENT: patients.add_patient,
        commands.NEXT: line.go_to_next,
        commands.NOTE: at_session.write_note,
        commands.LINE_BELOW: line.go_below,
        commands.LINE_ABOVE: line.go_above,
        commands.LEAVE_LARGE: leave,
    }
