"""What every screen asks of the program: another screen, a session, its colours, the thread that commits."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rich.style import Style

from pannesi.application.context import Station
from pannesi.support.errors import JournalError
from pannesi.support.exit_codes import HUNG_UP, OK
from pannesi.support.i18n import _
from pannesi.tui.command_screen import OPENED_BY, CommandScreen
from pannesi.tui.runtime.key_queue import KeyQueueApp
from pannesi.tui.screen import BaseScreen
from pannesi.tui.theme.styles import PALETTES, Depth, Ink, ink_for

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from pannesi.application.session_service import Desk
    from pannesi.history.session_filter import SessionFilter
    from pannesi.presentation.commands.command import Command
    from pannesi.session import actions as want
    from pannesi.tui.runtime.commit_worker import Committer


class Program(KeyQueueApp):
    """The screens of one station, from the first to the end."""

    def __init__(self, station: Station, depth: Depth, **more: Any) -> None:
        super().__init__(**more)
        self.station = station
        self.depth: Depth = depth
        self.gone = False
        """Whether the terminal is."""
        self._warned_of: tuple[BaseScreen, Hashable | None] | None = None
        """The screen that held something unsaved, and what, when that was last said."""
        self.sessions_wanted: SessionFilter | None = None
        """What the list of sessions was last asked for: it is still so after a session was opened from it."""

    @property
    def ink(self) -> Ink:
        """The styles of the colours that are chosen."""
        return ink_for(self.depth, self.theme)

    @property
    def cursor_style(self) -> Style:
        """How the line under the cursor is shown."""
        return Style.parse(self.ink.cursor)

    @cached_property
    def committer(self) -> Committer:
        """What writes the facts of all screens."""
        from pannesi.tui.runtime.commit_worker import Committer

        return Committer(self)

    def open_session(self, intent: want.Open, exercise: bool | None = None) -> bool:
        """Opens a session and shows it; says why not otherwise. Whether it stands."""

        def opened() -> Desk:
            desk = self.station.desk(exercise=exercise)
            desk.open(intent)
            return desk

        return self._enter(opened)

    def resume_session(self, session: str, then: want.Intent | None = None) -> bool:
        """Takes a session up where it is, and does `then` there; says why not otherwise. Whether it stands."""
        return self._enter(lambda: self.station.resume(session), then)

    def _enter(self, begin: Callable[[], Desk], then: want.Intent | None = None) -> bool:
        """Goes on at the desk that `begin` gives; says why there is none."""
        from pannesi.session.event_writer import Refused
        from pannesi.tui.screens.session import SessionScreen

        if self._held_back():
            return False
        try:
            desk = begin()
        except (Refused, JournalError) as refusal:
            if isinstance(self.screen, BaseScreen):
                self.screen.say(str(refusal), alarm=True)
            return False
        self.station.adopt_journal(desk)
        self.go_home()
        screen = SessionScreen(self.station, desk)
        self.push_screen(screen)
        if then is not None:
            screen.do(then)
        return True

    def go_home(self) -> None:
        """Back to the first screen."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def open_screen(self, command: Command[Any]) -> None:
        """Shows the screen that a command opens, unless it stands already."""
        import_module(f"pannesi.tui.screens.{command.opens}")
        screen = OPENED_BY[command]
        if not isinstance(self.screen, screen):
            self.push_screen(screen(self.station))

    def show_help(self, screen: CommandScreen) -> None:
        """The commands of a screen, those that work now first."""
        from pannesi.tui.screens.choice_list import ChoiceListScreen
        from pannesi.tui.screens.palette import help_items

        self.push_screen(ChoiceListScreen(self.station, _("Aide : les commandes de cet écran"), help_items(screen)))

    def show_palette(self, screen: CommandScreen) -> None:
        """Finds a command by words, among those that work now on a screen."""
        from pannesi.tui.screens.palette import PaletteScreen

        offered = tuple(command for command in screen.commands if command.listed and command.applies(screen))
        self.push_screen(
            PaletteScreen(self.station, offered),
            lambda chosen: screen.run_command(chosen) if chosen is not None else None,
        )

    def show_sessions(self) -> None:
        """The list of sessions: the one that stands already, or else as it was last asked for."""
        from pannesi.tui.screens.sessions import SessionsScreen

        if any(isinstance(screen, SessionsScreen) for screen in self.screen_stack):
            while not isinstance(self.screen, SessionsScreen):
                self.pop_screen()
        else:
            self.push_screen(SessionsScreen(self.station, self.sessions_wanted))

    def next_theme(self) -> None:
        """The next colours, where the terminal has all."""
        if self.depth == "full":
            names = list(PALETTES)
            at = names.index(self.theme) if self.theme in names else -1
            self.theme = names[(at + 1) % len(names)]
            for screen in self.screen_stack:
                if isinstance(screen, BaseScreen):
                    screen.recolour()

    def confirm_clock(self) -> None:
        """Somebody looked at the clock: what it says is believed from here on."""
        words, failed = _("Noté : l'heure de ce poste est juste."), False
        try:
            self.station.confirm_clock()
        except JournalError as failure:
            words, failed = str(failure), True
        here = self.screen
        if isinstance(here, BaseScreen):
            here.draw()
            here.say(words, alarm=failed)

    def quit_program(self) -> None:
        """Ends the program, unless something typed would be lost by it."""
        if not self._held_back():
            self.exit(OK)

    def undo_key(self, number: int, said: str) -> None:
        """Undoes what a key recorded, wherever that was, and says so there."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.undo_key(number, said)

    def terminal_gone(self) -> None:
        """Nobody sees this any more, nor can type: it ends, even where it was told to outlive its terminal."""
        self.gone = True
        self.exit(HUNG_UP, return_code=HUNG_UP)

    def _held_back(self) -> bool:
        """Whether something typed and not saved would be lost. It is brought back and said once: asked for again, with
        nothing typed meanwhile, it goes."""
        screens = (screen for screen in reversed(self.screen_stack) if isinstance(screen, BaseScreen))
        holder = next((screen for screen in screens if screen.unsaved), None)
        if holder is None or self._warned_of == (holder, holder.unsaved):
            return False
        self._warned_of = (holder, holder.unsaved)
        while self.screen is not holder:
            self.pop_screen()
        holder.say(_("Fiche patient pas finie : F5 l'enregistre. Le redemander la laisse à compléter."), alarm=True)
        return True
