"""What both faces offer at a line is what the line allows, whatever its verb and however it stands."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import pytest

from pannesi.presentation.commands.session import ON_SESSION, TYPED_IN_SESSION
from pannesi.session import actions as want
from pannesi.session.projection.allowed_acts import BY_ONE_KEY, Act
from pannesi.session.projection.read_model import Row
from pannesi.support.clock import ClockDoubt
from tests.support.building import start
from tests.support.session_playing import pacs, play_at_random
from tests.support.session_sites import HOSPITAL

FULL_SCREEN: dict[str, frozenset[Act]] = {
    "answer": frozenset({Act.ANSWER}),
    "settle": BY_ONE_KEY,
    "silent": frozenset({Act.CALL}),
    "condition": frozenset({Act.SET_CONDITION}),
    "not_needed": frozenset({Act.NOT_NEEDED}),
    "could_not": frozenset({Act.COULD_NOT}),
    "leave": frozenset({Act.LEAVE}),
    "undo_here": frozenset({Act.UNDO}),
}
PLAIN: dict[str, frozenset[Act]] = {
    "fait": frozenset({Act.SETTLE, Act.SETTLE_PATIENTS}),
    "joint": frozenset({Act.CALL}),
    "s": frozenset({Act.CALL}),
    "ouvrir": frozenset({Act.RUN, Act.RUN_AGAIN, Act.FOLLOW, Act.CONCLUDE}),
    "n": frozenset({Act.NOT_NEEDED}),
    "i": frozenset({Act.COULD_NOT}),
    "au retour": frozenset({Act.LEAVE}),
    "k": frozenset({Act.SET_CONDITION}),
    "z": frozenset({Act.UNDO}),
}


@dataclass
class Looking:
    """A session of which only the line looked at counts."""

    row: Row
    view: Any = None
    asking: bool = False
    acting: bool = True
    clock_doubt: ClockDoubt | None = None


def offered_full(row: Row) -> set[str]:
    """The commands of the full screen that apply at a line."""
    return {command.id for command in ON_SESSION if command.id in FULL_SCREEN and command.applies(Looking(row))}


def offered_plain(row: Row) -> set[str]:
    """The letters of the plain face that apply at a line."""
    typed = (command for command in TYPED_IN_SESSION if command.as_typed.key in PLAIN)
    return {command.as_typed.key for command in typed if command.typed_applies(Looking(row))}


def rows(seed: int) -> tuple[Row, ...]:
    """The lines of a session played at random."""
    dice = random.Random(seed)
    entry = dice.choice(HOSPITAL.entries)
    played = start(HOSPITAL, entry.unit.id, entry.symptom.id)
    play_at_random(played, dice, 15)
    return played.look().rows


@pytest.mark.parametrize("seed", range(6))
def test_both_faces_offer_what_a_row_allows(seed: int) -> None:
    for row in rows(seed):
        assert offered_full(row) == {name for name, acts in FULL_SCREEN.items() if acts & row.allowed}
        assert offered_plain(row) == {name for name, acts in PLAIN.items() if acts & row.allowed}


def test_neither_face_puts_an_annex_off_until_the_return() -> None:
    played, visit = pacs()
    played.do(want.Answer(visit, "teleradio", "non"))
    row = played.line("secours")
    assert {"settle", "not_needed"} <= offered_full(row)
    assert "leave" not in offered_full(row)
    assert {"ouvrir", "n"} <= offered_plain(row)
    assert "au retour" not in offered_plain(row)
