"""Screens as plain text files: what a person sees in each state, at two sizes. `make snapshots` writes them anew."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, chdir
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from pannesi.application.context import Station, open_station
from pannesi.support.clock import Clock
from pannesi.tui.app import PannesiApp
from pannesi.tui.widgets.item_list import ItemList
from tests.support.building import NIGHT
from tests.support.driving import screen_text, settled
from tests.support.project_files import copied_site
from tests.support.snapshots_kept import kept_as

FOLDER = Path(__file__).parents[1] / "tui" / "snapshots"
SIZES = ((80, 24), (120, 40))


@dataclass
class Still:
    """A clock that stands still until it is moved."""

    now: datetime = NIGHT

    def __call__(self) -> datetime:
        return self.now

    def later(self, minutes: int) -> None:
        """Moves the clock on."""
        self.now += timedelta(minutes=minutes)


@dataclass
class Scene:
    """An app whose screens are kept as text under names."""

    pilot: Pilot[Any]
    station: Station
    clock: Still

    async def shows(self, name: str) -> None:
        """Compares what is seen at both sizes with its files, or writes them anew."""
        for width, height in SIZES:
            await self.sized(width, height)
            seen = screen_text(self.pilot).rstrip("\n") + "\n"
            kept_as(FOLDER / f"{name}-{width}x{height}.txt", seen)
        await self.sized(*SIZES[0])

    async def sized(self, width: int, height: int) -> None:
        """At another size, each list seen as if just come to: not where it happened to be scrolled before."""
        if self.pilot.app.size != (width, height):
            await self.pilot.resize_terminal(width, height)
        await settled(self.pilot)
        for rows in self.pilot.app.screen.query(ItemList):
            rows.scroll_to(y=0, animate=False, force=True, immediate=True)
            rows.point_at(rows.key)
        await settled(self.pilot)


@asynccontextmanager
async def scene(folder: Path, *, exercise: bool = False) -> AsyncIterator[Scene]:
    """An app on home at a fixed hour, with ids that are counted, on the site in `hopital` below `folder`."""
    clock, ids = Still(), itertools.count(1)
    if not (folder / "hopital").exists():
        copied_site(folder / "hopital")
    with chdir(folder):
        station = open_station("hopital", "journal", "AB", {}, folder, exercise=exercise, clock=Clock(real_now=clock))
        station.new_id = lambda: f"{next(ids):032x}"
        async with PannesiApp(station).run_test(size=SIZES[0]) as pilot:
            yield Scene(pilot, station, clock)
        station.journal.close()
