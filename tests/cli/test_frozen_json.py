"""What the command line says of a session as JSON, for other programs: frozen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pannesi.journal.sqlite import SqliteJournal
from pannesi.session import actions as want
from tests.cli.test_main import Ran
from tests.support.building import NIGHT
from tests.support.every_fact import Kept
from tests.support.session_playing import to_the_end
from tests.support.small_site import SMALL, small_loaded, small_site
from tests.support.writers import fake_writer

FROZEN = Path(__file__).parents[1] / "data" / "facts" / "command-line.json"


def short_night(folder: Path) -> None:
    """A night on the small site, with a call, a patient, a redline, a forced closing that was undone, and the end."""
    journal = SqliteJournal(folder / "journal.db", fake_writer())
    journal.keep_site(small_site().digest, small_loaded().files)
    played = Kept(small_site(), "nuit-1", "w1", NIGHT, "AB", journal=journal)
    played.ids = (f"nuit-1-{number:04d}" for number in range(1, 1000)).__next__
    played.do_all(want.NamePerson("CD", "manipulateur"), want.Open("cas-1", "images"))
    visit = played.look().current_cases[0]
    played.do_all(
        want.Called(visit, "prevenir", "informatique", "no_answer"),
        want.Called(visit, "prevenir", "informatique", "reached"),
        want.AddPatient({"origin": "externe", "exam": "coupe"}, "Inventé Essai"),
        want.Redline(visit, "cd", "unclear", "quel graveur ?"),
        want.Note("générateur vérifié"),
        want.CouldNot(visit, "films", "plus de film"),
        want.Close("fin de service"),
    )
    played.do_all(want.Undo(played.last()))
    assert to_the_end(played).stage == "closed"
    journal.close()


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
