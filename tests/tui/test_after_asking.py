"""What was drawn while a prompt was open has its own keys again once the prompt is closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pannesi.tui.screens.register import RegisterScreen
from tests.support.driving import enter, play, press, running, screen_text, session_screen, settled


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_keys_of_a_line_are_back_after_a_prompt_during_which_it_was_drawn(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            await enter(pilot, 6)
            before = keys_of_frame(pilot)
            assert "N non nécessaire" in before
            await press(pilot, "n")
            session_screen(pilot).draw()  # as each minute does
            await settled(pilot)
            assert keys_of_frame(pilot) != before
            await press(pilot, "escape")
            assert keys_of_frame(pilot) == before
            await press(pilot, "n")
            await pilot.resize_terminal(40, 10)
            await pilot.resize_terminal(*size)
            await press(pilot, "escape")
            assert keys_of_frame(pilot) == before

    play(act)


def test_the_digits_of_the_register_count_again_after_a_prompt_during_which_it_was_drawn(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(80, 24)) as pilot:
            await enter(pilot, 6)
            await press(pilot, "p", "1", "1", "f5", "d")
            here = pilot.app.screen
            assert isinstance(here, RegisterScreen)
            before = styles_of_foot(here)
            await press(pilot, "slash")
            here.draw()
            await settled(pilot)
            assert styles_of_foot(here) != before
            await press(pilot, "escape")
            assert styles_of_foot(here) == before

    play(act)


def keys_of_frame(pilot: Pilot[Any]) -> str:
    return next(line for line in screen_text(pilot).split("\n") if "╰─" in line)


def styles_of_foot(here: RegisterScreen) -> list[Any]:
    foot = here.query_one("#foot")
    return [strip._segments for strip in foot.render_lines(foot.size.region)]
