"""Where the site that comes with the program lies."""

from __future__ import annotations

from pathlib import Path


def shipped_folder() -> Path:
    """Inside the installed package, or at the top of a source checkout."""
    installed = Path(__file__).parents[2] / "shipped"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[4]
