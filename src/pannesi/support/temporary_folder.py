"""The folder for temporary files of this system, and folders that last for one block."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
