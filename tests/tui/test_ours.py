"""Whatever a person may see is ours, in French, in its place: nothing of the library pops up over it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets._toast import Toast

from pannesi.tui.app import PannesiApp
from pannesi.tui.screen import BaseScreen
from tests.support.driving import enter, play, press, running, screen_text, settled, station

SCREENS = {
    "home": "",
    "guide": "6 enter",
    "call": "6 enter 1 1",
    "prompt": "6 enter m",
    "marked": "6 enter h 2 5 enter",
    "form": "6 enter p",
    "register": "6 enter d",
    "list": "6 enter a",
    "help": "f1",
    "palette": "ctrl+p",
    "contacts": "f2",
    "sessions": "f3",
    "filters": "f3 f",
    "figures": "f3 c",
    "signalled": "f3 s",
    "session": "6 enter escape f3 enter",
}
FOREIGN = re.compile(r"\b(Press|[Qq]uit|Do you|Screenshot|palette|Select|Maximize|Copy)\b")
BY_ITSELF = {
    "quit", "app.quit", "help_quit", "app.focus_next", "app.focus_previous", "screen.copy_text", "command_palette",
    "show_help_panel", "hide_help_panel",
}  # fmt: skip
"""What the library binds by itself, and what becomes of it: answered in French, or it says nothing."""


@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS)
def test_ctrl_c_says_in_french_and_in_its_place_how_to_leave(keys: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, *keys.split(), "ctrl+c")
            text = screen_text(pilot)
            assert "Ctrl+Q quitte" in text, text
            assert not pilot.app.screen.query(Toast)
            assert not FOREIGN.search(text), text
            assert pilot.app.is_running

    play(act)


def test_the_number_to_call_stays_in_view(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "1", "1")
            before = {line for line in screen_text(pilot).split("\n") if "NON ÉCRIT" in line or "À dire" in line}
            assert before
            await press(pilot, "ctrl+c")
            assert before <= set(screen_text(pilot).split("\n"))

    play(act)


@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS)
def test_no_key_leads_to_a_text_of_the_library(keys: str, tmp_path: Path) -> None:
    """Keys that the library may bind in a later version are looked at here first."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, *keys.split())
            screen = pilot.app.screen
            assert isinstance(screen, BaseScreen)
            theirs = [
                active.binding for active in screen.active_bindings.values()
                if active.node is pilot.app or (active.node is screen and not active.binding.action.startswith("key("))
            ]  # fmt: skip
            assert {binding.action for binding in theirs if isinstance(binding, Binding)} <= BY_ITSELF | {"choose"}
            assert not any(widget.tooltip for widget in screen.walk_children(Widget))

    play(act)


def test_what_the_library_would_say_by_itself_is_not_shown(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            pilot.app.notify("Press ctrl+q", title="Do you want to quit?")
            await settled(pilot)
            assert not pilot.app.screen.query(Toast)
            assert "Press" not in screen_text(pilot)

    play(act)


def test_a_failure_that_the_library_would_tell_with_values_is_told_as_ours(tmp_path: Path) -> None:
    async def act() -> None:
        app = PannesiApp(station(tmp_path))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.panic("Inventé Dupont-Essai")
        assert isinstance(app.crashed, RuntimeError)
        assert app._exit_renderables == []

    play(act)
