"""A screen as its commands see it: the keys bound from the registry, and what does each command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from pannesi.application.context import Station
from pannesi.presentation.commands import general
from pannesi.presentation.commands.command import Command
from pannesi.support.keyboard_azerty import UNSHIFTED
from pannesi.tui.runtime.key_bursts import KeyTimingScreen
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.key_bar import Hint

if TYPE_CHECKING:
    from pannesi.support.clock import ClockDoubt

Here = TypeVar("Here")
Handlers = Mapping[Command[Here], Callable[[Here], None]]
"""What does each command of a screen, told the screen."""
MIN_COLUMNS = 20
"""Columns that words are laid out on, at least."""


def bindings_for(commands: Iterable[Command[Any]]) -> list[BindingType]:
    """The bindings of a screen. A key may serve several commands: the first that applies acts.

    A letter is the same key with the shift held or the capitals locked, a digit without the shift that it takes on a
    French keyboard.
    """
    keys = dict.fromkeys(key for command in commands for key in command.keys.split(","))
    both = [(typed, key) for key in keys for typed in dict.fromkeys((key, key.upper() if len(key) == 1 else key))]
    both += [(sign, digit) for sign, digit in UNSHIFTED.items() if digit in keys]
    return [Binding(typed, f"key('{key}')", show=False) for typed, key in both]


class CommandScreen(KeyTimingScreen):
    """A screen with commands: its own, and those that every screen has."""

    OFFERS: ClassVar[tuple[Command[Any], ...]] = ()
    """Its commands in the registry, beside those of every screen."""
    HANDLERS: ClassVar[Handlers[Any]] = {}
    """What does each of them."""

    def __init_subclass__(cls, opened_by: Command[Any] | None = None, **more: Any) -> None:
        """Binds the keys of its commands; `opened_by` is the command that opens it by its `opens`."""
        if "OFFERS" in vars(cls):
            cls.BINDINGS = [*bindings_for((*cls.OFFERS, *general.EVERYWHERE)), *vars(cls).get("BINDINGS", ())]
        if opened_by is not None:
            OPENED_BY[opened_by] = cls
        super().__init_subclass__(**more)

    @property
    def commands(self) -> tuple[Command[Any], ...]:
        """The commands that it has, whether or not they apply now."""
        return (*self.OFFERS, *general.EVERYWHERE)

    @property
    def offers_commands(self) -> bool:
        """Whether a command can be looked for by words here."""
        return True

    @property
    def may_recolour(self) -> bool:
        """Whether other colours can be chosen here: not above a list, whose entries have theirs."""
        return not any(isinstance(screen, CommandScreen) and screen.keeps_colours for screen in self.app.screen_stack)

    @property
    def keeps_colours(self) -> bool:
        """Whether what it shows was coloured when it was opened."""
        return False

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.station = station
        self.pressed = ""
        """The key that asked for the command that is being obeyed; empty where it was chosen by words."""

    @property
    def ink(self) -> Ink:
        return self.app.ink

    @property
    def columns(self) -> int:
        """How wide the words of this screen are laid out. A terminal narrower than any word is no terminal to read on,
        but one may be so for a moment, while a window is dragged: it cuts the lines."""
        return max(self.size.width, MIN_COLUMNS)

    @property
    def clock_doubt(self) -> ClockDoubt | None:
        """Why the clock should be looked at, if it should."""
        return self.station.doubt()

    def action_key(self, key: str) -> None:
        """Does the first command of that key that applies here."""
        for command in self.commands:
            if command.has_key(key) and command.applies(self):
                self.run_command(command, key)
                return
        self.explain_unused_key(key)

    def explain_unused_key(self, key: str) -> None:
        """What is said of a key of this screen that does nothing at this moment: nothing."""

    def run_command(self, command: Command[Any], key: str = "") -> None:
        """Does a command; `key` is the one that was pressed for it, if one was."""
        if key and command.asserts and not self.is_deliberate():
            self.ask_to_press_again(key, command.word(self))
            return
        self.pressed = key
        if command.opens:
            self.app.open_screen(command)
        else:
            (self.HANDLERS.get(command) or HANDLERS_EVERYWHERE[command])(self)

    def hints(self) -> list[Hint]:
        """The keys that work now, those of the current line first, help last."""
        usable = [command for command in self.commands if command.applies(self)]
        shown = [command for command in usable if command.bar and command is not general.HELP]
        last = [command for command in usable if command is general.HELP]
        return [Hint(command.key_here(self), command.word(self), command.press) for command in (*shown, *last)]


OPENED_BY: dict[Command[Any], type[CommandScreen]] = {}
"""The screen that a command opens, once its module is loaded."""
HANDLERS_EVERYWHERE: Handlers[CommandScreen] = {
    general.HELP: lambda here: here.app.show_help(here),
    general.SESSIONS: lambda here: here.app.show_sessions(),
    general.PALETTE: lambda here: here.app.show_palette(here),
    general.THEME: lambda here: here.app.next_theme(),
    general.CLOCK: lambda here: here.app.confirm_clock(),
    general.QUIT: lambda here: here.app.quit_program(),
}
