"""The end of the process: it waits for a file that is half-written, and not for the interpreter."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import NoReturn

from pannesi.support.i18n import _

WRITING = threading.Lock()
"""Held while a file is written under a temporary name and then renamed."""
_TIMEOUT = 5.0
"""Seconds after which the program ends although a disk does not answer."""


def wait_for_writes() -> None:
    """Waits (5 seconds at most) until no file is half-written, and blocks every later write: call it once, last."""
    WRITING.acquire(timeout=_TIMEOUT)


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


def say_stopped() -> None:
    """Says on standard error that the system ended the program."""
    from pannesi.support.console import OutputClosed, stderr

    try:
        stderr().wrapped(
            _(
                "pannesi a été arrêté par le système. Ce qui est marqué ✓ est enregistré. Relancer pannesi : la session"
                " reprend où elle était."
            )
        )
    except OutputClosed:
        return
