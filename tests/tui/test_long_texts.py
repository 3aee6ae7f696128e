"""Texts just under what the loader lets through are read to their end in the guide, whatever the size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.driving import enter, play, press, running, screen_text, session_screen
from tests.support.hostile_sites import hostile_site


async def read_through(pilot: Pilot[Any], key: str, most: int = 400) -> str:
    """All that is seen while one line of the guide is read to its end by one key, without borders and blanks."""
    here = session_screen(pilot)
    cursor, seen, before = here.cursor, "", ""
    for _step in range(most):
        shown = screen_text(pilot)
        if here.cursor != cursor or shown == before:
            return seen
        before = shown
        right = "".join(line.strip().removesuffix("│").rpartition("│")[2] for line in shown.split("\n"))
        seen += "".join(right.translate(dict.fromkeys(map(ord, "│ \n▁▂▃▄▅▆▇█▔▏"), None)))
        await press(pilot, key)
    raise AssertionError("the line never ends")


@pytest.mark.parametrize(
    ("size", "key"),
    [((40, 10), "down"), ((40, 10), "pagedown"), ((80, 24), "down"), ((80, 24), "pagedown"), ((120, 40), "pagedown")],
)
def test_a_text_just_under_the_limit_is_read_to_its_end_in_the_guide(
    size: tuple[int, int], key: str, tmp_path: Path
) -> None:
    """What the file says last is marked, and every letter before it was in view: why a line was added stands under Q,
    and a frame is read by the page keys, in the list by the arrows too."""
    site = hostile_site(tmp_path / "site")
    path = site / "cases" / "cas-3-pacs.yaml"
    path.write_text(
        path.read_text("utf-8").replace("x" * 3990, "".join(f"{n:04d}" for n in range(997)) + "FIN"), "utf-8"
    )

    async def act() -> None:
        async with running(tmp_path / "data", size=size, site=site) as pilot:
            await enter(pilot, 6)
            await press(pilot, "q")
            seen = await read_through(pilot, key)
            assert "FIN" in seen
            missing = [n for n in range(1, 996) if f"{n:04d}" not in seen]
            assert len(missing) < 120, missing  # those cut by the end of a line

    play(act)


def test_a_card_longer_than_its_place_says_so_and_starts_anew_on_the_next_line(tmp_path: Path) -> None:
    site = hostile_site(tmp_path / "site")

    async def act() -> None:
        async with running(tmp_path / "data", size=(120, 40), site=site) as pilot:
            await enter(pilot, 6)
            await press(pilot, "q")
            assert "Page ↓ : suite (1 / " in screen_text(pilot)
            await press(pilot, "pagedown", "pagedown")
            assert "Page ↓ : suite (3 / " in screen_text(pilot)
            await press(pilot, "pageup")
            assert "Page ↓ : suite (2 / " in screen_text(pilot)
            await press(pilot, "down")
            assert "Page ↓ : suite" not in screen_text(pilot)

    play(act)


def test_the_arrows_read_a_tall_frame_page_by_page_before_they_leave_it(tmp_path: Path) -> None:
    """Whoever goes on with ↓ alone has seen the answers that stand on its last page; ▶ stays in view all the while."""
    site = hostile_site(tmp_path / "site")

    async def act() -> None:
        async with running(tmp_path / "data", size=(80, 24), site=site) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "q")
            question, seen = here.cursor, [screen_text(pilot)]
            while here.cursor == question:
                assert sum(line.lstrip().startswith("▶╭") for line in seen[-1].split("\n")) == 1, seen[-1]
                await press(pilot, "down")
                seen.append(screen_text(pilot))
            last = len(seen) - 1
            for page in range(1, last):
                assert f"Page ↓ : suite ({page} / {last})" in seen[page - 1]
            assert f"Page ↑ : début ({last} / {last})" in seen[last - 1]
            await press(pilot, "up")
            assert (here.cursor, screen_text(pilot)) == (question, seen[0]), "come back to, it begins anew"
            await press(pilot, "down", "down", "up")
            assert screen_text(pilot) == seen[1]

    play(act)
