"""A session at work as its commands see it: one line under the cursor, and what is done there is committed, then shown.

The walk of a key: `action_key` → `run_command` → the handler (`session.HANDLERS`) → `do` (`commit_screen`) → the thread
of `commit_worker` → `Desk.carry_out` (drafts, commit, fold, look) → `show_result` → `draw`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual.widget import Widget

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.history.exercises.real_outages import watch_of
from pannesi.history.learning.lessons import NOTHING_LEARNED
from pannesi.history.learning.open_lessons import station_lessons
from pannesi.presentation.commands.command import Command
from pannesi.presentation.facts.outage_hours import time_notice
from pannesi.presentation.line.word_count import words_to_read
from pannesi.presentation.session.abandoned_case import abandoned_case_notice
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.procedure.model.lines import QuestionLine
from pannesi.procedure.model.numbering import options_of
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.facts.visits import VisitOpened
from pannesi.session.labels import needs_attention
from pannesi.session.projection.next_lines import is_of_card
from pannesi.session.projection.read_model import SETTLED, Row, Walk
from pannesi.session.projection.retries import question_to_ask_again
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.tui.runtime.commit_worker import CommitResult
from pannesi.tui.screens.choice_list import Beside, ChoiceListScreen, choices
from pannesi.tui.screens.commit_screen import AfterCommit, CommitScreen

Key = tuple[str, str]
ENDING: Key = ("", "")
"""Where the cursor stands when no line is left to do: on what is said of that, below the list."""


class SessionBaseScreen(CommitScreen):
    """The part of the session screen that its commands use: the line under the cursor, the commit of an intent, what is
    shown afterwards. The state of the session itself is in the desk."""

    KEPT_VIEW: ClassVar[tuple[str, ...]] = ("cursor",)

    def __init__(self, station: Station, desk: Desk) -> None:
        super().__init__(station, desk)
        self._first_painted = False
        self._before_first_paint: tuple[want.Intent, AfterCommit | None] | None = None
        """The intent that was asked for before the first paint, and what follows it."""
        self._hint_shown = False
        """Whether the message shown is a hint about a key that does nothing here."""
        self.lessons = NOTHING_LEARNED
        """What earlier sessions taught, read once the screen has been painted."""
        self.outage_watch = watch_of(station, desk.state)
        self.view = self._view(desk.look())
        self.cursor: Key | None = self.view.walk.next.key if self.view.walk.next is not None else ENDING

    @property
    def row(self) -> Row | None:
        """The line under the cursor."""
        return self.view.walk.row(*self.cursor) if self.cursor is not None else None

    @property
    def parts(self) -> tuple[Widget, ...]:
        """The widgets that a fact may change."""
        return ()

    def _view(self, walk: Walk) -> View:
        here = self.desk
        doubt = here.environment.doubt()
        real = self.outage_watch.open if self.outage_watch is not None else ()
        return View(
            here.procedure, here.state, walk, None, here.environment.actor, FULL_SCREEN, doubt, self.lessons, real
        )

    def learn(self) -> None:
        """Reads what earlier sessions taught, and shows it where there is any."""
        try:
            self.lessons = station_lessons(self.station, self.station.clock.now(), besides=self.desk.session)
        except JournalError as failure:
            self.say(str(failure), alarm=True)
        if self.lessons.any:
            self.draw()

    def draw(self, walk: Walk | None = None) -> None:
        """Draws everything for `walk`, or for the session as it is now."""
        self.view = self._view(walk or self.desk.look())
        self.redraw()

    def redraw(self) -> None:
        """Draws everything again without looking at the session."""

    def current_row(self) -> Row:
        """The line under the cursor, for a command that applies only where there is one. Raises LookupError
        otherwise."""
        row = self.row
        if row is None:
            raise LookupError("a command that needs a line was obeyed without one")
        return row

    def go_to(self, key: Key | None) -> None:
        """Moves the cursor to a line; with None it stays."""
        if key is not None:
            self.cursor = key
        self.draw()

    def pick(
        self,
        title: str,
        pairs: Sequence[tuple[Any, str]],
        chosen: Callable[[Any], None],
        aside: Sequence[Any] = (),
        beside: Beside | None = None,
        asserting: Mapping[Any, str] | None = None,
    ) -> None:
        """Opens a list to choose from; nothing happens when it is left. Entries `aside` have no number; `beside` tells
        of the entry under the cursor on a wide screen; those `asserting` need a key that was meant."""
        listed = choices(pairs, self.ink.key, self.ink.plain, aside)
        self.app.push_screen(
            ChoiceListScreen(self.station, title, listed, digits=True, aside=aside, beside=beside, asserting=asserting),
            lambda key: chosen(key) if key is not None else None,
        )

    def do(self, intent: want.Intent, then: AfterCommit | None = None) -> None:
        """Commits an intent, once the session was painted."""
        if self._first_painted or self.busy:
            super().do(intent, then)
        else:
            self._before_first_paint = (intent, then)

    def note_first_paint(self) -> None:
        """Commits what was asked for before the first paint."""
        self._first_painted = True
        if self._before_first_paint is not None:
            self.do(*self._before_first_paint)

    def show_result(self, result: CommitResult) -> None:
        """Shows the result of a commit: the message, the cursor on the next thing to do, the lines."""
        events = [event for event in result.written if not event.body.preset]
        stays = abandoned_case_notice(self.desk, events[0], FULL_SCREEN) if events else ""
        stays = stays or time_notice(self.desk, events, self.writer, FULL_SCREEN)
        self.say_refused(result.refused)
        if not result.refused:
            alarm = bool(stays) or any(needs_attention(event) for event in events[:1])
            self.say(stays or self.sentence(events[:1]), alarm=alarm)
        walk, before = result.walk or self.desk.look(), self.cursor
        if events:
            self.cursor = self._cursor_after(walk, events)
        self.draw_led_to(words_to_read(walk, self.cursor) if self.cursor != before else 0, lambda: self.draw(walk))
        self.paint(*self.parts)

    def _cursor_after(self, walk: Walk, events: list[Event]) -> Key:
        """Where the cursor goes after a fact: into the case just entered, unless a card of the triage waits, else to
        the question that the fact was a retry of, else to the next line to do, else below the list."""
        if walk.next is not None and walk.next.phase == "alert" and is_of_card(self.view.site, walk.next):
            return walk.next.key
        entered = [event.body.visit for event in events if isinstance(event.body, VisitOpened)]
        first = next((row for row in walk.todo if row.visit in entered), None)
        following = first or question_to_ask_again(walk.rows, events[0]) or walk.next
        return following.key if following is not None else ENDING

    def is_answer_ahead(self, sign: str) -> bool:
        """Whether a key is an answer typed before its question is shown."""
        return self.busy and not self.asking and unshifted_number(sign).isdecimal()

    def undo_fact(self, event: Event, said: str) -> None:
        """Undoes a fact, or puts back what it undid, then shows why; the cursor stays."""
        here = self.cursor

        def show_why(_written: Sequence[Event]) -> None:
            self.go_to(here)
            self.say(said, alarm=True)

        self.do(want.Undo(event.id, put_back=True), show_why)

    def say_from_elsewhere(self, events: Sequence[Event]) -> None:
        """Says the last of what another workstation or window wrote, or, where there is none, another screen of this
        program; as a warning where something was not done, or contradicts what was said here."""
        event = next((event for event in reversed(events) if not self.desk.wrote(event)), events[-1])
        said = self.sentence([event])
        if not self.desk.wrote(event):
            said = _("autre poste ou autre fenêtre, {who} : {what}").format(
                who=event.actor or _("quelqu'un"), what=said[2:]
            )
        contradicts = any(event in sides for _key, sides in self.desk.state.conflicts)
        self.say(said, alarm=contradicts or needs_attention(event))

    def explain_unused_key(self, key: str) -> None:
        """Says that a key does nothing here: whoever presses it at night would press it again elsewhere."""
        row = self.row
        if self.asking or row is None:
            return
        if key.isdigit() and self.acting:
            self._show_hint(
                _("{key} ne répond à rien ici : cette ligne n'est pas une question.").format(key=key), alarm=True
            )
        if key not in ("enter", "space"):
            self._not_here(key)
        elif isinstance(row.line, QuestionLine) and self.acting:
            last = len(options_of(row.line))
            words = _("C'est une question : taper le chiffre de la réponse, de 1 à {last}, ou 0.")
            self._show_hint(words.format(last=last), alarm=True)
        elif row.status in SETTLED and self.acting:
            words = _("Cette ligne est déjà réglée. Tab : la prochaine à faire ; Z : annuler ceci.")
            self._show_hint(words, alarm=False)
        elif row.running is not None and self.acting:
            self._show_hint(_("Déjà commencé : ses lignes sont plus bas, ↓ y mène."), alarm=False)

    def _not_here(self, key: str) -> None:
        """Says that the command of a key does not apply to this line, or now."""
        meant = next((command for command in self.commands if command.has_key(key) and not command.digits), None)
        if meant is not None:
            words = _("{key} {word} : pas possible ici, en ce moment.").format(key=meant.key, word=meant.short)
            self._show_hint(words, alarm=False)

    def _show_hint(self, words: str, *, alarm: bool) -> None:
        self.say(words, alarm=alarm)
        self._hint_shown = True

    def ask_to_press_again(self, key: str, words: str) -> None:
        """Asks to press a key again; cleared by the next command, as a hint is."""
        super().ask_to_press_again(key, words)
        self._hint_shown = True

    def run_command(self, command: Command[Any], key: str = "") -> None:
        """Runs a command; the hint about an earlier key goes, which would read as an answer to this one."""
        self.clear_hint()
        super().run_command(command, key)

    def clear_hint(self) -> None:
        """Clears the hint about a key that did nothing."""
        if self._hint_shown:
            self._hint_shown = False
            self.say("")
