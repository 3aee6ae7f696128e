"""The app of the full screen: starts on home, loads the rest while idle, handles signals, crashes and the exit code."""

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
from pannesi.journal.writer import LOCK_WAIT_WORDS
from pannesi.support.ending import say_stopped
from pannesi.support.errors import OK, PROBLEMS, SIGNALLED, TERMINATED, JournalError, UsageError
from pannesi.support.i18n import _, translated
from pannesi.tui.program import Program
from pannesi.tui.runtime.driver import terminal_driver
from pannesi.tui.runtime.key_bursts import KeyClock, return_to_stance
from pannesi.tui.runtime.textual_internals import call_after, crash, hold_paint, is_leaving, key_time, paint_held
from pannesi.tui.screen import BaseScreen
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.theme.styles import Depth
from pannesi.tui.theme.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter
    from textual.screen import Screen

    from pannesi.application.session_service import Desk
    from pannesi.journal.stand_in.return_to_main import RegainedJournal
    from pannesi.tui.first_paint.first_paint import FirstPaint
    from pannesi.tui.runtime.key_bursts import KeyContext
    from pannesi.tui.runtime.preloading import Preloader

MAIN_JOURNAL_POLL = 1.0
"""Seconds between two attempts to write again to the main journal, while a stand-in is used."""
READY_POLL, READY_POLLS = 0.02, 150
"""Seconds between two checks whether the first screen can take keys, and how many checks at most: keys are let in after
the last one all the same."""
STARTUP_DELAY = 0.2
"""Seconds after the first screen is mounted before what the start put off is done."""
IMPORT_PAUSE = 0.005
"""Seconds between two imports of modules of a session, so that a key pressed meanwhile is handled."""
IMPORT_INTERVAL = 0.1
"""Seconds between two imports of what is preloaded: keys pressed meanwhile wait for one import at most."""
IDLE_TIME = 0.5
"""Seconds without a key before anything is preloaded."""
SWITCH_INTERVAL = 0.0002
"""For `sys.setswitchinterval`: seconds that a thread keeps the interpreter while another waits for it. With Python's
default of 5 ms, a key press would wait longer for a thread that reads the journal than its own work takes."""
SESSION_MODULES = (
    "pannesi.procedure.search",
    "pannesi.session.actions", "pannesi.session.projection.read_model", "pannesi.session.register.images",
    "pannesi.session.projection.walk", "pannesi.session.handlers.dispatch", "pannesi.journal.chain.hash_chain",
    "pannesi.application.session_service", "pannesi.presentation.session.status_band", "pannesi.tui.drawing.line_list",
    "pannesi.tui.screens.session_base", "pannesi.tui.screens.session",
)  # fmt: skip
"""The modules of a search at home, then those of the session screen, dependencies first."""
GC_YOUNG_OBJECTS = 20_000
"""How many objects may be created before the garbage collector looks at the young ones: once in some fifteen keys,
rather than twice in each."""


