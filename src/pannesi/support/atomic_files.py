"""Atomic file writes: a file is written beside its place, synced, then given its name; it is whole or not there.

What goes wrong is an OSError (FileExistsError, IsADirectoryError…): each caller says it in its own sentence.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from pannesi.support import pending_writes
from pannesi.support.i18n import _

PART_SUFFIX = ".part"
"""How the name of a file ends that is not whole yet; one that is left after a crash may be deleted."""
PRIVATE = 0o600
SHARED = 0o660
ORDINARY = 0o666
"""What the umask lets through: for files that hold nothing private."""
_MOST_NAMES = 99
_LONGEST = 50
"""Characters of a file's name that its part file bears: its own name must not be too long where the file's is not."""


class ReplacedMeanwhile(OSError):
    """The name is that of another file than the one that was written."""


def write_atomic(
    path: Path, content: bytes, *, overwrite: bool = False, mode: int = PRIVATE, durable: bool = True
) -> None:
    """Writes a file in one step. Without `overwrite` one that is there stays, even one that appears meanwhile; without
    `durable` nothing is synced, and a power cut may take what was written. The program does not end meanwhile.

    Raises FileExistsError, IsADirectoryError, Replaced, OSError; then nothing was written.
    """
    begun = _begun(path, overwrite=overwrite, mode=mode, durable=durable)
    with pending_writes.WRITING, begun as (handle, _part), open(handle, "wb", closefd=False) as stream:
        stream.write(content)


@contextlib.contextmanager
def atomic_file(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """A private temporary file beside `path`, to be filled under its own name; it takes the name `path` once the block
    has ended without a failure. Raises what `write_atomic` raises."""
    with _begun(path, overwrite=overwrite, mode=PRIVATE, durable=True) as (_handle, part):
        yield part


def write_numbered(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
    """Writes `stem.suffix`, or the first of `stem-2.suffix`… that does not exist; returns which. Raises OSError."""
    for number in range(1, _MOST_NAMES + 1):
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        with contextlib.suppress(FileExistsError, IsADirectoryError):
            write_atomic(path, content)
            return path
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))


def sync_folder(folder: Path) -> None:
    """Has the names in a folder written to the disk: a file whose name is lost is lost, however well it was synced."""
    if sys.platform == "win32":  # a folder cannot be opened there
        return
    with contextlib.suppress(OSError):  # one that we may not read, or a file system that syncs no folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _begun(path: Path, *, overwrite: bool, mode: int, durable: bool) -> Iterator[tuple[int, Path]]:
    """A handle to a part file and its path; the part file takes its name at the end, and never outlives the block."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not overwrite and os.path.lexists(path):
        raise _exists(path)
    part = path.with_name(f".{path.name[:_LONGEST]}.{os.urandom(4).hex()}{PART_SUFFIX}")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
    except ValueError as impossible:  # a name that no file system takes
        raise OSError(str(impossible)) from impossible
    opened = True
    try:
        yield handle, part
        if durable:
            os.fsync(handle)
        if sys.platform == "win32":  # where a file that is held open cannot be moved
            os.close(handle)
            opened = False
        else:
            _refuse_another(handle, part)
        _name(part, path, overwrite=overwrite, mode=mode)
        if sys.platform != "win32":
            _refuse_another(handle, path)
        if durable:
            sync_folder(path.parent)
    finally:
        if opened:
            os.close(handle)
        for left in (part, part.with_name(part.name + "-journal")):
            with contextlib.suppress(OSError):
                left.unlink()


def _name(part: Path, path: Path, *, overwrite: bool, mode: int) -> None:
    """Gives a finished file its name. Raises FileExistsError when another has it and `overwrite` is false."""
    if overwrite:
        os.replace(part, path)
        return
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a disk without hard links, as most USB sticks are
        _name_without_links(part, path, mode)


def _name_without_links(part: Path, path: Path, mode: int) -> None:
    """The name is taken first by an empty file, which only one program can make, then the whole file put under it."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        os.replace(part, path)
    except BaseException:
        path.unlink()
        raise


def _refuse_another(handle: int, path: Path) -> None:
    """Nothing when a name is that of the file that was made: in a folder of many another may have been put there, which
    nobody checked. Raises Replaced."""
    ours, there = os.fstat(handle), os.lstat(path)
    if (ours.st_dev, ours.st_ino) != (there.st_dev, there.st_ino):
        raise ReplacedMeanwhile(_("un autre fichier a pris sa place pendant l'écriture"))


def _exists(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
