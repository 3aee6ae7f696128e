"""What every screen shares: commands from the registry, the bar that shows them, the prompt that reads a few words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label, Static

from pannesi.i18n import _
from pannesi.station import Station
from pannesi.text import clean_line
from pannesi.tui.commands import COMMANDS, Command, commands_of
from pannesi.tui.ink import Ink


def bindings_for(name: str) -> list[BindingType]:
    """The bindings of a screen, from the registry. A key may serve several commands: the first that applies acts."""
    keys = dict.fromkeys(key for one in COMMANDS if one.on in (name, "everywhere") for key in one.keys.split(","))
    return [Binding(key, f"key('{key}')", show=False) for key in keys]


class Base(Screen[Any]):
    """A screen of the program."""

    NAME: ClassVar[str] = ""
    DEFAULT_CSS = """
    Base { layout: vertical; background: $background; }
    Base .band { height: auto; padding: 0 1; }
    Base #bar { height: auto; max-height: 2; padding: 0 1; }
    Base #prompt { height: auto; display: none; padding: 0 1; }
    Base #prompt Label { width: 1fr; }
    Base #prompt.asking { display: block; }
    Base Input { height: 1; border: none; padding: 0; background: $panel; }
    Base #said { height: auto; max-height: 3; padding: 0 1; }
    """

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.station = station
        self._answered: Callable[[str], None] | None = None

    @property
    def ink(self) -> Ink:
        ink: Ink = self.app.ink  # type: ignore[attr-defined]
        return ink

    def below(self) -> ComposeResult:
        """The bottom of each screen."""
        from textual.containers import Vertical

        with Vertical(id="prompt"):
            yield Label("", id="question", markup=False)
            yield Input(id="words", max_length=400, compact=True)
        yield Static("", id="said", markup=False)
        yield Static("", id="bar", markup=False)

    def action_key(self, key: str) -> None:
        """Does the first command of that key that applies here."""
        for command in commands_of(self):
            if key in command.keys.split(",") and command.applies(self):
                self.obey(command, key)
                return

    def obey(self, command: Command, key: str = "") -> None:
        method = getattr(self, f"do_{command.id}", None) or getattr(self.app, f"do_{command.id}")
        if command.id == "answer":
            method(int(key or 0))
        else:
            method()

    def show_bar(self) -> None:
        """The keys that work now."""
        text = Text(no_wrap=False)
        if self.asking:
            for key, words in (("⏎", _("valider")), (_("Échap"), _("ne rien faire"))):
                text.append(key, style=self.ink.key)
                text.append(f" {words}  ", style=self.ink.plain)
            self.query_one("#bar", Static).update(text)
            return
        for command in commands_of(self):
            if command.bar and self._has_room_for(command) and command.applies(self):
                text.append(command.key, style=self.ink.key)
                text.append(f" {command.short}  ", style=self.ink.plain)
        self.query_one("#bar", Static).update(text)

    def _has_room_for(self, command: Command) -> bool:
        """Where a session is at work its own keys come first; F1 shows the others."""
        return command.on == self.NAME or command.id == "help" or self.NAME != "guide"

    def say(self, words: str, *, alarm: bool = False) -> None:
        """A sentence about what was just asked for, above the bar, until the next."""
        style = self.ink.warning if alarm else self.ink.done
        self.query_one("#said", Static).update(Text(clean_line(words), style=style))

    def ask(self, question: str, answered: Callable[[str], None], first: str = "") -> None:
        """Reads a few words in place; Escape gives up."""
        self._answered = answered
        self.query_one("#question", Label).update(Content(clean_line(question)))
        field = self.query_one("#words", Input)
        field.value = first
        self.query_one("#prompt").add_class("asking")
        field.focus()
        self.show_bar()

    def stop_asking(self) -> None:
        self._answered = None
        self.query_one("#prompt").remove_class("asking")
        self.settle_focus()
        self.show_bar()

    @property
    def asking(self) -> bool:
        return self._answered is not None

    def settle_focus(self) -> None:
        """Gives the focus back to what the screen is about."""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id != "words":
            return
        event.stop()
        answered, words = self._answered, clean_line(event.value)
        self.stop_asking()
        if answered is not None:
            answered(words)
