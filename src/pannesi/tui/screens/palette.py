"""The palette, which finds a command by words, and the help, which explains all commands of a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, Static

from pannesi.application.context import Station
from pannesi.presentation.commands import general as commands
from pannesi.presentation.commands.command import Command
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line, fold_accents, typed_line
from pannesi.tui.command_screen import CommandScreen, Handlers
from pannesi.tui.screen import BaseScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.prompt_input import SearchInput
from pannesi.tui.widgets.wrapping import NARROW

if TYPE_CHECKING:
    from pannesi.tui.theme.styles import Ink


class PaletteScreen(BaseScreen):
    """Typing filters the commands, the arrows move, Enter closes with the command, Escape with None."""

    OFFERS = commands.ON_PALETTE
    DEFAULT_CSS = """
    PaletteScreen #what { height: 1; layout: horizontal; padding: 0 1; }
    PaletteScreen #what Static { width: auto; }
    PaletteScreen #search { width: 1fr; }
    """

    def __init__(self, station: Station, offered: tuple[Command[Any], ...]) -> None:
        super().__init__(station)
        self.offered = offered

    @property
    def offers_commands(self) -> bool:
        return False

    @property
    def keeps_colours(self) -> bool:
        return True

    def compose(self) -> ComposeResult:
        from textual.containers import Container

        with Container(id="what"):
            yield Static(Text(_("Que faire ? "), style=self.ink.title), markup=False)
            yield SearchInput(id="search", max_length=60, compact=True)
        yield ItemList("commands")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        rows = self.query_one(ItemList)
        rows.can_focus = False
        rows.cursor_style = self.app.cursor_style
        self.query_one("#search", Input).focus()
        self.after_paint(self._show_matches, "")
        self.show_bar()

    def _show_matches(self, words: str) -> None:
        wanted = fold_accents(words).split()
        items = [
            ListItem(command.id, (_entry_text(command, self.ink, self.columns - 2),), hang=7)
            for command in self.offered
            if all(word in fold_accents(f"{command.title} {command.short} {command.key}") for word in wanted)
        ]
        nothing = ListItem(None, (Text(_(" Aucune commande ne porte ces mots ici."), style=self.ink.quiet),))
        self.query_one(ItemList).show(items or [nothing], None)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "search":
            self._show_matches(typed_line(event.value))
        else:
            super().on_input_changed(event)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.do_run()

    def on_key(self, event: events.Key) -> None:
        """Moves the cursor of the list with the arrows, while the field keeps the focus."""
        by = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}.get(event.key)
        if by is not None:
            event.stop()
            self.query_one(ItemList).action_move(by)

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.do_run()

    def do_run(self) -> None:
        """Closes with the command under the cursor."""
        key = self.query_one(ItemList).key
        chosen = next((command for command in self.offered if command.id == key), None)
        if chosen is not None:
            self.dismiss(chosen)

    def do_leave_palette(self) -> None:
        """Closes without a command."""
        self.dismiss(None)

    HANDLERS: ClassVar[Handlers[PaletteScreen]] = {
        commands.RUN: do_run,
        commands.LEAVE_PALETTE: do_leave_palette,
    }


def _entry_text(command: Command[Any], ink: Ink, width: int) -> Text:
    text = Text()
    text.append(f" {command.key:<6}", style=ink.key)
    short = command.short[:1].upper() + command.short[1:]
    text.append(command.title if width >= NARROW - 2 else short, style=ink.plain)
    return text


def help_items(screen: CommandScreen) -> list[ListItem]:
    """The commands of a screen as items: those that apply now, then the others."""
    commands_here = screen.commands
    now = [command for command in commands_here if command.applies(screen)]
    later = [command for command in commands_here if command not in now]
    items: list[ListItem] = list(_banner_items(screen))
    hang = 9 if screen.columns < NARROW else 27
    for heading, listed in ((_("Ici, maintenant"), now), (_("À un autre moment"), later)):
        if listed:
            items.append(ListItem(None, (Text(f" {heading}", style=screen.ink.title),)))
        items += [ListItem(command.id, _help_texts(command, screen, works=command in now), hang) for command in listed]
    return items


def _banner_items(screen: CommandScreen) -> Iterator[ListItem]:
    """The warnings about the site and the journal, in full: home has no room for all of them."""
    for number, words in enumerate(screen.station.banners):
        yield ListItem(("banner", number), (Text(f" {clean_line(words)}", style=screen.ink.warning),), hang=1)
        yield ListItem(None, (Text(""),))


def _help_texts(command: Command[Any], screen: CommandScreen, *, works: bool) -> tuple[Text, ...]:
    style = screen.ink.plain if works else screen.ink.quiet
    head = Text().append(f"   {command.key:<6}", style=screen.ink.key if works else screen.ink.quiet)
    head.append(f"{command.short:<17} ", style=style)
    if screen.columns < NARROW:
        return head, Text().append(" " * 9).append(command.help, style=style)
    return (head.append(command.help, style=style),)
