"""The lines that were reported as wrong, impossible or unclear, with their place in the files; each can be answered."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static
from textual.worker import get_current_worker

from pannesi.application.context import Station
from pannesi.application.site_selection import current_files
from pannesi.history.catalogue import station_catalogue
from pannesi.history.redlines import QueuedRedline, record_answer, redline_queue, with_replies
from pannesi.journal.audit_log import Who
from pannesi.presentation.commands import general
from pannesi.presentation.commands import history as commands
from pannesi.presentation.redlines import redline_boxes, redline_lines
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.checks.line_source import LinePositions
from pannesi.support.errors import Declined, JournalError, UsageError
from pannesi.support.i18n import _, n_
from pannesi.tui.command_screen import Handlers
from pannesi.tui.runtime.index_progress import progress_reporter, reading_words
from pannesi.tui.screen import WIDE, BaseScreen
from pannesi.tui.side_text import COLUMNS, SideText
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.wrapping import hanging_lines


class RedlinesScreen(BaseScreen, opened_by=commands.REDLINES):
    """The queue of reported lines. Answers are recorded apart: past sessions never change."""

    BAR_LINES = 2
    OFFERS = commands.ON_REDLINES

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.redlines: tuple[QueuedRedline, ...] = ()
        self.reading = True
        self._how_far = reading_words(0, 0)
        """How much was read, while it is: first the new facts, then the sessions with a reported line."""
        self.only_open = True

    def compose(self) -> ComposeResult:
        yield Static("", id="band", classes="band", markup=False)
        with Horizontal():
            yield ItemList("redlines", full_pages=True)
            yield SideText("beside")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        self.restore_focus()
        self.after_paint(self.draw)
        self._read()

    def on_resize(self) -> None:
        self.after_paint(self.draw)

    def restore_focus(self) -> None:
        self.query_one("#words" if self.asking else "#redlines").focus()

    @property
    def shown(self) -> tuple[QueuedRedline, ...]:
        """The reported lines that are shown: all, or those without an answer."""
        return tuple(queued for queued in self.redlines if queued.open or not self.only_open)

    @property
    def current(self) -> QueuedRedline | None:
        """The reported line under the cursor."""
        key = self.query_one("#redlines", ItemList).key
        return next((queued for queued in self.shown if queued.redline.event == key), None)

    @work(thread=True, exclusive=True, group="redlines")
    def _read(self) -> None:
        worker = get_current_worker()
        now = self.station.clock.now()
        failed, redlines = "", self.redlines
        try:
            written = LinePositions(current_files(self.station.reading))
            sessions = station_catalogue(self.station).caught_up(now, progress_reporter(self, self._show_progress))
            read = []
            for queued in redline_queue(
                sessions, written, now, progress=progress_reporter(self, self._show_sessions_progress)
            ):
                if worker.is_cancelled:
                    return
                read.append(queued)
            redlines = tuple(read)
        except JournalError as failure:
            failed = str(failure)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_redlines, redlines, failed)

    def _show_progress(self, done: int, whole: int) -> None:
        self._how_far = reading_words(done, whole)
        self.draw()

    def _show_sessions_progress(self, done: int, whole: int) -> None:
        self._how_far = _("sessions relues : {percent} %…").format(percent=100 * done // max(whole, 1))
        self.draw()

    def _show_redlines(self, redlines: tuple[QueuedRedline, ...], failed: str) -> None:
        if not self.is_attached:
            return
        self.redlines, self.reading = redlines, False
        self.draw()
        if failed:
            self.say(failed, alarm=True)

    def draw(self) -> None:
        """Draws the queue as it was last read."""
        if not self.query("#band"):
            return  # left meanwhile
        waiting = sum(queued.open for queued in self.redlines)
        text = Text().append(_("Lignes signalées"), style=self.ink.title)
        if not self.reading or self.redlines:
            words = n_("{count} sans réponse", "{count} sans réponse", waiting)
            text.append(f" · {words}", style=self.ink.title if waiting else self.ink.quiet)
        if self.redlines and not self.only_open:
            words = n_("{count} en tout", "{count} en tout", len(self.redlines))
            text.append(f" · {words}", style=self.ink.quiet)
        if self.reading:
            text.append("  " + self._how_far, style=self.ink.quiet)
        elif not self.shown:
            text.append("\n" + self._nothing_words(), style=self.ink.plain)
        self.query_one("#band", Static).update(text)
        rows = self.query_one("#redlines", ItemList)
        rows.cursor_style = self.app.cursor_style
        rows.show([self._item(queued) for queued in self.shown], rows.key)
        self._show_beside()
        self.show_bar()

    def _show_beside(self) -> None:
        """Shows beside the list the line of the procedure that the redline under the cursor is about."""
        queued = self.current
        boxes = redline_boxes(queued, self.station.site) if queued is not None else ()
        self.query_one(SideText).show_boxes(boxes, self.ink, wide=self.columns >= WIDE and queued is not None)

    def _nothing_words(self) -> str:
        if self.redlines:
            return _("Tout a reçu une réponse. O les montre.")
        return _("Aucune ligne n'a été signalée.")

    def _item(self, queued: QueuedRedline) -> ListItem:
        where, now = zone_of(self.station.site.contacts), self.station.clock.now()
        head, *rest = redline_lines(queued, lambda moment: format_moment(moment, now, where))
        width = self.columns - (COLUMNS if self.columns >= WIDE else 0) - 2
        texts = [*hanging_lines(Text(" ● " if queued.open else " ✓ "), head, self.ink.title, width)]
        styles = (self.ink.plain, self.ink.title, self.ink.quiet, self.ink.quiet if queued.open else self.ink.done)
        for words, style in zip(rest, styles, strict=True):
            texts += hanging_lines(Text("     "), words, style, width)
        return ListItem(queued.redline.event, tuple(texts))

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        event.stop()
        self._show_beside()
        self.show_bar()

    def do_corrected(self) -> None:
        """Asks in which version of the procedure the line is corrected."""
        queued = self.current
        if queued is None:
            return
        unit = self.station.site.unit_by_id.get(queued.redline.unit)
        first = unit.version if unit is not None and unit.version is not None else ""
        self.ask(_("Corrigé dans quelle version de la procédure ?"),
                 lambda words: self._answer(queued, corrected=words), first)  # fmt: skip

    def do_declined(self) -> None:
        """Asks why the line stays as it is."""
        queued = self.current
        if queued is not None:
            self.ask(_("Gardé tel quel : pourquoi ?"), lambda words: self._answer(queued, declined=words), doubts=True)

    def _answer(self, queued: QueuedRedline, corrected: str = "", declined: str = "") -> None:
        """Records an answer, then shows it. Raises Declined where it cannot be recorded."""
        here = self.station
        if not (corrected.strip() or declined.strip()):
            raise Declined(_("Rien n'a été écrit : il faut quelques mots."))
        if here.problem is not None:
            raise Declined(here.problem)
        try:
            by = Who(here.clock.real_now, here.new_id, here.actor)
            record_answer(here.journal, queued, by, corrected=corrected, declined=declined)
            self.redlines = with_replies(self.redlines, here.journal)
        except (JournalError, UsageError) as failure:
            raise Declined(str(failure)) from failure
        self.draw()
        self.say(_("Réponse enregistrée. La session passée ne change pas."))

    def all_word(self) -> str:
        """What the key that shows all, or those without an answer, does now."""
        return _("toutes") if self.only_open else _("sans réponse")

    def do_all_redlines(self) -> None:
        """Switches between all and those without an answer."""
        self.only_open = not self.only_open
        self.draw()

    def do_leave_redlines(self) -> None:
        """Closes the prompt, or leaves the screen."""
        self.stop_asking_or_leave()

    HANDLERS: ClassVar[Handlers[RedlinesScreen]] = {
        commands.CORRECTED: do_corrected,
        commands.DECLINED: do_declined,
        commands.ALL_REDLINES: do_all_redlines,
        general.LEAVE_SCREEN: do_leave_redlines,
    }
