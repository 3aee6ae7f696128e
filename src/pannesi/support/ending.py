"""The end of the process, where nobody should wait for the interpreter."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn

from pannesi.support.pending_writes import wait_for_writes


def exit_now(code: int) -> NoReturn:
    """Exits without the interpreter's own teardown, for which the person who quit would wait.

    Nothing is lost: every commit is synced before it is shown, the journal is closed, and a file being written is whole
    or not there.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    wait_for_writes()
    os._exit(code)
