"""The file of a journal as the system knows it: private from the first byte, and the same one for as long as we run.

A file that went away under the program is never begun anew under its name: one fact in it, without those before, would
be no session. The session goes on whole in an emergency journal instead.
"""

from __future__ import annotations

import os
from pathlib import Path


def made_private(path: Path, *, shared: bool) -> tuple[int, int]:
    """Makes folder and file where they lack; they belong to their owner alone, or to the group of a shared journal,
    before anything is written. Returns which file it is."""
    folder_mode, file_mode = (0o770, 0o660) if shared else (0o700, 0o600)
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, mode=folder_mode, exist_ok=True)  # another program may be doing the same
        os.chmod(path.parent, folder_mode)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, file_mode)
    try:
        found = os.fstat(handle)
        if found.st_size == 0:
            os.chmod(path, file_mode)
    finally:
        os.close(handle)
    return found.st_dev, found.st_ino


def which_file(path: Path) -> tuple[int, int] | None:
    """Which file has that name now; None when there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
