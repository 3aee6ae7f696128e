"""What is typed while the program is still being loaded is for its first screen: nothing of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.session.facts.lines import LineAnswered
from pannesi.session.facts.session import SessionOpened
from tests.support.full_screen import opened
from tests.support.recorded_facts import recorded


@pytest.mark.parametrize(
    ("first", "then", "opens"),
    [("8", "\r", "IMADIS ne reçoit pas"), ("8\n", "", "IMADIS ne reçoit pas"), ("9\r", "", "ITIS")],
    ids=["the number alone", "with a line's end", "with its Enter"],
)
def test_a_number_typed_before_anything_is_shown_opens_its_entry(
    first: str, then: str, opens: str, tmp_path: Path
) -> None:
    with opened(tmp_path) as program:
        program.send(first)
        program.ready()
        program.calm()
        program.send(then)
        program.until("registre")
        assert opens in program.text
        assert "étiquette du patient" not in program.text


def test_what_a_hand_far_ahead_of_the_start_typed_behind_the_choice_is_shown_and_answers_nothing(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as program:
        program.send("13\r1")
        program.until("lu : 1, rien d'enregistré")
        program.calm()
    kinds = [event.kind for event in recorded(tmp_path)]
    assert SessionOpened.kind in kinds
    assert LineAnswered.kind not in kinds
