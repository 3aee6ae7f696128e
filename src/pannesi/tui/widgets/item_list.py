"""A list of items with a cursor, rendered line by line: only what is in view is drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pannesi.tui.runtime.textual_internals import call_after
from pannesi.tui.widgets.scrolling import Span, next_page_top, scroll_top_for, snap_to_entry
from pannesi.tui.widgets.strip_cache import DrawnLine, filtered, sanitized
from pannesi.tui.widgets.wrapping import wrapped_texts

PAGE_ENTRIES = 8
"""How many items the page keys move by in a list whose items unfold under the cursor."""
MIN_COLUMNS = 10
"""Columns that lines are laid out on, at least."""
TO_THE_END = 1000
"""Moves further than this go to an end of the list at once."""
EXTRA_BLOCKS_KEPT = 100
"""How many laid out items are cached beyond those shown."""
SCROLL_BAR_DELAY = 0.15
"""Seconds until the scroll bar follows a list that became longer or shorter."""


class Button(NamedTuple):
    """A clickable key of an item: its line, its first column, the one after its last, and what a click presses."""

    line: int
    first: int
    after: int
    press: str


@dataclass(frozen=True)
class ListItem:
    """One entry of a list: the text of its lines, and the key that it stands for; without one the cursor skips it."""

    key: Hashable | None
    texts: tuple[Text, ...]
    hang: int = 0
    """How many columns the continuation of a line too long for the screen is indented by."""
    buttons: tuple[Button, ...] = ()
    """Its keys that can be clicked; none of its lines is then longer than the list is wide."""


@dataclass(frozen=True)
class _Block:
    """An item as it was laid out: its lines at the width of the list."""

    item: ListItem
    lines: tuple[DrawnLine, ...]


class ItemList(ScrollView, can_focus=True):
    """Shows items; the cursor is on an item with a key, or nowhere. Texts are wrapped at the width.

    An item shown again is not laid out again, a line that says the same is not rendered again, and only the lines that
    differ from what is on the screen are painted.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
    ]
    DEFAULT_CSS = "ItemList { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    class Moved(Message):
        """The cursor moved to another item."""

        def __init__(self, rows: ItemList, key: Hashable | None) -> None:
            super().__init__()
            self.rows, self.key = rows, key

    class Chosen(Message):
        """An item was double-clicked."""

        def __init__(self, rows: ItemList, key: Hashable) -> None:
            super().__init__()
            self.rows, self.key = rows, key

    class KeyClicked(Message):
        """A key written in an item was clicked."""

        def __init__(self, press: str) -> None:
            super().__init__()
            self.press = press

    def __init__(self, id: str | None = None, *, full_pages: bool = False, marks_cursor: bool = True) -> None:
        super().__init__(id=id)
        self.marks_cursor = marks_cursor
        """Whether the item under the cursor bears a mark in its first column, where its text leaves that blank: the
        colour behind it is never alone."""
        self.full_pages = full_pages
        """Whether the page keys move by a page rather than by eight items: in a list where no item unfolds under the
        cursor."""
        self.items: tuple[ListItem, ...] = ()
        self.key: Hashable | None = None
        self.cursor_style = Style.parse("reverse")
        self._names: list[Hashable | None] = []
        self._keys: list[Hashable] = []
        self._places: dict[Hashable, int] = {}
        """The place of each key among the keys."""
        self._numbers: dict[Hashable, int] = {}
        """The place of each key among the items."""
        self._blocks: list[_Block] = []
        self._laid: dict[int, _Block] = {}
        """Blocks laid out lately, by the identity of their item, so that items shown again in another order are
        found."""
        self._tops: list[int] = [0]
        """The first line of each item; last, how many lines there are."""
        self.side_list: ItemList | None = None
        """A card beside the list, which the page keys scroll to its end before they move the cursor."""
        self.turn_page: Callable[[int], bool] | None = None
        """Shows a further page of what stands at the cursor, for the page keys; returns whether there is one."""
        self.pages_in_place = False
        """Whether those pages stand in the item under the cursor: then the arrows too read them before they move."""
        self._width = 0
        self._painted: dict[int, tuple[DrawnLine | None, Style | None]] = {}
        """What each line of the screen was last asked to show."""
        self._base: Style | None = None
        self._bar_due = False
        """Whether the scroll bar is about to be told of another length or place."""

    def show(self, items: Sequence[ListItem], key: Hashable | None) -> None:
        """Replaces the items and puts the cursor on `key`, on the first item with a key where it is not there."""
        before = self._height_of_cursor() if key == self.key else None
        reading = before is not None and not self._is_in_view()
        self.items = tuple(items)
        names = [item.key for item in self.items]
        numbers = self._numbers
        if names != self._names:
            self._names = names
            self._keys = [name for name in names if name is not None]
            self._places = {name: place for place, name in enumerate(self._keys)}
            self._numbers = {name: number for number, name in enumerate(names) if name is not None}
        self.key = key if key in self._places else (self._keys[0] if self._keys else None)
        self._lay_out(numbers)
        self._into_view(before, reading=reading)
        self.refresh_changed()

    def _is_in_view(self) -> bool:
        """Whether any line of the cursor is in view; not when somebody reads elsewhere."""
        span, top = self._lines_of(self.key), self.scroll_offset.y
        return span is not None and span[0] < top + self.size.height and span[1] >= top

    def _lines_of(self, key: Hashable | None) -> Span | None:
        """The first and the last line of a key."""
        number = self._numbers.get(key)
        if number is None or number + 1 >= len(self._tops):
            return None
        first, after = self._tops[number], self._tops[number + 1]
        return (first, after - 1) if after > first else None

    def _height_of_cursor(self) -> int | None:
        """How many lines below the top of the view the cursor is."""
        span = self._lines_of(self.key)
        return span[0] - self.scroll_offset.y if span is not None else None

    @property
    def keys(self) -> Sequence[Hashable]:
        """The keys of the items, in order, without the items that have none."""
        return self._keys

    def _lay_out(self, before: dict[Hashable, int]) -> None:
        """Lays out the items. `before`: the place of each key among the items laid out until now."""
        if not self.size.width:
            return  # not laid out yet: it will be told its size
        width = self._line_width
        if width != self._width:
            self._drop_layouts()
            self._width = width
        before_blocks, same = self._blocks, self._laid
        self._blocks = [same.get(id(item)) or self._laid_out_item(item, before_blocks, before) for item in self.items]
        if len(same) > 2 * (len(self._blocks) + EXTRA_BLOCKS_KEPT):
            same.clear()
        same.update((id(block.item), block) for block in self._blocks)
        self._tops = list(accumulate((len(block.lines) for block in self._blocks), initial=0))
        self._resize_to(Size(self._width, self._tops[-1]))

    def _drop_layouts(self) -> None:
        """Drops every layout: the list has another width, or none."""
        self._blocks, self._tops, self._width = [], [0], 0
        self._laid.clear()

    @property
    def _line_width(self) -> int:
        """The columns that lines are laid out on, one free before the scroll bar; a narrower list cuts them."""
        return max(self.scrollable_content_region.width - self.show_vertical_scrollbar, MIN_COLUMNS)

    def _laid_out_item(self, item: ListItem, laid_out: Sequence[_Block], before: dict[Hashable, int]) -> _Block:
        """Lays out an item; where it says the same as before it keeps its lines, with their rendering."""
        texts = [line for text in item.texts for line in self._lines_of_text(text, item.hang)]
        number = before.get(item.key) if item.key is not None else None
        if number is not None and number < len(laid_out) and [line.text for line in laid_out[number].lines] == texts:
            return _Block(item, laid_out[number].lines)
        return _Block(item, tuple(map(DrawnLine, texts)))

    def _resize_to(self, size: Size) -> None:
        """Sets the length of the list; the screen is laid out again only where the scroll bar comes or goes."""
        height = self.scrollable_content_region.height
        if (size.height > height) == (self.virtual_size.height > height) and size.width == self.virtual_size.width:
            self.set_reactive(ItemList.virtual_size, size)
            self._scroll_bar_later()
        else:
            self.virtual_size = size
            self.call_after_refresh(self._at_its_width)

    def _scroll_bar_later(self) -> None:
        """Updates the scroll bar once a key was answered: at once, it would be painted on its own a moment later, and
        the paint of the next key would wait for that. A timer of Textual would skip its only call on a stall."""
        if not self._bar_due:
            self._bar_due = True
            call_after(self, SCROLL_BAR_DELAY, self._update_scroll_bar)

    def _update_scroll_bar(self) -> None:
        self._bar_due = False
        if self.is_attached:
            self.vertical_scrollbar.window_virtual_size = self.virtual_size.height
            self.vertical_scrollbar.position = self.scroll_y

    def _lines_of_text(self, text: Text, hang: int) -> Sequence[Text]:
        """The lines of a text: itself where it fits, as nearly always; else lines that leave a column for the scroll
        bar."""
        text = sanitized(text)
        if "\n" not in text.plain and "\t" not in text.plain and text.cell_len <= self._width:
            return (text,)
        hang = min(hang, self._width // 2)
        first, *others = wrapped_texts(text, self._width - 1, self.app.console, hang)
        return [first, *(Text(" " * hang).append_text(line) for line in others)]

    def _at_its_width(self) -> None:
        """Lays out again where the scroll bar took a column."""
        if self.scrollable_content_region.width and self._line_width != self._width:
            self._drop_layouts()
            self._lay_out({})
            self._into_view()
            self.refresh()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Lays out at once when it is told its first size, so as to be there at the first paint."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.items and not self._width and size.width:
            self._lay_out({})
            self._into_view()
        return changed

    def on_resize(self, event: events.Resize) -> None:
        """Repaints only what moved: the layout has painted the rest already."""
        if self._line_width != self._width:
            self._drop_layouts()
            self._lay_out({})
        self._into_view()
        self.refresh_changed()

    def _line_to_draw(self, at: int) -> tuple[DrawnLine | None, Style | None]:
        """A line of the list as it is to be shown, and the style of the cursor if the cursor is there."""
        if at >= self._tops[-1]:
            return None, None
        number = bisect_right(self._tops, at) - 1
        block = self._blocks[number]
        here = block.item.key is not None and block.item.key == self.key
        line = block.lines[at - self._tops[number]]
        if here and self.marks_cursor and at == self._tops[number]:
            line = line.marked
        return line, self.cursor_style if here else None

    def refresh_changed(self) -> None:
        """Asks for a paint of the lines that differ from what is on the screen."""
        width, height = self.size
        top = self.scroll_offset.y
        changed = [y for y in range(height) if self._painted.get(y) != self._line_to_draw(top + y)]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def _strips(self, lines: Sequence[int], width: int) -> list[Strip]:
        """Renders lines of the screen, and notes them as what stands there."""
        if self._base is None:
            self._base = self.rich_style
        top, base, console = self.scroll_offset.y, self._base, self.app.console
        strips = []
        for y in lines:
            line, cursor = self._painted[y] = self._line_to_draw(top + y)
            strips.append(line.strip(console, width, base, cursor) if line else Strip.blank(width, base))
        return strips

    def render_line(self, y: int) -> Strip:
        return self._strips((y,), self.size.width)[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Renders the lines in view; where the list has no border, padding or transparency, without the general
        renderer of Textual."""
        if self.styles.gutter or self.opacity < 1 or crop.x or crop.width < self.size.width:
            return super().render_lines(crop)
        strips = self._strips(crop.line_range, crop.width)
        return filtered(self, strips)

    def notify_style_update(self) -> None:
        self._base = None
        super().notify_style_update()

    def action_page(self, way: int) -> None:
        """Moves by a page, or eight items; `way` is 1, or -1 to go back."""
        if self.turn_page is not None and self.turn_page(way):
            return
        self.action_move(way * (max(self.size.height - 1, 1) if self.full_pages else PAGE_ENTRIES))

    def action_move(self, by: int) -> None:
        """Moves the cursor; an item longer than the view is first read to its end, and no line is skipped."""
        if abs(by) == 1 and self.pages_in_place and self.turn_page is not None and self.turn_page(by):
            return
        if abs(by) > 1 and self.side_list is not None and self.side_list.scroll_on(down=by > 0):
            return
        wanted = self._reachable(by)
        if wanted is None or wanted == self.key:
            self.scroll_on(down=by > 0, wholly=abs(by) > TO_THE_END)
            return
        self.point_at(wanted)
        self.post_message(self.Moved(self, wanted))

    def _reachable(self, by: int) -> Hashable | None:
        """The key that the cursor goes to, at most `by` further; None while there is something to read before it."""
        at, last = self._places.get(self.key, 0), len(self._keys) - 1
        if abs(by) > TO_THE_END:
            return self._keys[min(max(at + by, 0), last)] if self._keys else None
        for further in range(by, 0, -1 if by > 0 else 1):
            wanted = self._keys[min(max(at + further, 0), last)] if self._keys else None
            if wanted != self.key and self._next_page_top(self._lines_of(wanted), down=by > 0, far=abs(by) > 1) is None:
                return wanted
        return None

    def _next_page_top(self, there: Span | None, *, down: bool, far: bool = False) -> int | None:
        return next_page_top(
            self._lines_of(self.key), there, self.scroll_offset.y, self.size.height, self._tops[-1], down=down,
            turning=self.full_pages and far,
        )  # fmt: skip

    def scroll_on(self, *, down: bool, wholly: bool = False) -> bool:
        """Scrolls without moving the cursor, by a page or to the end; returns whether there was more to see."""
        end = max(self._tops[-1] - self.size.height, 0) if down else 0
        wanted = end if wholly else self._next_page_top(None, down=down)
        top = self.scroll_offset.y
        if not self.size.height or wanted is None or wanted == top:
            return False
        self.scroll_to(y=wanted, animate=False, force=True, immediate=True)
        return self.scroll_offset.y != top

    def point_at(self, key: Hashable | None) -> None:
        """Puts the cursor on an item; only the lines that it leaves and comes to are painted."""
        self.key = key
        self._into_view()
        self.refresh_changed()

    def _into_view(self, below_top: int | None = None, *, reading: bool = False) -> None:
        """Scrolls to the cursor, unless somebody reads elsewhere. `below_top`: how far below the top of the view it
        stays, whatever came or went above it."""
        span, height = self._lines_of(self.key), self.size.height
        if span is None or not height:
            return
        top = self.scroll_offset.y if below_top is None else max(span[0] - below_top, 0)
        top = min(top, max(self._tops[-1] - height, 0))
        if not reading:
            was, top = top, scroll_top_for(span, top, height)
            top = snap_to_entry(top, was, span, height, self._tops) if top > was else top
        top = min(top, self.max_scroll_y)
        if top != self.scroll_y:
            self.set_reactive(ItemList.scroll_target_y, float(top))
            self.set_reactive(ItemList.scroll_y, float(top))
            self._scroll_bar_later()

    def on_click(self, event: events.Click) -> None:
        """Puts the cursor on the item under the mouse; a double click chooses it."""
        at = event.y + self.scroll_offset.y
        number = bisect_right(self._tops, at) - 1 if at < self._tops[-1] else None
        for button in self.items[number].buttons if number is not None else ():
            if button.line == at - self._tops[number or 0] and button.first <= event.x < button.after:
                self.post_message(self.KeyClicked(button.press))
                return
        key = self._names[number] if number is not None else None
        if key is None:
            return
        self.point_at(key)
        self.post_message(self.Moved(self, key))
        if event.chain > 1:
            self.post_message(self.Chosen(self, key))
