"""The screen of a session: its lines with a cursor, the frame of the current one, what lasts in view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.commands import general
from pannesi.presentation.commands import session as commands
from pannesi.presentation.commands.command import Command
from pannesi.presentation.commands.key_bar import Hint
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.side_panels import side_panels
from pannesi.presentation.session.status_band import nothing_to_do_lines
from pannesi.procedure.model.lines import Call
from pannesi.support.errors import JournalError
from pannesi.tui.command_screen import Handlers
from pannesi.tui.drawing.line_frame import LEAST_WIDTH, Framed, framed_words
from pannesi.tui.drawing.line_list import FrameItem, Kept, Shown, line_frame, session_items
from pannesi.tui.drawing.list_air import aired, height_of
from pannesi.tui.drawing.side_column import Middle, items_below, panel_texts
from pannesi.tui.drawing.status_area import LOW, texts_around
from pannesi.tui.screen import WIDE, BaseScreen
from pannesi.tui.screens.session_actions import line, message, paths, patients
from pannesi.tui.screens.session_actions import session as at_session
from pannesi.tui.screens.session_base import ENDING, Key, SessionBaseScreen
from pannesi.tui.widgets.item_list import Button, ItemList, ListItem
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import wrapped

NO_STYLE = Style()
"""The cursor of a list in which a frame marks the current line."""


class SessionScreen(SessionBaseScreen):
    """The list of lines and the card of the current one. It keeps only where the cursor is; the rest is in the desk."""

    OFFERS = commands.ON_SESSION
    KEPT_VIEW = ("cursor", "whole_list", "_sourced", "_page")
    DEFAULT_CSS = """
    SessionScreen #middle { height: 1fr; }
    SessionScreen #lines { scrollbar-gutter: stable; }
    SessionScreen #card { width: 45%; display: none; padding: 0 1; border-left: solid $primary; }
    SessionScreen.wide #card { display: block; }
    SessionScreen.low #said { max-height: 1; }
    SessionScreen.silent #said { height: 0; }
    SessionScreen.silent.notice #said { height: auto; }
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
        self.whole_list = False
        """Whether every line is listed, rather than those around the current one."""
        self._sourced: Key | None = None
        """The line whose frame also says where it comes from."""
        self._page: tuple[Key | None, int] = (None, 0)
        """The line of which a further page is shown, and which."""
        self._card_of: Key | None = None
        """The line whose card stands beside the list; the card of another line is shown from its beginning."""
        self._card_pages = 1
        """How many pages that card has."""

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
        rows = self.query_one("#lines", ItemList)
        rows.side_list, rows.turn_page = card, self.turn_page
        rows.focus()
        self.after_paint(self._first_paint)
        self.repeat_every(0.5, self.refresh_from_journal)

    @cached_property
    def parts(self) -> tuple[Widget, ...]:
        """The widgets that a fact may change."""
        return tuple(self.query("#band, #lines, #card, #standing, #said, #bar"))

    def _first_paint(self) -> None:
        self.draw()
        self.learn()
        self.note_first_paint()

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
        self.drawn_asking = self.asking
        self._leave_ending()
        width, height = self.columns, self.size.height
        wide, low = width >= WIDE, height < LOW
        self.set_class(wide, "wide")
        self.set_class(low, "low")
        view = replace(self.view, row=self.row)
        self._draw_around(view, width, height)
        self._draw_lines(view, width, wide=wide)
        row = view.row
        self.note_shown((self.cursor, (row.status, row.fact and row.fact.id, row.running) if row is not None else None))
        if wide:
            self._draw_card(view, width)
        self.show_bar()

    def _draw_around(self, view: View, width: int, height: int) -> None:
        """The band above the list, and the reminders below it, where there are any."""
        since = self.station.procedure_since() if self.station.reading.errors else None
        recording, problem = self.desk.recording, self.desk.problem
        around = texts_around(view, self.ink, width - 2, height, recording=recording, problem=problem, since=since)
        self.set_class(around.silent, "silent")
        self.query_one("#band", TextBlock).update(Text("\n").join(around.band))
        standing = self.query_one("#standing", TextBlock)
        standing.update(Text("\n").join(around.standing))
        standing.display = bool(around.standing)

    def _draw_lines(self, view: View, width: int, *, wide: bool) -> None:
        """The list; what was drawn for another width, other colours, another day or a clock in doubt is drawn again."""
        rows = self.query_one("#lines", ItemList)
        room, ink = (width * 55 // 100 if wide else width) - 2, self.ink
        drawn_for = (room, ink, self.whole_list, view.walk.now.astimezone(view.zone).date(), view.clock_unreliable)
        if drawn_for != self._drawn_for:
            self._drawn_for = drawn_for
            self._drawn_items.clear()
        shown = self._list_shown(room, card=not wide)
        rows.cursor_style = NO_STYLE if shown.in_frame and self.has_frame else self.app.cursor_style
        rows.pages_in_place = shown.card
        items, space = (
            [*session_items(view, ink, shown, self._drawn_items), *self._item_after_the_last()],
            self._frame_room,
        )
        if self.has_frame:
            items = aired(items, space, framed=not wide, between=wide)
        after = items_below(view, ink, room, space - height_of(items)) if wide else []
        rows.show([*items, *after], self.cursor)

    def _list_shown(self, width: int, *, card: bool) -> Shown:
        whole = self.whole_list or not self.has_frame
        keys = self.line_hints() if self.has_frame else ()
        if self._page[0] != self.cursor:
            self._page = (self.cursor, 0)  # a frame that is come back to begins anew
        page = self._page[1]
        sourced = self._sourced is not None and self._sourced == self.cursor
        return Shown(width, self.cursor, whole, card, keys, sourced, self._frame_room if card else 0, page)

    @property
    def _frame_room(self) -> int:
        """The lines that the list has for a frame, with the message of the last act in view."""
        around = sum(self.query_one(name, TextBlock).line_count for name in ("#band", "#standing"))
        said = max(self.query_one("#said", TextBlock).line_count, 1)
        return self.size.height - around - said - 2  # the bar, and the rule above what lasts

    @property
    def has_frame(self) -> bool:
        """Whether the current line stands in a frame, with its keys; otherwise these are in the bar."""
        return self.columns - 2 >= LEAST_WIDTH and self.size.height >= LOW

    @property
    def may_be_closed(self) -> bool:
        """A session that was opened is in the journal."""
        return False

    def turn_page(self, way: int) -> bool:
        """Shows the next page of the frame, or the one before; returns whether there is one."""
        items = self.query_one("#lines", ItemList).items
        pages = next((item.pages for item in items if isinstance(item, FrameItem)), 1)
        if self.has_class("wide"):
            pages = self._card_pages
        page = (self._page[1] if self._page[0] == self.cursor else 0) + way
        if not 0 <= page < pages:
            return False
        self._page = (self.cursor, page)
        self.redraw()
        return True

    def line_hints(self) -> tuple[Hint, ...]:
        """The keys in the frame of the current line; the last shows where the line comes from."""
        if self.asking:
            return ()  # those of the question are in the bar
        usable = [command for command in (*self._commands_onward(), *commands.AT_THE_LINE) if command.applies(self)]
        source = (commands.SOURCE,) if self.row is not None else ()
        return tuple(Hint(command.key_here(self), command.word(self), command.press) for command in (*usable, *source))

    def _draw_card(self, view: View, width: int) -> None:
        """The frame beside the list; that of another line is shown from its beginning."""
        room = width * 45 // 100 - 5
        texts: list[Text] = []
        buttons: tuple[Button, ...] = ()
        if view.row is not None:
            shown = replace(self._list_shown(room, card=False), most=self._frame_room, spacious=True)
            texts, buttons, self._card_pages = line_frame(view, view.row, self.ink, shown)
        elif paragraphs := list(nothing_to_do_lines(view)):
            texts, buttons, self._card_pages = self._ending_frame(paragraphs, room)
        texts += panel_texts(side_panels(view), self.ink, room, self._frame_room - len(texts))
        card = self.query_one("#card", ItemList)
        card.show([ListItem(None, tuple(texts), buttons=buttons)], None)
        if self._card_of != self.cursor:
            self._card_of = self.cursor
            card.scroll_to(y=0, animate=False, force=True, immediate=True)

    def hints(self) -> list[Hint]:
        """The keys of the session, which stand still; where there is no frame, and in a closed session, the keys that
        apply now, in order of need.

        Until the return is announced, closing is shown only beside it, since who is tired presses the key shown. While
        a case is searched, there is nothing yet that could be back.
        """
        if self.has_frame and self.view.walk.stage != "closed":
            return self._session_hints()
        ranks = {command.press: rank for rank, command in enumerate(self._commands_onward())}
        hints = sorted(super().hints(), key=lambda hint: ranks.get(hint.press, len(ranks)))
        searching = self.view.searching
        if searching:
            hints = [hint for hint in hints if hint.press != commands.BACK.press]
        elif self.view.walk.stage in ("return_to_normal", "to_close", "closed"):
            return hints
        beside = (commands.OTHER if searching else commands.BACK).press
        return [replace(hint, after=beside) if hint.press == commands.CLOSE.press else hint for hint in hints]

    def _commands_onward(self) -> list[Command[commands.SessionContext]]:
        """The commands that lead on: where no line is left, those that its words name; that which says that the outage
        lasts, when that is what a check found, unless somebody is to be called first."""
        walk = self.view.walk
        leads = {"waiting": commands.BACK, "to_close": commands.CLOSE, "closed": commands.FOLLOW_ON}
        lead = leads.get(walk.stage) if self.row is None else None
        calling = self.row is not None and isinstance(self.row.line, Call)
        if any(block.code == "unconfirmed" for block in walk.blocks) and not calling:
            lead = commands.BACK
        first = [lead] if lead is not None else []
        if self.row is None and walk.stage == "waiting":
            first += [commands.PATIENT, commands.OTHER]
        elif lead is commands.CLOSE and any(block.row is None for block in walk.blocks):
            first.append(commands.DUTIES)
        return first

    def _session_hints(self) -> list[Hint]:
        """The keys of the session, the same on every line; then those that a wider screen has room for."""
        wide = self.columns >= WIDE
        more = (commands.CLOSE, general.CONTACTS, general.SESSIONS, commands.HAND_OVER) if wide else ()
        hints = [Hint(command.key, command.word(self), command.press) for command in commands.OF_SESSION]
        hints.append(Hint(commands.HOME.key, commands.HOME.word(self) if wide else "", commands.HOME.press))
        hints += [Hint(command.key, command.word(self), command.press) for command in more]
        return [*hints, Hint(general.HELP.key, general.HELP.word(self), general.HELP.press)]

    def _leave_ending(self) -> None:
        """Moves the cursor from below the list to the next line, when there is something to do again."""
        following = self.view.walk.next
        if self.cursor == ENDING and following is not None:
            self.cursor = following.key

    def _item_after_the_last(self) -> list[ListItem]:
        """The item below the list when no line is left to do."""
        if self.view.walk.next is not None:
            return []
        wide = self.columns >= WIDE
        room = (self.columns * 55 // 100 if wide else self.columns) - 2
        paragraphs = list(nothing_to_do_lines(self.view))
        here = self.has_frame and self.cursor == ENDING
        if here and not wide and paragraphs:
            drawn = self._ending_frame(paragraphs, room)
            return [ListItem(ENDING, tuple(drawn.texts), buttons=drawn.buttons)]
        shown = paragraphs[:1] if here else paragraphs
        texts = [
            Text().append(f" {line}", self.ink.title) for words in shown for line in wrapped(words.strip(), room - 2)
        ]
        return [ListItem(None, (Text(""),)), ListItem(ENDING, tuple(texts))] if texts else []

    def _ending_frame(self, paragraphs: Sequence[str], room: int) -> Framed:
        """What is said when no line is left to do, with the keys that lead on."""
        keys = self.line_hints() if self.view.walk.stage != "closed" else ()
        return framed_words(paragraphs, keys, self.ink, room, cursor=self.columns < WIDE)

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        if event.rows.id == "lines" and isinstance(event.key, tuple):
            self.cursor = (str(event.key[0]), str(event.key[1]))
            self.clear_hint()
            self.redraw()

    def on_item_list_key_clicked(self, event: ItemList.KeyClicked) -> None:
        """Handles a click on a key of the frame as that key."""
        event.stop()
        self.note_click()
        if not self.asking:
            self.action_key(event.press)

    def show_source(self) -> None:
        """Says in the frame where its line comes from, or no longer."""
        self._sourced = None if self._sourced == self.cursor else self.cursor
        self.redraw()

    def fold_or_unfold(self) -> None:
        """Lists every line, or those around the current one."""
        self.whole_list = not self.whole_list
        self.redraw()

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.note_click()
        self.action_key("enter")

    def refresh_from_journal(self) -> None:
        """Takes in what other workstations wrote, and says it; the cursor stays where it is."""
        if self.busy:
            return
        try:
            outages_changed = self.outage_watch is not None and self.outage_watch.look()
            events = self.desk.refresh()
        except JournalError as failure:
            self.say(str(failure), alarm=True)
            return
        if self.desk.journal is not self.station.journal:
            self._follow_to_other_journal()
        if events:
            self.say_from_elsewhere(events)
            self.draw()
        elif outages_changed or self.desk.look() is not self.view.walk:
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
        commands.SOURCE: lambda here: here.show_source(),
        commands.WHOLE_LIST: lambda here: here.fold_or_unfold(),
        commands.NOTE: at_session.write_note,
        commands.REDLINE: line.redline,
        commands.IN_FORCE: at_session.show_in_force,
        commands.LARGE: show_large,
        commands.HISTORY: at_session.show_history,
        commands.BEGAN: at_session.set_began,
        commands.EXPECTED: at_session.set_expected,
        commands.WORD: at_session.give_word,
        commands.NAME: at_session.name_person,
        commands.HAND_OVER: at_session.hand_over,
        commands.FOLLOW_ON: paths.open_follow_on,
        commands.AFTER_CLOSING: at_session.say_severity,
        commands.REAL: paths.open_real_session,
        commands.HOME: paths.go_home,
    }
