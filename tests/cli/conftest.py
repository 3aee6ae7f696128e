"""Where commands are tried: a copy of the site, a folder with two nights, a journal of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.archives import fill
from tests.support.command_line import Pannesi, Ran, at_the_project
from tests.support.project_files import copied_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the shipped site, to be spoiled."""
    return copied_site(tmp_path / "site")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one closed night of long ago and one open, everything of the machine kept out."""
    folder = at_the_project(monkeypatch, tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    fill(folder)
    return folder


@pytest.fixture
def pannesi(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pannesi:
    """Runs commands on a journal of the test's own, nothing to read on standard input."""
    at_the_project(monkeypatch, tmp_path)
    return lambda *arguments: Ran(capsys, *arguments)
