"""Which keys a machine typed, decided on pairs of a time and a key alone, as every system reads them."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.tui.runtime.burst_timing import (
    BURST_GAP,
    BURST_LENGTH,
    READ_STALL,
    KeyRun,
    TimedKey,
    TypedKeys,
    end_run,
    estimate_key_times,
    pass_time,
    take_keys,
)
from pannesi.tui.runtime.keyboard_input import KEYBOARD_POLL

LABEL = "2600451278\n"
Read = tuple[float, str]
"""When some keys were read together, and these."""


def decided(reads: Iterable[Read], *, stood_still: bool = False) -> list[str]:
    """What is passed on of what was read: a key as it is, a burst in its marks, `+2` before one of two begun keys. The
    keyboard is looked at ten times a second, unless the program stood still."""
    run, decisions, empty_at = KeyRun[str](), list[TypedKeys[str]](), 0.0
    for read_at, keys in reads:
        empty_at = empty_at if stood_still else max(empty_at, read_at - KEYBOARD_POLL)
        run, passed_on = pass_time(run, read_at)
        decisions += passed_on
        times = estimate_key_times(len(keys), read_at, empty_at)
        run, passed_on = take_keys(run, list(zip(times, keys, strict=True)))
        decisions += passed_on
        empty_at = read_at
    decisions += end_run(run)[1]
    return [_written(typed) for typed in decisions]


def _written(typed: TypedKeys[str]) -> str:
    keys = "".join(key for _at, key in typed.keys)
    return f"{f'+{typed.begun}' if typed.begun else ''}«{keys}»" if typed.is_burst else keys


def in_pieces(keys: str, *lengths: int, apart: float) -> list[Read]:
    """A label that is read in pieces of these lengths, the last as long as what is left."""
    reads, at = list[Read](), 10.0
    for length in (*lengths, len(keys)):
        if keys:
            reads.append((at, keys[:length]))
        keys, at = keys[length:], at + apart
    return reads


@pytest.mark.parametrize("apart", [0.004, 0.03, 0.06, 0.12])
@pytest.mark.parametrize(
    "lengths", [(), (1,), (1, 4), (1, 6, 1), (5, 3), (4, 1, 1, 1), (7,), (1, 1), (2,), (3, 1), (1, 2, 3), (2, 2, 2)]
)
def test_a_label_read_in_pieces_by_a_busy_machine_is_one_burst(lengths: tuple[int, ...], apart: float) -> None:
    """A console on Windows gives all that came since it was last asked; so does any terminal to a busy program."""
    decisions = decided(in_pieces(LABEL, *lengths, apart=apart))
    alone = 0
    for length in lengths:
        if length >= BURST_LENGTH or apart < BURST_GAP:
            break
        alone += length
    alone = alone or (1 if lengths and lengths[0] < BURST_LENGTH else 0)
    assert decisions == ([*LABEL[:alone], f"+{alone}«{LABEL}»"] if alone else [f"«{LABEL}»"])


def test_what_its_first_key_said_is_known_to_belong_to_it_however_late_the_rest_was_read() -> None:
    assert decided([(10.0, "2"), (10.0 + READ_STALL - 0.01, LABEL[1:])]) == ["2", f"+1«{LABEL}»"]
    assert decided([(10.0, "2"), (10.0 + READ_STALL + 0.01, LABEL[1:])]) == ["2", f"«{LABEL[1:]}»"]


@given(st.lists(st.floats(0.084, 2.0), min_size=1, max_size=40))
def test_keys_of_a_hand_are_passed_on_one_by_one_and_none_waits(gaps: list[float]) -> None:
    at, run = 10.0, KeyRun[str]()
    for number, gap in enumerate(gaps):
        at += gap
        run, passed_on = take_keys(run, [(at, str(number))])
        assert [_written(typed) for typed in passed_on] == [str(number)]
        assert not run.pending


@given(st.lists(st.tuples(st.floats(0.0, 0.5), st.sampled_from("12a\n")), max_size=60), st.integers(0, 2**32))
def test_no_key_is_lost_nor_told_twice_however_it_was_read(keys: list[tuple[float, str]], seed: int) -> None:
    dice, at, reads, waiting = random.Random(seed), 10.0, list[Read](), ""
    for gap, key in keys:
        at, waiting = at + gap, waiting + key
        if dice.random() < 0.6:
            reads.append((at, waiting))
            waiting = ""
    reads += [(at + 1, waiting)] if waiting else []
    text = ""
    for piece in decided(reads):
        begun, mark, keys_of = piece.partition("«")
        if begun.startswith("+") and mark:
            text = text[: len(text) - int(begun[1:])] + keys_of[:-1]
        else:
            text += piece.strip("«»")
    assert text == "".join(key for _gap, key in keys)


@pytest.mark.parametrize("seconds", [1.0, 1.5, 3.0])
def test_what_a_hand_typed_while_nobody_looked_is_no_burst(seconds: float) -> None:
    keys = "12poste"
    assert decided([(10.0, "6"), (10.0 + seconds, keys)], stood_still=True) == ["6", *keys]


@pytest.mark.parametrize("count", range(1, BURST_LENGTH))
def test_fingers_that_fall_together_are_no_burst(count: int) -> None:
    assert decided([(10.0, "123"[:count])]) == list("123"[:count])


def test_keys_held_back_go_on_once_nothing_more_comes() -> None:
    keys: list[TimedKey[str]] = [(10.0, "1"), (10.004, "2")]
    run, passed_on = take_keys(KeyRun[str](), keys)
    assert ([_written(typed) for typed in passed_on], run.pending) == (["1"], True)
    assert pass_time(run, 10.004 + BURST_GAP - 0.001) == (run, [])
    run, passed_on = pass_time(run, 10.004 + BURST_GAP)
    assert ([_written(typed) for typed in passed_on], run.pending) == (["2"], False)
