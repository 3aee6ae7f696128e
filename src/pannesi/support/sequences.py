"""What is common to lists of any kind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any


def longest_increasing_subsequence(values: Sequence[Any]) -> set[int]:
    """The places (from 0) of a longest strictly rising run of values, gaps allowed; of several, one that ends lowest.

    Patience sorting, in time n log n (Fredman, "On computing the length of longest increasing subsequences", 1975).
    """
    ends: list[Any] = []
    place_of_end: list[int] = []
    before: list[int | None] = []
    for place, value in enumerate(values):
        length = bisect_left(ends, value)
        before.append(place_of_end[length - 1] if length else None)
        ends[length : length + 1] = [value]
        place_of_end[length : length + 1] = [place]
    kept: set[int] = set()
    current = place_of_end[-1] if place_of_end else None
    while current is not None:
        kept.add(current)
        current = before[current]
    return kept
