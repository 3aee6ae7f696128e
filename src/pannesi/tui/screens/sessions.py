"""The list of sessions, open and past, a page at a time; exercises are listed apart."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static
from textual.worker import get_current_worker

from pannesi.application.context import Station
from pannesi.history.catalogue import READ_AT_ONCE, in_list_order, station_catalogue
from pannesi.history.learning.incident_reviews import overdue_actions
from pannesi.history.overview import Overview
from pannesi.history.session_filter import SessionFilter
from pannesi.presentation.commands import history as commands
from pannesi.presentation.session_lists import session_filter as filters
from pannesi.presentation.session_lists.session_rows import told_apart
from pannesi.presentation.session_lists.what_waits import waiting_words
from pannesi.procedure.availability.moments import format_date, hour_words
from pannesi.procedure.availability.reachability import local_date, zone_of
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _, n_
from pannesi.tui.command_screen import Handlers
from pannesi.tui.drawing.side_text import SideText, preview_boxes
from pannesi.tui.runtime.index_progress import reading_words
from pannesi.tui.screen import WIDE, BaseScreen
from pannesi.tui.screens.forgotten import close_current
from pannesi.tui.screens.session_words import ask_word_of_current
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.paged_list import PagedList
from pannesi.tui.widgets.strip_cache import sanitized
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import NARROW

BATCH = 300
"""Events that the index reads at a time while it catches up: a key waits for one batch at most."""
NOTES = 2000
"""Events read at a time while notes are searched, which costs less: nothing is folded then."""
PAUSE = 0.005
"""Seconds left to the event loop between two batches."""
LOOK = 0.5
"""Seconds between two looks at what other processes wrote."""
_STATES = ("", "open", "closed")


class SessionsScreen(BaseScreen):
    """The list of the sessions that a filter leaves; it keeps the filter and the cursor."""

    BAR_LINES = 2
    OFFERS = commands.ON_SESSIONS
    KEPT_VIEW = ("wanted",)

    def __init__(self, station: Station, wanted: SessionFilter | None = None) -> None:
        super().__init__(station)
        self.wanted = wanted or SessionFilter(exercise=station.exercise)
        self.reading = False
        """Whether the index is still catching up with the journal."""
        self._events_left = self._events_behind = 0
        self._stamp_shown: object = None
        """The stamp of the index that the list shows."""
        self._count = self._forgotten = self._overdue = 0
        self.noted: list[Overview] = []
        """The sessions whose notes hold the words, as they are found."""
        self.searching = False
        self._read_notes = 0
        """How much of the journal was searched for words in notes, in percent."""

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        with Horizontal():
            yield PagedList("sessions", self._read_page, self._item)
            yield SideText("preview")
        yield Static("", id="none", classes="band", markup=False)
        yield from self.compose_bottom()

    @property
    def rows(self) -> PagedList[Overview]:
        """The list."""
        return self.query_one(PagedList)

    @property
    def current(self) -> Overview | None:
        """The session under the cursor."""
        return self.rows.entry()

    def on_mount(self) -> None:
        self.rows.focus()
        self.after_paint(self._read_at_once)
        self.repeat_every(LOOK, self.poll_journal)

    def _read_at_once(self) -> None:
        """Reads what little the index is behind at once, so that the list is complete when the next key comes."""
        try:
            sessions = station_catalogue(self.station)
            if sessions.unread_events() <= READ_AT_ONCE:
                sessions.caught_up(self.station.clock.now())
        except JournalError as failure:
            self.say(str(failure), alarm=True)
        self.reload()

    def on_resize(self) -> None:
        self.after_paint(self._laid_out_anew)

    def _laid_out_anew(self) -> None:
        """Draws the items again for another width; the cursor stays."""
        if self.query("#band"):
            self.rows.redraw()
            self.draw()

    def recolour(self) -> None:
        self.rows.cursor_style = self.app.cursor_style
        self.rows.redraw()
        super().recolour()

    def when_resumed(self) -> None:
        self.restore_focus()
        self.after_paint(self.draw)

    def restore_focus(self) -> None:
        self.query_one("#words" if self.asking else "#sessions").focus()

    def reload(self) -> None:
        """Shows the list from its beginning, for the filter that is set now."""
        self.app.sessions_wanted = self.wanted
        self.rows.cursor_style = self.app.cursor_style
        self.workers.cancel_group(self, "notes")
        self.noted, self.searching, self._read_notes = [], bool(self.wanted.notes), 0
        if self.searching:
            self._search_notes(self.wanted)
        self._count_again()
        self.rows.show_first_page()
        self.draw()
        self.poll_journal()

    def draw_kept_view(self) -> None:
        self.reload()

    def _count_again(self) -> None:
        catalogue, now = station_catalogue(self.station), self.station.clock.now()
        self._stamp_shown, self._count = catalogue.index.version_stamp(), catalogue.index.count(self.wanted)
        self._forgotten = len(catalogue.forgotten(now, exercise=self.wanted.exercise))
        self._overdue = 0 if self.wanted.exercise else overdue_actions(catalogue, self._today())

    @property
    def filtered(self) -> bool:
        """Whether sessions are left out, besides exercises."""
        return self.wanted != self.wanted.without_filters()

    def draw(self) -> None:
        """Draws the band, the words about an empty list, and the bar."""
        if not self.query("#band"):
            return  # left meanwhile
        text = Text()
        if self.wanted.exercise:
            said = _(" EXERCICES : rien de ceci n'est arrivé. ")
            text.append(f"{said:<{self.columns - 2}}\n", style=self.ink.exercise)
        text.append(_("Sessions"), style=self.ink.title)
        words = filters.filter_words(self.wanted, self.station.site, zone_of(self.station.site.contacts))
        text.append(" · " + " · ".join(words or [_("toutes")]), style=self.ink.title if words else self.ink.plain)
        self._append_count(text)
        if self.wanted.oldest:
            text.append("  " + filters.order_words(oldest=True), style=self.ink.quiet)
        if self.reading:
            read = self._events_behind - self._events_left
            text.append("  " + reading_words(read, self._events_behind), style=self.ink.quiet)
        elsewhere = "" if self.filtered else filters.other_hospitals_words(station_catalogue(self.station))
        for waiting in waiting_words(
            self.station.site, self._today(), forgotten=self._forgotten, actions=self._overdue,
            actions_key=commands.REDLINES.key, elsewhere=elsewhere,
        ):  # fmt: skip
            text.append("\n" + waiting, style=self.ink.plain)
        self.query_one("#band", TextBlock).update(sanitized(text))
        empty = not self.rows.entries
        nothing = filters.empty_list_words(self.wanted, reading=self.reading, searching=self.searching)
        self._show_preview()
        self.query_one("#none", Static).update(Text(nothing if empty else "", style=self.ink.plain))
        self.show_bar()

    def _today(self) -> date:
        return local_date(self.station.site.contacts, self.station.clock.real_now())

    def _append_count(self, text: Text) -> None:
        count = len(self.noted) if self.wanted.notes else self._count
        if count:
            text.append("  " + n_("{count} session", "{count} sessions", count), style=self.ink.quiet)
        if self.searching:
            words = _("lecture des notes : {percent} %…").format(percent=self._read_notes)
            text.append("  " + words, style=self.ink.quiet)

    def _read_page(self, after: Overview | None, before: bool, most: int) -> Sequence[Overview]:
        if self.wanted.notes:
            return self._noted_page(after, before, most)
        now = self.station.clock.now()
        return station_catalogue(self.station).page(self.wanted, now, after, most, before=before)

    def _noted_page(self, after: Overview | None, before: bool, most: int) -> Sequence[Overview]:
        ordered = self.noted[::-1] if before else self.noted
        ids = [session.id for session in ordered]
        at = ids.index(after.id) + 1 if after is not None and after.id in ids else 0
        return ordered[at : at + most]

    @work(thread=True, exclusive=True, group="notes")
    def _search_notes(self, wanted: SessionFilter) -> None:
        """Searches the notes of the whole journal in a thread; sessions are shown as they are found."""
        worker, sessions = get_current_worker(), station_catalogue(self.station)
        now, shown, failed = self.station.clock.now(), time.monotonic(), ""
        matches: list[Overview] = []
        percent = 0
        try:
            for part in sessions.search_notes(wanted.notes, NOTES):
                if worker.is_cancelled:
                    return
                matches += sessions.completed(sessions.index.select(part.sessions, wanted, now))
                percent = 100 * part.done // part.whole
                time.sleep(PAUSE)
                if time.monotonic() - shown > LOOK:
                    shown = time.monotonic()
                    self.app.call_from_thread(self._show_matches, wanted, [*matches], percent, "", True)
        except JournalError as failure:
            failed = str(failure)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_matches, wanted, matches, percent, failed, False)

    def _show_matches(
        self, wanted: SessionFilter, matches: list[Overview], percent: int, failed: str, searching: bool
    ) -> None:
        if not self.is_attached or wanted != self.wanted:
            return
        self.noted = in_list_order(matches, oldest=wanted.oldest)
        self._read_notes, self.searching = percent, searching
        self.rows.refetch()
        self.draw()
        if failed:
            self.say(failed, alarm=True)

    def _item(self, session: Overview) -> ListItem:
        local = session.began.astimezone(zone_of(self.station.site.contacts))
        text = Text(" ● ", self.ink.title) if session.open else Text(" ✓ ", self.ink.done)
        text.append(f"{format_date(local)} {hour_words(local, short=True)}  ", style=self.ink.quiet)
        style = self.ink.title if session.open else self.ink.plain
        hang = text.cell_len if self.columns >= NARROW else 3
        words = told_apart(session.at(self.station.clock), () if self.columns >= WIDE else self.rows.entries)
        return ListItem(session.id, (text.append(words, style=style),), hang)

    def poll_journal(self) -> None:
        """Starts reading what is new in the journal, if anything is; shows what another process indexed."""
        if self.reading:
            return
        sessions = station_catalogue(self.station)
        try:
            self._events_left = self._events_behind = sessions.unread_events()
        except JournalError as failure:
            self.say(str(failure), alarm=True)
            return
        if self._events_left:
            self.reading = True
            self.draw()
            self._catch_up()
        elif sessions.index.version_stamp() != self._stamp_shown:
            self._refresh()

    def _refresh(self) -> None:
        """Fetches what is in view again; the cursor stays."""
        if not self.wanted.notes:
            self._count_again()
            self.rows.refetch()
        else:
            self._stamp_shown = station_catalogue(self.station).index.version_stamp()
        self.draw()

    @work(thread=True, exclusive=True, group="index")
    def _catch_up(self) -> None:
        worker, sessions = get_current_worker(), station_catalogue(self.station)
        failed, shown = "", time.monotonic()
        try:
            while not worker.is_cancelled and not sessions.catch_up(self.station.clock.now(), BATCH):
                time.sleep(PAUSE)
                if time.monotonic() - shown > LOOK / 2:
                    shown = time.monotonic()
                    self.app.call_from_thread(self._caught_up, sessions.unread_events(), "", True)
        except JournalError as failure:
            failed = str(failure)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._caught_up, 0, failed, False)

    def _caught_up(self, left: int, failed: str, reading: bool) -> None:
        """Shows what a part of the journal brought, in place."""
        self._events_left, self.reading = left, reading
        if not self.is_attached:
            return
        self._refresh()
        if failed:
            self.say(failed, alarm=True)

    def _show_preview(self) -> None:
        wide = self.columns >= WIDE and self.current is not None
        self.query_one(SideText).show_boxes(preview_boxes(self.current, self.station), self.ink, wide=wide)

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        event.stop()
        self._show_preview()

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.do_read_session()

    def do_read_session(self) -> None:
        """Opens the session under the cursor, to read it."""
        from pannesi.tui.screens.past_session import PastSessionScreen

        session = self.current
        if session is not None:
            self.app.push_screen(PastSessionScreen(self.station, session.id))

    def do_export_current(self) -> None:
        """Exports the session under the cursor to a file."""
        from pannesi.tui.screens.exports import offer_report

        session = self.current
        if session is not None:
            offer_report(self, session.id, lambda: preview_boxes(session, self.station))

    @property
    def on_forgotten(self) -> bool:
        """Whether the session under the cursor is open, and nothing was noted in it for long."""
        return self.current is not None and self.current.at(self.station.clock).forgotten

    def _apply_filter(self, wanted: SessionFilter) -> None:
        self.wanted = wanted
        self.reload()

    def do_filters(self) -> None:
        """Opens the screen of all filters."""
        from pannesi.tui.screens.filters import FiltersScreen

        def taken(wanted: SessionFilter | None) -> None:
            if wanted is not None and wanted != self.wanted:
                self._apply_filter(wanted)

        self.app.push_screen(FiltersScreen(self.station, self.wanted), taken)

    def do_find(self) -> None:
        """Asks for words to search."""
        question = _("Chercher quels mots ? (un cas, 24/11/2026, 2026-11-24, des initiales)")
        self.ask(
            question, lambda words: self._apply_filter(replace(self.wanted, words=words.strip())), self.wanted.words
        )

    @property
    def _next_state(self) -> str:
        return _STATES[(_STATES.index(self.wanted.state) + 1) % len(_STATES)]

    def next_state_word(self) -> str:
        """The state of sessions that the key would show next."""
        return {"": _("toutes"), "open": _("ouvertes"), "closed": _("closes")}[self._next_state]

    def do_state(self) -> None:
        """Shows all sessions, the open ones or the closed ones, in turn."""
        self._apply_filter(replace(self.wanted, state=self._next_state))

    def switch(self, *, oldest: bool = False, exercise: bool = False) -> None:
        """Turns filters that are on or off: the oldest first, exercises instead of real outages."""
        wanted = self.wanted
        self._apply_filter(replace(wanted, oldest=wanted.oldest != oldest, exercise=wanted.exercise != exercise))

    def do_clear_wanted(self) -> None:
        """Clears all filters."""
        self._apply_filter(self.wanted.without_filters())

    def leave_word(self) -> str:
        """What Escape does now."""
        return _("tout montrer") if self.filtered else _("fermer")

    def do_leave_sessions(self) -> None:
        """Closes the prompt, clears the filters, or leaves the screen, whichever comes first."""
        if self.filtered and not self.asking:
            self.do_clear_wanted()
        else:
            self.stop_asking_or_leave()

    HANDLERS: ClassVar[Handlers[SessionsScreen]] = {
        commands.READ_SESSION: do_read_session,
        commands.FILTERS: do_filters,
        commands.FIND: do_find,
        commands.STATE: do_state,
        commands.ORDER: lambda here: here.switch(oldest=True),
        commands.DRILLS: lambda here: here.switch(exercise=True),
        commands.EXPORT_CURRENT: do_export_current,
        commands.CLOSE_FORGOTTEN: close_current,
        commands.WORD_OF_CURRENT: ask_word_of_current,
        commands.CLEAR_WANTED: do_clear_wanted,
        commands.LEAVE_SESSIONS: do_leave_sessions,
    }
