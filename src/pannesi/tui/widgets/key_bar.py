"""The bar of keys that apply now, on one line, or two where a screen has many; each can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip

from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.cached_strips import CachedStrips
from pannesi.tui.widgets.strip_cache import DrawnLine

TALL = 12
"""Rows of a screen from which its bar may take more than one line."""


@dataclass(frozen=True)
class Hint:
    """A key as it is written, what it does here, and the key that a click stands for."""

    key: str
    words: str
    press: str
    after: str = ""
    """The key without which this one is not shown: closing a session, where announcing the return had no room."""


class KeyBar(CachedStrips):
    """Shows the hints that fit; always the first, the way back, and the help."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; padding: 0 0 0 1; }"

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
            tall = self.app.size.height >= TALL and self._laid(self.size.width, 1)[1]
            height = self._most if tall else 1
            if self.styles.height is None or self.styles.height.value != height:
                self.styles.height = height

    def on_resize(self) -> None:
        self.settle_height()

    def placed(self, width: int, lines: int = 1) -> list[tuple[int, int, int, Hint]]:
        """The hints that fit into `lines` lines of `width` columns, each with its line, its first column and the one
        after its last."""
        return self._laid(width, lines)[0]

    def _laid(self, width: int, lines: int) -> tuple[list[tuple[int, int, int, Hint]], bool]:
        """The hints in their places, and whether any had no room. Room is kept for the first, the way back and the
        help; where these are too many, the help goes."""
        if not self._hints:
            return [], False
        sizes = [Text(f"{hint.key} {hint.words}").cell_len for hint in self._hints]
        kept = self._kept(sizes, width)
        line, at, left = 0, 0, False
        laid: list[tuple[int, int, int, Hint]] = []
        for number, (hint, size) in enumerate(zip(self._hints, sizes, strict=True)):
            owed = sum(sizes[place] + 2 for place in kept if place > number)
            room = width - (owed if line == lines - 1 else 0)
            if at + size > room and line < lines - 1:
                line, at = line + 1, 0
                room = width - (owed if line == lines - 1 else 0)
            alone = bool(hint.after) and hint.after not in {shown.press for _line, _first, _last, shown in laid}
            if at + size > (width if number in kept else room) or (alone and number not in kept):
                left = True
                continue
            laid.append((line, at, at + size, hint))
            at += size + 2
        return laid, left

    def _kept(self, sizes: Sequence[int], width: int) -> list[int]:
        """The places, among the hints, of those that room is kept for."""
        presses = [hint.press for hint in self._hints]
        back = next((presses.index(key) for key in ("escape", "ctrl+q") if key in presses), 0)
        most = sorted({0, back})
        with_help = sorted({*most, len(sizes) - 1})
        return with_help if sum(sizes[place] + 2 for place in with_help) - 2 <= width else most

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._ink is None:
            return Strip.blank(width, self.rich_style)
        text = Text(no_wrap=True)
        for line, first, _last, hint in self.placed(width, max(self.size.height, 1)):
            if line != y:
                continue
            text.append(" " * (first - text.cell_len))
            text.append(hint.key, style=self._ink.key)
            text.append(f" {hint.words}", style=self._ink.plain)
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
