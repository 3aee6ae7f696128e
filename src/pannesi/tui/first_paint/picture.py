"""The rows of the first screen as a terminal is to write them: the same cells as Textual paints a moment later."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import field
from math import ceil

from pannesi.presentation.commands.key_bar import bar_line, laid_hints
from pannesi.presentation.home.content import MIN_COLUMNS, HomeContent, HomeItem
from pannesi.support.light_dataclass import dataclass
from pannesi.support.styled_text import Meaning, StyledText
from pannesi.support.text_safety import cell_width, clean, clean_line, wrapped_lines
from pannesi.tui.theme.styles import Depth, Ink, Look, Palette, codes, ink_for

FIRST_THEME = "pannesi-sombre"
"""The theme of full colour that the program starts in."""
MOST_SAID = 3
"""How many lines the message above the bar may take."""
LEAST_ITEMS = 4
"""Rows of the list below which only Textual paints."""
_EIGHTHS = "▇▆▅▄▃▂▁"
"""The end of a thumb that reaches one to seven eighths into a row, in reverse."""
_RESET = "\x1b[0m"


@dataclass(frozen=True)
class Skin:
    """The looks around the styles: of the screen, and of the field with its cursor while nothing is typed."""

    base: Look
    field: Look
    placeholder: str
    caret: str
    thumb: Look
    """Of the scroll bar's thumb."""
    track: Look
    """Of its track, and of the ground below the thumb's end."""


_DARK, _BARE = Look("#e6e6e6", "#10131a"), Look("default", "default")
_THUMB, _TRACK = Look("#5a6b85", "#10131a").over("reverse"), Look("#5a6b85", "#10131a")
_SKINS: dict[Depth, Skin] = {
    "full": Skin(
        Look("#e6e6e6", "#10131a"), Look("#e6e6e6", "#272d39"), "#a8b0b8", "#10131a on #e6e6e6", _THUMB, _TRACK
    ),
    "ansi": Skin(_BARE, _BARE, "dim", "dim reverse cyan on black", _BARE.over("reverse"), _BARE),
    "mono": Skin(_BARE, _BARE, "dim", "dim reverse", _BARE.over("reverse"), _BARE),
}


