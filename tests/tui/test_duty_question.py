"""A question about a patient, in both faces: a digit answers it, and no key says it done by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.both_faces import facts, through_plain
from tests.support.driving import enter, play, press, running, screen_line, write

NOTED = ("8", "1", "p", "Inventé", "", "", "", "", "")


async def opened(pilot: Any) -> Any:
    """The card of a patient of whom it is asked whether the physician was told."""
    here = await enter(pilot, 8)
    await press(pilot, "1", "p")
    await write(pilot, "Inventé")
    await press(pilot, "f5", "d", "enter")
    return here


@pytest.mark.parametrize(
    ("key", "words", "typed", "said"),
    [
        ("1", None, ("1",), "✓ Demandeur prévenu par IMADIS ?  oui"),
        ("2", "", ("2", ""), "! Demandeur prévenu par IMADIS ?  NON, reste dû"),
        ("2", "cadre", ("2", "cadre"), "✗ Demandeur prévenu par IMADIS ?  NON"),
        ("0", "cadre", ("0", "cadre"), "✗ Demandeur prévenu par IMADIS ?  pas su"),
        ("à", "cadre", ("?", "cadre"), "✗ Demandeur prévenu par IMADIS ?  pas su"),
    ],
)
def test_a_digit_answers_in_both_faces(
    key: str, words: str | None, typed: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    written = []

    async def act() -> None:
        async with running(tmp_path / "full") as pilot:
            here = await opened(pilot)
            assert "Demandeur prévenu par IMADIS ? 1 oui 2 non 0 pas su" in screen_line(pilot)
            await press(pilot, key)
            if words is not None:
                assert "À qui est-ce dit" in screen_line(pilot)
                await write(pilot, words)
            assert " ".join(said.split()) in screen_line(pilot)
            written.append(facts(here.desk.journal.events(here.desk.session or "")))

    play(act)
    assert written[0] == through_plain(tmp_path / "plain", (*NOTED, "d", "1", *typed, ""))


@pytest.mark.parametrize("key", ["enter", "space", "n", "i"])
def test_no_other_key_answers_it(key: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await opened(pilot)
            before = len(here.desk.state.events)
            await press(pilot, key)
            assert "C'est une question : 1 oui, 2 non, 0 pas su." in screen_line(pilot)
            assert len(here.desk.state.events) == before

    play(act)


def test_an_answer_is_taken_back_where_it_stands(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await opened(pilot)
            await press(pilot, "2")
            await write(pilot, "")
            await press(pilot, "z")
            assert "1 oui 2 non 0 pas su" in screen_line(pilot)

    play(act)
