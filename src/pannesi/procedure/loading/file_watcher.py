"""Watches the files of a site for changes, by polling."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from pannesi.procedure.loading.site_files import CASES, CONTACTS

POLL_SECONDS = 0.05
"""Seconds between two polls of a folder."""

Fingerprint = tuple[tuple[object, ...], ...]
"""The state of a folder without the contents of its files: equal as long as nothing was saved."""


def folder_fingerprint(folder: Path) -> Fingerprint:
    """The name, identity, time and size of each file of a site. Never raises: errors are a part of it."""
    return (*_stamps_of_folder(folder / CASES), _stamp_of_file(folder / CONTACTS))


def _stamps_of_folder(folder: Path) -> Iterator[tuple[object, ...]]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield (str(folder), error.errno)
        return
    for name in names:
        if name.casefold().endswith((".yaml", ".yml")):
            yield _stamp_of_file(folder / name)


def _stamp_of_file(file: Path) -> tuple[object, ...]:
    try:
        status = os.lstat(file)
        readable = os.access(file, os.R_OK)
    except OSError as error:
        return (file.name, error.errno)
    return (file.name, status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode, readable)


def draw_on_change(folder: Path, draw: Callable[[], None], pause: Callable[[], None]) -> None:
    """Calls `draw` at once, then after each change of the files, until `pause`, called between polls, raises.

    The fingerprint is taken before `draw` reads the files, so that what is saved meanwhile is drawn next.
    """
    drawn: Fingerprint | None = None
    while True:
        current = folder_fingerprint(folder)
        if current != drawn:
            drawn = current
            draw()
        pause()
