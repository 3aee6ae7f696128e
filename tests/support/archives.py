"""A data folder with a closed and an open night in it, and a terminal that answers a question."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest

from pannesi.journal.sqlite.journal import SqliteJournal
from tests.support.journal_nights import night
from tests.support.plain_playing import NIGHT
from tests.support.writers import Wall, fake_writer

WORDS = ("Zzinventé-Qwerty", "Motlaissé Xylobrac")


def fill(folder: Path, writer: str = "w1") -> None:
    journal = SqliteJournal(folder / "journal.db", fake_writer(writer))
    night(journal, Wall(), NIGHT - timedelta(days=300), "s1", identity=WORDS[0], words=WORDS[1])
    night(journal, Wall(), NIGHT - timedelta(days=300), "s2", close=None)
    journal.close()


def ask(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(answer + "\n"))
