"""Escape and arrows as terminals send them: whole, in pieces, or by the protocol of kitty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.full_screen import opened, screen_of
from tests.support.recorded_facts import recorded


@pytest.mark.parametrize(
    "pieces",
    [("\x1b", "[B"), ("\x1b", "OB"), ("\x1b", "[5~"), ("\x1b[", "B"), ("\x1bO", "B"), ("\x1b", "[", "1", "5", "~")],
    ids=ascii,
)
def test_an_arrow_in_pieces_types_and_writes_nothing(pieces: tuple[str, ...], tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.ready()
        for number, piece in enumerate(pieces):
            if number:
                program.read(0.3)
            program.send(piece)
        program.calm()
        program.send("6")
        program.until("effacer")
        program.calm()
        assert "Que se passe-t-il ? 6 " in screen_of(program)[1]
        program.send("\x11")
        program.ended()
    assert [event for event in recorded(tmp_path) if event.session] == []


def test_escape_of_the_kitty_protocol_is_one_key(tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.ready()
        assert "\x1b[>" in program.text  # the protocol is asked for
        program.send("6")
        program.until("effacer")
        program.send("\x1b[27u")
        program.calm()
        assert "un numéro, ou des mots" in screen_of(program)[1]
