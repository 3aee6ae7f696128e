"""The figures of a year, a month, a period or the whole journal."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.worker import get_current_worker

from pannesi.application.context import Station
from pannesi.history.catalogue import station_catalogue
from pannesi.history.figures.figure_sessions import sessions_behind
from pannesi.history.figures.statistics import OutageStatistics
from pannesi.history.overview import Overview
from pannesi.history.period import DayRange, parse_period, parse_period_words
from pannesi.presentation.commands import general
from pannesi.presentation.commands import history as commands
from pannesi.presentation.figures.figure_words import WHOLE
from pannesi.presentation.figures.statistics import figure_lines
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _, n_
from pannesi.support.progress import pause_after
from pannesi.tui.command_screen import Handlers
from pannesi.tui.runtime.index_progress import progress_reporter, reading_words
from pannesi.tui.screen import BaseScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import hanging_lines

_BAR = r"[\u2580-\u259f]+"
"""Block characters of any height or width, as charts draw them."""
_SPANS = ("year", "month", "all")


class StatisticsScreen(BaseScreen, opened_by=commands.FIGURES):
    """The figures of a period, which the arrows change. Exercises are counted apart."""

    BAR_LINES = 2
    OFFERS = commands.ON_STATISTICS

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        today = self._today
        self.span, self.first = "year", date(today.year, today.month, 1)
        self.said = DayRange(None, None)
        """The period that was typed, shown while `span` is "said"."""
        self.figures: OutageStatistics | None = None
        self.whole = False
        """Whether lists have all of their rows."""
        self.leads: list[str] = []
        """Where each line leads to."""
        self._read = 0, 0
        """How many new facts were read, and of how many, while they are."""

    @property
    def _today(self) -> date:
        return self.station.clock.now().astimezone(zone_of(self.station.site.contacts)).date()

    @property
    def period(self) -> tuple[str | None, str | None]:
        """The period as it is typed after --from and --to."""
        if self.span == "said":
            first, last = (day.isoformat() if day is not None else None for day in (self.said.first, self.said.last))
            return first, last
        words = {"year": f"{self.first:%Y}", "month": f"{self.first:%Y-%m}", "all": None}[self.span]
        return words, words

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        yield ItemList("figures", full_pages=True)
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        self.restore_focus()
        self.reload()

    def on_resize(self) -> None:
        self.after_paint(self.draw)

    def restore_focus(self) -> None:
        self.query_one("#words" if self.asking else "#figures").focus()

    def reload(self) -> None:
        """Counts again in a thread."""
        self.figures, self._read = None, (0, 0)
        self.after_paint(self.draw)
        self._count(self.period)

    @work(thread=True, exclusive=True, group="figures")
    def _count(self, period: tuple[str | None, str | None]) -> None:
        worker, here = get_current_worker(), self.station
        now = here.clock.now()
        from pannesi.documents.report.report_files import figures_of

        try:
            catalogue = station_catalogue(here).caught_up(now, progress_reporter(self, self._show_progress))
            figures = figures_of(catalogue, period, now, pause_after)
        except JournalError as failure:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.say, str(failure), alarm=True)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_figures, figures, period)

    def _show_progress(self, done: int, whole: int) -> None:
        self._read = done, whole
        self.draw()

    def _show_figures(self, figures: OutageStatistics, period: tuple[str | None, str | None]) -> None:
        if self.is_attached and period == self.period:
            self.figures = figures
            self.draw()

    def draw(self) -> None:
        """Draws the period, and the figures once they are counted."""
        if not self.query("#band"):
            return  # left meanwhile
        text = Text().append(_("Chiffres"), style=self.ink.title)
        text.append(f" · {self._period_words()}", style=self.ink.plain)
        if self.figures is None:
            text.append("  " + reading_words(*self._read), style=self.ink.quiet)
        self.query_one("#band", TextBlock).update(text)
        rows = self.query_one("#figures", ItemList)
        rows.cursor_style = self.app.cursor_style
        rows.show(self._items(), rows.key)
        self.show_bar()

    def _period_words(self) -> str:
        if self.span == "said":
            return _("dates choisies")
        words = {"year": _("année {first:%Y}"), "month": _("mois {first:%m/%Y}"), "all": _("tout le journal")}
        return words[self.span].format(first=self.first)

    def _items(self) -> list[ListItem]:
        if self.figures is None:
            return []
        width = min(self.columns - 4, 100)
        items = []
        zone = zone_of(self.station.site.contacts)
        shown = list(figure_lines(self.figures, zone, width, whole=self.whole))
        self.leads = [lead for _style, _words, lead in shown]
        for number, (style, words, lead) in enumerate(shown):
            words += _(" · Entrée : toutes") if lead == WHOLE else ""
            texts: tuple[Text, ...] = (self._chart(words),)
            if style == "title":
                texts = (Text(" " + words, style=self.ink.title),)
            elif style != "chart":
                ink = self.ink.quiet if style == "quiet" else self.ink.plain
                texts = hanging_lines(Text("  "), words, ink, self.columns - 2, deeper=2)
            items.append(ListItem(number, texts, hang=2))
        return items

    def _chart(self, words: str) -> Text:
        text = Text("  " + words, style=self.ink.plain)
        text.highlight_regex(_BAR, self.ink.key)
        return text

    def _move(self, by: int) -> None:
        year, month = self.first.year, self.first.month
        if self.span == "year":
            year += by
        else:
            year, month = year + (month - 1 + by) // 12, (month - 1 + by) % 12 + 1
        if date.min.year < year < date.max.year:
            self.first = min(date(year, month, 1), self._today.replace(day=1)) if by > 0 else date(year, month, 1)
            self.reload()

    def do_period_before(self) -> None:
        """Goes to the period before."""
        self._move(-1)

    def do_period_after(self) -> None:
        """Goes to the period after, at most to that of today."""
        if self.moves_on:
            self._move(1)

    def span_word(self) -> str:
        """The span that the key goes on to."""
        return {"year": _("par année"), "month": _("par mois"), "all": _("tout")}[self._next_span]

    @property
    def _next_span(self) -> str:
        return _SPANS[(_SPANS.index(self.span) + 1) % len(_SPANS)] if self.span in _SPANS else _SPANS[0]

    def do_span(self) -> None:
        """Goes on to the next span: year, month, whole journal."""
        self.span = self._next_span
        self.reload()

    @property
    def moves(self) -> bool:
        """Whether there is a period before."""
        return self.span in ("year", "month")

    @property
    def moves_on(self) -> bool:
        """Whether there is a period after this one that has begun."""
        today = self._today
        ahead = self.first.year < today.year or (self.span == "month" and self.first < today.replace(day=1))
        return self.moves and ahead

    def do_other_period(self) -> None:
        """Asks for any period, in the words of the filters."""
        self.ask(_("Quelles dates ? (24/11/2026, 11/2026, du … au …, depuis …)"), self._in_period)

    def _in_period(self, words: str) -> None:
        self.said = parse_period_words(words)
        self.span = "said"
        self.reload()

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        event.stop()
        self.do_sessions_behind()

    def do_sessions_behind(self) -> None:
        """Shows the sessions that the figure under the cursor is made of; at a list that is cut, all of its rows."""
        number = self.query_one("#figures", ItemList).key
        lead = self.leads[number] if isinstance(number, int) and number < len(self.leads) else ""
        if lead == WHOLE:
            self.whole = True
            self.draw()
        elif lead:
            self._list_behind(lead)

    @work(thread=True, exclusive=True, group="behind")
    def _list_behind(self, lead: str) -> None:
        worker, here = get_current_worker(), self.station
        now, where = here.clock.now(), zone_of(here.site.contacts)
        try:
            behind = sessions_behind(station_catalogue(here).index, lead, parse_period(*self.period), now, where)
        except JournalError as failure:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.say, str(failure), alarm=True)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_behind, behind)

    def _show_behind(self, behind: tuple[Overview, ...]) -> None:
        from pannesi.tui.screens.choice_list import ChoiceListScreen, choices
        from pannesi.tui.screens.past_session import PastSessionScreen

        if not self.is_attached:
            return
        if not behind:
            self.say(_("Aucune session derrière cette ligne."))
            return
        zone, now = zone_of(self.station.site.contacts), self.station.clock.now()
        pairs = [
            (session.id, f"{format_moment(session.began, now, zone, short=True)} · {session.sentence()}")
            for session in behind
        ]
        title = n_(
            "{count} session derrière ce chiffre",
            "{count} sessions derrière ce chiffre · une panne peut en avoir plusieurs",
            len(behind),
        )
        listed = choices(pairs, self.ink.key, self.ink.plain)

        def chosen(name: str | None) -> None:
            if name is not None:
                self.app.push_screen(PastSessionScreen(self.station, name))

        self.app.push_screen(ChoiceListScreen(self.station, title, listed, digits=True), chosen)

    def do_export_figures(self) -> None:
        """Exports the figures of this period to a file."""
        from pannesi.tui.screens.exports import offer_figures

        offer_figures(self, self.period)

    def do_leave_figures(self) -> None:
        """Closes the prompt, or leaves the screen."""
        self.stop_asking_or_leave()

    HANDLERS: ClassVar[Handlers[StatisticsScreen]] = {
        commands.PERIOD_BEFORE: do_period_before,
        commands.PERIOD_AFTER: do_period_after,
        commands.SPAN: do_span,
        commands.OTHER_PERIOD: do_other_period,
        commands.SESSIONS_BEHIND: do_sessions_behind,
        commands.EXPORT_FIGURES: do_export_figures,
        general.LEAVE_SCREEN: do_leave_figures,
    }
