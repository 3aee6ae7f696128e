"""A journal's file for the operating system: its permissions and its identity.

A file that was deleted or replaced while the program runs is never made again under its name: an event without those
before it would be no session. The session goes on, whole, in an emergency journal instead. The same holds where the
file went back in time (an older copy put over it, an emptied file), which is checked in each commit.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from pannesi.support.atomic_files import sync_folder


def make_private(path: Path, *, shared: bool) -> tuple[int, int]:
    """Makes the folder and the file where they do not exist, with permissions for their owner alone (or the group, when
    `shared`) and their names synced to disk. Returns the file's identity, see `file_identity`. Raises OSError."""
    folder_mode, file_mode = (0o770, 0o660) if shared else (0o700, 0o600)
    if not path.parent.is_dir():
        lacking = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        path.parent.mkdir(parents=True, mode=folder_mode, exist_ok=True)  # another program may be doing the same
        os.chmod(path.parent, folder_mode)
        for folder in reversed(lacking):
            sync_folder(folder.parent)
    handle = open_no_link(path, file_mode)
    try:
        status = os.fstat(handle)
        if status.st_size == 0:
            os.chmod(path, file_mode)
            sync_folder(path.parent)
    finally:
        os.close(handle)
    return status.st_dev, status.st_ino


def open_no_link(path: Path, mode: int) -> int:
    """Opens a file for reading and writing, made with permissions `mode` if need be; returns the file descriptor.

    Raises OSError, also where the path is a symbolic link.
    """
    refuse_link(path)
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), mode)


def refuse_link(path: Path) -> None:
    """Raises OSError where the path is a symbolic link: in a shared folder anybody could put one there, and what is
    written would go into somebody else's file. Its folder may be a link: whoever may change that owns the place."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def file_identity(path: Path) -> tuple[int, int] | None:
    """The device and inode number of the file that has this path now; None when there is none. Raises OSError."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def place_beside_journal(path: Path) -> str:
    """The path of a file beside a journal, made if need be, with the permissions of the journal. Raises OSError."""
    handle = open_no_link(path, 0o600)
    try:
        if hasattr(os, "fchmod") and os.fstat(handle).st_size == 0 and (path.parent / "journal.db").exists():
            os.fchmod(handle, (path.parent / "journal.db").stat().st_mode & 0o660)
    finally:
        os.close(handle)
    return str(path)
