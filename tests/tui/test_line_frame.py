"""The frame of the current line is as wide as it is given, however long its title."""

from __future__ import annotations

import pytest
from rich.text import Text

from pannesi.tui.line_frame import Frame, framed
from pannesi.tui.theme.styles import ink_for

WIDTH = 77


@pytest.mark.parametrize("right", ["", "2 / 2, retour"])
def test_no_line_of_a_frame_is_wider_than_it_is_given(right: str) -> None:
    ink = ink_for("mono", "dark")
    for length in range(WIDTH):
        frame = Frame(title=Text("■" * length), head=Text(" ○ 2a.4"), right=right, body=[], keys=[])
        texts = framed(frame, ink, WIDTH).texts
        assert max(text.cell_len for text in texts) <= WIDTH, length
        assert sum(text.plain.count("■") for text in texts) == length
