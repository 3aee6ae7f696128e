"""The user's account on this system: its name, and its folders for data, for caches and for temporary files."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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

    folder = platformdirs.user_data_dir if kind == "data" else platformdirs.user_cache_dir
    return Path(folder(_NAME, appauthor=False))


def temporary_folder() -> str:
    """The folder that `tempfile.gettempdir` finds; raises OSError where there is none.

    In the usual case that module is not loaded: it brings compression and random numbers along, and each start asks.
    """
    if "tempfile" not in sys.modules and os.name != "nt":
        wanted = [os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
        first = next((folder for folder in wanted if folder), "/tmp")
        if os.path.isdir(first) and os.access(first, os.W_OK | os.X_OK):
            return os.path.abspath(first)
    import tempfile

    return tempfile.gettempdir()


@contextmanager
def temporary_folder_in(folder: Path) -> Iterator[Path]:
    """A new private folder in another one, removed with all that it holds when the block ends. Raises OSError."""
    import tempfile

    with tempfile.TemporaryDirectory(dir=folder, prefix=".pannesi-") as made:
        yield Path(made)


def is_writable_by_us_alone(status: os.stat_result) -> bool:
    """Whether a file or folder, by its `os.lstat`, belongs to the user, and no other user can write to it.

    Always true on Windows, where modes say nothing about other users.
    """
    if os.name == "nt":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & 0o022
