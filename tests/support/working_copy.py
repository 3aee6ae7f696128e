"""A copy of the sources in which the steps of a page of `docs/how-to` are carried out, and programs run on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.project_files import ROOT

_STEP = re.compile(r"^```(?P<kind>python|diff) (?P<path>\S+)\n(?P<text>.*?)^```$", re.M | re.S)


def steps(page: str) -> dict[str, tuple[str, str]]:
    """What a page does to each file by its path: `python` is the text of a new file, `diff` changes one."""
    blocks = _STEP.finditer((ROOT / "docs/how-to" / page).read_text("utf-8"))
    return {block["path"]: (block["kind"], block["text"]) for block in blocks}


def changed(text: str, diff: str) -> str:
    """A text with hunks (after lines that begin with `@@`) put in where their context stands, and only there."""
    for hunk in re.split(r"^@@.*\n", diff, flags=re.M)[1:]:
        lines = hunk.splitlines(keepends=True)
        before, after = ("".join(line[1:] or "\n" for line in lines if line[0] != out) for out in ("+", "-"))
        assert text.count(before) == 1, f"stands {text.count(before)} times:\n{before}"
        text = text.replace(before, after)
    return text


def copied_with(page: str, folder: Path) -> Path:
    """The sources, tests and rules of the project, copied, with the steps of a page carried out."""
    for name in ("src", "tests", "cases"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "snapshots"))
    for name in ("pyproject.toml", "contacts.yaml"):
        shutil.copy(ROOT / name, folder)
    for path, (kind, text) in steps(page).items():
        file = folder / path
        assert file.exists() is (kind == "diff"), path
        file.write_text(changed(file.read_text("utf-8"), text) if kind == "diff" else text, "utf-8")
    return folder


_PLAY = """
from pathlib import Path
from pannesi.application.context import open_station
from pannesi.session import actions as want
station = open_station(".", "data", "AB", {}, Path("."))
station.desk().open(want.Open("cas-4", "ris-et-pacs"))
station.journal.close()
"""


def play_a_session(folder: Path) -> None:
    """Opens a session with the programs of the copy; its journal is in `data` there."""
    assert run_in(folder, "-c", _PLAY) == (0, "")


def run_in(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code of `python …` on the copy, and all that it said."""
    given = {**os.environ, "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=given, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr
