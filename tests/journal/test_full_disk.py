"""A disk that is really full: a mounted file system of 256 KB, where the system lets us mount one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import NotWritten
from tests.support.writers import draft, fake_writer


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of its own, of 256 KB."""
    folder = tmp_path / "small"
    folder.mkdir()
    try:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(folder)], capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount here; a limit of pages stands in for a full disk in test_sqlite")
    if mounted.returncode:
        pytest.skip("may not mount here; a limit of pages stands in for a full disk in test_sqlite")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_on_a_full_disk_what_was_acknowledged_stays_and_it_goes_on_once_there_is_room(small: Path) -> None:
    (small / "ballast").write_bytes(b"x" * 100_000)
    journal = SqliteJournal(small / "journal.db", fake_writer())
    acknowledged: list[str] = []
    told = ""
    while not told and len(acknowledged) < 1000:
        try:
            acknowledged += [one.id for one in journal.append([draft(f"e{len(acknowledged)}", text="mot " * 500)])]
        except NotWritten as failure:
            told = str(failure)
    assert "plein" in told
    assert [one.id for one in journal.events("s1")] == acknowledged
    (small / "ballast").unlink()
    journal.append([draft("last")])
    again = SqliteJournal(small / "journal.db", fake_writer("w2"))
    assert [one.id for one in again.events("s1")] == [*acknowledged, "last"]
    assert again.verify() == ()
    journal.close()
    again.close()
