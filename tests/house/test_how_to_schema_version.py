"""A schema version is added as its page says, on a copy: older journals are brought up to it, its golden file is asked
for, and the program before it refuses the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.sqlite.schema import VERSION
from pannesi.journal.store import TooNew
from tests.support.working_copy import copied_with, play_a_session, run_in, steps
from tests.support.writers import fake_writer

PAGE = "add-a-schema-version.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the step."""
    assert len(steps(PAGE)) == 1
    return copied_with(PAGE, tmp_path_factory.mktemp("schema"))


def test_a_journal_is_made_in_the_new_version_and_the_program_before_refuses_it(folder: Path) -> None:
    play_a_session(folder)
    file = folder / "data" / "journal.db"
    assert sqlite3.connect(file).execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
    with pytest.raises(TooNew):
        SqliteJournal(file, fake_writer("w1")).sessions()


def test_every_older_journal_is_brought_up_to_it_once_there_is_one_of_the_present_version(folder: Path) -> None:
    tests = ("-m", "pytest", "-q", "-n", "0", "tests/journal/test_sqlite.py", "-k", "version")
    code, said = run_in(folder, *tests)
    assert code == 0, said
    golden = folder / f"tests/data/journals/version-{VERSION}.db"
    golden.rename(golden.with_suffix(".away"))
    code, said = run_in(folder, *tests)
    assert code == 1
    assert golden.name in said
