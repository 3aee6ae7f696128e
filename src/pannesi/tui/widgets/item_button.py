"""A key that is written in an entry of a list, and can be clicked there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Button:
    """A key written in an item that can be clicked there: the line of the item, its first column and the one after its
    last, and the key that a click stands for."""

    line: int
    first: int
    after: int
    press: str
