"""A line of text with its tone, so that a face colours it without reading its words."""

from __future__ import annotations

from typing import Literal, NamedTuple

Tone = Literal["plain", "heading", "warning", "missing", "quiet"]
"""`heading` begins something; `warning` is where people err; `missing` is what is known of a line beside its act:
what nobody wrote, who is awaited; `quiet` changes no act."""


class TonedLine(NamedTuple):
    """A line of text and its tone."""

    words: str
    tone: Tone = "plain"
    key: str = ""
    """The key that the words end with, ` : V`; empty where they end otherwise."""

    def indented(self) -> TonedLine:
        """The same line, indented below another."""
        return self._replace(words=f"  {self.words}")
