"""A line in parts, and the columns that its words take."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from pannesi.support.styled_text import StyledText
from pannesi.support.text_safety import cell_width, clean_line, cut

SHOWN = st.text(max_size=40).map(clean_line)


def test_what_shows_takes_as_many_columns_as_the_full_screen_gives_it() -> None:
    """From Latin to Georgian letters, and every sign up to the ideographs."""
    shown = [sign for sign in map(chr, (*range(0x20, 0x1100), *range(0x2000, 0x4DC0))) if clean_line(sign) == sign]
    differ = [sign for sign in shown if category(sign) != "Cn" and cell_width(sign) != cell_len(sign)]
    assert len(shown) > 10_000
    assert differ == [*map(chr, (*range(0x2630, 0x2638), *range(0x268A, 0x2690)))]  # of the I Ching: wide since 2024


@given(st.text("aé …⏎●漢字", max_size=30), st.integers(1, 30))
def test_words_are_cut_as_rich_cuts_them(words: str, room: int) -> None:
    text = Text(words)
    text.truncate(room, overflow="ellipsis")
    assert cut(words, room) == text.plain


@given(SHOWN, st.integers(1, 40))
def test_what_is_cut_fits(words: str, room: int) -> None:
    assert cell_width(cut(words, room)) <= room


@pytest.mark.parametrize(
    ("room", "parts"),
    [
        (20, [("abc", "key"), (" def", "title")]),
        (7, [("abc", "key"), (" def", "title")]),
        (6, [("abc", "key"), (" d…", "title")]),
        (4, [("abc", "key"), ("…", "title")]),
        (2, [("a…", "key")]),
    ],
)
def test_a_cut_line_keeps_its_styles(room: int, parts: list[tuple[str, str]]) -> None:
    line = StyledText("abc", "key").append(" def", "title")
    assert line.cut(room).parts == parts
    assert line.plain == "abc def"
    assert line.width == 7
