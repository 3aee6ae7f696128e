"""`pannesi same`: what is said of two sessions, proposed, and taken back, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pannesi.journal.sqlite import SqliteJournal
from pannesi.session import actions as want
from tests.support.building import NIGHT
from tests.support.command_line import Ran
from tests.support.every_fact import Kept
from tests.support.small_site import SMALL, small_loaded, small_site
from tests.support.writers import fake_writer


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, ...]:
    """Two sessions on the same case at the same hour."""
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer())
    journal.keep_site(small_site().digest, small_loaded().files)
    for name in ("poste-1", "poste-2"):
        played = Kept(small_site(), name, "w1", NIGHT, "AB", journal=journal)
        played.ids = (f"{name}-{number:04d}" for number in range(1, 100)).__next__
        played.do_all(want.Open("cas-1", "images"))
    journal.close()
    return ("--data", str(tmp_path), "--site", str(SMALL))


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
