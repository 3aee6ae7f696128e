"""`pannesi close`: a forgotten session, from the command line; then it can be erased, its word too."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pannesi.session.state import fold
from pannesi.support import errors as exits
from pannesi.support.clock import wall_clock
from tests.support.command_line import Ran
from tests.support.figures import PARIS
from tests.support.forgotten import later
from tests.support.two_sessions import two_sessions

BEGAN = wall_clock().replace(second=0, microsecond=0) - timedelta(days=12)
BACK = f"{(BEGAN + timedelta(hours=5)).astimezone(PARIS):%d/%m/%Y %H:%M}"


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, ...]:
    return two_sessions(tmp_path, BEGAN)


def test_forgotten_sessions_are_listed_closed_with_the_hour_of_the_return_or_without_and_erased(
    place: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = Ran(capsys, "sessions", *place).flat
    assert "2 sessions oubliées ? Rien de noté depuis 7 jours, durée de pannesi" in listed
    assert listed.count("oubliée ?") == 2
    refused = Ran(capsys, "close", "poste-1", "--why", "oubliée", *place)
    assert refused.code != exits.OK
    assert "--back ?" in refused.err
    assert Ran(capsys, "close", "poste-1", "--why", "1", "--back", "?", *place).code != exits.OK
    assert Ran(capsys, "word", "poste-1", "nuit du scanner 2", *place).code == exits.OK
    assert (
        Ran(capsys, "close", "poste-1", "--why", "oubliée", "--back", "?", *place).flat
        == "poste-1 : close, avec son motif."
    )
    assert Ran(capsys, "close", "poste-2", "--why", "oubliée", "--back", BACK, *place).code == exits.OK
    again = Ran(capsys, "close", "poste-2", "--why", "oubliée", "--back", BACK, *place)
    assert again.code != exits.OK
    told = Ran(capsys, "sessions", *place).flat
    assert "« nuit du scanner 2 », close, fin de la panne pas sue" in told
    assert "close, panne de 5 h 00" in told or "close, panne de 4 h 59" in told
    assert "oubliée" not in told
    assert Ran(capsys, "erase", "--session", "poste-1", "--yes", *place).code == exits.OK
    assert "nuit du scanner" not in Ran(capsys, "sessions", *place).flat
    assert fold(later(tmp_path).journal.events("poste-1")).word is not None
