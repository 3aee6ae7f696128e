"""Where the journal lies: the folder asked for, else the user's own data folder; never silently a network share."""

from __future__ import annotations

import os
from pathlib import Path

FILE = "journal.db"
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "ncpfs"})


def data_folder(asked: str | None, environment: dict[str, str]) -> Path:
    """`--data`, else PANNESI_DATA, else the user's data folder."""
    chosen = asked or environment.get("PANNESI_DATA")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_data_dir("pannesi", appauthor=False))


def on_network(folder: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Whether a folder lies on a network share, as far as this system can tell: SQLite's locks do not hold there."""
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
