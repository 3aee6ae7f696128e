"""An arrow that comes in pieces over a slow line types nothing, and what a hand types after Escape is kept."""

from __future__ import annotations

import pytest

from pannesi.tui.runtime.keyboard_input import REST_WITHIN, LateRest

ARROWS = ("[A", "[B", "[1;5C", "[H", "OB", "OP", "[5~", "[15~")


@pytest.mark.parametrize("rest", ARROWS)
@pytest.mark.parametrize("after", [0.01, 0.2, 0.49])
def test_the_rest_of_an_arrow_is_no_key(rest: str, after: float) -> None:
    late = LateRest()
    late.escaped(10.0)
    assert late.feed(rest, 10.0 + after) == ""
    assert late.feed(rest, 10.0 + after) == rest  # the next one has no Escape before it


@pytest.mark.parametrize("rest", ARROWS)
def test_even_piece_by_piece(rest: str) -> None:
    late = LateRest()
    late.escaped(0.0)
    assert [late.feed(sign, 0.1 * number) for number, sign in enumerate(rest[:4], start=1)][:-1] == [""] * (
        len(rest[:4]) - 1
    )
    assert late.feed(rest[4:] + "6", 0.45) == "6"


@pytest.mark.parametrize("rest", ARROWS)
@pytest.mark.parametrize("pause", [0.15, 0.3, 0.49])
def test_even_with_a_pause_of_half_a_second_before_each_piece(rest: str, pause: float) -> None:
    late = LateRest()
    late.escaped(0.0)
    assert [late.feed(sign, pause * number) for number, sign in enumerate(rest, start=1)] == [""] * len(rest)
    assert late.flush(60.0) == ""
    assert late.feed("6", 61.0) == "6"


@pytest.mark.parametrize("typed", ["6", "Oui", "oui", "[a", "[ici]", "(", "o"])
def test_what_a_hand_types_after_escape_is_typed(typed: str) -> None:
    late = LateRest()
    late.escaped(0.0)
    given = "".join(late.feed(sign, 0.15 + 0.05 * number) for number, sign in enumerate(typed))
    assert given + late.flush(REST_WITHIN + 1) == typed


@pytest.mark.parametrize("typed", ["[", "O", "[12"])
def test_what_nothing_follows_is_typed_after_all(typed: str) -> None:
    late = LateRest()
    late.escaped(0.0)
    assert late.feed(typed, 0.2) == ""
    assert late.flush(0.3) == ""
    assert late.flush(0.6) == ""
    assert late.flush(0.71) == typed
    assert late.flush(0.8) == ""


@pytest.mark.parametrize("rest", ARROWS)
def test_later_than_that_it_is_typed(rest: str) -> None:
    late = LateRest()
    late.escaped(0.0)
    assert late.feed(rest, REST_WITHIN) == rest


@pytest.mark.parametrize(("begun", "rest"), [("[", "B"), ("[1;", "5C"), ("O", "A"), ("[1", "5~")])
def test_a_sequence_broken_off_behind_its_first_signs_types_nothing(begun: str, rest: str) -> None:
    late = LateRest()
    assert late.broken_off(begun, 0.1)
    assert late.feed(rest + "6", 0.4) == "6"
    assert late.broken_off(begun, 1.0)
    assert late.flush(1.6) == ""
    assert late.feed("6", 2.0) == "6"
    assert not late.broken_off("a", 3.0)
