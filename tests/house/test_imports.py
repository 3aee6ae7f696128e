"""What is imported where: nothing heavy before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIGHT = {
    "pannesi.session.handlers.dispatch": (
        "sqlite3",
        "textual",
        "rich",
        "typer",
        "holidays",
        "rapidfuzz",
        "platformdirs",
    ),
    "pannesi.journal.store": (
        "sqlite3",
        "textual",
        "rich",
        "typer",
        "holidays",
        "rapidfuzz",
        "platformdirs",
        "pydantic",
    ),
    "pannesi.application.session_service": ("sqlite3", "textual", "rich", "typer", "holidays", "rapidfuzz"),
    "pannesi.plain": ("textual", "rich", "typer", "holidays", "rapidfuzz"),
    "pannesi.cli.main": ("textual", "holidays", "rapidfuzz", "sqlite3"),
}


@pytest.mark.parametrize("module", LIGHT)
def test_importing_loads_nothing_heavy(module: str) -> None:
    script = f"import sys, {module}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded & set(LIGHT[module]) == set()