class DetachedExecutor(ThreadPoolExecutor):
    """A thread pool that the end of the program does not wait for.

    The usual pool is joined when the event loop ends: a page being laid out, or figures being counted, would hold the
    terminal of somebody who quit. Files are written whole or not at all, so that a thread may stop at any point.
    """

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shuts down without waiting, whatever is asked."""
        super().shutdown(wait=False, cancel_futures=True)


class PannesiApp(Program):
    """The full-screen app: home is its default screen, a session a screen above it."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "pannesi"
    CSS = """
    Input:ansi > .input--cursor { background: ansi_black; color: ansi_cyan; text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, station: Station, depth: Depth = "full", resume: str | None = None, key_clock: KeyClock | None = None,
        first_paint: FirstPaint | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            station, depth, driver_class=terminal_driver(), ansi_color=depth != "full", key_clock=key_clock
        )
        self.resumed = resume
        self.first_paint = first_paint if first_paint is not None and first_paint.painted else None
        if self.first_paint is not None:
            hold_paint(self)  # nothing is painted over it until all is there
        self._regaining = False
        """Whether a thread is trying to return to the main journal."""
        self._keys_let_in = False
        """Whether the first screen can take keys; keys pressed before wait in the queue."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "pannesi-sombre" if depth == "full" else "pannesi-ansi"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """No filter in full colour: Textual's own would look at every line and change nothing."""
        return () if self.depth == "full" and not self.no_color else super().get_line_filters()

    def get_default_screen(self) -> Screen[Any]:
        return HomeScreen(self.station)

    def on_mount(self) -> None:
        """Sets the timers of what the start put off, of the first keys and of the main journal."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            self._handle_signals()
        call_after(self, STARTUP_DELAY, self._finish_startup)
        self._own_thread = threading.get_ident()
        self.call_after_refresh(self._let_keys_in)
        self.station.waiting.tell = self._on_journal_busy
        self.set_interval(MAIN_JOURNAL_POLL, self._poll_main_journal)

    async def _let_keys_in(self, left: int = READY_POLLS) -> None:
        """Resumes the session that was asked for, then handles the keys typed while the program was loaded, once the
        first screen has a focused widget. `left`: how many more times it is checked."""
        if self.resumed is not None:
            begin, self.resumed = self.resumed, None
            self._resume_named(begin)
        elif self.focused is not None or not left:
            self._keys_let_in = True
            self._go_on_from_first_paint()
            await self.resume_keys()
            return
        call_after(self, READY_POLL, partial(self._let_keys_in, left - 1))

    def _go_on_from_first_paint(self) -> None:
        """Paints the first frame over what was painted before Textual was there, with the cursor where it is by now."""
        first = self.first_paint
        if first is None:
            return
        handed = first.hand_over()
        if isinstance(self.screen, HomeScreen):
            self.screen.point_at(handed.key)
        paint_held(self)
        first.over.set()

    def _finish_startup(self, left: Sequence[str] = SESSION_MODULES) -> None:
        """Does what the first screen did not need: imports the modules of a session, one at a time so that a key is
        handled between two, then turns the garbage collector on, which was off during the start; objects made until now
        are frozen out of its way."""
        if is_leaving(self):
            return
        if left:
            if not self.keys_waiting:
                import_module(left[0])
                left = left[1:]
            call_after(self, IMPORT_PAUSE, partial(self._finish_startup, left))
            return
        from pannesi.tui.runtime.preloading import Preloader

        _ready = self.committer
        gc.set_threshold(GC_YOUNG_OBJECTS, *gc.get_threshold()[1:])
        gc.freeze()
        gc.enable()
        self._preload(Preloader())

    def _on_journal_busy(self, busy: bool) -> None:
        """Says that another program holds the lock of the journal, until it is free. Where the event loop itself is
        what waits, the message is painted first."""
        if threading.get_ident() == self._own_thread:
            self._say_journal_busy(busy)
            if busy and isinstance(self.screen, BaseScreen):
                self.screen.paint_now()
        else:
            self.call_later(self._say_journal_busy, busy)

    def _say_journal_busy(self, busy: bool) -> None:
        here = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(here, BaseScreen):
            here.say_while(translated(LOCK_WAIT_WORDS), holds=busy)

    def _poll_main_journal(self) -> None:
        """Tries, now and then, to return from the stand-in to the main journal; in a thread, since much may have to be
        merged."""
        away = self.station.main_journal
        if away is not None and away.due and not self._regaining:
            self._regaining = True
            self.run_worker(self._regain_main_journal, thread=True, group="way back")

    def _regain_main_journal(self) -> None:
        regained = self.station.try_return()
        self.call_later(self._return_to_main, regained)

    def _return_to_main(self, regained: RegainedJournal | None) -> None:
        """Goes on in the main journal with the session that is open, and says so; tries again later while a commit is
        under way."""
        desks: list[Desk | None] = [getattr(screen, "desk", None) for screen in reversed(self.screen_stack)]
        desk = next((desk for desk in desks if desk is not None), None)
        said = self.station.return_to(regained, desk) if regained is not None else ""
        if said is None:
            call_after(self, IMPORT_INTERVAL, lambda: self._return_to_main(regained))
            return
        self._regaining = False
        if said and isinstance(self.screen, BaseScreen):
            self.screen.draw()
            self.screen.say(said)

    def _preload(self, preloader: Preloader) -> None:
        """Imports one more module while nobody types, then comes back for the next."""
        if self.quiet_for(IDLE_TIME):
            preloader.import_next()
        if preloader.left:
            call_after(self, IMPORT_INTERVAL, lambda: self._preload(preloader))

    def _resume_named(self, begin: str) -> None:
        """Resumes the one session whose id begins with `begin`; says so when there is none, or several."""
        from pannesi.application.lookup import session_named

        try:
            sessions = [row.id for row in self.station.journal.sessions()]
            self.resume_session(session_named(sessions, begin))
        except (UsageError, JournalError) as failure:
            if isinstance(self.screen, BaseScreen):
                self.screen.say(str(failure), alarm=True)

    async def run_async(self, **more: Any) -> int | None:
        """Runs until the program is left; threads that still read, count or write then are not waited for."""
        asyncio.get_running_loop().set_default_executor(DetachedExecutor())
        return await super().run_async(**more)

    def _handle_signals(self) -> None:
        """Ends the program in order on a signal, so that the terminal can be typed on afterwards. A signal that the
        parent asked to ignore (SIGHUP under nohup) stays ignored: the driver notices when the terminal is gone."""
        for signum in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGABRT):
            if signal.getsignal(signum) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(signum, self._terminate, SIGNALLED + signum)

    def _terminate(self, code: int = TERMINATED) -> None:
        """Ends at once on a signal, without asking about unsaved text; the screen is cleared of names."""
        self.exit(code, return_code=code)

    def holds_back(self, event: Event) -> bool:
        """Whether a key must wait: the first screen is not ready, or the key answers the next question of a commit
        under way."""
        screen = self.screen
        if not self._keys_let_in:
            return True
        return (
            isinstance(event, Key) and isinstance(screen, BaseScreen) and screen.is_answer_ahead(event.character or "")
        )

    def handle_burst(self, text: str, given: KeyContext | None) -> None:
        """Closes what the first keys of a text that a machine typed opened, then gives it to the current screen."""
        if given is not None:
            return_to_stance(self, given, text)
        if isinstance(self.screen, BaseScreen):
            self.screen.handle_burst(text, given)

    async def action_quit(self) -> None:
        """Quits; Textual binds Ctrl+Q to this action above every screen."""
        self.quit_program()

    def action_help_quit(self) -> None:
        """Says how to quit, in French; Textual binds Ctrl+C to this action, and would answer in English."""
        if isinstance(self.screen, BaseScreen):
            self.screen.say(_("Ctrl+C ne quitte pas. Ctrl+Q quitte ; une session ouverte se reprend."))

    def notify(self, message: str, **_more: Any) -> None:
        """Shows no toast: screens say what there is to say in their own place, in French."""

    def panic(self, *_values: Any) -> None:
        """Ends the program; Textual would print the values of variables, which may be names of patients."""
        crash(self, RuntimeError("the screen failed"))

    def _handle_exception(self, error: Exception) -> None:
        """Ends the program on a crash with exit code PROBLEMS; `run_app` raises it once the terminal is restored,
        without values of variables."""
        self.crashed = error.error if isinstance(error, WorkerFailed) else error
        self.exit(PROBLEMS, return_code=PROBLEMS)


def run_app(station: Station, depth: Depth, resume: str | None = None, first_paint: FirstPaint | None = None) -> int:
    """Runs the app until it is left; returns its exit code. Raises the exception that it crashed on."""
    app = PannesiApp(station, depth, resume, KeyClock(key_time), first_paint)
    if first_paint is not None:
        first_paint.terminal.hand_over()
    code = app.run()
    crashed = getattr(app, "crashed", None)
    if crashed is not None:
        raise crashed
    if code is not None and code > SIGNALLED and not app.gone:
        say_stopped()
    return code if code is not None else OK
