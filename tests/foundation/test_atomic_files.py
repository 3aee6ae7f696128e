"""A file is written whole and synced before it has its name, or is not there; one that was there is left as it is."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pannesi.documents import file_writer
from pannesi.journal.exchange.portable_file import new_portable_file
from pannesi.procedure.authoring.new_file import write_new_file
from pannesi.support.atomic_files import ORDINARY, SHARED, atomic_file, write_atomic, write_numbered
from pannesi.support.errors import AlreadyExists, FileError, UnusablePath

CONTENT = b"en entier"
Write = Callable[[Path], None]


def by_path(path: Path) -> None:
    with atomic_file(path) as part:
        part.write_bytes(CONTENT)


def portable(path: Path) -> None:
    with new_portable_file(path, force=False) as part:
        part.write_bytes(CONTENT)


def numbered(path: Path) -> None:
    write_numbered(path.parent, path.stem, path.suffix, CONTENT)


WRITERS: dict[str, Write] = {
    "at once": lambda path: write_atomic(path, CONTENT),
    "at once, over another": lambda path: write_atomic(path, CONTENT, overwrite=True),
    "by its path": by_path,
    "a numbered one": numbered,
    "a document": lambda path: file_writer.write_file(path, CONTENT, force=False),
    "a document, over another": lambda path: file_writer.write_file(path, CONTENT, force=True),
    "a file of an author": lambda path: write_new_file(path, CONTENT.decode()),
    "facts of a journal": portable,
}
OVER_ANOTHER = ("at once, over another", "a document, over another")
EXCLUSIVE = [name for name in WRITERS if name not in OVER_ANOTHER]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the disk, in order: which syncs, of how much, and which names."""
    asked: list[str] = []
    real = {name: getattr(os, name) for name in ("fsync", "link", "replace")}

    def fsync(handle: int) -> None:
        found = os.fstat(handle)
        asked.append("sync folder" if stat.S_ISDIR(found.st_mode) else f"sync {found.st_size}")
        real["fsync"](handle)

    def named(which: str) -> Callable[[Path, Path], None]:
        def call(source: Path, target: Path) -> None:
            asked.append(f"{which} {Path(target).name}")
            real[which](source, target)

        return call

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", named("link"))
    monkeypatch.setattr(os, "replace", named("replace"))
    return asked


@pytest.fixture
def no_hard_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)


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


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not synced there")
@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_in_a_file_is_synced_before_its_name_is_taken_and_then_the_name(
    tmp_path: Path, calls: list[str], writer: str
) -> None:
    WRITERS[writer](tmp_path / "a.md")
    name = "replace a.md" if writer in OVER_ANOTHER else "link a.md"
    assert calls == [f"sync {len(CONTENT)}", name, "sync folder"]
    assert (tmp_path / "a.md").read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not synced there")
def test_so_it_is_on_a_disk_without_hard_links(
    tmp_path: Path, calls: list[str], request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("no_hard_links")
    write_atomic(tmp_path / "a.md", CONTENT)
    assert calls == [f"sync {len(CONTENT)}", "replace a.md", "sync folder"]


def test_a_file_that_may_be_lost_is_not_synced(tmp_path: Path, calls: list[str]) -> None:
    write_atomic(tmp_path / "a.md", CONTENT, durable=False)
    assert calls == ["link a.md"]


@pytest.mark.parametrize("writer", EXCLUSIVE)
@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_is_there_is_kept_on_every_disk(
    tmp_path: Path, request: pytest.FixtureRequest, writer: str, links: bool
) -> None:
    if not links:
        request.getfixturevalue("no_hard_links")
    WRITERS[writer](tmp_path / "a.md")
    (tmp_path / "a.md").write_bytes(b"de quelqu'un")
    if writer == "a numbered one":
        WRITERS[writer](tmp_path / "a.md")
        (tmp_path / "a-2.md").unlink()
    else:
        with pytest.raises((FileExistsError, AlreadyExists)):
            WRITERS[writer](tmp_path / "a.md")
    assert (tmp_path / "a.md").read_bytes() == b"de quelqu'un"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("links", [True, False])
def test_one_that_appears_meanwhile_is_kept_too(tmp_path: Path, request: pytest.FixtureRequest, links: bool) -> None:
    if not links:
        request.getfixturevalue("no_hard_links")
    path = tmp_path / "a.md"
    with pytest.raises(FileExistsError), atomic_file(path):
        path.write_bytes(b"meanwhile")
    assert path.read_bytes() == b"meanwhile"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("no_hard_links")
def test_a_name_that_was_taken_for_a_file_that_cannot_be_put_there_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_paths: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(OSError, match="Input/output"):
        write_atomic(tmp_path / "a.md", CONTENT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("writer", WRITERS)
def test_a_file_that_the_disk_has_no_room_for_is_not_there_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "CONTENT", b"x" * 1000)
    with pytest.raises((OSError, FileError, UnusablePath)):
        WRITERS[writer](tmp_path / "a.md")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")
def test_a_file_is_its_owners_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        for mode, seen in ((None, 0o600), (SHARED, 0o640), (ORDINARY, 0o644)):
            path = tmp_path / f"{seen:o}"
            if mode is None:
                write_atomic(path, CONTENT)
            else:
                write_atomic(path, CONTENT, mode=mode)
            assert stat.S_IMODE(path.stat().st_mode) == seen
    finally:
        os.umask(before)


def test_a_name_as_long_as_the_disk_takes_is_no_trouble(tmp_path: Path) -> None:
    write_atomic(tmp_path / ("é" * 120 + ".md"), CONTENT)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_numbered_file_takes_the_first_name_that_is_free(tmp_path: Path) -> None:
    names = [write_numbered(tmp_path, "message", ".txt", CONTENT).name for _time in range(3)]
    assert names == ["message.txt", "message-2.txt", "message-3.txt"]
    for number in range(4, 100):
        (tmp_path / f"message-{number}.txt").touch()
    with pytest.raises(FileExistsError):
        write_numbered(tmp_path, "message", ".txt", CONTENT)
