"""Atomic file writes: a file is written under a temporary name, synced, then renamed; it is whole or not there.

Failures are OSErrors (FileExistsError, IsADirectoryError…), which each caller reports in its own words.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from pannesi.support import ending
from pannesi.support.i18n import _

PART_SUFFIX = ".part"
"""The ending of the temporary name of an incomplete file; one that is left after a crash may be deleted."""
PRIVATE = 0o600
"""File mode: readable by its owner alone."""
SHARED = 0o660
"""File mode: readable and writable by its owner's group too."""
ORDINARY = 0o666
"""File mode limited by the umask only, for files that hold nothing private."""
_MOST_NAMES = 99
_LONGEST = 50
"""Characters of a file's name that its temporary name repeats, so that the latter is never too long."""


class ReplacedMeanwhile(OSError):
    """Another file took the name while the file was being written."""


def write_atomic(
    path: Path, content: bytes, *, overwrite: bool = False, mode: int = PRIVATE, durable: bool = True
) -> None:
    """Writes a whole file, or nothing. The program does not end in between.

    Without `overwrite`, an existing file is kept, even one that appears during the write. Without `durable`, nothing
    is synced: a power cut may lose the file.

    Raises FileExistsError, IsADirectoryError, ReplacedMeanwhile, OSError; nothing was written then.
    """
    part_file = _part_file(path, overwrite=overwrite, mode=mode, durable=durable)
    with ending.WRITING, part_file as (handle, _part), open(handle, "wb", closefd=False) as stream:
        stream.write(content)


@contextlib.contextmanager
def atomic_file(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """A private temporary file beside `path`, for the caller to fill; it is renamed to `path` when the block ends
    without an exception, and deleted otherwise. Raises what `write_atomic` raises."""
    with _part_file(path, overwrite=overwrite, mode=PRIVATE, durable=True) as (_handle, part):
        yield part


def write_numbered(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
    """Writes `stem` + `suffix`, or the first of `stem-2`, `stem-3`… that does not exist; returns its path.

    Raises OSError.
    """
    for number in range(1, _MOST_NAMES + 1):
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        with contextlib.suppress(FileExistsError, IsADirectoryError):
            write_atomic(path, content)
            return path
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))


def sync_folder(folder: Path) -> None:
    """Syncs a folder to the disk: without it, a power cut may lose the name of a file that was synced itself."""
    if sys.platform == "win32":  # a folder cannot be opened there
        return
    with contextlib.suppress(OSError):  # no right to read the folder, or a file system that cannot sync one
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _part_file(path: Path, *, overwrite: bool, mode: int, durable: bool) -> Iterator[tuple[int, Path]]:
    """The handle and path of a temporary file, which is renamed to `path` when the block succeeds."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not overwrite and os.path.lexists(path):
        raise _already_exists(path)
    part = path.with_name(f".{path.name[:_LONGEST]}.{os.urandom(4).hex()}{PART_SUFFIX}")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
    except ValueError as impossible:  # a name that no file system takes
        raise OSError(str(impossible)) from impossible
    handle_open = True
    try:
        yield handle, part
        if durable:
            os.fsync(handle)
        if sys.platform == "win32":  # where an open file cannot be renamed
            os.close(handle)
            handle_open = False
        else:
            _check_same_file(handle, part)
        _give_final_name(part, path, overwrite=overwrite, mode=mode)
        if sys.platform != "win32":
            _check_same_file(handle, path)
        if durable:
            sync_folder(path.parent)
    finally:
        if handle_open:
            os.close(handle)
        for leftover in (part, part.with_name(part.name + "-journal")):
            with contextlib.suppress(OSError):
                leftover.unlink()


def _give_final_name(part: Path, path: Path, *, overwrite: bool, mode: int) -> None:
    """Gives a complete file its final name. Raises FileExistsError when that exists and `overwrite` is false."""
    if overwrite:
        os.replace(part, path)
        return
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a disk without hard links, as most USB sticks are
        _rename_without_links(part, path, mode)


def _rename_without_links(part: Path, path: Path, mode: int) -> None:
    """Reserves the name with an empty file, which only one program can create, then replaces that file."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        os.replace(part, path)
    except BaseException:
        path.unlink()
        raise


def _check_same_file(handle: int, path: Path) -> None:
    """Raises ReplacedMeanwhile unless `path` is the open file: in a shared folder, others may have swapped it."""
    ours, named = os.fstat(handle), os.lstat(path)
    if (ours.st_dev, ours.st_ino) != (named.st_dev, named.st_ino):
        raise ReplacedMeanwhile(_("un autre fichier a pris sa place pendant l'écriture"))


def _already_exists(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
