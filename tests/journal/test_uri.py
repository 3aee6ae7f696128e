"""The address that SQLite is given says the file to the letter, and never a host."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from pannesi.journal.location import sqlite_uri


@pytest.mark.parametrize(
    ("file", "address"),
    [
        (PureWindowsPath(r"\\serveur\pannes\journal.db"), "file:////serveur/pannes/journal.db?mode=rw"),
        (PureWindowsPath(r"\\serveur\données d'été\journal.db"), "file:////serveur/donn%C3%A9es%20d%27%C3%A9t%C3%A9/journal.db?mode=rw"),
        (PureWindowsPath(r"C:\Données\journal.db"), "file:///C:/Donn%C3%A9es/journal.db?mode=rw"),
        (PurePosixPath("/srv/pannesi/journal.db"), "file:///srv/pannesi/journal.db?mode=rw"),
        (PurePosixPath("//srv/pannesi/journal.db"), "file:////srv/pannesi/journal.db?mode=rw"),
    ],
)  # fmt: skip
def test_the_host_is_empty_whatever_the_path(file: PureWindowsPath | PurePosixPath, address: str) -> None:
    assert sqlite_uri(file, "rw") == address


@pytest.mark.parametrize(
    "name", ["panne 100%41.db", "quoi?mode=memory.db", "a#b.db", "été & nuit.db", "octet\udce9.db"]
)
def test_sqlite_opens_that_very_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with contextlib.closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE seen (word)")
    with contextlib.closing(sqlite3.connect(sqlite_uri(file, "ro"), uri=True)) as opened:
        assert opened.execute("SELECT name FROM sqlite_master").fetchall() == [("seen",)]


def test_two_slashes_at_the_start_are_a_path_and_no_host(tmp_path: Path) -> None:
    """As close to a network path as another system than Windows comes."""
    sqlite3.connect(tmp_path / "journal.db").close()
    address = sqlite_uri(PurePosixPath(f"/{tmp_path}") / "journal.db", "rw")
    assert address.startswith("file:////")
    sqlite3.connect(address, uri=True).close()
    with pytest.raises(sqlite3.OperationalError, match="authority"):
        sqlite3.connect(address.replace("file:////", "file://"), uri=True)
