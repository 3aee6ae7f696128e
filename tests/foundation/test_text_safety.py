"""Text from outside shows what it holds, and does nothing."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.support.text_safety import clean, clean_line, first_unsafe, typed_line

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@given(st.text(st.characters(), max_size=30))
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not _FORBIDDEN.search(cleaned)
    assert clean(cleaned) == cleaned
    assert first_unsafe(cleaned) is None
    assert "\n" not in clean_line(text)


_SHOWS_NOTHING = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
"""Letters, marks and a symbol that look like no character or like a blank."""


def _is_selector(code: int) -> bool:
    return unicodedata.name(chr(code), "").endswith(
        ("SELECTOR ONE", "SELECTOR TWO", "SELECTOR THREE", "SELECTOR FOUR")
    ) or ("VARIATION SELECTOR-" in unicodedata.name(chr(code), ""))


def test_of_all_of_unicode_what_cannot_be_seen_is_marked_and_all_else_is_left_alone() -> None:
    marked = {code for code in range(0x110000) if clean(chr(code)) != chr(code)}
    for code in range(0x110000):
        category = unicodedata.category(chr(code))
        if category == "Cn":
            continue  # no character yet: what it will be is for a later Unicode to say
        unseen = category in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and chr(code) not in "\n\t"
        unseen = unseen or code in _SHOWS_NOTHING or _is_selector(code)
        assert (code in marked) == unseen, f"{code:#x} {category}"


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]).filter(lambda one: clean(one) == one), max_size=30))
def test_ordinary_text_stays_to_the_letter(text: str) -> None:
    assert clean(text) == text


def test_a_symbol_keeps_the_selector_that_a_palette_of_emoji_gives_it() -> None:
    assert clean("\u26a0\ufe0f \u2713\ufe0f") == "\u26a0\ufe0f \u2713\ufe0f"
    assert clean("a\ufe0f") == "a⟦U+FE0F⟧"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("H\udce9l\udce8ne", "Hélène"),
        ("\udc80 \udcabx\udcbb", "€ «x»"),
        ("DU\u200bRAND\u00ad \u2060x\ufeff", "DURAND x"),
        ("\x1b[31ma\u202e", "␛[31ma⟦U+202E⟧"),
        ("a\tb\nc", "a b c"),
        ("\ud800", "⟦U+D800⟧"),
    ],
)
def test_what_a_person_typed_is_taken_as_they_meant_it(typed: str, meant: str) -> None:
    assert typed_line(typed) == meant


@given(st.text(st.characters(), max_size=30))
def test_what_was_typed_can_always_be_kept_and_shown(text: str) -> None:
    meant = typed_line(text)
    meant.encode("utf-8")
    assert first_unsafe(meant) is None
    assert typed_line(meant) == meant


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mrouge", "␛[31mrouge"),
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("\x9b1m", "⟦U+009B⟧1m"),
        ("\x00", "␀"),
        ("\x7f", "␡"),
        ("a\u200bb\u200d\u2060", "a⟦U+200B⟧b⟦U+200D⟧⟦U+2060⟧"),
        ("\u00ad\U000e0041", "⟦U+00AD⟧⟦U+E0041⟧"),
    ],
)
def test_what_was_there_is_shown_as_a_mark(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    "text", ["M[RADI|NUCL]DWSXXX", "[/x] [RADI] [@click=app.quit] {0} %s $HOME", "⚠ ⓘ ✓ œ é « »", "a\tb\nc"]
)
def test_what_only_looks_dangerous_is_left_alone(text: str) -> None:
    assert clean(text) == text
