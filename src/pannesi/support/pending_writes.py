"""The moment at which a file is put down, that the end of the program waits for."""

from __future__ import annotations

import threading

WRITING = threading.Lock()
"""Held while a file is written beside its place and then given its name."""
_PATIENCE = 5.0
"""Seconds after which a disk that does not answer no longer keeps the program from ending."""


def wait_for_writes() -> None:
    """Returns when no file is half-written, and lets none be begun afterwards: the program ends now."""
    WRITING.acquire(timeout=_PATIENCE)
