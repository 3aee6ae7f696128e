"""Makes the pictures of the guides anew: real screens of the full-screen face, on an invented night."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from pannesi.clock import Clock
from pannesi.shipped import shipped_folder
from pannesi.station import open_station
from pannesi.tui.app import PannesiApp

HERE = Path(__file__).resolve().parent / "pictures"
NIGHT = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)


def typed(words: str) -> tuple[str, ...]:
    """The keys of a few words, and Enter."""
    names = {" ": "space", "'": "apostrophe", "/": "slash", "-": "minus"}
    return (*(names.get(letter, letter) for letter in words), "enter")


CASE_4 = ("7", "enter", "1")
ONE = ("p", "3", "1", "1", "1", *typed("Inventée"), *typed("Essai"), *typed("12/03/1950"), "1", "f5")
"""An adult intensive care patient."""
TWO = ("p", "1", "1", "1", *typed("Imaginaire"), *typed("Exemple"), *typed("05/11/1962"), "2", "f5")
THREE = ("p", "2", "2", "2", "2", *typed("Inventée"), *typed("Essai"), *typed("03/12/1950"), "f5")
"""Perhaps the first one again: day and month are exchanged."""
SCREENS: tuple[tuple[str, tuple[int, int], tuple[str, ...]], ...] = (
    ("accueil", (80, 24), ()),
    ("appel", (80, 24), ("6", "enter", "1", "1")),
    ("motif", (80, 24), ("6", "enter", "1", "1", "i")),
    ("meme-panne", (80, 24), ("6", "enter", "escape", "1", "4")),
    ("fiche-patient", (80, 24), (*CASE_4, "p", "3", "1", "1", "1", *typed("Inventée"), *typed("Essai"))),
    ("registre", (80, 24), (*CASE_4, *ONE, *TWO, *THREE, "d")),
    ("ligne-patient", (80, 30), (*CASE_4, *ONE, *TWO, *THREE, "d", "home", "down", "enter")),
    ("large", (120, 34), ("7", "enter", "1", "enter", "down")),
)
"""Name, size, keys typed from home."""


async def picture(name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        clock = Clock(real_now=lambda: NIGHT)
        os.chdir(scratch)
        shutil.copytree(shipped_folder() / "cases", "hopital/cases")
        shutil.copy(shipped_folder() / "contacts.yaml", "hopital")
        station = open_station("hopital", scratch, "AB", {}, Path(scratch), clock=clock)
        app = PannesiApp(station)
        async with app.run_test(size=size) as pilot:
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.2)
            await pilot.pause(0.2)
            svg = app.export_screenshot(title="pannesi")
        station.journal.close()
    svg = re.sub(r"terminal-\d+", "terminal", svg).replace("<text ", '<text xml:space="preserve" ')
    (HERE / f"{name}.svg").write_text(svg, "utf-8")


async def main() -> None:
    HERE.mkdir(exist_ok=True)
    for screen in SCREENS:
        await picture(*screen)


if __name__ == "__main__":
    asyncio.run(main())
