"""The keys that work now, on one line; each can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pannesi.tui.ink import Ink
from pannesi.tui.widgets.line import Line


@dataclass(frozen=True)
class Hint:
    """A key as it is written, what it does here, and the key that a click stands for."""

    key: str
    words: str
    press: str


class Bar(Widget):
    """Shows as many hints as there is room for; the last one always."""

    DEFAULT_CSS = "Bar { height: 1; padding: 0 1; }"

    class Pressed(Message):
        """A hint was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self) -> None:
        super().__init__(id="bar")
        self._hints: tuple[Hint, ...] = ()
        self._ink: Ink | None = None

    def show(self, hints: Sequence[Hint], ink: Ink) -> None:
        """Replaces the hints; the first are the ones that matter here."""
        if (tuple(hints), ink) != (self._hints, self._ink):
            self._hints, self._ink = tuple(hints), ink
            self.refresh()

    def placed(self, width: int) -> list[tuple[int, int, Hint]]:
        """The hints that fit in `width`, each with its first column and the one after its last."""
        if not self._hints:
            return []
        sizes = [Text(f"{one.key} {one.words}").cell_len for one in self._hints]
        room, at, found = width - sizes[-1], 0, []
        for hint, size in zip(self._hints[:-1], sizes[:-1], strict=True):
            if at + size + 2 > room:
                break
            found.append((at, at + size, hint))
            at += size + 2
        found.append((at, at + sizes[-1], self._hints[-1]))
        return found

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y or self._ink is None:
            return Strip.blank(width, self.rich_style)
        text = Text(no_wrap=True)
        for number, (_first, _last, hint) in enumerate(self.placed(width)):
            text.append("  " if number else "")
            text.append(hint.key, style=self._ink.key)
            text.append(f" {hint.words}", style=self._ink.plain)
        return Line(text).strip(self.app.console, width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None:
            return
        for first, last, hint in self.placed(self.size.width):
            if first <= at.x < last:
                event.stop()
                self.post_message(self.Pressed(hint.press))
                return
