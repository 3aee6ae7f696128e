"""A station of the shipped site whose clock stands still."""

from __future__ import annotations

from pathlib import Path

from pannesi.application.context import Station, open_station
from pannesi.support.clock import Clock
from tests.support.plain_playing import NIGHT, ROOT, Hand


def opened(tmp_path: Path, **more: object) -> Station:
    clock = Clock(Hand(NIGHT))
    return open_station(str(ROOT), str(tmp_path / "data"), "AB", {}, tmp_path, clock=clock, **more)  # type: ignore[arg-type]
