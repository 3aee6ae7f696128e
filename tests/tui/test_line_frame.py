"""The frame of the current line is as wide as it is given, however long its title."""

from __future__ import annotations

import pytest
from rich.text import Text

from pannesi.presentation.commands.key_bar import Hint
from pannesi.tui.drawing.line_frame import Frame, framed
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


KEYS = (Hint("S", "sans réponse", "s"), Hint("N", "non nécessaire", "n"), Hint("Q", "?", "q"))


@pytest.mark.parametrize(("width", "apart", "rows"), [(60, 3, 1), (46, 3, 1), (45, 2, 1), (43, 2, 1), (42, 3, 2)])
def test_keys_stand_nearer_to_one_another_before_they_take_another_line(width: int, apart: int, rows: int) -> None:
    ink = ink_for("mono", "dark")
    drawn = framed(Frame(title=Text(), head=Text(" ○"), right="", body=[], keys=KEYS), ink, width)
    assert len(drawn.texts) == 1 + rows
    assert f"S sans réponse{' ' * apart}" in drawn.texts[1].plain
    for button in drawn.buttons:
        assert drawn.texts[button.line].plain[button.first : button.after].startswith(button.press.upper())
    assert {text.cell_len for text in drawn.texts} == {width}
