"""Work that lets a tick go first: in a thread of its own, which the system runs after those that have more to do."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Result = TypeVar("_Result")
_NICE = 5
"""A little: on a busy machine the work still ends, and whoever waits for a lock that it holds does not wait long."""


def aside(work: Callable[[], _Result]) -> _Result:
    """What `work` returns, or raises, done in a new thread that ends with it: a thread that was made to give way can
    never be made to hurry again, and one of a pool may be the next to commit.

    Not for work that holds on to the journal: a tick would wait for what gives way to it.
    """
    with ThreadPoolExecutor(1, "aside", _give_way) as one:
        return one.submit(work).result()


def _give_way() -> None:
    """Only Linux gives each thread a priority of its own; elsewhere this would slow the whole program down."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
