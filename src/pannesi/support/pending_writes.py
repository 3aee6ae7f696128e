"""A lock around file writes, which the end of the program waits for."""

from __future__ import annotations

import threading

WRITING = threading.Lock()
"""Held while a file is written under a temporary name and then renamed."""
_TIMEOUT = 5.0
"""Seconds after which the program ends although a disk does not answer."""


def wait_for_writes() -> None:
    """Waits (5 seconds at most) until no file is half-written, and blocks every later write: call it once, last."""
    WRITING.acquire(timeout=_TIMEOUT)
