"""A line of text in the frame of the current line of the procedure."""

from __future__ import annotations

from typing import NamedTuple

from pannesi.presentation.text.toned_line import Tone, TonedLine


class FrameLine(NamedTuple):
    """A line of text, its tone, and the part of it that must be seen first."""

    words: str
    tone: Tone = "plain"
    strong: str = ""
    """The number to dial, or the words to say: a part of `words` or of `right`."""
    right: str = ""
    """What stands at the right end; below, where there is no room."""

    @classmethod
    def of(cls, line: TonedLine, tone: Tone | None = None) -> FrameLine:
        """A toned line in a frame."""
        return cls(line.words, tone or line.tone)
