"""The lines that were reported as wrong, impossible or unclear, and the phone numbers that were noted, each with its
place in the files; each can be answered, and its answer withdrawn. Below them the actions still to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.worker import get_current_worker

from pannesi.application.context import Station
from pannesi.application.site_selection import current_files
from pannesi.history.catalogue import station_catalogue
from pannesi.history.exercises.exercises import cases_due_now
from pannesi.history.learning.incident_reviews import OpenAction, open_actions
from pannesi.history.learning.lessons import NotedNumber
from pannesi.history.learning.noted_numbers import answer_number, every_noted_number, with_number_replies
from pannesi.history.learning.redlines import QueuedRedline, record_answer, redline_queue, with_replies
from pannesi.journal.audit_log import Who, withdraw_answer
from pannesi.presentation.calls.noted_numbers import number_boxes, number_lines
from pannesi.presentation.commands import general
from pannesi.presentation.commands import history as commands
from pannesi.presentation.learning.exercises import overdue_words
from pannesi.presentation.learning.incident_review import action_words, counted_actions, standing_words
from pannesi.presentation.learning.redlines import redline_boxes, redline_lines
from pannesi.presentation.line.word_count import count_words
from pannesi.presentation.text.side_boxes import SideBox
from pannesi.procedure.availability.moments import format_date, format_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.checks.line_source import LinePositions, place_of_contact
from pannesi.support.errors import Declined, JournalError, UsageError
from pannesi.support.i18n import _, n_
from pannesi.tui.command_screen import Handlers
from pannesi.tui.drawing.side_text import COLUMNS, SideText
from pannesi.tui.runtime.index_progress import progress_reporter, reading_words
from pannesi.tui.screen import WIDE, BaseScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import hanging_lines


class RedlinesScreen(BaseScreen, opened_by=commands.REDLINES):
    """The queue of reported lines, then the numbers noted. Answers are recorded apart: past sessions never change."""

    BAR_LINES = 2
    OFFERS = commands.ON_REDLINES

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.redlines: tuple[QueuedRedline, ...] = ()
        self.numbers: tuple[NotedNumber, ...] = ()
        self.actions: tuple[OpenAction, ...] = ()
        """The actions of incident reviews that are still to be done, the first due first."""
        self._exercises_due = ""
        """How many cases are to be played as exercises, in words; empty where none is."""
        self._places: dict[str, str] = {}
        """Where each contact with a number is written."""
        self._answered_last = ""
        """The id of what was answered here last, while that answer stands."""
        self.reading = True
        self._how_far = reading_words(0, 0)
        """How much was read, while it is: first the new facts, then the sessions with a reported line."""
        self.only_open = True

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
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
    def shown_numbers(self) -> tuple[NotedNumber, ...]:
        """The numbers noted that are shown: all, or those without an answer."""
        return tuple(noted for noted in self.numbers if noted.open or not self.only_open)

    @property
    def current(self) -> QueuedRedline | None:
        """The reported line under the cursor."""
        key = self.query_one("#redlines", ItemList).key
        return next((queued for queued in self.shown if queued.redline.event == key), None)

    @property
    def current_number(self) -> NotedNumber | None:
        """The number noted under the cursor, where its words were not erased."""
        key = self.query_one("#redlines", ItemList).key
        return next((noted for noted in self.shown_numbers if noted.lesson.event == key and noted.number), None)

    @property
    def current_action(self) -> OpenAction | None:
        """The open action under the cursor."""
        key = self.query_one("#redlines", ItemList).key
        return next((waiting for waiting in self.actions if waiting.action.about == key), None)

    @property
    def answered(self) -> tuple[str, str] | None:
        """(session, event) of what has an answer to withdraw: what is under the cursor, else what was answered last."""
        answers = {queued.redline.event: queued.session for queued in self.redlines if queued.reply is not None}
        answers |= {noted.lesson.event: noted.lesson.session for noted in self.numbers if noted.reply is not None}
        event = self.query_one("#redlines", ItemList).key
        if event not in answers:
            event = self._answered_last
        return (answers[event], str(event)) if event in answers else None

    @work(thread=True, exclusive=True, group="redlines")
    def _read(self) -> None:
        worker = get_current_worker()
        now = self.station.clock.now()
        failed, redlines, numbers, actions = "", self.redlines, self.numbers, self.actions
        try:
            files = current_files(self.station.reading)
            written = LinePositions(files)
            sessions = station_catalogue(self.station).caught_up(now, progress_reporter(self, self._show_progress))
            read = []
            for queued in redline_queue(
                sessions, written, now, progress=progress_reporter(self, self._show_sessions_progress)
            ):
                if worker.is_cancelled:
                    return
                read.append(queued)
            numbers, actions = every_noted_number(sessions), open_actions(sessions)
            places = {noted.lesson.contact: place_of_contact(files, noted.lesson.contact) for noted in numbers}
            redlines, self._places = tuple(read), places
            self._exercises_due = overdue_words(*cases_due_now(sessions, self.station.reading.site, now))
        except JournalError as failure:
            failed = str(failure)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_redlines, redlines, numbers, actions, failed)

    def _show_progress(self, done: int, whole: int) -> None:
        self._how_far = reading_words(done, whole)
        self.draw()

    def _show_sessions_progress(self, done: int, whole: int) -> None:
        self._how_far = _("sessions relues : {percent} %…").format(percent=100 * done // max(whole, 1))
        self.draw()

    def _show_redlines(
        self, redlines: tuple[QueuedRedline, ...], numbers: tuple[NotedNumber, ...], actions: tuple[OpenAction, ...],
        failed: str,
    ) -> None:  # fmt: skip
        if not self.is_attached:
            return
        self.redlines, self.numbers, self.actions, self.reading = redlines, numbers, actions, False
        self.draw()
        if failed:
            self.say(failed, alarm=True)

    def draw(self) -> None:
        """Draws the queue as it was last read."""
        if not self.query("#band"):
            return  # left meanwhile
        text = Text()
        self._count_in_band(text, _("Lignes signalées"), [queued.open for queued in self.redlines])
        if self.numbers:
            text.append("   ")
            self._count_in_band(text, _("Numéros notés"), [noted.open for noted in self.numbers])
        if self.actions:
            counted = counted_actions(tuple(waiting.action for waiting in self.actions), self._today)
            text.append("   " + _("Retours d'expérience · {counted}").format(counted=counted), style=self.ink.title)
        if self.reading:
            text.append("  " + self._how_far, style=self.ink.quiet)
        elif not (self.shown or self.shown_numbers or self.actions):
            text.append("\n" + self._nothing_words(), style=self.ink.plain)
        if self._exercises_due:
            text.append(f"\n{self._exercises_due}", style=self.ink.quiet)
        self.query_one("#band", TextBlock).update(text)
        rows = self.query_one("#redlines", ItemList)
        rows.cursor_style = self.app.cursor_style
        items = (*map(self._item, self.shown), *map(self._number_item, self.shown_numbers))
        rows.show([*items, *map(self._open_action_item, self.actions)], rows.key)
        self._show_beside()
        self.show_bar()

    def _count_in_band(self, text: Text, title: str, waiting: list[bool]) -> None:
        """Adds a title to the band, with how many wait for an answer, and how many there are where all are shown."""
        text.append(title, style=self.ink.title)
        if not self.reading or waiting:
            words = n_("{count} sans réponse", "{count} sans réponse", sum(waiting))
            text.append(f" · {words}", style=self.ink.title if any(waiting) else self.ink.quiet)
        if waiting and not self.only_open:
            words = n_("{count} en tout", "{count} en tout", len(waiting))
            text.append(f" · {words}", style=self.ink.quiet)

    def _show_beside(self) -> None:
        """Shows beside the list what the redline or the number under the cursor is about; from its paint on, a key may
        answer it."""
        queued, noted, site = self.current, self.current_number, self.station.site
        self.note_shown((self.query_one("#redlines", ItemList).key, self.answered))
        boxes: Iterable[SideBox] = ()
        if queued is not None:
            boxes = redline_boxes(queued, site)
        elif noted is not None:
            boxes = number_boxes(noted, site.contacts, self._places.get(noted.lesson.contact, ""))
        something = queued is not None or noted is not None
        self.query_one(SideText).show_boxes(boxes, self.ink, wide=self.columns >= WIDE and something)

    def _nothing_words(self) -> str:
        if self.redlines or self.numbers:
            return _("Tout a reçu une réponse. O montre tout.")
        return _("Aucune ligne n'a été signalée, aucun numéro noté.")

    def _item(self, queued: QueuedRedline) -> ListItem:
        where, now = zone_of(self.station.site.contacts), self.station.clock.now()
        lines = redline_lines(queued, lambda moment: format_moment(moment, now, where))
        styles = (self.ink.plain, self.ink.title, self.ink.quiet, self.ink.quiet if queued.open else self.ink.done)
        return self._item_of_lines(queued.redline.event, lines, styles, waiting=queued.open)

    def _number_item(self, noted: NotedNumber) -> ListItem:
        contacts, place = self.station.site.contacts, self._places.get(noted.lesson.contact, "")
        zone = zone_of(contacts)
        lines = number_lines(noted, contacts, place, lambda moment: format_date(moment.astimezone(zone)))
        styles = (self.ink.plain, self.ink.quiet if noted.reply is None else self.ink.done, self.ink.plain)
        return self._item_of_lines(noted.lesson.event, lines, styles, waiting=noted.open)

    def _most_words(self) -> int:
        """How many words the longest of the numbers shown has, and whom it is of."""
        items = map(self._number_item, self.shown_numbers)
        return max((sum(count_words(text.plain) for text in item.texts) for item in items), default=0)

    @property
    def _today(self) -> date:
        return self.station.clock.real_now().astimezone(zone_of(self.station.site.contacts)).date()

    def _open_action_item(self, waiting: OpenAction) -> ListItem:
        late = waiting.action.standing(self._today) == "overdue"
        lines = (action_words(waiting.action), standing_words(waiting.action, self._today), waiting.session)
        styles = (self.ink.danger if late else self.ink.plain, self.ink.quiet)
        return self._item_of_lines(waiting.action.about, lines, styles, waiting=True)

    def _item_of_lines(self, key: str, lines: Iterable[str], styles: Sequence[str], *, waiting: bool) -> ListItem:
        """An entry of the list: its first line is its head, the others stand below it, each in its style."""
        head, *rest = lines
        width = self.columns - (COLUMNS if self.columns >= WIDE else 0) - 2
        texts = [*hanging_lines(Text(" ● " if waiting else " ✓ "), head, self.ink.title, width)]
        for words, style in zip(rest, styles, strict=False):
            texts += hanging_lines(Text("     "), words, style, width)
        return ListItem(key, tuple(texts))

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
        if not (corrected.strip() or declined.strip()):
            raise Declined(_("Rien n'a été écrit : il faut quelques mots."))
        journal = self.station.journal
        self._write(lambda by: record_answer(journal, queued, by, corrected=corrected, declined=declined))
        self._answered_last = queued.redline.event
        self.draw()
        self.say(_("Réponse enregistrée, Z l'annule. La session passée ne change pas."))

    def do_confirm_number(self) -> None:
        """Says that the number noted is right."""
        noted = self.current_number
        if noted is not None:
            self._answer_number(noted, confirmed=True)

    def do_remove_number(self) -> None:
        """Asks why the number noted is removed."""
        noted = self.current_number
        if noted is not None:
            usual = (_("faux numéro"), _("c'est celui de quelqu'un d'autre"), _("ce numéro ne doit pas être donné"))
            self.ask(
                _("Retirer ce numéro : pourquoi ?"), lambda words: self._remove(noted, words), usual=usual, doubts=True
            )

    def _remove(self, noted: NotedNumber, why: str) -> None:
        if not why.strip():
            raise Declined(_("Rien n'a été écrit : il faut quelques mots."))
        self._answer_number(noted, confirmed=False, why=why)

    def _answer_number(self, noted: NotedNumber, *, confirmed: bool, why: str = "") -> None:
        """Records what was said of a number, then shows it. Raises Declined where it cannot be recorded."""
        journal = self.station.journal
        self._write(lambda by: answer_number(journal, noted, by, confirmed=confirmed, why=why))
        self._answered_last = noted.lesson.event
        self.draw_led_to(self._most_words(), self.draw)
        place = self._places.get(noted.lesson.contact, "")
        done = _("Noté juste, Z l'annule. Reste à l'écrire : {where}.") if confirmed else _("Retiré, Z l'annule.")
        self.say(done.format(where=place))

    def do_open_review(self) -> None:
        """Opens the review that decided the action under the cursor; what was said there is read afterwards."""
        from pannesi.tui.screens.incident_review import IncidentReviewScreen

        waiting = self.current_action

        def left(_result: object) -> None:
            self._read()

        if waiting is not None:
            self.app.push_screen(IncidentReviewScreen(self.station, waiting.session), left)

    def do_undo_answer(self) -> None:
        """Withdraws the answer under the cursor, else the last one given here."""
        answered = self.answered
        if answered is None:
            return
        session, event = answered
        self._write(lambda by: withdraw_answer(self.station.journal, session, event, by))
        self._answered_last = ""
        self.draw()
        self.query_one("#redlines", ItemList).point_at(event)
        self.say(_("Réponse annulée : elle est attendue de nouveau."))

    def _write(self, write: Callable[[Who], object]) -> None:
        """Writes to the audit log, and reads the answers again. Raises Declined where that cannot be done."""
        here = self.station
        if here.problem is not None:
            raise Declined(here.problem)
        try:
            write(Who(here.clock.real_now, here.new_id, here.actor))
            self.redlines = with_replies(self.redlines, here.journal)
            self.numbers = with_number_replies(self.numbers, here.journal)
        except (JournalError, UsageError) as failure:
            raise Declined(str(failure)) from failure

    def all_word(self) -> str:
        """What the key that shows everything, or what has no answer, does now."""
        return _("tout") if self.only_open else _("sans réponse")

    def do_all_redlines(self) -> None:
        """Switches between everything and what has no answer."""
        self.only_open = not self.only_open
        self.draw()

    def do_leave_redlines(self) -> None:
        """Closes the prompt, or leaves the screen."""
        self.stop_asking_or_leave()

    HANDLERS: ClassVar[Handlers[RedlinesScreen]] = {
        commands.CORRECTED: do_corrected,
        commands.DECLINED: do_declined,
        commands.CONFIRM_NUMBER: do_confirm_number,
        commands.REMOVE_NUMBER: do_remove_number,
        commands.OPEN_REVIEW: do_open_review,
        commands.UNDO_ANSWER: do_undo_answer,
        commands.ALL_REDLINES: do_all_redlines,
        general.LEAVE_SCREEN: do_leave_redlines,
    }
