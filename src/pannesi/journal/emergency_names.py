"""File names of emergency journals, and of the empty files that tell other accounts about them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pannesi.support.digest import sha256

_PREFIX = "urgence-"
_SUFFIX = ".db"
_SHORT = 8
"""How many characters of the writer's id a file name holds: people read the name on a banner."""
_MERGED = ".repris"
MARK = ".ailleurs"
"""The suffix of an account mark: an empty file that tells other accounts of an emergency journal they cannot read."""
_NAME = re.compile(rf"{_PREFIX}(?:(?P<of>[0-9a-f]{{12}})-)?[^-]+{re.escape(_SUFFIX)}(?:{re.escape(_MERGED)})?")


def emergency_path(folder: Path, of: Path, writer: str) -> Path:
    """The path in `folder` of a writer's emergency journal for the data folder `of`."""
    return folder / f"{_PREFIX}{folder_key(of)}-{writer[:_SHORT]}{_SUFFIX}"


def taken_back_path(path: Path) -> Path:
    """The path that an emergency journal gets once it was merged back."""
    return path.with_name(path.name + _MERGED)


def is_emergency(name: str, of: Path | None = None) -> bool:
    """Whether a file name is that of an emergency journal, merged back or not; with `of`, of that data folder.

    A name without a folder key, as earlier versions wrote them, belongs to any data folder.
    """
    match = _NAME.fullmatch(name)
    return match is not None and (of is None or match["of"] in (None, folder_key(of)))


def is_mark(name: str, of: Path) -> bool:
    """Whether a file name is that of an account mark for the data folder `of`."""
    return name.endswith(MARK) and name.startswith(f"{_PREFIX}{folder_key(of)}-")


def is_taken_back(name: str) -> bool:
    """Whether a file name is that of an emergency journal that was merged back and renamed."""
    return name.endswith(_MERGED)


def folder_key(folder: Path) -> str:
    """The key of a data folder in file names: 12 hex digits of the SHA-256 of its absolute path.

    Emergency journals of several data folders may lie in one folder, and must not be merged into each other.
    """
    return sha256(os.fsencode(os.path.normcase(os.path.abspath(folder)))).hexdigest()[:12]


def emergency_journals(folders: Iterable[Path], of: Path) -> Iterator[Path]:
    """The paths of the emergency journals of the data folder `of`, those merged back already included."""
    for folder in dict.fromkeys(folders):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        yield from (folder / name for name in names if is_emergency(name, of))
