"""What is made of keys typed before the full screen is loaded."""

from __future__ import annotations

import pytest

from pannesi.tui.first_paint.early_keys import EarlyKeys, asks_to_quit, for_the_choice

PASTE, END = b"\x1b[200~", b"\x1b[201~"


@pytest.mark.parametrize(
    "read",
    [
        [b"\x11"], [b"6\r", b"\x11"], [b"\x1b", b"\x11"], [b"\x1b[113;5u"], [b"\x1b[113", b";5u"], [b"\x1b[113;133u"],
        [b"\x1b[113:81;5:1u"], [PASTE + b"6" + END + b"\x11"],
    ],
    ids=ascii,
)  # fmt: skip
def test_ctrl_q_ends_the_program_whatever_was_typed_before_it(read: list[bytes]) -> None:
    keys = EarlyKeys(lambda _by: True)
    for number, data in enumerate(read):
        assert not asks_to_quit(keys.chunks)
        keys.take(data, float(number))
    assert asks_to_quit(keys.chunks)


@pytest.mark.parametrize(
    "typed",
    [b"q", b"6\r1", b"\x1b[113;1u", b"\x1b[113;6u", b"\x1b[1;5Q", PASTE + b"a\x11b" + END, PASTE + b"\x11"],
    ids=ascii,
)
def test_nothing_else_does(typed: bytes) -> None:
    assert not asks_to_quit([(0.0, typed)])


@pytest.mark.parametrize(
    "pieces", [(b"\x1b", b"[", b"B"), (b"\x1b[", b"B"), (b"\x1b", b"OB"), (b"\x1bO", b"B"), (b"\x1b[B",)]
)
def test_an_arrow_in_pieces_moves_the_cursor_once_and_leaves_nothing(pieces: tuple[bytes, ...]) -> None:
    moves: list[int] = []

    def move(by: int) -> bool:
        moves.append(by)
        return True

    keys = EarlyKeys(move)
    for number, data in enumerate(pieces):
        keys.take(data, 0.4 * number)
    assert moves == [1]
    assert for_the_choice(keys.left(2.0)) == ([], "")
