"""Where commands are tried: a copy of the site, a folder with two nights, a journal of the test's own."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.support.archives import fill
from tests.support.command_line import Pannesi, Ran
from tests.support.plain_playing import ROOT
from tests.support.project_files import copied_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the shipped site, to be spoiled."""
    return copied_site(tmp_path / "site")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one closed night of long ago and one open, everything of the machine kept out."""
    folder = tmp_path / "data"
    monkeypatch.setenv("PANNESI_DATA", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    fill(folder)
    return folder


@pytest.fixture
def pannesi(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pannesi:
    """Runs commands on a journal of the test's own, nothing to read on standard input."""
    monkeypatch.setenv("PANNESI_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return lambda *arguments: Ran(capsys, *arguments)
