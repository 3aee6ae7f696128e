"""A register with two patients, in either face."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import enter, press, write

NOTED = ("6", "p", "1", "1", "Inventé", "", "", "p", "2", "2", "1", "", "", "")
STRUCK = (
    *NOTED, "d", "1", "l 1", "2", "saisi deux fois", "2", "7", "",
)  # fmt: skip
"""Line by line: one of two patients is struck out after a CD was handed over; the images go to the other."""


async def noted(pilot: Pilot[Any]) -> SessionScreen:
    """Opens a session with two patient lines, and opens the second."""
    here = await enter(pilot, 6)
    await press(pilot, "p", "1", "1")
    await write(pilot, "Inventé")
    await press(pilot, "f5", "p", "2", "2", "1", "f5", "d", "enter")
    return here
