"""Blank lines in the list of a session, where there is height for them: around the frame and before headings, and in a
second column between all lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from pannesi.tui.widgets.item_list import ListItem

AIR = ListItem(None, (Text(""),))
"""A blank line."""
Places = Callable[[ListItem | None, ListItem], bool]
"""Whether a blank line stands between two neighbours; the first item of a list has none before it."""


def height_of(items: Sequence[ListItem]) -> int:
    """The lines that items take, each of their texts on a line of its own."""
    return sum(len(item.texts) for item in items)


def aired(items: Sequence[ListItem], room: int, *, framed: bool, between: bool) -> list[ListItem]:
    """The items with as many blank lines as `room` lines allow, the most needed first, or none. `framed`: the current
    line stands in a frame; `between`: lines may stand apart from one another."""
    ways: list[Places] = [_around_frames] if framed else []
    ways.append(_in_parts)
    if between:
        ways.append(_air_between_lines)
    best = list(items)
    for way in ways:
        wider = _with_air(items, way)
        if height_of(wider) <= room:
            best = wider
    return best


def _with_air(items: Sequence[ListItem], way: Places) -> list[ListItem]:
    placed: list[ListItem] = []
    for item in items:
        before = placed[-1] if placed else None
        if not (is_blank(item) or (before is not None and is_blank(before))) and way(before, item):
            placed.append(AIR)
        placed.append(item)
    return placed


def is_blank(item: ListItem) -> bool:
    """Whether an item shows nothing."""
    return not any(text.plain.strip() for text in item.texts)


def _is_frame(item: ListItem | None) -> bool:
    return item is not None and len(item.texts) > 1 and item.texts[0].plain[1:2] == "╭"


def _is_heading(item: ListItem) -> bool:
    return item.key is None and item.texts[0].plain.rstrip().endswith("─")


def _around_frames(before: ListItem | None, item: ListItem) -> bool:
    """A blank line on each side of a frame."""
    return _is_frame(item) or _is_frame(before)


def _in_parts(before: ListItem | None, item: ListItem) -> bool:
    """Also before the list, and before each of its parts."""
    return before is None or _around_frames(before, item) or _is_heading(item)


def _air_between_lines(before: ListItem | None, item: ListItem) -> bool:
    """Also between any two lines; a heading stands directly above its own."""
    return before is None or not _is_heading(before)
