"""A copy of the sources in which the steps of a page of `docs/how-to` are carried out, and programs run on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.project_files import ROOT

_STEP = re.compile(r"^```python (?P<path>\S+)\n(?P<text>.*?)^```$", re.M | re.S)


def steps(page: str) -> dict[str, str]:
    """What a page adds: the text of each file by its path; text of a file that is there goes to its end."""
    return {step["path"]: step["text"] for step in _STEP.finditer((ROOT / "docs/how-to" / page).read_text("utf-8"))}


def copied_with(page: str, folder: Path) -> Path:
    """The sources, tests and rules of the project, copied, with the steps of a page carried out."""
    for name in ("src", "tests", "cases"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "snapshots"))
    for name in ("pyproject.toml", "contacts.yaml"):
        shutil.copy(ROOT / name, folder)
    for path, text in steps(page).items():
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(text)
    return folder


def run_in(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code of `python …` on the copy, and all that it said."""
    given = {**os.environ, "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=given, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr
