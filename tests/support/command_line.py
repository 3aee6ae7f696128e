"""Commands run in this process, with what they wrote and their exit code."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pannesi.cli import main as cli
from pannesi.support import errors as exits
from pannesi.support.text_safety import first_unsafe
from tests.support.plain_playing import ROOT


def spoil(site: Path) -> None:
    """An evening's typo in one file."""
    path = site / "cases" / "cas-3-pacs.yaml"
    path.write_text(path.read_text("utf-8").replace("recognise:", "recognize:", 1), "utf-8")


class Ran:
    """One command in this process: its exit code and what it wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.code = cli.run_program(arguments)
        captured = capsys.readouterr()
        self.out, self.err = captured.out, captured.err
        assert first_unsafe(self.out + self.err) is None

    @property
    def rows(self) -> list[dict[str, object]]:
        return list(json.loads(self.out))

    @property
    def flat(self) -> str:
        return " ".join((self.out + self.err).split())


Pannesi = Callable[..., Ran]


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def session_of(pannesi: Pannesi, monkeypatch: pytest.MonkeyPatch, *lines: str, options: tuple[str, ...] = ()) -> str:
    """Plays a session from standard input; returns its id."""
    typed(monkeypatch, *lines)
    assert pannesi("--plain", "--who", "AB", *options).code == exits.OK
    return str(pannesi("sessions", "--json").rows[0]["id"])


def at_the_project(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Commands work on the shipped site, and on a journal in `data` of a folder, without anybody at the keyboard;
    everything of the machine is kept out. Returns the folder of the journal."""
    monkeypatch.setenv("PANNESI_DATA", str(folder / "data"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "own"))
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return folder / "data"
