"""In the line-by-line face a label is a line of its own: no letter that it begins with is a command of it."""

from __future__ import annotations

import io

import pytest

from pannesi.application.context import Station
from pannesi.plain.app import run_plain
from pannesi.plain.repl import find_command, is_command
from pannesi.presentation.commands.session import ON_SESSION, TYPED_IN_SESSION
from pannesi.presentation.text.bare_numbers import is_label
from pannesi.support.console import Output
from tests.support.plain_playing import flat, play, state_of, station_of


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
    assert not any(
        map(
            is_label,
            (
                "12",
                "1547",
                "il y a 5 min",
                "A4.4",
                "réanimation",
                "scanner2",
                "05 59 92",
                "a-02",
                "3.4",
                "A4.16",
                "P-0017",
                "15h47",
                "25h70",
                "1.1234",
            ),
        )
    )


@pytest.mark.parametrize("label", ["2600451278", "11111111", "A26004512", "26/0045127"])
def test_a_label_read_where_none_is_asked_for_is_said_and_recorded_nowhere(label: str) -> None:
    station = station_of()
    screen = flat(play(station, label, "6", label, "1", "1", label, "p", label, "1", "", "", label, "", "d", label, ""))
    assert screen.count(f"lu : {label}, rien d'enregistré.") == 6
    assert "Je n'ai pas compris" not in screen
    assert f"Pour chercher ce numéro : /{label}" in screen
    assert all(label not in str(event.payload) for event in state_of(station).timeline)


def by_hand(station: Station, *lines: str) -> str:
    """The same as played, by somebody at a terminal."""
    written = io.StringIO()
    run_plain(station, lines, Output(written), echo=False)
    return flat(written.getvalue())


@pytest.mark.parametrize("before", [(), ("1",), ("1", "1", "1"), ("1", "1", "1", "Inventé", "")])
def test_a_label_read_in_the_form_of_a_patient_is_offered_to_its_numbers(before: tuple[str, ...]) -> None:
    station = station_of()
    screen = by_hand(station, "7", "p", *before, "2600451278", "1", ".", "1", "quitter")
    assert "lu : 2600451278, rien d'enregistré. Dans quel champ ? 1 Identifiant tapé sur la console" in screen
    (patient,) = station.resume(station.journal.sessions()[0].id).look().patients
    assert "2600451278" in patient.fields.values()


def test_a_label_offered_to_a_form_may_be_left_and_the_question_is_asked_again() -> None:
    station = station_of()
    screen = by_hand(station, "7", "p", "2600451278", "", "1", ".", "1", "quitter")
    assert screen.count("D'où vient le patient ?") == 2
    (patient,) = station.resume(station.journal.sessions()[0].id).look().patients
    assert patient.facts["origin"] == "externe"
    assert "2600451278" not in patient.fields.values()
