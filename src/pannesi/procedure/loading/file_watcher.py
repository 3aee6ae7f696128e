"""Seeing that a site's files were saved, replaced, taken away or made unreadable."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from pannesi.procedure.loading.site_files import CASES, CONTACTS

POLL_SECONDS = 0.05
"""Seconds between two looks at a folder."""

Fingerprint = tuple[tuple[object, ...], ...]
"""What a folder looks like from outside: equal as long as nothing was saved."""


def folder_fingerprint(folder: Path) -> Fingerprint:
    """The name, identity, time and size of each file of a site. Never raises: what cannot be seen is part of it."""
    return (*_files(folder / CASES), _file(folder / CONTACTS))


def _files(folder: Path) -> Iterator[tuple[object, ...]]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield (str(folder), error.errno)
        return
    for name in names:
        if name.casefold().endswith((".yaml", ".yml")):
            yield _file(folder / name)


def _file(file: Path) -> tuple[object, ...]:
    try:
        seen = os.lstat(file)
        readable = os.access(file, os.R_OK)
    except OSError as error:
        return (file.name, error.errno)
    return (file.name, seen.st_ino, seen.st_mtime_ns, seen.st_size, seen.st_mode, readable)


def draw_on_change(folder: Path, draw: Callable[[], None], pause: Callable[[], None]) -> None:
    """Draws at once, then after each change, until `pause` raises. The folder is looked at before it is read, so that
    what is saved meanwhile is drawn next."""
    drawn: Fingerprint | None = None
    while True:
        seen = folder_fingerprint(folder)
        if seen != drawn:
            drawn = seen
            draw()
        pause()
