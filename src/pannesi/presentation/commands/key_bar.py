"""The bar of the keys that apply now: which there are, and which of them fit into its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pannesi.presentation.commands import general
from pannesi.presentation.commands.command import Command
from pannesi.support.light_dataclass import dataclass
from pannesi.support.styled_text import StyledText
from pannesi.support.text_safety import cell_width


@dataclass(frozen=True)
class Hint:
    """A key as it is written, what it does here, and the key that a click stands for."""

    key: str
    words: str
    press: str
    after: str = ""
    """The key without which this one is not shown: closing a session, where announcing the return had no room."""


Placed = tuple[int, int, int, Hint]
"""A hint with its line, its first column and the one after its last."""


def usable_hints(commands: Iterable[Command[Any]], here: object) -> list[Hint]:
    """The keys of commands that apply on a screen, in their order, help last."""
    usable = [command for command in commands if command.applies(here)]
    shown = [command for command in usable if command.bar and command is not general.HELP]
    last = [command for command in usable if command is general.HELP]
    return [Hint(command.key_here(here), command.word(here), command.press) for command in (*shown, *last)]


def laid_hints(hints: Sequence[Hint], width: int, lines: int = 1) -> tuple[list[Placed], bool]:
    """The hints that fit into `lines` lines of `width` columns, and whether any had no room. Room is kept for the
    first, the way back and the help; where these are too many, the help goes. Of two lines the second begins with the
    way back, where both parts have room: the keys that every screen has stand together."""
    if not hints:
        return [], False
    sizes = [cell_width(f"{hint.key} {hint.words}") for hint in hints]
    kept = _places_kept(hints, sizes, width)
    parted = _place_of_second_line(hints, sizes, width) if lines > 1 else 0
    line, at, left = 0, 0, False
    laid: list[Placed] = []
    for number, (hint, size) in enumerate(zip(hints, sizes, strict=True)):
        owed = sum(sizes[place] + 2 for place in kept if place > number)
        room = width - (owed if line == lines - 1 else 0)
        if line < lines - 1 and (at + size > room or (parted and number == parted)):
            line, at = line + 1, 0
            room = width - (owed if line == lines - 1 else 0)
        alone = bool(hint.after) and hint.after not in {shown.press for _line, _first, _last, shown in laid}
        if at + size > (width if number in kept else room) or (alone and number not in kept):
            left = True
            continue
        laid.append((line, at, at + size, hint))
        at += size + 2
    return laid, left


def _places_kept(hints: Sequence[Hint], sizes: Sequence[int], width: int) -> list[int]:
    """The places, among the hints, of those that room is kept for."""
    presses = [hint.press for hint in hints]
    back = next((presses.index(key) for key in ("escape", "ctrl+q") if key in presses), 0)
    most = sorted({0, back})
    with_help = sorted({*most, len(sizes) - 1})
    return with_help if sum(sizes[place] + 2 for place in with_help) - 2 <= width else most


def _place_of_second_line(hints: Sequence[Hint], sizes: Sequence[int], width: int) -> int:
    """The place of the way back, where the hints need two lines and those before and after it have room in one each."""
    at = next((number for number, hint in enumerate(hints) if hint.press == "escape"), 0)
    whole, own, rest = (sum(part) + 2 * (len(part) - 1) for part in (sizes, sizes[:at], sizes[at:]))
    return at if at and whole > width >= max(own, rest) else 0


def bar_line(placed: Iterable[Placed], line: int = 0) -> StyledText:
    """One line of a bar."""
    text, at = StyledText(), 0
    for of, first, last, hint in placed:
        if of == line:
            text.append(" " * (first - at))
            text.append(hint.key, "key").append(f" {hint.words}")
            at = last
    return text
