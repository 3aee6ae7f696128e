"""The folder of the site that is shipped with the program."""

from __future__ import annotations

from pathlib import Path


def shipped_folder() -> Path:
    """The folder of the shipped site: inside the installed package, or the root of a source checkout."""
    installed = Path(__file__).parents[2] / "shipped"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[4]
