"""On a wide screen the list of sessions shows the one under the cursor, and a patient line what it says, beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from pannesi.tui.theme.styles import PALETTES
from tests.support.driving import (
    enter,
    play,
    press,
    running,
    screen_text,
    settled,
    wait_for_sessions,
    wait_for_words,
    write,
)
from tests.support.screen_reading import drawn

AMBER = PALETTES["pannesi-sombre"].warning


def test_the_session_under_the_cursor_is_shown_beside_the_list(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(120, 40)) as pilot:
            await enter(pilot, 6)
            await press(pilot, "1", "escape", "8", "n", "escape", "f3")
            await wait_for_sessions(pilot)
            beside = "\n".join(line[70:] for line in screen_text(pilot).splitlines())
            assert "Cette session" in beside
            assert "Le transfert d'images" in beside
            await press(pilot, "down")
            beside = "\n".join(line[70:] for line in screen_text(pilot).splitlines())
            assert "Dysfonctionnement du PACS" in beside
            assert "Les examens récents s'affichent-ils ?" in beside
            await pilot.resize_terminal(80, 24)
            await settled(pilot)
            assert "Cette session" not in screen_text(pilot)

    play(act)


def test_what_a_patient_line_says_stands_beside_what_is_due(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(120, 40)) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", "f5", "d", "enter")
            row = next(line for line in screen_text(pilot).splitlines() if "Dû à ce patient" in line)
            assert "Ce que dit la ligne" in row
            for size in ((80, 24), (120, 40)):
                await pilot.resize_terminal(*size)
                await settled(pilot)
                assert screen_text(pilot).count("Ce que dit la ligne") == 1

    play(act)


def test_amber_is_kept_for_where_people_err(tmp_path: Path) -> None:
    """Neither the state of the outage, nor an open session, nor what is owed or not written, is an error."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", "f5")
            assert not drawn(pilot, colour=AMBER).strip()
            await press(pilot, "d")
            assert "saisie" in screen_text(pilot)
            assert not drawn(pilot, colour=AMBER).strip()
            await press(pilot, "escape", "g", "enter", "escape")
            assert "●" in screen_text(pilot)
            assert not drawn(pilot, colour=AMBER).strip()
            await press(pilot, *"xyzzy")
            assert "Rien ne correspond" in drawn(pilot, colour=AMBER)

    play(act)


def beside(pilot: Pilot[Any]) -> str:
    """The second column."""
    return "\n".join(line[72:] for line in screen_text(pilot).splitlines())


async def narrowed(pilot: Pilot[Any], gone: str) -> None:
    """Takes the screen to 80 columns, where the second column is gone, and back."""
    await pilot.resize_terminal(80, 24)
    await settled(pilot)
    assert gone not in screen_text(pilot)
    await pilot.resize_terminal(120, 40)
    await settled(pilot)
    assert gone in beside(pilot)


def test_what_the_cursor_is_on_is_told_of_beside_lists_of_every_kind(tmp_path: Path) -> None:
    """What prevents closing, a past session, a file to write, a line signalled, a contact."""

    async def act() -> None:
        async with running(tmp_path, size=(120, 40)) as pilot:
            await enter(pilot, 6)
            await press(pilot, "f", "1")
            await write(pilot, "ce numéro ne répond plus")
            await press(pilot, "1", "x")
            assert "⏎ annoncer le retour" in beside(pilot)
            await press(pilot, "down")
            assert "3.6" in beside(pilot)
            assert "aller à cette ligne" in beside(pilot)
            await press(pilot, "end")
            assert "⏎ clore quand même" in beside(pilot)
            await narrowed(pilot, "⏎ clore quand même")
            await press(pilot, "escape", "f3")
            await wait_for_sessions(pilot)
            await press(pilot, "enter")
            await settled(pilot)
            assert "Ce fait" in beside(pilot)
            assert "Depuis le début de la panne" in beside(pilot)
            await press(pilot, "end")
            assert "– Un seul" in beside(pilot)
            await narrowed(pilot, "– Un seul")
            await press(pilot, "c")
            assert "Depuis le début de la panne" not in beside(pilot), "the whole account stands in the list"
            await press(pilot, "e")
            assert "rapport-2026" in beside(pilot)
            await press(pilot, "end")
            assert "registre-2026" in beside(pilot)
            await press(pilot, "home", "enter", "down")
            assert "est noté dans le journal" in " ".join(beside(pilot).replace("│", " ").split())
            await press(pilot, "escape", "escape", "s")
            await wait_for_words(pilot, "La ligne aujourd'hui")
            assert "La ligne aujourd'hui" in beside(pilot)
            await narrowed(pilot, "La ligne aujourd'hui")
            await press(pilot, "escape", "f2")
            assert "Qui appeler maintenant" in beside(pilot)
            assert "3.6 Prévenir le service informatique" in beside(pilot)
            await press(pilot, "down")
            assert "IMADIS, assistance technique ─" in beside(pilot)
            await narrowed(pilot, "Qui appeler maintenant")
            await press(pilot, "g")
            assert "Qui appeler maintenant" not in screen_text(pilot)

    play(act)