@dataclass
class Picture:
    """Home on one screen, with the cursor of its list on one of the items."""

    content: HomeContent
    depth: Depth
    palette: Palette
    said: str = ""
    """The message above the bar."""
    alarm: bool = False
    """Whether that is a warning."""
    items: Sequence[HomeItem] = field(init=False)
    cursor: int = field(init=False)
    """The number of the item that the cursor is on."""

    def __post_init__(self) -> None:
        self.items = self.content.items()
        self._above, self._below = self.content.band(), self.content.answering()
        width = self.content.width
        self._said = wrapped_lines(clean_line(self.said), width)[:MOST_SAID] if self.said else []
        self._side = self.content.side(self.content.list_height(len(self._said)))
        self.cursor = next((at for at, item in enumerate(self.items) if item.key is not None), 0)

    @property
    def key(self) -> Hashable | None:
        """The key of the item under the cursor."""
        return self.items[self.cursor].key if self.items else None

    @property
    def first_item_row(self) -> int:
        """The row of the first item, counted from 1."""
        return len(self._above) + 2

    @property
    def fits(self) -> bool:
        """Whether the list has room for a few items, each on its line."""
        longest = max((item.line.width for item in self.items), default=0)
        return self.content.columns >= MIN_COLUMNS and self._list_columns > longest and self._list_height >= LEAST_ITEMS

    @property
    def _list_columns(self) -> int:
        return self.content.columns - self.content.side_width

    @property
    def _list_height(self) -> int:
        """How many rows the list has; the items beyond them are scrolled to once Textual is there."""
        return self.content.rows - len(self._above) - len(self._below) - len(self._said) - 2

    @property
    def ink(self) -> Ink:
        """The styles by meaning."""
        return ink_for(self.depth, FIRST_THEME)

    @property
    def _skin(self) -> Skin:
        return _SKINS[self.depth]

    def point_at(self, key: Hashable | None) -> None:
        """Puts the cursor on the item that stands for a key, where there is one."""
        self.cursor = next((at for at, item in enumerate(self.items) if item.key == key is not None), self.cursor)

    def moved(self, by: int) -> str | None:
        """Moves the cursor; returns what is to be written for it, None where it would leave the list."""
        before, after = self.cursor, self.cursor + by
        shown = min(len(self.items), self._list_height)
        while 0 <= after < shown and self.items[after].key is None:
            after += by
        if not 0 <= after < shown:
            return None
        self.cursor = after
        return self._item_row(before) + self._item_row(after) + self._bar()

    def whole(self) -> str:
        """All rows, from the first column of the first to the last of the last."""
        top = [self._margined(number, line) for number, line in enumerate(self._above, start=1)]
        shown = min(len(self.items), self._list_height)
        list_rows = [self._item_row(at) for at in range(shown)]
        first_below = self.content.rows - len(self._said) - len(self._below)
        blank = [self._list_row(at, ()) for at in range(self.first_item_row + shown, first_below)]
        low = [self._margined(first_below + at, line) for at, line in enumerate(self._below)]
        style: Meaning = "warning" if self.alarm else "done"
        said = [
            self._margined(first_below + len(self._below) + at, StyledText(words, style))
            for at, words in enumerate(self._said)
        ]
        return "".join((*top, self._field_row(), *list_rows, *blank, *low, *said, self._bar()))

    def _margined(self, row: int, line: StyledText) -> str:
        """A line between a column of margin on each side."""
        return self._row(row, [(" ", self._skin.base), *self._styled_parts(line)])

    def _item_row(self, at: int) -> str:
        cells, base = self._styled_parts(self.items[at].line), self._skin.base
        if at == self.cursor:
            over = self.ink.cursor
            cells, base = [(words, look.over(over)) for words, look in cells], base.over(over)
        return self._list_row(self.first_item_row + at, cells, base, self._scroll_bar(at))

    def _list_row(
        self, row: int, parts: Iterable[tuple[str, Look]], ground: Look | None = None,
        last: tuple[str, Look] | None = None,
    ) -> str:  # fmt: skip
        """One row of the list, filled to its end or to its `last` cell on `ground`, and of the second column beside
        it."""
        if not self.content.side_width:
            return self._row(row, parts, ground, last)
        shown, at = [(words, look) for words, look in parts if words], row - self.first_item_row
        left = self._list_columns - sum(cell_width(words) for words, _look in shown) - (last is not None)
        shown += [(" " * max(left, 0), ground or self._skin.base), *([last] if last is not None else [])]
        beside = self._styled_parts(self._side[at]) if at < len(self._side) else []
        return self._row(row, [*shown, *beside])

    def _scroll_bar(self, at: int) -> tuple[str, Look] | None:
        """The cell of the scroll bar beside an item, as `textual.scrollbar` draws it at the top of a list; None where
        nothing scrolls."""
        room, items = self._list_height, len(self.items)
        if items <= room:
            return None
        ends, eighth = divmod(ceil(max(1.0, room * room / items) * 8), 8)
        if at < ends:
            return " ", self._skin.thumb
        if at == ends and eighth:
            return _EIGHTHS[eighth - 1], Look(self._skin.track.colour, self._skin.track.ground, self._skin.thumb.flags)
        return " ", self._skin.track

    def _field_row(self) -> str:
        skin, asked, words = self._skin, self.content.question(), self.content.placeholder()
        room = self.content.columns - 2 - asked.width
        words = words[:room]
        field_parts = [
            (words[:1], skin.field.over(skin.caret)), (words[1:], skin.field.over(skin.placeholder)),
            (" " * (room - cell_width(words)), skin.field),
        ]  # fmt: skip
        return self._row(len(self._above) + 1, [(" ", skin.base), *self._styled_parts(asked), *field_parts])

    def _bar(self) -> str:
        placed, _left = laid_hints(self.content.bar(self.key), self.content.width)
        return self._margined(self.content.rows, bar_line(placed))

    def _styled_parts(self, line: StyledText) -> list[tuple[str, Look]]:
        """The parts of a line with their looks; words are underlined, not the blanks around them."""
        base, parts = self._skin.base, []
        for words, meaning in line.parts:
            look = base.over(getattr(self.ink, meaning))
            if "underline" not in look.flags:
                parts.append((clean(words), look))
                continue
            bare = Look(look.colour, look.ground, look.flags - {"underline"})
            inner = words.strip(" ")
            first = len(words) - len(words.lstrip(" ")) if inner else len(words)
            after = words[first + len(inner) :]
            parts += [(words[:first], bare), (clean(inner), look), (after, bare)]
        return parts

    def _row(
        self, row: int, parts: Iterable[tuple[str, Look]], ground: Look | None = None,
        last: tuple[str, Look] | None = None,
    ) -> str:  # fmt: skip
        """One row, filled with blanks on `ground` to its end, or to its `last` cell."""
        shown = [(words, look) for words, look in parts if words]
        left = self.content.columns - sum(cell_width(words) for words, _look in shown) - (last is not None)
        shown += [(" " * max(left, 0), ground or self._skin.base), *([last] if last is not None else [])]
        written = "".join(f"{codes(look, self.palette)}{words}{_RESET}" for words, look in shown if words)
        return f"\x1b[{row};1H{written}"
