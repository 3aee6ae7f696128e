"""A session left open in a journal on disk, and the same journal twelve days later."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pannesi.application.context import Station, open_station
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.session import actions as want
from pannesi.support.clock import Clock
from tests.support.building import NIGHT
from tests.support.driving import station

LATER = NIGHT + timedelta(days=12)


def later(folder: Path, now: datetime = LATER) -> Station:
    """The same journal, twelve days later."""
    clock = Clock(real_now=lambda: now)
    return open_station(str(shipped_folder()), str(folder), "CD", {}, folder, clock=clock)


def left_open(folder: Path, *, returned: bool = False, exercise: bool = False) -> str:
    """Leaves a session on case 3 open, and gives its id."""
    here = station(folder, exercise=exercise)
    desk = here.desk(exercise=exercise)
    desk.open(want.Open("cas-3", "images-invisibles", exercise=exercise))
    if returned:
        desk.do(want.AnnounceReturn(desk.look().current_cases[0], "AB, poste 2"))
    here.journal.close()
    assert desk.session is not None
    return desk.session
