"""Files that leave the program: private, whole, never over another."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pannesi.documents.file_writer import write_file
from pannesi.documents.formats import check_document
from pannesi.support.errors import AlreadyExists, FileError
from tests.support.rights import needs_rights, ordinary_rights


def test_a_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    write_file(tmp_path / "a.pdf", b"one", force=False)
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"mine")
    with pytest.raises(AlreadyExists, match=r"existe déjà.*--force"):
        write_file(target, b"other", force=False)
    assert target.read_bytes() == b"mine"
    write_file(target, b"other", force=True)
    assert target.read_bytes() == b"other"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_is_missing_is_a_clear_word(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"n'a pas pu être écrit \(le dossier n'existe pas\).*Choisir un autre dossier"):
        write_file(tmp_path / "none" / "a.pdf", b"", force=False)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="est un dossier"):
        write_file(tmp_path, b"", force=True)


def test_a_link_that_leads_nowhere_is_something_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    with pytest.raises(AlreadyExists, match="existe déjà"):
        write_file(tmp_path / "a.pdf", b"", force=False)
    assert not (tmp_path / "elsewhere.pdf").exists()


def test_a_dash_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileError, match="« - »"):
        write_file(Path("-"), b"", force=True)
    assert list(tmp_path.iterdir()) == []


@needs_rights
def test_a_folder_that_may_not_be_written_is_a_clear_word() -> None:
    with ordinary_rights() as folder:
        folder.chmod(0o500)
        with pytest.raises(FileError, match="les droits manquent"):
            write_file(folder / "a.pdf", b"", force=False)


@pytest.mark.parametrize("name", ["dossier.md", "rapport.HTML", "registre.xlsx"])
def test_a_file_whose_ending_is_that_of_another_format_is_refused_with_both_ways_out(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"et le format est pdf : demander \w+, ou un nom en \.pdf"):
        check_document(tmp_path / name, "pdf", force=False)
    for unlike in ("rapport", "rapport.pdf", "rapport.du.soir", "rapport.PDF"):
        check_document(tmp_path / unlike, "pdf", force=False)
