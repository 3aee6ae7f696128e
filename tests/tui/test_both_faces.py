"""The same session through both interactive faces writes the same events, whatever is wanted."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from pannesi.session import actions as want
from pannesi.session.facts.reading import KINDS
from pannesi.session.facts.session import SameOutage, SessionOpened
from tests.support.both_faces import REGISTER, facts_of, through_plain
from tests.support.driving import enter, play, press, running, session_screen, station, write
from tests.support.faces import FaceAct, Scene, generated

SEEDS = {6: 1, 7: 5, 11: 2}
"""Entries, and the dice that each is played with."""


def lived(folder: Path, number: int, length: int) -> tuple[list[FaceAct], list[tuple[Any, ...]]]:
    """What is wanted, and what a desk without any face writes."""
    place = station(folder)
    desk = place.desk()
    entry = place.site.entries[number - 1]
    desk.open(want.Open(entry.unit.id, entry.symptom.id))
    wanted = generated(Scene(desk), random.Random(SEEDS[number]), length)
    return wanted, facts_of(place)


def through_full(folder: Path, number: int, acts: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Plays keys and words in the full screen; the facts that it wrote."""
    facts_written: list[tuple[Any, ...]] = []

    async def act() -> None:
        async with running(folder) as pilot:
            await enter(pilot, number)
            for keys in acts:
                await (write(pilot, keys[1:]) if keys.startswith("=") else press(pilot, keys))
            facts_written.extend(facts_of(session_screen(pilot).station))

    play(act)
    return facts_written


@pytest.mark.parametrize("number", SEEDS)
def test_whatever_is_wanted_both_faces_write_the_same_events(number: int, tmp_path: Path) -> None:
    wanted, alone = lived(tmp_path / "alone", number, 40)
    plain = through_plain(tmp_path / "plain", (str(number), *(line for act in wanted for line in act.plain), "su"))
    full = through_full(tmp_path / "full", number, (*(key for act in wanted for key in act.full), "o"))
    for at, (left, right) in enumerate(zip(plain, full, strict=False)):
        assert left == right, f"fact {at + 1}"
    assert len(plain) == len(full)
    wanted_facts = [(act[0], act[2]) for act in alone]  # a face that is told a name says who acts from then on
    assert [(act[0], act[2]) for act in plain[: len(alone)]] == wanted_facts


def test_every_kind_of_event_is_among_them(tmp_path: Path) -> None:
    """A new kind fails here until both faces reach it; the same outage is said of a past session, or by a command."""
    kinds = {fact[0] for number in SEEDS for fact in lived(tmp_path / str(number), number, 40)[1]}
    assert kinds | {str(fact) for fact in REGISTER} | {SameOutage.kind} == set(KINDS)


@pytest.mark.parametrize(
    ("full", "plain", "sessions"),
    [((*"5", "b"), ("5", "2", "ac", "q"), 1), ((*"5", "enter"), ("5", "1", "ac", "q"), 2)],
    ids=["same outage", "another outage"],
)
def test_a_new_entry_while_a_session_is_open_does_what_its_answer_says_in_both_faces(
    full: tuple[str, ...], plain: tuple[str, ...], sessions: int, tmp_path: Path
) -> None:
    seen = []

    async def act() -> None:
        async with running(tmp_path / "full") as pilot:
            here = await enter(pilot, 6)
            first = here.desk.session
            await press(pilot, "escape", *full)
            here = session_screen(pilot)
            assert (here.desk.session == first) == (sessions == 1)
            assert here.row is not None
            assert here.row.unit == "cas-2"
            seen.extend(facts_of(here.station))

    play(act)
    assert seen == through_plain(tmp_path / "plain", ("6", "ac", *plain))
    assert sum(fact[0] == SessionOpened.kind for fact in seen) == sessions
