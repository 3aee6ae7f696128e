"""Keeps the developer's machine out: environment, locale, home and time zone are the same for every test."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

for _name in ("SIGHUP", "SIGQUIT"):
    if hasattr(signal, _name) and signal.getsignal(getattr(signal, _name)) is signal.SIG_IGN:
        signal.signal(getattr(signal, _name), signal.SIG_DFL)  # tests run in the background, or where nobody hangs up
_OURS = ("PANNESI_", "TEXTUAL", "LC_")
_THEIRS = {"NO_COLOR", "TERM", "COLORTERM", "LANG", "LANGUAGE", "COLUMNS", "LINES"}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(_OURS) or name in _THEIRS:
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture(autouse=True)
def _made_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests live on days of their own choice, which a program made later would doubt."""
    monkeypatch.setattr("pannesi.BUILT", "2020-01-01")


@pytest.fixture(autouse=True)
def _stays_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run within the tests' own process must not lower its priority for good."""
    monkeypatch.setattr("pannesi.support.progress.lower_priority", lambda: None)


@pytest.fixture(autouse=True)
def _closes_what_it_opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The journals of a test end with it: from Python 3.13 on, one that is only let go of is warned of."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remembered(*arguments: Any, **more: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **more))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", remembered)
    yield
    for one in opened:
        with contextlib.suppress(sqlite3.ProgrammingError):  # opened by another thread, which ended with it
            one.close()
