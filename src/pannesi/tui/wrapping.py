"""Lines longer than the screen is wide, wrapped under their own words."""

from __future__ import annotations

import textwrap

from rich.text import Text

from pannesi.tui.lines import held_together


def hanging(head: Text, words: str, style: str, width: int) -> tuple[Text, ...]:
    """`head`, then words in a style; what does not fit on a line of `width` columns goes on below, as far in."""
    margin = head.cell_len
    lines = textwrap.wrap(held_together(words), max(width - margin, 12), break_on_hyphens=False) or [""]
    head.append(lines[0], style=style)
    found = [head]
    for line in lines[1:]:
        text = Text(" " * margin)
        text.append(line, style=style)
        found.append(text)
    return tuple(found)
