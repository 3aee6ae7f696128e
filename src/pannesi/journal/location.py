"""Where the journal lies: the data folder, and whether it is on a network share."""

from __future__ import annotations

import os
from pathlib import Path

from pannesi.support.user_folders import user_data_folder

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
