"""A list too long to hold in memory: pages are fetched as the cursor comes near an end of the window."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from pannesi.tui.widgets.item_list import ItemList, ListItem

_Entry = TypeVar("_Entry")
PAGE_SIZE = 60
FETCH_MARGIN = 12
"""How near to an end of the window the cursor may come before a page is fetched."""
WINDOW_SIZE = 240
"""How many entries the window holds at most."""

Fetch = Callable[[_Entry | None, bool, int], Sequence[_Entry]]
"""Fetches at most so many entries after an entry (or, with True, before it, nearest first); with None from an end of
the list."""


class PagedList(ItemList, Generic[_Entry]):
    """An `ItemList` over a window of the entries; only pages are ever asked for."""

    def __init__(self, id: str, fetch: Fetch[_Entry], draw: Callable[[_Entry], ListItem]) -> None:
        super().__init__(id=id, full_pages=True)
        self._fetch, self._draw = fetch, draw
        self.entries: list[_Entry] = []

    def entry(self) -> _Entry | None:
        """The entry under the cursor."""
        keys = self.keys
        return self.entries[keys.index(self.key)] if self.key in keys else None

    def show_first_page(self) -> None:
        """Shows the list from its beginning."""
        self.entries = list(self._fetch(None, False, PAGE_SIZE))
        self._show(None)

    def refetch(self) -> None:
        """Fetches the window again. The cursor stays on its entry; where that is gone, it goes to the one that took its
        place."""
        key, keys = self.key, list(self.keys)
        at = keys.index(key) if key in keys else 0
        most = max(len(self.entries), PAGE_SIZE)
        above = self._fetch(self.entries[0], True, 1) if len(self.entries) > PAGE_SIZE else ()
        self.entries = list(self._fetch(above[0] if above else None, False, most))
        items = [self._draw(entry) for entry in self.entries]
        now = [item.key for item in items]
        if key not in now and now:
            kept = set(now)
            near = (name for name in (*keys[at + 1 :], *reversed(keys[:at])) if name in kept)
            key = next(near, now[min(at, len(now) - 1)])
        self.show(items, key)

    def redraw(self) -> None:
        """Draws the entries of the window again, at the current width."""
        self._show(self.key)

    def _from_the_end(self) -> None:
        self.entries = list(reversed(self._fetch(None, True, PAGE_SIZE)))
        self._show(self._draw(self.entries[-1]).key if self.entries else None)

    def action_move(self, by: int) -> None:
        if abs(by) > WINDOW_SIZE:
            (self.show_first_page if by < 0 else self._from_the_end)()
            self.post_message(self.Moved(self, self.key))
            return
        self._fetch_near(by)
        super().action_move(by)

    def _fetch_near(self, by: int) -> None:
        """Fetches a page when the cursor is about to come near an end of the window."""
        keys = self.keys
        at = keys.index(self.key) + by if self.key in keys else 0
        if by > 0 and at > len(keys) - FETCH_MARGIN and self.entries:
            more = self._fetch(self.entries[-1], False, PAGE_SIZE)
            self.entries = [*self.entries, *more][-WINDOW_SIZE:]
        elif by < 0 and at < FETCH_MARGIN and self.entries:
            more = list(reversed(self._fetch(self.entries[0], True, PAGE_SIZE)))
            self.entries = [*more, *self.entries][:WINDOW_SIZE]
        else:
            return
        if more:
            self._show(self.key)

    def _show(self, key: Hashable | None) -> None:
        self.show([self._draw(entry) for entry in self.entries], key)
