"""A copy of the sources in which the steps of a page of `docs/how-to` are carried out, and programs run on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def edited(folder: Path, path: str, old: str, new: str) -> Iterator[str]:
    """A file of the copy with what stands in it once replaced, and whole again after the block. Gives its text of before."""
    whole = (folder / path).read_text("utf-8")
    assert whole.count(old) == 1, old
    (folder / path).write_text(whole.replace(old, new), "utf-8")
    try:
        yield whole
    finally:
        (folder / path).write_text(whole, "utf-8")


def type_errors(folder: Path, *sources: str) -> str:
    """What the type checker says of these parts of the package in the copy; empty for nothing."""
    files = [f"src/pannesi/{part}" for part in sources]
    code, said = run_in(folder, "-m", "mypy", "--cache-dir", str(folder / "cache"), *files)
    return said if code else ""


def run_in(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code of `python …` on the copy, and all that it said."""
    given = {**os.environ, "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=given, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr
