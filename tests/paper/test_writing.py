"""Files that leave the program: private, whole, never over another."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pannesi.failures import CannotExport
from pannesi.paper.writing import write


def test_a_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", b"one", force=False)
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"mine")
    with pytest.raises(CannotExport, match=r"existe déjà.*--force"):
        write(target, b"other", force=False)
    assert target.read_bytes() == b"mine"
    write(target, b"other", force=True)
    assert target.read_bytes() == b"other"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_is_missing_is_a_clear_word(tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match=r"n'a pas pu être écrit .*--out"):
        write(tmp_path / "none" / "a.pdf", b"", force=False)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="est un dossier"):
        write(tmp_path, b"", force=True)
