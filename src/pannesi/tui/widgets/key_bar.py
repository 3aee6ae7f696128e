"""The bar of keys that apply now, on one line, or two where a screen has many; each can be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from pannesi.presentation.commands.key_bar import Hint, Placed, bar_line, laid_hints
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.strip_cache import CachedStrips, DrawnLine
from pannesi.tui.widgets.wrapping import inked

TALL = 12
"""Rows of a screen from which its bar may take more than one line."""


class KeyBar(CachedStrips):
    """Shows the hints that fit; always the first, the way back, and the help."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; padding: 0 1; }"

    class Pressed(Message):
        """A hint was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, most: int = 1) -> None:
        super().__init__(id="bar")
        self._most = most
        """How many lines it may take."""
        self._hints: tuple[Hint, ...] = ()
        self._ink: Ink | None = None

    def show(self, hints: Sequence[Hint], ink: Ink) -> None:
        """Replaces the hints; the first ones matter most."""
        if (tuple(hints), ink) != (self._hints, self._ink):
            self._hints, self._ink = tuple(hints), ink
            self.settle_height()
            self.refresh()

    def settle_height(self) -> None:
        """Takes a second line only where it is needed and the screen is tall enough."""
        if self._most > 1 and self.size.width:
            tall = self.app.size.height >= TALL and laid_hints(self._hints, self.size.width)[1]
            height = self._most if tall else 1
            if self.styles.height is None or self.styles.height.value != height:
                self.styles.height = height

    def on_resize(self) -> None:
        self.settle_height()

    def placed(self, width: int, lines: int = 1) -> list[Placed]:
        """The hints that fit into `lines` lines of `width` columns, each with its line, its first column and the one
        after its last."""
        return laid_hints(self._hints, width, lines)[0]

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._ink is None:
            return Strip.blank(width, self.rich_style)
        text = inked(bar_line(self.placed(width, max(self.size.height, 1)), y), self._ink)
        return DrawnLine(text).strip(self.app.console, width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Posts `Pressed` for the hint under the mouse."""
        at = event.get_content_offset(self)
        if at is None:
            return
        for line, first, last, hint in self.placed(self.size.width, max(self.size.height, 1)):
            if line == at.y and first <= at.x < last:
                event.stop()
                self.post_message(self.Pressed(hint.press))
                return
