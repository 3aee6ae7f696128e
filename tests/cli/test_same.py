"""`pannesi same`: what is said of two sessions, proposed, and taken back, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command_line import Ran
from tests.support.two_sessions import two_sessions


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, ...]:
    return two_sessions(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *asked: str) -> str:
    ran = Ran(capsys, "same", *asked)
    assert ran.code == 0, ran.err
    return " ".join(ran.out.split())


def test_a_session_is_proposed_said_the_same_in_both_and_taken_back(
    place: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Peut-être : poste-2" in said(capsys, "poste-1", *place)
    assert json.loads(Ran(capsys, "same", "poste-1", "--json", *place).out) == {
        "session": "poste-1", "same": {}, "proposed": ["poste-2"],
    }  # fmt: skip
    assert said(capsys, "poste-1", "poste-2", *place) == "Même panne : poste-1 et poste-2."
    assert said(capsys, "poste-1", "poste-2", *place) == "C'était déjà dit."
    for here, there in (("poste-1", "poste-2"), ("poste-2", "poste-1")):
        assert said(capsys, here, *place) == f"même panne que {there} (dit dans les deux)"
    assert said(capsys, "poste-2", "poste-1", "--undo", *place) == "Plus la même panne : poste-2 et poste-1."
    assert "Aucune autre session n'est dite la même panne." in said(capsys, "poste-1", *place)


def test_a_session_that_is_not_there_is_refused_before_anything_is_written(
    place: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    ran = Ran(capsys, "same", "poste-1", "autre", *place)
    assert ran.code != 0
    assert "Aucune autre session" in said(capsys, "poste-1", *place)
