"""Plain text in indented paragraphs, wrapped between words and never cut."""

from __future__ import annotations

from pannesi.support.text_safety import wrapped_in_columns

INDENT = 2
"""How many columns one level of indentation takes."""


class TextPage:
    """A page of plain text, filled paragraph by paragraph. `width` is in columns; only a longer word exceeds it."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._lines: list[str] = []

    def write(self, text: str, level: int = 0, hanging: int = 0) -> None:
        """Adds a paragraph at a level of indentation; the lines after its first `hanging` columns further in."""
        for number, part in enumerate(text.split("\n")):
            begin = " " * (INDENT * level + (hanging if number else 0))
            wrapped = wrapped_in_columns(
                part, self.width, initial_indent=begin, subsequent_indent=" " * (INDENT * level + hanging),
                break_long_words=False, break_on_hyphens=False, expand_tabs=False, replace_whitespace=False,
                drop_whitespace=True,
            )  # fmt: skip
            self._lines += wrapped or [""]

    def blank_line(self) -> None:
        """Adds an empty line, unless the page is empty or ends with one."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """The whole page, without empty lines at its start and end."""
        return "\n".join(self._lines).strip("\n")
