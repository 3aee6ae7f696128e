"""Whom to call: who can be reached at a moment, with numbers and references; and the hours of the week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal

from pannesi.application.context import Station
from pannesi.history.learning.lessons import NOTHING_LEARNED
from pannesi.history.learning.open_lessons import station_lessons
from pannesi.presentation.calls.noted_numbers import row_number_notices
from pannesi.presentation.commands import general as commands
from pannesi.presentation.home.lines import doubt_lines
from pannesi.presentation.learning.lessons import contact_lessons
from pannesi.presentation.text.side_boxes import INNER, SideBox
from pannesi.procedure.availability.moments import hour_words
from pannesi.procedure.availability.reachability import contacts_at, zone_of
from pannesi.procedure.availability.typed_times import parse_instant
from pannesi.procedure.availability.week_grid import ContactWeek, contact_week, contact_weeks
from pannesi.procedure.model.contacts import Contact, ContactsFile
from pannesi.support.errors import Declined, JournalError
from pannesi.support.i18n import _
from pannesi.tui.command_screen import Handlers
from pannesi.tui.drawing.contact_list import contact_item
from pannesi.tui.drawing.list_air import AIR
from pannesi.tui.drawing.side_text import COLUMNS, SideText
from pannesi.tui.drawing.week_bar import day_line, day_name, hour_scale, legend, stretches_words, table_width
from pannesi.tui.screen import WIDE, BaseScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import inked, wrapped

_MOST_WAYS = 4
"""Rows kept below the week for the numbers of a contact before the list gets air."""
LOW = 16
"""Rows below which the week shows only the list and one day in words."""
TICK = 5.0
"""Seconds between two looks at the clock."""
_FIRST_YEAR, _LAST_YEAR = 2000, 2100

BOLD = Style(bold=True)
"""The cursor of the week without colours, beside its mark: reversed, an open hour would look like a closed one, and a
rule below the signs like another sign."""


class ContactsScreen(BaseScreen, opened_by=commands.CONTACTS):
    """Contacts as a list, or as the cells of a day and the week of the current one. It keeps the moment looked at and
    the cursor."""

    OFFERS = commands.ON_CONTACTS
    KEPT_VIEW = ("asked", "grid")
    DEFAULT_CSS = """
    ContactsScreen #week { height: auto; padding: 0 1; border-top: solid $primary; display: none; }
    ContactsScreen.grid #week { display: block; }
    """

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.asked: datetime | None = None
        """The moment looked at; None follows the clock."""
        self.grid = False
        self._weeks: tuple[datetime, tuple[ContactWeek, ...]] | None = None
        self._weeks_beside: dict[tuple[str, date], ContactWeek] = {}
        """The weeks told of beside the list."""
        self._minute = -1
        self.lessons = NOTHING_LEARNED
        """What earlier sessions taught, read once the list has been painted."""

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        with Horizontal():
            yield ItemList("people", full_pages=True)
            yield SideText("beside")
        yield TextBlock("week")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        self.query_one("#people", ItemList).focus()
        self.after_paint(self._first_paint)
        self.repeat_every(TICK, self.follow_clock)

    def _first_paint(self) -> None:
        self.draw()
        try:
            self.lessons = station_lessons(self.station, self.station.clock.now())
        except JournalError as failure:
            self.say(str(failure), alarm=True)
        if self.lessons.any:
            self.draw()

    def on_resize(self) -> None:
        self.after_paint(self.draw)

    def restore_focus(self) -> None:
        self.query_one("#words" if self.asking else "#people").focus()

    def follow_clock(self) -> None:
        """Draws again each minute; the cursor stays."""
        if self.asked is None and self.moment.minute != self._minute:
            self.draw()

    @property
    def _is_low(self) -> bool:
        """Whether the screen is too low for all that stands around the list."""
        return self.size.height < LOW

    @property
    def moment(self) -> datetime:
        """The moment looked at."""
        return self.asked or self.station.clock.now()

    @property
    def local(self) -> datetime:
        """The moment looked at, in the time zone of the hospital."""
        return self.moment.astimezone(zone_of(self.station.site.contacts))

    def draw(self) -> None:
        """Draws everything at the moment looked at."""
        self._minute = self.moment.minute
        self.set_class(self.grid, "grid")
        self._draw_band()
        rows = self.query_one("#people", ItemList)
        cursor: Style = self.app.cursor_style
        rows.cursor_style = BOLD if self.grid and cursor.reverse else cursor
        if self.grid:
            self._draw_week()
            items, height = self._fitted(self._grid_items())
        else:
            items, height = self._contact_items(), None
        rows.show(items, rows.key)
        for widget in (rows, self.query_one(Horizontal)):
            widget.styles.height = height or "1fr"
        self._show_beside()
        self.show_bar()

    @property
    def _has_side(self) -> bool:
        """Whether the contact under the cursor is told of beside the list."""
        return self.columns >= WIDE and not self.grid

    def _show_beside(self) -> None:
        self.query_one(SideText).show_boxes(self._boxes(), self.ink, wide=self._has_side)

    def _boxes(self) -> Iterator[SideBox]:
        """Who answers now; then the hours of the contact under the cursor, and the lines that call it."""
        from pannesi.presentation.calls.contact_side import contact_boxes
        from pannesi.presentation.home.side import call_lines

        contacts, site = self._contacts, self.station.reading.site
        if self.asked is None:
            doubt = self.station.doubt()
            called = call_lines(contacts, self.moment, INNER, in_doubt=doubt is not None and doubt.alarm)
            yield SideBox(_("Qui appeler maintenant"), tuple(called))
        contact = site.contact_by_id.get(str(self.query_one("#people", ItemList).key))
        if contact is not None:
            monday = self.local.date() - timedelta(days=self.local.weekday())
            week = self._week_of(contact, monday)
            names = (day_name(monday + timedelta(days=number)) for number in range(7))
            yield from contact_boxes(site, week, names, self.local.weekday())

    def _week_of(self, contact: Contact, monday: date) -> ContactWeek:
        """The week of a contact, computed once."""
        name = (contact.id, monday)
        if name not in self._weeks_beside:
            self._weeks_beside[name] = contact_week(self.station.reading.site.contacts, contact, monday)
        return self._weeks_beside[name]

    def _fitted(self, items: list[ListItem]) -> tuple[list[ListItem], int | None]:
        """The contacts of the week with their height, so that the week of the one under the cursor stands directly
        below them, and with air between them where there is room; no height where the list has to scroll."""
        around = sum(self.query_one(name, TextBlock).line_count for name in ("#band", "#said"))
        said = max(len(wrapped(self._day_words(contact).plain, self.columns - 2)) for contact in self._week_shown)
        spare = self.size.height - around - said - 7 - 2  # the days, the rule above them, and the bar
        aired = [item for each in items for item in (AIR, each)][1:]
        if self.columns >= WIDE and spare >= len(aired) + _MOST_WAYS:
            return aired, len(aired)
        return items, len(items) if spare >= len(items) else None

    def _draw_band(self) -> None:
        text = Text()
        heading = _("Qui appeler, à quelle heure") if self.grid else _("Qui appeler")
        doubt = self.station.doubt() if self.asked is None else None
        moment = f"{day_name(self.local.date())} {hour_words(self.local, short=True)}"
        text.append(f"{heading} · {moment}", style=self.ink.title)
        if doubt is not None and doubt.alarm:
            text.append(_(" ? (heure de ce poste)"), style=self.ink.warning)
        elif self.asked is None:
            text.append(_(" (maintenant)"), style=self.ink.done)
        else:
            text.append(_("  AUTRE MOMENT : 0 revient à maintenant"), style=self.ink.warning)
        where = f"  {self.station.site.contacts.site}"
        if not self._is_low and not self.grid and self.asked is None and text.cell_len + len(where) <= self.columns - 2:
            text.append(where, style=self.ink.quiet)
        if self.grid:
            text.append("\n" if self._is_low else f"\n{legend()}\n", style=self.ink.plain)
            text.append_text(hour_scale(self.local, *table_width(self.columns), self.ink))
        doubted = doubt_lines(self.station, max(self.columns - 2, 10)) if doubt is not None else []
        doubt_texts = [inked(line, self.ink) for line in doubted]
        self.query_one("#band", TextBlock).update(Text("\n").join([*doubt_texts, text]))

    def _contact_items(self) -> list[ListItem]:
        contacts = self._contacts
        rows = contacts_at(contacts, self.moment, "manipulateur")
        names = {contact.id: contact.name for contact in contacts.contacts}
        now, where, then = self.station.clock.now(), zone_of(contacts), self.asked is not None
        width = self.columns - (COLUMNS if self._has_side else 0)
        return [
            contact_item(
                row, names, now, where, self.ink, width, then=then,
                notices=contact_lessons(contacts, self.lessons, row.id),
                numbers=row_number_notices(contacts, self.lessons, row),
            )
            for row in rows
        ]  # fmt: skip

    @property
    def _contacts(self) -> ContactsFile:
        """The contacts; at a moment that was typed, also what depends on a clock in doubt is decided."""
        return (self.station.site if self.asked is None else self.station.reading.site).contacts

    @property
    def _week_shown(self) -> tuple[ContactWeek, ...]:
        """The week of the moment, computed once for each week looked at."""
        monday = self.local.replace(hour=12, minute=0) - timedelta(days=self.local.weekday())
        if self._weeks is None or self._weeks[0].date() != monday.date():
            self._weeks = (monday, contact_weeks(self.station.reading.site.contacts, monday.date()))
        return self._weeks[1]

    def _grid_items(self) -> list[ListItem]:
        name, cell = table_width(self.columns)
        items = []
        for contact in self._week_shown:
            stretches = contact.days[self.local.weekday()]
            items.append(
                ListItem(contact.contact_id, (day_line(contact.name, stretches, self.local, name, cell, self.ink),))
            )
        return items

    def _draw_week(self) -> None:
        """Draws the seven days of the contact under the cursor, and its day in words."""
        key = self.query_one("#people", ItemList).key
        contact = next((contact for contact in self._week_shown if contact.contact_id == key), None)
        text = Text()
        if contact is not None:
            today = self.local.weekday()
            text.append_text(self._day_words(contact))
            name, cell = table_width(self.columns)
            name -= 1  # below the cells of the list, which has no margin of its own
            for number, stretches in enumerate(contact.days if not self._is_low else ()):
                day = self.local.date() + timedelta(days=number - today)
                here = self.local if number == today else None
                text.append("\n")
                text.append_text(day_line(day_name(day), stretches, here, name, cell, self.ink))
            if self.columns >= WIDE:
                text = Text("\n").join([text, Text(), *self._ways_of(contact.contact_id)])
        self.query_one("#week", TextBlock).update(text)

    def _day_words(self, contact: ContactWeek) -> Text:
        """The day of a contact to the minute."""
        text = Text().append(f"{contact.name}, {day_name(self.local.date())} : ", style=self.ink.title)
        return text.append(stretches_words(contact.days[self.local.weekday()]), style=self.ink.plain)

    def _ways_of(self, contact: str) -> tuple[Text, ...]:
        """By which numbers a contact can be reached, and what is missing or to be quoted."""
        item = next((item for item in self._contact_items() if item.key == contact), None)
        return item.texts[1:] if item is not None else ()

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        if self.grid:
            self._draw_week()
        else:
            self._show_beside()

    def do_grid(self) -> None:
        """Switches between the list and the week."""
        self.grid = not self.grid
        self.draw()

    def _go_by_days(self, days: int) -> None:
        """Looks at the same hour, by the clocks of the hospital, some days later or earlier."""
        try:
            self._look_at((self.local + timedelta(days=days)).astimezone(UTC))
        except Declined as refusal:
            self.say(str(refusal), alarm=True)

    def _look_at(self, moment: datetime) -> None:
        """Looks at a moment. Raises Declined for a year whose public holidays are not known."""
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            words = _("Les heures ne sont connues que de {first} à {last}.")
            raise Declined(words.format(first=_FIRST_YEAR, last=_LAST_YEAR))
        self.asked = moment
        self.say("")
        self.draw()

    def do_day_before(self) -> None:
        """Looks at the day before."""
        self._go_by_days(-1)

    def do_day_after(self) -> None:
        """Looks at the day after."""
        self._go_by_days(1)

    def do_week_before(self) -> None:
        """Looks a week earlier."""
        self._go_by_days(-7)

    def do_week_after(self) -> None:
        """Looks a week later."""
        self._go_by_days(7)

    def do_now(self) -> None:
        """Follows the clock again."""
        self.asked = None
        self.draw()

    def do_moment(self) -> None:
        """Asks for a moment, past or future."""
        self.ask(_("Quel moment ? 15h47, 24/12 22:30 ou 2026-12-24 22:30"), self._moment_given)

    def _moment_given(self, words: str) -> None:
        if not words.strip():
            raise Declined(_("Donner un moment, ou Échap : les heures restent celles qui sont montrées."))
        self._look_at(parse_instant(words, self.station.clock.now(), zone_of(self.station.site.contacts)))

    def do_leave_contacts(self) -> None:
        """Closes the prompt, or leaves the screen."""
        self.stop_asking_or_leave()

    HANDLERS: ClassVar[Handlers[ContactsScreen]] = {
        commands.GRID: do_grid,
        commands.DAY_BEFORE: do_day_before,
        commands.DAY_AFTER: do_day_after,
        commands.WEEK_BEFORE: do_week_before,
        commands.WEEK_AFTER: do_week_after,
        commands.MOMENT: do_moment,
        commands.NOW: do_now,
        commands.LEAVE_SCREEN: do_leave_contacts,
    }
