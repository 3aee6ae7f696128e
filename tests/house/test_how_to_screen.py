"""A screen is added as its page says, on a copy: two files, and its key, bar, help, palette and loading ahead are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.working_copy import copied_with, edited, run_in, steps, type_errors

PAGE = "add-a-screen.md"
SCREEN = "src/pannesi/tui/screens/folder.py"
PRESS = """
import asyncio
from pathlib import Path
from pannesi.application.context import open_station
from pannesi.tui.app import PannesiApp

async def main():
    app = PannesiApp(open_station(".", "data", "AB", {}, Path(".")))
    async with app.run_test(size=(140, 40)) as pilot:
        for key in ("f8", "f8", "escape", "f1", "escape", "ctrl+p"):
            await pilot.press(key)
            await pilot.pause()
            shown = "\\n".join(segment for strip in app.screen._compositor.render_strips() for segment in [strip.text])
            print("==", key, type(app.screen).__name__, len(app.screen_stack))
            print(shown)

asyncio.run(main())
"""
AHEAD = (
    "from pannesi.tui.runtime.preloading import preloaded_modules;"
    " print('pannesi.tui.screens.folder' in preloaded_modules())"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the screen."""
    assert len(steps(PAGE)) == 2
    return copied_with(PAGE, tmp_path_factory.mktemp("screen"))


def test_its_key_opens_it_once_and_escape_leaves_it(folder: Path) -> None:
    code, said = run_in(folder, "-c", PRESS)
    assert code == 0, said
    at = {part.split()[0] + str(number): part for number, part in enumerate(said.split("== ")[1:])}
    assert at["f80"].startswith("f8 FolderScreen 2\n")
    assert "Procédure lue dans" in at["f80"]
    assert "F2 contacts" in at["f80"]
    assert at["f81"].startswith("f8 FolderScreen 2\n"), "it stands already"
    assert at["escape2"].startswith("escape HomeScreen 1\n")
    assert "voir d'où vient la procédure" in at["f13"]
    assert "programme : Voir d'où vient la procédure" in at["ctrl+p5"]
    assert run_in(folder, "-c", AHEAD) == (0, "True\n")


def test_the_type_checker_finds_nothing_and_would_find_a_method_that_does_not_fit(folder: Path) -> None:
    assert type_errors(folder, "presentation/commands", "tui/screens/folder.py") == ""
    with edited(folder, SCREEN, "def close(self)", "def close(self, why: str)"):
        assert f"{SCREEN}:" in type_errors(folder, "tui/screens/folder.py")


def test_the_tests_of_commands_hold_with_it_and_name_the_place_of_a_handler_left_out(folder: Path) -> None:
    tests = ("-m", "pytest", "-q", "-n", "0", "tests/tui/test_commands.py", "tests/presentation/test_commands.py")
    assert run_in(folder, *tests)[0] == 0
    with edited(folder, SCREEN, "{commands.LEAVE_SCREEN: close}", "{}") as whole:
        code, said = run_in(folder, *tests)
    assert code == 1
    line = next(
        number for number, text in enumerate(whole.splitlines(), start=1) if text.startswith("class FolderScreen")
    )
    assert f"screens/folder.py:{line}" in said
    assert "leave_screen" in said
