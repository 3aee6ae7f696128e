"""The hour of an outage and who found it are asked together; the number of a choice may be typed with its command."""

from __future__ import annotations

import pytest

from tests.support.plain_playing import PACS, flat, play, state_of, station_of

FOUND, BEGAN = "outage.found", "began.set"


@pytest.mark.parametrize(
    "lines",
    [
        ("h", "1", "0250", "2"),
        ("h 1", "0250", "référent"),
        ("h 1 0250", "2"),
        ("h 0250", "1", "2"),
    ],
)
def test_after_the_hour_of_the_beginning_it_is_asked_who_found_the_outage(lines: tuple[str, ...]) -> None:
    station = station_of()
    screen = play(station, PACS, *lines, "m encore là")
    assert "Qui a constaté la panne ?" in flat(screen)
    *_before, began, found, note = state_of(station).timeline
    assert (began.kind, found.kind, found.text, note.text) == (BEGAN, FOUND, "référent", "encore là")


def test_who_found_the_outage_is_asked_once_and_an_empty_line_says_nothing_of_it() -> None:
    station = station_of()
    play(station, PACS, "h 4 1", "h 1 0250", "m encore là", "h 1 0251", "m toujours là")
    kinds = [event.kind for event in state_of(station).timeline]
    assert kinds[-5:] == [FOUND, BEGAN, "noted", BEGAN, "noted"]

    station = station_of()
    play(station, PACS, "h 1", "", "m encore là", "h 1 0250", "", "m toujours là")
    kinds = [event.kind for event in state_of(station).timeline]
    assert kinds[-3:] == ["noted", BEGAN, "noted"]


@pytest.mark.parametrize("lines", [("h 4", "3"), ("h 4 3",), ("h", "4", "radiologue"), ("h 4", "?", "3")])
def test_the_number_of_who_found_it_is_no_hour(lines: tuple[str, ...]) -> None:
    station = station_of()
    screen = play(station, PACS, *lines)
    assert "pas une heure possible" not in screen
    last = state_of(station).timeline[-1]
    assert (last.kind, last.text) == (FOUND, "radiologue")


def test_an_hour_that_begins_with_the_digit_of_a_choice_is_an_hour() -> None:
    station = station_of()
    screen = flat(play(station, PACS, "h 2 h 10", "1", ""))
    assert "Quelle heure ? 1 le début" in screen
    assert "début de la panne : 02:10" in screen


@pytest.mark.parametrize(
    ("typed", "kind", "words"), [("f 2", "impossible", ""), ("f 1 pas ce numéro", "wrong", "pas ce numéro")]
)
def test_the_number_of_what_is_wrong_with_a_line_is_taken_with_the_command(typed: str, kind: str, words: str) -> None:
    station = station_of()
    screen = play(station, PACS, typed, "")
    last = state_of(station).timeline[-1]
    assert (last.kind, last.payload["about"], last.text or "") == ("redline.raised", kind, words)
    assert "qu'est-ce qui ne va pas" not in screen
