"""The folder for temporary files of this system."""

from __future__ import annotations

import os
import sys


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
