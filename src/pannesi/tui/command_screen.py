"""A screen with commands: binds their keys from the registry, finds the command of a key and calls its handler."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from pannesi.application.context import Station
from pannesi.presentation.commands import general
from pannesi.presentation.commands.command import Command
from pannesi.presentation.commands.key_bar import Hint, usable_hints
from pannesi.support.keyboard_azerty import UNSHIFTED
from pannesi.tui.runtime.key_bursts import KeyTimingScreen
from pannesi.tui.theme.styles import Ink

if TYPE_CHECKING:
    from pannesi.support.clock import ClockDoubt

Here = TypeVar("Here")
Handlers = Mapping[Command[Here], Callable[[Here], None]]
"""What does each command of a screen, called with the screen."""
MIN_COLUMNS = 20
"""Columns that words are laid out on, at least."""


def bindings_for(commands: Iterable[Command[Any]]) -> list[BindingType]:
    """The key bindings of a screen, all to `action_key`. A key may serve several commands: the first that applies is
    run.

    A letter is bound as a capital too (shift held, or caps lock), a digit also as the sign of its key without shift on
    a French keyboard.
    """
    keys = dict.fromkeys(key for command in commands for key in command.keys.split(","))
    both = [(typed, key) for key in keys for typed in dict.fromkeys((key, key.upper() if len(key) == 1 else key))]
    both += [(sign, digit) for sign, digit in UNSHIFTED.items() if digit in keys]
    return [Binding(typed, f"key('{key}')", show=False) for typed, key in both]


class CommandScreen(KeyTimingScreen):
    """A screen with commands: its own, and those of every screen."""

    OFFERS: ClassVar[tuple[Command[Any], ...]] = ()
    """Its own commands, from the registry, in the order of the bar."""
    HANDLERS: ClassVar[Handlers[Any]] = {}
    """What does each of them; a test checks that none is missing."""

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
        """Whether the palette can be opened here."""
        return True

    @property
    def may_recolour(self) -> bool:
        """Whether the theme can be changed here: not above a list whose entries were coloured when it was opened."""
        return not any(isinstance(screen, CommandScreen) and screen.keeps_colours for screen in self.app.screen_stack)

    @property
    def keeps_colours(self) -> bool:
        """Whether what it shows was coloured when it was opened."""
        return False

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.station = station
        self.pressed = ""
        """The key that asked for the command being run; empty where it was chosen in the palette."""

    @property
    def ink(self) -> Ink:
        """The styles of the current theme."""
        return self.app.ink

    @property
    def columns(self) -> int:
        """How many columns words are laid out on. While a window is dragged it may be narrower for a moment than any
        word: lines are cut then."""
        return max(self.size.width, MIN_COLUMNS)

    @property
    def clock_doubt(self) -> ClockDoubt | None:
        """Why the clock should be looked at, if it should."""
        return self.station.doubt()

    def action_key(self, key: str) -> None:
        """Runs the first command of a key that applies now. Textual calls it by its name, from the bindings of
        `bindings_for`."""
        for command in self.commands:
            if command.has_key(key) and command.applies(self):
                self.run_command(command, key)
                return
        self.explain_unused_key(key)

    def explain_unused_key(self, key: str) -> None:
        """Says why a key of this screen does nothing now; by default nothing."""

    def run_command(self, command: Command[Any], key: str = "") -> None:
        """Calls the handler of a command. `key` is the key pressed for it, if there was one: a command that asserts
        that something was done needs a deliberate key, one whose act nothing takes back the key of a person."""
        if key and command.asserts and (self.confirms_digit(key) or not self.is_deliberate()):
            self.ask_to_press_again(key, command.word(self))
        elif key and command.lasting:
            self.key_queue.act_unless_machine(partial(self._call_handler, command, key))
        else:
            self._call_handler(command, key)

    def _call_handler(self, command: Command[Any], key: str) -> None:
        self.pressed = key
        if command.opens:
            self.app.open_screen(command)
        else:
            (self.HANDLERS.get(command) or HANDLERS_EVERYWHERE[command])(self)

    def hints(self) -> list[Hint]:
        """The keys that apply now, those of the current line first, help last."""
        return usable_hints(self.commands, self)


OPENED_BY: dict[Command[Any], type[CommandScreen]] = {}
"""The screen that a command opens, once the module of the screen is imported."""
HANDLERS_EVERYWHERE: Handlers[CommandScreen] = {
    general.HELP: lambda here: here.app.show_help(here),
    general.SESSIONS: lambda here: here.app.show_sessions(),
    general.PALETTE: lambda here: here.app.show_palette(here),
    general.THEME: lambda here: here.app.next_theme(),
    general.CLOCK: lambda here: here.app.confirm_clock(),
    general.QUIT: lambda here: here.app.quit_program(),
}
"""What does each command that every screen has."""
