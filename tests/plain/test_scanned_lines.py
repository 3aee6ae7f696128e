"""In the line-by-line face a label is a line of its own: no letter that it begins with is a command of it."""

from __future__ import annotations

from pannesi.plain.repl import find_command, is_command
from pannesi.presentation.bare_numbers import is_label
from pannesi.presentation.commands.session import ON_SESSION, TYPED_IN_SESSION
from tests.support.plain_playing import play, state_of, station_of


def test_a_label_that_begins_with_the_letter_of_a_command_is_no_command() -> None:
    typed = {name for command in TYPED_IN_SESSION for name in (command.as_typed.key, *command.as_typed.words)}
    keys = {key for command in ON_SESSION for key in command.keys.split(",") if len(key) == 1 and key.isalpha()}
    assert {"u", "z", "n", "i", "s", "p", "v"} <= typed & keys
    for word in (word for word in typed | keys if " " not in word):
        for label in (f"{word}26004512", f"{word.upper()}26004512", f"{word}2604"):
            assert find_command(label) is None, label
            assert not is_command(label), label


def test_a_label_read_at_a_line_undoes_nothing_and_is_not_understood() -> None:
    station = station_of()
    screen = play(station, "6", "1", "1", "U2604", "Z2604", "u", "quitter")
    assert screen.count("Je n'ai pas compris « ") == 2
    kinds = [event.kind for event in state_of(station).timeline]
    assert kinds[-3:] == ["line.answered", "line.answered", "undone"], "the last one by hand"


def test_what_a_person_types_is_no_label() -> None:
    assert all(map(is_label, ("2600451278", "300256", "U2600451278", "ACC777001")))
    assert not any(map(is_label, ("12", "1547", "il y a 5 min", "A4.4", "réanimation", "scanner2", "05 59 92", "a-02")))
