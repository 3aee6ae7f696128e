"""`pannesi word`: the word of a session, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pannesi.support import errors as exits
from tests.support.command_line import Ran
from tests.support.two_sessions import two_sessions


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, ...]:
    return two_sessions(tmp_path)


def test_a_word_is_given_shown_in_lists_and_taken_back(
    place: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert Ran(capsys, "word", "poste-1", *place).flat == "poste-1 : aucun mot"
    assert Ran(capsys, "word", "poste-1", "nuit du scanner 2", *place).flat == "poste-1 « nuit du scanner 2 »"
    assert Ran(capsys, "word", "poste-1", "le 24", *place).flat == "poste-1 « le 24 »"
    listed = Ran(capsys, "sessions", *place).flat
    assert (listed.count("« le 24 »"), listed.count("poste-2")) == (1, 1)
    assert Ran(capsys, "word", "poste-1", "--undo", *place).flat == "poste-1 « nuit du scanner 2 »"
    asked = json.loads(Ran(capsys, "word", "poste-1", "--json", *place).out)
    assert asked == {"session": "poste-1", "word": "nuit du scanner 2"}


def test_a_word_that_is_not_there_is_not_taken_back_and_an_unknown_session_is_told(
    place: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    refused = Ran(capsys, "word", "poste-2", "--undo", *place)
    assert refused.code != exits.OK
    assert "n'a pas de mot" in refused.err
    assert "Aucune session ne commence par" in Ran(capsys, "word", "autre", "mot", *place).err
