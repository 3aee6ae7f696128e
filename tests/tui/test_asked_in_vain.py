"""What nobody knows, and an end that was not reached, in the full screen: the way on is said, and no key lies."""

from __future__ import annotations

from pathlib import Path

from tests.support.driving import enter, play, press, running, screen_text, write


def test_who_does_not_know_reads_what_goes_on_and_how_to_leave_the_question(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 8)
            await press(pilot, "2", "enter")
            while here.row is not None and here.row.number != "A4.4":
                await press(pilot, "1" if here.row.line.verb == "ask" else "enter")
            await press(pilot, "0", "enter")
            assert here.row is not None
            assert here.row.number == "A4.4"
            await press(pilot, "0")
            said = " ".join(screen_text(pilot).split())
            assert "on passe à la suite" not in said
            assert "I impossible ou N non nécessaire" in said
            before = len(here.desk.state.events)
            await press(pilot, "0")
            assert len(here.desk.state.events) == before
            await press(pilot, "i", "1")
            assert here.row.number == "5.2"

    play(act)


def test_the_end_of_an_annex_is_said_not_to_be_reached(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 11)
            await press(pilot, "1", "enter", "1", "enter", "1")
            assert here.row is not None
            assert here.row.number == "A5.6"
            await press(pilot, "i", "1")
            assert here.row.number == "A5.9"
            assert "I non atteint" in " ".join(screen_text(pilot).split())
            await press(pilot, "i")
            await write(pilot, "non")
            assert here.asking
            await write(pilot, "sonne dans le vide")
            assert here.desk.state.timeline[-1].payload["outcome"] is None
            assert here.row.number == "7.4"
            said = " ".join(screen_text(pilot).split())
            assert "A5.9 Le ticket est ouvert · non atteint" in said

    play(act)
