"""How far a list scrolls, so that no line is skipped whatever the height of the screen and of its entries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

Span = tuple[int, int]
"""The first and the last line of an entry."""


def scroll_top_for(span: Span, top: int, height: int) -> int:
    """The first line in view that shows the entry `span`. It stays `top` when the whole entry is in view, or when an
    entry longer than the view fills it, where somebody reads."""
    first, last = span
    if first <= top <= last - height + 1:
        return top
    if last >= top + height:
        return min(first, last - height + 1)
    if first >= top:
        return top
    return max(first - 1, 0) if last - first + 1 < height else first


def snap_to_entry(top: int, was: int, span: Span, height: int, tops: Sequence[int]) -> int:
    """Where to scroll to instead of `top`, coming down from `was`: to the beginning of an entry, so that no end of a
    line stands above the others, unless lines would be skipped that nobody saw."""
    wanted = tops[bisect_left(tops, top)]
    jumps = top > was + height
    return wanted if wanted <= span[0] and (jumps or wanted <= was + height) else top


def next_page_top(
    here: Span | None, there: Span | None, top: int, height: int, total: int, *, down: bool, turning: bool = False
) -> int | None:
    """The first line in view after reading on; None when the cursor may go to `there`.

    It may go once the entry `here` was shown to its end, if no line is skipped on the way; when `turning`, also to the
    end of the next page, which only a list may do whose entries do not unfold under the cursor. With nowhere to go, the
    list is scrolled to its own end.
    """
    page = max(height - 1, 1)
    if down:
        if here is not None and top + height <= here[1]:
            return min(top + page, max(here[1] - height + 1, top))
        if there is not None and (scroll_top_for(there, top, height) if turning else there[0]) <= top + height:
            return None
        return min(top + page, max(total - height, 0))
    if here is not None and here[0] < top:
        return max(top - page, here[0])
    if there is not None and (there[1] >= top - 1 or (turning and scroll_top_for(there, top, height) >= top - height)):
        return None
    return max(top - page, 0)
