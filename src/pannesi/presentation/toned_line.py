"""A line of text with what it is to the reader, so that a face colours it without reading its words."""

from __future__ import annotations

from typing import Literal, NamedTuple

Tone = Literal["plain", "heading", "warning"]


class TonedLine(NamedTuple):
    """A line in words; `heading` begins something, `warning` is where people err or what is missing."""

    words: str
    tone: Tone = "plain"
    key: str = ""
    """The key that its words end with, ` : V`; none where they end otherwise."""

    def indented(self) -> TonedLine:
        """The same below another line."""
        return self._replace(words=f"  {self.words}")
