"""Text from outside shows what it holds, and does nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.text import clean, clean_line, first_unsafe

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@given(st.text(st.characters(), max_size=30))
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not _FORBIDDEN.search(cleaned)
    assert clean(cleaned) == cleaned
    assert first_unsafe(cleaned) is None
    assert "\n" not in clean_line(text)


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30))
def test_ordinary_text_stays_to_the_letter(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mrouge", "␛[31mrouge"),
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("\x9b1m", "⟦U+009B⟧1m"),
        ("\x00", "␀"),
        ("\x7f", "␡"),
    ],
)
def test_what_was_there_is_shown_as_a_mark(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    "text", ["M[RADI|NUCL]DWSXXX", "[/x] [RADI] [@click=app.quit] {0} %s $HOME", "⚠ ⓘ ✓ œ é « »", "a\tb\nc"]
)
def test_what_only_looks_dangerous_is_left_alone(text: str) -> None:
    assert clean(text) == text
