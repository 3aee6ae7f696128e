"""What the full screen imports where it is used is imported before, while nobody types."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import pannesi
from pannesi.tui import app
from pannesi.tui.runtime import preloading as ahead
from pannesi.tui.runtime.preloading import Preloader, preloaded_modules
from tests.support.driving import play, press, running

SOURCE = Path(pannesi.__file__).parent
USED = ("tui", "session", "journal", "history", "presentation")
"""What the full screen is made of."""
ALSO = ("context", "lookup", "session_service", "site_selection")
"""And the modules of the application that it works with; backups and restores are asked for elsewhere."""
ELSEWHERE = {
    "platformdirs",
    "pannesi.tui.first_paint.first_paint",
    "pannesi.tui.first_paint.terminal",
    "textual.drivers",
    "textual.drivers.windows_driver",
    "pwd",
}
"""Used before the first screen, or part of the interpreter where there is such a thing."""


def imported_late() -> set[str]:
    """Every module that is named by an import within a function."""
    files = [file for part in USED for file in (SOURCE / part).rglob("*.py")]
    files += [SOURCE / "application" / f"{name}.py" for name in ALSO]
    assert len(files) > 100
    names: set[str] = set()
    for file in files:
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                names |= {
                    node.module for node in ast.walk(function) if isinstance(node, ast.ImportFrom) and node.module
                }
                names |= {
                    name.name for node in ast.walk(function) if isinstance(node, ast.Import) for name in node.names
                }
    return names


def test_nothing_that_a_screen_imports_late_is_left_out() -> None:
    wanted = sorted(imported_late() - ELSEWHERE)
    assert "pannesi.tui.screens.patient_form" in wanted
    written = (
        "import sys\n"
        "from importlib import import_module\n"
        "from pannesi.tui.app import SESSION_MODULES\n"
        "from pannesi.tui.runtime.preloading import Preloader\n"
        "for name in SESSION_MODULES: import_module(name)\n"
        "preloader = Preloader()\n"
        "while preloader.left: preloader.import_next()\n"
        f"print(*[name for name in {wanted!r} if name not in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", written], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_module_that_is_out_of_reach_stops_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "FIRST_MODULES", ("pannesi.gone_with_the_share", *ahead.FIRST_MODULES))
    preloader = Preloader()
    preloader.import_next()
    assert not preloader.left


def test_all_is_imported_while_nobody_types_and_nothing_beside_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported: list[str] = []
    monkeypatch.setattr(ahead, "import_module", imported.append)
    monkeypatch.setattr(app, "STARTUP_DELAY", 0.01)
    monkeypatch.setattr(app, "IMPORT_INTERVAL", 0.1)
    monkeypatch.setattr(app, "IDLE_TIME", 60.0)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "6")
            before = len(imported)
            await pilot.pause(0.2)
            assert len(imported) == before
            assert before < len(preloaded_modules())
            monkeypatch.setattr(app, "IDLE_TIME", 0.0)
            for _wait in range(500):
                await pilot.pause(0.02)
                if len(imported) == len(preloaded_modules()):
                    break
            assert tuple(imported) == preloaded_modules()

    play(act)
