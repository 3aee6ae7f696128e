"""The frame around the current line: its title and position in the upper border, its keys in the lower one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from pannesi.presentation.commands.key_bar import Hint
from pannesi.presentation.line.frame_line import FrameLine
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.item_list import Button
from pannesi.tui.widgets.wrapping import wrapped, wrapped_texts

LEAST_WIDTH = 76
"""Columns below which the current line has no frame."""


@dataclass(frozen=True)
class Frame:
    """What is drawn as a frame. The texts of the body fit between the borders."""

    title: Text
    """In full: below the border, where it has no room in it."""
    head: Text
    """Before the title."""
    right: str
    body: Sequence[Text]
    keys: Sequence[Hint]
    most: int = 0
    """Lines that it may take, so that all of it is in view; 0 where it may take any. What has no room is on its next
    page."""
    page: int = 0


FRAME_EDGES = 5
"""Lines of a frame in a column of its own that are none of its body: its borders, its title, its keys."""
LEAST_BODY = 3
"""Lines of the body that a frame shows however low the screen is."""


def with_air(parts: Sequence[Sequence[Text]]) -> list[Text]:
    """The parts of a body one below the other, each with a blank line above it, and one below them all."""
    return [*(text for part in parts for text in (Text(), *part)), Text()]


def inner_width(width: int) -> int:
    """The columns between the borders of a frame."""
    return width - 6


class Framed(NamedTuple):
    """A frame as it is drawn."""

    texts: list[Text]
    buttons: tuple[Button, ...]
    """Where its keys can be clicked."""
    pages: int
    """How many pages it has."""


def framed(frame: Frame, ink: Ink, width: int, *, cursor: bool = True) -> Framed:
    """Draws a frame on `width` columns."""
    room = width - 9 - frame.head.cell_len - (len(frame.right) + 2 if frame.right else 0)
    in_border = frame.title.cell_len <= room
    lines = [_upper_border(frame, ink, width, frame.title if in_border else Text(), cursor=cursor)]
    title = [] if in_border else list(_wrapped_title(frame.title, inner_width(width)))
    most = max(frame.most - 3 - len(title), LEAST_BODY) if frame.most else len(frame.body)
    pages = 1 if len(frame.body) <= most else -(-len(frame.body) // (most - 1))
    body = frame.body if pages == 1 else _lines_of_page(frame.body, most - 1, min(frame.page, pages - 1), pages, ink)
    lines += [_bordered_row(text, ink, width) for text in (*title, *body)]
    lower, buttons = _lower_border(frame.keys, ink, width, len(lines))
    return Framed([*lines, *lower], buttons, pages)


def framed_words(paragraphs: Sequence[str], keys: Sequence[Hint], ink: Ink, width: int, *, cursor: bool) -> Framed:
    """Words that stand for themselves, in a frame with the keys that lead on."""
    lines = (line for words in paragraphs for line in wrapped(words.strip(), inner_width(width)))
    body = [Text().append(line, style=ink.title) for line in lines]
    return framed(Frame(Text(), Text(), "", body, keys), ink, width, cursor=cursor)


def _lines_of_page(body: Sequence[Text], room: int, page: int, pages: int, ink: Ink) -> Sequence[Text]:
    """The lines of a page of the frame; the first says that there are others."""
    more = _("Page ↓ : suite ({page} / {pages})") if page < pages - 1 else _("Page ↑ : début ({page} / {pages})")
    words = Text().append(more.format(page=page + 1, pages=pages), style=ink.key)
    return [words, *body[page * room : (page + 1) * room]]


def _wrapped_title(title: Text, width: int) -> Iterator[Text]:
    style = title.spans[0].style if title.spans else title.style
    yield from (Text().append(line, style=style) for line in wrapped(title.plain, width))


def _upper_border(frame: Frame, ink: Ink, width: int, title: Text, *, cursor: bool) -> Text:
    text = Text().append("▶" if cursor else " ", style=ink.key).append("╭─", style=ink.key)
    text.append_text(frame.head)
    if title.plain:
        text.append("  ").append_text(title)
    right = f" {frame.right} " if frame.right else ""
    text.append(" " if text.cell_len > len("▶╭─") else "")
    text.append("─" * max(width - text.cell_len - len(right) - 2, 1), style=ink.key)
    return text.append(right, style=ink.plain).append("─╮", style=ink.key)


def _bordered_row(body: Text, ink: Ink, width: int) -> Text:
    text = Text().append(" │  ", style=ink.key).append_text(body)
    return text.append(" " * max(width - text.cell_len - 1, 0)).append("│", style=ink.key)


def _lower_border(keys: Sequence[Hint], ink: Ink, width: int, line: int) -> tuple[list[Text], tuple[Button, ...]]:
    """The lower border with the keys, the last always in it; those that have no room there, even a little nearer to
    one another, stand on lines above."""
    widths = [Text(f"{hint.key} {hint.words}").cell_len for hint in keys]
    near = sum(widths) + 3 * len(keys) > width - 4 >= sum(widths) + 2 * len(keys)
    gap = 2 if near else 3
    sizes = [size + gap for size in widths]
    rows: list[list[Hint]] = [[]]
    used = 0
    for hint, size in zip(keys[:-1], sizes, strict=False):
        if used and used + size + sizes[-1] > width - 4:
            rows.append([])
            used = 0
        rows[-1].append(hint)
        used += size
    rows[-1] += keys[-1:]
    drawn, buttons = [], []
    for number, row in enumerate(rows):
        edge, last = (" ╰─ " if row else " ╰──", "╯") if number == len(rows) - 1 else (" │  ", "│")
        text = Text().append(edge, style=ink.key)
        for hint in row:
            first = text.cell_len
            text.append(hint.key, style=ink.key).append(f" {hint.words}" if hint.words else "", style=ink.plain)
            buttons.append(Button(line + number, first, text.cell_len, hint.press))
            text.append(" " * gap)
        text = text[: min(text.cell_len - (last == "╯" and bool(row)) * (gap - 1), width - 2)]
        text.append(("─" if last == "╯" else " ") * max(width - text.cell_len - 1, 0), style=ink.key)
        drawn.append(text.append(last, style=ink.key))
    return drawn, tuple(button for button in buttons if button.press)


def body_texts(lines: Iterable[FrameLine], ink: Ink, width: int) -> list[Text]:
    """The lines of a frame, wrapped, the part that must be seen first drawn the strongest."""
    return [text for line in lines for text in _body_lines(line, ink, width)]


def _body_lines(line: FrameLine, ink: Ink, width: int) -> Iterator[Text]:
    tones = {
        "plain": ink.plain, "heading": ink.title, "warning": ink.warning, "missing": ink.plain, "quiet": ink.quiet,
    }  # fmt: skip
    style = tones[line.tone]
    words = clean_line(line.words)
    indent = " " * (len(words) - len(words.lstrip(" ")))
    text = Text().append(indent).append(words.strip(), style=style)
    _strengthen(text, line.strong, ink)
    right = Text().append(line.right, style=ink.title)
    _strengthen(right, line.strong, ink)
    texts = wrap_hanging(text, width, indent)
    if line.right and texts[-1].cell_len + 3 + right.cell_len <= width:
        texts[-1].append(" " * (width - texts[-1].cell_len - right.cell_len)).append_text(right)
    elif line.right:
        texts += wrap_hanging(right, width, "")
    yield from texts


def _strengthen(text: Text, part: str, ink: Ink) -> None:
    at = text.plain.find(part) if part else -1
    if at >= 0:
        text.stylize(ink.strong, at, at + len(part))


def wrap_hanging(text: Text, width: int, indent: str) -> list[Text]:
    """A text wrapped at `width`, its further lines below `indent`."""
    first, *others = wrapped_texts(text, width, _wrapping_console(), len(indent))
    return [first, *(Text(indent).append_text(line) for line in others)]


@cache
def _wrapping_console() -> Console:
    """What wraps letters that are wider than a column."""
    return Console()
