"""A list of lines with a cursor, drawn line by line: only what is in view is rendered."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pannesi.text import clean
from pannesi.tui.widgets.reading import Span, read_on, top_for

FAR = 1000
"""Moves beyond are to an end of the list, at once."""


@dataclass(frozen=True)
class Item:
    """One entry: the text of its lines, and what it stands for. Without a key the cursor passes over it."""

    key: Hashable | None
    texts: tuple[Text, ...]
    hang: int = 0
    """How many columns in a line too long for the screen goes on below."""


@dataclass(frozen=True)
class _Drawn:
    """A line as it was drawn."""

    text: Text
    styles: tuple[Style, Style | None]
    width: int
    strip: Strip


def _harmless(text: Text) -> Text:
    """The text itself, or with marks in the place of what would act on the terminal, whatever let it come so far.

    A style of the whole text becomes that of its letters: rich draws a text without spans in no style at all.
    """
    if text.style:
        text = Text().append_text(text)
    if text.plain.isprintable():
        return text
    cleaned = clean(text.plain)
    return text if cleaned == text.plain else Text(cleaned, style=text.spans[0].style if text.spans else text.style)


class Rows(ScrollView, can_focus=True):
    """Shows items; the cursor is on an item with a key, or nowhere. Texts are wrapped at the width."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-8)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
    ]
    DEFAULT_CSS = "Rows { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    class Moved(Message):
        """The cursor stands on another item."""

        def __init__(self, rows: Rows, key: Hashable | None) -> None:
            super().__init__()
            self.rows, self.key = rows, key

    class Chosen(Message):
        """An item was clicked."""

        def __init__(self, rows: Rows, key: Hashable) -> None:
            super().__init__()
            self.rows, self.key = rows, key

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.items: tuple[Item, ...] = ()
        self.key: Hashable | None = None
        self.cursor_style = Style.parse("reverse")
        self._lines: list[tuple[Hashable | None, Text]] = []
        self._keys: list[Hashable] = []
        self._places: dict[Hashable, int] = {}
        """Where each key is among the keys."""
        self._spans: dict[Hashable, tuple[int, int]] = {}
        """The first and the last line of each key."""
        self.beside: Rows | None = None
        """What the page keys read on first, before they move the cursor: a card beside the list."""
        self._width = 0
        self._strips: dict[int, _Drawn] = {}
        self._base: Style | None = None

    def show(self, items: Sequence[Item], key: Hashable | None) -> None:
        """Replaces the items and puts the cursor on `key`, on the first that has one when it is not there."""
        before = self._height_of_cursor() if key == self.key else None
        reading = before is not None and not self._is_in_view()
        self.items = tuple(items)
        self._keys = [item.key for item in self.items if item.key is not None]
        self._places = {one: place for place, one in enumerate(self._keys)}
        self.key = key if key in self._places else (self._keys[0] if self._keys else None)
        self._lay_out()
        if before is not None:
            self._hold_at(before)
        if not reading:
            self._into_view()
        self.refresh()

    def _is_in_view(self) -> bool:
        """Whether something of the cursor is seen: not when somebody reads on elsewhere."""
        span, top = self._span(self.key), self.scroll_offset.y
        return span is not None and span[0] < top + self.size.height and span[1] >= top

    def _first_of_cursor(self) -> int | None:
        span = self._spans.get(self.key)
        return span[0] if span is not None else None

    def _height_of_cursor(self) -> int | None:
        """How far below the top the cursor is seen."""
        first = self._first_of_cursor()
        return first - self.scroll_offset.y if first is not None else None

    def _hold_at(self, below_top: int) -> None:
        """Keeps the item of the cursor where it was seen, whatever came or went above it."""
        first = self._first_of_cursor()
        if first is not None and first - below_top != self.scroll_offset.y:
            self.scroll_to(y=max(first - below_top, 0), animate=False, force=True, immediate=True)

    @property
    def keys(self) -> Sequence[Hashable]:
        return self._keys

    def _lay_out(self) -> None:
        if not self.size.width:
            return  # not laid out yet: it will be told its size
        self._width = max(self.scrollable_content_region.width, 10)
        self._lines = [
            (item.key, line) for item in self.items for text in item.texts for line in self._wrapped(text, item.hang)
        ]
        self._spans = {}
        for number, (key, _text) in enumerate(self._lines):
            if key is not None:
                self._spans[key] = (self._spans.get(key, (number, number))[0], number)
        kept = {id(text) for _key, text in self._lines}
        self._strips = {name: drawn for name, drawn in self._strips.items() if name in kept}
        self._resize_to(Size(self._width, len(self._lines)))

    def _resize_to(self, size: Size) -> None:
        """Another length lays the screen out anew only when the scroll bar comes or goes."""
        height = self.scrollable_content_region.height
        if (size.height > height) == (self.virtual_size.height > height) and size.width == self.virtual_size.width:
            self.set_reactive(Rows.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = size.height
        else:
            self.virtual_size = size

    def _wrapped(self, text: Text, hang: int) -> Sequence[Text]:
        """The lines of a text: itself when it fits, which is nearly always."""
        text = _harmless(text)
        if "\n" not in text.plain and "\t" not in text.plain and text.cell_len <= self._width:
            return (text,)
        hang = min(hang, self._width // 2)
        first, *others = list(text.wrap(self.app.console, self._width - hang, no_wrap=False, tab_size=4)) or [Text()]
        return [first, *(Text(" " * hang).append_text(line) for line in others)]

    def on_resize(self, event: events.Resize) -> None:
        if self.scrollable_content_region.width != self._width:
            self._lay_out()
        self._into_view()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        at = y + self.scroll_offset.y
        width = self.size.width
        if at >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        key, text = self._lines[at]
        if self._base is None:
            self._base = self.rich_style
        style = self._base
        cursor = self.cursor_style if key is not None and key == self.key else None
        drawn = self._strips.get(id(text))
        if drawn is None or drawn.text is not text or drawn.styles != (style, cursor) or drawn.width != width:
            segments = Segment.apply_style(text.render(self.app.console), style)
            strip = Strip(segments).extend_cell_length(width, style).crop(0, width)
            if cursor is not None:
                strip = Strip(Segment.apply_style(strip, post_style=cursor), width)
            drawn = self._strips[id(text)] = _Drawn(text, (style, cursor), width, strip)
        return drawn.strip

    def notify_style_update(self) -> None:
        self._base = None
        super().notify_style_update()

    def action_move(self, by: int) -> None:
        """Moves the cursor; an entry longer than the view is first read to its end, and no line is passed over."""
        if abs(by) > 1 and self.beside is not None and self.beside.read(down=by > 0):
            return
        wanted = self._reachable(by)
        if wanted is None or wanted == self.key:
            self.read(down=by > 0, wholly=abs(by) > FAR)
            return
        self.point_at(wanted)
        self.post_message(self.Moved(self, wanted))

    def _reachable(self, by: int) -> Hashable | None:
        """The entry that the cursor goes to, at most `by` further; None while there is something to read before."""
        at, last = self._places.get(self.key, 0), len(self._keys) - 1
        if abs(by) > FAR:
            return self._keys[min(max(at + by, 0), last)] if self._keys else None
        for further in range(by, 0, -1 if by > 0 else 1):
            wanted = self._keys[min(max(at + further, 0), last)] if self._keys else None
            if wanted != self.key and self._ahead(self._span(wanted), down=by > 0) is None:
                return wanted
        return None

    def _ahead(self, there: Span | None, *, down: bool) -> int | None:
        return read_on(self._span(self.key), there, self.scroll_offset.y, self.size.height, self._line_count, down=down)

    def read(self, *, down: bool, wholly: bool = False) -> bool:
        """Scrolls on without moving the cursor, by a page or to the end; returns whether there was more to see."""
        end = max(self._line_count - self.size.height, 0) if down else 0
        wanted = end if wholly else self._ahead(None, down=down)
        top = self.scroll_offset.y
        if not self.size.height or wanted is None or wanted == top:
            return False
        self.scroll_to(y=wanted, animate=False, force=True, immediate=True)
        return self.scroll_offset.y != top

    def _span(self, key: Hashable | None) -> Span | None:
        """The first and the last line of a key."""
        return self._spans.get(key) if key is not None else None

    @property
    def _line_count(self) -> int:
        return len(self._lines)

    def point_at(self, key: Hashable | None) -> None:
        """Puts the cursor on an item; only the lines that it leaves and comes to are drawn anew."""
        both = (self.key, key)
        self.key = key
        self._into_view()
        top, width = self.scroll_offset.y, self.size.width
        spans = [self._spans[one] for one in both if one in self._spans]
        changed = [number - top for first, last in spans for number in range(first, last + 1)]
        self.refresh(*(Region(0, y, width, 1) for y in changed if 0 <= y < self.size.height))

    def _into_view(self) -> None:
        span = self._spans.get(self.key)
        height = self.size.height
        if span is None or not height:
            return
        top = top_for(span, self.scroll_offset.y, height)
        self.scroll_to(y=top, animate=False, force=True, immediate=True)

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.scroll_offset.y
        if at < len(self._lines) and self._lines[at][0] is not None:
            key = self._lines[at][0]
            self.point_at(key)
            self.post_message(self.Moved(self, key))
            if event.chain > 1 and key is not None:
                self.post_message(self.Chosen(self, key))
