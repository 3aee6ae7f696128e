"""Quitting while something is made in the background: at once, and no file is left half-written."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pannesi.documents import file_writer as writing
from pannesi.support import ending as put_down
from pannesi.support.atomic_files import PART_SUFFIX
from tests.support.full_screen import FULL
from tests.support.terminal import Program

SLOW = """
import sys, time
from pathlib import Path
import {module} as slowed
real = slowed.{name}
def slow(*given, **more):
    {before}
    made = real(*given, **more)
    {after}
    return made
slowed.{name} = slow
sys.argv = ["pannesi", "--data", {data!r}]
from pannesi.cli.main import main
main()
"""
LONG = 30.0
"""Seconds that the work would take: longer than anybody waits."""


class Slowed(Program):
    """The program with one of its functions made slow."""

    slow: dict[str, str]

    def command(self, data: Path, arguments: tuple[str, ...]) -> list[str]:
        return [
            sys.executable,
            "-c",
            SLOW.format(**{"before": "pass", "after": "pass", "data": str(data), **self.slow}),
        ]


def quit_while(data: Path, home: Path, keys: tuple[str, ...], slow: dict[str, str]) -> float:
    """Types, waits until the slow work has begun, quits; returns the seconds that it took to end."""
    begun = data / "begun"
    data.mkdir()
    home.mkdir()
    told = f"Path({str(begun)!r}).touch()"
    slow = {name: words.replace("TOLD", told) for name, words in slow.items()}
    kind = type("SlowedSo", (Slowed,), {"slow": slow})
    with kind(data, environment={**FULL, "HOME": str(home)}, size=(24, 80), term="xterm-256color") as program:
        program.ready()
        for key in keys:
            program.type(key)
            program.read(0.5)
        end = time.monotonic() + 10
        while not begun.exists() and time.monotonic() < end:
            program.read(0.1)
        assert begun.exists(), "the work did not begin"
        program.type("\x11")
        left = time.monotonic()
        assert program.ended() == 0
        return time.monotonic() - left


FIGURES = ("\x1b[13~", "c")


def test_a_page_that_is_being_laid_out_holds_nobody_back(tmp_path: Path) -> None:
    slow = {
        "module": "pannesi.documents.report.report_files",
        "name": "write_figures",
        "before": f"TOLD; time.sleep({LONG})",
    }
    took = quit_while(tmp_path / "data", tmp_path / "home", (*FIGURES, "e", "1"), slow)
    assert took < LONG / 3
    assert not list((tmp_path / "home").glob("*.html"))


def test_figures_that_are_being_counted_hold_nobody_back(tmp_path: Path) -> None:
    slow = {
        "module": "pannesi.history.figures.statistics",
        "name": "outage_statistics",
        "before": f"TOLD; time.sleep({LONG})",
    }
    assert quit_while(tmp_path / "data", tmp_path / "home", FIGURES, slow) < LONG / 3


def test_a_file_that_is_being_put_down_is_whole_and_alone(tmp_path: Path) -> None:
    slow = {
        "module": "pannesi.support.atomic_files",
        "name": "_give_final_name",
        "before": "if 'chiffres' in str(given): TOLD; time.sleep(2)",
    }
    quit_while(tmp_path / "data", tmp_path / "home", (*FIGURES, "e", "2"), slow)
    assert [one.name for one in (tmp_path / "home").iterdir() if one.name.endswith(PART_SUFFIX)] == []
    (page,) = (tmp_path / "home").glob("chiffres-*.html")
    assert page.read_text("utf-8").rstrip().endswith("</html>")


def test_no_file_is_begun_once_the_program_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = threading.Lock()
    monkeypatch.setattr(put_down, "WRITING", lock)
    write: Callable[[], None] = lambda: writing.write_file(tmp_path / "page.html", b"<html>", force=False)  # noqa: E731
    put_down.wait_for_writes()
    late = threading.Thread(target=write)
    late.start()
    late.join(0.2)
    assert list(tmp_path.iterdir()) == []
    lock.release()
    late.join(10)
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]
