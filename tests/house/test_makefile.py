"""What `make run` and `make test` would install."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here: sudo apt-get install make")
@pytest.mark.parametrize(
    ("target", "installs", "leaves_out"),
    [("run", ["run.lock"], ["dev.lock", "-e ."]), ("test", ["run.lock", "dev.lock"], [])],
)
def test_who_only_runs_the_program_installs_only_what_it_needs(
    tmp_path: Path, target: str, installs: list[str], leaves_out: list[str]
) -> None:
    would = subprocess.run(
        ["make", "-n", target, f"VENV={tmp_path / 'venv'}"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    assert [name for name in installs if f"-r requirements/{name}" in would] == installs
    assert not [name for name in leaves_out if name in would]
