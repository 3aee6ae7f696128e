"""Work done aside gives its result or its failure, and never leaves a thread of the program slower."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from pannesi.aside import aside


def test_what_was_done_aside_comes_back() -> None:
    assert aside(lambda: 7) == 7


def test_a_failure_aside_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        aside(lambda: 1 // 0)


def test_only_the_thread_of_the_work_gives_way_and_it_ends_with_the_work() -> None:
    before = threading.active_count()

    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) if sys.platform == "linux" else 0

    mine = niceness()
    theirs = aside(niceness)
    assert theirs >= mine
    assert niceness() == mine
    assert threading.active_count() == before
