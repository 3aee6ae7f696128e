"""What every screen shares beside its commands: the bar that shows them, the prompt that reads a few words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Static

from pannesi.application.context import Station
from pannesi.support.errors import Declined, ImpossibleTime
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line, typed_line
from pannesi.tui.command_screen import CommandScreen
from pannesi.tui.runtime import textual_internals
from pannesi.tui.widgets.kept_strips import KeptStrips
from pannesi.tui.widgets.key_bar import Hint, KeyBar
from pannesi.tui.widgets.prompt_input import PromptInput
from pannesi.tui.widgets.text_block import TextBlock

if TYPE_CHECKING:
    from pannesi.application.session_service import Desk
    from pannesi.session import actions as want
    from pannesi.tui.prompt import Choice, Prompt, TakesWords


class BaseScreen(CommandScreen, KeptStrips):
    """A screen of the program."""

    BAR_LINES: ClassVar[int] = 1
    """How many lines the keys may take."""
    DEFAULT_CSS = """
    BaseScreen { layout: vertical; overflow: hidden; background: $background; }
    BaseScreen .band { height: auto; padding: 0 1; }
    BaseScreen #prompt { height: auto; display: none; padding: 0 1; border-top: solid $primary; }
    BaseScreen #prompt.asking { display: block; }
    BaseScreen #question { height: auto; max-height: 5; }
    BaseScreen Input { height: 1; border: none; padding: 0; background: $panel; }
    BaseScreen #said { height: auto; max-height: 3; padding: 0 1; display: none; }
    """

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._posed: Prompt | None = None
        """What is asked for in place, until it was answered."""
        self._answering: Prompt | None = None
        """What was answered and is being done: should it be refused, it is asked again."""
        self._typed = ""
        self._asked_again = False  # whether what is said is why an answer was not taken
        self._usual: tuple[str, ...] = ()
        self._first = ""
        """What stood in the field when it was asked for."""
        self._last_said: tuple[str, bool] = ("", False)
        self._said_before: tuple[str, bool] = ("", False)
        self.busy = False
        """Whether something that was asked for here is being committed."""
        self._held: str | None = None
        """What was answered during a commit: it counts once that has ended."""

    @property
    def unsaved(self) -> Hashable | None:
        """What was typed here and would be lost by going elsewhere, None when nothing would."""
        return None

    def compose_bottom(self) -> ComposeResult:
        """The bottom of each screen."""
        from textual.containers import Vertical

        yield TextBlock("said")
        with Vertical(id="prompt"):
            yield Static("", id="question", markup=False)
            yield PromptInput(id="words", max_length=2000, compact=True)
        yield KeyBar(self.BAR_LINES)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A click on a key of the bar is that key."""
        event.stop()
        self.note_click()
        if not self.asking:
            self.action_key(event.key)
        elif event.key == "escape":
            self.stop_asking()
        else:
            self._submit(self.query_one("#words", Input).value)

    def show_bar(self) -> None:
        """The keys that work now."""
        hints = self.hints()
        if self.asking:
            hints = [Hint("⏎", _("valider"), "enter"), Hint(_("Échap"), _("ne rien faire"), "escape")]
        self.query_one(KeyBar).show(hints, self.ink)

    def say(self, words: str, *, alarm: bool = False) -> None:
        """A sentence about what was just asked for, above the bar, until the next."""
        self._last_said = words, alarm
        if not self.is_composed:
            return  # left meanwhile
        self.set_class(bool(words) and (alarm or self.asking), "told")
        style = self.ink.warning if alarm else self.ink.done
        said = self.query_one("#said", TextBlock)
        said.update(Text(clean_line(words), style=style))
        if said.display != bool(words):
            said.display = bool(words)

    def say_while(self, words: str, *, holds: bool) -> None:
        """What is said for as long as it holds; afterwards what was said before it, unless something else was said."""
        if holds:
            self._said_before = self._last_said
            self.say(words, alarm=True)
        elif self._last_said[0] == words:
            before, alarm = self._said_before
            self.say(before, alarm=alarm)

    def paint_now(self) -> None:
        """Lays out and paints at once what was drawn, while the screen's own thread goes on to wait for something."""
        textual_internals.paint_now(self)

    def ask(
        self, question: str, answered: Callable[[str], None], first: str = "", usual: Sequence[str] = (), *,
        doubts: bool = False,
    ) -> None:  # fmt: skip
        """Reads a few words in place; Escape gives up. A digit alone gives one of the `usual` answers at once.

        `answered` may refuse what was typed with Declined or ImpossibleTime: the question stays, with its text and the
        reason above it, since whoever goes on typing would else type commands. `doubts`: of a name or a reason, a
        number alone is asked about once.
        """
        from pannesi.tui.prompt import Prompt

        self._pose(Prompt(clean_line(question), answered, tuple(map(clean_line, usual)), doubts), first)

    def choose(
        self,
        question: str,
        answers: Sequence[Choice],
        otherwise: TakesWords | None = None,
        *,
        doubts: bool = False,
    ) -> None:
        """Asks for one of these answers, each with what it does; other words go to `otherwise`, doubted as above."""
        from pannesi.tui.prompt import choice_prompt

        self._pose(choice_prompt(clean_line(question), answers, otherwise, doubts=doubts), "")

    def _pose(self, asked: Prompt, typed: str) -> None:
        self._posed, self._usual, self._first = asked, asked.usual, typed
        self.note_shown(asked)
        self.set_class(self._last_said[1], "told")
        self._draw_question()
        field = self.query_one("#words", Input)
        with field.prevent(Input.Changed):
            field.value = typed
        said = _("un chiffre, ou quelques mots") if asked.answered else _("le chiffre de la réponse")
        field.placeholder = said if self._usual else ""
        self.query_one("#prompt").add_class("asking")
        self.add_class("asking")
        field.focus()
        self.show_bar()

    def _draw_question(self) -> None:
        text = Text().append(self._posed.words_asked if self._posed else "", style=self.ink.title)
        for number, words in enumerate(self._usual, start=1):
            text.append(f"\n {number}", style=self.ink.key)
            text.append(f"  {words}", style=self.ink.plain)
        self.query_one("#question", Static).update(text)

    def recolour(self) -> None:
        """The same in the colours that there are now: another theme was chosen."""
        words, alarm = self._last_said
        self.say(words, alarm=alarm)
        self._draw_question()
        self.draw()

    def draw(self) -> None:
        """Shows what the screen is about, as it stands."""

    def paint(self, *drawn: Widget) -> None:
        """Paints what of these widgets was drawn at once, where the layout stays as it is. Each would tell the screen
        by a message of its own first, and the screen itself a moment after the last."""
        textual_internals.paint(self, drawn)

    def stop_asking(self) -> None:
        self._posed, self._usual, self._held = None, (), None
        if self._asked_again:
            self._asked_again = False
            self.say("")
        self.query_one("#prompt").remove_class("asking")
        self.remove_class("asking")
        self.restore_focus()
        self.show_bar()

    def stop_asking_or_leave(self, result: object = None) -> None:
        """Escape puts away the question that is asked; without one it leaves the screen, with its result."""
        if self.asking:
            self.stop_asking()
        else:
            self.dismiss(result)

    @property
    def asking(self) -> bool:
        return self._posed is not None

    def restore_focus(self) -> None:
        """Gives the focus back to what the screen is about."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """One key is enough for a usual answer."""
        typed = event.value
        if event.input.id != "words" or len(typed) != 1 or not (typed.isascii() and typed.isdigit()):
            return
        if 1 <= int(typed) <= len(self._usual):
            self._submit(self._usual[int(typed) - 1])

    def on_prompt_input_full(self, event: PromptInput.Full) -> None:
        words = _("Texte trop long ({most} caractères au plus) : ce qui vient d'être ajouté n'est pas pris.")
        self.say(words.format(most=event.most), alarm=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "words":
            event.stop()
            if self._posed is not None and event.value == self._first and not self.is_deliberate():
                self.ask_to_press_again("enter", _("valider"))
            else:
                self._submit(event.value)

    def _submit(self, words: str) -> None:
        if self.busy:
            self._held = words
            return
        asked = self._posed
        if asked is None:
            return
        self.stop_asking()
        self._answering, self._typed = asked, words
        try:
            asked.answer(typed_line(words))
        except (Declined, ImpossibleTime) as refusal:
            self._ask_again(str(refusal))
        if not self.busy:
            self._answering = None

    def _ask_again(self, refusal: str, *, typed_over: bool = True) -> bool:
        """The question that was just answered once more, with what was typed and why it is not taken. Whether there is
        one: another may be asked by now. `typed_over`: what is typed next replaces what was refused."""
        asked, self._answering = self._answering, None
        if asked is None or self.asking or self.app.screen is not self:
            return False
        self.say(refusal, alarm=True)
        self._pose(asked, self._typed)
        self._asked_again = True
        if not typed_over:
            self.after_paint(self._go_to_end)
        return True

    def _go_to_end(self) -> None:
        """What is typed next is added to what stands in the field; it is marked whole when it is come to."""
        self.query_one("#words", Input).action_end()

    @property
    def is_composed(self) -> bool:
        """Whether its widgets are there: not yet when it has just been opened, nor any more while it is taken apart."""
        return any(widget.id == "said" for widget in self.children)

    def on_screen_resume(self) -> None:
        """Several screens closed at once each come to stand first for a moment, some when they are gone already."""
        if self.is_composed:
            self.when_resumed()

    def when_resumed(self) -> None:
        """What is to be done when it is the first screen, opened or come back to."""

    def after_paint(self, work: Callable[..., object], *given: Any) -> None:
        """Does something once what was drawn is on the screen, unless the screen is gone by then."""
        self.call_after_refresh(self._while_whole, work, *given)

    def repeat_every(self, seconds: float, work: Callable[[], object]) -> None:
        """Does something again and again, until the screen is left: its widgets go before its timers do."""
        self.set_interval(seconds, lambda: self._while_whole(work))

    def _while_whole(self, work: Callable[..., object], *given: Any) -> None:
        if self.is_composed:
            work(*given)

    def consider(self, desk: Desk, intent: want.Intent) -> None:
        """Raises Refused at once where an answer just given cannot be taken: its question is then still there."""
        if self._answering is not None:
            desk.check_allowed(intent)

    def say_refused(self, refused: str) -> None:
        """Says that nothing was written; what was answered stays where it was typed."""
        if not refused:
            self._answering = None
        elif not self._ask_again(refused, typed_over=False):
            self.say(refused, alarm=True)

    def closed_meanwhile(self, refused: str) -> bool:
        """Whether this screen was closed during a commit. Then the one that stands now shows what came of it, if any
        does: the program may be on its way out, its screens taken apart."""
        stack = self.app.screen_stack
        if self in stack and self.is_composed:
            return False
        here = stack[-1] if stack else None
        if here is not self and isinstance(here, BaseScreen) and here.is_composed:
            here.draw()
            if refused:
                here.say(refused, alarm=True)
        return True

    def commit_ended(self) -> None:
        """A commit has ended: what was answered meanwhile counts now."""
        self._answering = None
        self.undo_due_key()
        self.app.call_later(self.key_queue.resume_keys)
        words, self._held = self._held, None
        if words is not None and self.asking:
            self._submit(words)

    def action_copy_text(self) -> None:
        """What is marked is copied; whoever meant to leave is told how, all the same."""
        super().action_copy_text()
        self.key_queue.action_help_quit()
