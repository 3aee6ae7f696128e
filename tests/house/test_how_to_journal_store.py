"""A store for the journal is added as its page says, on a copy: two files; the contract and a session run on it."""

from __future__ import annotations

from pathlib import Path

from tests.support.working_copy import copied_with, run_in, steps

PAGE = "add-a-store-for-the-journal.md"
STORE, OPENING = "src/pannesi/journal/json_file.py", "src/pannesi/journal/open_store.py"
TEST = "tests/journal/test_json_file.py"
PLAYED = """
from pannesi.journal.open_store import open_store
from tests.support.writers import fake_writer
from tests.support.plain_playing import ALERTED, play, state_of, station_of

station = station_of(journal=open_store("json:journal.json", fake_writer()))
play(station, *ALERTED)
again = station_of(journal=open_store("json:journal.json", fake_writer("w2")))
print(len(state_of(station).timeline) > 5, state_of(again).timeline == state_of(station).timeline, again.journal.verify())
"""


def complaints(folder: Path) -> list[str]:
    """What the type checker says of the copy: each file with what it lacks."""
    _code, said = run_in(folder, "-m", "mypy", "--cache-dir", str(folder / "cache"), "src/pannesi/journal", TEST)
    return sorted({line.split(":")[0] for line in said.splitlines() if ": error: " in line})


def test_two_files_and_a_test_add_a_store_that_keeps_the_contract(tmp_path: Path) -> None:
    assert set(steps(PAGE)) == {STORE, OPENING, TEST}
    folder = copied_with(PAGE, tmp_path)
    assert complaints(folder) == []
    code, said = run_in(folder, "-m", "pytest", "-q", "-n", "0", TEST, "tests/journal/test_open_store.py")
    assert code == 0, said
    code, said = run_in(folder, "-c", PLAYED)
    assert (code, said) == (0, "True True ()\n")

    text = (folder / STORE).read_text("utf-8")
    (folder / STORE).write_text(text.replace("class JsonFile(MemoryJournal):", "class JsonFile:"), "utf-8")
    assert OPENING in complaints(folder)
