"""The temporary folder that each start asks for, without what `tempfile` brings along."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from pannesi.support.user_folders import temporary_folder
ours, loaded = temporary_folder(), "tempfile" in sys.modules
import tempfile
print(ours == tempfile.gettempdir(), loaded)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there tempfile is asked each time")
@pytest.mark.parametrize(
    ("variables", "loaded"),
    [
        ({}, False),
        ({"TMPDIR": "HERE"}, False),
        ({"TEMP": "HERE"}, False),
        ({"TMPDIR": "HERE/nowhere"}, True),
    ],
    ids=str,
)
def test_it_is_the_one_that_tempfile_finds(variables: dict[str, str], loaded: bool, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("TMPDIR", "TEMP", "TMP")}
    given = {name: value.replace("HERE", str(tmp_path)) for name, value in variables.items()}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env={**kept, **given}, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", str(loaded)]
