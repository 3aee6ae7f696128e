"""A few lines of text above or below a list; only lines that changed are painted."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from pannesi.tui.widgets.strip_cache import CachedStrips, DrawnLine, filtered, sanitized
from pannesi.tui.widgets.wrapping import wrapped_texts


class TextBlock(CachedStrips):
    """As high as its text, wrapped at its width. The screen is laid out again only when that height changes.

    A `Static` of Textual lays out the whole screen at each update, which costs more than all else that a key does.
    """

    DEFAULT_CSS = "TextBlock { width: 1fr; height: auto; }"

    def __init__(self, id: str, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text = Text()
        self._lines: list[DrawnLine] = []
        self._width = 0
        self._given = False
        """Whether the lines were given as they are drawn, whatever the width."""
        self._base: Style | None = None

    @property
    def text(self) -> Text:
        """What was shown last by `update`."""
        return self._text

    def update(self, text: Text) -> None:
        """Shows another text."""
        text = sanitized(text)
        if text == self._text and not self._given:
            return
        self._text, self._given = text, False
        before, self._width = self._lines, 0
        self._refresh_changed(before)

    def show_lines(self, lines: Sequence[DrawnLine]) -> None:
        """Shows lines that were wrapped already, and keep their rendering wherever they are shown again. A line that
        says the same is left as it stands."""
        before, self._given = self._lines, True
        old = (*before, *[None] * len(lines))
        self._lines = [
            there if there is not None and there.text == line.text else line
            for there, line in zip(old, lines, strict=False)
        ]
        self._refresh_changed(before)

    def _refresh_changed(self, before: Sequence[DrawnLine]) -> None:
        width = self.content_region.width
        if not width or len(self._lines_at_width(width)) != len(before):
            self.refresh(layout=True)
            return
        pairs = enumerate(zip(before, self._lines, strict=True))
        changed = [Region(0, y, width, 1) for y, (old, new) in pairs if old is not new]
        if changed:
            self.refresh(*changed)

    @property
    def line_count(self) -> int:
        """How many lines it takes; 0 while it is hidden."""
        width = self.content_region.width or self.size.width
        return len(self._lines_at_width(width)) if self.display and width else 0

    def _lines_at_width(self, width: int) -> list[DrawnLine]:
        """The lines at a width; a line that says the same keeps its rendering."""
        if width != self._width and not self._given:
            self._width = width
            texts = wrapped_texts(self._text, width, self.app.console)
            lines_before = dict(enumerate(self._lines))
            self._lines = [
                lines_before[y] if y in lines_before and lines_before[y].text == text else DrawnLine(text)
                for y, text in enumerate(texts)
            ]
        return self._lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines_at_width(width)) if width else 0

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Asks for no other layout when it is told its size: nothing of it scrolls."""
        return super()._size_updated(size, virtual_size, container_size, layout=False)

    def on_resize(self, event: events.Resize) -> None:
        self.refresh()

    def notify_style_update(self) -> None:
        self._base = None
        super().notify_style_update()

    def render_drawn(self, crop: Region) -> list[Strip]:
        """The lines themselves, where nothing stands around them and nothing shows through: the general renderer of
        Textual takes longer than all that they need."""
        if self.styles.gutter or self.opacity < 1 or crop.x or crop.width < self.size.width:
            return super().render_drawn(crop)
        return filtered(self, (self.render_line(y) for y in crop.line_range))

    def render_line(self, y: int) -> Strip:
        width = self.content_region.width
        lines, base = self._lines_at_width(width), self._base or self.rich_style
        self._base = base
        return lines[y].strip(self.app.console, width, base) if y < len(lines) else Strip.blank(width, base)
