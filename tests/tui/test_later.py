"""What is put off for a moment comes however busy the machine is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.message_pump import MessagePump
from textual.timer import Timer

from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import enter, play, press, running


def dropped(pump: MessagePump, delay: float, callback: Any = None, **_more: Any) -> Timer:
    """A timer as Textual has it where a busy machine begins it too late: it never comes."""
    return Timer(pump, delay, callback=callback, repeat=0)


def test_keys_are_let_in_and_the_scroll_bar_follows_though_every_timer_of_textual_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MessagePump, "set_timer", dropped)

    async def act() -> None:
        async with running(tmp_path, size=(80, 20)) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "plus", "end")
            rows = here.query_one("#lines", ItemList)
            assert rows.scroll_offset.y > 0
            assert rows.vertical_scrollbar.position == rows.scroll_y

    play(act)


def test_what_the_program_crashed_on_is_told_rather_than_what_is_never_done_any_more(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            pilot.app._handle_exception(RuntimeError("inventée"))
            with pytest.raises(RuntimeError, match="inventée"):
                await press(pilot, "down")
            del pilot.app.crashed

    play(act)
