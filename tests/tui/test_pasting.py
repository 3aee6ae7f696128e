"""What is pasted is text, however a terminal sends it, and never keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from pannesi.support.text_safety import without_sequences
from pannesi.tui.runtime.keyboard_input import BEGIN, END, PasteBuffer, PasteParser


def _in_pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


@pytest.mark.parametrize("size", [1, 2, 5, 7, 4096])
def test_colours_in_a_paste_are_left_out_and_no_piece_of_them_is_a_key(size: int) -> None:
    sent = f"1{BEGIN}Rou\x1b[31mge\x1b[0m \x1b]0;titre\x07fin{END}2{BEGIN}deux{END}"
    parser = PasteParser()
    messages = [event for piece in _in_pieces(sent, size) for event in parser.feed(piece)]
    texts = [message.text if isinstance(message, events.Paste) else message.character for message in messages]  # type: ignore[attr-defined]
    assert texts == ["1", "Rouge fin", "2", "deux"]


@given(st.text("ab1\x1b[]m20~\x07\\", max_size=30), st.integers(1, 9))
def test_whatever_is_pasted_no_letter_around_it_is_lost_and_no_escape_goes_in(pasted: str, size: int) -> None:
    pastes = PasteBuffer()
    read = "".join(map(pastes.feed, _in_pieces(f"avant{BEGIN}{pasted}{END}après", size)))
    assert read.startswith(f"avant{BEGIN}")
    assert read.endswith("après")
    if END not in pasted:
        inside = read.removeprefix(f"avant{BEGIN}").removesuffix(f"{END}après")
        assert "\x1b" not in inside


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[1;31mNom\x1b[m", "Nom"),
        ("\x9b31mNom", "Nom"),
        ("\x1b]8;;http://x\x1b\\lien\x1b]8;;\x1b\\", "lien"),
        ("\x1b(BNom", "Nom"),
        ("\x1bDupont", "Dupont"),
        ("[31m] ^[ œ'", "[31m] ^[ œ'"),
    ],
)
def test_no_letter_that_a_person_reads_goes_with_a_sequence(text: str, left: str) -> None:
    assert without_sequences(text) == left
