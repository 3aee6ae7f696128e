"""A line of text whose parts have a style by meaning: every face turns the meanings into its own colours."""

from __future__ import annotations

from typing import Literal

from pannesi.support.text_safety import cell_width, cut

Meaning = Literal["plain", "title", "strong", "quiet", "done", "danger", "warning", "key", "exercise", "alarm"]
"""What a part of a line is; the names are those of the styles in `tui/theme/styles.py`."""
NARROW = 60
"""Columns below which a screen leaves out, or shortens, what stands beside the main words."""
Part = tuple[str, Meaning]


class StyledText:
    """A line that is built part by part."""

    __slots__ = ("parts",)

    def __init__(self, words: str = "", style: Meaning = "plain") -> None:
        self.parts: list[Part] = [(words, style)] if words else []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StyledText) and self.parts == other.parts

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        return f"StyledText({self.plain!r})"

    def append(self, words: str, style: Meaning = "plain") -> StyledText:
        """Adds a part at the end; returns the line itself."""
        if words:
            self.parts.append((words, style))
        return self

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(words for words, _style in self.parts)

    @property
    def width(self) -> int:
        """The columns that it takes."""
        return sum(cell_width(words) for words, _style in self.parts)

    def cut(self, room: int) -> StyledText:
        """The line in `room` columns, with an ellipsis where its end is cut; without the blanks at its end."""
        short, left = cut(self.plain, room).rstrip(), StyledText()
        for words, style in self.parts:
            part, short = short[: len(words)], short[len(words) :]
            left.append(part, style)
        return left
