"""What is asked of an attack comes before what another failure asks, whichever was seen first."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.driving import play, press, running, session_screen
from tests.support.shipped_site import shipped

ATTACK = ("triage", "attaque")


def numbers(played: Played) -> list[str]:
    return [row.number for row in played.look().todo]


@pytest.mark.parametrize(
    ("unit", "symptom", "theirs"),
    [("cas-6", "myvue", "6.2"), ("cas-3", "images-invisibles", "3.1"), ("cas-4", "ris-et-pacs", "4.1")],
)
def test_the_call_about_an_attack_is_the_first_whatever_fails_besides(unit: str, symptom: str, theirs: str) -> None:
    for first, second in ((ATTACK, (unit, symptom)), ((unit, symptom), ATTACK)):
        played = start(shipped(), *first)
        played.do(want.Join(*second))
        assert numbers(played)[:2] == ["Ta.1", theirs]
        played.do(want.Called(*played.line("prevenir-attaque").key, "astreinte-informatique", "reached"))
        assert numbers(played)[0] == theirs


def test_the_cursor_stays_at_the_call_about_the_attack_when_a_case_is_added(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, *"15", "enter")
            here = session_screen(pilot)
            assert here.row is not None
            assert here.row.number == "Ta.1"
            here.do(want.Join("cas-6", "myvue"))
            await press(pilot, "f9", "f9")
            assert here.row.number == "Ta.1"
            await press(pilot, "enter")
            assert here.row.number == "6.2"

    play(act)
