"""The walls of the house hold: each breach, made in a copy, is refused by what `make check` runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.project_files import ROOT

WALK = "src/pannesi/session/projection/walk.py"
BIN = Path(sys.executable).parent
CONTRACTS = """
import os, sys
sys.path.insert(0, os.path.abspath("src"))
from importlinter.cli import lint_imports_command
lint_imports_command()
"""

BREACHES = {
    "a print in the session": (WALK, 'print("seen")\n', "ruff", "T201"),
    "a wall clock in the session": (WALK, "from datetime import datetime as dt\n\nSEEN = dt.now()\n", "ruff", "`datetime.datetime.now` is banned"),
    "the time of the machine in a face": (
        "src/pannesi/plain/views.py", "import time as machine\n\nSEEN = machine.time()\n", "ruff", "`time.time` is banned",
    ),
    "textual in the session": (WALK, "import textual\n", "contracts", "pannesi.session is not allowed to import textual"),
    "a database in the procedure": (
        "src/pannesi/procedure/search.py", "import sqlite3\n", "contracts", "pannesi.procedure is not allowed to import sqlite3",
    ),
    "a database in a face": ("src/pannesi/plain/views.py", "import sqlite3\n", "contracts", "pannesi.plain is not allowed to import sqlite3"),
    "the journal reached from the session": (
        WALK, "import pannesi.journal.store\n", "contracts", "pannesi.session is not allowed to import pannesi.journal",
    ),
    "one face that imports the other": (
        "src/pannesi/plain/views.py", "import pannesi.tui.widgets.wrapping\n", "contracts", "pannesi.plain is not allowed to import pannesi.tui",
    ),
    "a part that stands on no floor": ("src/pannesi/attic/__init__.py", '"""Nowhere."""\n', "contracts", "attic"),
    "a sentence for the terminal, said below the faces": (
        "src/pannesi/application/lookup.py", "import pannesi.support.console\n", "contracts",
        "pannesi.application is not allowed to import pannesi.support.console",
    ),
    "chance in the session": (WALK, "import random\n", "contracts", "pannesi.session is not allowed to import random"),
}  # fmt: skip


def copied(folder: Path) -> Path:
    """The sources and what says the rules."""
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def answer_of(tool: str, folder: Path) -> tuple[int, str]:
    """The exit code of a tool in a folder, and what it says."""
    commands = {
        "ruff": [str(BIN / "ruff"), "check", "--no-cache", "--output-format", "concise", "src"],
        "contracts": [sys.executable, "-c", CONTRACTS, "--no-cache"],
    }
    done = subprocess.run(commands[tool], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """What each tool says of a copy in which every breach was made."""
    folder = copied(tmp_path_factory.mktemp("breached"))
    for path, words, _tool, _said in BREACHES.values():
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(words)
    return {tool: answer_of(tool, folder) for tool in ("ruff", "contracts")}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_refused(answers: dict[str, tuple[int, str]], breach: str) -> None:
    _path, _words, tool, said = BREACHES[breach]
    code, answer = answers[tool]
    assert code == 1
    assert said in answer


def test_the_house_as_it_stands_is_not(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    assert [answer_of(tool, folder)[0] for tool in ("ruff", "contracts")] == [0, 0]
