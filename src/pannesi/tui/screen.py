"""The base of every screen: the key bar, the message above it, and the prompt that reads a few words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from pannesi.application.context import Station
from pannesi.presentation.commands.key_bar import Hint
from pannesi.support.errors import Declined, ImpossibleTime
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line, typed_line
from pannesi.tui.command_screen import CommandScreen
from pannesi.tui.runtime import textual_internals
from pannesi.tui.widgets.key_bar import KeyBar
from pannesi.tui.widgets.prompt_input import PromptInput
from pannesi.tui.widgets.strip_cache import CachedStrips
from pannesi.tui.widgets.text_block import TextBlock

if TYPE_CHECKING:
    from pannesi.application.session_service import Desk
    from pannesi.session import actions as want
    from pannesi.tui.prompt import Choice, Prompt, TakesWords
    from pannesi.tui.runtime.key_bursts import Stance


WIDE = 110
"""Columns from which a screen has a second column."""


class BaseScreen(CommandScreen, CachedStrips):
    """A screen with a message line, a prompt that opens in place, and the bar of its keys."""

    BAR_LINES: ClassVar[int] = 1
    """How many lines the bar of keys may take."""
    DEFAULT_CSS = """
    BaseScreen { layout: vertical; overflow: hidden; background: $background; }
    BaseScreen .band { height: auto; padding: 0 1; }
    BaseScreen #prompt { height: auto; display: none; padding: 0 1; border-top: solid $primary; }
    BaseScreen #prompt.asking { display: block; }
    BaseScreen #question { height: auto; max-height: 50vh; }
    BaseScreen Input { height: 1; border: none; padding: 0; background: $panel; }
    BaseScreen #said { height: auto; max-height: 3; padding: 0 1; display: none; }
    """

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._prompt: Prompt | None = None
        """The prompt that is open."""
        self._answered_prompt: Prompt | None = None
        """The prompt whose answer is being carried out; if it is refused, it is asked again."""
        self._answer_typed = ""
        """What was typed into it."""
        self._asked_again = False
        """Whether the message shown is the reason why an answer was refused."""
        self._usual_answers: tuple[str, ...] = ()
        self._first_value = ""
        """What stood in the field when the prompt was opened."""
        self._last_said: tuple[str, bool] = ("", False)
        self._said_in: Prompt | None = None
        """The prompt that was open when that was said: it is about what stands in its field."""
        self._said_before: tuple[str, bool] = ("", False)
        self.busy = False
        """Whether something that was asked for here is being committed."""
        self.drawn_asking = False
        """Whether what stands there was drawn while a prompt took the keys, hence without its own."""
        self._held_answer: str | None = None
        """An answer submitted during a commit: it is taken once that has ended."""

    @property
    def unsaved(self) -> Hashable | None:
        """What was typed here and would be lost by leaving; None when nothing would."""
        return None

    def compose_bottom(self) -> ComposeResult:
        """The bottom of every screen: message, prompt, key bar."""
        from textual.containers import Vertical

        yield TextBlock("said")
        with Vertical(id="prompt"):
            yield TextBlock("question")
            yield PromptInput(id="words", max_length=2000, compact=True)
        yield KeyBar(self.BAR_LINES)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """Handles a click on a key of the bar as that key."""
        event.stop()
        self.note_click()
        if not self.asking:
            self.action_key(event.key)
        elif event.key == "escape":
            self.stop_asking()
        else:
            self._submit(self.query_one("#words", Input).value)

    def show_bar(self) -> None:
        """Shows the keys that apply now; while a prompt is open, its own."""
        hints = self.hints()
        if self.asking:
            hints = [*self._prompt_hints(), Hint(_("Échap"), _("ne rien faire"), "escape")]
        self.query_one(KeyBar).show(hints, self.ink)

    def _prompt_hints(self) -> list[Hint]:
        """The keys that answer the open prompt: a digit needs no Enter after it."""
        last = len(self._usual_answers)
        digits = [Hint(f"1-{last}" if last > 1 else "1", _("répondre"), "")] if last else []
        takes_words = self._prompt is None or self._prompt.answered is not None
        return [*([Hint("⏎", _("valider"), "enter")] if takes_words else []), *digits]

    def say(self, words: str, *, alarm: bool = False) -> None:
        """Shows a message above the bar until the next one. `alarm`: in the colour of a warning."""
        self._last_said, self._said_in = (words, alarm), self._prompt
        if not self.is_composed:
            return  # left meanwhile
        self.set_class(bool(words) and (alarm or self.asking), "notice")
        style = self.ink.warning if alarm else self.ink.done
        said = self.query_one("#said", TextBlock)
        said.update(Text(clean_line(words), style=style))
        if said.display != bool(words):
            said.display = bool(words)

    def say_while(self, words: str, *, holds: bool) -> None:
        """Shows a message while a condition holds; afterwards the one before it, unless another was shown meanwhile."""
        if holds:
            self._said_before = self._last_said
            self.say(words, alarm=True)
        elif self._last_said[0] == words:
            before, alarm = self._said_before
            self.say(before, alarm=alarm)

    def paint_now(self) -> None:
        """Lays out and paints at once, before the event loop goes on."""
        textual_internals.paint_now(self)

    def ask(
        self, question: str, answered: Callable[[str], None], first: str = "", usual: Sequence[str] = (), *,
        doubts: bool = False,
    ) -> None:  # fmt: skip
        """Opens a prompt for a few words; Escape closes it. A digit alone gives one of the `usual` answers at once.

        `answered` may refuse what was typed by raising Declined or ImpossibleTime: the prompt stays, with the text and
        the reason, since whoever goes on typing would otherwise type commands. `doubts`: a number alone, where a name
        or a reason is meant, is taken only when it is given twice.
        """
        from pannesi.tui.prompt import Prompt

        self._show_prompt(Prompt(clean_line(question), answered, tuple(map(clean_line, usual)), doubts), first)

    def choose(
        self,
        question: str,
        answers: Sequence[Choice],
        otherwise: TakesWords | None = None,
        *,
        doubts: bool = False,
    ) -> None:
        """Opens a prompt with numbered answers, each with what it does; other words go to `otherwise`."""
        from pannesi.tui.prompt import choice_prompt

        self._show_prompt(choice_prompt(clean_line(question), answers, otherwise, doubts=doubts), "")

    def _show_prompt(self, asked: Prompt, typed: str) -> None:
        """Opens the prompt with a text in its field."""
        self._prompt, self._usual_answers, self._first_value = asked, asked.usual, typed
        self.note_shown(asked)
        self.set_class(self._last_said[1], "notice")
        self._draw_prompt_text()
        field = self.query_one("#words", Input)
        with field.prevent(Input.Changed):
            field.value = typed
        said = _("un chiffre, ou quelques mots") if asked.answered else _("le chiffre de la réponse")
        field.placeholder = said if self._usual_answers else ""
        self.query_one("#prompt").add_class("asking")
        self.add_class("asking")
        field.focus()
        self.show_bar()

    def _draw_prompt_text(self) -> None:
        text = Text().append(self._prompt.words_asked if self._prompt else "", style=self.ink.title)
        for number, words in enumerate(self._usual_answers, start=1):
            text.append(f"\n {number}", style=self.ink.key)
            text.append(f"  {words}", style=self.ink.plain)
        self.query_one("#question", TextBlock).update(text)

    def recolour(self) -> None:
        """Draws everything again in the current theme."""
        words, alarm = self._last_said
        self.say(words, alarm=alarm)
        self._draw_prompt_text()
        self.draw()

    def draw(self) -> None:
        """Draws what the screen is about, as it stands now."""

    def paint(self, *drawn: Widget) -> bool:
        """Paints the changed ones of these widgets at once, where the layout does not change, and returns whether it
        did. Otherwise each would send the screen a message first, and the screen would paint a moment after the
        last."""
        return textual_internals.paint(self, drawn)

    def stop_asking(self) -> None:
        """Closes the prompt without an answer."""
        self._prompt, self._usual_answers, self._held_answer = None, (), None
        if self._asked_again:
            self._asked_again = False
            self.say("")
        self.query_one("#prompt").remove_class("asking")
        self.remove_class("asking")
        self.restore_focus()
        self.show_bar()
        if self.drawn_asking:
            self.drawn_asking = False
            self.draw()

    def stop_asking_or_leave(self, result: object = None) -> None:
        """Escape puts away the question that is asked; without one it leaves the screen, with its result."""
        if self.asking:
            self.stop_asking()
        else:
            self.dismiss(result)

    @property
    def asking(self) -> bool:
        """Whether a prompt is open."""
        return self._prompt is not None

    @property
    def open_prompt(self) -> object:
        return self._prompt

    def stand_as(self, stance: Stance) -> None:
        if self.asking and self._prompt is not stance.prompt:
            self.stop_asking()
        if any(getattr(self, name) != value for name, value in stance.view.items()):
            for name, value in stance.view.items():
                setattr(self, name, value)
            self.draw_kept_view()

    def draw_kept_view(self) -> None:
        """Draws what was put back of what it shows."""
        self.draw()

    def restore_focus(self) -> None:
        """Gives the focus back to what the screen is about."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Gives a usual answer as soon as its digit is typed."""
        typed = event.value
        if event.input.id != "words" or len(typed) != 1 or not (typed.isascii() and typed.isdigit()):
            return
        if 1 <= int(typed) <= len(self._usual_answers):
            self._submit(self._usual_answers[int(typed) - 1])

    def on_prompt_input_full(self, event: PromptInput.Full) -> None:
        """Says that what was typed or pasted last is too long and was not taken."""
        words = _("Texte trop long ({most} caractères au plus) : ce qui vient d'être ajouté n'est pas pris.")
        self.say(words.format(most=event.most), alarm=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Submits the answer. Enter alone on a prompt that was just opened must be pressed again."""
        if event.input.id == "words":
            event.stop()
            if self._prompt is not None and event.value == self._first_value and not self.is_deliberate():
                self.ask_to_press_again("enter", _("valider"))
            else:
                self._submit(event.value)

    def _submit(self, words: str) -> None:
        """Gives an answer to its prompt; during a commit it is held until that has ended."""
        if self.busy:
            self._held_answer = words
            return
        asked = self._prompt
        if asked is None:
            return
        of_field = self._said_in is asked
        self.stop_asking()
        if of_field and self._last_said[0]:
            self.say("")  # what was said of the field while it was filled in: the answer is taken now
        self._answered_prompt, self._answer_typed = asked, words
        try:
            asked.answer(typed_line(words))
        except (Declined, ImpossibleTime) as refusal:
            self._ask_again(str(refusal))
        if not self.busy:
            self._answered_prompt = None

    def _ask_again(self, refusal: str, *, typed_over: bool = True) -> bool:
        """Opens the answered prompt again, with what was typed and why it was refused. Returns whether it could:
        another may be open by now. `typed_over`: what is typed next replaces what was refused."""
        asked, self._answered_prompt = self._answered_prompt, None
        if asked is None or self.asking or self.app.screen is not self:
            return False
        self.say(refusal, alarm=True)
        self._show_prompt(asked, self._answer_typed)
        self._asked_again = True
        if not typed_over:
            self.after_paint(self._go_to_end)
        return True

    def _go_to_end(self) -> None:
        """Puts the cursor behind the text of the field, which is selected when the field gets the focus."""
        self.query_one("#words", Input).action_end()

    @property
    def is_composed(self) -> bool:
        """Whether its widgets are mounted: not yet when it was just pushed, nor any more while it is removed."""
        return any(widget.id == "said" for widget in self.children)

    def on_screen_resume(self) -> None:
        """Acts on being the current screen. Of several screens popped at once each is current for a moment, some of
        them already without widgets."""
        if self.is_composed:
            self.when_resumed()

    def when_resumed(self) -> None:
        """What is to be done when it becomes the current screen."""

    def after_paint(self, work: Callable[..., object], *given: Any) -> None:
        """Calls `work` after the next paint, unless the screen is gone by then."""
        self.call_after_refresh(self._if_composed, work, *given)

    def repeat_every(self, seconds: float, work: Callable[[], object]) -> None:
        """Calls `work` every so many seconds, until the screen is left: its widgets are removed before its timers."""
        self.set_interval(seconds, lambda: self._if_composed(work))

    def _if_composed(self, work: Callable[..., object], *given: Any) -> None:
        if self.is_composed:
            work(*given)

    def consider(self, desk: Desk, intent: want.Intent) -> None:
        """Raises Refused at once where the answer just given cannot be taken: its prompt is then asked again."""
        if self._answered_prompt is not None:
            desk.check_allowed(intent)

    def say_refused(self, refused: str) -> None:
        """Shows why a commit wrote nothing, with the answer still in its prompt; nothing when `refused` is empty."""
        if not refused:
            self._answered_prompt = None
        elif not self._ask_again(refused, typed_over=False):
            self.say(refused, alarm=True)

    def closed_meanwhile(self, refused: str) -> bool:
        """Whether this screen was closed during a commit. Then the screen that is current shows the result, if there is
        one: the program may be leaving."""
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
        """Goes on after a commit: with an undo that was due, the keys that waited, the answer submitted meanwhile."""
        self._answered_prompt = None
        self.undo_due_key()
        self.app.call_later(self.key_queue.resume_keys)
        words, self._held_answer = self._held_answer, None
        if words is not None and self.asking:
            self._submit(words)

    def action_copy_text(self) -> None:
        """Copies the selection, and says how to quit: Ctrl+C may have been meant for that."""
        super().action_copy_text()
        self.key_queue.action_help_quit()
