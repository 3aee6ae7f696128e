"""A palette is added as its page says, on a copy: F4 comes to it, and one that cannot be read is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.working_copy import copied_with, edited, run_in, steps, type_errors

PAGE = "add-a-palette.md"
STYLES = "src/pannesi/tui/theme/styles.py"
PRESS = """
import asyncio
from pathlib import Path
from pannesi.application.context import open_station
from pannesi.tui.app import PannesiApp

async def main():
    app = PannesiApp(open_station(".", "data", "AB", {"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Path(".")))
    async with app.run_test(size=(100, 30)) as pilot:
        for _time in range(3):
            await pilot.press("f4")
        print(app.theme, app.ink.key)

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the palette."""
    assert len(steps(PAGE)) == 2
    return copied_with(PAGE, tmp_path_factory.mktemp("palette"))


def test_f4_comes_to_it_after_the_others(folder: Path) -> None:
    code, said = run_in(folder, "-c", PRESS)
    assert (code, said.split()) == (0, ["pannesi-sepia", "bold", "#14457a"])
    assert type_errors(folder, "tui/theme") == ""


def test_its_contrast_is_measured_and_what_cannot_be_read_is_refused(folder: Path) -> None:
    tests = ("-m", "pytest", "-q", "-n", "0", "tests/tui/test_themes.py", "-k", "pannesi-sepia")
    code, said = run_in(folder, *tests)
    assert code == 0, said
    with edited(folder, STYLES, 'quiet="#5c4a38"', 'quiet="#c8b89f"'):
        code, said = run_in(folder, *tests)
    assert code == 1
    assert "[quiet-pannesi-sepia]" in said
