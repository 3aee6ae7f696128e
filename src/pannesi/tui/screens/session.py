"""The screen of a session: the list of its lines with a cursor, the card of the current line, standing orders in
view."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.commands import session as commands
from pannesi.presentation.key_bar import Hint
from pannesi.presentation.session_view import View
from pannesi.presentation.status_band import nothing_to_do_lines
from pannesi.procedure.model.lines import Call, text_of
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.tui.command_screen import Handlers
from pannesi.tui.line_list import Kept, card_texts, session_items
from pannesi.tui.screen import BaseScreen
from pannesi.tui.screens.session_actions import line, message, paths, patients
from pannesi.tui.screens.session_actions import session as at_session
from pannesi.tui.screens.session_base import ENDING, Key, SessionBaseScreen
from pannesi.tui.status_area import LOW, band_lines, reminder_texts
from pannesi.tui.widgets.cached_strips import CachedStrips
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.wrapping import wrapped

WIDE = 110
"""Columns from which the card stands beside the list."""


class Middle(Horizontal, CachedStrips):
    """The list of lines, and the card beside it."""


class SessionScreen(SessionBaseScreen):
    """The list of lines and the card of the current one. It keeps only where the cursor is; the rest is in the desk."""

    OFFERS = commands.ON_SESSION
    DEFAULT_CSS = """
    SessionScreen #middle { height: 1fr; }
    SessionScreen #card { width: 45%; display: none; padding: 0 1; border-left: solid $primary; }
    SessionScreen.wide #card { display: block; }
    SessionScreen.low #said { max-height: 1; }
    SessionScreen.low.asking #standing { height: 0; border-top: none; }
    SessionScreen.low.asking #said { height: 0; }
    SessionScreen.low.asking.notice #said { height: auto; }
    SessionScreen.low.asking.notice #band { max-height: 1; }
    SessionScreen #standing { height: auto; padding: 0 1; border-top: solid $primary; }
    SessionScreen.low #standing { border-top: none; }
    """

    def __init__(self, station: Station, desk: Desk) -> None:
        super().__init__(station, desk)
        self._drawn_items: Kept = {}
        self._drawn_for: tuple[object, ...] = ()
        self._card_of: Key | None = None
        """The line whose card stands beside the list; the card of another line is shown from its beginning."""

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        with Middle(id="middle"):
            yield ItemList("lines")
            yield ItemList("card")
        yield TextBlock("standing")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        card = self.query_one("#card", ItemList)
        card.can_focus = False
        self.query_one("#lines", ItemList).side_list = card
        self.query_one("#lines", ItemList).focus()
        self.after_paint(self._first_paint)
        self.repeat_every(0.5, self.refresh_from_journal)

    @cached_property
    def parts(self) -> tuple[Widget, ...]:
        """The widgets that a fact may change."""
        return tuple(self.query("#band, #lines, #card, #standing, #said, #bar"))

    def _first_paint(self) -> None:
        self.draw()
        self._first_painted = True
        if self._before_first_paint is not None:
            self.do(*self._before_first_paint)

    def on_resize(self) -> None:
        self.after_paint(self.redraw)

    def restore_focus(self) -> None:
        self.query_one("#words" if self.asking else "#lines").focus()

    def when_resumed(self) -> None:
        self._subject = None
        self.restore_focus()
        self.after_paint(self.draw)

    def redraw(self) -> None:
        """Draws everything again, for another line under the cursor or another size."""
        if not self.is_composed:
            return  # left meanwhile
        self._leave_ending()
        width, height = self.columns, self.size.height
        wide, low = width >= WIDE, height < LOW
        self.set_class(wide, "wide")
        self.set_class(low, "low")
        view = replace(self.view, row=self.row)
        self._draw_band(view, width, low=low)
        self._draw_lines(view, width, wide=wide)
        row = view.row
        self.note_shown((self.cursor, (row.status, row.fact and row.fact.id, row.running) if row is not None else None))
        if wide:
            self._draw_card(view, width)
        self._draw_standing(view, width, height)
        self.show_bar()

    def _draw_band(self, view: View, width: int, *, low: bool) -> None:
        in_error = bool(self.station.reading.errors)
        texts = band_lines(
            view, self.ink, width - 2, recording=self.desk.recording, problem=self.desk.problem,
            in_error=in_error, low=low, since=self.station.procedure_since() if in_error else None,
        )  # fmt: skip
        self.query_one("#band", TextBlock).update(Text("\n").join(texts))

    def _draw_lines(self, view: View, width: int, *, wide: bool) -> None:
        """The list; what was drawn for another width, other colours, another day or a clock in doubt is drawn again."""
        rows = self.query_one("#lines", ItemList)
        rows.cursor_style = self.app.cursor_style
        room, ink = (width * 55 // 100 if wide else width) - 2, self.ink
        drawn_for = (room, ink, view.walk.now.astimezone(view.zone).date(), view.clock_unreliable)
        if drawn_for != self._drawn_for:
            self._drawn_for = drawn_for
            self._drawn_items.clear()
        items = session_items(view, ink, room, self.cursor, self._drawn_items, unfolded=not wide)
        rows.show([*items, *self._ending()], self.cursor)

    def _draw_card(self, view: View, width: int) -> None:
        """The card beside the list; that of another line is shown from its beginning."""
        room = width * 45 // 100 - 5
        texts = self._card_head(room)
        texts += card_texts(view, view.row, self.ink, room) if view.row is not None else []
        place = self.query_one("#middle").size.height or self.size.height - 3  # not laid out yet: a guess
        if len(texts) > place:
            texts[0].append("  " + _("Page ↓ : suite"), style=self.ink.key)
        card = self.query_one("#card", ItemList)
        card.show([ListItem(None, tuple(texts))], None)
        if self._card_of != self.cursor:
            self._card_of = self.cursor
            card.scroll_to(y=0, animate=False, force=True, immediate=True)

    def _draw_standing(self, view: View, width: int, height: int) -> None:
        """The reminders below the list; nothing where there are none."""
        texts = reminder_texts(view, self.ink, width - 2, height)
        standing = self.query_one("#standing", TextBlock)
        standing.update(Text("\n").join(texts))
        standing.display = bool(texts)

    def _card_head(self, width: int) -> list[Text]:
        """The line in full, and its place in its phase, above its card."""
        row = self.row
        if row is None:
            return []
        place, of = self.view.position(row)
        where = f"{place} / {of} · {self.view.phase_word(row)} · {row.number}" if place else row.number
        return [
            Text(where, style=self.ink.quiet),
            *(Text(line, style=self.ink.title) for line in wrapped(text_of(row.line), width)),
            Text(""),
        ]

    def hints(self) -> list[Hint]:
        """The keys that apply now, in order of need.

        Where no line is left the key that leads on comes first, as does the one that says that the outage lasts when
        that is what a check found; where somebody is to be called, calling comes first. Until the return is announced,
        closing is shown only beside it, since who is tired presses the key shown. While a case is searched, there is
        nothing yet that could be back.
        """
        leads = {"waiting": commands.BACK, "to_close": commands.CLOSE, "closed": commands.FOLLOW_ON}
        lead = leads.get(self.view.walk.stage) if self.row is None else None
        calling = self.row is not None and isinstance(self.row.line, Call)
        if any(block.code == "unconfirmed" for block in self.view.walk.blocks) and not calling:
            lead = commands.BACK
        first = [lead.press] if lead is not None else []
        if self.row is None and self.view.walk.stage == "waiting":  # what is said below the list names these too
            first += [commands.PATIENT.press, commands.OTHER.press]
        elif lead is commands.CLOSE and any(block.row is None for block in self.view.walk.blocks):
            first.append(commands.DUTIES.press)
        ranks = {press: rank for rank, press in enumerate(first)}
        hints = sorted(super().hints(), key=lambda hint: ranks.get(hint.press, len(ranks)))
        searching = self.view.searching
        if searching:
            hints = [hint for hint in hints if hint.press != commands.BACK.press]
        elif self.view.walk.stage in ("return_to_normal", "to_close", "closed"):
            return hints
        beside = (commands.OTHER if searching else commands.BACK).press
        return [replace(hint, after=beside) if hint.press == commands.CLOSE.press else hint for hint in hints]

    def _leave_ending(self) -> None:
        """Moves the cursor from below the list to the next line, when there is something to do again."""
        following = self.view.walk.next
        if self.cursor == ENDING and following is not None:
            self.cursor = following.key

    def _ending(self) -> list[ListItem]:
        """The item below the list when no line is left to do."""
        if self.view.walk.next is not None:
            return []
        wide = self.columns >= WIDE
        width = max((self.columns * 55 // 100 if wide else self.columns) - 3, 12)
        texts = [
            Text(f" {line}", style=self.ink.title)
            for words in nothing_to_do_lines(self.view)
            for line in wrapped(words.strip(), width - 1)
        ]
        return [ListItem(None, (Text(""),)), ListItem(ENDING, tuple(texts))] if texts else []

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        if event.rows.id == "lines" and isinstance(event.key, tuple):
            self.cursor = (str(event.key[0]), str(event.key[1]))
            self.clear_hint()
            self.redraw()

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.note_click()
        self.action_key("enter")

    def refresh_from_journal(self) -> None:
        """Takes in what other workstations wrote, and says it; the cursor stays where it is."""
        if self.busy:
            return
        try:
            events = self.desk.refresh()
        except JournalError as failure:
            self.say(str(failure), alarm=True)
            return
        if self.desk.journal is not self.station.journal:
            self._follow_to_other_journal()
        if events:
            who = events[-1].actor or _("quelqu'un")
            words = self.sentence([events[-1]])[2:]
            self.say(_("sur un autre poste, {who} : {what}").format(who=who, what=words))
            self.draw()
        elif self.desk.look() is not self.view.walk:
            self.draw()

    def _follow_to_other_journal(self) -> None:
        """Shows that the session goes on in another journal: in the band, and as a message on the screen above."""
        self.station.adopt_journal(self.desk)
        self.draw()
        above = self.app.screen
        if above is not self and isinstance(above, BaseScreen) and self.desk.problem:
            above.say(self.desk.problem, alarm=True)

    def show_large(self) -> None:
        """Shows the current act alone, in large letters; back, the cursor stands where it was led meanwhile."""
        from pannesi.tui.screens.large import LargeScreen

        self.app.push_screen(LargeScreen(self.station, self.desk, self.cursor), self.go_to)

    HANDLERS: ClassVar[Handlers[SessionScreen]] = {
        commands.ANSWER: line.answer,
        commands.SETTLE_CONFLICT: at_session.settle_conflict,
        commands.SETTLE: line.settle,
        commands.SILENT: line.no_answer,
        commands.CONDITION: line.set_condition,
        commands.COPY: message.copy_message,
        commands.NOT_NEEDED: line.not_needed,
        commands.COULD_NOT: line.could_not,
        commands.WRITE: message.write_message,
        commands.LEAVE: line.leave_for_return,
        commands.UNDO_HERE: line.undo_here,
        commands.UNDO: at_session.undo,
        commands.PATIENT: patients.add_patient,
        commands.BACK: paths.announce_return,
        commands.DUTIES: patients.show_register,
        commands.OTHER: paths.other_outage,
        commands.CLOSE: at_session.close,
        commands.NEXT: line.go_to_next,
        commands.GO: line.ask_where_to_go,
        commands.NOTE: at_session.write_note,
        commands.REDLINE: line.redline,
        commands.IN_FORCE: at_session.show_in_force,
        commands.LARGE: show_large,
        commands.HISTORY: at_session.show_history,
        commands.BEGAN: at_session.set_began,
        commands.EXPECTED: at_session.set_expected,
        commands.NAME: at_session.name_person,
        commands.HAND_OVER: at_session.hand_over,
        commands.FOLLOW_ON: paths.open_follow_on,
        commands.REAL: paths.open_real_session,
        commands.HOME: paths.go_home,
    }
