"""Algorithms on lists of any kind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any


def longest_increasing_subsequence(values: Sequence[Any]) -> set[int]:
    """The indexes (from 0) of a longest strictly increasing subsequence; of several, one with the lowest last value.

    Patience sorting, in O(n log n) (Fredman, "On computing the length of longest increasing subsequences", 1975).
    """
    tails: list[Any] = []
    place_of_tail: list[int] = []
    predecessor: list[int | None] = []
    for place, value in enumerate(values):
        length = bisect_left(tails, value)
        predecessor.append(place_of_tail[length - 1] if length else None)
        tails[length : length + 1] = [value]
        place_of_tail[length : length + 1] = [place]
    chosen: set[int] = set()
    current = place_of_tail[-1] if place_of_tail else None
    while current is not None:
        chosen.add(current)
        current = predecessor[current]
    return chosen
