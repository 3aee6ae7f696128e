"""A session at work: the flat list with its cursor, the card of the current line, standing orders always in view."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from pannesi.desk import Desk
from pannesi.failures import JournalError
from pannesi.i18n import _
from pannesi.session import intents as want
from pannesi.session.drafting import Refused
from pannesi.session.events import Event
from pannesi.session.rows import Row, Walk
from pannesi.session.words import text_of
from pannesi.station import Station
from pannesi.telling.header import band, recognise_lines, state_parts, to_remember
from pannesi.telling.timeline import Telling
from pannesi.telling.view import View
from pannesi.tui.base import bindings_for
from pannesi.tui.commands import FULL_SCREEN
from pannesi.tui.lines import Key, card_texts, items
from pannesi.tui.screens.guide_acts import GuideActs
from pannesi.tui.widgets.rows import Item, Rows

WIDE = 110


class Guide(GuideActs):
    """View state only: where the cursor is. All else is in the desk."""

    NAME = "guide"
    BINDINGS = bindings_for("guide")
    DEFAULT_CSS = """
    Guide #middle { height: 1fr; }
    Guide #card { width: 45%; display: none; padding: 0 1; border-left: solid $primary; }
    Guide.wide #card { display: block; }
    Guide #standing { height: auto; max-height: 4; padding: 0 1; border-top: solid $primary; }
    """

    def __init__(self, station: Station, desk: Desk) -> None:
        super().__init__(station)
        self.desk = desk
        self.busy = False
        self._drawn: dict[Key, tuple[Row, tuple[Text, ...]]] = {}
        """Lines as they were drawn, those without the cursor."""
        self._drawn_for: tuple[object, ...] = ()
        self.view = self._view(desk.look())
        self.cursor: Key | None = self.view.walk.next.key if self.view.walk.next is not None else None

    def compose(self) -> ComposeResult:
        yield Static("", id="band", classes="band", markup=False)
        with Horizontal(id="middle"):
            yield Rows("lines")
            yield Rows("card")
        yield Static("", id="standing", markup=False)
        yield from self.below()

    def on_mount(self) -> None:
        self.query_one("#card", Rows).can_focus = False
        self.query_one("#lines", Rows).focus()
        self.call_after_refresh(self.draw)
        self.set_interval(0.5, self.take_in)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    def settle_focus(self) -> None:
        self.query_one("#words" if self.asking else "#lines").focus()

    def on_screen_resume(self) -> None:
        self.settle_focus()
        self.call_after_refresh(self.draw)

    def _view(self, walk: Walk) -> View:
        return View(self.desk.procedure, self.desk.state, walk, None, self.desk.outside.actor, FULL_SCREEN)

    def draw(self, walk: Walk | None = None) -> None:
        """Everything, from one look at the session: `walk`, or a new one."""
        self.view = self._view(walk or self.desk.look())
        self.set_class(self.size.width >= WIDE, "wide")
        self._draw_band()
        self._draw_list()
        self._draw_standing()

    def _draw_list(self) -> None:
        """What depends on the line under the cursor, from the last look."""
        wide = self.size.width >= WIDE
        rows = self.query_one("#lines", Rows)
        rows.cursor_style = self.app.cursor_style  # type: ignore[attr-defined]
        width = (self.size.width * 55 // 100 if wide else self.size.width) - 2
        drawn_for = (width, self.ink, self.view.walk.now.astimezone(self.view.where).date())
        if drawn_for != self._drawn_for:
            self._drawn.clear()
            self._drawn_for = drawn_for
        listed = items(self.view, self.ink, width, self.cursor, unfolded=not wide, drawn=self._drawn)
        rows.show([*listed, *self._ending()], self.cursor)
        if wide:
            card = card_texts(self.view, self.row, self.ink, self.size.width * 45 // 100 - 5) if self.row else []
            self.query_one("#card", Rows).show([Item(None, tuple(self._card_head() + card))], None)
        self.show_bar()

    def _card_head(self) -> list[Text]:
        return [Text(text_of(self.row.line), style=self.ink.title)] if self.row is not None else []

    def _ending(self) -> list[Item]:
        """What is said below the list when no line is left to do."""
        from pannesi.telling.header import waiting_lines

        if self.view.walk.next is not None:
            return []
        return [Item(None, (Text(" " + words, style=self.ink.title),)) for words in waiting_lines(self.view)]

    def _draw_band(self) -> None:
        text = Text()
        text.append(" · ".join(state_parts(self.view)), style=self.ink.title)
        for words in band(self.view, recording=self.desk.recording, problem=self.desk.problem):
            alarm = words.startswith(_("PAS ENREGISTRÉ"))
            drill = words.startswith(_("EXERCICE"))
            style = self.ink.alarm if alarm else self.ink.exercise if drill else self.ink.warning
            before = Text()
            before.append(words + "\n", style=style)
            text = before + text
        for words in recognise_lines(self.view):
            text.append("\n" + words, style=self.ink.quiet)
        self.query_one("#band", Static).update(text)

    def _draw_standing(self) -> None:
        text = Text()
        orders = [row for row in self.view.walk.standing if row.status == "done"]
        if orders:
            text.append(_("TANT QUE ÇA DURE"), style=self.ink.title)
        for row in orders:
            text.append(f"  ■ {text_of(row.line)}", style=self.ink.plain)
        for words in to_remember(self.view):
            text.append(("\n" if text.plain else "") + words, style=self.ink.warning)
        self.query_one("#standing", Static).update(text)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.rows.id == "lines" and isinstance(event.key, tuple):
            self.cursor = (str(event.key[0]), str(event.key[1]))
            self._draw_list()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.action_key("enter")

    def do(self, intent: want.Intent, then: Callable[[], None] | None = None) -> None:
        """Commits an intent off the screen's thread, then shows. A second key meanwhile does nothing."""
        if self.busy:
            return
        self.busy = True
        self._commit(intent, then)

    @work(thread=True, exclusive=True, group="commit")
    def _commit(self, intent: want.Intent, then: Callable[[], None] | None) -> None:
        before = set(self.desk.state.events)
        said, alarm, walk = "", False, None
        try:
            walk = self.desk.do(intent)
        except Refused as refusal:
            said, alarm = str(refusal), True
        except JournalError as failure:
            said, alarm = str(failure), True
        self.app.call_from_thread(self._committed, before, walk, said, alarm, then)

    def _committed(
        self, before: set[str], walk: Walk | None, said: str, alarm: bool, then: Callable[[], None] | None
    ) -> None:
        self.busy = False
        self.station.follow(self.desk)
        events = [
            one for one in self.desk.state.timeline if one.id not in before and one.payload.get("preset") is not True
        ]
        self.say(said or self.sentence(events[:1]), alarm=alarm)
        walk = walk or self.desk.look()
        if events and walk.next is not None:
            self.cursor = walk.next.key
        self.draw(walk)
        if then is not None and events:
            then()

    def sentence(self, events: list[Event]) -> str:
        telling = Telling(self.desk.procedure, self.desk.state, self.view.hour)
        return "".join("✓ " + telling.sentence(event) for event in events)

    def take_in(self) -> None:
        """What other workstations wrote is shown in its place; the cursor stays where it is."""
        if self.busy:
            return
        try:
            events = self.desk.refresh()
        except JournalError as failure:
            self.say(str(failure), alarm=True)
            return
        if events:
            who = events[-1].actor or _("quelqu'un")
            words = self.sentence([events[-1]]).removeprefix("✓ ")
            self.say(_("sur un autre poste, {who} : {what}").format(who=who, what=words))
            self.draw()
        elif self.view.walk.now.minute != self.desk.outside.now().minute:
            self.draw()
