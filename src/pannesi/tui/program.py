"""What every screen may ask of the app: to open a screen or a session, change colours, commit, quit."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rich.style import Style

from pannesi.application.context import Station
from pannesi.support.errors import HUNG_UP, OK, JournalError
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
    from pannesi.tui.first_paint.first_paint import FirstPaint
    from pannesi.tui.runtime.commit_worker import Committer


class Program(KeyQueueApp):
    """The stack of screens of one station, and what opens and closes them."""

    def __init__(self, station: Station, depth: Depth, **more: Any) -> None:
        super().__init__(**more)
        self.station = station
        self.depth: Depth = depth
        self.first_paint: FirstPaint | None = None
        """What stands on the screen before the first frame; None where nothing does."""
        self.gone = False
        """Whether the terminal was closed."""
        self._warned_of: tuple[BaseScreen, Hashable | None] | None = None
        """The screen that held unsaved text, and the text, when that was last said."""
        self.sessions_wanted: SessionFilter | None = None
        """The filter that the list of sessions was last shown with; kept when the list is opened again."""

    @property
    def ink(self) -> Ink:
        """The styles of the current theme, for the colours that the terminal has."""
        return ink_for(self.depth, self.theme)

    @property
    def cursor_style(self) -> Style:
        """The style of the line under the cursor."""
        return Style.parse(self.ink.cursor)

    @cached_property
    def committer(self) -> Committer:
        """The thread that commits the facts of all screens; made when first used."""
        from pannesi.tui.runtime.commit_worker import Committer

        return Committer(self)

    def open_session(self, intent: want.Open, exercise: bool | None = None) -> bool:
        """Opens a session and shows it. Returns whether it could; if not, the reason is shown."""

        def opened() -> Desk:
            desk = self.station.desk(exercise=exercise)
            desk.open(intent)
            return desk

        return self._enter(opened)

    def resume_session(self, session: str, then: want.Intent | None = None) -> bool:
        """Resumes a session where it stands and carries out `then` in it. Returns whether it could; if not, the reason
        is shown."""
        return self._enter(lambda: self.station.resume(session), then)

    def _enter(self, begin: Callable[[], Desk], then: want.Intent | None = None) -> bool:
        """Shows the session that `begin` opens, above home. Returns whether it could; if not, the reason is shown."""
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
        """Closes every screen above home."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def open_screen(self, command: Command[Any]) -> None:
        """Shows the screen of a command that has `opens`, unless it is shown already."""
        import_module(f"pannesi.tui.screens.{command.opens}")
        screen = OPENED_BY[command]
        if not isinstance(self.screen, screen):
            self.push_screen(screen(self.station))

    def show_help(self, screen: CommandScreen) -> None:
        """Lists the commands of a screen, those that apply now first."""
        from pannesi.tui.screens.choice_list import ChoiceListScreen
        from pannesi.tui.screens.palette import help_items

        self.push_screen(ChoiceListScreen(self.station, _("Aide : les commandes de cet écran"), help_items(screen)))

    def show_palette(self, screen: CommandScreen) -> None:
        """Opens the palette: finds a command of `screen` by words, among those that apply now, and runs it."""
        from pannesi.tui.screens.palette import PaletteScreen

        offered = tuple(command for command in screen.commands if command.listed and command.applies(screen))
        self.push_screen(
            PaletteScreen(self.station, offered),
            lambda chosen: screen.run_command(chosen) if chosen is not None else None,
        )

    def show_sessions(self) -> None:
        """Shows the list of sessions: the one in the stack if there is one, else a new one with the last filter."""
        from pannesi.tui.screens.sessions import SessionsScreen

        if any(isinstance(screen, SessionsScreen) for screen in self.screen_stack):
            while not isinstance(self.screen, SessionsScreen):
                self.pop_screen()
        else:
            self.push_screen(SessionsScreen(self.station, self.sessions_wanted))

    def next_theme(self) -> None:
        """Switches to the next theme, where the terminal has full colour."""
        if self.depth == "full":
            names = list(PALETTES)
            at = names.index(self.theme) if self.theme in names else -1
            self.theme = names[(at + 1) % len(names)]
            for screen in self.screen_stack:
                if isinstance(screen, BaseScreen):
                    screen.recolour()

    def confirm_clock(self) -> None:
        """Records that somebody says the clock of this workstation is right; it is trusted from then on."""
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
        """Ends the program, unless unsaved text would be lost: then that is shown first, once."""
        if not self._held_back():
            self.exit(OK)

    def undo_key(self, number: int, said: str, said_back: str = "") -> None:
        """Undoes what the key of that number recorded, on whichever screen, and says `said` there; what it undid is put
        back, and `said_back` said."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.undo_key(number, said, said_back)

    def terminal_gone(self) -> None:
        """Ends the program since its terminal was closed, even where it was started to survive that."""
        self.gone = True
        self.exit(HUNG_UP, return_code=HUNG_UP)

    def _held_back(self) -> bool:
        """Whether unsaved text would be lost. Its screen is shown with a warning the first time; asked again with
        nothing typed in between, it may be lost."""
        screens = (screen for screen in reversed(self.screen_stack) if isinstance(screen, BaseScreen))
        holder = next((screen for screen in screens if screen.unsaved), None)
        if holder is None or self._warned_of == (holder, holder.unsaved):
            return False
        self._warned_of = (holder, holder.unsaved)
        while self.screen is not holder:
            self.pop_screen()
        holder.say(_("Fiche patient pas finie : F5 l'enregistre. Le redemander la laisse à compléter."), alarm=True)
        return True
