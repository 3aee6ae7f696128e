"""The user's account on this system: its name, and its folders for data and for caches."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from pannesi.support.text_safety import typed_line

_NAME = "pannesi"


def account_name() -> str:
    """The name of the user's account, safe to show and as part of a path; empty when the system gives none."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
    return typed_line(name).replace("/", "_").replace("\\", "_").strip()[:80]


def user_data_folder() -> Path:
    """The folder for the program's data."""
    return _on_linux("XDG_DATA_HOME", ".local/share") or _folder_of_platform("data")


def user_cache_folder() -> Path:
    """The folder for what can be made again."""
    return _on_linux("XDG_CACHE_HOME", ".cache") or _folder_of_platform("cache")


def _on_linux(variable: str, below_home: str) -> Path | None:
    """The folder by the XDG Base Directory specification, as platformdirs finds it: each start asks, and loading that
    library takes longer than the answer. None where it has to be asked."""
    home = os.environ.get("HOME", "")
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ or not os.path.isabs(home):
        return None
    chosen = os.environ.get(variable, "")
    if chosen and not os.path.isabs(chosen):
        return None
    return Path(chosen or f"{home.rstrip('/')}/{below_home}", _NAME)


def _folder_of_platform(kind: str) -> Path:
    import platformdirs

    found = platformdirs.user_data_dir if kind == "data" else platformdirs.user_cache_dir
    return Path(found(_NAME, appauthor=False))
