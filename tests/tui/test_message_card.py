"""The message to broadcast: always shown, copied by the terminal if it can, written to a file of its own."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pannesi.tui.screens.session import SessionScreen
from pannesi.tui.screens.session_actions.message import message_text
from tests.support.driving import enter, play, press, running, screen_text


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are written: a home of its own."""
    folder = tmp_path / "chez-moi"
    folder.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    return folder


async def on_the_message(pilot: Pilot[Any]) -> SessionScreen:
    """The guide of an entry whose message has a text, the cursor on it."""
    here = await enter(pilot, 6)
    here.go_to(next(row.key for row in here.view.walk.rows if row.line.verb == "broadcast"))
    await press(pilot, "down", "up")
    return here


def test_c_asks_the_terminal_to_copy_the_message_to_the_letter_and_leaves_it_shown(home: Path, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path / "data", size=(80, 40)) as pilot:
            here = await on_the_message(pilot)
            sent: list[str] = []
            assert pilot.app._driver is not None
            pilot.app._driver.write = sent.append
            await press(pilot, "c")
            (asked,) = [sequence for sequence in sent if sequence.startswith("\x1b]52;c;")]
            copied = base64.b64decode(asked.removeprefix("\x1b]52;c;").removesuffix("\a")).decode()
            assert copied == message_text(here)
            shown = " ".join(screen_text(pilot).replace("│", " ").split())
            assert "vérifier en collant" in shown
            body = copied.split("Message : ")[1]
            assert " ".join(body.split()) in shown
            assert here.row is not None
            assert here.row.status == "open"

    play(act)


def test_e_writes_the_message_to_a_new_file_and_never_over_another(home: Path, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path / "data", size=(80, 40)) as pilot:
            here = await on_the_message(pilot)
            name = "message-pacs-en-panne"
            (home / f"{name}.txt").write_text("à quelqu'un d'autre", "utf-8")
            await press(pilot, "e")
            assert f"{name}-2.txt" in "".join(screen_text(pilot).split())
            await press(pilot, "e")
            assert (home / f"{name}.txt").read_text("utf-8") == "à quelqu'un d'autre"
            for number in (2, 3):
                assert (home / f"{name}-{number}.txt").read_text("utf-8") == message_text(here) + "\n"

    play(act)


def test_what_cannot_be_written_is_said_in_french_and_the_message_stays_shown(home: Path, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path / "data", size=(80, 40)) as pilot:
            home.rmdir()
            home.write_text("un fichier là où l'on attend un dossier", "utf-8")
            await on_the_message(pilot)
            await press(pilot, "e")
            shown = " ".join(screen_text(pilot).replace("│", " ").split())
            assert "n'a pas pu être écrit" in shown
            assert "un dossier du chemin est un fichier" in shown
            assert "Not a directory" not in shown
            assert "Pour toute urgence appeler les radiologues" in shown

    play(act)
