"""Line by line, a line is settled by its own word: an act is not « en vigueur », an order is not « lu »."""

from __future__ import annotations

import pytest

from tests.support.plain_playing import flat, play, state_of, station_of


@pytest.mark.parametrize(
    ("lines", "word", "said"),
    [
        (("14",), "en vigueur", "« en vigueur » ne se dit pas de cette ligne, mais « lu ». v montre ce qui est"),
        (("14", "lu"), "en vigueur", "« en vigueur » ne se dit pas de cette ligne, mais « fait ». v montre ce qui est"),
        (("14", "lu"), "lu", "« lu » ne se dit pas de cette ligne, mais « fait »."),
        (("3",), "lu", "« lu » ne se dit pas de cette ligne, mais « en vigueur »."),
        (("3",), "constaté", "« constaté » ne se dit pas de cette ligne, mais « en vigueur »."),
    ],
)
def test_the_word_of_another_kind_of_line_settles_nothing(lines: tuple[str, ...], word: str, said: str) -> None:
    station = station_of()
    screen = flat(play(station, *lines, word, "quitter"))
    assert said in screen
    done = [event.payload["line"] for event in state_of(station).timeline if event.kind == "line.done"]
    assert len(done) == len(lines) - 1


@pytest.mark.parametrize(("lines", "word"), [(("14",), "lu"), (("14", "lu"), "fait"), (("3",), "en vigueur"),
                                             (("3",), "fait"), (("3",), "ok")])  # fmt: skip
def test_its_own_word_and_those_that_fit_any_line_do(lines: tuple[str, ...], word: str) -> None:
    station = station_of()
    play(station, *lines, word, "quitter")
    assert state_of(station).timeline[-1].kind == "line.done"


def test_a_zero_says_nothing_of_what_was_seen() -> None:
    station = station_of()
    screen = flat(play(station, "6", "1", "1", "joint", "2", "plus tard", "j 3.7", "vu diffusé", "0", ".", "quitter"))
    assert "Écrire ce qui a été vu, ou un point : rien n'est noté." in screen
    assert "line.done" not in [event.kind for event in state_of(station).timeline]
