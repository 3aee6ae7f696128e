"""A session at work: the flat list with its cursor, the card of the current line, standing orders always in view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.abandoned_case import left_behind
from pannesi.presentation.session_view import View
from pannesi.presentation.status_band import waiting_lines
from pannesi.presentation.timeline import Telling
from pannesi.procedure.model.lines import Call, text_of
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.facts.visits import VisitOpened
from pannesi.session.labels import sign_of
from pannesi.session.projection.read_model import Walk
from pannesi.session.projection.retries import to_answer_now
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.support.keyboard_azerty import as_digits
from pannesi.tui.commands import FULL_SCREEN, presses
from pannesi.tui.line_list import Kept, Key, card_texts, items
from pannesi.tui.runtime.commit_worker import Outcome
from pannesi.tui.screen import Base, bindings_for
from pannesi.tui.screens.session_actions.acting import ENDING
from pannesi.tui.screens.session_actions.mixin import GuideActs
from pannesi.tui.status_area import LOW, band_lines, remembered
from pannesi.tui.widgets.key_bar import Hint
from pannesi.tui.widgets.line_list import Item, Rows
from pannesi.tui.widgets.text_block import Words
from pannesi.tui.wrapping import wrapped

WIDE = 110
"""Columns from which the card stands beside the list."""


class Guide(GuideActs):
    """View state only: where the cursor is. All else is in the desk."""

    NAME = "guide"
    ASSERTS = frozenset({"settle", "silent"})
    BINDINGS = bindings_for("guide")
    DEFAULT_CSS = """
    Guide #middle { height: 1fr; }
    Guide #card { width: 45%; display: none; padding: 0 1; border-left: solid $primary; }
    Guide.wide #card { display: block; }
    Guide.low #said { max-height: 1; }
    Guide.low.asking #standing { height: 0; border-top: none; }
    Guide.low.asking #said { height: 0; }
    Guide.low.asking.told #said { height: auto; }
    Guide.low.asking.told #band { max-height: 1; }
    Guide #standing { height: auto; padding: 0 1; border-top: solid $primary; }
    Guide.low #standing { border-top: none; }
    """

    def __init__(self, station: Station, desk: Desk) -> None:
        super().__init__(station)
        self.desk = desk
        self._painted = False
        self._wanted_first: tuple[want.Intent, Callable[[], None] | None] | None = None
        """What was asked for before the first paint."""
        self._kept: Kept = {}
        self._kept_for: tuple[object, ...] = ()
        self._carded: Key | None = None
        """The line whose card stands beside the list: another one is read from its beginning."""
        self.view = self._view(desk.look())
        self.cursor: Key | None = self.view.walk.next.key if self.view.walk.next is not None else ENDING

    def compose(self) -> ComposeResult:
        yield Words("band", classes="band")
        with Horizontal(id="middle"):
            yield Rows("lines")
            yield Rows("card")
        yield Words("standing")
        yield from self.below()

    def on_mount(self) -> None:
        card = self.query_one("#card", Rows)
        card.can_focus = False
        self.query_one("#lines", Rows).beside = card
        self.query_one("#lines", Rows).focus()
        self.later(self._first_paint)
        self.every(0.5, self.take_in)

    @cached_property
    def _parts(self) -> tuple[Widget, ...]:
        """All that a fact may change on the screen."""
        return tuple(self.query("#band, #lines, #card, #standing, #said, #bar"))

    def _first_paint(self) -> None:
        self.draw()
        self._painted = True
        if self._wanted_first is not None:
            self.do(*self._wanted_first)

    def on_resize(self) -> None:
        self.later(self.redraw)

    def settle_focus(self) -> None:
        self.query_one("#words" if self.asking else "#lines").focus()

    def come_back_to(self) -> None:
        self._in_view = None
        self.settle_focus()
        self.later(self.draw)

    def _view(self, walk: Walk) -> View:
        here = self.desk
        doubt = here.outside.doubt()
        return View(here.procedure, here.state, walk, None, here.outside.actor, FULL_SCREEN, doubt)

    def draw(self, walk: Walk | None = None) -> None:
        """Everything, from one look at the session: `walk`, or a new one."""
        self.view = self._view(walk or self.desk.look())
        self.redraw()

    def redraw(self) -> None:
        """Everything as it was last looked at: another line under the cursor, another size."""
        if not self.whole:
            return  # left meanwhile
        self._left_the_end()
        width, height = self.columns, self.size.height
        wide, low = width >= WIDE, height < LOW
        self.set_class(wide, "wide")
        self.set_class(low, "low")
        view, ink = replace(self.view, row=self.row), self.ink
        in_error = bool(self.station.reading.errors)
        shown = band_lines(
            view, ink, width - 2, recording=self.desk.recording, problem=self.desk.problem,
            in_error=in_error, low=low, since=self.station.procedure_since() if in_error else None,
        )  # fmt: skip
        self.query_one("#band", Words).update(Text("\n").join(shown))
        rows = self.query_one("#lines", Rows)
        rows.cursor_style = self.app.cursor_style  # type: ignore[attr-defined]
        room = (width * 55 // 100 if wide else width) - 2
        kept_for = (room, ink, view.walk.now.astimezone(view.where).date())
        if kept_for != self._kept_for:
            self._kept_for = kept_for
            self._kept.clear()
        listed = items(view, ink, room, self.cursor, self._kept, unfolded=not wide)
        rows.show([*listed, *self._ending()], self.cursor)
        row = view.row
        self.now_shown((self.cursor, (row.status, row.fact and row.fact.id, row.running) if row is not None else None))
        if wide:
            room = width * 45 // 100 - 5
            card = self._card_head(room)
            card += card_texts(view, view.row, ink, room) if view.row is not None else []
            place = self.query_one("#middle").size.height or height - 3  # not laid out yet: a guess
            if len(card) > place:
                card[0].append("  " + _("Page ↓ : suite"), style=ink.key)
            beside = self.query_one("#card", Rows)
            beside.show([Item(None, tuple(card))], None)
            if self._carded != self.cursor:
                self._carded = self.cursor
                beside.scroll_to(y=0, animate=False, force=True, immediate=True)
        waiting = remembered(view, ink, width - 2, height)
        standing = self.query_one("#standing", Words)
        standing.update(Text("\n").join(waiting))
        standing.display = bool(waiting)
        self.show_bar()

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
        """The key that leads on comes first where no line is left, as does the one that says that the outage lasts when
        that is what was seen: it may be the one that there is no room for. Where somebody is to be called, that comes
        first. Until the return is announced, closing is named only beside it: who is tired takes the key shown. While a
        case is looked for, there is nothing yet that could come back."""
        leads = {"waiting": "back", "to_close": "close", "closed": "follow_on"}
        lead = leads.get(self.view.walk.stage, "") if self.row is None else ""
        calling = self.row is not None and isinstance(self.row.line, Call)
        if any(block.code == "unconfirmed" for block in self.view.walk.blocks) and not calling:
            lead = "back"
        press = presses("guide")
        hints = sorted(super().hints(), key=lambda one: one.press != press.get(lead))
        searching = self.view.searching
        if searching:
            hints = [one for one in hints if one.press != press["back"]]
        elif self.view.walk.stage in ("return_to_normal", "to_close", "closed"):
            return hints
        beside = press["other" if searching else "back"]
        return [replace(one, after=beside) if one.press == press["close"] else one for one in hints]

    def _left_the_end(self) -> None:
        """Something is to be done again: the cursor, which stood on nothing, goes there."""
        following = self.view.walk.next
        if self.cursor == ENDING and following is not None:
            self.cursor = following.key

    def _ending(self) -> list[Item]:
        """What is said below the list when no line is left to do."""
        if self.view.walk.next is not None:
            return []
        wide = self.columns >= WIDE
        width = max((self.columns * 55 // 100 if wide else self.columns) - 3, 12)
        texts = [
            Text(f" {line}", style=self.ink.title)
            for words in waiting_lines(self.view)
            for line in wrapped(words.strip(), width - 1)
        ]
        return [Item(None, (Text(""),)), Item(ENDING, tuple(texts))] if texts else []

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.rows.id == "lines" and isinstance(event.key, tuple):
            self.cursor = (str(event.key[0]), str(event.key[1]))
            self.unhint()
            self.redraw()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.clicked()
        self.action_key("enter")

    def do(self, intent: want.Intent, then: Callable[[], None] | None = None) -> None:
        """Commits an intent off the screen's thread, then shows. A second key meanwhile does nothing."""
        if self.busy:
            return
        if not self._painted:
            self._wanted_first = (intent, then)
            return
        self.consider(self.desk, intent)
        self.busy, self._doing = True, self.typing.stroke.number
        self.committer.commit(self.desk, intent, lambda outcome: self._committed(outcome, then))

    def _committed(self, outcome: Outcome, then: Callable[[], None] | None) -> None:
        self.busy = False
        self.station.follow(self.desk)
        if self.left(outcome.refused):
            return
        self.wrote(outcome.written)
        events = [event for event in outcome.written if not event.body.preset]
        stays = left_behind(self.desk, events[0], FULL_SCREEN) if events else ""
        self.told_refused(outcome.refused)
        if not outcome.refused:
            alarm = bool(stays) or any(sign_of(one) != "✓" for one in events[:1])
            self.say(stays or self.sentence(events[:1]), alarm=alarm)
        walk = outcome.walk or self.desk.look()
        if events:
            self.cursor = self._onward(walk, events)
        self.draw(walk)
        self.paint(*self._parts)
        if then is not None and events:
            then()
        self.go_on()

    def _onward(self, walk: Walk, events: list[Event]) -> Key:
        """Where to go on: in the case just entered if something is to be done there, else to the question that what was
        just done was tried for, else the next thing to do, else what is said when nothing is left."""
        entered = [event.body.visit for event in events if isinstance(event.body, VisitOpened)]
        first = next((row for row in walk.todo if row.visit in entered), None)
        following = first or to_answer_now(walk.rows, events[0]) or walk.next
        return following.key if following is not None else ENDING

    def waits_for(self, sign: str) -> bool:
        """An answer typed ahead is one to the question that comes next."""
        return self.busy and not self.asking and as_digits(sign).isdecimal()

    def undo_for(self, event: Event, said: str) -> None:
        self.do(want.Undo(event.id), lambda: self.say(said, alarm=True))

    def sentence(self, events: list[Event]) -> str:
        telling = Telling(self.desk.procedure, self.desk.state, self.view.hour)
        return "".join(f"{sign_of(event)} {telling.sentence(event)}" for event in events)

    def take_in(self) -> None:
        """What other workstations wrote is shown in its place; the cursor stays where it is."""
        if self.busy:
            return
        try:
            events = self.desk.refresh()
        except JournalError as failure:
            self.say(str(failure), alarm=True)
            return
        if self.desk.journal is not self.station.journal:
            self._moved()
        if events:
            who = events[-1].actor or _("quelqu'un")
            words = self.sentence([events[-1]])[2:]
            self.say(_("sur un autre poste, {who} : {what}").format(who=who, what=words))
            self.draw()
        elif self.desk.look() is not self.view.walk:
            self.draw()

    def _moved(self) -> None:
        """The session goes on in another journal: the band says so here, a sentence on the screen that stands above."""
        self.station.follow(self.desk)
        self.draw()
        above = self.app.screen
        if above is not self and isinstance(above, Base) and self.desk.problem:
            above.say(self.desk.problem, alarm=True)
