"""A list that makes only the items near the cursor: a key costs the same however long the list is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from textual.scrollbar import ScrollBarRender

from pannesi.tui.widgets.item_list import TO_THE_END, ItemList, ListItem

_Entry = TypeVar("_Entry")
WINDOW_MARGIN = 12
"""How near to an end of the window the cursor may come before the window moves, where fewer lines are in view."""
WINDOW_EXTRA = 20
"""How many more items are made on each side when it moves."""


@dataclass(frozen=True)
class OrderedEntries(Generic[_Entry]):
    """All entries of a list in their order, with the key of each."""

    entries: Sequence[_Entry]
    keys: Sequence[Hashable]

    @cached_property
    def places(self) -> Mapping[Hashable, int]:
        """The place of each key."""
        return {key: place for place, key in enumerate(self.keys)}


class LazyList(ItemList, Generic[_Entry]):
    """An `ItemList` over a window of the entries, which follows the cursor and the scroll position. The page keys move
    by a page, since no entry unfolds under the cursor."""

    def __init__(self, id: str, draw: Callable[[_Entry], ListItem], *, marks_cursor: bool = True) -> None:
        super().__init__(id=id, full_pages=True, marks_cursor=marks_cursor)
        self._draw = draw
        self._whole: OrderedEntries[_Entry] = OrderedEntries((), ())
        self._first = self._after = 0
        self._bar_drawn_for = (0, 0, 0)
        """What the scroll bar was last drawn for: the window, and the number of entries."""

    def on_mount(self) -> None:
        self.vertical_scrollbar.renderer = self._bar  # type: ignore[misc, assignment]

    def _bar(self, *, virtual_size: int, position: float, **drawn: Any) -> ScrollBarRender:
        """The scroll bar of the whole list: items that are not made count as many lines as the made ones have on
        average."""
        made = self._after - self._first
        each = virtual_size / made if made else 0
        above, below = self._first * each, (len(self._whole.entries) - self._after) * each
        return ScrollBarRender(virtual_size=round(above + virtual_size + below), position=above + position, **drawn)

    def _update_scroll_bar(self) -> None:
        """Refreshes the scroll bar also where another window has the same length and position."""
        super()._update_scroll_bar()
        part = (self._first, self._after, len(self._whole.entries))
        if part != self._bar_drawn_for:
            self._bar_drawn_for = part
            self.vertical_scrollbar.refresh()

    def show_entries(self, whole: OrderedEntries[_Entry], key: Hashable | None) -> None:
        """Replaces the entries and puts the cursor on `key`, on the first entry where it is not among them."""
        if whole is not self._whole:
            count = len(whole.entries)
            to_the_end = 0 < self._after == len(self._whole.entries)
            self._whole, self._after = whole, count if to_the_end else min(self._after, count)
        place = whole.places.get(key, 0)
        if not self._window_covers(place):
            self._move_window(place)
        self._show(key)

    def _show(self, key: Hashable | None) -> None:
        self.show([self._draw(entry) for entry in self._whole.entries[self._first : self._after]], key)

    @property
    def _rows_ahead(self) -> int:
        """How near the cursor may come to an end of the window: an entry has a line at least, so many fill the view."""
        return max(WINDOW_MARGIN, self.app.size.height)

    def _window_covers(self, place: int) -> bool:
        """Whether the window reaches far enough on both sides of a place."""
        count = len(self._whole.entries)
        return (
            self._first <= max(place - self._rows_ahead, 0) and min(place + self._rows_ahead + 1, count) <= self._after
        )

    def _move_window(self, place: int) -> None:
        """Puts the window around a place."""
        reach = self._rows_ahead + WINDOW_EXTRA
        self._first, self._after = max(place - reach, 0), min(place + reach + 1, len(self._whole.entries))

    def action_move(self, by: int) -> None:
        count, place = len(self._whole.entries), self._whole.places.get(self.key, 0)
        wanted = min(max(place + by, 0), count - 1)
        if count and not self._window_covers(wanted):
            self._move_window(wanted)
            if abs(by) > TO_THE_END:
                self._show(self._whole.keys[wanted])
                self.post_message(self.Moved(self, self.key))
                return
            self._show(self.key)
        super().action_move(by)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Widens the window where the wheel scrolls towards its end without moving the cursor."""
        super().watch_scroll_y(old_value, new_value)
        reach, before = self._rows_ahead + WINDOW_EXTRA, (self._first, self._after)
        if new_value > old_value and self._tops[-1] - new_value < 2 * self.size.height:
            self._after = min(self._after + reach, len(self._whole.entries))
        elif new_value < old_value and new_value < self.size.height:
            self._first = max(self._first - reach, 0)
        if (self._first, self._after) != before:
            self.call_later(self._show, self.key)
