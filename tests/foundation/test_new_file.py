"""A file that did not exist is written whole, or is not there; one that did is left as it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pannesi.support.errors import AlreadyExists, UnusablePath
from pannesi.support.new_file import write_new
from pannesi.tui.screens.session_actions import message as acts_message


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Files can be made, and hold a hundred bytes."""
    if sys.platform == "win32":
        pytest.skip("only Unix limits the size of the files of a process")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("full_disk")
def test_a_file_that_the_disk_has_no_room_for_is_not_there_in_part(tmp_path: Path) -> None:
    with pytest.raises(UnusablePath, match="ne peut pas être écrit"):
        write_new(tmp_path / "cases" / "cas.yaml", "x" * 1000)
    with pytest.raises(OSError, match="too large"):
        acts_message.write_new(tmp_path, "message", "x" * 1000)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []
    write_new(tmp_path / "cases" / "cas.yaml", "court")
    assert acts_message.write_new(tmp_path, "message", "court").read_text("utf-8") == "court"


def test_a_file_that_is_there_is_neither_written_nor_taken_away(tmp_path: Path) -> None:
    (tmp_path / "cas.yaml").write_text("à quelqu'un d'autre", "utf-8")
    with pytest.raises(AlreadyExists, match="existe déjà"):
        write_new(tmp_path / "cas.yaml", "le mien")
    assert (tmp_path / "cas.yaml").read_text("utf-8") == "à quelqu'un d'autre"
