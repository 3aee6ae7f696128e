"""Plain text in paragraphs, indented and wrapped between words; nothing is ever cut off."""

from __future__ import annotations

import textwrap

INDENT = 2
"""How many columns one level of indentation takes."""


class TextPage:
    """Collects paragraphs. `width` is in columns; a longer word goes over it."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._lines: list[str] = []

    def say(self, text: str, level: int = 0, hanging: int = 0) -> None:
        """A text at a level of indentation, its lines after the first `hanging` columns further in."""
        for number, part in enumerate(text.split("\n")):
            begin = " " * (INDENT * level + (hanging if number else 0))
            wrapped = textwrap.wrap(
                part, self.width, initial_indent=begin, subsequent_indent=" " * (INDENT * level + hanging),
                break_long_words=False, break_on_hyphens=False, expand_tabs=False, replace_whitespace=False,
                drop_whitespace=True,
            )  # fmt: skip
            self._lines += wrapped or [""]

    def gap(self) -> None:
        """An empty line, unless there is one already."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        return "\n".join(self._lines).strip("\n")
