"""The first screen: a field for a number or words, the entries, open sessions above, whom to call below."""

from __future__ import annotations

import re
import time
from collections.abc import Hashable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from pannesi.application.context import Station
from pannesi.history.catalogue import read_open_sessions, station_catalogue
from pannesi.history.overview import Overview
from pannesi.presentation.commands import general as commands
from pannesi.presentation.home.content import (
    TRIAGE,
    HomeChoice,
    HomeContent,
    Place,
    as_shown,
    choice_of_way,
    enter_word,
    past_wanted,
)
from pannesi.presentation.home.lines import catching_up_words, elsewhere_words
from pannesi.support.errors import JournalError
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.support.styled_text import StyledText
from pannesi.support.text_safety import typed_line
from pannesi.tui.command_screen import Handlers
from pannesi.tui.screen import BaseScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.prompt_input import PromptInput, SearchInput
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import inked

if TYPE_CHECKING:
    from pannesi.procedure.search import SearchResult

_CHOICE = re.compile(r"(\d{1,3}) ?([a-zA-Z])")
"""A number and the letter of what it is: `6 n`, `12b`."""
BATCH = 300
"""Events read at a time while the index catches up."""
PAUSE = 0.005
"""Seconds left to the event loop between two batches."""


class HomeScreen(BaseScreen):
    """Typing searches the entries, the arrows move, Enter opens; with nothing typed Enter resumes the open session.

    While a session is open, a number is asked back in place: Enter opens a session apart, or resumes the one in which
    this very entry goes on; a letter adds it to another.
    """

    OFFERS = commands.ON_HOME
    DEFAULT_CSS = """
    HomeScreen #what { height: 1; layout: horizontal; padding: 0 1; }
    HomeScreen #what Static { width: auto; }
    HomeScreen #search { width: 1fr; }
    HomeScreen #middle { height: 1fr; layout: horizontal; }
    HomeScreen #entries { width: 1fr; }
    HomeScreen #side { height: 1fr; display: none; }
    """

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.open_sessions: tuple[Overview, ...] = ()
        self._open_count = 0
        self._past: tuple[Overview, ...] = ()
        self._elsewhere: tuple[str, ...] = ()
        """The sessions of other hospitals that are open in this journal, in words."""
        self._minute: datetime | None = None
        self._left = False
        """Whether another screen was shown since it was opened."""
        self._drawn_for: Size | None = None
        """The size that it was last drawn for."""
        self.reading = False
        """Whether the index is still catching up with a journal that it is far behind of."""

    def compose(self) -> ComposeResult:
        from textual.containers import Container

        yield Static("", id="band", classes="band", markup=False)
        with Container(id="what"):
            yield Static("", id="asked", markup=False)
            yield SearchInput(id="search", max_length=60, select_on_focus=False, compact=True)
        with Container(id="middle"):
            yield ItemList("entries", marks_cursor=False)
            yield TextBlock("side")
        yield Static("", id="answers", classes="band", markup=False)
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        self.query_one("#entries", ItemList).can_focus = False
        if self.station.notices:
            self.say(" ".join(self.station.notices))
        self.reload()
        self.repeat_every(1.0, self._tick)

    def when_resumed(self) -> None:
        if self._left:
            self.query_one("#entries", ItemList).key = None
            self.reload()
        self.restore_focus()

    def on_screen_suspend(self) -> None:
        """Another screen is above: what it does is shown on the way back."""
        self._left = True

    def on_resize(self) -> None:
        if self.size != self._drawn_for:
            self.after_paint(self.reload)

    def restore_focus(self) -> None:
        self.query_one("#search", Input).focus()

    def _tick(self) -> None:
        """Draws again each minute, since hours and durations change; the cursor stays."""
        now = self.station.home_now().replace(second=0, microsecond=0)
        if self._minute != now and self.app.screen is self:
            self.reload()

    def reload(self) -> None:
        """Reads the open sessions again and draws; the entries follow what is typed."""
        now = self.station.home_now()
        self._minute, self._drawn_for = now.replace(second=0, microsecond=0), self.size
        try:
            self._read_sessions(now)
        except JournalError as failure:
            self.say(str(failure), alarm=True)
        shown = self._content()
        self.query_one("#band", Static).update(self._texts(shown.band()))
        self.query_one("#asked", Static).update(inked(shown.question(), self.ink))
        self.query_one("#search", Input).placeholder = shown.placeholder()
        answering = shown.answering()
        self.query_one("#answers", Static).update(self._texts(answering))
        self.query_one("#answers").display = bool(answering)
        self._draw_side(shown)
        self._entries()

    def _draw_side(self, shown: HomeContent) -> None:
        """Draws the second column, where the screen is wide enough for one."""
        side, height = self.query_one("#side", TextBlock), shown.list_height(self.query_one("#said").size.height)
        side.display = bool(shown.side_width)
        side.styles.width = shown.side_width
        side.update(self._texts(shown.side(height)))

    def draw(self) -> None:
        """Reads everything again and draws."""
        self.reload()

    def _read_sessions(self, now: datetime) -> None:
        """Reads the open sessions; they stay as they were when the journal cannot be read. Raises JournalError."""
        read = read_open_sessions(self.station, now, past=past_wanted(self.size.width))
        self._past = tuple(read.past)
        if read.behind and not self.reading:
            self.reading = True
            self.say(catching_up_words(), alarm=True)
            self._catch_up()
        self._elsewhere, self._open_count = elsewhere_words(read.catalogue), read.count
        self.open_sessions = as_shown(self.station, read.sessions)

    def _content(self, typed: str = "") -> HomeContent:
        """What there is to show now."""
        now, size = self.station.home_now(), self.size
        return HomeContent(
            self.station,
            now,
            size.width,
            size.height,
            self.open_sessions,
            self._open_count,
            self._past,
            self._elsewhere,
            typed,
        )

    def _texts(self, lines: Iterable[StyledText]) -> Text:
        return Text("\n").join(inked(line, self.ink) for line in lines)

    @work(thread=True, exclusive=True, group="index")
    def _catch_up(self) -> None:
        """Reads a long journal in a thread, in batches, once the screen is painted."""
        worker, sessions, failed = get_current_worker(), station_catalogue(self.station), ""
        try:
            while not worker.is_cancelled and not sessions.catch_up(self.station.clock.now(), BATCH):
                time.sleep(PAUSE)
        except JournalError as failure:
            failed = str(failure)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._caught_up, failed)

    def _caught_up(self, failed: str) -> None:
        self.reading = False
        self.say(failed, alarm=True)
        if not failed and self.is_attached:
            self.reload()

    @property
    def typed(self) -> str:
        """What was typed, with digits for the signs of unshifted number keys."""
        return unshifted_number(typed_line(self.query_one("#search", Input).value).strip())

    def _joinable(self) -> list[Overview]:
        """The open sessions that an entry may be part of: real ones, or exercises during an exercise."""
        return self._content().joinable()

    def _entries(self, *, anew: bool = False) -> None:
        """Draws the entries that match; once what was typed is cleared (`anew`), the cursor is on the first."""
        rows = self.query_one("#entries", ItemList)
        rows.cursor_style = self.app.cursor_style
        words = self.typed
        shown = self._content(words).items(self._search(words), rows.size.height)
        items = [ListItem(item.key, (inked(item.line, self.ink),), item.hang) for item in shown]
        stays = any(item.key == rows.key for item in items) and not (words or anew)
        rows.show(items, rows.key if stays else None)
        self.show_bar()

    def _search(self, words: str) -> SearchResult | None:
        """The entries that `words` lead to: of a number its own, then those whose number begins so; else those that the
        search finds. None while nothing is typed."""
        if not words:
            return None
        from pannesi.procedure.search import SearchResult, find_in_site

        entries = self.station.site.entries
        if words.isascii() and words.isdigit():
            exact = [entry for entry in entries if entry.number == int(words[:6])]
            begin = [entry for entry in entries if entry not in exact and str(entry.number).startswith(words)]
            return SearchResult((*exact, *begin))
        return find_in_site(self.station.site, words)

    def enter_word(self) -> str:
        """What Enter does now."""
        return enter_word(self.query_one("#entries", ItemList).key)

    def point_at(self, key: Hashable | None) -> None:
        """Puts the cursor on an item, where it is in the list."""
        rows = self.query_one("#entries", ItemList)
        if key in rows.keys:
            rows.point_at(key)
            self.show_bar()

    def do_clear(self) -> None:
        """Clears the field."""
        self.query_one("#search", Input).value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Searches; a number and a letter at once choose what an entry is."""
        if event.input.id != "search":
            super().on_input_changed(event)
            return
        self._entries(anew=True)
        letter = _CHOICE.fullmatch(self.typed)
        if letter is not None and self._joinable():
            self._choose_by_letter(letter[1], letter[2].upper())

    def _choose_by_letter(self, number: str, letter: str) -> None:
        place = self._place_of(int(number))
        if place is not None:
            chosen = next((way for key, way in self._content().ways_in(place) if key == letter), None)
            if chosen is not None:
                self._open(choice_of_way(chosen, place))

    def _place_of(self, number: int) -> Place | None:
        if number == 0:
            return TRIAGE if self.station.site.triage is not None else None
        entry = next((entry for entry in self.station.site.entries if entry.number == number), None)
        return (entry.unit.id, entry.symptom.id) if entry is not None else None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Opens what is under the cursor."""
        if event.input.id == "search":
            event.stop()
            self.do_open()
            return
        super().on_input_submitted(event)

    def on_key(self, event: events.Key) -> None:
        """Moves the cursor of the list with the arrows, while the field keeps the focus."""
        by = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}.get(event.key)
        if by is not None and not self.asking:
            event.stop()
            self.query_one("#entries", ItemList).action_move(by)

    def put_text(self, field: PromptInput, text: str) -> None:
        """Puts a text into the field; a letter behind digits in it chooses nothing."""
        with field.prevent(Input.Changed):
            field.put(text)
        if field.id == "search":
            self._entries(anew=True)

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        self.show_bar()

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.do_open()

    def do_open(self) -> None:
        """Opens what is under the cursor: an entry, or an open session."""
        choice = self.query_one("#entries", ItemList).key
        if isinstance(choice, HomeChoice):
            self._open(choice)

    def _open(self, choice: HomeChoice) -> None:
        """Does what an item of the list stands for: resumes, joins, opens, or asks which."""
        from pannesi.session import actions as want

        field = self.query_one("#search", Input)
        if choice.how == "entry" and self._joinable():
            field.value = str(self._number_of(choice.place))
            field.cursor_position = len(field.value)
            return
        field.value = ""
        if choice.place is None:
            self.app.resume_session(choice.session)
        elif choice.how == "join":
            self.app.resume_session(choice.session, want.Join(*self._unit_and_symptom(choice.place)))
        else:
            self.app.open_session(want.Open(*self._unit_and_symptom(choice.place)))

    def _unit_and_symptom(self, place: Place) -> Place:
        """What an entry enters: the triage of this site for whoever does not know."""
        triage = self.station.site.triage
        return (triage.id, None) if place == TRIAGE and triage is not None else place

    def _number_of(self, place: Place | None) -> int:
        numbers = (entry.number for entry in self.station.site.entries if (entry.unit.id, entry.symptom.id) == place)
        return next(numbers, 0)

    HANDLERS: ClassVar[Handlers[HomeScreen]] = {
        commands.OPEN: do_open,
        commands.CLEAR: do_clear,
    }
