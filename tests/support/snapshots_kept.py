"""Text kept in files: compared, or written anew by `make snapshots`."""

from __future__ import annotations

import os
from pathlib import Path

RENEWED = os.environ.get("PANNESI_SNAPSHOTS") == "renew"
"""Whether the files are written anew instead of compared; looked at before the tests clear the environment."""


def kept_as(path: Path, seen: str) -> None:
    """Compares a text with its file, or writes it anew."""
    if RENEWED:
        path.parent.mkdir(exist_ok=True)
        path.write_text(seen, "utf-8")
    kept = path.read_text("utf-8") if path.exists() else ""
    assert seen.splitlines() == kept.splitlines(), f"{path.name} differs; if it is meant: make snapshots"
