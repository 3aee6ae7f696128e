"""A journal whose file goes away under the program: nothing is begun anew in its place, and nothing said is lost."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import NotWritten
from pannesi.session import actions as want
from tests.support.driving import station
from tests.support.writers import draft, fake_writer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses to take a file away that is open")


def removed(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("copy"))
    os.replace(path.with_name("copy"), path)


def folder_removed(path: Path) -> None:
    shutil.rmtree(path.parent)


WAYS = (removed, replaced, folder_removed)


@pytest.mark.parametrize("way", WAYS)
def test_no_fact_is_written_to_another_file_of_that_name(way, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "data" / "journal.db"
    journal = SqliteJournal(path, fake_writer())
    journal.append([draft("a")])
    way(path)
    for _again in range(2):
        with pytest.raises(NotWritten):
            journal.append([draft("b")])
    assert path.exists() is (way is replaced)
    if way is replaced:
        assert [one.id for one in SqliteJournal(path, fake_writer("reader")).events("s1")] == ["a"]


@pytest.mark.parametrize("way", WAYS)
def test_the_session_goes_on_whole_elsewhere_and_comes_back_at_the_next_start(  # type: ignore[no-untyped-def]
    way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    place = station(tmp_path / "data")
    desk = place.desk()
    walk = desk.open(want.Open("cas-3", "images-invisibles"))
    assert walk.next is not None
    desk.do(want.Answer(*walk.next.key, "plusieurs"))
    way(tmp_path / "data" / "journal.db")
    desk.do(want.Note("après"))
    assert "supprimé ou remplacé" in (desk.problem or "")
    assert "Journal de secours" in (desk.problem or "")
    known = [event.kind for event in desk.state.timeline]
    desk.journal.close()
    again = station(tmp_path / "data")
    assert [event.kind for event in again.journal.events(desk.session or "")] == known
    assert again.journal.verify() == ()
