"""How emergency journals, and the marks that tell other accounts of them, are named; where they lie."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_PREFIX = "urgence-"
_SUFFIX = ".db"
_SHORT = 8
"""How many letters of its writer the name of an emergency journal bears: people read it on a banner."""
_MERGED = ".repris"
MARK = ".ailleurs"
"""What the name of a mark ends with, which tells other accounts of an emergency journal that they cannot read."""
_NAME = re.compile(rf"{_PREFIX}(?:(?P<of>[0-9a-f]{{12}})-)?[^-]+{re.escape(_SUFFIX)}(?:{re.escape(_MERGED)})?")


def emergency_path(folder: Path, of: Path, writer: str) -> Path:
    """Where a writer's emergency journal for the data folder `of` lies in `folder`."""
    return folder / f"{_PREFIX}{folder_key(of)}-{writer[:_SHORT]}{_SUFFIX}"


def taken_back_path(path: Path) -> Path:
    """What an emergency journal is called once it was taken back."""
    return path.with_name(path.name + _MERGED)


def is_emergency(name: str, of: Path | None = None) -> bool:
    """Whether a file's name is that of an emergency journal, taken back already or not; that of a data folder, when one
    is given. One without the mark of a folder, as earlier versions made them, is anybody's."""
    found = _NAME.fullmatch(name)
    return found is not None and (of is None or found["of"] in (None, folder_key(of)))


def is_mark(name: str, of: Path) -> bool:
    """Whether a file's name is that of a mark for a data folder."""
    return name.endswith(MARK) and name.startswith(f"{_PREFIX}{folder_key(of)}-")


def is_taken_back(name: str) -> bool:
    """Whether a file's name is that of an emergency journal which was taken back and put by."""
    return name.endswith(_MERGED)


def folder_key(folder: Path) -> str:
    """What a data folder is known by in the names of its emergency journals: they may lie beside those of others, with
    whom no patient's name is to be shared."""
    return hashlib.sha256(os.fsencode(os.path.normcase(os.path.abspath(folder)))).hexdigest()[:12]


def emergency_journals(folders: Iterable[Path], of: Path) -> Iterator[Path]:
    """The emergency journals of a data folder, those taken back already too."""
    for folder in dict.fromkeys(folders):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        yield from (folder / name for name in names if is_emergency(name, of))
