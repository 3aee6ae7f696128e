"""The full-screen program: screens on one station, one way in, one exit code."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.events import Event, Key
from textual.worker import WorkerFailed

from pannesi.application.context import Station
from pannesi.application.lookup import session_named
from pannesi.journal.private_file import WAITING
from pannesi.support.errors import JournalError, UsageError
from pannesi.support.exit_codes import OK, PROBLEMS, SIGNALLED, TERMINATED
from pannesi.support.i18n import _, translated
from pannesi.support.progress import SWITCH_INTERVAL
from pannesi.tui.program import Program
from pannesi.tui.runtime.driver import terminal_driver
from pannesi.tui.runtime.key_bursts import KeyClock
from pannesi.tui.runtime.preloading import BEAT, SILENCE, Preloader
from pannesi.tui.runtime.textual_internals import crash, is_leaving, key_time
from pannesi.tui.screen import BaseScreen
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.theme.styles import Depth
from pannesi.tui.theme.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter
    from textual.screen import Screen

    from pannesi.application.session_service import Desk
    from pannesi.journal.return_to_main import RegainedJournal
    from pannesi.tui.runtime.key_bursts import KeyContext

BETWEEN_TRIES = 1.0
"""Seconds between two looks whether it is time to try the journal that was left."""
GLANCE, GLANCES = 0.02, 150
"""Seconds between two looks whether the first screen can take keys, and how many at most: then it must do."""
CALM = 0.2
"""Seconds after the first screen when what was put off is done."""
GAP = 0.005
"""Seconds between two modules of a session: time for a key that came meanwhile."""
SESSION_MODULES = (
    "pannesi.session.actions", "pannesi.session.projection.read_model", "pannesi.session.register.images",
    "pannesi.session.projection.walk", "pannesi.session.handlers.dispatch", "pannesi.application.session_service",
    "pannesi.presentation.status_band", "pannesi.tui.line_list", "pannesi.tui.screens.session_base",
    "pannesi.tui.screens.session",
)  # fmt: skip
"""What the screen of a session is made of, what others need first."""
YOUNG = 20_000
"""Objects made before the collector of garbage looks at them: once in some fifteen keys, rather than twice in each."""


class DetachedExecutor(ThreadPoolExecutor):
    """Threads that the end of the program leaves where they are.

    The usual ones are waited for when the loop of the screen ends: a page that is laid out, or figures that are
    counted, would hold the terminal of somebody who quit. What they write is whole or not there, whenever they stop.
    """

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=True)


class PannesiApp(Program):
    """Opens on home; a session is a screen above it."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "pannesi"
    CSS = """
    Input:ansi > .input--cursor { background: ansi_black; color: ansi_cyan; text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, station: Station, depth: Depth = "full", resume: str | None = None, key_clock: KeyClock | None = None
    ) -> None:
        super().__init__(
            station, depth, driver_class=terminal_driver(), ansi_color=depth != "full", key_clock=key_clock
        )
        self.resumed = resume
        self._looking_back = False
        """Whether the way back to the journal is being looked for."""
        self._open = False
        """Whether the first screen is there: keys that come before it wait for it."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "pannesi-sombre" if depth == "full" else "pannesi-ansi"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Nothing turns the terminal's own colours into others where none is used: it was asked of every line."""
        return () if self.depth == "full" and not self.no_color else super().get_line_filters()

    def get_default_screen(self) -> Screen[Any]:
        return HomeScreen(self.station)

    def on_mount(self) -> None:
        sys.setswitchinterval(SWITCH_INTERVAL)
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            self._mind_signals()
        self.set_timer(CALM, self._settle_down)
        self._own_thread = threading.get_ident()
        self.call_after_refresh(self._open_to_keys)
        self.station.waiting.tell = self._journal_waits
        self.set_interval(BETWEEN_TRIES, self._look_for_way_back)

    async def _open_to_keys(self, left: int = GLANCES) -> None:
        """What was typed while the program was loaded is for the screen that it opens with: once that has its field,
        or its lines."""
        if self.resumed is not None:
            begin, self.resumed = self.resumed, None
            self._take_up(begin)
        elif self.focused is not None or not left:
            self._open = True
            await self.resume_keys()
            return
        self.set_timer(GLANCE, partial(self._open_to_keys, left - 1))

    def _settle_down(self, left: Sequence[str] = SESSION_MODULES) -> None:
        """What the first screen did not need: the modules of a session, one after the other so that a key is answered
        between two, and the collector of garbage, which the start did without; all that was loaded until now stays out
        of its way."""
        if is_leaving(self):
            return
        if left:
            if not self.keys_waiting:
                import_module(left[0])
                left = left[1:]
            self.set_timer(GAP, partial(self._settle_down, left))
            return
        _ready = self.committer
        gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
        gc.freeze()
        gc.enable()
        self._import_ahead(Preloader())

    def _journal_waits(self, waits: bool) -> None:
        """Another program holds the journal: said in its place, and no longer once it is free. The screen itself may be
        what waits: then it is painted first."""
        if threading.get_ident() == self._own_thread:
            self._say_it_waits(waits)
            if waits and isinstance(self.screen, BaseScreen):
                self.screen.paint_now()
        else:
            self.call_later(self._say_it_waits, waits)

    def _say_it_waits(self, waits: bool) -> None:
        here = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(here, BaseScreen):
            here.say_while(translated(WAITING), holds=waits)

    def _look_for_way_back(self) -> None:
        """Now and then, whether the journal that was left for a stand-in can be written again: in a thread, for much
        may have to be merged."""
        away = self.station.main_journal
        if away is not None and away.due and not self._looking_back:
            self._looking_back = True
            self.run_worker(self._find_way_back, thread=True, group="way back")

    def _find_way_back(self) -> None:
        way_back = self.station.try_return()
        self.call_later(self._arrive, way_back)

    def _arrive(self, way_back: RegainedJournal | None) -> None:
        desks: list[Desk | None] = [getattr(screen, "desk", None) for screen in reversed(self.screen_stack)]
        desk = next((desk for desk in desks if desk is not None), None)
        said = self.station.return_to(way_back, desk) if way_back is not None else ""
        if said is None:
            self.set_timer(BEAT, lambda: self._arrive(way_back))
            return
        self._looking_back = False
        if said and isinstance(self.screen, BaseScreen):
            self.screen.draw()
            self.screen.say(said)

    def _import_ahead(self, ahead: Preloader) -> None:
        if self.quiet_for(SILENCE):
            ahead.import_next()
        if ahead.left:
            self.set_timer(BEAT, lambda: self._import_ahead(ahead))

    def _take_up(self, begin: str) -> None:
        """Takes up the one session whose id begins so; says so when there is none, or several."""
        try:
            sessions = [row.id for row in self.station.journal.sessions()]
            self.resume_session(session_named(sessions, begin))
        except (UsageError, JournalError) as failure:
            if isinstance(self.screen, BaseScreen):
                self.screen.say(str(failure), alarm=True)

    async def run_async(self, **more: Any) -> int | None:
        """Until it is left; what is still being read, counted or laid out then is not waited for."""
        asyncio.get_running_loop().set_default_executor(DetachedExecutor())
        return await super().run_async(**more)

    def _mind_signals(self) -> None:
        """Whatever asks the program to end leaves a terminal that can be typed on. A hang-up that was to be ignored
        stays so: the terminal itself tells when it is gone."""
        for signum in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGABRT):
            if signal.getsignal(signum) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(signum, self._terminated, SIGNALLED + signum)

    def _terminated(self, code: int = TERMINATED) -> None:
        """The system asks to end, and does not ask twice: the terminal is given back, without a name left on it."""
        self.exit(code, return_code=code)

    def holds_back(self, event: Event) -> bool:
        screen = self.screen
        if not self._open:
            return True
        return (
            isinstance(event, Key) and isinstance(screen, BaseScreen) and screen.is_answer_ahead(event.character or "")
        )

    def handle_burst(self, text: str, given: KeyContext | None) -> None:
        """The screen says what was read; what its first key recorded before anybody could know is undone at once."""
        if isinstance(self.screen, BaseScreen):
            self.screen.handle_burst(text, given)

    async def action_quit(self) -> None:
        """Textual binds the key itself, above every screen."""
        self.quit_program()

    def action_help_quit(self) -> None:
        """Ctrl+C, which Textual answers in English, over what stands at the bottom: who to call, how to leave."""
        if isinstance(self.screen, BaseScreen):
            self.screen.say(_("Ctrl+C ne quitte pas. Ctrl+Q quitte ; une session ouverte se reprend."))

    def notify(self, message: str, **_more: Any) -> None:
        """Nothing pops up over what is read: what there is to say, a screen says in its place, in French."""

    def panic(self, *_told: Any) -> None:
        """Textual would show the values of variables, which may be patients' names."""
        crash(self, RuntimeError("the screen failed"))

    def _handle_exception(self, error: Exception) -> None:
        """A crash shows no locals: one French sentence once the terminal is back, and a code that is not zero."""
        self.crashed = error.error if isinstance(error, WorkerFailed) else error
        self.exit(PROBLEMS, return_code=PROBLEMS)


def run_app(station: Station, depth: Depth, resume: str | None = None) -> int:
    """Runs the program until it is left; returns its exit code. Raises what it crashed on."""
    app = PannesiApp(station, depth, resume, KeyClock(key_time))
    code = app.run()
    crashed = getattr(app, "crashed", None)
    if crashed is not None:
        raise crashed
    if code is not None and code > SIGNALLED and not app.gone:
        from pannesi.support.console import stderr

        stderr().wrapped(
            _(
                "pannesi a été arrêté par le système. Ce qui est marqué ✓ est enregistré. Relancer pannesi : la session"
                " reprend où elle était."
            )
        )
    return code if code is not None else OK
