"""The full screen on sites whose files were changed within their shape: whatever loads can be worked with, on every screen."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import (
    onward,
    open_sessions,
    play,
    press,
    running,
    screen_text,
)
from tests.support.fuzzed_files import ROOT, SHIPPED
from tests.support.fuzzed_trees import changed

STEPS = 12


def a_changed_site(dice: random.Random, folder: Path) -> Path:
    """The shipped site with one file changed, of those changes that still load."""
    base = dict(load_site(ROOT).files)
    while True:
        name = dice.choice(sorted(SHIPPED))
        path = name if name == "contacts.yaml" else f"cases/{name}"
        files = {**base, path: changed(name, dice)}
        if load_files(files, "x").site is not None:
            break
    for where, content in files.items():
        (folder / where).parent.mkdir(parents=True, exist_ok=True)
        (folder / where).write_bytes(content)
    return folder


async def worked_with(data: Path, site: Path, dice: random.Random, size: tuple[int, int]) -> int:
    """A session on the full screen, and every screen that has a key of its own; how many different screens were seen."""
    seen = set()
    async with running(data, size=size, site=site) as pilot:
        app = pilot.app
        for key in ("f1", "f2"):
            await press(pilot, key)
            seen.add(screen_text(pilot))
            await press(pilot, "escape")
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, *str(dice.randint(1, max(1, len(app.station.site.entries)))), "enter")
        for step in range(STEPS):
            seen.add(screen_text(pilot))
            await onward(pilot)
            if step == STEPS // 2 and isinstance(app.screen, SessionScreen) and not app.screen.asking:
                for key in ("f1", "f2", "d", "a"):
                    await press(pilot, key)
                    seen.add(screen_text(pilot))
                    await press(pilot, "escape")
        while not isinstance(app.screen, SessionScreen):
            await press(pilot, "escape")
        await open_sessions(pilot)
        seen.add(screen_text(pilot))
    return len(seen)


@pytest.mark.parametrize("seed", range(5))
def test_a_changed_site_that_loads_is_worked_with_on_every_screen(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    site = a_changed_site(dice, tmp_path / "site")
    steps_done: list[int] = []

    async def act() -> None:
        steps_done.append(await worked_with(tmp_path, site, dice, dice.choice([(80, 24), (120, 40)])))

    play(act)
    assert steps_done[0] > STEPS // 2
