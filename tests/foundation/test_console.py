"""Nothing reaches a terminal or a pipe that was not made safe; nothing of what it says is lost."""

from __future__ import annotations

import io
import json
import os
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.support.console import Output, OutputClosed, output_on, replacement_for
from pannesi.support.text_safety import clean, first_unsafe, wrapped_lines


def written_by(text: str, width: int = 80) -> str:
    stream = io.StringIO()
    Output(stream, width).wrapped(text)
    return stream.getvalue()


@given(st.text(max_size=300), st.integers(20, 200))
def test_wrapping_loses_no_character_that_is_seen(text: str, width: int) -> None:
    shown = written_by(text, width)
    assert "".join(shown.split()) == "".join(clean(text).split())


@given(st.text(max_size=300))
def test_no_control_passes(text: str) -> None:
    stream = io.StringIO()
    out = Output(stream)
    out.line(text)
    out.wrapped(text)
    out.packed([text, text])
    out.prompt(text)
    assert first_unsafe(stream.getvalue()) is None


@given(st.recursive(st.text() | st.none() | st.integers(), lambda inner: st.lists(inner, max_size=3), max_leaves=6))
def test_json_loses_nothing_and_acts_on_no_terminal(value: object) -> None:
    stream = io.StringIO()
    Output(stream).json(value)
    assert json.loads(stream.getvalue()) == value
    assert first_unsafe(stream.getvalue()) is None


def test_lines_are_broken_between_words_only_and_never_before_a_question_mark() -> None:
    shown = written_by("Un référent est-il là pour ouvrir le ticket ?", 40)
    assert shown == "Un référent est-il là pour ouvrir le\nticket ?\n"


def test_a_long_address_is_never_cut() -> None:
    assert "https://eservice.philips.com/une/adresse/longue" in written_by(
        "Voir https://eservice.philips.com/une/adresse/longue", 20
    )


def test_short_parts_are_each_kept_whole() -> None:
    stream = io.StringIO()
    Output(stream, 20).packed(["f fait", "n non nécessaire", "? aide"])
    assert stream.getvalue() == "f fait\n  n non nécessaire\n  ? aide\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp850", "utf-8"])
def test_an_encoding_that_lacks_characters_stays_readable(encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict")
    output_on(stream).wrapped("« Œuvre » ✓ l’été → ⚠ 日")
    shown = raw.getvalue().decode(encoding)
    assert "uvre" in shown
    assert encoding == "utf-8" or ("✓" not in shown and "->" in shown and "(!)" in shown)


@given(st.characters())
def test_every_character_has_a_stand_in_that_ascii_can_write(character: str) -> None:
    assert replacement_for(character).isascii()


class Gone(io.StringIO):
    """A pipe that nobody reads."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_closed_pipe_is_one_quiet_exception() -> None:
    with pytest.raises(OutputClosed):
        Output(Gone()).line("x")


def test_a_closed_file_is_too() -> None:
    stream = io.StringIO()
    stream.close()
    with pytest.raises(OutputClosed):
        Output(stream).line("x")


def test_once_closed_it_stays_silent() -> None:
    out = Output(Gone())
    with pytest.raises(OutputClosed):
        out.line("x")
    out.line("y")


def test_no_output_at_all_is_no_failure() -> None:
    output_on(None).line("x")


@pytest.fixture
def broken() -> int:
    """The writing end of a pipe whose reader is gone."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.skipif(sys.platform == "win32", reason="Windows reports a closed pipe otherwise")
def test_what_is_left_in_the_buffer_does_not_fail_again_at_the_end(broken: int) -> None:
    stream = os.fdopen(broken, "w", encoding="utf-8")
    with pytest.raises(OutputClosed):
        Output(stream).line("x" * 100_000)
    stream.close()


@pytest.mark.parametrize("words", ["a duré 0 h 03, puis 14 h 20", "appeler le 04 37 23 00 00", "encore 45 min, dit-il"])
def test_no_end_of_line_falls_within_a_length_or_a_number(words: str) -> None:
    pieces = re.findall(r"\d+ h \d+|\d\d(?: \d\d){4}|\d+ min", words)
    for width in range(20, 30):
        stream = io.StringIO()
        Output(stream, width).wrapped("x" * (width - 18) + " " + words)
        assert all(piece in stream.getvalue() for piece in pieces), width
        assert all(any(piece in line for line in wrapped_lines(words, width)) for piece in pieces), width
