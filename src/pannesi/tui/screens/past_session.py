"""One session to read: its facts one a line, its account, its procedure as it was, and the way back into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal

from pannesi.application.context import Station
from pannesi.history.catalogue import station_catalogue
from pannesi.history.forgotten import is_forgotten
from pannesi.history.outages import HalfState, half_states
from pannesi.history.same_outage import links_of
from pannesi.journal.pinned_procedure import pinned_site
from pannesi.presentation.commands import history as commands
from pannesi.presentation.facts.timeline import FACT_GROUPS, SentenceWriter, group_of, group_word
from pannesi.presentation.session_lists.same_outage import same_outage_words
from pannesi.presentation.session_lists.session_words import session_word
from pannesi.presentation.text.side_boxes import SideBox
from pannesi.procedure.availability.moments import format_length, format_moment, hour_words, shown_length
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.moments import CLOCK_SLACK
from pannesi.session.state import State, fold
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _, n_
from pannesi.tui.command_screen import Handlers
from pannesi.tui.drawing.side_text import COLUMNS, SideText
from pannesi.tui.drawing.week_bar import day_name
from pannesi.tui.screen import WIDE, BaseScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.strip_cache import sanitized
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import NARROW, hanging_lines

if TYPE_CHECKING:
    from pannesi.history.session_summary import SessionSummary

NAMED = 8
"""How many letters of a name stand before what the person did."""
LOOK = 1.0
"""Seconds between two looks at what other processes wrote."""


class PastSessionScreen(BaseScreen):
    """The facts of one session. It keeps which are shown and the cursor."""

    BAR_LINES = 2
    OFFERS = commands.ON_PAST_SESSION

    def __init__(self, station: Station, session: str) -> None:
        super().__init__(station)
        self.session = session
        self.state = State()
        self.procedure: Site = station.site
        self.procedure_found = True
        """Whether the procedure that the session ran is available."""
        self.halves: dict[str, HalfState] = {}
        """What it and other sessions say of each other about the same outage."""
        self.everything = False
        self.accounted = False
        """Whether the account stands above the facts."""
        self.only = ""
        """The group of facts that is shown, or `@` and the name of a person; empty for all."""
        self._mark = -1
        self._writer: SentenceWriter | None = None
        """What puts the facts drawn last into words."""
        self._about: tuple[int, tuple[SideBox, ...]] = (-1, ())
        """What is said of the whole session, and the mark of the journal that it was read at."""

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        with Horizontal():
            yield ItemList("facts", full_pages=True)
            yield SideText("beside")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        self.query_one("#facts", ItemList).focus()
        self.after_paint(self.poll_journal)
        self.repeat_every(LOOK, self.poll_journal)

    def on_resize(self) -> None:
        self.after_paint(self.draw)

    def restore_focus(self) -> None:
        self.query_one("#facts").focus()

    @property
    def open(self) -> bool:
        """Whether the session is open."""
        return self.state.opened is not None and self.state.closing is None

    def poll_journal(self) -> None:
        """Reads the session when anything was written since; the cursor stays on its fact."""
        try:
            mark = self.station.journal.mark()
            if mark == self._mark:
                return
            self.state = fold(self.station.journal.events(self.session))
            kept = pinned_site(self.station.journal, self.state, self.station.site, self.station.site_of_files)
            links = links_of(station_catalogue(self.station), self.session, self.state)
            self.halves, self._mark = half_states(self.session, links), mark
        except JournalError as failure:
            self.say(str(failure), alarm=True)
            return
        self.procedure_found, self.procedure = kept is not None, kept or self.station.site
        self.draw()

    def draw(self) -> None:
        """Draws the band and the facts."""
        rows = self.query_one("#facts", ItemList)
        rows.cursor_style = self.app.cursor_style
        self._draw_band()
        rows.show(list(self._items()), rows.key)
        self._show_beside()
        self.show_bar()

    @property
    def _width(self) -> int:
        """Columns of the list."""
        return self.columns - (COLUMNS if self.columns >= WIDE else 0)

    def _show_beside(self) -> None:
        """Says in the second column what the fact under the cursor is about."""
        self.query_one(SideText).show_boxes(self._boxes(), self.ink, wide=self.columns >= WIDE)

    def _boxes(self) -> Iterator[SideBox]:
        from pannesi.presentation.session_lists.past_session_side import fact_boxes

        writer, key = self._writer, self.query_one("#facts", ItemList).key
        event = self.state.events.get(key) if isinstance(key, str) else None
        if writer is not None and event is not None:
            yield from fact_boxes(writer, event, zone_of(self.station.site.contacts))
        yield from self._session_boxes()[1 if self.accounted else 0 :]

    def _session_boxes(self) -> tuple[SideBox, ...]:
        """The milestones of the session, and what it was about; worked out anew only when something was written."""
        if self._about[0] != self._mark and self._writer is not None:
            from pannesi.presentation.session_lists.past_session_side import milestone_box, session_box

            account, where = self._summary(self.station.clock.now()), zone_of(self.station.site.contacts)
            boxes = (
                (milestone_box(account, self._writer), session_box(account, self._writer, where))
                if account is not None
                else ()
            )
            self._about = self._mark, boxes
        return self._about[1]

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        self._show_beside()

    def _draw_band(self) -> None:
        text = Text()
        if self.state.exercise:
            said = _(" EXERCICE : rien de ceci n'est arrivé. ")
            text.append(f"{said:<{self.columns - 2}}\n", style=self.ink.exercise)
        names = dict.fromkeys(visit.unit for visit in self.state.visits if visit.reason != "run")
        cases = [self.procedure.unit_by_id[name].title for name in names if name in self.procedure.unit_by_id]
        text.append(" + ".join(cases) or self.session, style=self.ink.title)
        if word := session_word(self.state):
            text.append(_(" « {word} »").format(word=word), style=self.ink.title)
        text.append(f"  {self.session}", style=self.ink.quiet)
        text.append("\n")
        if self.open:
            text.append(_("ouverte"), style=self.ink.title)
        elif self.state.closing is not None:
            closed = self.state.when(self.state.closing)
            now = self.station.clock.now()
            hour = format_moment(closed, now, zone_of(self.station.site.contacts))
            text.append(_("close {hour}").format(hour=hour), style=self.ink.done)
        if self.only:
            text.append("  " + _("seulement : {what}").format(what=self._only_words(self.only)), style=self.ink.title)
        hidden = SentenceWriter(self.procedure, self.state, str).hidden_words()
        if hidden and not self.everything and not self.only:
            text.append(f"  {hidden}", style=self.ink.quiet)
        if self.state.conflicts:
            words = n_("DEUX RÉPONSES", "{count} fois DEUX RÉPONSES", len(self.state.conflicts))
            text.append(f"  {words}", style=self.ink.danger)
        for other, halves in self.halves.items():
            text.append(
                "\n" + same_outage_words(other, halves), style=self.ink.warning if halves != "both" else self.ink.title
            )
        if not self.procedure_found:
            text.append("\n" + _("La procédure de ce jour-là n'a pas été retrouvée : celle d'aujourd'hui est montrée."),
                        style=self.ink.warning)  # fmt: skip
        self.query_one("#band", TextBlock).update(sanitized(text))

    def do_same_outage(self) -> None:
        """Offers the sessions that may be about the same outage, and takes back what was said."""
        from pannesi.tui.screens.same_outage import offer_same_outage

        offer_same_outage(self, self.halves)

    @property
    def forgotten(self) -> bool:
        """Whether it is open, and nothing was noted in it for long."""
        now = self.station.clock.now() + (self.state.simulated_shift if self.open else timedelta(0))
        return is_forgotten(self.state, self.station.site, now)

    def do_close_old(self) -> None:
        """Asks what closes the session, which was forgotten."""
        from pannesi.tui.screens.forgotten import ask_to_close

        ask_to_close(self, self.session, self.poll_journal)

    def do_word(self) -> None:
        """Asks for a word by which lists tell the session from others."""
        from pannesi.tui.screens.session_words import ask_word

        ask_word(self, self.session, self.state, self.poll_journal)

    def _items(self) -> Iterator[ListItem]:
        where, now = zone_of(self.station.site.contacts), self.station.clock.now()
        telling = SentenceWriter(self.procedure, self.state, lambda moment: format_moment(moment, now, where))
        self._writer = telling
        if self.accounted:
            yield from self._account_items(telling, now)
        before: date | None = None
        named = min(max([4, *(len(event.actor) for event in self.state.timeline)]), NAMED)
        for event in self.state.timeline:
            if (telling.is_hidden(event) and not self.everything) or not self._is_shown(telling, event):
                continue
            local = self.state.when(event).astimezone(where)
            if local.date() != before:
                before = local.date()
                yield ListItem(None, (Text(f" {day_name(before)}/{before:%Y}", style=self.ink.title),))
            text = Text()
            text.append(f"  {hour_words(local, short=True)}  ", style=self.ink.title)
            if self.columns >= NARROW:
                text.append(f"{self._elapsed_words(event):>8}  ", style=self.ink.quiet)
            text.append(f"{event.actor[:NAMED]:<{named}} ", style=self.ink.quiet)
            style = self.ink.quiet if telling.is_hidden(event) else self.ink.plain
            yield ListItem(event.id, hanging_lines(text, telling.sentence(event), style, self._width - 2))

    def _elapsed_words(self, event: Event) -> str:
        """How long after the beginning of the outage a fact came; empty where its clock is not trusted."""
        began, at = self.state.began, self.state.when(event)
        if began is None or began - at > CLOCK_SLACK or event.id in self.state.uncertain:
            return ""
        return "+" + format_length(shown_length(began, at))

    def _summary(self, now: datetime) -> SessionSummary | None:
        from pannesi.history.session_summary import session_summary_of

        return session_summary_of(self.session, self.state, self.procedure, now)

    def _account_items(self, telling: SentenceWriter, now: datetime) -> Iterator[ListItem]:
        from pannesi.presentation.session_lists.session_summary import summary_lines

        account = self._summary(now)
        for number, (style, words) in enumerate(summary_lines(account, telling) if account is not None else ()):
            if style == "title":
                texts: tuple[Text, ...] = (Text(f" {words}", style=self.ink.title),)
            else:
                blanks = len(words) - len(words.lstrip())
                texts = hanging_lines(
                    Text(" " * (2 + blanks)), words.strip(), self.ink.plain, self._width - 2, deeper=2
                )  # fmt: skip
            yield ListItem(("account", number), texts)
        yield ListItem(None, (Text(" " + _("Faits, dans l'ordre"), style=self.ink.title),))

    def account_word(self) -> str:
        """What the key of the account does now."""
        return _("sans le compte") if self.accounted else _("compte")

    def do_account(self) -> None:
        """Shows the account above the facts, or the facts alone."""
        self.accounted = not self.accounted
        self.draw()
        rows = self.query_one("#facts", ItemList)
        rows.show(list(self._items()), rows.keys[0] if rows.keys else None)
        self._show_beside()

    def do_behind(self) -> None:
        """Shows the facts that the program wrote by itself, or hides them."""
        self.everything = not self.everything
        self.draw()

    def _is_shown(self, telling: SentenceWriter, event: Event) -> bool:
        if self.only.startswith("@"):
            return event.actor == self.only[1:]
        return not self.only or group_of(telling, event) == self.only

    def _only_words(self, only: str) -> str:
        return only[1:] if only.startswith("@") else group_word(only)

    def do_only(self) -> None:
        """Offers groups of facts and persons, each with how many facts there are, and shows only those."""
        from pannesi.tui.screens.choice_list import ChoiceListScreen, choices

        telling = SentenceWriter(self.procedure, self.state, str)
        shown = [event for event in self.state.timeline if self.everything or not telling.is_hidden(event)]
        counts = Counter(group_of(telling, event) for event in shown)
        actors = Counter(event.actor for event in shown if event.actor)
        pairs: list[tuple[str, str]] = [
            (group, f"{group_word(group)} ({counts[group]})") for group in FACT_GROUPS if counts[group]
        ]
        if len(actors) > 1:
            pairs += [("@" + name, _("faits de {name} ({count})").format(name=name, count=actors[name]))
                      for name in sorted(actors)]  # fmt: skip
        listed = choices([*pairs, ("none", _("tout"))], self.ink.key, self.ink.plain)

        def chosen(key: str | None) -> None:
            if key is not None:
                self._show_only("" if key == "none" else key)

        self.app.push_screen(ChoiceListScreen(self.station, _("Ne montrer que quoi ?"), listed, digits=True), chosen)

    def _show_only(self, only: str) -> None:
        """Shows a part of the facts from its first, without the account, below which it would not be seen."""
        self.only, self.accounted = only, False
        self.draw()

    def do_procedure(self) -> None:
        """Shows the units of the procedure that the session went through, to the letter, as they were."""
        from pannesi.procedure.wording.show_text import show_unit
        from pannesi.tui.screens.choice_list import ChoiceListScreen

        width = min(self.columns - 3, 96)
        names = dict.fromkeys(visit.unit for visit in self.state.visits)
        units = [self.procedure.unit_by_id[name] for name in names if name in self.procedure.unit_by_id]
        lines = [line for unit in units for line in show_unit(self.procedure, unit, width).splitlines()]
        items = [
            ListItem(number, (Text(f" {line}", style=self.ink.plain),), len(line) - len(line.lstrip(" ")) + 3)
            for number, line in enumerate(lines)
        ]
        opened = self.state.when(self.state.timeline[0]).astimezone(zone_of(self.station.site.contacts))
        heading = _("La procédure telle qu'elle était le {day}").format(day=f"{opened:%d/%m/%Y}")
        if not self.procedure_found:
            heading = _("Procédure d'aujourd'hui : celle de ce jour-là n'a pas été retrouvée")
        self.app.push_screen(ChoiceListScreen(self.station, heading, items))

    def do_review(self) -> None:
        """Opens what is to be declared, and after closing the whole incident review."""
        from pannesi.tui.screens.incident_review import IncidentReviewScreen

        self.app.push_screen(IncidentReviewScreen(self.station, self.session))

    def do_export_session(self) -> None:
        """Exports the report or the register to a file."""
        from pannesi.tui.screens.exports import offer_report

        offer_report(self, self.session, self._session_boxes)

    def do_take_up(self) -> None:
        """Resumes the session."""
        self.app.resume_session(self.session)

    def do_look_over(self) -> None:
        """Opens the list of a closed session as it was followed."""
        self.app.resume_session(self.session)

    def do_take_over(self) -> None:
        """Resumes the session and takes it over."""
        self.app.resume_session(self.session, want.TakeHandover())

    def do_leave_session(self) -> None:
        """Shows all facts again, or leaves the screen."""
        if self.only:
            self.only = ""
            self.draw()
        else:
            self.dismiss(None)

    def leave_word(self) -> str:
        """What Escape does now."""
        return _("tout montrer") if self.only else _("fermer")

    HANDLERS: ClassVar[Handlers[PastSessionScreen]] = {
        commands.TAKE_UP: do_take_up,
        commands.LOOK_OVER: do_look_over,
        commands.TAKE_OVER: do_take_over,
        commands.ACCOUNT: do_account,
        commands.ONLY: do_only,
        commands.BEHIND: do_behind,
        commands.PROCEDURE: do_procedure,
        commands.SAME_OUTAGE: do_same_outage,
        commands.CLOSE_OLD: do_close_old,
        commands.WORD: do_word,
        commands.REVIEW: do_review,
        commands.EXPORT_SESSION: do_export_session,
        commands.LEAVE_SESSION: do_leave_session,
    }
