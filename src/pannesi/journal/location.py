"""Where the journal lies: the data folder, whether it is on a network share or shared, and where a stand-in may lie."""

from __future__ import annotations

import os
from pathlib import Path

from pannesi.procedure.loading.cache import is_writable_by_us_alone
from pannesi.support.temporary_folder import temporary_folder
from pannesi.support.user_folders import account_name, user_data_folder

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
