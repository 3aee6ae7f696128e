"""Which keys are a burst of a machine, by recordings of scanners, held keys, hands and terminals that paste as keys."""

from __future__ import annotations

import itertools

import pytest
from textual import events
from textual.message import Message

from pannesi.tui.runtime.burst_timing import BURST_GAP, BURST_LENGTH, READ_STALL, estimate_key_times
from pannesi.tui.runtime.key_bursts import READING_TIME, Burst, KeyClock, KeyPress
from pannesi.tui.runtime.keyboard_input import BurstDetector
from tests.support.recordings import Recording, by_hand, evenly, held, key_at, scanned, sorted_out


def signs(messages: list[tuple[float, Message]]) -> list[str]:
    """Messages by their keys, bursts by their text."""
    return [repr(message.text) if isinstance(message, Burst) else message.key for _at, message in messages]  # type: ignore[attr-defined]


@pytest.mark.parametrize("label", ["2600451278", "A26-004512", "7612", "00000000000000012345678901234567"])
def test_a_label_that_is_scanned_is_one_burst_behind_its_first_key(label: str) -> None:
    assert signs(sorted_out(scanned(label))) == [label[0], repr(f"{label}\n")]


def test_its_first_key_goes_on_at_once_since_nobody_can_know() -> None:
    first, second = sorted_out(scanned("2600451278"))
    assert first[0] == 0.0
    assert isinstance(second[1], Burst)
    assert second[1].begun


@pytest.mark.parametrize("keys", ["11111111\n", "DUPONT Eve\nsalle 2\n", "1234"])
def test_keys_written_at_once_are_one_burst_and_none_of_them_goes_on_alone(keys: str) -> None:
    """As some terminals paste."""
    names = [name for name, _at in evenly(keys, 0.0)]
    (burst,) = _read_at_once(names, at=10.0)
    assert isinstance(burst, Burst)
    assert (burst.text, burst.begun) == (keys, False)


def _read_at_once(names: list[str], at: float) -> list[Message]:
    sorter = BurstDetector()
    messages = sorter.take([key_at(name, at) for name in names])
    return [*messages, *sorter.flush(at + READ_STALL)]


@pytest.mark.parametrize("per_second", [3.0, 8.0, 10.0, 12.0])
def test_a_person_makes_no_burst_and_no_key_waits(per_second: float) -> None:
    words = "6\n1 il y a 5 min, constate par AB au poste 2\njoint\n"
    recording = by_hand(words, per_second)
    messages = sorted_out(recording)
    assert signs(messages) == [name for name, _at in recording]
    apart = [at for at, message in messages if not _is_near(recording, message.time)]
    assert apart == [at for _name, at in recording if not _is_near(recording, at)]


def _is_near(recording: Recording, at: float) -> bool:
    """Whether it fell together with the key before."""
    times = [at for _name, at in recording]
    number = times.index(at)
    return number > 0 and at - times[number - 1] < BURST_GAP


@pytest.mark.parametrize(("delay", "step"), [(0.5, 0.033), (0.25, 0.092), (0.66, 0.04)])
def test_a_key_held_down_is_no_burst(delay: float, step: float) -> None:
    recording = held("enter", 2.0, delay, step)
    assert signs(sorted_out(recording)) == ["enter"] * len(recording)


def test_an_arrow_repeated_fast_or_made_of_a_wheel_moves_each_time() -> None:
    assert signs(sorted_out(evenly("", 0.0) + [("down", 0.001 * number) for number in range(40)])) == ["down"] * 40


def test_fewer_keys_than_a_burst_go_on_as_they_were() -> None:
    for count in range(1, BURST_LENGTH):
        assert signs(sorted_out(evenly("123"[:count], 0.004))) == list("123"[:count])


def test_a_key_that_ends_what_was_scanned_goes_on_behind_it() -> None:
    recording = [*evenly("12345", 0.004), ("escape", 0.02), ("6", 0.4)]
    assert signs(sorted_out(recording)) == ["1", repr("12345"), "escape", "6"]


def test_two_labels_one_after_the_other_are_two_bursts() -> None:
    recording = [*scanned("123456"), *scanned("654321", begin=0.3)]
    assert signs(sorted_out(recording)) == ["1", repr("123456\n"), "6", repr("654321\n")]


def test_what_is_no_key_passes_through_a_burst() -> None:
    sorter, moved = BurstDetector(), events.AppFocus()
    passed_on = sorter.take([*(key_at(name, 1.0) for name in "12"), moved, *(key_at(name, 1.0) for name in "34")])
    assert passed_on == [moved]
    (burst,) = sorter.flush(2.0)
    assert isinstance(burst, Burst)
    assert burst.text == "1234"


def test_keys_read_together_after_a_stall_are_what_a_person_typed_meanwhile() -> None:
    """Eight keys a second for two seconds in which the program stood still."""
    times = estimate_key_times(16, read_at=12.0, empty_at=10.0)
    assert all(later - earlier >= BURST_GAP for earlier, later in itertools.pairwise(times))
    assert times[-1] == 12.0
    sorter = BurstDetector()
    passed_on = sorter.take([key_at("1", at) for at in times])
    assert [*passed_on, *sorter.flush(13.0)] == passed_on
    assert len(passed_on) == 16


def test_what_came_without_a_key_after_a_stall_has_no_times() -> None:
    assert estimate_key_times(0, read_at=12.0, empty_at=10.0) == []


@pytest.mark.parametrize(("read_at", "empty_at"), [(10.0, 9.95), (10.0, 9.9), (10.0, 9.6)])
def test_keys_too_many_for_a_hand_are_a_burst_though_the_program_stood_still(read_at: float, empty_at: float) -> None:
    assert estimate_key_times(11, read_at, empty_at) == [read_at] * 11


@pytest.mark.parametrize(
    ("before", "shown_at", "meant"),
    [
        (9.0, 9.0, True),
        (10 - READING_TIME, 9.0, True),
        (9.9, 9.0, False),
        (9.0, 9.9, False),
        (9.0, None, False),
        (float("-inf"), 9.0, True),
    ],
)
def test_a_key_counts_on_what_stood_there_and_after_a_silence(
    before: float, shown_at: float | None, meant: bool
) -> None:
    assert KeyClock(lambda: 10.0).is_deliberate(KeyPress(1, 10.0, before), shown_at) is meant
