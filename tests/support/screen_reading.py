"""What is read on a screen: its keys, and the letters of one look."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from pannesi.tui.screens.session import SessionScreen


def bar(here: SessionScreen) -> list[str]:
    """The keys that the screen shows, with their words: those of the line, then those of the bar."""
    at_line = here.line_hints() if here.has_frame else ()
    return [f"{hint.key} {hint.words}" for hint in (*at_line, *here.hints())]


def drawn(pilot: Pilot[Any], *, bold: bool = False, colour: str = "") -> str:
    """The screen with only the letters that are bold, or of a colour; blanks in the place of all others."""
    rows = []
    for strip in pilot.app.screen._compositor.render_strips():
        row = ""
        for segment in strip:
            style = segment.style
            kept = style is not None and (
                (bold and style.bold) or (bool(colour) and style.color is not None and style.color.name == colour)
            )
            row += segment.text if kept else " " * len(segment.text)
        rows.append(row)
    return "\n".join(rows)
