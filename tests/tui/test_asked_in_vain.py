"""What nobody knows, and an end that was not reached, in the full screen: the way on is said, and no key lies."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from typing import Any

from textual.pilot import Pilot

from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import enter, play, press, running, screen_text, write


async def asked_twice(pilot: Pilot[Any]) -> SessionScreen:
    """Case 5 up to « IMADIS a-t-il reçu cette série ? », asked again once IMADIS was called, and not known still."""
    here = await enter(pilot, 8)
    await press(pilot, "2", "enter")
    while here.row is not None and here.row.number != "A4.4":
        await press(pilot, "1" if here.row.line.verb == "ask" else "enter")
    await press(pilot, "0", "enter")
    assert here.row is not None
    assert here.row.number == "A4.4"
    await press(pilot, "0")
    return here


def test_who_does_not_know_goes_on_where_the_procedure_says_how(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await asked_twice(pilot)
            assert "on passe à la suite" in " ".join(screen_text(pilot).split())
            assert here.row is not None
            assert here.row.number == "A4.7"

    play(act)


def test_who_does_not_know_reads_how_to_leave_the_question_where_it_does_not(tmp_path: Path) -> None:
    """A site whose annex 4 says nothing of the doubt: left by « impossible » twice, it leads on to whom to call."""
    copytree(shipped_folder(), tmp_path / "site")
    annex = tmp_path / "site" / "cases" / "annexe-4-secours-imadis.yaml"
    written = annex.read_text(encoding="utf-8")
    annex.write_text(written.replace("        - answer: {line: serie-recue, option: ne-sait-pas}\n", ""), "utf-8")

    async def act() -> None:
        async with running(tmp_path / "data", site=tmp_path / "site") as pilot:
            here = await asked_twice(pilot)
            said = " ".join(screen_text(pilot).split())
            assert "on passe à la suite" not in said
            assert "I impossible ou N non nécessaire" in said
            before = len(here.desk.state.events)
            await press(pilot, "0")
            assert len(here.desk.state.events) == before
            await press(pilot, "i", "1")
            assert here.row is not None
            assert here.row.number == "5.2"
            await press(pilot, "i", "1")
            assert here.row.number == "5.8"

    play(act)


def test_the_end_of_an_annex_is_said_not_to_be_reached(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 13)
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
