"""Where journals lie: the data folder, whether it is on a network share or shared; where a stand-in may lie, and how
emergency journals are called."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Literal
from urllib.parse import quote_from_bytes

from pannesi.support.digest import sha256
from pannesi.support.user_folders import account_name, is_writable_by_us_alone, temporary_folder, user_data_folder

_EMERGENCY_PREFIX = "urgence-"
_EMERGENCY_SUFFIX = ".db"
_WRITER_LENGTH = 8
"""How many characters of the writer's id a file name holds: people read the name on a banner."""
_TAKEN_BACK_SUFFIX = ".repris"
MARK = ".ailleurs"
"""The suffix of an account mark: an empty file that tells other accounts of an emergency journal they cannot read."""
_EMERGENCY_NAME = re.compile(
    rf"{_EMERGENCY_PREFIX}(?:(?P<of>[0-9a-f]{{12}})-)?[^-]+{re.escape(_EMERGENCY_SUFFIX)}(?:{re.escape(_TAKEN_BACK_SUFFIX)})?"
)

FILE = "journal.db"
"""The name of the journal's file in its data folder."""
ROLLBACK_SUFFIX = "-journal"
"""What the name of the file ends with that SQLite keeps beside a database during a transaction."""
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "ncpfs"})


def data_folder(option: str | None, environment: dict[str, str]) -> Path:
    """The data folder: `--data` (given as `option`), else PANNESI_DATA, else the user's own data folder."""
    chosen = option or environment.get("PANNESI_DATA")
    if chosen:
        return Path(chosen)
    return user_data_folder()


def on_network(folder: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Whether a folder lies on a network share, where file locks do not hold. False where the system does not tell."""
    where = os.path.abspath(folder)
    if where.startswith(("\\\\", "//")):
        return True
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = where == point or where.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind in _NETWORK


def is_shared(folder: Path) -> bool:
    """Whether its group may write to a folder: then all accounts of the machine share it. False on Windows."""
    try:
        return os.name != "nt" and bool(os.stat(folder).st_mode & 0o020)
    except OSError:
        return False


def fallback_folders() -> tuple[Path, ...]:
    """The folders for emergency journals: the user's data folder, then one of the account in the temporary folder."""
    own = data_folder(None, {})
    try:
        temporary = Path(temporary_folder()) / f"pannesi-{account_name()}"
    except OSError:  # not one of the temporary folders of this machine can be written
        return (own,)
    return (own, temporary) if _is_ours(temporary) else (own,)


def stand_in_folders(folder: Path) -> tuple[Path, ...]:
    """The folders in which a stand-in for the journal of `folder` may lie. A shared folder comes first itself: there
    every account can merge it back."""
    spare = fallback_folders()
    return (folder, *spare) if is_shared(folder) else spare


def _is_ours(folder: Path) -> bool:
    """Whether a folder does not exist yet, or only we can write to it: anybody can make one in the temporary folder."""
    try:
        status = os.lstat(folder)
    except OSError:
        return True
    return os.path.isdir(folder) and not os.path.islink(folder) and is_writable_by_us_alone(status)


def sqlite_uri(file: PurePath, mode: Literal["ro", "rw"]) -> str:
    """The URI of a file for `sqlite3.connect`, always with an empty host, since SQLite refuses any other.

    `Path.as_uri` makes a host of the server in `\\\\server\\share`. SQLite opens such a file where the path itself
    begins with the two slashes.
    """
    path = file.as_posix()
    root = "" if path.startswith("/") else "/"
    return f"file://{root}{quote_from_bytes(os.fsencode(path), safe='/:')}?mode={mode}"


def emergency_path(folder: Path, of: Path, writer: str) -> Path:
    """The path in `folder` of a writer's emergency journal for the data folder `of`."""
    return folder / f"{_EMERGENCY_PREFIX}{folder_key(of)}-{writer[:_WRITER_LENGTH]}{_EMERGENCY_SUFFIX}"


def taken_back_path(path: Path) -> Path:
    """The path that an emergency journal gets once it was merged back."""
    return path.with_name(path.name + _TAKEN_BACK_SUFFIX)


def is_emergency(name: str, of: Path | None = None) -> bool:
    """Whether a file name is that of an emergency journal, merged back or not; with `of`, of that data folder.

    A name without a folder key, as earlier versions wrote them, belongs to any data folder.
    """
    match = _EMERGENCY_NAME.fullmatch(name)
    return match is not None and (of is None or match["of"] in (None, folder_key(of)))


def is_mark(name: str, of: Path) -> bool:
    """Whether a file name is that of an account mark for the data folder `of`."""
    return name.endswith(MARK) and name.startswith(f"{_EMERGENCY_PREFIX}{folder_key(of)}-")


def is_taken_back(name: str) -> bool:
    """Whether a file name is that of an emergency journal that was merged back and renamed."""
    return name.endswith(_TAKEN_BACK_SUFFIX)


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
