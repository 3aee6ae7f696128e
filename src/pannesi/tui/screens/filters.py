"""The screen of all filters of the list of sessions, each with its key, and how many sessions they leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from pannesi.application.context import Station
from pannesi.history.catalogue import station_catalogue
from pannesi.history.period import parse_period_words
from pannesi.history.session_filter import SessionFilter
from pannesi.presentation.commands import history as commands
from pannesi.presentation.commands.command import Asking, Command
from pannesi.presentation.session_lists.session_filter import case_words, order_words, period_filter_words
from pannesi.procedure.availability.reachability import zone_of
from pannesi.support.i18n import _, n_
from pannesi.tui.command_screen import Handlers
from pannesi.tui.screen import BaseScreen
from pannesi.tui.screens.choice_list import ChoiceListScreen, choices
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import hanging_lines

_ANY = "none"
_USUAL = 3
"""How many persons are offered by a digit; any other name is typed."""
FILTERS: Mapping[str, Command[Asking]] = {
    "case": commands.BY_CASE,
    "system": commands.BY_SYSTEM,
    "period": commands.BY_PERIOD,
    "state": commands.BY_STATE,
    "who": commands.BY_WHO,
    "to_take_over": commands.BY_TO_TAKE_OVER,
    "could_not": commands.BY_COULD_NOT,
    "redlines": commands.BY_REDLINES,
    "forced": commands.BY_FORCED,
    "words": commands.BY_WORDS,
    "notes": commands.BY_NOTES,
    "exercise": commands.BY_EXERCISE,
    "oldest": commands.BY_OLDEST,
}
"""The filters in the order of the screen, each with the command that changes it."""


class FiltersScreen(BaseScreen):
    """Changes a filter of sessions; leaving returns it to the list."""

    BAR_LINES = 2
    OFFERS = commands.ON_FILTERS

    def __init__(self, station: Station, wanted: SessionFilter) -> None:
        super().__init__(station)
        self.wanted = wanted

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        yield ItemList("filters")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        self.restore_focus()
        self.after_paint(self.draw)

    def on_resize(self) -> None:
        self.after_paint(self.draw)

    def restore_focus(self) -> None:
        self.query_one("#words" if self.asking else "#filters").focus()

    def draw(self) -> None:
        """Draws every filter with its value, and how many sessions they leave."""
        if not self.query("#band"):
            return  # left meanwhile
        count = station_catalogue(self.station).index.count(self.wanted)
        text = Text().append(_("Filtrer les sessions"), style=self.ink.title)
        text.append("  " + n_("{count} session", "{count} sessions", count),
                    style=self.ink.plain if count else self.ink.warning)  # fmt: skip
        if self.wanted.notes:
            text.append(_(", les notes restent à lire"), style=self.ink.quiet)
        self.query_one("#band", TextBlock).update(text)
        rows = self.query_one("#filters", ItemList)
        rows.cursor_style = self.app.cursor_style
        rows.show(list(self._items()), rows.key)
        self.show_bar()

    def _items(self) -> Iterator[ListItem]:
        settings = self._settings()
        for name, command in FILTERS.items():
            text = Text().append(f" {command.key}  ", style=self.ink.key)
            text.append(f"{command.short:<20} ", style=self.ink.plain)
            words, at_work = settings[name]
            style = self.ink.title if at_work else self.ink.quiet
            yield ListItem(name, hanging_lines(text, words, style, self.columns - 2))

    def _settings(self) -> dict[str, tuple[str, bool]]:
        """The words of each filter, and whether it leaves anything out."""
        wanted, either = self.wanted, _("toutes")
        states = {"open": _("ouvertes"), "closed": _("closes")}

        def said(words: str, otherwise: str) -> tuple[str, bool]:
            return (words, True) if words else (otherwise, False)

        def ticked(holds: bool, words: str) -> tuple[str, bool]:
            return said(words if holds else "", _("peu importe"))

        return {
            "case": said(case_words(wanted.case, self.station.site) if wanted.case else "", _("tous")),
            "system": said(wanted.system, _("tous")),
            "period": said(period_filter_words(wanted, zone_of(self.station.site.contacts)), _("depuis toujours")),
            "state": said(states.get(wanted.state, ""), either),
            "who": said(wanted.who, either),
            "to_take_over": ticked(wanted.to_take_over, _("seulement celles-là")),
            "could_not": ticked(wanted.could_not, _("seulement celles-là")),
            "redlines": ticked(wanted.redlines, _("seulement celles-là")),
            "forced": ticked(wanted.forced, _("seulement celles-là")),
            "words": said(f"« {wanted.words} »" if wanted.words else "", _("rien n'est cherché")),
            "notes": said(f"« {wanted.notes} »" if wanted.notes else "", _("rien n'est cherché")),
            "oldest": (order_words(oldest=wanted.oldest), False),
            "exercise": said(_("les exercices") if wanted.exercise else "", _("les vraies pannes")),
        }

    def _apply_filter(self, **changed: object) -> None:
        self.wanted = replace(self.wanted, **changed)  # type: ignore[arg-type]
        self.say("")
        self.draw()

    def do_change(self) -> None:
        """Changes the filter under the cursor."""
        name = self.query_one("#filters", ItemList).key
        if isinstance(name, str) and not self.asking:
            self.HANDLERS[FILTERS[name]](self)

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.do_change()

    def _choose_value(
        self, title: str, pairs: list[tuple[str, str]], anything: str, chosen: Callable[[str], None]
    ) -> None:
        def taken(key: str | None) -> None:
            if key is not None:
                chosen("" if key == _ANY else key)

        listed = choices([*pairs, (_ANY, anything)], self.ink.key, self.ink.plain)
        self.app.push_screen(ChoiceListScreen(self.station, title, listed, digits=True), taken)

    def _move_cursor_to(self, name: str) -> None:
        self.query_one("#filters", ItemList).point_at(name)

    def do_by_case(self) -> None:
        """Asks for a case."""
        self._move_cursor_to("case")
        cases = station_catalogue(self.station).index.tag_values("case")
        pairs = [(value, case_words(value, self.station.site, label)) for value, label in cases]
        self._choose_value(_("Passées par quel cas ?"), pairs, _("tous"), lambda case: self._apply_filter(case=case))

    def do_by_system(self) -> None:
        """Asks for a system."""
        self._move_cursor_to("system")
        pairs = [(label, label) for _value, label in station_catalogue(self.station).index.tag_values("system")]
        self._choose_value(
            _("Quel système en panne ?"), pairs, _("tous"), lambda system: self._apply_filter(system=system)
        )

    def do_by_state(self) -> None:
        """Asks whether open or closed."""
        self._move_cursor_to("state")
        pairs = [("open", _("ouvertes")), ("closed", _("closes"))]
        self._choose_value(_("Dans quel état ?"), pairs, _("toutes"), lambda state: self._apply_filter(state=state))

    def do_by_period(self) -> None:
        """Asks for a period."""
        self._move_cursor_to("period")
        today = self.station.clock.now().astimezone(zone_of(self.station.site.contacts)).date()
        before = date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
        usual = [f"{today:%m/%Y}", f"{before:%m/%Y}", f"{today:%Y}"]
        question = _("Commencées quand ? (24/11/2026, 11/2026, du … au …, depuis …)")
        self.ask(question, self._in_period, usual=usual)

    def _in_period(self, words: str) -> None:
        period = parse_period_words(words)
        where = zone_of(self.station.site.contacts)
        self._apply_filter(since=period.since(where), until=period.until(where))

    def do_by_who(self) -> None:
        """Asks for a person."""
        self._move_cursor_to("who")
        usual = [label for _value, label in station_catalogue(self.station).index.tag_values("who")[:_USUAL]]
        question = _("Avec qui ? (un nom, des initiales, une partie)")
        self.ask(question, lambda words: self._apply_filter(who=words.strip()), usual=usual)

    def do_by_words(self) -> None:
        """Asks for words in titles, names and lines."""
        self._move_cursor_to("words")
        question = _("Quels mots ? (titres, noms, lignes traitées, 24/11/2026)")
        self.ask(question, lambda words: self._apply_filter(words=words.strip()), self.wanted.words)

    def do_by_notes(self) -> None:
        """Asks for words in notes and reasons."""
        self._move_cursor_to("notes")
        question = _("Quels mots dans les notes et les motifs ?")
        self.ask(question, lambda words: self._apply_filter(notes=words.strip()), self.wanted.notes)

    def do_by_to_take_over(self) -> None:
        """Switches to sessions that are offered for hand-over, and back."""
        self._move_cursor_to("to_take_over")
        self._apply_filter(to_take_over=not self.wanted.to_take_over)

    def do_by_could_not(self) -> None:
        """Switches to sessions with an impossible line, and back."""
        self._move_cursor_to("could_not")
        self._apply_filter(could_not=not self.wanted.could_not)

    def do_by_redlines(self) -> None:
        """Switches to sessions with a reported line, and back."""
        self._move_cursor_to("redlines")
        self._apply_filter(redlines=not self.wanted.redlines)

    def do_by_forced(self) -> None:
        """Switches to sessions that were closed by force, and back."""
        self._move_cursor_to("forced")
        self._apply_filter(forced=not self.wanted.forced)

    def do_by_oldest(self) -> None:
        """Switches between the oldest and the latest first."""
        self._move_cursor_to("oldest")
        self._apply_filter(oldest=not self.wanted.oldest)

    def do_by_exercise(self) -> None:
        """Switches between exercises and real outages."""
        self._move_cursor_to("exercise")
        self._apply_filter(exercise=not self.wanted.exercise)

    def do_clear_filters(self) -> None:
        """Clears all filters but exercises, which are another list, and the order."""
        self.wanted = self.wanted.without_filters()
        self.draw()

    def do_leave_filters(self) -> None:
        """Closes the prompt, or returns the filter to the list."""
        self.stop_asking_or_leave(self.wanted)

    HANDLERS: ClassVar[Handlers[FiltersScreen]] = {
        commands.CHANGE: do_change,
        commands.BY_CASE: do_by_case,
        commands.BY_SYSTEM: do_by_system,
        commands.BY_PERIOD: do_by_period,
        commands.BY_STATE: do_by_state,
        commands.BY_WHO: do_by_who,
        commands.BY_TO_TAKE_OVER: do_by_to_take_over,
        commands.BY_COULD_NOT: do_by_could_not,
        commands.BY_REDLINES: do_by_redlines,
        commands.BY_FORCED: do_by_forced,
        commands.BY_WORDS: do_by_words,
        commands.BY_NOTES: do_by_notes,
        commands.BY_OLDEST: do_by_oldest,
        commands.BY_EXERCISE: do_by_exercise,
        commands.CLEAR_FILTERS: do_clear_filters,
        commands.LEAVE_FILTERS: do_leave_filters,
    }
