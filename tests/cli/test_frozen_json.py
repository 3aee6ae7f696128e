"""What the command line says of a session as JSON, for other programs: frozen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Ran
from tests.support.short_night import short_night
from tests.support.small_site import SMALL

FROZEN = Path(__file__).parents[1] / "data" / "facts" / "command-line.json"


def outputs(capsys: pytest.CaptureFixture[str], folder: Path) -> dict[str, Any]:
    """What each command says, by the command."""
    place = ("--data", str(folder), "--site", str(SMALL))
    said: dict[str, Any] = {
        name: json.loads(Ran(capsys, name, "--json", *place).out)
        for name in ("sessions", "figures", "redlines", "verify")
    }
    report = folder / "report.json"
    assert Ran(capsys, "report", "nuit-1", "--format", "json", "--patients", "--out", str(report), *place).code == 0
    said["report"] = json.loads(report.read_text("utf-8"))
    return said


def test_what_the_command_line_says_as_json_is_what_it_always_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short_night(tmp_path)
    assert outputs(capsys, tmp_path) == json.loads(FROZEN.read_text("utf-8"))
