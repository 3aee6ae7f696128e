"""What the first screen does without, and what a key on the list does not do again."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest
from textual.strip import Strip

from pannesi.application.session_service import Desk
from pannesi.session.projection.read_model import Walk
from pannesi.tui import app
from pannesi.tui.app import PannesiApp
from pannesi.tui.screens.session import SessionScreen
from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import enter, play, press, running, screen_text

LATER = (
    "ssl", "_ssl", "hashlib", "_hashlib", "typer", "click", "pydantic", "pydantic_core", "yaml", "jinja2", "typst", "segno", "rapidfuzz", "holidays", "pannesi.cli.app", "pannesi.cli.commands",
    "pannesi.procedure.loading.loader", "pannesi.procedure.loading.decode", "pannesi.procedure.checks", "pannesi.procedure.search",
    "pannesi.journal.audit_log", "pannesi.journal.audit_entries", "pannesi.journal.chain.hash_chain", "pannesi.journal.memory",
    "pannesi.application.lookup", "pannesi.application.retention", "pannesi.history.index_entry", "pannesi.session.facts",
    "pannesi.support.progress", "pannesi.tui.runtime.preloading", "pannesi.session.actions", "pannesi.session.handlers.dispatch", "pannesi.tui.screens.session", "pannesi.tui.screens.sessions",
    "pannesi.tui.screens.contacts", "pannesi.history.session_summary", "pannesi.documents",
)  # fmt: skip
MOST_OF_OURS = 100
"""How many modules of the program home may need at most, its packages included: each costs a look at the disk."""
SCRIPT = """
import os, sys
from pannesi.tui.first_paint.start import load_event_loop
load_event_loop()
import asyncio
from pathlib import Path
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.application.context import open_station
import pannesi.cli.main, pannesi.cli.launch
from pannesi.tui import app
from pannesi.tui.app import PannesiApp

async def act():
    station = open_station(str(shipped_folder()), sys.argv[1], "AB", {}, Path(sys.argv[1]))
    app = PannesiApp(station)
    app._finish_startup = lambda: None
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        print("\\n".join(sorted(sys.modules)))
        import hashlib, ssl
        assert ssl.create_default_context() and hashlib.sha256().name == "sha256"

asyncio.run(act())
"""


def test_the_first_screen_of_a_known_site_loads_neither_the_guide_nor_the_loader_nor_the_command_line(
    tmp_path: Path,
) -> None:
    for _run in ("makes the cache", "reads it"):
        printed = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, check=True, text=True,
            cwd=Path(__file__).parents[2],
        ).stdout  # fmt: skip
    loaded = set(printed.split())
    assert "pannesi.tui.screens.home" in loaded
    assert not loaded & set(LATER)
    assert len([name for name in loaded if name.partition(".")[0] == "pannesi"]) <= MOST_OF_OURS


def test_the_collector_of_garbage_is_back_once_the_first_screen_is_there(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            gc.disable()
            try:
                assert isinstance(pilot.app, PannesiApp)
                pilot.app._finish_startup(())
                assert gc.isenabled()
            finally:
                gc.unfreeze()
                gc.enable()

    play(act)


def test_moving_the_cursor_walks_the_procedure_not_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    walks: list[int] = []
    look = Desk.look

    def counted(desk: Desk) -> Walk:
        walks.append(1)
        return look(desk)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            monkeypatch.setattr(
                SessionScreen, "refresh_from_journal", lambda _here: None
            )  # it looks twice a second, whatever is pressed
            await enter(pilot, 7)
            monkeypatch.setattr(Desk, "look", counted)
            walks.clear()
            await pilot.press("down", "down", "up")
            await pilot.pause()
            assert walks == []

    play(act)


def test_a_line_that_the_cursor_neither_leaves_nor_reaches_is_not_drawn_again(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            rows = pilot.app.screen.query_one("#entries", ItemList)
            before = [rows.render_line(number) for number in range(10)]
            await press(pilot, "down")
            after: list[Strip] = [rows.render_line(number) for number in range(10)]
            assert [number for number in range(10) if before[number] is not after[number]] == [0, 1]

    play(act)


def test_a_list_shown_again_in_other_words_shows_those(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "p", "a", "c", "s")
            assert "Impossible de voir les images" in screen_text(pilot)
            await press(pilot, "backspace", "backspace", "backspace", "backspace")
            assert "pré-numérotée" in screen_text(pilot)

    play(act)


def test_the_modules_of_the_guide_come_one_at_a_time_and_none_while_a_key_is_obeyed_or_once_it_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key, or the end, waits for one module at most."""
    loaded: list[str] = []

    async def act() -> None:
        async with running(tmp_path) as pilot:
            assert isinstance(pilot.app, PannesiApp)
            monkeypatch.setattr(app, "import_module", loaded.append)
            monkeypatch.setattr(app, "IMPORT_PAUSE", 60)
            pilot.app._finish_startup(("one", "two"))
            assert loaded == ["one"]
            monkeypatch.setattr(PannesiApp, "keys_waiting", True)
            pilot.app._finish_startup(("two",))
            monkeypatch.setattr(PannesiApp, "keys_waiting", False)
            monkeypatch.setattr(pilot.app, "_exit", True)
            pilot.app._finish_startup(("two",))
            assert loaded == ["one"]

    play(act)
