"""The panels of a wide screen: beside the list below the frame of the current line, and below the list what was done
last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual.containers import Horizontal

from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.side_panels import Panel, panels_below
from pannesi.support.i18n import _
from pannesi.tui.drawing.line_frame import wrap_hanging
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.item_list import ListItem
from pannesi.tui.widgets.strip_cache import CachedStrips
from pannesi.tui.widgets.wrapping import inked

LEAST_LEFT = 4
"""Lines that must be left below the list for a panel: air, its title, two lines."""

LEAST_CUT = 2
"""Lines of a panel that is cut: a line of its own, and where to read the rest."""


class Middle(Horizontal, CachedStrips):
    """The list of lines, and the card beside it."""


def items_below(view: View, ink: Ink, width: int, height: int) -> list[ListItem]:
    """The panels below the list in `height` lines, each with as many of its parts as there is room for."""
    texts: list[Text] = []
    for panel in panels_below(view) if height >= LEAST_LEFT else ():
        room = height - len(texts) - 2
        parts = _wrapped_parts(panel, ink, width)
        while parts and sum(map(len, parts)) > room:
            parts.pop()
        spaced = _with_blank_lines(parts)
        lines = spaced if len(spaced) <= room and not panel.closed else [line for part in parts for line in part]
        texts += [Text(), _panel_title(panel, ink, width), *lines] if lines else []
    return [ListItem(None, tuple(texts))] if texts else []


def panel_texts(panels: Iterable[Panel], ink: Ink, width: int, height: int) -> list[Text]:
    """The panels below a frame, each after a blank line, as far as `height` lines go: none begins that has no room for
    its title and a line of its own, or for all of it where its lines belong together. Where there is room for it, the
    lines of the others stand apart."""
    drawn = [(_panel_title(panel, ink, width), _wrapped_parts(panel, ink, width), panel.closed) for panel in panels]
    open_ones = [(heading, _with_blank_lines(parts)) for heading, parts, closed in drawn if not closed]
    apart = sum(2 + len(lines) for _heading, lines in open_ones) <= height
    texts: list[Text] = []
    for heading, parts, closed in drawn:
        lines = [line for part in parts for line in part] if closed or not apart else _with_blank_lines(parts)
        room = height - len(texts) - 2
        if room < 1 or (closed and len(lines) > room):
            break
        if len(lines) > room:
            if room < LEAST_CUT:
                break
            lines = [*lines[: room - 1], Text().append(_(" … V, D ou F2 : tout"), style=ink.quiet)]
        texts += [Text(), heading, *lines]
    return texts


def _with_blank_lines(parts: Sequence[Sequence[Text]]) -> list[Text]:
    """Parts one below the other, with a blank line between any two."""
    return [text for number, part in enumerate(parts) for text in ((Text(), *part) if number else part)]


def _panel_title(panel: Panel, ink: Ink, width: int) -> Text:
    """The title of a panel, and a rule behind it."""
    rule = Text().append(f" {panel.title} ", style=ink.title)
    return rule.append("─" * max(width - rule.cell_len, 0), style=ink.quiet)


def _wrapped_parts(panel: Panel, ink: Ink, width: int) -> list[list[Text]]:
    """What a panel says, each part wrapped under its first words."""
    margin = Text(" ")
    return [wrap_hanging(margin + inked(line, ink), width, "   ") for line in panel.lines]
